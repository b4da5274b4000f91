"""What a deadline means: its last day in time, and the days on which periodic reports are due."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from policy.counting import day_in
from schemas.case import DeadlineNow, Duty
from schemas.states import BeforeDay, Precision, Rhythm

DEFAULT_DAY: Final = 25
"""Reports are due on the 25th of the month that ends the period unless the directive says otherwise."""
DEFAULT_WEEKDAY: Final = 5
_MONTHS: Final[Mapping[Rhythm, int]] = {
    Rhythm.MONTHLY: 1,
    Rhythm.QUARTERLY: 3,
    Rhythm.SEMIANNUAL: 6,
    Rhythm.ANNUAL: 12,
}


def last_day_in_time(deadline: DeadlineNow, before_day: BeforeDay) -> date | None:
    """The last day on which evidence is on time; None when the deadline can never be missed.

    "Trước ngày D" allows D itself in practice; a case opened under strict rules ends at D - 1
    (design §4). Other wordings always include the day.
    """
    if deadline.due_on is None or deadline.precision in {Precision.NONE, Precision.EVENT}:
        return None
    if before_day is BeforeDay.STRICT and deadline.names_day_before:
        return deadline.due_on - timedelta(days=1)
    return deadline.due_on


def next_report_day(duty: Duty, after: date) -> date:
    """The first day after *after* on which a report of that rhythm is due; printed days are not moved."""
    if duty.rhythm is Rhythm.WEEKLY:
        weekday = min(duty.day or DEFAULT_WEEKDAY, 7)
        return after + timedelta(days=(weekday - after.isoweekday() - 1) % 7 + 1)
    months = _MONTHS[duty.rhythm]
    year, month = after.year, -(-after.month // months) * months
    while (day := day_in(year, month, duty.day or DEFAULT_DAY)) <= after:
        year, month = (year, month + months) if month + months <= 12 else (year + 1, months)
    return day


def period_of(duty: Duty, due_on: date) -> str:
    """The name of the period whose report is due on that day: `2023-W28`, `2023-07`, `2023-Q3`, `2023-H2`, `2023`."""
    match duty.rhythm:
        case Rhythm.WEEKLY:
            week = due_on.isocalendar()
            return f"{week.year}-W{week.week:02}"
        case Rhythm.MONTHLY:
            return f"{due_on:%Y-%m}"
        case Rhythm.QUARTERLY:
            return f"{due_on.year}-Q{(due_on.month + 2) // 3}"
        case Rhythm.SEMIANNUAL:
            return f"{due_on.year}-H{(due_on.month + 5) // 6}"
        case Rhythm.ANNUAL:
            return str(due_on.year)
