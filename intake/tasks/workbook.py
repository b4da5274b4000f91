"""The cells of an Excel file as people see them: merged cells filled, dates as dates, empty rows gone."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, TypeAlias

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from intake.readers.archive import check_xlsx
from intake.readers.limits import Limits
from intake.refusals import IntakeCode, IntakeRefusal
from schemas.folding import nfc

__all__ = ["Cell", "Row", "Sheet", "sheets_of"]

MOST_ROWS: Final = 5_000
"""Rows of one sheet; more are refused, since a conclusion has at most 500 directives."""
MOST_COLUMNS: Final = 60

Cell: TypeAlias = str | date | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """One row that says something: its number as Excel shows it, its cells, and the columns one merged cell spans."""

    number: int
    cells: tuple[Cell, ...]
    spans: tuple[tuple[int, int], ...] = ()
    """First and last column of each cell that is merged across columns, both counted from 0."""

    def at(self, column: int | None) -> Cell:
        return self.cells[column] if column is not None and column < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its rows in order; hidden sheets are left out."""

    name: str
    rows: tuple[Row, ...]

    @staticmethod
    def letter(column: int) -> str:
        """The column as Excel names it."""
        return str(get_column_letter(column + 1))


def sheets_of(data: bytes) -> tuple[Sheet, ...]:
    """The visible sheets of an XLSX; raises IntakeRefusal for anything that is no clean one."""
    check_xlsx(data, Limits())
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, KeyError, ValueError, TypeError, OSError) as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=str(error)[:200]) from error
    try:
        return tuple(_sheet(one) for one in book.worksheets if one.sheet_state == "visible")
    finally:
        book.close()


def _sheet(sheet: Any) -> Sheet:
    """Every merged cell says in all of its places what it says in the first."""
    if sheet.max_row > MOST_ROWS:
        found, limit = f"{sheet.max_row} dòng", f"{MOST_ROWS} dòng"
        raise IntakeRefusal(IntakeCode.TOO_LONG, found=found, limit=limit)
    width = min(sheet.max_column, MOST_COLUMNS)
    filled: dict[tuple[int, int], Any] = {}
    spans: dict[int, list[tuple[int, int]]] = {}
    for merged in sheet.merged_cells.ranges:
        value = sheet.cell(merged.min_row, merged.min_col).value
        for row in range(merged.min_row, merged.max_row + 1):
            if merged.max_col > merged.min_col:
                spans.setdefault(row, []).append((merged.min_col - 1, merged.max_col - 1))
            for column in range(merged.min_col, min(merged.max_col, MOST_COLUMNS) + 1):
                filled[row, column] = value
    rows = (
        Row(
            number,
            tuple(
                _value(filled.get((number, place), value))
                for place, value in enumerate(values, start=1)
            ),
            tuple(spans.get(number, ())),
        )
        for number, values in enumerate(sheet.iter_rows(max_col=width, values_only=True), start=1)
    )
    return Sheet(
        nfc(sheet.title), tuple(row for row in rows if any(one is not None for one in row.cells))
    )


def _value(value: Any) -> Cell:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, str):
        text = nfc(value).replace("\u00a0", " ").strip()
        return text or None
    return value if isinstance(value, date | int | float | bool) else None
