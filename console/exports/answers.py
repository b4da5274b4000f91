"""One table as a file: XLSX with real days and the sheet "Thông tin", or CSV; safe to open in a spreadsheet."""

import csv
import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final

from fastapi import Depends, Request
from fastapi.responses import Response

from console.auth import Viewer, console_of, lang_of
from papers.formats.xlsx import as_xlsx
from papers.paper import Cell, Column, Facts, Head, Kind, Paper, Table
from schemas.moments import HANOI
from schemas.refusals import Code, Refusal
from schemas.wording import Both, moment_text

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""Spreadsheets then read the file as UTF-8."""
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Heading = tuple[Both, float, Kind]
"""A column of a file: what stands above it, its share of the width, what its cells are."""
Heads = Sequence[Heading]
_ALL: Final = Both("tất cả", "all")
_ROWS: Final = Both("dòng", "rows")


class Ending(StrEnum):
    """What a list can be taken away as."""

    XLSX = "xlsx"
    CSV = "csv"


def ending_in(ending: str) -> Ending:
    """The last part of an address; another one is not there."""
    if ending not in set(Ending):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=ending[:20])
    return Ending(ending)


TheEnding = Annotated[Ending, Depends(ending_in)]


@dataclass(frozen=True, slots=True)
class Exported:
    """One table: what the file is called beside its day and ending, the title, the columns, rows, and the filter in words."""

    name: Sequence[str | None]
    title: Both
    heads: Heads
    rows: Sequence[Sequence[Any]]
    filter: str = ""
    ends_with_total: bool = False


async def exported(
    request: Request, viewer: Viewer, ending: Ending, wanted: Exported, day: date
) -> Response:
    """The file in the reader's language, with filter, day, count and person in it; the same rows for both endings."""
    lang = lang_of(request)
    name, title = file_name(*wanted.name, day), wanted.title.in_(lang)
    columns = tuple(Column(head.in_(lang), width, kind) for head, width, kind in wanted.heads)
    rows = [tuple(_cell(cell) for cell in row) for row in wanted.rows]
    now = await console_of(request).now()
    said = wanted.filter or _ALL.in_(lang)
    if ending is Ending.CSV:
        count = len(rows) - wanted.ends_with_total
        notes = [said, f"{moment_text(now, lang)} · {count} {_ROWS.in_(lang)} · {viewer.name}"]
        return _file(_csv(columns, rows, notes), name, ending, "text/csv; charset=utf-8")
    paper = Paper(
        name=name,
        head=Head(issuer=(), symbol=""),
        subject=title,
        facts=Facts(as_of=day, about=said, made_at=now, by=f"{viewer.name} ({viewer.login})", lang=lang),
        body=(Table(title[:31], columns, rows, ends_with_total=wanted.ends_with_total),),
    )  # fmt: skip
    return _file(as_xlsx(paper), name, ending, _XLSX)


def _csv(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], notes: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.head for column in columns)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    writer.writerow([])
    writer.writerows([safe(note)] for note in notes)
    return (_MARK + out.getvalue()).encode()


def _file(content: bytes, name: str, ending: Ending, kind: str) -> Response:
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=kind, headers=headers)


def _cell(cell: Any) -> Cell:
    """A moment as clocks in Hanoi show it: spreadsheets know no zones."""
    if isinstance(cell, datetime):
        return cell.astimezone(HANOI).replace(tzinfo=None, microsecond=0)
    if cell is None or isinstance(cell, date | int | float):
        return cell
    return str(cell)


def safe(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def file_name(*parts: str | date | None) -> str:
    """`nhiem-vu_qua-han_BYT_2026-11-22`, from what is there; ASCII, as headers are."""
    marked = "_".join(str(part) for part in parts if part).replace("đ", "d").replace("Đ", "D")
    said = "".join(c for c in unicodedata.normalize("NFD", marked) if not unicodedata.combining(c))
    return "".join(c if (c.isascii() and c.isalnum()) or c in "-_." else "-" for c in said)[:100]
