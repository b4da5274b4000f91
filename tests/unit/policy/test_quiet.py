"""Offices are told during working hours, except for what is urgent."""

from datetime import date, datetime

import pytest

from policy.quiet import is_urgent, tellable_from
from schemas.calendar_file import calendar_today
from tests.builders import at

WEDNESDAY, FRIDAY, MONDAY = date(2023, 7, 12), date(2023, 7, 14), date(2023, 7, 17)
BEFORE_TET, AFTER_TET = date(2026, 2, 13), date(2026, 2, 23)


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        (at(WEDNESDAY, 9), at(WEDNESDAY, 9)),
        (at(WEDNESDAY, 8), at(WEDNESDAY, 8)),
        (at(WEDNESDAY, 16, 59), at(WEDNESDAY, 16, 59)),
        (at(WEDNESDAY, 7, 59), at(WEDNESDAY, 8)),
        (at(WEDNESDAY, 17), at(date(2023, 7, 13), 8)),
        (at(FRIDAY, 22), at(MONDAY, 8)),
        (at(date(2023, 7, 15), 10), at(MONDAY, 8)),
        (at(BEFORE_TET, 18), at(AFTER_TET, 8)),
    ],
)
def test_a_notice_waits_for_the_next_working_hour(told: datetime, leaves: datetime) -> None:
    """Within 8:00 and 17:00 of a working day at once, else at 8:00 of the next one."""
    assert leaves == tellable_from(told, calendar_today())


def test_what_stops_work_is_told_at_any_hour() -> None:
    """One line of policy says what is urgent; an urgent directive is."""
    assert is_urgent("Withdrawn")
    assert is_urgent("AssignmentOpened", of_urgent_directive=True)
    assert not is_urgent("AssignmentOpened")
    assert not is_urgent("RungSent", of_urgent_directive=True)
