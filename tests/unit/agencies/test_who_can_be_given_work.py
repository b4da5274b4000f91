"""Work and questions go only to bodies that exist on the day of the command."""

from datetime import date

import pytest

from schemas.addressees import refuse_unless_they_exist
from schemas.refusals import Code, Refusal
from schemas.sentences import sentence_of
from tests.builders import LEAD, OFFICE, a_command, a_directive

ONE = f"kl/vi-du/1@{LEAD}"
BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)


@pytest.mark.parametrize(
    ("name", "field"),
    [("reassign", "to"), ("decide_objection", "reassign_to"), ("object", "proposed_office")],
)
def test_a_ceased_body_is_refused_with_its_successors(name: str, field: str) -> None:
    """The day before it ends it can still be given work; the day after, its successors are named."""
    command = a_command(name, ONE, OFFICE, "officer", **{field: "G05"})

    refuse_unless_they_exist(command.fields(), BEFORE)
    with pytest.raises(Refusal) as refused:
        refuse_unless_they_exist(command.fields(), AFTER)

    assert (refused.value.code, refused.value.reason) == (Code.MALFORMED, "agency_ceased")
    assert refused.value.said["field"] == field
    assert "G12" in sentence_of(refused.value.reason, refused.value.said, "vi")[1]


def test_a_code_that_passed_to_the_successor_stays_good() -> None:
    """An agency is a code within its validity: G10 is another ministry since 01/3/2025, and still G10."""
    refuse_unless_they_exist(
        a_command("reassign", ONE, OFFICE, "officer", to="G10").fields(), AFTER
    )


def test_a_unit_exists_as_long_as_its_agency() -> None:
    """Units have no rows of their own."""
    refuse_unless_they_exist(
        a_command("reassign", ONE, OFFICE, "officer", to="G12.01").fields(), AFTER
    )


@pytest.mark.parametrize("assignees", [["G05"], ["G18"]])
def test_added_and_amended_directives_name_only_bodies_of_that_day(assignees: list[str]) -> None:
    """Codes among assignees and coordinators; what is printed as a group stays words."""
    words = ["các cơ quan liên quan"]
    directive = a_directive(9, assignees=assignees, coordinating=["G05", *words])
    added = a_command("add_directive", "kl/vi-du", OFFICE, "officer", directive=directive)
    amended = a_command("amend", ONE, OFFICE, "officer", changes={"coordinating": ["G05", *words]})

    for command, field in (
        (added, "directive.assignees" if assignees == ["G05"] else "directive.coordinating"),
        (amended, "changes.coordinating"),
    ):
        refuse_unless_they_exist(command.fields(), BEFORE)
        with pytest.raises(Refusal) as refused:
            refuse_unless_they_exist(command.fields(), AFTER)
        assert refused.value.said["field"] == field
