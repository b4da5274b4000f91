"""Every body that can be given a directive, and who held a code on which day.

The rows are data (`agencies.csv`): a merged ministry keeps the code of one predecessor, so only code and day together
name a body. Pure lookup, called from everywhere; it decides nothing about the assignments of a body that ended.
"""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

from schemas.folding import fold_vi, nfc

_FILE: Final = Path(__file__).with_name("agencies.csv")
_COLUMNS: Final = [
    *("code", "name_vi", "short_name", "level", "aliases"),
    *("valid_from", "valid_to", "successors", "source"),
]
# Level 1 of QĐ 20/2020/QĐ-TTg; its scheme Z is left to bodies outside the list, so those codes are ours.
_CODE: Final = re.compile(r"[A-Z]\d\d")
_OURS: Final = "Z"
_SURENESS: Final = {"verified", "inferred", "memory", "ours"}
_ONE_DAY: Final = timedelta(days=1)


class AgencyLevel(StrEnum):
    """What kind of body it is, as the law groups them."""

    MINISTRY = "ministry"
    MINISTERIAL = "ministerial-level"
    GOVERNMENT_ATTACHED = "government-attached"
    MINISTRY_UNIT = "ministry-unit"
    INTER_AGENCY = "inter-agency"
    PROVINCE = "province"
    PARTY = "party-body"
    STATE = "state-body"
    JUDICIARY = "judiciary"
    MASS_ORGANISATION = "mass-organisation"
    ENTERPRISE = "enterprise"


class Level(StrEnum):
    """The three levels by which results are counted and compared."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    LOCAL = "local"


_CENTRAL: Final = frozenset(
    {AgencyLevel.MINISTRY, AgencyLevel.MINISTERIAL, AgencyLevel.GOVERNMENT_ATTACHED}
)
_LOCAL: Final = frozenset({AgencyLevel.PROVINCE})


class AgencyTableError(ValueError):
    """The table of agencies contradicts itself; nothing may be assigned from it."""


@dataclass(frozen=True, slots=True)
class Agency:
    """One body under one code for as long as it kept its name; the days are inclusive, None is open."""

    code: str
    name_vi: str
    short_name: str
    level: AgencyLevel
    aliases: tuple[str, ...]
    valid_from: date | None
    valid_to: date | None
    # Codes valid on the day after valid_to; the first takes the work over unless someone decides otherwise.
    successors: tuple[str, ...]
    source: str

    @property
    def reach(self) -> Level:
        """The level under which its results are counted."""
        if self.level in _CENTRAL:
            return Level.MINISTRY
        return Level.LOCAL if self.level in _LOCAL else Level.NATIONAL

    def is_valid_on(self, day: date) -> bool:
        """Whether the body existed under this code and name on that day."""
        return self._first_day <= day <= self._last_day

    @property
    def _first_day(self) -> date:
        return self.valid_from or date.min

    @property
    def _last_day(self) -> date:
        return self.valid_to or date.max


def all_agencies() -> tuple[Agency, ...]:
    """Every row of the table: ministries first, then the other bodies, then the provinces."""
    return _table().rows


def valid_on(day: date) -> tuple[Agency, ...]:
    """The bodies that existed on that day."""
    return tuple(body for body in all_agencies() if body.is_valid_on(day))


@lru_cache(maxsize=8192)
def agency(code: str, on: date | None = None) -> Agency | None:
    """The body that held the code on that day; without a day, the latest that held it."""
    holders = _table().by_code.get(code, ())
    if on is None:
        return holders[-1] if holders else None
    return next((body for body in holders if body.is_valid_on(on)), None)


def name_of(code: str, on: date | None = None) -> str:
    """The name to print for a code: its holder's on that day, else the last before it; an unknown code prints itself."""
    holders = _table().by_code.get(code, ())
    if not holders:
        return code
    known = [body for body in holders if on is None or body._first_day <= on]
    return (known[-1] if known else holders[0]).name_vi


def agency_named(text: str, on: date) -> Agency | None:
    """The one body of that day with this name, short name or alias; None when unknown or ambiguous."""
    bearers = [body for body in _table().by_name.get(_name_key(text), ()) if body.is_valid_on(on)]
    return bearers[0] if len(bearers) == 1 else None


