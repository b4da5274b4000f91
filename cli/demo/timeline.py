"""The timeline of the demo as it happens, read from the register: one line per fact, many alike as one."""

from datetime import datetime
from itertools import groupby
from typing import Any, Protocol

from register import reads
from register.pool import Db
from schemas.agencies import agency
from schemas.conclusion import Conclusion
from schemas.events import Fact
from schemas.labels import FACTS, OWED, TOLD, Lang, word
from schemas.moments import HANOI
from schemas.states import Owed, Told

SHOWN_SINGLY = 3
"""More facts of one kind at one moment become one line with a count."""
_UNTOLD = frozenset({Fact.RUNG_SKIPPED, Fact.RUNG_COLLAPSED, Fact.CONCLUSION_ISSUED})


class Writes(Protocol):
    """Where the lines go."""

    lang: Lang

    def line(self, at: datetime, text: str) -> None: ...


class Timeline:
    """Follows the event log of one conclusion."""

    def __init__(self, pool: Db, conclusion: Conclusion, out: Writes) -> None:
        self._pool = pool
        self._conclusion = conclusion
        self._out = out
        self._seen: dict[str, int] = {}

    async def show_new(self) -> None:
        """Print what has happened since the last look, in the order of business time."""
        events = await reads.events_of(self._pool, f"kl/{self._conclusion.ref}", since=self._seen)
        for event in events:
            self._seen[event["stream"]] = max(self._seen.get(event["stream"], 0), event["seq"])
        told = [event for event in events if Fact(event["type"]) not in _UNTOLD]
        told.sort(key=lambda event: (event["at"], _kind(event)))
        for _, alike in groupby(told, key=lambda event: (event["at"][:16], _kind(event))):
            self._print(list(alike))

    def _print(self, alike: list[dict[str, Any]]) -> None:
        lang, first = self._out.lang, alike[0]
        at = datetime.fromisoformat(first["at"]).astimezone(HANOI)
        what = _words(first, lang)
        if len(alike) <= SHOWN_SINGLY:
            for event in alike:
                self._out.line(at, f"{what} · {_where(event, self._conclusion)}")
            return
        offices = ", ".join(_short(event["target"]) for event in alike[:4])
        self._out.line(at, f"{what} · {len(alike)}: {offices} …")


def _kind(event: dict[str, Any]) -> str:
    payload = event["payload"]
    return "|".join(
        str(part)
        for part in (
            event["type"],
            payload.get("obligation"),
            payload.get("rung"),
            payload.get("to"),
        )
    )


def _words(event: dict[str, Any], lang: Lang) -> str:
    fact, payload = Fact(event["type"]), event["payload"]
    if fact is not Fact.RUNG_SENT:
        return word(FACTS, fact, lang)
    owed, told = (
        word(OWED, Owed(payload["obligation"]), lang),
        word(TOLD, Told(payload["to"]), lang),
    )
    escalates = str(payload["rung"]).startswith("+")
    verb = {
        ("vi", True): "▲ Báo cáo cấp trên",
        ("vi", False): "Nhắc",
        ("en", True): "▲ Escalated",
        ("en", False): "Reminded",
    }[lang, escalates]
    return f"{verb} {payload['rung']} ({owed}) → {told}"


def _where(event: dict[str, Any], conclusion: Conclusion) -> str:
    n = int(event["target"].rpartition("@")[0].rpartition("/")[2] or 0)
    text = next((one.text for one in conclusion.directives if one.n == n), "")
    return f"{_short(event['target'])} · {n}. {text[:60]}…" if n else _short(event["target"])


def _short(target: str) -> str:
    code = target.rpartition("@")[2]
    body = agency(code)
    return body.short_name if body else code
