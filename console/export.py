"""Lists as CSV: the rows on the screen and all that follow, with real days, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from fastapi.responses import Response

from schemas.agencies import name_of
from schemas.labels import DECLARED, SCHEDULES, STATES, VERIFIED, Lang, word
from schemas.states import Declared, Schedule, State, Verified
from schemas.wording import Both

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_MARK: Final = "\ufeff"
"""Spreadsheets then read the file as UTF-8."""


def csv_of(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], notes: Sequence[str] = ()
) -> Response:
    """A file of that name; *notes* (filter, day, count) stand below the rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(heads)
    writer.writerows([safe(cell) for cell in row] for row in rows)
    if notes:
        writer.writerow([])
        writer.writerows([safe(note)] for note in notes)
    headers = {"content-disposition": f'attachment; filename="{name}.csv"'}
    return Response(
        (_MARK + out.getvalue()).encode(), media_type="text/csv; charset=utf-8", headers=headers
    )


def safe(cell: Any) -> Any:
    """A text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell


def item_heads(lang: Lang) -> list[str]:
    """The columns of exported assignments."""
    return [head.in_(lang) for head in _HEADS]


def item_row(one: dict[str, Any], lang: Lang) -> list[Any]:
    """One assignment as a row; days as ISO, which every spreadsheet reads as days."""
    schedule = word(SCHEDULES, Schedule(one["schedule"]), lang) if one["schedule"] else ""
    return [
        one["id"],
        one["n"],
        one["clause"],
        one["text"],
        one["holder"],
        name_of(one["holder"]),
        "; ".join(one["coordinating"]),
        one["deadline"]["due_on"],
        word(STATES, State(one["state"]), lang),
        word(DECLARED, Declared(one["declared"]), lang),
        one["progress"],
        word(VERIFIED, Verified(one["verified"]), lang),
        schedule,
        one["days_late"],
        one["rung"],
        one["conclusion"],
        one["session"],
        "; ".join(one["programmes"]),
    ]


def file_name(*parts: str | date | None) -> str:
    """`nhiem-vu_qua-han_G18_2026-11-22`, from what is there."""
    said = "_".join(str(part) for part in parts if part)
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in said)[:100]


_HEADS: Final = (
    Both("Mã", "Id"),
    Both("Số", "No"),
    Both("Điểm", "Clause"),
    Both("Nhiệm vụ", "Assignment"),
    Both("Mã cơ quan", "Agency code"),
    Both("Cơ quan chủ trì", "Lead agency"),
    Both("Phối hợp", "Coordinating"),
    Both("Hạn", "Due"),
    Both("Trạng thái", "State"),
    Both("Cơ quan báo", "Declared"),
    Both("Tiến độ %", "Progress %"),
    Both("Thẩm tra", "Verified"),
    Both("Tiến độ hạn", "Schedule"),
    Both("Số ngày quá hạn", "Days late"),
    Both("Nấc", "Rung"),
    Both("Kết luận", "Conclusion"),
    Both("Phiên", "Session"),
    Both("Chương trình", "Programmes"),
)
