"""The history of an assignment as people read it, and what each kind of line looks like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from schemas.events import Fact
from schemas.happened import what, who
from schemas.labels import Lang

_RUNGS: Final = frozenset({Fact.RUNG_SENT, Fact.RUNG_COLLAPSED, Fact.RUNG_SKIPPED})
_DONE: Final = frozenset({Fact.EVIDENCE_ACCEPTED})
_QUOTED: Final = {
    Fact.REPORT_SUBMITTED: (
        *("results", "figures", "shortcomings", "limits", "bottlenecks", "causes", "proposals"),
    ),
    Fact.EVIDENCE_SUBMITTED: ("figures", "note"),
    Fact.INSPECTION_RECORDED: ("findings", "causes", "responsibility", "demands"),
    Fact.EXTENSION_REQUESTED: ("reason",),
    Fact.EXTENSION_GRANTED: ("reason",),
    Fact.EXPLANATION_SUBMITTED: ("text",),
    Fact.ACKNOWLEDGED: ("note",),
}
"""Fields that are told in full below the line, and not within it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    seq: int
    at: datetime
    what: str
    who: str
    look: str
    quotes: tuple[tuple[str, str], ...]
    """Field and text."""
    files: tuple[Mapping[str, Any], ...]
    decision: str


def story_of(events: list[dict[str, Any]], lang: Lang) -> list[Line]:
    """Newest first."""
    return [_line(one, lang) for one in reversed(events)]


def _line(event: Mapping[str, Any], lang: Lang) -> Line:
    fact, payload = Fact(event["type"]), event["payload"]
    look = "is-rung" if fact in _RUNGS else "is-done" if fact in _DONE else "is-act"
    decision = payload.get("decision")
    return Line(
        seq=event["seq"],
        at=datetime.fromisoformat(event["at"]),
        what=what(event, lang),
        who=who(event, lang),
        look=look,
        quotes=tuple(
            (name, str(payload[name])) for name in _QUOTED.get(fact, ()) if payload.get(name)
        ),
        files=tuple(payload.get("files") or ()),
        decision=f"{decision['number']}, {decision['date']}, {decision['signer']}"
        if decision
        else "",
    )
