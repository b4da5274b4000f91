"""The filters of lists, as they stand in the address: read, said again in words, taken away one by one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import ImmutableMultiDict as MultiDict

from console.columns import columns_in
from register.reads import ListFilters
from schemas.agencies import Level, agency, agency_named, all_agencies, name_of
from schemas.folding import fold_vi
from schemas.labels import SCHEDULES, STATES, Lang, word
from schemas.states import Schedule, State
from schemas.wording import Both, day_text

GROUPS: Final[Mapping[str, Schedule]] = {
    "qua-han": Schedule.OPEN_OVERDUE,
    "trong-han": Schedule.OPEN_IN_TIME,
    "dung-han": Schedule.DONE_ON_TIME,
    "xong-muon": Schedule.DONE_LATE,
    "khong-han": Schedule.NO_DEADLINE,
    "tam-dung": Schedule.SUSPENDED,
    "thu-hoi": Schedule.WITHDRAWN,
}
"""The seven groups of the statistics as addresses name them."""
SLUGS: Final = {group.value: slug for slug, group in GROUPS.items()}
LEVELS: Final = {
    Level.NATIONAL: Both("Quốc gia", "National"),
    Level.MINISTRY: Both("Bộ, ngành", "Ministries"),
    Level.LOCAL: Both("Địa phương", "Localities"),
}
NAMES: Final[Mapping[str, Both]] = {
    "q": Both("Tìm", "Words"),
    "cq": Both("Cơ quan", "Agency"),
    "nhom": Both("Tiến độ hạn", "Schedule"),
    "tt": Both("Trạng thái", "State"),
    "cap": Both("Cấp", "Level"),
    "kl": Both("Kết luận", "Conclusion"),
    "phien": Both("Phiên họp", "Session"),
    "ct": Both("Chương trình", "Programme"),
    "tu": Both("Hạn từ", "Due from"),
    "den": Both("Hạn đến", "Due until"),
    "cham": Both("Chỉ tiêu", "Indicators"),
}
SHOWN_AS: Final = ("cot", "gon")
"""What an address says beside its filters: which columns, and whether rows stand closely."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address asks for: as given, as the register reads it, and what could not be read."""

    given: Mapping[str, str]
    filters: ListFilters
    wrong: tuple[str, ...] = ()
    """Names of fields whose value nobody understands."""
    said: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Each filter in both languages."""
    shown_as: Mapping[str, str] = field(default_factory=dict)
    """Columns and density, where the address names any."""

    @property
    def columns(self) -> frozenset[str] | None:
        """The columns beside the assignment's own; None where the address names none."""
        return columns_in(self.shown_as["cot"]) if "cot" in self.shown_as else None

    def chips(self, lang: Lang) -> list[tuple[str, str, str]]:
        """Name, words and the rest of the query without it, for each filter that is set."""
        return [
            (
                NAMES[name].in_(lang),
                words[0 if lang == "vi" else 1],
                self.without(name).query,
            )
            for name, words in self.said.items()
        ]

    def words(self, lang: Lang) -> str:
        """The whole filter as one line, for exports and prints."""
        return "; ".join(f"{name}: {words}" for name, words, _ in self.chips(lang))

    @property
    def query(self) -> str:
        return urlencode(self._said)

    def without(self, name: str) -> "Wanted":
        """The same with one filter taken away."""
        return wanted_in({key: value for key, value in self._said.items() if key != name})

    def but(self, **changes: str) -> str:
        """The query with some values changed."""
        return urlencode({**self._said, **changes})

    @property
    def filters_only(self) -> str:
        """The query without columns and density."""
        return urlencode(self.given)

    @property
    def _said(self) -> dict[str, str]:
        return {**self.given, **self.shown_as}


