"""Where the schedule of an assignment stands on a day: derived from its events, never typed (design §4).

On time means: the finally accepted evidence was submitted by the end of the last day.
"""

from datetime import date, timedelta

from policy.deadlines import last_day_in_time
from schemas.case import Assignment
from schemas.moments import day_of, end_of
from schemas.rules import Rules
from schemas.states import Schedule, State


def is_submitted_in_time(assignment: Assignment, rules: Rules) -> bool:
    """Whether what was last submitted came by the end of the last day; without a deadline always."""
    last = last_day_in_time(assignment.deadline, rules.before_day)
    if last is None:
        return True
    return assignment.submitted_at is not None and assignment.submitted_at <= end_of(last)


def late_from(assignment: Assignment, rules: Rules) -> date | None:
    """The first day on which an open assignment counts as overdue; None while it cannot become late.

    Under review in time it cannot; if it is returned, the agency's clock was never stopped.
    """
    last = last_day_in_time(assignment.deadline, rules.before_day)
    if last is None or assignment.state.is_closed or assignment.state is State.SUSPENDED:
        return None
    if _is_before_the_office(assignment) and is_submitted_in_time(assignment, rules):
        return None
    return last + timedelta(days=1)


def schedule_on(assignment: Assignment, as_of: date, rules: Rules) -> Schedule | None:
    """The statistical group on that day, for the state the assignment is in; None: not counted, its successor is."""
    match assignment.state:
        case State.REASSIGNED:
            return None
        case State.WITHDRAWN:
            return Schedule.WITHDRAWN
        case State.SUSPENDED:
            return Schedule.SUSPENDED
        case State.COMPLETED:
            in_time = is_submitted_in_time(assignment, rules)
            return Schedule.DONE_ON_TIME if in_time else Schedule.DONE_LATE
    if last_day_in_time(assignment.deadline, rules.before_day) is None:
        return Schedule.NO_DEADLINE
    late = late_from(assignment, rules)
    return Schedule.OPEN_OVERDUE if late is not None and late <= as_of else Schedule.OPEN_IN_TIME


def days_late(assignment: Assignment, as_of: date, rules: Rules) -> int:
    """Calendar days after the last day in time: up to *as_of* while open, up to the submission once accepted."""
    last = last_day_in_time(assignment.deadline, rules.before_day)
    if last is None or schedule_on(assignment, as_of, rules) not in {
        Schedule.OPEN_OVERDUE,
        Schedule.DONE_LATE,
    }:
        return 0
    done = assignment.state is State.COMPLETED and assignment.submitted_at is not None
    until = day_of(assignment.submitted_at) if done and assignment.submitted_at else as_of
    return (until - last).days


def _is_before_the_office(assignment: Assignment) -> bool:
    interrupted = assignment.state in {State.OBJECTED, State.SUSPENDED}
    state = assignment.resumes_as if interrupted else assignment.state
    return state is State.UNDER_REVIEW


def schedule_of_day(schedule: Schedule, late_from: date | None, as_of: date) -> Schedule:
    """The group on another day as long as nothing happens: only the passing of midnight turns open work overdue."""
    if schedule not in {Schedule.OPEN_IN_TIME, Schedule.OPEN_OVERDUE}:
        return schedule
    is_late = late_from is not None and late_from <= as_of
    return Schedule.OPEN_OVERDUE if is_late else Schedule.OPEN_IN_TIME
