"""«Lịch làm việc» and «Bậc thang»: which days are worked in a year by which document, and who is told when, as tables."""

from calendar import Calendar as Weeks
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Anybody, TheConsole, TheLang
from console.exports import Exported, Heads, TheEnding, exported
from console.looks import told_text
from console.rendering import page
from policy.calendar import is_working_day
from policy.ladders import VERSION, standard_ladders, within_of
from schemas.calendar_file import NamedDay, calendar_today, named_days
from schemas.labels import Lang
from schemas.rules import Rung
from schemas.states import Tier
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

_WEEKS: Final = Weeks(firstweekday=0)


@router.get("/lich-lam-viec")
async def working_days(
    request: Request, viewer: Anybody, console: TheConsole, nam: int | None = None
) -> Response:
    """One year: months with the days that differ from the usual week, and each with its document."""
    today = await console.today()
    years = sorted({one.day.year for one in named_days()})
    year = nam if nam in years else min(max(today.year, years[0]), years[-1])
    calendar = calendar_today()
    differing = {one.day: one for one in _days_of(year)}
    return await page(
        request,
        "working_days.html",
        today=today,
        year=year,
        years=years,
        days=list(differing.values()),
        differing=differing,
        months=[_WEEKS.monthdatescalendar(year, month) for month in range(1, 13)],
        is_worked=lambda day: is_working_day(day, calendar),
        is_announced=year <= calendar.announced_through,
        version=calendar.version,
    )


@router.get("/lich-lam-viec.{ending}")
async def working_days_as_file(
    request: Request, viewer: Anybody, ending: TheEnding, console: TheConsole, lang: TheLang, nam: int | None = None
) -> Response:  # fmt: skip
    """The days of one year, or of all."""
    kinds = (_OFF.in_(lang), _WORKED.in_(lang))
    rows = [
        [one.day, kinds[one.is_worked], one.name, one.source]
        for one in (_days_of(nam) if nam else named_days())
    ]
    table = Exported(
        name=("lich-lam-viec", str(nam) if nam else None),
        title=Both("Lịch làm việc", "Working days"),
        heads=_HEADS,
        rows=rows,
        filter=f"{calendar_today().version}{f', {nam}' if nam else ''}",
    )
    return await exported(request, viewer, ending, table, await console.today())


@router.get("/bac-thang")
async def ladders(request: Request, viewer: Anybody, console: TheConsole) -> Response:
    """The standard ladders of both tiers; running conclusions keep those of the day they were issued."""
    normal, key = ({one.owed: one.rungs for one in standard_ladders(tier)} for tier in Tier)
    return await page(
        request,
        "ladders.html",
        version=VERSION,
        ladders=[
            (owed, within_of(owed, urgent=False), within_of(owed, urgent=True), rungs, key[owed])
            for owed, rungs in normal.items()
        ],
        rung=rung_text,
    )


def rung_text(rung: Rung, lang: Lang) -> str:
    """A rung in words: "3 ngày trước hạn: đầu mối"."""
    unit = (_WORKING if rung.counts_working_days else _CALENDAR).in_(lang)
    said = (_BEFORE if rung.offset < 0 else _AFTER if rung.offset else _ON).in_(lang)
    return f"{said.format(abs(rung.offset), unit)}: {told_text(rung.to, lang)}"


def _days_of(year: int) -> list[NamedDay]:
    return sorted((one for one in named_days() if one.day.year == year), key=lambda one: one.day)


_OFF: Final = Both("nghỉ", "off")
_WORKED: Final = Both("làm bù", "worked")
_WORKING: Final = Both("ngày làm việc", "working days")
_CALENDAR: Final = Both("ngày", "days")
_BEFORE: Final = Both("{} {} trước hạn", "{} {} before")
_AFTER: Final = Both("{} {} sau hạn", "{} {} after")
_ON: Final = Both("đúng ngày hạn", "on the day")
_HEADS: Final[Heads] = (
    (Both("Ngày", "Day"), 0.9, "date"),
    (Both("Loại", "Kind"), 0.8, "text"),
    (Both("Là ngày", "What"), 3, "text"),
    (Both("Nguồn", "Source"), 5, "text"),
)
