"""A conclusion's whole ladder before it is issued: the fold run forward while nobody does anything.

The same decisions as in the engine, so a test can show that both say the same.
"""

from datetime import datetime
from typing import Any

from policy.decide import decide, next_wake_at
from policy.issuing import cases_of
from policy.obligations import open_rungs
from schemas.case import Case
from schemas.conclusion import Conclusion
from schemas.events import Event, Fact
from schemas.states import RungKind

_KINDS = {
    Fact.RUNG_SENT: RungKind.SENT,
    Fact.RUNG_COLLAPSED: RungKind.COLLAPSED,
    Fact.RUNG_SKIPPED: RungKind.SKIPPED,
}
MOST_STEPS = 200_000


def steps_of(
    conclusion: Conclusion, issued_at: datetime, *, until: datetime | None = None
) -> list[dict[str, Any]]:
    """Every rung in the order of its moment, for a story in which nobody acts until the last one.

    Reports that recur for ever are followed until every other obligation has climbed its ladder,
    or to *until*.
    """
    steps: list[dict[str, Any]] = []
    for case in cases_of(conclusion):
        decision = decide(case, [], issued_at)
        events = list(decision.events)
        end = until or _last_moment_once(decision.case, issued_at)
        while (wake := next_wake_at(decision.case)) is not None and wake <= end:
            decision = decide(decision.case, [], wake)
            events += decision.events
            if len(events) > MOST_STEPS:
                break
        steps += [as_step(event) for event in events if event.type in _KINDS]
    return sorted(steps, key=lambda step: (step["at"], step["assignment"], step["obligation"]))


def as_step(event: Event) -> dict[str, Any]:
    """A rung's event as one line of a rehearsal."""
    return {
        "at": event.payload["moment"],
        "assignment": event.target,
        "obligation": event.payload["obligation"],
        "rung": event.payload["rung"],
        "to": event.payload["to"],
        "kind": _KINDS[event.type].value,
    }


def _last_moment_once(case: Case, issued_at: datetime) -> datetime:
    moments = [issued_at]
    for assignment in case.assignments.values():
        for obligation in assignment.obligations:
            moments += [moment for _, moment, _ in open_rungs(assignment, obligation, case.rules)]
    return max(moments)
