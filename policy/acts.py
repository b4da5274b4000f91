"""What one command does to one assignment: the events it makes, or the refusal it meets.

Order of the checks: right state, right office, then what the command itself must bring; so a
stranger learns no more of an assignment than that it is not theirs.
"""

from datetime import date, datetime
from typing import Any

from policy.amending import what_follows
from policy.authority import may_act_as
from policy.calendar import plus_working_days
from policy.checks import CHECKS
from policy.ladders import OPINION_WITHIN
from policy.obligations import period_in
from policy.transitions import MOVES, Move, act_of, possible_in
from schemas.case import Assignment, Case, Planned
from schemas.commands import (
    Amend,
    Command,
    DecideExtension,
    DecideObjection,
    Reassign,
    RequestOpinion,
    ReviewEvidence,
    SubmitReport,
)
from schemas.events import Event, Fact
from schemas.ids import assignment_id
from schemas.moments import day_of
from schemas.refusals import Code, Refusal
from schemas.states import Owed, SignatureNeed, Verdict

Draft = tuple[Fact, str, dict[str, Any]]
"""Type, target and payload of an event before it has its place in the stream."""


def drafts_of(case: Case, assignment: Assignment, command: Command, now: datetime) -> list[Draft]:
    """The facts this command makes of this assignment; raises the Refusal it meets instead."""
    move = MOVES[act_of(command)]
    refuse_unless_allowed(case, assignment, command, move)
    if (check := CHECKS.get(command.name)) is not None:
        check(case, assignment, command, day_of(now))
    payload = command.fields() | _completed(case, assignment, command)
    if isinstance(command, RequestOpinion):
        payload |= _asked_about(case, assignment, command, day_of(now))
    drafts: list[Draft] = [(move.fact, assignment.id, payload)]
    if isinstance(command, DecideObjection) and command.verdict == "uphold":
        to = command.reassign_to or str(assignment.proposed_office)
        drafts.append((Fact.REASSIGNED, assignment.id, _handed_over(case, assignment, to)))
        drafts.append(_successor(case, assignment, to))
    if isinstance(command, Reassign):
        payload |= _handed_over(case, assignment, command.to)
        drafts.append(_successor(case, assignment, command.to))
    return drafts


def refuse_unless_allowed(case: Case, assignment: Assignment, command: Command, move: Move) -> None:
    """The transition table and the authority behind it, as a refusal a person can act on."""
    if not may_act_as(move.by, command.actor, assignment, case.standing_office):
        raise Refusal(
            Code.NO_RIGHT,
            f"not_{move.by}",
            office=command.actor.office,
            role=command.actor.role.value,
            command=command.name,
            holder=assignment.holder,
            standing_office=case.standing_office,
        )
    if assignment.state not in move.states:
        raise Refusal(
            Code.WRONG_STATE,
            "closed" if assignment.state.is_closed else "not_in_this_state",
            id=assignment.id,
            state=assignment.state.value,
            command=command.name,
            possible=list(possible_in(assignment.state, move.by)),
        )
    if command.expected_seq is not None and command.expected_seq != assignment.seq:
        raise Refusal(
            Code.CONFLICT, "changed_meanwhile", expected=command.expected_seq, seq=assignment.seq
        )


def settled_report(assignment: Assignment, period: str) -> str | None:
    """The key of the periodic report that a report for that period settles; None: an extra report."""
    reports = (one for one in assignment.obligations if one.owed is Owed.PERIODIC_REPORT)
    return next((one.key for one in reports if period_in(one.key) == period.strip()), None)


def _completed(case: Case, assignment: Assignment, command: Command) -> dict[str, Any]:
    """What the fact needs beyond what the person said, so that the fold decides nothing."""
    if isinstance(command, Amend):
        return what_follows(case, assignment, command)
    if isinstance(command, SubmitReport):
        return {"settles": settled_report(assignment, command.period)}
    if isinstance(command, DecideExtension) and command.verdict == "grant":
        asked = assignment.extension_to
        return {"new_due_on": (command.new_due_on or asked or date.min).isoformat()}
    if command.name == "submit_evidence":
        return _signed(case, assignment, SignatureNeed.TO_SUBMIT)
    if command.name in {"review_evidence", "review_report"}:
        evidence = command.name == "review_evidence"
        seq = assignment.submission_seq if evidence else assignment.unreviewed_report_seq
        return {"reviewed_seq": seq} | (
            _signed(case, assignment, SignatureNeed.TO_ACCEPT) if _accepts(command) else {}
        )
    return {}


def _asked_about(
    case: Case, assignment: Assignment, command: RequestOpinion, today: date
) -> dict[str, Any]:
    """Which evidence the question is about, and by when the answer is due, for whoever reads it later."""
    day = command.due_on or plus_working_days(today, OPINION_WITHIN, case.rules.calendar)
    return {"about_seq": assignment.submission_seq, "answer_by": day.isoformat()}


def _accepts(command: Command) -> bool:
    return isinstance(command, ReviewEvidence) and command.verdict is Verdict.ACCEPT


def _signed(case: Case, assignment: Assignment, need: SignatureNeed) -> dict[str, Any]:
    """Whose valid signature this fact must bring; the commit looks, since a workflow reads no file."""
    return {"signed_by": assignment.holder} if case.rules.signature is need else {}


def _handed_over(case: Case, assignment: Assignment, to: str) -> dict[str, Any]:
    return {"to": to, "successor": assignment_id(case.ref, assignment.n, to)}


def _successor(case: Case, assignment: Assignment, to: str) -> Draft:
    """The new assignment keeps the deadline with its versions, the origin, and what has been asked and reported."""
    successor = Planned(
        id=assignment_id(case.ref, assignment.n, to),
        n=assignment.n,
        holder=to,
        coordinating=tuple(code for code in assignment.coordinating if code != to),
        deadline=assignment.deadline,
        urgent=assignment.urgent,
        origin=assignment.origin,
        duty=assignment.duty,
        predecessor=assignment.id,
        reports=assignment.reports,
        extensions_asked=assignment.extensions_asked,
        extensions_granted=assignment.extensions_granted,
        aims=assignment.aims,
    )
    return Fact.ASSIGNMENT_OPENED, successor.id, successor.model_dump(mode="json")


def planned_event(
    stream: str, seq: int, target: str, at: datetime, payload: dict[str, Any]
) -> Event:
    """The event that opens a planned assignment."""
    return Event(
        stream=stream,
        seq=seq,
        type=Fact.ASSIGNMENT_OPENED,
        target=target,
        key=f"open:{target}",
        at=at,
        payload=payload,
    )
