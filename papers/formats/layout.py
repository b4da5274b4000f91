"""A paper as the forms read it: words only, in the order and with the sizes of the decree; PDF and DOCX share it."""

from collections.abc import Callable
from typing import Any, Final

from papers.formats.plots import drawn
from papers.paper import Annex, Block, Head, Paper, Plot, Table, Text, fingerprint
from papers.parting import label_of
from papers.writing import clean, day, long_day, moment, written

__all__ = ["laid_out"]

_SIZES: Final = ((7, 12.0), (9, 10.5), (99, 10.0))
"""The size of a table's letters by how many columns it has."""

Plain = Callable[[str], str]


def laid_out(paper: Paper, plain: Plain = clean) -> dict[str, Any]:
    """Everything the forms print; *plain* is applied to every text that comes from the register."""
    head, facts = paper.head, paper.facts
    place = plain(head.place)
    blank = f"{place}, ngày        tháng        năm {facts.as_of.year}"
    local = facts.made_at
    return {
        "title": plain(f"{paper.kind} {paper.subject}".strip()),
        "author": plain(" - ".join(head.issuer)),
        "made": [local.year, local.month, local.day],
        "issuer": [plain(line) for line in head.issuer],
        "number": plain(_number(head)),
        "dated": f"{place}, {long_day(head.dated)}" if head.dated else blank,
        "kind": plain(paper.kind),
        "subject": plain(paper.subject),
        "addressees": [plain(one) for one in paper.addressees],
        "body": [_block(block, plain) for block in paper.body],
        "recipients": [plain(one) for one in paper.recipients],
        "signer": [plain(line) for line in paper.signer],
        "annexes": [_annex(annex, at, paper, plain) for at, annex in enumerate(paper.annexes)],
        "landscape": paper.landscape,
        "is_part": paper.is_part,
        "note": plain(_note(paper)),
    }


def _number(head: Head) -> str:
    """Working tables have neither number nor symbol, unless somebody gives them one."""
    if not head.symbol:
        return f"Số: {head.number}" if head.number else ""
    return f"Số: {head.number or '            '}/{head.symbol}"


def _annex(annex: Annex, at: int, paper: Paper, plain: Plain) -> dict[str, Any]:
    what = paper.kind.capitalize() if paper.kind else "Công văn"
    number = paper.head.number or "........"
    head, year = paper.head, paper.facts.as_of.year
    dated = long_day(head.dated) if head.dated else f"ngày ...... tháng ...... năm {year}"
    where = f"số {number}/{head.symbol} {dated}" if head.symbol else dated
    return {
        "label": plain(label_of(annex, at, len(paper.annexes))),
        "title": plain(annex.title.upper()),
        "belongs": plain(f"(Kèm theo {what} {where} của {head.name})"),
        "table": _table(annex.table, plain),
    }


def _block(block: Block, plain: Plain) -> dict[str, Any]:
    match block:
        case Text():
            lead, text = _led(block)
            return {"kind": "text", "style": block.style, "lead": plain(lead), "text": plain(text)}
        case Table():
            return _table(block, plain)
        case Plot():
            shape = drawn(block)
            words = {name: plain(shape[name]) for name in ("title", "unit", "says")}
            return {"kind": "plot"} | shape | words


def _led(block: Text) -> tuple[str, str]:
    """The bold beginning of an article ("Điều 1."), and the rest."""
    if block.style != "article":
        return "", block.text
    words = block.text.split(" ", 2)
    return " ".join(words[:2]), f" {words[2]}"


def _table(table: Table, plain: Plain) -> dict[str, Any]:
    return {
        "kind": "table",
        "caption": plain(table.caption),
        "columns": [
            {
                "head": plain(column.head),
                "width": column.width,
                "kind": "text" if column.kind == "text" else "date" if column.kind == "date" else "number",
            }
            for column in table.columns
        ],
        "rows": [
            [plain(written(cell, column)) for cell, column in zip(row, table.columns, strict=True)]
            for row in table.rows
        ],
        "notes": [plain(note) for note in table.notes],
        "total": table.ends_with_total,
        "empty": plain(table.empty),
        "size": next(size for most, size in _SIZES if len(table.columns) <= most),
    }  # fmt: skip


def _note(paper: Paper) -> str:
    facts = paper.facts
    return (
        f"Số liệu tính đến hết ngày {day(facts.as_of)}; {facts.about}; trích xuất lúc {moment(facts.made_at)}; "
        f"mã băm dữ liệu (SHA-256): {fingerprint(paper)}."
    )
