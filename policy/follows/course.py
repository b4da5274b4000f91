"""What follows from the acts that carry an assignment from its opening to its closing."""

from typing import Any

from policy import obligations
from policy.follows.aims import owe_values
from policy.follows.owing import (
    back,
    closed,
    interrupted,
    moved,
    office_owes,
    owe,
    owe_review_date,
    settled,
)
from policy.follows.reports import owe_reports, reports_from
from schemas.case import UNIT_KEPT, Assignment, Planned
from schemas.events import Event
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Declared, Owed, State, Verified


def opened(planned: Planned, event: Event, rules: Rules) -> Assignment:
    """A new assignment: to be acknowledged, reported on in its rhythm, done by its last day.

    A successor keeps the deadline with its versions and the counts of its predecessor.
    """
    deadline = planned.deadline
    one = Assignment(
        id=planned.id,
        n=planned.n,
        holder=planned.holder,
        coordinating=planned.coordinating,
        deadline=deadline.but(set_seq=deadline.set_seq or event.seq),
        origin=planned.origin,
        duty=planned.duty,
        urgent=planned.urgent,
        opened_at=event.at,
        state_seq=event.seq,
        predecessor=planned.predecessor,
        reports=planned.reports,
        extensions_asked=planned.extensions_asked,
        extensions_granted=planned.extensions_granted,
        aims=planned.aims,
    )
    one = owe(one, obligations.acknowledgement(one, event.at, rules, Owed.ACKNOWLEDGE.value))
    one = owe(one, obligations.final_evidence(one, event.at, rules))
    one = owe_values(owe_review_date(one, event), event, rules, anew=False)
    return owe_reports(one, day_of(event.at), event.at)


def acknowledged(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return settled(moved(assignment, State.ACKNOWLEDGED, event), Owed.ACKNOWLEDGE)


def unit_named(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return assignment.but(unit=str(event.payload["unit"])[:UNIT_KEPT])


def evidence_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The agency declares the work done; from now on the office's clock runs."""
    assignment = moved(assignment, State.UNDER_REVIEW, event).but(
        declared=Declared.DONE,
        verified=Verified.UNDER_REVIEW,
        submitted_at=event.at,
        submitted_by=event.actor.person if event.actor else None,
        submission_seq=event.seq,
    )
    return owe(assignment, office_owes(Owed.REVIEW_EVIDENCE, event, rules))


def evidence_accepted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The only way to complete an assignment."""
    done = closed(assignment, State.COMPLETED, event)
    return done.but(verified=Verified.ACCEPTED, completed_at=event.at)


def evidence_returned(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Counts as not done; the agency's clock was never stopped. Opinions on it are no longer waited for."""
    returned = settled(moved(assignment, State.RETURNED, event), Owed.REVIEW_EVIDENCE)
    returned = settled(returned, Owed.OPINION)
    return returned.but(verified=Verified.RETURNED, declared=Declared.IN_PROGRESS)


def objected(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The objection answers the order to acknowledge and waits for the office."""
    away = settled(interrupted(assignment, State.OBJECTED, event), Owed.ACKNOWLEDGE)
    away = away.but(proposed_office=event.payload.get("proposed_office"))
    return owe(away, office_owes(Owed.DECIDE_OBJECTION, event, rules))


def objection_upheld(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The reassignment follows as an event of its own."""
    return settled(assignment, Owed.DECIDE_OBJECTION)


def objection_rejected(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Back to where it was; an agency that had not acknowledged has to, counted from now."""
    again = settled(back(assignment, event), Owed.DECIDE_OBJECTION).but(proposed_office=None)
    if again.state is not State.ASSIGNED:
        return again
    key = f"{Owed.ACKNOWLEDGE}:{event.seq}"
    return owe(again, obligations.acknowledgement(again, event.at, rules, key))


def reassigned(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return closed(assignment, State.REASSIGNED, event).but(successor=event.payload["successor"])


def handed_over(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The successor of a ceased agency answers from now on: same id, same clocks, same deadline.

    It continues the task (QĐ 232/QĐ-TTg of 2025, V.7), so it acknowledges nothing anew. What it was
    asked as a coordinator it would now ask itself; a unit of the ceased agency is none of its own.
    """
    ceased, to = str(event.payload["ceased"]), str(event.payload["to"])
    if assignment.holder != ceased:
        return _coordinates_instead(assignment, ceased, to)
    owed = tuple(
        one.but(by=to) if one.by == ceased else one
        for one in assignment.obligations
        if not (one.owed in {Owed.CONTRIBUTION, Owed.OPINION} and one.by == to)
    )
    return assignment.but(
        holder=to,
        unit=None,
        obligations=owed,
        coordinating=tuple(code for code in assignment.coordinating if code != to),
        asked=tuple(code for code in assignment.asked if code != to),
        silent=tuple(code for code in assignment.silent if code != to),
        consulted=tuple(code for code in assignment.consulted if code != to),
    )


def coordinators_after(
    coordinating: tuple[str, ...], ceased: str, to: str, *, holder: str
) -> tuple[str, ...]:
    """Who coordinates once *to* follows *ceased*: in its place, each once, and never the lead itself."""
    heirs = () if to == holder else (to,)
    places = coordinating if ceased in coordinating else (*coordinating, ceased)
    named = (heirs if code == ceased else (code,) for code in places)
    return tuple(dict.fromkeys(code for codes in named for code in codes))


def _coordinates_instead(assignment: Assignment, ceased: str, to: str) -> Assignment:
    """The successor of a coordinating agency answers what that was asked; a lead asks itself nothing."""
    itself = to == assignment.holder
    owed = tuple(
        one.but(by=to) if one.by == ceased else one
        for one in assignment.obligations
        if not (one.by == ceased and itself)
    )
    waiting = {one.owed for one in owed if one.by == to}
    also = {Owed.CONTRIBUTION: assignment.asked, Owed.OPINION: assignment.consulted}
    asked, consulted = (
        tuple(dict.fromkeys((*known, to))) if kind in waiting else known
        for kind, known in also.items()
    )
    return assignment.but(
        obligations=owed,
        asked=asked,
        consulted=consulted,
        coordinating=coordinators_after(
            assignment.coordinating, ceased, to, holder=assignment.holder
        ),
    )


def withdrawn(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return closed(assignment, State.WITHDRAWN, event)


def reopened(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Owed again under its present deadline; what was skipped while closed is not caught up.

    What the agency had declared done is in progress again; where it had declared nothing, as of
    work withdrawn before it began, the office does not declare for it.
    """
    silent = assignment.declared is Declared.NONE
    cleared: dict[str, Any] = dict.fromkeys(
        ("completed_at", "closed_at", "submitted_at", "submitted_by", "submission_seq")
    )
    again = moved(assignment, State.IN_PROGRESS, event).but(
        **cleared,
        verified=Verified.NONE,
        declared=Declared.NONE if silent else Declared.IN_PROGRESS,
        rung=None,
        rung_seq=None,
    )
    today = day_of(event.at)
    final = obligations.final_evidence(again, event.at, rules)
    again = owe(again, final and final.but(key=f"{final.key}:{event.seq}"))
    if again.deadline.review_on is not None and again.deadline.review_on >= today:
        again = owe_review_date(again, event)
    again = owe_values(again, event, rules, anew=True)
    return reports_from(again, max(assignment.reported_until or today, today), event)
