"""What is owed on an assignment, by whom, by when, and which rungs are due (design §4).

Obligations are opened and settled by the fold; this module knows their ladders' moments. Rungs are
recorded one by one, so that each happens exactly once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from policy.calendar import moment_of, plus_working_days
from policy.deadlines import last_day_in_time, next_report_day, period_of
from policy.ladders import ACKNOWLEDGE_WITHIN
from schemas.case import Assignment, Duty, Obligation
from schemas.moments import day_of, opening_of
from schemas.rules import Rules, Rung
from schemas.states import Owed, RungKind, State

REPORTS_AHEAD: Final = 2
"""Periodic reports open at once: a ladder reaches from before one due day to after it, never over two."""

_NOTHING_RUNS: Final = frozenset(state for state in State if state.is_closed) | {State.SUSPENDED}
_BEFORE_THE_OFFICE: Final = frozenset({State.UNDER_REVIEW, State.OBJECTED})
_RUNS_ON: Final = frozenset(Owed) - {
    *(Owed.ACKNOWLEDGE, Owed.PERIODIC_REPORT, Owed.FINAL_EVIDENCE, Owed.INDICATOR),
}


@dataclass(frozen=True, slots=True)
class DueRung:
    """A rung whose moment has come, and what becomes of it."""

    obligation: Obligation
    rung: Rung
    moment: datetime
    kind: RungKind


def is_running(obligation: Obligation, state: State) -> bool:
    """Whether its clock counts in that state.

    Suspension stops every ladder. While evidence or an objection lies before the standing office,
    only the office's own clock runs, and what others were asked; the agency's is caught up if the
    assignment comes back.
    """
    if state in _NOTHING_RUNS:
        return False
    return state not in _BEFORE_THE_OFFICE or obligation.owed in _RUNS_ON


def open_rungs(
    assignment: Assignment, obligation: Obligation, rules: Rules
) -> Iterator[tuple[Rung, datetime, bool]]:
    """The rungs not yet recorded, in order: rung, moment, whether it lies before the obligation and is skipped.

    Carried-over work that is overdue on arrival skips nothing: what lies before counts as due at
    the issue itself, whatever the hour. Only at the issue: not when it is reopened, and not for a
    successor, whose predecessor was told.
    """
    overdue_on_arrival = (
        obligation.owed is Owed.FINAL_EVIDENCE
        and assignment.origin is not None
        and assignment.predecessor is None
        and obligation.opened_at == assignment.opened_at
        and obligation.due_on < day_of(obligation.opened_at)
    )
    for rung in rules.ladder_of(obligation.owed):
        if rung.name in obligation.recorded:
            continue
        moment = _moment(rung, obligation, rules)
        if moment >= obligation.opened_at:
            yield rung, moment, False
        else:
            yield rung, obligation.opened_at, not overdue_on_arrival


def due_rungs(assignment: Assignment, rules: Rules, now: datetime) -> list[DueRung]:
    """What to record now: of each obligation the highest reached rung is sent, lower ones collapse.

    So an outage of ten days sends one notice, and every rung is still recorded exactly once. A rung
    below a recorded one, as other ladders can bring, has nothing left to say and collapses too.
    """
    due: list[DueRung] = []
    for obligation in assignment.obligations:
        if not is_running(obligation, assignment.state):
            continue
        reached = [one for one in open_rungs(assignment, obligation, rules) if one[1] <= now]
        highest = max((rung.offset for rung, _, skipped in reached if not skipped), default=None)
        if highest is not None and any(_offset(name) > highest for name in obligation.recorded):
            highest = None
        for rung, moment, skipped in reached:
            kind = RungKind.SENT if rung.offset == highest else RungKind.COLLAPSED
            due.append(DueRung(obligation, rung, moment, RungKind.SKIPPED if skipped else kind))
    return sorted(due, key=lambda one: (one.moment, one.obligation.key))


def next_wake_at(assignment: Assignment, rules: Rules) -> datetime | None:
    """The earliest moment at which any obligation asks for something; None: nothing will ever be due by itself."""
    first_moments = (
        next((moment for _, moment, _ in open_rungs(assignment, obligation, rules)), None)
        for obligation in assignment.obligations
        if is_running(obligation, assignment.state)
    )
    return min((moment for moment in first_moments if moment is not None), default=None)


def acknowledgement(assignment: Assignment, at: datetime, rules: Rules, key: str) -> Obligation:
    """Owed by the lead agency from the moment the assignment reaches it."""
    within = ACKNOWLEDGE_WITHIN[assignment.urgent]
    due_on = plus_working_days(day_of(at), within, rules.calendar)
    return Obligation(
        key=key,
        owed=Owed.ACKNOWLEDGE,
        by=assignment.holder,
        due_on=due_on,
        opened_at=at,
        within=within,
    )


def final_evidence(assignment: Assignment, at: datetime, rules: Rules) -> Obligation | None:
    """Owed by the end of the last day of the present deadline; None when there is no day."""
    last = last_day_in_time(assignment.deadline, rules.before_day)
    if last is None:
        return None
    return Obligation(
        key=f"{Owed.FINAL_EVIDENCE}:{assignment.deadline.version}",
        owed=Owed.FINAL_EVIDENCE,
        by=assignment.holder,
        due_on=last,
        opened_at=at,
    )


def next_report(assignment: Assignment, duty: Duty, after: date, opened_at: datetime) -> Obligation:
    """The periodic report that follows the one due on *after*."""
    due_on = next_report_day(duty, after)
    anew = f":{assignment.reports_since}" if assignment.reports_since else ""
    return Obligation(
        key=f"{Owed.PERIODIC_REPORT}:{period_of(duty, due_on)}{anew}",
        owed=Owed.PERIODIC_REPORT,
        by=assignment.holder,
        due_on=due_on,
        opened_at=opened_at,
    )


def has_run_out(obligation: Obligation, rules: Rules) -> bool:
    """Whether every rung of its ladder is recorded."""
    return all(rung.name in obligation.recorded for rung in rules.ladder_of(obligation.owed))


def period_in(key: str) -> str:
    """The period that the key of a periodic report names."""
    return key.split(":")[1]


def _offset(name: str) -> int:
    return int(name.rstrip("wd"))


def _moment(rung: Rung, obligation: Obligation, rules: Rules) -> datetime:
    if obligation.owed is Owed.CONTRIBUTION and rung.offset == 0:
        # Silence can only be found once the due day has ended.
        return opening_of(plus_working_days(obligation.due_on, 1, rules.calendar))
    return moment_of(rung, obligation.due_on, rules.calendar)
