"""On time, late, open, overdue: derived from days, never typed (domain practice: the day ends at 24:00)."""

from datetime import date, timedelta

import pytest

from policy.timeliness import days_late, late_from, schedule_on
from schemas.states import Schedule
from tests.builders import Story, a_directive, at

DUE = date(2023, 10, 31)
DAY = timedelta(days=1)


def completed_after(submitted_at: object, **said: object) -> Story:
    story = Story(**said).lead("acknowledge")  # type: ignore[arg-type]
    story.now = submitted_at  # type: ignore[assignment]
    story.lead("submit_evidence")
    story.now += timedelta(days=3)
    return story.office("review_evidence")


@pytest.mark.parametrize(
    ("hour", "minute", "day", "expected"),
    [
        (9, 0, DUE - DAY, Schedule.DONE_ON_TIME),
        (0, 0, DUE, Schedule.DONE_ON_TIME),
        (23, 59, DUE, Schedule.DONE_ON_TIME),
        (0, 1, DUE + DAY, Schedule.DONE_LATE),
        (9, 0, DUE + 30 * DAY, Schedule.DONE_LATE),
    ],
)
def test_work_handed_in_by_the_end_of_the_due_day_is_on_time(
    hour: int, minute: int, day: date, expected: Schedule
) -> None:
    """What counts is when the finally accepted evidence was submitted, not when it was accepted."""
    story = completed_after(at(day, hour, minute))

    assert schedule_on(story.one, day + 90 * DAY, story.case.rules) is expected


@pytest.mark.parametrize(
    ("as_of", "expected", "late"),
    [
        (DUE - DAY, Schedule.OPEN_IN_TIME, 0),
        (DUE, Schedule.OPEN_IN_TIME, 0),
        (DUE + DAY, Schedule.OPEN_OVERDUE, 1),
        (DUE + 15 * DAY, Schedule.OPEN_OVERDUE, 15),
    ],
)
def test_open_work_becomes_overdue_at_midnight_without_any_event(
    as_of: date, expected: Schedule, late: int
) -> None:
    """The same state, another day, another answer."""
    story = Story()

    assert schedule_on(story.one, as_of, story.case.rules) is expected
    assert days_late(story.one, as_of, story.case.rules) == late


@pytest.mark.parametrize(("before_day", "last_day"), [("lenient", DUE), ("strict", DUE - DAY)])
def test_before_a_day_includes_the_day_unless_the_case_reads_it_strictly(
    before_day: str, last_day: date
) -> None:
    """ "Trước ngày 31/10": in practice 31/10 is in time; a strict case ends on 30/10."""
    story = Story(rules={"before_day": before_day})

    assert late_from(story.one, story.case.rules) == last_day + DAY


def test_strictness_touches_only_deadlines_printed_as_before_a_day() -> None:
    """ "Trong tháng 10" ends on its last day under either reading."""
    month = {"raw": "trong tháng 10 năm 2023", "precision": "month", "due_on": "2023-10-31"}
    story = Story(a_directive(deadline=month), rules={"before_day": "strict"})

    assert late_from(story.one, story.case.rules) == DUE + DAY


def test_evidence_sent_in_time_is_in_time_while_the_office_takes_its_time() -> None:
    """Under review since before the day: not overdue, however long the review."""
    story = Story().lead("acknowledge").lead("submit_evidence")

    assert schedule_on(story.one, DUE + 60 * DAY, story.case.rules) is Schedule.OPEN_IN_TIME


def test_returned_evidence_counts_as_not_done_from_the_first_day_after_the_deadline() -> None:
    """The clock was never stopped: late from the day after the due day, not from the return."""
    story = Story().lead("acknowledge").lead("submit_evidence")
    story.now = at(DUE + 10 * DAY)

    story.office("review_evidence", verdict="return", reason="Thiếu")

    assert late_from(story.one, story.case.rules) == DUE + DAY
    assert days_late(story.one, DUE + 10 * DAY, story.case.rules) == 10


def test_late_work_accepted_later_keeps_the_days_it_was_late_at_submission() -> None:
    """Five days late at submission stay five days late."""
    story = completed_after(at(DUE + 5 * DAY))

    assert days_late(story.one, DUE + 90 * DAY, story.case.rules) == 5


@pytest.mark.parametrize(
    "raw", ["sớm", "khẩn trương", "ngay", "thường xuyên", "trong thời gian tới"]
)
def test_vague_deadlines_never_go_overdue(raw: str) -> None:
    """No day, no lateness; such work is in a group of its own."""
    story = Story(a_directive(deadline={"raw": raw}))

    assert schedule_on(story.one, date(2030, 1, 1), story.case.rules) is Schedule.NO_DEADLINE


def test_a_reassigned_assignment_is_not_counted_and_its_successor_is() -> None:
    """One task is counted once."""
    story = Story().office("reassign", to="G12")
    first, second = story.case.assignments.values()

    assert schedule_on(first, DUE, story.case.rules) is None
    assert schedule_on(second, DUE, story.case.rules) is Schedule.OPEN_IN_TIME
    assert second.predecessor == first.id
    assert second.deadline.first_due_on == first.deadline.first_due_on


@pytest.mark.parametrize(
    ("act", "group"), [("suspend", Schedule.SUSPENDED), ("withdraw", Schedule.WITHDRAWN)]
)
def test_suspended_and_withdrawn_work_is_counted_apart(act: str, group: Schedule) -> None:
    """Neither done nor late, whatever the day."""
    story = Story().office(act)

    assert schedule_on(story.one, DUE + 99 * DAY, story.case.rules) is group
