"""Work and questions go only to bodies that exist on the day of the command."""

from datetime import date

import pytest

from gateway.offices import refuse_unless_it_exists
from schemas.refusals import Code, Refusal
from schemas.sentences import sentence_of
from tests.builders import LEAD, OFFICE, a_command

ONE = f"kl/vi-du/1@{LEAD}"
BEFORE, AFTER = date(2025, 2, 28), date(2025, 3, 1)


@pytest.mark.parametrize(
    ("name", "field"),
    [("reassign", "to"), ("decide_objection", "reassign_to"), ("object", "proposed_office")],
)
def test_a_ceased_body_is_refused_with_its_successors(name: str, field: str) -> None:
    """The day before it ends it can still be given work; the day after, its successors are named."""
    command = a_command(name, ONE, OFFICE, "officer", **{field: "G05"})

    refuse_unless_it_exists(command, BEFORE)
    with pytest.raises(Refusal) as refused:
        refuse_unless_it_exists(command, AFTER)

    assert (refused.value.code, refused.value.reason) == (Code.MALFORMED, "agency_ceased")
    assert refused.value.said["field"] == field
    assert "G12" in sentence_of(refused.value.reason, refused.value.said, "vi")[1]


def test_a_code_that_passed_to_the_successor_stays_good() -> None:
    """An agency is a code within its validity: G10 is another ministry since 01/3/2025, and still G10."""
    refuse_unless_it_exists(a_command("reassign", ONE, OFFICE, "officer", to="G10"), AFTER)


def test_a_unit_exists_as_long_as_its_agency() -> None:
    """Units have no rows of their own."""
    refuse_unless_it_exists(a_command("reassign", ONE, OFFICE, "officer", to="G12.01"), AFTER)
