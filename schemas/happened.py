"""One fact of the event log as a line for people: what and who. Called by the CLI and the console."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from schemas.agencies import name_of
from schemas.events import Fact
from schemas.labels import FACTS, Lang, owed_word, told_word, word
from schemas.states import Owed, Told
from schemas.wording import Both, day_text

Event = Mapping[str, Any]

_RUNGS: Final = frozenset({Fact.RUNG_SENT, Fact.RUNG_COLLAPSED, Fact.RUNG_SKIPPED})


def what(event: Event, lang: Lang) -> str:
    """What happened, with the one detail that matters most."""
    fact, payload = Fact(event["type"]), event["payload"]
    if fact in _RUNGS:
        return _rung(fact, payload, lang)
    text = word(FACTS, fact, lang)
    detail = _DETAIL[fact](payload, lang) if fact in _DETAIL else ""
    return f"{text}: {detail}" if detail else text


def who(event: Event, lang: Lang) -> str:
    """Who did it; for a rung whom it told; nobody when the clock did it."""
    fact, payload, actor = Fact(event["type"]), event["payload"], event.get("actor")
    if fact is Fact.RUNG_SENT:
        told, office = told_word(Told(payload["to"]), lang), payload.get("office", "")
        return f"→ {told}" if office in {"", payload["to"]} else f"→ {told} {name_of(office)}"
    if not actor:
        return ""
    person = actor.get("person")
    return name_of(actor["office"]) + (f" · {person}" if person else "")


def _rung(fact: Fact, payload: Mapping[str, Any], lang: Lang) -> str:
    name = str(payload["rung"])
    unit = _WORKING_DAYS if name.endswith("wd") else _DAYS
    count = name.lstrip("+-").rstrip("wd")
    before_or_after = _AT if name == "0" else _BEFORE if name.startswith("-") else _AFTER
    owed = owed_word(Owed(payload["obligation"]), lang)
    text = before_or_after.in_(lang).format(days=f"{count} {unit.in_(lang)}", owed=owed)
    return text if fact is Fact.RUNG_SENT else f"({word(FACTS, fact, lang)}) {text}"


def _field(name: str) -> Callable[[Mapping[str, Any], Lang], str]:
    def detail(payload: Mapping[str, Any], lang: Lang) -> str:
        return str(payload.get(name) or "")

    return detail


def _day(name: str) -> Callable[[Mapping[str, Any], Lang], str]:
    def detail(payload: Mapping[str, Any], lang: Lang) -> str:
        return day_text(payload[name], lang) if payload.get(name) else ""

    return detail


def _report(payload: Mapping[str, Any], lang: Lang) -> str:
    return f"{payload.get('period', '')}, {payload.get('progress', 0)} %"


_DETAIL: Final[Mapping[Fact, Callable[[Mapping[str, Any], Lang], str]]] = {
    Fact.UNIT_NAMED: _field("unit"),
    Fact.OBJECTED: _field("reason"),
    Fact.REASSIGNED: _field("successor"),
    Fact.STANDING_OFFICE_REPLACED: lambda payload, lang: name_of(str(payload.get("to", ""))),
    Fact.HANDED_OVER: lambda payload, lang: name_of(str(payload.get("to", ""))),
    Fact.REPORT_SUBMITTED: _report,
    Fact.REPORT_RETURNED: _field("reason"),
    Fact.EVIDENCE_SUBMITTED: _field("document_no"),
    Fact.EVIDENCE_RETURNED: _field("reason"),
    Fact.EXTENSION_REQUESTED: _day("new_due_on"),
    Fact.EXTENSION_GRANTED: _day("new_due_on"),
    Fact.EXTENSION_REFUSED: _field("reason"),
    Fact.CONTRIBUTION_REQUESTED: _field("question"),
    Fact.CONTRIBUTED: _field("answer"),
    Fact.OPINION_REQUESTED: lambda payload, lang: (
        f"{name_of(str(payload.get('to', '')))}: {payload.get('question') or ''}"
    ),
    Fact.OPINION_GIVEN: _field("answer"),
    Fact.REVIEW_DATE_SET: _day("review_on"),
    Fact.REMINDED: _field("note"),
    Fact.SUSPENDED: _field("reason"),
    Fact.RESUMED: _day("new_due_on"),
    Fact.WITHDRAWN: _field("reason"),
    Fact.REOPENED: _field("reason"),
    Fact.NOTED: _field("text"),
    Fact.EXPLANATION_DEMANDED: _field("question"),
    Fact.INSPECTION_OPENED: _field("subject"),
    Fact.COMMAND_REFUSED: _field("reason"),
}

_WORKING_DAYS = Both("ngày làm việc", "working days")
_DAYS = Both("ngày", "days")
_BEFORE = Both("Nhắc trước hạn {days} ({owed})", "Reminded {days} before ({owed})")
_AFTER = Both("Quá hạn {days} ({owed})", "{days} late ({owed})")
_AT = Both("Đến hạn ({owed})", "Due ({owed})")
