"""The steps that every consequence is made of: something is owed, settled, interrupted, closed."""

from collections.abc import Callable
from datetime import date

from policy.calendar import plus_working_days
from policy.ladders import OFFICE_WITHIN
from schemas.case import Assignment, Obligation
from schemas.events import Event
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Owed, State


def nothing(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The fact is remembered in the log and changes nothing."""
    return assignment


def owe(assignment: Assignment, obligation: Obligation | None) -> Assignment:
    """One obligation more."""
    if obligation is None:
        return assignment
    return assignment.but(obligations=(*assignment.obligations, obligation))


def without(assignment: Assignment, gone: Callable[[Obligation], bool]) -> Assignment:
    """The obligations of which this is true are no longer owed."""
    left = tuple(one for one in assignment.obligations if not gone(one))
    return assignment.but(obligations=left)


def settled(assignment: Assignment, owed: Owed) -> Assignment:
    """Nothing of that kind is owed any more."""
    return without(assignment, lambda one: one.owed is owed)


def office_owes(owed: Owed, event: Event, rules: Rules) -> Obligation:
    """Owed by the standing office of the case; `by` stays empty and the rung names the office."""
    return owed_by("", owed, event, rules, within=OFFICE_WITHIN[owed])


def owed_by(office: str, owed: Owed, event: Event, rules: Rules, *, within: int) -> Obligation:
    """Owed by the day that was named, else within so many working days."""
    named = event.payload.get("due_on")
    day = plus_working_days(day_of(event.at), within, rules.calendar)
    return Obligation(
        key=f"{owed}:{event.seq}",
        owed=owed,
        by=office,
        due_on=date.fromisoformat(named) if named else day,
        opened_at=event.at,
        within=None if named else within,
    )


def owe_review_date(assignment: Assignment, event: Event) -> Assignment:
    """A directive without a day is looked at again by the standing office (design §4, vague deadlines)."""
    deadline = assignment.deadline
    assignment = settled(assignment, Owed.REVIEW_DATE)
    if deadline.review_on is None or deadline.due_on is not None:
        return assignment
    return owe(
        assignment,
        Obligation(
            key=f"{Owed.REVIEW_DATE}:{event.seq}",
            owed=Owed.REVIEW_DATE,
            by="",
            due_on=deadline.review_on,
            opened_at=event.at,
        ),
    )


def moved(assignment: Assignment, state: State, event: Event) -> Assignment:
    """In another state, by this event."""
    return assignment.but(state=state, state_seq=event.seq)


def interrupted(assignment: Assignment, state: State, event: Event) -> Assignment:
    """In a state that leads back to the present one; an objection can itself be interrupted by a suspension."""
    return moved(assignment, state, event).but(
        resumes_as=assignment.state, resumes_then=assignment.resumes_as
    )


def back(assignment: Assignment, event: Event) -> Assignment:
    """In the state that was interrupted."""
    state = assignment.resumes_as or State.IN_PROGRESS
    beneath = assignment.resumes_then
    return moved(assignment, state, event).but(resumes_as=beneath, resumes_then=None)


def closed(assignment: Assignment, state: State, event: Event) -> Assignment:
    """Nothing is owed any more, and no request waits for an answer."""
    return moved(assignment, state, event).but(
        closed_at=event.at,
        obligations=(),
        resumes_as=None,
        resumes_then=None,
        extension_to=None,
        proposed_office=None,
        unreviewed_report_seq=None,
        unreviewed_report=None,
    )
