"""What an office reads: one subject for each message, one line for each notice or open item.

Pure; used by mail, webhooks and the inbox on the command line. Text of the conclusion is passed on
as it is: whoever shows it escapes it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from register.post.sending import Letter
from schemas.agencies import name_of
from schemas.events import Fact
from schemas.labels import FACTS, OWED, STATES, TOLD, Lang, word
from schemas.states import Owed, State, Told

__all__ = ["because", "line_of", "lines_of", "office_name", "subject_of", "told_of"]

_LONGEST: Final = 300

_SUBJECTS: Final[Mapping[str, tuple[str, str]]] = {
    "one": ("[Đôn đốc] {what}: {about}", "[Đôn đốc] {what}: {about}"),
    "many": ("[Đôn đốc] {count} thông báo, {about}", "[Đôn đốc] {count} notices, {about}"),
    "digest": (
        "[Đôn đốc] Việc đang mở ngày {day}: {count} mục, {late} quá hạn",
        "[Đôn đốc] Open work on {day}: {count} items, {late} overdue",
    ),
}
_BECAUSE: Final = (
    "{office} nhận thư này vì là cơ quan có trách nhiệm trong các nhiệm vụ trên.",
    "{office} receives this message because it answers for the assignments above.",
)
_BEFORE: Final = (
    "Nhắc trước hạn {n} {unit}: {owed}",
    "Reminder, {n} {unit} before the due day: {owed}",
)
_ON_DAY: Final = ("Đến hạn: {owed}", "Due: {owed}")
_AFTER: Final = ("Quá hạn {n} {unit}: {owed}", "Overdue by {n} {unit}: {owed}")
_UNITS: Final = {"wd": ("ngày làm việc", "working days"), "d": ("ngày", "days")}
_DUE: Final = ("hạn {day}", "due {day}")
_CARRIED: Final = ("chuyển tiếp từ kỳ trước", "carried over")
_OWES: Final = ("cần: {owed}, hạn {day}", "owed: {owed}, by {day}")
_WHY: Final = ("lý do", "reason")
_LATE: Final = ("QUÁ HẠN {days} ngày", "OVERDUE by {days} days")


def office_name(office: str, lang: Lang) -> str:
    """The name of an agency, or of an addressee above agencies."""
    if office in set(Told):
        return word(TOLD, Told(office), lang)
    return name_of(office)


def subject_of(letter: Letter, lang: Lang) -> str:
    """One line without control characters, whatever a conclusion is called."""
    items = letter.items
    if letter.kind == "digest":
        late = sum(bool(one.get("days_late")) for one in items)
        day = _day(letter.day, lang) if letter.day else ""
        text = _said(_SUBJECTS["digest"], lang).format(day=day, count=len(items), late=late)
    elif len(items) == 1:
        text = _said(_SUBJECTS["one"], lang).format(
            what=told_of(items[0], lang), about=items[0]["target"]
        )
    else:
        about = ", ".join(
            dict.fromkeys(str(one.get("number") or one.get("ref") or "") for one in items)
        )
        text = _said(_SUBJECTS["many"], lang).format(count=len(items), about=about)
    return _one_line(text)[:200]


def because(office: str, lang: Lang) -> str:
    """Why the message came."""
    return _said(_BECAUSE, lang).format(office=office_name(office, lang))


def lines_of(letter: Letter, lang: Lang) -> Sequence[tuple[str, str]]:
    """For each item its id and the line about it."""
    told = item_line if letter.kind == "digest" else line_of
    return [(str(one.get("target") or one["id"]), told(one, lang)) for one in letter.items]


def line_of(item: Mapping[str, Any], lang: Lang) -> str:
    """What a notice tells: the fact, why if it was a return or a refusal, the directive, its day."""
    parts = [told_of(item, lang)]
    if item.get("reason"):
        parts.append(f"{_said(_WHY, lang)}: {_one_line(item['reason'])[:_LONGEST]}")
    if item.get("text"):
        clause = f"{item['clause']} " if item.get("clause") else ""
        parts.append(f"{clause}{_one_line(item['text'])[:_LONGEST]}")
    if item.get("due_on"):
        parts.append(_said(_DUE, lang).format(day=_day(item["due_on"], lang)))
    return " · ".join(parts)


def told_of(item: Mapping[str, Any], lang: Lang) -> str:
    """The fact in words; a rung says how far from the due day it is."""
    said = item.get("said") or {}
    if item["kind"] != Fact.RUNG_SENT or "rung" not in said:
        return word(FACTS, Fact(item["kind"]), lang)
    rung, owed = str(said["rung"]), word(OWED, Owed(said["obligation"]), lang)
    number = int(rung.rstrip("wd"))
    unit = _said(_UNITS["wd" if rung.endswith("wd") else "d"], lang)
    pattern = _ON_DAY if number == 0 else (_BEFORE if number < 0 else _AFTER)
    text = _said(pattern, lang).format(n=abs(number), unit=unit, owed=owed)
    return f"{text} ({_said(_CARRIED, lang)})" if said.get("carried_over") else text


def item_line(item: Mapping[str, Any], lang: Lang) -> str:
    """One line of a digest: the state, the directive, its day, what this office owes in it."""
    parts = [word(STATES, State(item["state"]), lang), _one_line(item["text"])[:_LONGEST]]
    if item.get("due_on"):
        parts.append(_said(_DUE, lang).format(day=_day(date.fromisoformat(item["due_on"]), lang)))
    if item.get("days_late"):
        parts.append(_said(_LATE, lang).format(days=item["days_late"]))
    for owed in item.get("owes", ()):
        day = _day(date.fromisoformat(owed["due_on"]), lang)
        parts.append(_said(_OWES, lang).format(owed=word(OWED, Owed(owed["owed"]), lang), day=day))
    return " · ".join(parts)


def _said(pair: tuple[str, str], lang: Lang) -> str:
    return pair[0 if lang == "vi" else 1]


def _day(day: date, lang: Lang) -> str:
    return f"{day:%d/%m/%Y}" if lang == "vi" else day.isoformat()


def _one_line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
