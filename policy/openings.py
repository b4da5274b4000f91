"""Opens assignments: one that differs from the last in number, agency and id only is a copy of it.

A conclusion for all provinces opens hundreds that are alike but for who leads. Deciding their first
obligations once and copying them is a third of the work, and says the same: a test opens every plan
both ways.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policy import obligations
from policy.follows import course
from schemas.case import Assignment, Planned
from schemas.events import Event
from schemas.rules import Rules

_OWN = ("id", "n", "holder")
"""What may differ between two plans of which one can be copied."""


@dataclass(frozen=True, slots=True)
class _Last:
    """What was opened last, and under what."""

    payload: dict[str, Any]
    at: datetime
    rules: Rules
    assignment: Assignment


class Openings:
    """One for each run over events; called by the fold and by the register's commit."""

    def __init__(self) -> None:
        self._last: _Last | None = None

    def opened(self, event: Event, rules: Rules) -> Assignment:
        """The assignment as the event that opened it makes it."""
        last = self._last
        if last is not None and _is_alike(last, event, rules):
            return _copied(last.assignment, event)
        one = opened(event, rules)
        # What somebody else owes has a key of its own event, so it is opened each time.
        is_the_holders = all(owed.by == one.holder for owed in one.obligations)
        self._last = _Last(event.payload, event.at, rules, one) if is_the_holders else None
        return one


def opened(event: Event, rules: Rules) -> Assignment:
    """The assignment as the event that opened it makes it, worked out anew."""
    one = course.opened(Planned.model_validate(event.payload), event, rules).but(seq=event.seq)
    return one.but(next_wake_at=obligations.next_wake_at(one, rules))


def _is_alike(last: _Last, event: Event, rules: Rules) -> bool:
    own = {name: event.payload.get(name) for name in _OWN}
    return last.rules is rules and last.at == event.at and last.payload | own == event.payload


def _copied(last: Assignment, event: Event) -> Assignment:
    holder, deadline = event.payload["holder"], last.deadline
    if deadline.set_seq == last.seq:
        deadline = deadline.but(set_seq=event.seq)
    return last.but(
        id=event.payload["id"],
        n=event.payload["n"],
        holder=holder,
        deadline=deadline,
        state_seq=event.seq,
        seq=event.seq,
        obligations=tuple([owed.but(by=holder) for owed in last.obligations]),
    )