def wanted_in(query: Mapping[str, str]) -> Wanted:
    """The filters in a query; a value that is not understood is named, and matches nothing silently never."""
    given = {
        name: query[name].replace("\0", "").strip()
        for name in NAMES
        if query.get(name, "").replace("\0", "").strip()
    }
    wrong: list[str] = []
    said: dict[str, tuple[str, str]] = {}
    read: dict[str, object] = {}
    for name, value in given.items():
        found = _READERS[name](value)
        if found is None:
            wrong.append(name)
            continue
        field_name, meant, words = found
        read[field_name] = meant
        said[name] = words
    shown_as = _shown_as(query)
    if "cot" in shown_as and columns_in(shown_as["cot"]) is None:
        wrong.append("cot")
    return Wanted(given, ListFilters(**read), tuple(wrong), said, shown_as)  # type: ignore[arg-type]


def _shown_as(query: Mapping[str, str]) -> dict[str, str]:
    """Columns as the boxes of a form say them, one by one, or as an address does, behind commas."""
    boxes = query.getlist("cot") if isinstance(query, MultiDict) else [query.get("cot", "")]
    columns = ",".join(one.strip() for one in boxes if one.strip())
    found = {"cot": columns} if columns else {}
    return found | ({"gon": "1"} if query.get("gon") == "1" else {})


def code_in(text: str) -> str | None:
    """The code of the body somebody means: "G18", "BYT", "bo y te"; None when it is nobody or several."""
    wanted = text.strip()
    if agency(wanted.upper()) is not None:
        return wanted.upper()
    if (one := agency_named(wanted, date.max.replace(year=2026))) is not None:
        return one.code
    folded = fold_vi(wanted)
    codes = {
        body.code
        for body in all_agencies()
        if folded in {fold_vi(body.name_vi), fold_vi(body.short_name)}
    }
    codes = codes or {body.code for body in all_agencies() if folded in fold_vi(body.name_vi)}
    return codes.pop() if len(codes) == 1 else None


_Read = tuple[str, object, tuple[str, str]]


def _text(value: str) -> _Read | None:
    return "text", value[:200], (f"«{value[:200]}»", f"“{value[:200]}”")


def _agency(value: str) -> _Read | None:
    code = code_in(value)
    return ("agency", code, (name_of(code), name_of(code))) if code else None


def _group(value: str) -> _Read | None:
    group = GROUPS.get(value)
    if group is None:
        return None
    return "schedule", group.value, (word(SCHEDULES, group, "vi"), word(SCHEDULES, group, "en"))


def _state(value: str) -> _Read | None:
    if value not in set(State):
        return None
    state = State(value)
    return "state", value, (word(STATES, state, "vi"), word(STATES, state, "en"))


def _level(value: str) -> _Read | None:
    return ("level", value, LEVELS[Level(value)]) if value in set(Level) else None


def _conclusion(value: str) -> _Read | None:
    return "conclusion", value, (value, value)


def _session(value: str) -> _Read | None:
    return ("session", int(value), (value, value)) if value.isdigit() and len(value) < 6 else None


def _programme(value: str) -> _Read | None:
    return "programme", value, (value, value)


def _day(name: str, value: str) -> _Read | None:
    day = day_in(value)
    return (name, day, (day_text(day, "vi"), day_text(day, "en"))) if day else None


def day_in(value: str) -> date | None:
    """A day as a date field sends it, or as people type it: 2026-04-30, 30/4/2026."""
    parts = value.strip().split("/")
    try:
        if len(parts) == 3:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        return date.fromisoformat(value.strip())
    except ValueError:
        return None


_READERS: Final[Mapping[str, Callable[[str], _Read | None]]] = {
    "q": _text,
    "cq": _agency,
    "nhom": _group,
    "tt": _state,
    "cap": _level,
    "kl": _conclusion,
    "phien": _session,
    "ct": _programme,
    "tu": lambda value: _day("due_after", value),
    "den": lambda value: _day("due_before", value),
    "cham": lambda value: (
        ("behind", True, ("chậm lộ trình", "behind trajectory")) if value == "1" else None
    ),
}
