"""What follows for deadlines: every version has a document that set it and a ladder of its own."""

from datetime import date

from policy import obligations
from policy.calendar import plus_working_days
from policy.counting import counted_end
from policy.follows.aims import owe_values
from policy.follows.owing import (
    back,
    interrupted,
    office_owes,
    owe,
    owe_review_date,
    settled,
)
from policy.follows.reports import period_over, reports_resumed, rhythm_changed
from policy.ladders import within_of
from schemas.case import (
    REMEMBERED_VERSIONS,
    Assignment,
    DeadlineBefore,
    DeadlineNow,
    Duty,
    Obligation,
)
from schemas.events import Event
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Owed, Precision, State


def extension_requested(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    asked = assignment.but(
        extension_to=date.fromisoformat(event.payload["new_due_on"]),
        extensions_asked=assignment.extensions_asked + 1,
    )
    return owe(asked, office_owes(Owed.DECIDE_EXTENSION, event, rules))


def extension_granted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    answered = extension_refused(assignment, event, rules)
    answered = answered.but(extensions_granted=assignment.extensions_granted + 1)
    return _due_on(answered, date.fromisoformat(event.payload["new_due_on"]), event, rules)


def extension_refused(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return settled(assignment.but(extension_to=None), Owed.DECIDE_EXTENSION)


def review_date_set(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    review_on = date.fromisoformat(event.payload["review_on"])
    return owe_review_date(
        assignment.but(deadline=assignment.deadline.but(review_on=review_on)), event
    )


def amended(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Only what rules decide from changes here; texts change in the register."""
    if (deadline := event.payload.get("deadline")) is not None:
        assignment = _deadline(assignment, DeadlineNow.model_validate(deadline), event, rules)
    if (codes := event.payload.get("coordinating_codes")) is not None:
        assignment = assignment.but(coordinating=tuple(codes))
    if "duty" in event.payload:
        duty = event.payload["duty"]
        assignment = rhythm_changed(assignment, duty and Duty.model_validate(duty), event)
    return assignment


def suspended(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return interrupted(assignment, State.SUSPENDED, event)


def resumed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The clocks go on from now: to the new due day, with the reports due from now, and whatever was
    given a number of working days is given them again.
    """
    again = back(assignment, event)
    if (day := event.payload.get("new_due_on")) is not None:
        again = _due_on(again, date.fromisoformat(day), event, rules)
    owed = tuple(_given_again(again, one, event, rules) for one in again.obligations)
    return reports_resumed(again.but(obligations=owed), event)


def rules_changed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """What is owed moves to the days the new rules give; recorded rungs stay recorded.

    A rung whose new moment has passed by then is treated as after an outage (design §4): the
    highest is sent, the others collapse, and none below a recorded one is sent. Rejected: skipping
    them all, because a stricter rule would then cost the escalation that was due next.
    """
    if assignment.state.is_closed:
        return assignment
    assignment = assignment.but(deadline=_recounted(assignment.deadline, rules))
    owed = tuple(_moved(assignment, one, rules) for one in assignment.obligations)
    assignment = owe_values(assignment.but(obligations=owed), event, rules, anew=True)
    for one in owed:
        if one.owed is Owed.PERIODIC_REPORT and obligations.has_run_out(one, rules):
            assignment = period_over(assignment, one.key)
    assignment = assignment.but(seq=event.seq)
    return assignment.but(next_wake_at=obligations.next_wake_at(assignment, rules))


def _due_on(assignment: Assignment, day: date, event: Event, rules: Rules) -> Assignment:
    """A printed day takes the place of whatever there was."""
    deadline = DeadlineNow(
        due_on=day, precision=Precision.DAY, review_on=assignment.deadline.review_on
    )
    return _deadline(assignment, deadline, event, rules)


def _deadline(
    assignment: Assignment, deadline: DeadlineNow, event: Event, rules: Rules
) -> Assignment:
    """A new version of the deadline, with the document that set it and a ladder of its own."""
    before = assignment.deadline
    decision = event.payload.get("decision") or {}
    # A day that an event has set is the first there could be; an amended vague one is not.
    awaited = before.precision is Precision.EVENT and before.first_due_on is None
    deadline = deadline.but(
        first_due_on=deadline.due_on if awaited else before.first_due_on,
        version=before.version + 1,
        set_by=decision.get("number"),
        set_seq=event.seq,
        past=_past(before),
    )
    assignment = settled(assignment, Owed.FINAL_EVIDENCE).but(
        deadline=deadline, rung=None, rung_seq=None
    )
    if (deadline.due_on, deadline.review_on) != (before.due_on, before.review_on):
        assignment = owe_review_date(assignment, event)
    return owe(assignment, obligations.final_evidence(assignment, event.at, rules))


def _past(before: DeadlineNow) -> tuple[DeadlineBefore, ...]:
    last = DeadlineBefore(due_on=before.due_on, set_by=before.set_by, set_seq=before.set_seq)
    first, *others = (*before.past, last)
    return (first, *others[1 - REMEMBERED_VERSIONS :])


def _given_again(assignment: Assignment, one: Obligation, event: Event, rules: Rules) -> Obligation:
    """After a suspension the same working days once more, under a key of its own; a day to come stays."""
    within, today = one.within, day_of(event.at)
    if within is None and one.due_on < today:
        within = within_of(one.owed, urgent=assignment.urgent)
    if within is None:
        return one
    return one.but(
        key=":".join((*one.key.split(":")[:2], str(event.seq))),
        due_on=plus_working_days(today, within, rules.calendar),
        opened_at=event.at,
        within=within,
        recorded=(),
        collapsed=(),
    )


def _recounted(deadline: DeadlineNow, rules: Rules) -> DeadlineNow:
    """A counted period ends with the working days of the new calendar; a printed day stays."""
    count = deadline.count
    if count is None or count.from_on is None or deadline.due_on is None:
        return deadline
    return deadline.but(due_on=counted_end(count, count.from_on, rules.calendar))


def _moved(assignment: Assignment, one: Obligation, rules: Rules) -> Obligation:
    if one.owed is Owed.FINAL_EVIDENCE:
        final = obligations.final_evidence(assignment, one.opened_at, rules)
        return one.but(due_on=final.due_on) if final is not None else one
    if one.within is None:
        return one
    due_on = plus_working_days(day_of(one.opened_at), one.within, rules.calendar)
    return one.but(due_on=due_on)
