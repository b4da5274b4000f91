"""A paper before it has a format: head, text, tables, plots, recipients, signature block, annexes.

Every format is made of the same value, so all three say the same; cells keep their real types.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, TypeAlias

from schemas.wording import Lang

__all__ = [
    "Annex",
    "Block",
    "Cell",
    "Column",
    "Facts",
    "Head",
    "Paper",
    "Plot",
    "Table",
    "Text",
    "fingerprint",
    "tables_of",
]

Cell: TypeAlias = str | int | float | date | None
Kind = Literal["text", "number", "date", "rate", "decimal", "moment"]
Style = Literal["heading", "body", "bullet", "note", "article", "centred"]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, its share of the width, and what its cells are; a rate is a fraction of one."""

    head: str
    width: float
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `sheet` is its name in XLSX (at most 31 characters)."""

    sheet: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    caption: str = ""
    notes: tuple[str, ...] = ()
    """Formulas and definitions, printed beneath."""
    ends_with_total: bool = False
    empty: str = "Không có."
    """Printed in place of rows when there are none."""


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    style: Style = "body"


@dataclass(frozen=True, slots=True)
class Plot:
    """One indicator over time: the path it should take, the target, and what was reported."""

    title: str
    unit: str
    path: tuple[tuple[date, float], ...]
    reported: tuple[tuple[date, float], ...]
    target: float
    by: date
    as_of: date


Block: TypeAlias = Text | Table | Plot


@dataclass(frozen=True, slots=True)
class Head:
    """The four fields of the first lines: who issues it, number and symbol, place and date."""

    issuer: tuple[str, ...]
    symbol: str
    """What follows the number: `BC-VPCP`; a letter's ends with a dash for the unit that drafts it."""
    number: str | None = None
    dated: date | None = None
    place: str = "Hà Nội"
    name: str = ""
    """The issuer in ordinary letters, for the line beneath the title of an annex."""


@dataclass(frozen=True, slots=True)
class Annex:
    """A table in landscape on pages of its own."""

    title: str
    table: Table
    label: str = ""
    """What stands in place of "Phụ lục" and its number."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the figures are about: the end of which day, which selection, and when it was read."""

    as_of: date
    about: str
    made_at: datetime
    by: str = ""
    """Who took it, where a person asked for it."""
    lang: Lang = "vi"
    """Of the sheet that says what the tables are; papers themselves are Vietnamese."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper; without `kind` it is a letter (công văn), whose subject stands under the number."""

    name: str
    """Of the file, without its ending."""
    head: Head
    subject: str
    facts: Facts
    kind: str = ""
    addressees: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    recipients: tuple[str, ...] = ()
    signer: tuple[str, ...] = ()
    annexes: tuple[Annex, ...] = field(default=())
    landscape: bool = False
    digest: str = ""
    """The hash of the whole paper, in one that is a part of it."""
    is_part: bool = False
    """Annexes alone, without head and signature."""


def tables_of(paper: Paper) -> Iterator[Table]:
    """All tables in the order in which they are printed."""
    yield from (block for block in paper.body if isinstance(block, Table))
    yield from (annex.table for annex in paper.annexes)


def fingerprint(paper: Paper) -> str:
    """SHA-256 of the figures, whatever the format: the day, the selection, every cell, every point of a plot.

    Not of the moment of reading, so the same figures read twice have one hash; a part has that of its whole.
    """
    if paper.digest:
        return paper.digest
    digest = hashlib.sha256(f"{paper.facts.as_of.isoformat()}\n{paper.facts.about}\n".encode())
    for table in tables_of(paper):
        digest.update(_line([table.sheet, *(column.head for column in table.columns)]))
        for row in table.rows:
            digest.update(_line(row))
    for block in paper.body:
        if isinstance(block, Plot):
            digest.update(_line([block.title, block.unit, block.target, block.by]))
            for on, value in (*block.path, *block.reported):
                digest.update(_line([on, value]))
    return digest.hexdigest()


def _line(cells: Sequence[Cell]) -> bytes:
    said = [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
