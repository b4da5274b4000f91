"""«Tổng hợp»: the state of the whole. The seven groups add up in every row, and every number opens its list."""

from datetime import date
from typing import Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import TheConsole, TheLang, Viewer, Watcher
from console.desk import Console
from console.exports import COUNT_HEADS, Exported, TheEnding, counts_in, exported
from console.filters import LEVELS, SLUGS, day_in
from console.rendering import page
from policy.periods import period_around
from register import reads
from schemas.agencies import Level, agency, name_of
from schemas.labels import Lang
from schemas.refusals import MalformedInput
from schemas.states import Schedule
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

BY: Final = {
    "cap": ("level", "cap", Both("Cấp", "Level")),
    "co-quan": ("agency", "cq", Both("Cơ quan", "Agency")),
    "chuong-trinh": ("programme", "ct", Both("Chương trình", "Programme")),
    "phien": ("session", "phien", Both("Phiên họp", "Session")),
    "ket-luan": ("conclusion", "kl", Both("Kết luận", "Conclusion")),
}
"""What the whole is broken down by: the register's word, the filter that opens a row, the name."""
BARS: Final = 15
_SINCE: Final = {
    "month": Both("cuối tháng trước", "end of last month"),
    "quarter": Both("cuối quý trước", "end of last quarter"),
    "year": Both("cuối năm trước", "end of last year"),
}


@router.get("/tong-hop")
async def overview(
    request: Request, viewer: Watcher, console: TheConsole, lang: TheLang, theo: str = "co-quan"
) -> Response:
    """Numbers first, then what changed since another day, then the breakdown."""
    today = await console.today()
    by = theo if theo in BY else "co-quan"
    rows, total = await _broken_down(console, viewer, by, today, lang)
    level = request.query_params.get("cap", "") if by == "co-quan" else ""
    if level in set(Level):
        rows = [one for one in rows if is_of_level(one[0], Level(level))]
    earlier = day_in(request.query_params.get("so-voi", ""))
    before = await _before(console, viewer, earlier) if earlier else None
    return await page(
        request,
        "overview.html",
        today=today,
        total=total,
        rows=rows,
        bars=sorted(rows, key=lambda one: (-one[2]["open_overdue"], -one[2]["total"]))[:BARS],
        by=by,
        choices=BY,
        slugs=SLUGS,
        groups=list(Schedule),
        level=LEVELS[Level(level)] if level in set(Level) else None,
        part=sum_of(rows),
        earlier=earlier,
        before=before,
        since=[(words, period_around(today, key).before().last) for key, words in _SINCE.items()],
    )


@router.get("/tong-hop.{ending}")
async def overview_as_file(
    request: Request, viewer: Watcher, ending: TheEnding, console: TheConsole, lang: TheLang, theo: str = "co-quan"
) -> Response:  # fmt: skip
    """The breakdown on the screen, its total in the last row."""
    if theo not in BY:
        raise MalformedInput("filter_wrong", field="theo")
    today = await console.today()
    rows, total = await _broken_down(console, viewer, theo, today, lang)
    written: list[list[Any]] = [[key, name, *counts_in(row)] for key, name, row, _ in rows]
    written.append(["", Both("Tổng", "Total").in_(lang), *counts_in(total)])
    by = BY[theo][2]
    table = Exported(
        name=("tong-hop", theo),
        title=Both("Tổng hợp", "Overview"),
        heads=((Both("Mã", "Key"), 1.2, "text"), (by, 3, "text"), *COUNT_HEADS),
        rows=written,
        filter=f"{Both('Theo', 'By').in_(lang)}: {by.in_(lang)}",
        ends_with_total=True,
    )
    return await exported(request, viewer, ending, table, today)


async def _broken_down(
    console: Console, viewer: Viewer, by: str, day: date, lang: Lang
) -> tuple[list[tuple[str, str, dict[str, Any], str]], dict[str, int]]:
    """Key, name, counts and the query of each row's list; and the whole."""
    dimension, parameter, _ = BY[by]
    stats = await reads.stats_for(console.pool, viewer.scope, dimension, day)
    rows = [
        (str(row["key"] or ""), _name(by, row["key"], lang), row, _query(parameter, row["key"]))
        for row in stats["rows"]
    ]
    return rows, stats["total"]


def is_of_level(code: str, level: Level) -> bool:
    """Whether a body's results count under that level."""
    body = agency(code)
    return body is not None and body.reach is level


def sum_of(rows: list[tuple[str, str, dict[str, Any], str]]) -> dict[str, int]:
    """The counts of some rows together."""
    keys = [*(group.value for group in Schedule), "total"]
    return {key: sum(row[key] for _, _, row, _ in rows) for key in keys}


def _query(parameter: str, key: Any) -> str:
    return urlencode({parameter: key}) if key is not None else ""


async def _before(console: Console, viewer: Viewer, day: date) -> dict[str, int]:
    """The whole as it stood at the end of an earlier day; from history, where all of it may be seen."""
    stats = await reads.stats_for(console.pool, viewer.scope, "level", day)
    total: dict[str, int] = stats["total"]
    return total


def _name(by: str, key: Any, lang: Lang) -> str:
    if key is None:
        return "–"
    if by == "co-quan":
        return name_of(str(key))
    return LEVELS[Level(key)].in_(lang) if by == "cap" else str(key)
