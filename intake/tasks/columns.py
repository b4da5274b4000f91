"""Which column of a list says what: by the words of its head, whatever their case and marks, in one row or in two."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from intake.tasks.workbook import Cell, Row, Sheet
from schemas.folding import fold_vi

__all__ = ["FIELDS", "Heads", "heads_in"]

FIELDS: Final[Mapping[str, re.Pattern[str]]] = {
    "number": re.compile(r"(?:so )?(?:stt|tt|thu tu)"),
    "clause": re.compile(r"(?:muc|diem|khoan|muc, diem)(?: (?:so|trong ket luan))?"),
    "coordinating": re.compile(r".*phoi hop.*"),
    "product": re.compile(r".*(?:san pham|ket qua (?:phai dat|dau ra|du kien)|dau ra).*"),
    "text": re.compile(r"(?:noi dung|nhiem vu|cong viec|ten).*|.*(?:noi dung (?:nhiem vu|cong viec|chi dao))"),
    "lead": re.compile(r".*chu tri.*|(?:co quan|don vi)(?: (?:thuc hien|duoc giao|chiu trach nhiem))?"),
    "deadline": re.compile(r"(?:thoi )?han.*|.*(?:thoi han|thoi gian|den han|han hoan thanh|han bao cao|han xu ly).*"),
}  # fmt: skip
"""In the order in which they are tried: "cơ quan phối hợp" is no lead, "hạn" no text."""
_NEEDED: Final = ("text", "lead")
_LOOK_AT: Final = 20
"""Rows among which the head of a table is looked for: titles and the country's name stand above."""
_LONGEST: Final = 60
"""A cell with more characters is no head."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Where the table begins and which column says what; what is not understood is told, not dropped in silence."""

    columns: Mapping[str, int]
    body: tuple[Row, ...]
    unused: tuple[tuple[int, str], ...]
    missing: tuple[str, ...]


def heads_in(sheet: Sheet) -> Heads | None:
    """The head of the sheet's table; None when no row looks like one."""
    best: tuple[int, int, Heads] | None = None
    for at, row in enumerate(sheet.rows[:_LOOK_AT]):
        below = sheet.rows[at + 1] if at + 1 < len(sheet.rows) else None
        for depth, cells in ((1, row.cells), (2, _joined(row, below))):
            found = _fields(cells)
            if len(found) >= 2 and (best is None or len(found) > best[0]):
                best = (len(found), depth, _heads(cells, found, sheet.rows[at + depth :]))
    return best[2] if best else None


def _joined(row: Row, below: Row | None) -> tuple[Cell, ...]:
    """Two rows as one head: beneath a cell that is merged across columns its parts tell more."""
    if below is None or below.number != row.number + 1:
        return ()
    whole = {column for first, last in row.spans for column in range(first, last + 1)}
    if not whole:
        return ()
    return tuple(
        below.at(column) if column in whole and below.at(column) is not None else cell
        for column, cell in enumerate(row.cells)
    )


def _fields(cells: Sequence[Cell]) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(cells):
        name = _field_of(cell)
        if name is not None and name not in found:
            found[name] = column
    return found


def _field_of(cell: Cell) -> str | None:
    if not isinstance(cell, str) or len(cell) > _LONGEST:
        return None
    words = re.sub(r"[\s*().:/_-]+", " ", fold_vi(cell)).strip()
    return next((name for name, words_of in FIELDS.items() if words_of.fullmatch(words)), None)


def _heads(cells: Sequence[Cell], found: dict[str, int], body: tuple[Row, ...]) -> Heads:
    used = set(found.values())
    unused = tuple(
        (column, str(cell))
        for column, cell in enumerate(cells)
        if cell is not None and column not in used
    )
    return Heads(found, body, unused, tuple(name for name in _NEEDED if name not in found))
