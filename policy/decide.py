"""Commands and the passing of time → events: the only place where new facts are decided (design §2, §3).

Called by the workflow's main loop and by its validators, by rehearsal, and by the tests as the
specification. Pure: the same case, commands and moment give the same events.
"""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from policy.acts import Draft, drafts_of, planned_event
from policy.conclusions import drafts_on_conclusion
from policy.due import due_events
from policy.fold import fold
from policy.transitions import ON_CONCLUSIONS
from schemas.answers import Skipped
from schemas.case import Assignment, Case, Span, planned_payloads
from schemas.commands import Command
from schemas.events import Event, Fact
from schemas.ids import Kind, Target, packet_id, parsed
from schemas.refusals import Code, Refusal

Letter = dict[str, Any]
"""A delivered command that was refused: code, reason, words, and the letter itself."""


@dataclass
class Decision:
    """Events in order, the case after them, and who was refused why."""

    case: Case
    events: list[Event] = field(default_factory=list)
    refused: dict[str, Refusal] = field(default_factory=dict)
    skipped: dict[str, tuple[Skipped, ...]] = field(default_factory=dict)
    """Assignments a command to many could not reach, by command id."""
    faulty: set[str] = field(default_factory=set)
    """Assignments whose due rungs could not be decided: our fault, shown to the operator."""

    def add(self, events: Sequence[Event]) -> None:
        """Append events and go on from the state after them."""
        self.case = fold(self.case, events)
        self.events.extend(events)


def business_now(case: Case, now: datetime) -> datetime:
    """The moment in the time of the case; the same as *now* everywhere but in the demo and in tests."""
    return now + timedelta(seconds=case.clock_offset_s)


def decide(
    case: Case, commands: Iterable[Command], now: datetime, *, letters: Sequence[Letter] = ()
) -> Decision:
    """What has come due by itself, then what the commands do, then what that has made due at once.

    *letters* are delivered commands that were refused: they are recorded. A decision that raises
    is refused as a fault and never stops the other assignments (design §2).
    """
    at = business_now(case, now)
    decision = Decision(case)
    if not case.is_open:
        decision.add(opening(case, at))
    _record_due(decision, at)
    for command in commands:
        try:
            events, skipped = carried_out(decision.case, command, at)
            decision.add(events)
            decision.skipped[command.command_id] = skipped
        except Refusal as refusal:
            decision.refused[command.command_id] = refusal
        except Exception as fault:
            decision.refused[command.command_id] = Refusal(Code.FAULT, "fault", error=repr(fault))
    decision.add(_recorded_letters(decision.case, letters, at))
    _record_due(decision, at)
    return decision


def opening(case: Case, at: datetime) -> list[Event]:
    """The first events of a case: the conclusion is issued, and every planned assignment opened."""
    issued = Event(
        stream=case.stream,
        seq=1,
        type=Fact.CONCLUSION_ISSUED,
        target=f"kl/{case.ref}",
        key="open",
        at=at,
        payload={"packet": case.packet, "assignments": len(case.planned)},
    )
    opened = [
        planned_event(case.stream, seq, payload["id"], at, payload)
        for seq, payload in enumerate(planned_payloads(case.planned), start=2)
    ]
    return [issued, *opened]


def carried_out(
    case: Case, command: Command, at: datetime
) -> tuple[list[Event], tuple[Skipped, ...]]:
    """The events of one command and whom it could not reach; raises the Refusal it meets.

    A command to a whole directive or conclusion reaches each of its open assignments that allow
    it; it is refused only when none does, with the first reason.
    """
    if command.name in ON_CONCLUSIONS:
        return _events(case, command, drafts_on_conclusion(case, command), at), ()
    drafts: list[Draft] = []
    refusals: list[tuple[Assignment, Refusal]] = []
    for assignment in reached(case, command):
        try:
            own = drafts_of(case, assignment, command, at)
            _refuse_same_successor(drafts, own)
            drafts += own
        except Refusal as refusal:
            refusals.append((assignment, refusal))
    if not drafts:
        raise refusals[0][1]
    skipped = tuple(Skipped(id=one.id, code=refusal.code.value) for one, refusal in refusals)
    return _events(case, command, drafts, at), skipped


def reached(case: Case, command: Command) -> list[Assignment]:
    """The assignments a command means, in the order of the conclusion; raises when there are none here."""
    target = parsed(command.target)
    if target is None or target.ref != case.ref:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=command.target)
    if target.kind is Kind.ASSIGNMENT:
        one = case.assignments.get(command.target)
        if one is None:
            raise _elsewhere(case, target)
        return [one]
    meant = [one for one in case.assignments.values() if target.covers(one.id)]
    open_ones = [one for one in meant if not one.state.is_closed]
    found = open_ones if command.name != "reopen" else meant
    if not meant:
        raise _elsewhere(case, target)
    if not found:
        raise Refusal(Code.WRONG_STATE, "all_closed", id=command.target, command=command.name)
    return found


def next_wake_at(case: Case, *, but: Container[str] = ()) -> datetime | None:
    """The earliest moment, in business time, at which any assignment of the case asks for something."""
    wakes = (one.next_wake_at for one in case.assignments.values() if one.id not in but)
    return min((wake for wake in wakes if wake is not None), default=None)


def _record_due(decision: Decision, at: datetime) -> None:
    # Again, because a report whose ladder has run out opens the next one, which may be due as well.
    while events := due_events(decision.case, at, decision.faulty):
        decision.add(events)


def _recorded_letters(case: Case, letters: Sequence[Letter], at: datetime) -> list[Event]:
    return [
        Event(
            stream=case.stream,
            seq=seq,
            type=Fact.COMMAND_REFUSED,
            target=f"kl/{case.ref}",
            key=f"refused:{seq}",
            at=at,
            payload=letter,
        )
        for seq, letter in enumerate(letters, start=case.seq + 1)
    ]


def _refuse_same_successor(drafts: Iterable[Draft], own: Iterable[Draft]) -> None:
    """A command to a whole directive hands over at most one of its assignments to the same agency."""
    taken = {target for fact, target, _ in drafts if fact is Fact.ASSIGNMENT_OPENED}
    for fact, target, payload in own:
        if fact is Fact.ASSIGNMENT_OPENED and target in taken:
            raise Refusal(Code.CONFLICT, "already_has_it", office=payload["holder"])


def _events(case: Case, command: Command, drafts: list[Draft], at: datetime) -> list[Event]:
    return [
        Event(
            stream=case.stream,
            seq=case.seq + 1 + ordinal,
            type=fact,
            target=target,
            key=command.command_id,
            ordinal=ordinal,
            at=at,
            actor=command.actor,
            payload=payload,
            digest=command.digest() if ordinal == 0 else None,
        )
        for ordinal, (fact, target, payload) in enumerate(drafts)
    ]


def _elsewhere(case: Case, target: Target) -> Refusal:
    holders = [
        span for span in case.spans if span.packet != case.packet and _may_hold(span, target)
    ]
    if not holders:
        return Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target.id)
    packet = packet_id(case.ref, holders[0].packet)
    return Refusal(Code.OTHER_PACKET, "other_packet", id=target.id, packet=packet)


def _may_hold(span: Span, target: Target) -> bool:
    """Within a directive that is split over packets, assignments lie in the order of their codes."""
    if target.n is None or not span.first_n <= target.n <= span.last_n:
        return False
    code = target.agency or ""
    after_first = target.n > span.first_n or not code or code >= span.first_code
    before_last = target.n < span.last_n or not code or code <= span.last_code
    return after_first and before_last
