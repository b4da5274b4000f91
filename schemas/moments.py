"""Business time: the days and hours of Viet Nam, and the instants they are.

Viet Nam has had UTC+7 without summer time since 1975, so a fixed offset is exact and, unlike a
time-zone file, the same on every worker and in every replay.
"""

from datetime import UTC, date, datetime, time, timedelta, timezone

HANOI = timezone(timedelta(hours=7), "+07")
OPENING = time(8, 0)


def day_of(instant: datetime) -> date:
    """The business day on which an instant falls."""
    return instant.astimezone(HANOI).date()


def opening_of(day: date) -> datetime:
    """08:00 of that day, when rungs happen (UTC)."""
    return datetime.combine(day, OPENING, HANOI).astimezone(UTC)


def end_of(day: date) -> datetime:
    """24:00 of that day, when it ends (UTC)."""
    return datetime.combine(day + timedelta(days=1), time(0, 0), HANOI).astimezone(UTC)
