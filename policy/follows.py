"""What follows from each fact about one assignment. `policy.fold` has the table that names these."""

import datetime as dt
from datetime import date
from typing import Any

from policy import obligations as owed_things
from policy.calendar import plus_working_days
from policy.ladders import CONTRIBUTE_WITHIN, EXPLAIN_WITHIN, OFFICE_WITHIN
from schemas.case import Assignment, DeadlineNow, Obligation, Planned
from schemas.events import Event, Fact
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Declared, Owed, Precision, State, Verified


def nothing(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The fact is remembered in the log and changes nothing."""
    return assignment


def opened(planned: Planned, event: Event, rules: Rules) -> Assignment:
    """A new assignment: to be acknowledged, reported on in its rhythm, done by its last day."""
    one = Assignment(
        id=planned.id,
        n=planned.n,
        holder=planned.holder,
        coordinating=planned.coordinating,
        deadline=planned.deadline.but(set_seq=event.seq),
        origin=planned.origin,
        duty=planned.duty,
        urgent=planned.urgent,
        opened_at=event.at,
        state_seq=event.seq,
        predecessor=event.payload.get("predecessor"),
    )
    one = _owe(one, owed_things.acknowledgement(one, event.at, rules, Owed.ACKNOWLEDGE.value))
    one = _owe(one, owed_things.final_evidence(one, event.at, rules))
    one = _owe_review_date(one, event)
    return _owe_reports(one, day_of(event.at), event.at)


def acknowledged(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _settled(_moved(assignment, State.ACKNOWLEDGED, event), Owed.ACKNOWLEDGE)


def report_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Counts for its period, makes the work declared in progress, and asks the office for a review."""
    progress = int(event.payload["progress"])
    state = assignment.state
    if state is State.ACKNOWLEDGED:
        assignment = _moved(assignment, State.IN_PROGRESS, event)
    assignment = assignment.but(
        progress=progress,
        declared=Declared.DONE if progress >= 100 else Declared.IN_PROGRESS,
        unreviewed_report_seq=event.seq,
    )
    if (key := event.payload.get("settles")) is not None:
        assignment = _report_settled(assignment, str(key))
    assignment = _settled(assignment, Owed.REVIEW_REPORT)
    return _owe(assignment, _office_owes(Owed.REVIEW_REPORT, event, rules))


def report_reviewed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _settled(assignment.but(unreviewed_report_seq=None), Owed.REVIEW_REPORT)


def evidence_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The agency declares the work done; from now on the office's clock runs."""
    assignment = _moved(assignment, State.UNDER_REVIEW, event).but(
        declared=Declared.DONE,
        verified=Verified.UNDER_REVIEW,
        submitted_at=event.at,
        submitted_by=event.actor.person if event.actor else None,
        submission_seq=event.seq,
    )
    return _owe(assignment, _office_owes(Owed.REVIEW_EVIDENCE, event, rules))


def evidence_accepted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The only way to complete an assignment."""
    done = _closed(assignment, State.COMPLETED, event)
    return done.but(verified=Verified.ACCEPTED, completed_at=event.at)


def evidence_returned(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Counts as not done; the agency's clock was never stopped."""
    back = _settled(_moved(assignment, State.RETURNED, event), Owed.REVIEW_EVIDENCE)
    return back.but(verified=Verified.RETURNED, declared=Declared.IN_PROGRESS)


def objected(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The objection answers the order to acknowledge and waits for the office."""
    away = _settled(_interrupted(assignment, State.OBJECTED, event), Owed.ACKNOWLEDGE)
    away = away.but(proposed_office=event.payload.get("proposed_office"))
    return _owe(away, _office_owes(Owed.DECIDE_OBJECTION, event, rules))


def objection_decided(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Upheld: the reassignment follows as an event of its own."""
    return _settled(assignment, Owed.DECIDE_OBJECTION)


def objection_rejected(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Back to where it was; an agency that had not acknowledged has to, counted from now."""
    back = _settled(_back(assignment, event), Owed.DECIDE_OBJECTION)
    back = back.but(proposed_office=None)
    if back.state is not State.ASSIGNED:
        return back
    key = f"{Owed.ACKNOWLEDGE}:{event.seq}"
    return _owe(back, owed_things.acknowledgement(back, event.at, rules, key))


def reassigned(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _closed(assignment, State.REASSIGNED, event).but(successor=event.payload["successor"])


def extension_requested(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    asked = assignment.but(extension_to=date.fromisoformat(event.payload["new_due_on"]))
    return _owe(asked, _office_owes(Owed.DECIDE_EXTENSION, event, rules))


def extension_granted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    answered = extension_refused(assignment, event, rules)
    return _due_on(answered, date.fromisoformat(event.payload["new_due_on"]), event, rules)


def extension_refused(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _settled(assignment.but(extension_to=None), Owed.DECIDE_EXTENSION)


def contribution_requested(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    within = CONTRIBUTE_WITHIN[assignment.urgent]
    return _owe(
        assignment,
        _owed_by(str(event.payload["to"]), Owed.CONTRIBUTION, event, rules, within=within),
    )


def contributed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    office = event.actor.office if event.actor else ""
    return _without(assignment, lambda one: one.owed is Owed.CONTRIBUTION and one.by == office)


def review_date_set(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    review_on = date.fromisoformat(event.payload["review_on"])
    deadline = assignment.deadline.but(review_on=review_on)
    cleared = _settled(assignment, Owed.REVIEW_DATE)
    return _owe_review_date(cleared.but(deadline=deadline), event)


def amended(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Only what rules decide from changes here; texts change in the register."""
    changes: dict[str, Any] = event.payload["changes"]
    if "due_on" in changes:
        day = changes["due_on"]
        assignment = _due_on(assignment, date.fromisoformat(day) if day else None, event, rules)
    if "coordinating" in changes:
        assignment = assignment.but(coordinating=tuple(changes.get("coordinating_codes", ())))
    return assignment


def suspended(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _interrupted(assignment, State.SUSPENDED, event)


def resumed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The clocks go on from now: to the new due day, and with the reports due from now."""
    back = _back(assignment, event)
    if (day := event.payload.get("new_due_on")) is not None:
        back = _due_on(back, date.fromisoformat(day), event, rules)
    back = _settled(back, Owed.PERIODIC_REPORT)
    return _owe_reports(back, day_of(event.at), event.at)


def withdrawn(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _closed(assignment, State.WITHDRAWN, event)


def reopened(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Owed again under its present deadline; what was skipped while closed is not caught up."""
    again = _moved(assignment, State.IN_PROGRESS, event).but(
        verified=Verified.NONE,
        declared=Declared.IN_PROGRESS,
        completed_at=None,
        closed_at=None,
        submitted_at=None,
        submission_seq=None,
    )
    deadline = again.deadline.but(version=again.deadline.version + 1)
    again = again.but(deadline=deadline, rung=None, rung_seq=None)
    again = _owe(again, owed_things.final_evidence(again, event.at, rules))
    return _owe_reports(again, day_of(event.at), event.at)


def explanation_demanded(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _owe(
        assignment,
        _owed_by(assignment.holder, Owed.EXPLANATION, event, rules, within=EXPLAIN_WITHIN),
    )


def explanation_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return _settled(assignment, Owed.EXPLANATION)


def rung_recorded(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """A rung happens once; a report or an answer whose ladder has run out is no longer waited for."""
    key, name = str(event.payload["obligation_key"]), str(event.payload["rung"])
    climbed = [
        one.but(recorded=(*one.recorded, name)) if one.key == key else one
        for one in assignment.obligations
    ]
    assignment = assignment.but(obligations=tuple(climbed))
    obligation = next((one for one in climbed if one.key == key), None)
    if obligation is None:
        return assignment
    if obligation.owed is Owed.FINAL_EVIDENCE and event.type is Fact.RUNG_SENT:
        assignment = assignment.but(rung=name, rung_seq=event.seq)
    if not owed_things.has_run_out(obligation, rules):
        return assignment
    if obligation.owed is Owed.PERIODIC_REPORT:
        return _report_settled(assignment, key)
    if obligation.owed is Owed.CONTRIBUTION:
        return _without(assignment, lambda one: one.key == key)
    return assignment


def rules_changed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """What is owed moves to the days the new rules give; recorded rungs stay recorded."""
    if assignment.state.is_closed:
        return assignment
    final = owed_things.final_evidence(assignment, assignment.opened_at, rules)
    moved = tuple(
        one.but(due_on=final.due_on)
        if final is not None and one.owed is Owed.FINAL_EVIDENCE
        else one
        for one in assignment.obligations
    )
    assignment = assignment.but(obligations=moved, seq=event.seq)
    return assignment.but(next_wake_at=owed_things.next_wake_at(assignment, rules))


def _owe(assignment: Assignment, obligation: Obligation | None) -> Assignment:
    if obligation is None:
        return assignment
    return assignment.but(obligations=(*assignment.obligations, obligation))


def _without(assignment: Assignment, gone: Any) -> Assignment:
    left = tuple(one for one in assignment.obligations if not gone(one))
    return assignment.but(obligations=left)


def _settled(assignment: Assignment, owed: Owed) -> Assignment:
    return _without(assignment, lambda one: one.owed is owed)


def _owe_reports(assignment: Assignment, after: date, opened_at: dt.datetime) -> Assignment:
    for _ in range(owed_things.REPORTS_AHEAD if assignment.duty else 0):
        report = owed_things.next_report(assignment, after, opened_at)
        assignment = _owe(assignment, report)
        after = report.due_on if report else after
    return assignment.but(reported_through=after if assignment.duty else None)


def _report_settled(assignment: Assignment, key: str) -> Assignment:
    gone = next((one for one in assignment.obligations if one.key == key), None)
    if gone is None or assignment.reported_through is None:
        return assignment
    after = owed_things.next_report(assignment, assignment.reported_through, gone.opened_at)
    assignment = _owe(_without(assignment, lambda one: one.key == key), after)
    return assignment.but(reported_through=after.due_on if after else None)


def _owe_review_date(assignment: Assignment, event: Event) -> Assignment:
    """A directive without a day is looked at again by the standing office (design §4, vague deadlines)."""
    deadline = assignment.deadline
    if deadline.review_on is None or deadline.due_on is not None:
        return assignment
    return _owe(
        assignment,
        Obligation(
            key=f"{Owed.REVIEW_DATE}:{event.seq}",
            owed=Owed.REVIEW_DATE,
            by="",
            due_on=deadline.review_on,
            opened_at=event.at,
        ),
    )


def _office_owes(owed: Owed, event: Event, rules: Rules) -> Obligation:
    """Owed by the standing office of the case; `by` stays empty and the rung names the office."""
    return _owed_by("", owed, event, rules, within=OFFICE_WITHIN[owed])


def _owed_by(office: str, owed: Owed, event: Event, rules: Rules, *, within: int) -> Obligation:
    named = event.payload.get("due_on")
    day = plus_working_days(day_of(event.at), within, rules.calendar)
    return Obligation(
        key=f"{owed}:{event.seq}",
        owed=owed,
        by=office,
        due_on=date.fromisoformat(named) if named else day,
        opened_at=event.at,
    )


def _due_on(assignment: Assignment, day: date | None, event: Event, rules: Rules) -> Assignment:
    """A new version of the deadline, with the document that set it and a ladder of its own."""
    decision = event.payload.get("decision") or {}
    before = assignment.deadline
    deadline = DeadlineNow(
        due_on=day,
        precision=Precision.DAY if day else Precision.NONE,
        first_due_on=before.first_due_on,
        review_on=before.review_on,
        version=before.version + 1,
        set_by=decision.get("number"),
        set_seq=event.seq,
    )
    assignment = _settled(assignment, Owed.FINAL_EVIDENCE).but(
        deadline=deadline, rung=None, rung_seq=None
    )
    if day is not None:
        assignment = _settled(assignment, Owed.REVIEW_DATE)
    return _owe(assignment, owed_things.final_evidence(assignment, event.at, rules))


def _moved(assignment: Assignment, state: State, event: Event) -> Assignment:
    return assignment.but(state=state, state_seq=event.seq)


def _interrupted(assignment: Assignment, state: State, event: Event) -> Assignment:
    before = assignment.resumes_as or assignment.state
    return _moved(assignment, state, event).but(resumes_as=before)


def _back(assignment: Assignment, event: Event) -> Assignment:
    state = assignment.resumes_as or State.IN_PROGRESS
    return _moved(assignment, state, event).but(resumes_as=None)


def _closed(assignment: Assignment, state: State, event: Event) -> Assignment:
    return _moved(assignment, state, event).but(closed_at=event.at, obligations=(), resumes_as=None)
