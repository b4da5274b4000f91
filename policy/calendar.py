"""Working days of Viet Nam, and the moment at which a rung happens (design §4).

Used by obligations, in workflows and in the register alike; the calendar itself is data that the
case carries.
"""

from bisect import bisect_left
from datetime import date, datetime, timedelta
from functools import lru_cache

from schemas.moments import opening_of
from schemas.rules import Calendar, Rung

_SATURDAY = 5
_ONE_DAY = timedelta(days=1)


def _holds(days: tuple[date, ...], day: date) -> bool:
    at = bisect_left(days, day)
    return at < len(days) and days[at] == day


def is_working_day(day: date, calendar: Calendar) -> bool:
    """Monday to Friday without the days off, and the weekend days worked in exchange (Labour Code 2019, art. 112)."""
    if day.weekday() >= _SATURDAY:
        return _holds(calendar.worked, day)
    return not _holds(calendar.off, day)


def is_announced(day: date, calendar: Calendar) -> bool:
    """Whether that year's days off are decided, or only forecast ("dự kiến")."""
    return day.year <= calendar.announced_through


def working_day_from(day: date, calendar: Calendar, *, step: int = 1) -> date:
    """The day itself when it is worked, else the next one (step 1) or the one before (step -1)."""
    while not is_working_day(day, calendar):
        day += step * _ONE_DAY
    return day


@lru_cache(maxsize=4096)
def plus_working_days(day: date, count: int, calendar: Calendar) -> date:
    """The day so many working days after *day*, or before it when negative; *day* itself is not counted."""
    step = 1 if count > 0 else -1
    for _ in range(abs(count)):
        day = working_day_from(day + step * _ONE_DAY, calendar, step=step)
    return day


def working_days_between(first: date, last: date, calendar: Calendar) -> int:
    """Working days after *first* up to and including *last*; negative when *last* comes first."""
    if last < first:
        return -working_days_between(last, first, calendar)
    days = (first + n * _ONE_DAY for n in range(1, (last - first).days + 1))
    return sum(is_working_day(day, calendar) for day in days)


@lru_cache(maxsize=8192)
def moment_of(rung: Rung, due_on: date, calendar: Calendar) -> datetime:
    """08:00 of the working day on which the rung of an obligation due on that day happens.

    A rung counted in calendar days that falls on a day off moves to the working day before when it
    reminds, after when it escalates (design §4).
    """
    if rung.counts_working_days:
        return opening_of(plus_working_days(due_on, rung.offset, calendar))
    day = due_on + rung.offset * _ONE_DAY
    return opening_of(working_day_from(day, calendar, step=-1 if rung.offset < 0 else 1))
