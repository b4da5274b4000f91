"""«Cơ quan»: one body – what it has to do, how far it is, what it was before – and the list of all bodies."""

from datetime import date
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import AGENCY, Anybody, Reader, TheConsole, TheLang, Viewer
from console.desk import Console
from console.exports import Exported, Heads, TheEnding, exported
from console.filters import LEVELS, SLUGS
from console.rendering import page
from register import reads
from register.reads import ListFilters
from schemas.agencies import Agency, Level, agency, all_agencies, name_of
from schemas.folding import fold_vi, sort_key_vi
from schemas.refusals import Code, Refusal
from schemas.states import Schedule
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

SHOWN: Final = 10


@router.get("/co-quan")
async def agencies(
    request: Request, viewer: Anybody, console: TheConsole, q: str = "", het: str = ""
) -> Response:
    """Every body that can be given work: since when, until when, who came after it."""
    today = await console.today()
    return await page(
        request,
        "agencies.html",
        today=today,
        bodies=_wanted(q, today, ended=bool(het)),
        q=q[:80],
        ended=bool(het),
        levels={level.value: words for level, words in LEVELS.items()},
    )


@router.get("/co-quan.{ending}")
async def agencies_as_file(
    request: Request, viewer: Anybody, ending: TheEnding, console: TheConsole, lang: TheLang, q: str = "", het: str = ""
) -> Response:  # fmt: skip
    """The same list."""
    today = await console.today()
    rows = [
        [one.code, one.name_vi, one.short_name, LEVELS[one.reach].in_(lang), one.valid_from, one.valid_to, "; ".join(name_of(code) for code in one.successors), "; ".join(one.aliases), one.source]
        for one in _wanted(q, today, ended=bool(het))
    ]  # fmt: skip
    table = Exported(
        name=("co-quan",),
        title=Both("Cơ quan", "Agencies"),
        heads=_HEADS,
        rows=rows,
        filter="; ".join(one for one in (q[:80], _ENDED.in_(lang) if het else "") if one),
    )
    return await exported(request, viewer, ending, table, today)


@router.get("/co-quan/{code}")
async def one_agency(request: Request, code: str, viewer: Reader, console: TheConsole) -> Response:
    """The counts of one body, its late work and what falls due next; agencies see their own and their work's."""
    body = agency(code)
    if body is None or not _may_see(viewer, code):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=code[:20])
    today = await console.today()
    stats = await reads.stats_for(console.pool, viewer.scope, "agency", today)
    counts = next((row for row in stats["rows"] if row["key"] == code), None)
    late, soon = [
        await reads.list_for(
            console.pool, viewer.scope, ListFilters(agency=code, schedule=group), today, (SHOWN, None)
        )
        for group in (Schedule.OPEN_OVERDUE, Schedule.OPEN_IN_TIME)
    ]  # fmt: skip
    return await page(
        request,
        "agency.html",
        today=today,
        body_=body,
        level=LEVELS[body.reach],
        counts=counts,
        late=late.items,
        soon=soon.items,
        before=_predecessors(body, today),
        others=[] if late.items or soon.items else await _some_of(console, viewer, code, today),
        groups=list(Schedule),
        slugs=SLUGS,
    )


def _may_see(viewer: Viewer, code: str) -> bool:
    """People of an agency look at their own; everybody else's work is scoped by the reads."""
    return viewer.role not in AGENCY or viewer.office == code


def _wanted(q: str, today: date, *, ended: bool) -> list[Agency]:
    words = fold_vi(q)
    found = [
        one
        for one in all_agencies()
        if one.is_valid_on(today) is not ended
        and (not words or words in fold_vi(" ".join((one.code, one.name_vi, one.short_name, *one.aliases))))
    ]  # fmt: skip
    order = list(Level)
    return sorted(found, key=lambda one: (order.index(one.reach), sort_key_vi(one.name_vi)))


async def _some_of(
    console: Console, viewer: Viewer, code: str, today: date
) -> list[dict[str, Any]]:
    found = await reads.list_for(
        console.pool, viewer.scope, ListFilters(agency=code), today, (SHOWN, None)
    )
    return found.items


def _predecessors(body: Agency, today: date) -> list[Agency]:
    """Bodies that have ended into this one by today."""
    return [
        one
        for one in all_agencies()
        if body.code in one.successors
        and one.valid_to
        and one.valid_to < today
        and one.name_vi != body.name_vi
    ]


_ENDED: Final = Both("không hiệu lực hôm nay", "not in force today")
_HEADS: Final[Heads] = (
    (Both("Mã", "Code"), 0.7, "text"),
    (Both("Tên", "Name"), 3, "text"),
    (Both("Tên tắt", "Short name"), 1.2, "text"),
    (Both("Cấp", "Level"), 1, "text"),
    (Both("Từ ngày", "Valid from"), 0.9, "date"),
    (Both("Đến ngày", "Valid to"), 0.9, "date"),
    (Both("Kế tiếp", "Successors"), 2.4, "text"),
    (Both("Tên khác", "Aliases"), 3, "text"),
    (Both("Nguồn", "Source"), 3, "text"),
)
