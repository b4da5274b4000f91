"""docs/states.md says what the tables of policy say; whatever is drawn is drawn from the code."""

import pytest

from policy.transitions import MOVES
from schemas.events import Fact
from schemas.states import State
from tests.builders import Story
from tests.docs.regenerate import (
    BY_THE_FOLD,
    COMMAND,
    SCHEMA,
    SECTIONS,
    STATES,
    drawn,
    schema,
    section_in,
)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_drawn_section_is_what_the_code_draws(name: str) -> None:
    """A changed table reaches the page in the same commit; the remedy is to regenerate."""
    written = section_in(STATES.read_text(encoding="utf-8"), name)

    assert drawn(name) == written, f"docs/states.md is out of date: {COMMAND}"


def test_the_schema_of_conclusion_files_is_that_of_the_model() -> None:
    """Others check their files against docs/conclusion.schema.json before they send them."""
    assert schema() == SCHEMA.read_text(encoding="utf-8"), f"out of date: {COMMAND}"


def test_arrows_the_table_leaves_to_the_fold_lead_where_they_are_drawn() -> None:
    """A first report starts the work; what was interrupted goes on; an upheld objection hands over."""
    reported = Story().lead("acknowledge").lead("submit_report")
    resumed = Story().lead("acknowledge").office("suspend").office("resume")
    rejected = Story().lead("object").office("decide_objection")
    upheld = Story().lead("object").office("decide_objection", verdict="uphold")

    assert [act for _, _, act in BY_THE_FOLD] == [
        "submit_report",
        "decide_objection:uphold",
        "decide_objection:reject",
        "resume",
    ]
    assert State.IN_PROGRESS is reported.one.state
    assert State.ACKNOWLEDGED is resumed.one.state
    assert State.ASSIGNED is rejected.one.state
    assert State.REASSIGNED is upheld.one.state


def test_only_accepted_evidence_is_drawn_into_completed() -> None:
    """The drawing has one arrow to the end that everybody wants, and it is the right one."""
    into_completed = [line for line in drawn("diagram").splitlines() if "--> completed" in line]

    assert ["under_review --> completed: review_evidence accept"] == [
        line.strip() for line in into_completed
    ]
    assert Fact.EVIDENCE_ACCEPTED is MOVES["review_evidence:accept"].fact
