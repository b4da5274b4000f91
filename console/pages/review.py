"""«Thẩm tra» and «Đề nghị»: what waits for the standing office, the oldest first."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import StandingOffice, TheConsole, TheLang, Viewer
from console.desk import Console
from console.exports import ITEM_HEADS, Exported, Heads, TheEnding, exported, item_row
from console.rendering import page, short_of
from register import reads
from register.reads import ListFilters
from schemas.agencies import name_of
from schemas.labels import Lang
from schemas.states import Owed, State
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

MOST: Final = 500
"""Rows of a file; the screen shows the first of them."""
SHOWN: Final = 100


@dataclass(frozen=True, slots=True)
class Case:
    """One assignment in a queue: since when, until when, what is asked."""

    item: dict[str, Any]
    since: datetime | None
    asked: str = ""
    reason: str = ""
    office: str = ""


@router.get("/tham-tra")
async def to_review(request: Request, viewer: StandingOffice, console: TheConsole) -> Response:
    """Evidence to accept or return, then reports nobody has looked at."""
    today = await console.today()
    evidence = await _under_review(console, viewer, today, SHOWN + 1)
    waiting = await reads.reports_waiting(console.pool, viewer.office, SHOWN + 1)
    reports = await _cases(console, today, waiting)
    return await page(
        request, "review.html", today=today, most=SHOWN, evidence=evidence, reports=reports
    )


@router.get("/tham-tra.{ending}")
async def to_review_as_file(
    request: Request, viewer: StandingOffice, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """Both queues of the screen: evidence to examine, then reports to review."""
    today = await console.today()
    evidence = await _under_review(console, viewer, today)
    reports = await _cases(console, today, await reads.reports_waiting(console.pool, viewer.office))
    rows = [[_EVIDENCE.in_(lang), one.since, *item_row(one.item, lang)] for one in evidence]
    rows += [[_REPORT.in_(lang), one.since, *item_row(one.item, lang)] for one in reports]
    table = Exported(
        name=("tham-tra", short_of(viewer.office)),
        title=Both("Thẩm tra", "Review"),
        heads=(*_QUEUED, *ITEM_HEADS),
        rows=rows,
        filter=_of_office(viewer, lang),
    )
    return await exported(request, viewer, ending, table, today)


@router.get("/de-nghi")
async def requests(request: Request, viewer: StandingOffice, console: TheConsole) -> Response:
    """Requests for more time, and objections."""
    today = await console.today()
    extensions = await reads.extensions_waiting(console.pool, viewer.office, SHOWN + 1)
    return await page(
        request,
        "requests.html",
        today=today,
        most=SHOWN,
        extensions=await _cases(console, today, extensions),
        objections=await _objections(console, viewer, today, SHOWN + 1),
    )


@router.get("/de-nghi.{ending}")
async def requests_as_file(
    request: Request, viewer: StandingOffice, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """Both kinds of requests, with what is asked and why."""
    today = await console.today()
    waiting = await reads.extensions_waiting(console.pool, viewer.office)
    extensions = await _cases(console, today, waiting)
    objections = await _objections(console, viewer, today)
    rows = [
        [_EXTENSION.in_(lang), one.since, date.fromisoformat(one.asked), "", one.reason, *item_row(one.item, lang)]
        for one in extensions
    ]  # fmt: skip
    rows += [
        [_OBJECTION.in_(lang), one.since, None, name_of(one.office) if one.office else "", one.reason, *item_row(one.item, lang)]
        for one in objections
    ]  # fmt: skip
    table = Exported(
        name=("de-nghi", short_of(viewer.office)),
        title=Both("Đề nghị", "Requests"),
        heads=(*_QUEUED, *_ASKED, *ITEM_HEADS),
        rows=rows,
        filter=_of_office(viewer, lang),
    )
    return await exported(request, viewer, ending, table, today)


def _of_office(viewer: Viewer, lang: Lang) -> str:
    return f"{Both('Thường trực', 'Standing office').in_(lang)}: {name_of(viewer.office)}"


async def _under_review(
    console: Console, viewer: Viewer, today: date, at_most: int = MOST
) -> list[Case]:
    """By age: what has waited longest comes first."""
    wanted = ListFilters(state=State.UNDER_REVIEW)
    found = await reads.list_for(console.pool, viewer.scope, wanted, today, (at_most, None))
    ids = [one["id"] for one in found.items]
    standings = await reads.standings_by_ids(console.pool, ids)
    cases = []
    for one in found.items:
        standing = standings.get(one["id"])
        if standing is None or standing.standing_office != viewer.office:
            continue
        due = [o.due_on for o in standing.state.obligations if o.owed is Owed.REVIEW_EVIDENCE]
        asked = due[0].isoformat() if due else ""
        cases.append(Case(one, standing.state.submitted_at, asked=asked))
    return sorted(cases, key=lambda one: str(one.since))


async def _objections(
    console: Console, viewer: Viewer, today: date, at_most: int = MOST
) -> list[Case]:
    wanted = ListFilters(state=State.OBJECTED)
    found = await reads.list_for(console.pool, viewer.scope, wanted, today, (at_most, None))
    ids = [one["id"] for one in found.items]
    said = await reads.objections_to(console.pool, ids, viewer.office)
    return [
        Case(one, said[one["id"]].at, "", said[one["id"]].reason, said[one["id"]].proposed_office)
        for one in found.items
        if one["id"] in said
    ]


async def _cases(console: Console, today: date, waiting: list[reads.Waiting]) -> list[Case]:
    items = await reads.items_by_ids(console.pool, [one.id for one in waiting], today)
    known = {one["id"]: one for one in items}
    return [Case(known[one.id], one.at, one.said, one.reason) for one in waiting if one.id in known]


_EVIDENCE: Final = Both("Minh chứng", "Evidence")
_REPORT: Final = Both("Báo cáo", "Report")
_EXTENSION: Final = Both("Gia hạn", "More time")
_OBJECTION: Final = Both("Chuyển cơ quan", "Another agency")
_QUEUED: Final[Heads] = (
    (Both("Chờ", "Waits"), 1.2, "text"),
    (Both("Gửi lúc", "Sent"), 1.2, "moment"),
)
_ASKED: Final[Heads] = (
    (Both("Hạn đề nghị", "Day asked for"), 0.9, "date"),
    (Both("Cơ quan đề nghị", "Proposed agency"), 2, "text"),
    (Both("Lý do", "Reason"), 4, "text"),
)
