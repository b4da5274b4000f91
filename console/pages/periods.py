"""«So sánh kỳ» and «Chỉ số»: this period beside the one before, and indicators against their trajectories."""

from datetime import date
from itertools import islice
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import plots
from console.auth import TheConsole, TheLang, Viewer, Watcher
from console.desk import Console
from console.exports import Exported, Heads, TheEnding, exported
from console.rendering import page
from policy.periods import RHYTHMS, Period, period_around, period_named
from register import reads
from register.reads.scope import widened
from schemas.agencies import name_of
from schemas.labels import Lang
from schemas.refusals import MalformedInput
from schemas.reporting import IndicatorCourse
from schemas.states import Schedule
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

ENDS: Final = 6
"""Periods in the drawing, this one included."""
LENGTHS: Final = {
    "month": Both("Tháng", "Month"),
    "quarter": Both("Quý", "Quarter"),
    "half": Both("6 tháng", "Half-year"),
    "year": Both("Năm", "Year"),
}
_FACTS: Final = {
    "AssignmentOpened": Both("Nhiệm vụ được giao", "Assignments opened"),
    "Acknowledged": Both("Lượt tiếp nhận", "Acknowledgements"),
    "ReportSubmitted": Both("Báo cáo của cơ quan", "Reports of agencies"),
    "EvidenceSubmitted": Both("Lượt gửi minh chứng", "Evidence sent"),
    "EvidenceAccepted": Both("Minh chứng được chấp nhận", "Evidence accepted"),
    "EvidenceReturned": Both("Minh chứng bị trả lại", "Evidence returned"),
    "ExtensionGranted": Both("Gia hạn được chấp nhận", "Extensions granted"),
    "ExtensionRefused": Both("Gia hạn bị từ chối", "Extensions refused"),
    "Reassigned": Both("Chuyển cơ quan", "Reassigned"),
    "RungSent-": Both("Lần nhắc trước hạn", "Reminders before the day"),
    "RungSent+": Both("Lần báo cáo lên cấp trên vì chậm", "Escalations"),
}


def period_text(period: Period, lang: Lang) -> str:
    """A period as people name it."""
    place = (period.month - 1) // period.months
    if lang == "en":
        return period.name
    match period.months:
        case 1:
            return f"tháng {period.month}/{period.year}"
        case 3:
            return f"quý {('I', 'II', 'III', 'IV')[place]}/{period.year}"
        case 6:
            return f"6 tháng {('đầu', 'cuối')[place]} năm {period.year}"
    return f"năm {period.year}"


@router.get("/tong-hop/ky")
async def periods(
    request: Request, viewer: Watcher, console: TheConsole, lang: TheLang, ky: str = ""
) -> Response:
    """Where the whole stood at the end of a period and of those before it, and what happened in this one and the last."""
    today = await console.today()
    period, wrong = _period(ky, today)
    is_whole = (await widened(console.pool, viewer.scope)).whole
    shown = await _compared(console, period, today) if is_whole else None
    return await page(
        request,
        "periods.html",
        422 if wrong else 200,
        today=today,
        period=period,
        name=period_text(period, lang),
        before=period_text(period.before(), lang),
        choices=[(period_around(today, key).name, LENGTHS[key]) for key in RHYTHMS],
        wrong=ky if wrong else "",
        shown=shown,
        columns=plots.columns(
            [(_short(one, lang), counts) for one, _, counts in shown["ends"]], lang
        )
        if shown
        else "",
        period_text=period_text,
        groups=list(Schedule),
        facts=_FACTS,
    )


def _short(period: Period, lang: Lang) -> tuple[str, str]:
    """The same on two short lines."""
    place = (period.month - 1) // period.months
    if lang == "en" or period.months == 12:
        head, _, rest = period.name.partition("-")
        return rest, head
    names = {1: f"tháng {period.month}", 3: f"quý {('I', 'II', 'III', 'IV')[place]}"}
    return names.get(period.months, ("6 tháng đầu", "6 tháng cuối")[place % 2]), str(period.year)


def _period(ky: str, today: date) -> tuple[Period, bool]:
    """The period an address names, else the half-year of today; and whether it names none."""
    if not ky:
        return period_around(today, "half"), False
    try:
        return period_named(ky), False
    except MalformedInput:
        return period_around(today, "half"), True


