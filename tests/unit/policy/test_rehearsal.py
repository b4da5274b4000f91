"""What will happen if nobody does anything: the ladder before it is issued."""

from datetime import date
from typing import Any

import pytest

from policy.fold import fold
from policy.issuing import cases_of
from policy.rehearsal import as_step, steps_of
from tests.builders import ISSUED_ON, Story, a_conclusion, a_directive, at

DIRECTIVES: list[dict[str, Any]] = [
    a_directive(1, report={"rhythm": "monthly", "day": 25}),
    a_directive(2, deadline={"raw": "sớm", "review_on": "2023-09-29"}),
    a_directive(3, due_on=None, carried_over_from={"period": "2023-H1", "due_on": "2023-06-30"}),
    a_directive(4, due_on="2023-07-16"),
]


def test_a_rehearsal_is_what_the_engines_decisions_then_are() -> None:
    """The same rungs, moments, offices and kinds, in the same order."""
    conclusion = a_conclusion(*DIRECTIVES)
    until = at(date(2024, 1, 31))

    rehearsed = steps_of(conclusion, at(ISSUED_ON), until=until)

    story = Story(*DIRECTIVES).waits_until(until)
    decided = [as_step(event) for event in story.events if event.type.value.startswith("Rung")]
    assert rehearsed == sorted(
        decided, key=lambda step: (step["at"], step["assignment"], step["obligation"])
    )
    assert {step["kind"] for step in rehearsed} == {"sent", "collapsed", "skipped"}


def test_a_rehearsal_ends_although_reports_recur_for_ever() -> None:
    """It follows recurring reports until everything else has climbed its ladder."""
    steps = steps_of(a_conclusion(DIRECTIVES[0]), at(ISSUED_ON))

    assert steps[-1]["rung"] == "+30d"
    assert [step["at"] for step in steps] == sorted(step["at"] for step in steps)


@pytest.mark.parametrize("pieces", [1, 2, 3, 7])
def test_a_fold_in_pieces_equals_a_fold_at_once(pieces: int) -> None:
    """However the log is cut, the case after it is the same."""
    story = Story(*DIRECTIVES).lead("acknowledge").waits_until(at(date(2024, 1, 31)))
    (case,) = cases_of(story.conclusion)

    size = -(-len(story.events) // pieces)
    folded = case
    for start in range(0, len(story.events), size):
        folded = fold(folded, story.events[start : start + size])

    assert folded == story.case
