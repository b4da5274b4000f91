"""Opens assignments: one that differs from the last in number, agency and id only is a copy of it.

A conclusion for all provinces opens hundreds that are alike but for who leads. Deciding their first
obligations once and copying them is a third of the work, and says the same: a test opens every plan
both ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from policy import obligations
from policy.follows import course
from schemas.case import Assignment, Obligation, Planned
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
    owed: dict[str, tuple[Obligation, ...]]
    """By agency, since the same ones lead directive after directive."""


class Openings:
    """One for each run over events; called by the fold and by the register's commit."""

    def __init__(self) -> None:
        self._last: _Last | None = None
        self.is_copy = False
        """Whether what was opened last is a copy of what was opened before it."""

    def opened(self, event: Event, rules: Rules) -> Assignment:
        """The assignment as the event that opened it makes it."""
        last = self._last
        self.is_copy = last is not None and _is_alike(last, event, rules)
        if last is not None and self.is_copy:
            return twin(last.assignment, event.payload, event.seq, last.owed)
        one = opened(event, rules)
        # What somebody else owes has a key of its own event, so it is opened each time.
        is_the_holders = all(owed.by == one.holder for owed in one.obligations)
        self._last = _Last(event.payload, event.at, rules, one, {}) if is_the_holders else None
        return one


def opened(event: Event, rules: Rules) -> Assignment:
    """The assignment as the event that opened it makes it, worked out anew."""
    one = course.opened(Planned.model_validate(event.payload), event, rules).but(seq=event.seq)
    return one.but(next_wake_at=obligations.next_wake_at(one, rules))


def _is_alike(last: _Last, event: Event, rules: Rules) -> bool:
    own = {name: event.payload.get(name) for name in _OWN}
    return last.rules is rules and last.at == event.at and last.payload | own == event.payload


def twin(
    last: Assignment,
    own: Mapping[str, Any],
    seq: int,
    owed: dict[str, tuple[Obligation, ...]] | None = None,
) -> Assignment:
    """The same assignment for another agency, opened by another event: wherever its own id, n, holder and seq stand.

    *owed* remembers what was copied for each agency, as long as *last* is the same.
    """
    holder, deadline = own["holder"], last.deadline
    if deadline.set_seq == last.seq:
        deadline = deadline.but(set_seq=seq)
    known = {} if owed is None else owed
    if holder not in known:
        known[holder] = tuple([one.but(by=holder) for one in last.obligations])
    return last.but(
        id=own["id"],
        n=own["n"],
        holder=holder,
        deadline=deadline,
        state_seq=seq,
        seq=seq,
        obligations=known[holder],
    )
