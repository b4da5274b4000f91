"""The figures of a report reckoned another way: from the rows of the event log alone, as docs/event-log.md tells them.

Knows nothing of the fold, the standings, the counters or the statements behind reports. A clerk with the
log and a pencil would do the same.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from schemas.agencies import agency
from schemas.moments import day_of

DONE = {"done_on_time", "done_late"}
GROUPS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "suspended", "withdrawn")  # fmt: skip


@dataclass
class Slip:
    """One assignment on the clerk's desk."""

    id: str
    holder: str
    due: date | None = None
    says_before: bool = False
    origin: date | None = None
    status: str = "open"
    interrupted: str = "open"
    sent_on: date | None = None
    asked_for: date | None = None
    text: str = ""
    told: str = "Cơ quan chưa báo cáo nguyên nhân."
    proposes: str | None = None

    def last_day(self, *, strict: bool) -> date | None:
        if self.due is None:
            return None
        return self.due - timedelta(days=1) if strict and self.says_before else self.due

    def group(self, day: date, *, strict: bool) -> str:
        last = self.last_day(strict=strict)
        if self.status in {"suspended", "withdrawn"}:
            return self.status
        in_time = last is None or (self.sent_on is not None and self.sent_on <= last)
        if self.status == "done":
            return "done_on_time" if in_time else "done_late"
        if last is None:
            return "no_deadline"
        return "open_overdue" if day > last and not (self.status == "review" and in_time) else "open_in_time"  # fmt: skip

    @property
    def owed(self) -> date | None:
        return self.origin or self.due


@dataclass
class Desk:
    """All slips as they lie when a day has ended."""

    day: date
    slips: dict[str, Slip] = field(default_factory=dict)
    strict: dict[str, bool] = field(default_factory=dict)

    def groups(self) -> dict[str, str]:
        return {
            own: slip.group(self.day, strict=self.strict.get(_ref(own), False))
            for own, slip in self.slips.items()
            if slip.status != "reassigned"
        }

    def counts(self, keys: dict[str, list[str]]) -> dict[str, Counter[str]]:
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for own, group in self.groups().items():
            for key in keys[own]:
                found[key][group] += 1
        return dict(found)

    def by_agency(self) -> dict[str, Counter[str]]:
        return self.counts({own: [slip.holder] for own, slip in self.slips.items()})

    def by_level(self) -> dict[str, Counter[str]]:
        return self.counts(
            {own: [agency(slip.holder).reach.value] for own, slip in self.slips.items()}  # type: ignore[union-attr]
        )

    def owed_between(self, first: date, last: date) -> list[Slip]:
        """What counts and was owed in those days."""
        return [
            self.slips[own]
            for own, group in self.groups().items()
            if group not in {"suspended", "withdrawn"}
            and (owed := self.slips[own].owed) is not None
            and first <= owed <= last
        ]

    def was_done_by(self, slip: Slip, day: date) -> bool:
        return self.groups()[slip.id] in DONE and slip.sent_on is not None and slip.sent_on <= day


def reckoned(rows: Iterable[Any], day: date) -> Desk:
    """Go through the log up to the end of that day, row by row, in the order of each stream."""
    desk = Desk(day)
    for row in rows:
        if day_of(row["at"]) > day:
            continue
        said = json.loads(row["payload"])
        if row["type"] == "AssignmentOpened":
            desk.slips[row["target"]] = _opened(said)
        elif row["type"] == "RulesChanged":
            desk.strict[_ref(row["target"])] = said["rules"].get("before_day") == "strict"
        elif (slip := desk.slips.get(row["target"])) is not None:
            _note(slip, row["type"], said, day_of(row["at"]))
    return desk


def facts(rows: Iterable[Any], first: date, last: date) -> Counter[str]:
    """How often each thing happened from the one day through the other."""
    found: Counter[str] = Counter()
    for row in rows:
        if first <= day_of(row["at"]) <= last:
            sign = json.loads(row["payload"])["rung"][0] if row["type"] == "RungSent" else ""
            found[row["type"] + sign] += 1
    return found


def _opened(said: dict[str, Any]) -> Slip:
    slip = Slip(said["id"], said["holder"])
    _deadline(slip, said.get("deadline") or {})
    origin = said.get("origin")
    slip.origin = date.fromisoformat(origin["due_on"]) if origin else None
    return slip


def _deadline(slip: Slip, said: dict[str, Any]) -> None:
    counts = said.get("precision", "none") not in {"none", "event"} and said.get("due_on")
    slip.due = date.fromisoformat(said["due_on"]) if counts else None
    slip.says_before = bool(said.get("names_day_before"))


STATUS = {
    "EvidenceSubmitted": "review",
    "EvidenceReturned": "open",
    "EvidenceAccepted": "done",
    "Reopened": "open",
    "Withdrawn": "withdrawn",
    "Reassigned": "reassigned",
}


HINDERS = (
    ("causes", "Nguyên nhân"),
    ("bottlenecks", "Vướng mắc"),
    ("limits", "Hạn chế"),
    ("shortcomings", "Tồn tại"),
)


def _note(slip: Slip, what: str, said: dict[str, Any], on: date) -> None:
    _note_words(slip, what, said, on)
    slip.status = STATUS.get(what, slip.status)
    if what == "EvidenceSubmitted":
        slip.sent_on = on
    elif what == "HandedOver":
        slip.holder = said["to"] if slip.holder == said["ceased"] else slip.holder
    elif what == "Suspended":
        slip.interrupted, slip.status = slip.status, "suspended"
    elif what == "Resumed":
        slip.status = slip.interrupted
        slip.due, slip.says_before = date.fromisoformat(said["new_due_on"]), False
    else:
        _note_deadline(slip, what, said)


def _note_words(slip: Slip, what: str, said: dict[str, Any], on: date) -> None:
    """What the agency says hinders: its newest report that names anything, or its newest explanation, with the day."""
    day = f"(báo cáo ngày {on:%d/%m/%Y})"
    if what == "ExplanationSubmitted":
        slip.told, slip.proposes = f"Giải trình: {said['text'].strip()}\n{day}", None
    elif what == "ReportSubmitted":
        parts = [f"{head}: {said[name].strip()}" for name, head in HINDERS if said.get(name)]
        if parts:
            slip.told, slip.proposes = "\n".join([*parts, day]), said.get("proposals")


def _note_deadline(slip: Slip, what: str, said: dict[str, Any]) -> None:
    if what == "ExtensionRequested":
        slip.asked_for = date.fromisoformat(said["new_due_on"])
    elif what == "ExtensionGranted":
        to = said.get("new_due_on")
        slip.due = date.fromisoformat(to) if to else slip.asked_for
        slip.says_before = False
    elif what == "Amended" and "deadline" in said:
        _deadline(slip, said["deadline"])


def _ref(target: str) -> str:
    return target.split("/")[1]
