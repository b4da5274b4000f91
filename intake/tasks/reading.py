"""From the rows of a list to directives, with every problem at its sheet, row and column; nothing is started here."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Protocol

from pydantic import ValidationError

from intake.tasks.addressees import UnknownOffice, offices_in
from intake.tasks.columns import Heads, heads_in
from intake.tasks.deadlines import Unreadable, deadline_of
from intake.tasks.workbook import Cell, Row, Sheet
from schemas.conclusion import LONGEST_TEXT, MOST_DIRECTIVES, Conclusion
from schemas.folding import fold_vi
from schemas.refusals import MalformedInput

__all__ = ["Found", "Problem", "Read", "read_tasks"]

_WHERE: Final = {
    "text": "text",
    "assignees": "lead",
    "coordinating": "coordinating",
    "deadline": "deadline",
    "product": "product",
    "clause": "clause",
}
"""The column that a field of a directive comes from."""
_SUMS: Final = ("tong", "tong cong", "cong")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a row, or a whole sheet, from being imported; `reason` picks the sentence."""

    sheet: str
    row: int | None
    column: str | None
    field: str | None
    reason: str
    said: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Found:
    """One directive and the row it comes from."""

    sheet: str
    row: int
    directive: dict[str, Any]


@dataclass
class Read:
    """What a list gives: directives from good rows, problems, and what was left out on purpose."""

    found: list[Found] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    rows: int = 0

    @property
    def refused(self) -> list[tuple[str, int]]:
        """The rows that have a problem, each once."""
        return sorted({(one.sheet, one.row) for one in self.problems if one.row is not None})

    def conclusion(self, opening: dict[str, Any]) -> dict[str, Any]:
        """The conclusion file of the good rows."""
        return opening | {"directives": [one.directive for one in self.found]}


class Broken(Protocol):
    """A rule of a conclusion that is broken: where, which, and what the sentence says (policy.directives.Problem)."""

    @property
    def path(self) -> tuple[str | int, ...]: ...

    @property
    def reason(self) -> str: ...

    @property
    def said(self) -> Mapping[str, Any]: ...


Rules = Callable[[Conclusion], Iterable[Broken]]
"""What the caller holds a conclusion to; intake itself knows no rules."""


def read_tasks(sheets: Sequence[Sheet], opening: dict[str, Any], rules: Rules) -> Read:
    """All sheets that hold a table of tasks; *opening* is the conclusion file without its directives."""
    read = Read()
    issued_on = date.fromisoformat(str(opening["issued_on"]))
    tables = [(sheet, heads_in(sheet)) for sheet in sheets]
    known = [(sheet, heads) for sheet, heads in tables if heads is not None]
    for sheet, heads in tables:
        if heads is None and sheet.rows and known:
            read.notes.append(Problem(sheet.name, None, None, None, "sheet_no_table", {}))
    if not known:
        read.problems.append(
            Problem(sheets[0].name if sheets else "–", None, None, None, "no_table", {})
        )
    for sheet, heads in known:
        _sheet(read, sheet, heads, issued_on)
    if len(read.found) > MOST_DIRECTIVES:
        said = {"count": len(read.found), "most": MOST_DIRECTIVES}
        read.problems.append(Problem(known[0][0].name, None, None, None, "too_many_rows", said))
    elif read.found:
        _as_a_conclusion(read, opening, {sheet.name: heads for sheet, heads in known}, rules)
    return read


def _sheet(read: Read, sheet: Sheet, heads: Heads, issued_on: date) -> None:
    for name in heads.missing:
        read.problems.append(Problem(sheet.name, None, None, name, "column_missing", {}))
    if heads.missing:
        return
    for column, head in heads.unused:
        said = {"head": head}
        read.notes.append(
            Problem(sheet.name, None, Sheet.letter(column), None, "column_unused", said)
        )
    for row in heads.body:
        if _is_section(row, heads) or _is_sum(row, heads):
            said = {"text": _text(next(one for one in row.cells if one is not None))[:80]}
            read.notes.append(Problem(sheet.name, row.number, None, None, "row_section", said))
            continue
        read.rows += 1
        _row(read, sheet, heads, row, issued_on)


def _is_section(row: Row, heads: Heads) -> bool:
    """A title between the rows: one cell merged over text and lead, or alone in the row without a number."""
    text, lead = heads.columns["text"], heads.columns["lead"]
    if any(first <= min(text, lead) and max(text, lead) <= last for first, last in row.spans):
        return True
    told = [column for column, cell in enumerate(row.cells) if cell is not None]
    number = heads.columns.get("number")
    return len(told) == 1 and told[0] != lead and (number is None or told[0] == number) and told[0] != text  # fmt: skip


