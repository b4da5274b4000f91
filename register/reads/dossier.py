"""What an assignment's history holds for those who work on it: reports, evidence, decisions, exchanges, rungs.

Read from its events; a review is joined to what it reviewed.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final

from asyncpg import Record

from schemas.events import Fact

__all__ = ["dossier_of"]

Entry = dict[str, Any]

_REVIEWS: Final[Mapping[str, str]] = {
    Fact.REPORT_ACCEPTED: "accept",
    Fact.REPORT_RETURNED: "return",
    Fact.EVIDENCE_ACCEPTED: "accept",
    Fact.EVIDENCE_RETURNED: "return",
}
_RUNGS: Final[Mapping[str, str]] = {
    Fact.RUNG_SENT: "sent",
    Fact.RUNG_COLLAPSED: "collapsed",
    Fact.RUNG_SKIPPED: "skipped",
}
_OPINIONS: Final = frozenset({Fact.OPINION_REQUESTED, Fact.OPINION_GIVEN})
_EXCHANGES: Final = frozenset(
    {
        Fact.OBJECTED,
        Fact.OBJECTION_UPHELD,
        Fact.OBJECTION_REJECTED,
        Fact.EXTENSION_REQUESTED,
        Fact.EXTENSION_GRANTED,
        Fact.EXTENSION_REFUSED,
        Fact.CONTRIBUTION_REQUESTED,
        Fact.CONTRIBUTED,
        *_OPINIONS,
        Fact.REMINDED,
        Fact.NOTED,
        Fact.EXPLANATION_DEMANDED,
        Fact.EXPLANATION_SUBMITTED,
        Fact.INSPECTION_OPENED,
        Fact.INSPECTION_RECORDED,
        Fact.UNIT_NAMED,
    }
)


def dossier_of(events: Iterable[Record]) -> dict[str, list[Entry]]:
    """The events of one assignment, sorted into what they are about."""
    found: dict[str, list[Entry]] = {
        name: [] for name in ("reports", "evidence", "opinions", "decisions", "exchanges", "rungs")
    }
    submitted: dict[int, Entry] = {}
    for row in events:
        entry = _entry(row)
        fact = Fact(row["type"])
        if fact in {Fact.REPORT_SUBMITTED, Fact.EVIDENCE_SUBMITTED}:
            submitted[row["seq"]] = entry | {"review": None}
            found["reports" if fact is Fact.REPORT_SUBMITTED else "evidence"].append(
                submitted[row["seq"]]
            )
        elif fact in _REVIEWS:
            _review(submitted, entry, _REVIEWS[fact])
        elif fact in _RUNGS:
            found["rungs"].append(entry | {"kind": _RUNGS[fact]})
        elif fact in _OPINIONS:
            _consult(found["opinions"], entry)
        if fact in _EXCHANGES:
            found["exchanges"].append(entry)
        if entry.get("decision"):
            found["decisions"].append(entry)
    return found


def _entry(row: Record) -> Entry:
    actor = json.loads(row["actor"]) if row["actor"] else None
    head = {"seq": row["seq"], "type": row["type"], "at": row["at"].isoformat(), "actor": actor}
    return {**json.loads(row["payload"]), **head}


def _consult(opinions: list[Entry], entry: Entry) -> None:
    """A question; or an answer, which stands beside the newest question to that office."""
    if entry["type"] == Fact.OPINION_REQUESTED:
        opinions.append(entry | {"answered": None})
        return
    office = (entry["actor"] or {}).get("office")
    asked = next((one for one in reversed(opinions) if one["to"] == office), None)
    if asked is not None:
        asked["answered"] = {
            name: entry.get(name) for name in ("seq", "at", "actor", "answer", "files")
        }


def _review(submitted: Mapping[int, Entry], review: Entry, verdict: str) -> None:
    """Older events do not say what they reviewed: then it is the newest."""
    seq: int = review.get("reviewed_seq") or max(submitted, default=0)
    if seq in submitted:
        submitted[seq]["review"] = {
            "seq": review["seq"],
            "verdict": verdict,
            "reason": review.get("reason"),
            "at": review["at"],
            "actor": review["actor"],
        }
