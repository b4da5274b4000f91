"""When an office may be told: during working hours, except for what is urgent.

Asked by the register when it puts notices together. Applies to what leaves the house (mail,
webhooks); the in-app inbox disturbs nobody and has everything at once.
"""

from datetime import datetime, time
from typing import Final

from policy.calendar import is_working_day, working_day_from
from schemas.events import Fact
from schemas.moments import HANOI, day_of, opening_of
from schemas.rules import Calendar

CLOSING: Final = time(17, 0)
"""End of the working day in offices of the state."""

URGENT: Final = frozenset(
    {Fact.WITHDRAWN, Fact.SUSPENDED, Fact.EXPLANATION_DEMANDED, Fact.INSPECTION_OPENED}
)
"""Told at any hour: what stops work under way, and what a supervisor demands. So is an urgent ("hỏa tốc") directive."""


def tellable_from(at: datetime, calendar: Calendar) -> datetime:
    """The instant itself within working hours, else 08:00 of the working day that follows."""
    day, hour = day_of(at), at.astimezone(HANOI).time()
    if is_working_day(day, calendar) and hour < CLOSING:
        return max(at, opening_of(day))
    after = day if hour < CLOSING else day.fromordinal(day.toordinal() + 1)
    return opening_of(working_day_from(after, calendar))


def is_urgent(kind: str, *, of_urgent_directive: bool = False) -> bool:
    """Whether a notice of this kind is told at any hour."""
    return Fact(kind) in URGENT or (kind == Fact.ASSIGNMENT_OPENED and of_urgent_directive)