def successors_of(code: str, on: date) -> tuple[Agency, ...]:
    """Who stands in on that day for a code that has ended, the default first.

    Empty while somebody still holds the code, before its end, and for an unknown code.
    """
    ended = [body for body in _table().by_code.get(code, ()) if body._last_day < on]
    if not ended or agency(code, on):
        return ()
    found: dict[str, Agency] = {}
    for successor in ended[-1].successors:
        holder = agency(successor, on)
        for body in (holder,) if holder else successors_of(successor, on):
            found[body.code] = body
    return tuple(found.values())


def ceased_by(day: date) -> tuple[str, ...]:
    """The codes that nobody holds on that day any more and whose work somebody took over."""
    codes = dict.fromkeys(body.code for body in all_agencies())
    return tuple(code for code in codes if successors_of(code, day))


def members_of(group: str, on: date) -> tuple[Agency, ...] | None:
    """The bodies that a group addressee meant on that day; None when the text is no closed group.

    "các bộ, ngành, địa phương" is about a hundred bodies; "các cơ quan liên quan" is open and therefore None.
    """
    levels = _levels_meant(group)
    if levels is None:
        return None
    return tuple(body for body in valid_on(on) if body.level in levels)


def read_agencies(text: str) -> tuple[Agency, ...]:
    """The rows of a table of agencies; refuses one that contradicts itself, naming the code."""
    reader = csv.DictReader(io.StringIO(nfc(text), newline=""), strict=True)
    if reader.fieldnames != _COLUMNS:
        raise AgencyTableError(f"columns must be {','.join(_COLUMNS)}")
    rows = tuple(_agency(row, line=reader.line_num) for row in reader)
    by_code = _held_in_turn(rows)
    _refuse_shared_names(rows)
    for body in rows:
        _refuse_missing_successor(body, by_code)
    return rows


# Group addressees as they are printed, after folding and without commas and "và".
_TRUNC_UONG: Final = r"truc thuoc (?:trung uong|tu|tw)"
_CITIES: Final = r"(?:thanh pho|tp)"
_GROUP_PARTS: Final[tuple[tuple[str, frozenset[AgencyLevel]], ...]] = (
    (r"(?:cac )?(?:bo truong(?: cac bo)?|bo)", frozenset({AgencyLevel.MINISTRY})),
    (
        r"(?:cac )?(?:thu truong )?(?:cac )?co quan ngang bo",
        frozenset({AgencyLevel.MINISTERIAL}),
    ),
    (
        r"(?:cac )?(?:thu truong )?(?:cac )?co quan thuoc chinh phu",
        frozenset({AgencyLevel.GOVERNMENT_ATTACHED}),
    ),
    (
        r"(?:cac )?nganh(?: trung uong)?",
        frozenset({AgencyLevel.MINISTERIAL, AgencyLevel.GOVERNMENT_ATTACHED}),
    ),
    (r"(?:cac )?dia phuong", _LOCAL),
    (
        r"(?:chu tich )?(?:(?:uy ban nhan dan|ubnd) )?"
        rf"(?:cac tinh (?:cac )?{_CITIES}(?: {_TRUNC_UONG})?|tinh {_CITIES} {_TRUNC_UONG})",
        _LOCAL,
    ),
)
_PARTS: Final = tuple(
    (re.compile(rf"{pattern}(?: |$)"), levels) for pattern, levels in _GROUP_PARTS
)
_GROUP_CODES: Final = frozenset({"bo-nganh-dia-phuong", "bo-nganh", "dia-phuong"})


def _levels_meant(group: str) -> frozenset[AgencyLevel] | None:
    """The levels a printed group names, or None: every word must belong to a known part."""
    folded = fold_vi(group)
    words = [word for word in re.findall(r"\w+", folded) if word != "va"]
    rest, levels, parts = " ".join(words), frozenset[AgencyLevel](), 0
    while rest:
        read = next(((found, named) for part, named in _PARTS if (found := part.match(rest))), None)
        if read is None:
            return None
        rest, levels, parts = rest[read[0].end() :], levels | read[1], parts + 1
    # "địa phương" alone is one unnamed place, "các địa phương" are all of them.
    is_plural = parts > 1 or "cac" in words or folded in _GROUP_CODES
    return levels if is_plural and parts else None


