"""What has come due by itself: the rungs whose moment has come, as the events that record them.

Called by `policy.decide` before and after the commands of a decision.
"""

from datetime import datetime
from typing import Any, Final

from policy.obligations import DueRung, due_rungs
from schemas.case import Assignment, Case
from schemas.events import Event, Fact
from schemas.states import Owed, RungKind, Told

_FACT_OF_RUNG: Final = {
    RungKind.SENT: Fact.RUNG_SENT,
    RungKind.COLLAPSED: Fact.RUNG_COLLAPSED,
    RungKind.SKIPPED: Fact.RUNG_SKIPPED,
}
_OFFICE_TELLS: Final = frozenset({Told.OFFICER, Told.HEAD_OF_STANDING_OFFICE, Told.STANDING_OFFICE})


def due_events(case: Case, at: datetime, faulty: set[str]) -> list[Event]:
    """The rungs whose moment has come, as events in the order of their moments."""
    due: list[tuple[datetime, int, DueRung, Assignment]] = []
    for number, assignment in enumerate(case.assignments.values()):
        if assignment.next_wake_at is None or assignment.next_wake_at > at:
            continue
        try:
            rungs = due_rungs(assignment, case.rules, at)
        except Exception:
            faulty.add(assignment.id)
            continue
        due += [(rung.moment, number, rung, assignment) for rung in rungs]
    due.sort(key=lambda one: one[:2])
    return [
        _rung_event(case, seq, rung, assignment, at)
        for seq, (_, _, rung, assignment) in enumerate(due, start=case.seq + 1)
    ]


def _rung_event(case: Case, seq: int, due: DueRung, assignment: Assignment, at: datetime) -> Event:
    obligation, rung = due.obligation, due.rung
    late_on_arrival = due.kind is not RungKind.SKIPPED and (
        obligation.owed is Owed.FINAL_EVIDENCE and due.moment == obligation.opened_at
    )
    payload: dict[str, Any] = {
        "obligation": obligation.owed.value,
        "obligation_key": obligation.key,
        "rung": rung.name,
        "to": rung.to.value,
        "office": _office_told(case, assignment, rung.to, obligation.by),
        "due_on": obligation.due_on.isoformat(),
        "moment": due.moment.isoformat(),
    }
    if assignment.origin is not None and late_on_arrival:
        payload["carried_over"] = assignment.origin.period
    if obligation.owed is Owed.CONTRIBUTION and rung.name == "0":
        payload["agreed_by_silence"] = True
    return Event(
        stream=case.stream,
        seq=seq,
        type=_FACT_OF_RUNG[due.kind],
        target=assignment.id,
        key=f"{assignment.id}|{obligation.key}|{rung.name}",
        at=at,
        payload=payload,
    )


def _office_told(case: Case, assignment: Assignment, to: Told, owed_by: str) -> str:
    """The office behind a rung: the agency, who was asked, the standing office; leaders stand above offices."""
    if to in _OFFICE_TELLS:
        return case.standing_office
    if to is Told.COORDINATOR:
        return owed_by
    if to in {Told.FOCAL_POINT, Told.AGENCY_HEAD}:
        return assignment.holder
    return to.value
