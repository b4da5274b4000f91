"""Where a period ends: counted periods and parts of a month or year by the Civil Code 2015, arts. 145–148.

Knows days and numbers only, no wording: who has read a document, a person or intake, says what is
counted. Called when a deadline is issued, amended or moved by a new calendar.
"""

from calendar import monthrange
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from policy.calendar import plus_working_days, working_day_from
from schemas.case import Counted
from schemas.rules import Calendar
from schemas.states import CountUnit, Precision

_MONTHS_IN: Final = {Precision.MONTH: 1, Precision.QUARTER: 3, Precision.YEAR: 12}


class Part(StrEnum):
    """ "Đầu", "giữa" and "cuối" of a month or a year (art. 147)."""

    BEGINNING = "beginning"
    MIDDLE = "middle"
    END = "end"


def counted_end(count: Counted, start: date, calendar: Calendar) -> date:
    """The last day of a period counted from *start*, which is not counted itself (art. 147.2).

    When it ends on a day off it ends with the next working day (art. 148.5); only counted periods
    move so, a printed date never does.
    """
    return working_day_from(bare_end(count, start, calendar), calendar)


def bare_end(count: Counted, start: date, calendar: Calendar) -> date:
    """The last day before art. 148.5 moves it: weeks, months and years end on the corresponding day."""
    match count.unit:
        case CountUnit.DAY:
            return start + timedelta(days=count.amount)
        case CountUnit.WORKING_DAY:
            return plus_working_days(start, count.amount, calendar)
        case CountUnit.WEEK:
            return start + timedelta(weeks=count.amount)
        case CountUnit.MONTH:
            return months_after(start, count.amount)
        case CountUnit.YEAR:
            return months_after(start, 12 * count.amount)


def months_after(start: date, months: int) -> date:
    """The corresponding day so many months later, else the last day of that month (art. 148.4)."""
    years, month = divmod(start.month - 1 + months, 12)
    return day_in(start.year + years, month + 1, start.day)


def last_day_of(precision: Precision, day: date) -> date:
    """The last day of the month, quarter or year in which *day* lies: how "trong tháng 8" and the like end."""
    months = _MONTHS_IN[precision]
    return day_in(day.year, -(-day.month // months) * months, 31)


def part_of_month(year: int, month: int, part: Part) -> date:
    """Đầu tháng is its first day, giữa tháng the 15th, cuối tháng its last day."""
    return day_in(year, month, {Part.BEGINNING: 1, Part.MIDDLE: 15, Part.END: 31}[part])


def part_of_year(year: int, part: Part) -> date:
    """Đầu năm is 1 January, giữa năm 30 June, cuối năm 31 December."""
    days = {Part.BEGINNING: (1, 1), Part.MIDDLE: (6, 30), Part.END: (12, 31)}
    return date(year, *days[part])


def fits(precision: Precision, due_on: date) -> bool:
    """Whether a due day can be what a month, a quarter or a year as printed means.

    A month or year whose end was mistyped would make an agency late too early or never, and nobody
    would see it; so only the days that art. 147 knows are taken. Who means another day has read a
    day: precision `day` takes any. Rejected: a warning, which nobody reads when work is issued.
    """
    match precision:
        case Precision.MONTH:
            return due_on in {part_of_month(due_on.year, due_on.month, part) for part in Part}
        case Precision.QUARTER:
            return due_on == last_day_of(precision, due_on)
        case Precision.YEAR:
            return due_on in {part_of_year(due_on.year, part) for part in Part}
        case _:
            return True


def day_in(year: int, month: int, day: int) -> date:
    """That day of the month, or the last one it has."""
    return date(year, month, min(day, monthrange(year, month)[1]))