def _is_sum(row: Row, heads: Heads) -> bool:
    said = [fold_vi(str(cell)).strip(" :.") for cell in row.cells if isinstance(cell, str)]
    return bool(said) and said[0] in _SUMS and row.at(heads.columns["lead"]) is None


def _row(read: Read, sheet: Sheet, heads: Heads, row: Row, issued_on: date) -> None:
    """One row: a directive when everything in it reads, else every problem it has."""
    cells = {name: row.at(column) for name, column in heads.columns.items()}
    said: dict[str, Any] = {"n": len(read.found) + 1}
    wrong = [
        *_words(cells, said),
        *_bodies(cells, said, issued_on),
        *_days(cells, said, issued_on),
    ]
    if not wrong:
        kept = {name: value for name, value in said.items() if value not in ([], {}, "")}
        read.found.append(Found(sheet.name, row.number, kept))
    for name, reason, told in wrong:
        place = (row.number, _letter(heads, name), name)
        read.problems.append(Problem(sheet.name, *place, reason, told))


_Wrong = tuple[str, str, dict[str, Any]]
"""The column, the reason and what its sentence says."""


def _words(cells: dict[str, Cell], said: dict[str, Any]) -> Iterator[_Wrong]:
    for name in ("clause", "text", "product"):
        if cells.get(name) is not None:
            said[name] = _text(cells[name])
    if not said.get("text"):
        yield "text", "text_missing", {}
    elif len(said["text"]) > LONGEST_TEXT:
        yield "text", "text_too_long", {"most": LONGEST_TEXT}


def _bodies(cells: dict[str, Cell], said: dict[str, Any], on: date) -> Iterator[_Wrong]:
    for name, make in (("lead", "assignees"), ("coordinating", "coordinating")):
        try:
            said[make] = _offices(cells.get(name), on)
        except UnknownOffice as unknown:
            yield name, "office_unknown", {"given": unknown.given[:120]}
    if said.get("assignees") == []:
        yield "lead", "lead_missing", {}


def _days(cells: dict[str, Cell], said: dict[str, Any], issued_on: date) -> Iterator[_Wrong]:
    try:
        said["deadline"] = deadline_of(cells.get("deadline"), issued_on)
    except Unreadable as unreadable:
        yield "deadline", unreadable.reason, {"given": _text(cells.get("deadline"))[:120]}


def _letter(heads: Heads, name: str) -> str | None:
    column = heads.columns.get(name)
    return None if column is None else Sheet.letter(column)


def _offices(cell: Cell, on: date) -> list[str]:
    if cell is None:
        return []
    return offices_in(_text(cell), on)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell or "")


def _as_a_conclusion(
    read: Read, opening: dict[str, Any], heads: dict[str, Heads], rules: Rules
) -> None:
    """What the form and the rules of a conclusion find in rows that read well.

    A text that is too long, a day before the issue. Raises MalformedInput when the opening itself is wrong.
    """
    found = list(_of_form(read.conclusion(opening)))
    if not found:
        conclusion = Conclusion.model_validate(read.conclusion(opening))
        found = [(one.path, one.reason, dict(one.said)) for one in rules(conclusion)]
    wrong: set[int] = set()
    for path, reason, said in found:
        if len(path) < 2 or path[0] != "directives" or not isinstance(at := path[1], int):
            name = ".".join(str(step) for step in path)
            raise MalformedInput(reason, **({"field": name} | said))
        one, name = read.found[at], _WHERE.get(str(path[2]) if len(path) > 2 else "text", "text")
        place = (one.row, _letter(heads[one.sheet], name), name)
        read.problems.append(Problem(one.sheet, *place, reason, said))
        wrong.add(at)
    read.found = list(_renumbered(one for at, one in enumerate(read.found) if at not in wrong))


def _of_form(said: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], str, dict[str, Any]]]:
    try:
        Conclusion.model_validate(said)
    except ValidationError as error:
        for one in error.errors(include_url=False):
            yield one["loc"], "value_wrong", {"problem": one["msg"]}


def _renumbered(found: Iterator[Found]) -> Iterator[Found]:
    for n, one in enumerate(found, start=1):
        yield Found(one.sheet, one.row, one.directive | {"n": n})
