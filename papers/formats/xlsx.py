"""A paper's tables as XLSX: real dates and numbers, frozen heads, filters, and a sheet that says what it is."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from papers.paper import Cell, Column, Paper, Table, fingerprint, tables_of
from papers.writing import clean, day, moment
from schemas.wording import Both, moment_text

__all__ = ["as_xlsx"]

_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "text": {},
    "number": {"num_format": "#,##0", "align": "right"},
    "decimal": {"num_format": "#,##0.###", "align": "right"},
    "date": {"num_format": "dd/mm/yyyy", "align": "center"},
    "rate": {"num_format": "0.0%", "align": "right"},
    "moment": {"num_format": "dd/mm/yyyy hh:mm", "align": "center"},
}
_EVERY: Final = {"font_name": "Times New Roman", "font_size": 11, "valign": "top", "text_wrap": True, "border": 1}  # fmt: skip
_OPTIONS: Final = {
    "in_memory": True,
    # Text is text: what begins with "=" or looks like a link stays what the agency wrote.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_WIDTH: Final = 14.0
"""Characters in a column of share one."""


def as_xlsx(paper: Paper) -> bytes:
    """One sheet for each table, all rows, and the sheet "Thông tin"."""
    written = BytesIO()
    book = xlsxwriter.Workbook(written, _OPTIONS)
    book.set_properties(
        {"title": paper.subject, "created": paper.facts.made_at.replace(tzinfo=None)}
    )
    formats = {name: book.add_format(_EVERY | said) for name, said in _FORMATS.items()}
    bold = {
        name: book.add_format(_EVERY | said | {"bold": True}) for name, said in _FORMATS.items()
    }
    head = book.add_format(_EVERY | {"bold": True, "align": "center", "valign": "vcenter"})
    for table in tables_of(paper):
        sheet = book.add_worksheet(table.sheet)
        _columns(sheet, table, head)
        for at, row in enumerate(table.rows, start=1):
            last = table.ends_with_total and at == len(table.rows)
            _row(sheet, at, row, table.columns, bold if last else formats)
    _about(book, paper, head, formats["text"])
    book.close()
    return written.getvalue()


def _columns(sheet: Any, table: Table, head: Any) -> None:
    for at, column in enumerate(table.columns):
        sheet.set_column(at, at, max(7.0, _WIDTH * column.width))
        sheet.write_string(0, at, column.head, head)
    sheet.freeze_panes(1, 0)
    # The filter leaves the sum out, which would otherwise be sorted among the rows.
    rows = len(table.rows) - (1 if table.ends_with_total else 0)
    sheet.autofilter(0, 0, max(rows, 0), len(table.columns) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0)
    sheet.fit_to_pages(1, 0)


def _row(
    sheet: Any, at: int, row: tuple[Cell, ...], columns: tuple[Column, ...], formats: dict[str, Any]
) -> None:
    for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
        own = formats[column.kind]
        if cell is None:
            sheet.write_blank(at, place, None, own)
        elif isinstance(cell, date):
            sheet.write_datetime(at, place, cell, own)
        elif isinstance(cell, int | float):
            sheet.write_number(at, place, cell, own)
        else:
            sheet.write_string(at, place, clean(cell), formats["text"])


def _about(book: Any, paper: Paper, head: Any, plain: Any) -> None:
    """What the tables are: from when, of what, how many rows, by whom, the hash of the figures, the formulas."""
    sheet = book.add_worksheet(_ABOUT.in_(paper.facts.lang))
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    for at, (name, said) in enumerate(_facts(paper)):
        sheet.write_string(at, 0, name, head)
        sheet.write_string(at, 1, clean(said), plain)


def _facts(paper: Paper) -> Iterator[tuple[str, str]]:
    facts, lang = paper.facts, paper.facts.lang
    yield _PAPER.in_(lang), f"{paper.kind} {paper.subject}".strip()
    yield _AS_OF.in_(lang), day(facts.as_of)
    yield _FILTER.in_(lang), facts.about
    yield (
        _MADE.in_(lang),
        moment(facts.made_at) if lang == "vi" else moment_text(facts.made_at, lang),
    )
    if facts.by:
        yield _BY.in_(lang), facts.by
    for table in tables_of(paper):
        rows = len(table.rows) - (1 if table.ends_with_total else 0)
        yield f"{_COUNT.in_(lang)}: {table.sheet}", str(max(rows, 0))
    yield _HASH.in_(lang), fingerprint(paper)
    for table in tables_of(paper):
        for note in table.notes:
            yield f"{_NOTE.in_(lang)}: {table.sheet}", note


_ABOUT: Final = Both("Thông tin", "About")
_PAPER: Final = Both("Văn bản", "Table")
_AS_OF: Final = Both("Số liệu tính đến hết ngày", "As of the end of")
_FILTER: Final = Both("Bộ lọc", "Filter")
_MADE: Final = Both("Trích xuất lúc", "Taken at")
_BY: Final = Both("Người trích xuất", "Taken by")
_COUNT: Final = Both("Số dòng", "Rows")
_HASH: Final = Both("Mã băm dữ liệu (SHA-256)", "Hash of the figures (SHA-256)")
_NOTE: Final = Both("Ghi chú", "Note")