async def _compared(console: Console, period: Period, today: date) -> dict[str, Any]:
    chain = [period]
    while len(chain) < ENDS:
        chain.append(chain[-1].before())
    chain.reverse()
    counted = await reads.stats_at_ends(console.pool, chain, today)
    ends = [(one, day, counts) for one, (day, counts) in zip(chain, counted, strict=True)]
    while len(ends) > 2 and not ends[0][2]["total"]:  # before the first conclusion
        ends.pop(0)
    day = min(period.last, today)
    facts, facts_before = await reads.period_facts(console.pool, period, day)
    agencies = {
        row["key"] or "": row for row in (await reads.stats(console.pool, "agency", day))["rows"]
    }
    earlier = await reads.stats(console.pool, "agency", period.before().last)
    then = {row["key"]: row for row in earlier["rows"]}
    return {
        "ends": ends,
        "day": ends[-1][1],
        "day_before": ends[-2][1],
        "now": ends[-1][2],
        "then": ends[-2][2],
        "facts": facts,
        "facts_before": facts_before,
        "agencies": [
            (key, name_of(key), counts, then.get(key))
            for key, counts in sorted(
                agencies.items(), key=lambda one: (-one[1]["open_overdue"], one[0])
            )
        ],
    }


@router.get("/chi-so")
async def indicators(
    request: Request, viewer: Watcher, console: TheConsole, cham: str = ""
) -> Response:
    """Every indicator that may be seen, drawn against its trajectory; those that are behind first."""
    today = await console.today()
    found = await _courses(console, viewer, today)
    shown = [one for one in found if one.behind] if cham else found
    return await page(
        request,
        "indicators.html",
        today=today,
        courses=[(one, plots.course(one, today)) for one in islice(shown, MOST_SHOWN)],
        count=len(shown),
        all=len(found),
        behind=sum(one.behind for one in found),
        only_behind=bool(cham),
    )


@router.get("/chi-so.{ending}")
async def indicators_as_file(
    request: Request, viewer: Watcher, ending: TheEnding, console: TheConsole, lang: TheLang, cham: str = ""
) -> Response:  # fmt: skip
    """Every indicator with its target, what the trajectory asks for by today, and the newest value."""
    today = await console.today()
    found = [one for one in await _courses(console, viewer, today) if one.behind or not cham]
    rows = [
        [one.assignment, name_of(one.holder), one.name, one.unit, one.baseline, one.target, one.by, one.expected, one.value, _BEHIND.in_(lang) if one.behind else ""]
        for one in found
    ]  # fmt: skip
    table = Exported(
        name=("chi-so", "cham" if cham else None),
        title=Both("Chỉ số", "Indicators"),
        heads=_HEADS,
        rows=rows,
        filter=_BEHIND.in_(lang) if cham else "",
    )
    return await exported(request, viewer, ending, table, today)


async def _courses(console: Console, viewer: Viewer, today: date) -> list[IndicatorCourse]:
    """Those of the viewer's scope; for a part of the register, of the assignments that may be seen."""
    found = await reads.indicator_courses(console.pool, today)
    if not (await widened(console.pool, viewer.scope)).whole:
        seen: dict[str, frozenset[str] | None] = {}
        for ref in {one.assignment.split("/")[1] for one in found}:
            seen[ref] = await reads.seen_of(console.pool, viewer.scope, ref)
        found = [
            one
            for one in found
            if (own := seen[one.assignment.split("/")[1]]) is None or one.assignment in own
        ]
    return sorted(found, key=lambda one: (not one.behind, one.holder, one.assignment))


MOST_SHOWN: Final = 60
_BEHIND: Final = Both("chậm lộ trình", "behind its trajectory")
_HEADS: Final[Heads] = (
    (Both("Nhiệm vụ", "Assignment"), 2.2, "text"),
    (Both("Cơ quan", "Agency"), 2.4, "text"),
    (Both("Chỉ số", "Indicator"), 3, "text"),
    (Both("Đơn vị", "Unit"), 1, "text"),
    (Both("Gốc", "Baseline"), 0.8, "decimal"),
    (Both("Mục tiêu", "Target"), 0.8, "decimal"),
    (Both("Đến ngày", "By"), 0.9, "date"),
    (Both("Lộ trình đến nay", "Trajectory by today"), 1, "decimal"),
    (Both("Báo cáo mới nhất", "Newest value"), 1, "decimal"),
    (Both("Nhận xét", "Remark"), 1.2, "text"),
)
