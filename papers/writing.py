"""How values are written in Vietnamese official papers: days, numbers, rates, names, clean text."""

import unicodedata
from datetime import date, datetime
from typing import Final

from papers.paper import Cell, Column
from schemas.folding import nfc
from schemas.moments import HANOI

__all__ = ["NOTHING", "clean", "day", "decimal", "long_day", "moment", "rate", "whole", "written"]

NOTHING: Final = "–"
_LONGEST_CELL: Final = 32_000
"""Excel holds 32,767 characters in a cell."""


def clean(text: str) -> str:
    """Text as one form of Unicode without control characters, which no format of office files allows."""
    kept = (
        char
        for char in nfc(text).replace("\r\n", "\n").replace("\r", "\n")
        if char in "\n\t" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
    )
    said = "".join(kept)
    return said if len(said) <= _LONGEST_CELL else said[:_LONGEST_CELL] + " …"


def day(on: date | None) -> str:
    """31/12/2023."""
    return f"{on:%d/%m/%Y}" if on else NOTHING


def long_day(on: date) -> str:
    """ngày 31 tháng 12 năm 2023; single figures take a zero where the decree asks for it."""
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"ngày {on.day:02} tháng {month} năm {on.year}"


def moment(at: datetime) -> str:
    """14:32 ngày 22/11/2026, in Hanoi."""
    local = at.astimezone(HANOI)
    return f"{local:%H:%M} ngày {local:%d/%m/%Y}"


def whole(number: int) -> str:
    """1.953."""
    return f"{number:,}".replace(",", ".")


def decimal(number: float) -> str:
    """1.234,5: no more places than it has, at most three."""
    said = f"{number:,.3f}".rstrip("0").rstrip(".")
    return said.translate(str.maketrans(",.", ".,"))


def rate(share: float | None) -> str:
    """41,2%."""
    return NOTHING if share is None else f"{share * 100:.1f}%".replace(".", ",")


def written(cell: Cell, column: Column) -> str:
    """A cell as paper shows it."""
    if column.kind == "rate":
        return rate(None if cell is None else float(str(cell)))
    if cell is None or cell == "":
        return NOTHING
    if isinstance(cell, date):
        return day(cell)
    if isinstance(cell, int):
        return whole(cell)
    return decimal(cell) if isinstance(cell, float) else clean(cell)
