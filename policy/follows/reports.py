"""What follows from periodic reports: two periods are owed at a time, each until it is reported on or given up."""

from datetime import date, datetime

from policy import obligations
from policy.follows.aims import values_reported
from policy.follows.owing import moved, office_owes, owe, settled, without
from schemas.case import Assignment, Duty
from schemas.events import Event
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Declared, Owed, State


def report_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Counts for its period, makes the work declared in progress, and asks the office for a review."""
    progress = int(event.payload["progress"])
    if assignment.state is State.ACKNOWLEDGED:
        assignment = moved(assignment, State.IN_PROGRESS, event)
    key = event.payload.get("settles")
    answered = next((one for one in assignment.obligations if one.key == key), None)
    assignment = assignment.but(
        progress=progress,
        declared=Declared.DONE if progress >= 100 else Declared.IN_PROGRESS,
        reports=assignment.reports + 1,
        unreviewed_report_seq=event.seq,
        unreviewed_report=answered,
    )
    if answered is not None:
        until = max(assignment.reported_until or answered.due_on, answered.due_on)
        assignment = period_over(assignment.but(reported_until=until), answered.key)
    assignment = values_reported(settled(assignment, Owed.REVIEW_REPORT), event)
    return owe(assignment, office_owes(Owed.REVIEW_REPORT, event, rules))


def report_accepted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The office has nothing more to look at."""
    reviewed = assignment.but(unreviewed_report_seq=None, unreviewed_report=None)
    return settled(reviewed, Owed.REVIEW_REPORT)


def report_returned(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Counts as not made: its period is owed again by its own day, and no rung is repeated.

    A returned report is redone and counted as missing meanwhile (practice of Thanh Hóa 2025).
    """
    again = assignment.unreviewed_report
    return owe(report_accepted(assignment, event, rules), again)


def rhythm_changed(assignment: Assignment, duty: Duty | None, event: Event) -> Assignment:
    """Another rhythm, counted from now; what was owed under the old one is not."""
    changed = assignment.but(duty=duty, unreviewed_report=None)
    return reports_from(changed, day_of(event.at), event)


def reports_from(assignment: Assignment, after: date, event: Event) -> Assignment:
    """The rhythm begins anew with the first day after *after*; its obligations get keys of their own."""
    fresh = settled(assignment, Owed.PERIODIC_REPORT).but(reports_since=event.seq)
    return owe_reports(fresh, after, event.at)


def reports_resumed(assignment: Assignment, event: Event) -> Assignment:
    """Periods that ended during a suspension are not owed; those still to end are, as they were."""
    today = day_of(event.at)
    left = without(assignment, lambda one: one.owed is Owed.PERIODIC_REPORT and one.due_on < today)
    return owe_reports(left, max(assignment.reported_through or today, today), event.at)


def owe_reports(assignment: Assignment, after: date, opened_at: datetime) -> Assignment:
    """As many periods ahead as are owed at once, those after *after*."""
    if assignment.duty is None:
        return assignment.but(reported_through=None)
    owed = sum(one.owed is Owed.PERIODIC_REPORT for one in assignment.obligations)
    for _ in range(obligations.REPORTS_AHEAD - owed):
        report = obligations.next_report(assignment, assignment.duty, after, opened_at)
        assignment, after = owe(assignment, report), report.due_on
    return assignment.but(reported_through=after)


def period_over(assignment: Assignment, key: str) -> Assignment:
    """A period is reported on, or given up: the next one is owed."""
    gone = next((one for one in assignment.obligations if one.key == key), None)
    if gone is None or assignment.reported_through is None:
        return assignment
    left = without(assignment, lambda one: one.key == key)
    return owe_reports(left, assignment.reported_through, gone.opened_at)
