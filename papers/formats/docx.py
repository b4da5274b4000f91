"""A paper as a Word file that an officer edits: the office's own form, filled by docxtpl."""

import json
from io import BytesIO
from typing import Any, Final

import typst
from docxtpl import DocxTemplate, InlineImage

from papers.formats.glyphs import printable
from papers.formats.layout import laid_out
from papers.formats.pdf import FORMS, fonts
from papers.paper import Paper
from papers.writing import clean

__all__ = ["as_docx"]

_EMU_PER_MM: Final = 36_000
_PICTURE_MM: Final = 163
_PORTRAIT_MM, _LANDSCAPE_MM, _ANNEX_MM = 163, 250, 260
"""Between the margins."""


def as_docx(paper: Paper) -> bytes:
    """The Word file; the form is chosen by whether there are annexes."""
    said = laid_out(paper)
    form = DocxTemplate(FORMS / _form_of(paper))
    plots = [block for block in said["body"] if block["kind"] == "plot"]
    for block, picture in zip(plots, _pictures(plots), strict=True):
        block["image"] = InlineImage(form, BytesIO(picture), width=_PICTURE_MM * _EMU_PER_MM)
    form.render(said | _celled(said), autoescape=True)
    _give_widths(form.docx, said)
    form.docx.core_properties.title = said["title"][:255]
    form.docx.core_properties.author = said["author"][:255]
    form.docx.core_properties.created = paper.facts.made_at.replace(tzinfo=None)
    written = BytesIO()
    form.save(written)
    return written.getvalue()


def _celled(said: dict[str, Any]) -> dict[str, Any]:
    """Body and annexes with cells that know their side, as the form asks for them."""
    annexes = [annex | {"table": _with_cells(annex["table"])} for annex in said["annexes"]]
    body = [_with_cells(one) if one["kind"] == "table" else one for one in said["body"]]
    return {"body": body, "annexes": annexes}


def _with_cells(table: dict[str, Any]) -> dict[str, Any]:
    sides = [column["kind"] != "number" for column in table["columns"]]
    rows = [
        [{"text": text, "is_text": is_text} for text, is_text in zip(row, sides, strict=True)]
        for row in table["rows"]
    ]
    return table | {"rows": rows}


def _form_of(paper: Paper) -> str:
    if paper.is_part:
        return "paper-part.docx"
    if paper.annexes:
        return "paper-with-annexes.docx"
    return "paper-landscape.docx" if paper.landscape else "paper.docx"


def _pictures(plots: list[dict[str, Any]]) -> list[bytes]:
    """The plots as pictures, drawn by the same form as in the PDF."""
    if not plots:
        return []
    said = [
        block | {name: printable(clean(block[name])) for name in ("title", "unit", "says")}
        for block in plots
    ]
    drawn: Any = typst.compile(  # a list where there are several pages, against its types
        FORMS / "plots.typ",
        root=FORMS,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="png",
        ppi=200.0,
        sys_inputs={"plots": json.dumps(said, ensure_ascii=False)},
    )
    return list(drawn) if isinstance(drawn, list) else [drawn]


def _give_widths(document: Any, said: dict[str, Any]) -> None:
    """The shares of the columns: Word would give all the same. The first and last table are head and signature."""
    between = _LANDSCAPE_MM if said["landscape"] else _PORTRAIT_MM
    tables = [(block, between) for block in said["body"] if block["kind"] == "table"]
    annexes = [(annex["table"], _ANNEX_MM) for annex in said["annexes"]]
    shown = [one for one in (*tables, *annexes) if one[0]["rows"]]
    filled = [table for table in document.tables if table.style.name == "Table Grid"]
    for table, (block, millimetres) in zip(filled, shown, strict=True):
        whole = sum(column["width"] for column in block["columns"])
        widths = [
            round(millimetres * _EMU_PER_MM * column["width"] / whole)
            for column in block["columns"]
        ]
        table.autofit = False
        for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
            column.w = width
        for row in table._tbl.tr_lst:
            for cell, width in zip(row.tc_lst, widths, strict=True):
                cell.width = width
        if block["total"]:
            _embolden(table.rows[-1])


def _embolden(row: Any) -> None:
    """The sum at the end of a table."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            for run in paragraph.runs:
                run.bold = True