@dataclass(frozen=True, slots=True)
class _Table:
    rows: tuple[Agency, ...]
    by_code: Mapping[str, tuple[Agency, ...]]
    by_name: Mapping[str, tuple[Agency, ...]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    rows = read_agencies(_FILE.read_text(encoding="utf-8"))
    by_name: defaultdict[str, list[Agency]] = defaultdict(list)
    for body in rows:
        for key in {_name_key(name) for name in (body.name_vi, body.short_name, *body.aliases)}:
            by_name[key].append(body)
    return _Table(
        rows=rows,
        by_code=_held_in_turn(rows),
        by_name={key: tuple(bodies) for key, bodies in by_name.items()},
    )


def _name_key(text: str) -> str:
    """Names are compared without marks, case and spaces beside punctuation ("TP.Huế", "TP. Huế")."""
    return re.sub(r"\s*([^\w\s])\s*", r"\1", fold_vi(text))


def _agency(row: Mapping[str | None, str | None], *, line: int) -> Agency:
    cells = {column: cell for column, cell in row.items() if column and cell is not None}
    if len(cells) != len(row):
        raise AgencyTableError(f"line {line}: a row has {len(_COLUMNS)} cells")
    try:
        body = Agency(
            code=cells["code"],
            name_vi=cells["name_vi"],
            short_name=cells["short_name"],
            level=AgencyLevel(cells["level"]),
            aliases=_listed(cells["aliases"]),
            valid_from=_day(cells["valid_from"]),
            valid_to=_day(cells["valid_to"]),
            successors=_listed(cells["successors"]),
            source=cells["source"],
        )
    except ValueError as error:
        raise AgencyTableError(f"line {line}: {error}") from error
    if problem := _problem(body):
        raise AgencyTableError(f"line {line}: {body.code}: {problem}")
    return body


def _problem(body: Agency) -> str | None:
    """What is wrong with one row by itself."""
    sureness = body.source.partition(":")[0]
    if not _CODE.fullmatch(body.code):
        return "a code is a letter and two digits"
    if not (body.name_vi and body.short_name):
        return "a body has a name and a short name"
    if sureness not in _SURENESS:
        return f"the source begins with one of {', '.join(sorted(_SURENESS))}"
    if body.code.startswith(_OURS) != (sureness == "ours"):
        return "codes beginning with Z are ours, and only those"
    if body._last_day < body._first_day:
        return "it ends before it begins"
    if body.successors and body.valid_to is None:
        return "it has successors but no last day"
    return None


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _held_in_turn(rows: Iterable[Agency]) -> dict[str, tuple[Agency, ...]]:
    """The holders of each code, oldest first; two on one day are refused."""
    by_code: defaultdict[str, list[Agency]] = defaultdict(list)
    for body in rows:
        by_code[body.code].append(body)
    for code, holders in by_code.items():
        holders.sort(key=lambda body: body._first_day)
        for earlier, later in pairwise(holders):
            if later._first_day <= earlier._last_day:
                raise AgencyTableError(f"{code}: held by two bodies on {later._first_day}")
    return {code: tuple(holders) for code, holders in by_code.items()}


def _refuse_shared_names(rows: Iterable[Agency]) -> None:
    by_name: defaultdict[str, list[Agency]] = defaultdict(list)
    for body in rows:
        for other in by_name[_name_key(body.name_vi)]:
            if body._first_day <= other._last_day and other._first_day <= body._last_day:
                raise AgencyTableError(
                    f"{body.code} and {other.code}: both named {body.name_vi} on the same day"
                )
        by_name[_name_key(body.name_vi)].append(body)


def _refuse_missing_successor(body: Agency, by_code: Mapping[str, tuple[Agency, ...]]) -> None:
    if body.valid_to is None:
        return
    day_after = body.valid_to + _ONE_DAY
    for code in body.successors:
        if code not in by_code:
            raise AgencyTableError(f"{body.code}: successor {code} is unknown")
        if not any(holder.is_valid_on(day_after) for holder in by_code[code]):
            raise AgencyTableError(f"{body.code}: successor {code} is not valid on {day_after}")
