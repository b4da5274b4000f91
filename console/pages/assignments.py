"""«Nhiệm vụ»: the main list, its filters in the address, and the same list as a file."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import parse_qsl

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole, TheLang, Viewer
from console.columns import COLUMNS, USUAL, left_out
from console.desk import Console
from console.exports import (
    ITEM_HEADS,
    Exported,
    TheEnding,
    exported,
    item_row,
    items_of,
)
from console.filters import GROUPS, LEVELS, NAMES, Wanted, wanted_in
from console.rendering import page, short_of
from policy.periods import period_around
from register import reads
from register.views import USUAL as UNNAMED
from register.views import KeptView, views_for
from schemas.agencies import valid_on
from schemas.refusals import MalformedInput
from schemas.states import State
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

ON_A_PAGE: Final = 50
_COUNTED_UP_TO: Final = 100
_TOTALLED: Final = {
    "cq": "agency",
    "cap": "level",
    "phien": "session",
    "kl": "conclusion",
    "ct": "programme",
}


@router.get("/nhiem-vu")
async def assignments(request: Request, viewer: Reader, console: TheConsole) -> Response:
    """One page of the list, most pressing first."""
    views = await views_for(console.pool, viewer.login, viewer.office)
    wanted = _as_kept(wanted_in(request.query_params), views)
    today = await console.today()
    after = request.query_params.get("sau") or None
    found = await reads.list_for(
        console.pool, viewer.scope, wanted.filters, today, (ON_A_PAGE, after)
    )
    return await page(
        request,
        "assignments.html",
        422 if wanted.wrong else 200,
        today=today,
        wanted=wanted,
        items=[] if wanted.wrong else found.items,
        next=found.next,
        is_first=after is None,
        totals=await totals_of(console, viewer, wanted),
        drops=[] if found.items else await _drops(console, viewer, wanted),
        choices=_choices(today),
        names=NAMES,
        views=[one for one in views if one.name],
        columns=wanted.columns or USUAL,
        all_columns=COLUMNS,
        is_dense="gon" in wanted.shown_as,
        spans=[(words, wanted.but(**days)) for words, days in _spans(today)],
    )


@router.get("/nhiem-vu.{ending}")
async def assignments_as_file(
    request: Request, viewer: Reader, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """Every row of the list with these filters, in its order; with the columns that were chosen, or with all."""
    wanted = wanted_in(request.query_params)
    if wanted.wrong:
        raise MalformedInput("filter_wrong", field=wanted.wrong[0])
    today = await console.today()
    agency = wanted.filters.agency
    less = frozenset[str]() if wanted.columns is None else left_out(wanted.columns)
    shown = [at for at, head in enumerate(ITEM_HEADS) if head[0].vi not in less]
    items = await items_of(console, viewer.scope, wanted.filters, today)
    table = Exported(
        name=("nhiem-vu", wanted.given.get("nhom"), short_of(agency) if agency else None),
        title=Both("Nhiệm vụ", "Assignments"),
        heads=[ITEM_HEADS[at] for at in shown],
        rows=[[row[at] for at in shown] for row in (item_row(one, lang) for one in items)],
        filter=wanted.words(lang),
    )
    return await exported(request, viewer, ending, table, today)


def _as_kept(wanted: Wanted, views: list[KeptView]) -> Wanted:
    """With the columns and the density that the account keeps, where the address names none."""
    kept = next((one.query for one in views if one.name == UNNAMED and not one.is_shared), "")
    if wanted.shown_as or not kept:
        return wanted
    return replace(wanted, shown_as=wanted_in(dict(parse_qsl(kept))).shown_as)


def _spans(today: date) -> list[tuple[Both, dict[str, str]]]:
    """Due days that people ask for every day, as filters."""
    quarter = period_around(today, "quarter")
    spans = (
        (Both("hôm nay", "today"), today, today),
        (Both("7 ngày tới", "next 7 days"), today, today + timedelta(days=7)),
        (Both("30 ngày tới", "next 30 days"), today, today + timedelta(days=30)),
        (Both("quý này", "this quarter"), quarter.first, quarter.last),
    )
    return [
        (words, {"tu": first.isoformat(), "den": last.isoformat()}) for words, first, last in spans
    ]


async def totals_of(console: Console, viewer: Viewer, wanted: Wanted) -> dict[str, Any] | None:
    """The seven groups of the whole list, where one counter has them: at most one filter beside the group."""
    named = [name for name in wanted.given if name != "nhom"]
    if len(named) > 1 or any(name not in _TOTALLED for name in named) or wanted.wrong:
        return None
    by = _TOTALLED[named[0]] if named else "level"
    stats = await reads.stats_for(console.pool, viewer.scope, by, await console.today())
    if not named:
        total: dict[str, Any] = stats["total"]
        return total
    key = getattr(wanted.filters, by)
    key = f"kl/{key.removeprefix('kl/')}" if by == "conclusion" else key
    return next((row for row in stats["rows"] if row["key"] == key), None)


async def _drops(console: Console, viewer: Viewer, wanted: Wanted) -> list[tuple[str, str, int]]:
    """For a list without rows: how many there would be without each single filter."""
    found = []
    for name in wanted.said:
        less = wanted.without(name)
        part = await reads.list_for(
            console.pool, viewer.scope, less.filters, await console.today(), (_COUNTED_UP_TO, None)
        )
        if part.items:
            found.append((name, less.query, len(part.items)))
    return found


def _choices(today: Any) -> dict[str, Any]:
    return {
        "agencies": [(body.code, body.name_vi) for body in valid_on(today)],
        "groups": GROUPS,
        "states": list(State),
        "levels": LEVELS,
    }
