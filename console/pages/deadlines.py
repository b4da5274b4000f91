"""«Lịch hạn»: a month of deadlines, each day opening the list of what is due on it."""

from calendar import Calendar as Weeks
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole, TheLang
from console.cells import href_of, short_of
from console.exports import Exported, Heads, TheEnding, exported, file_name, items_of
from console.ics import CalendarDay, as_ics
from console.rendering import page
from policy.calendar import is_working_day
from register import reads
from register.reads import ListFilters
from schemas.agencies import name_of
from schemas.calendar_file import calendar_today, named_days
from schemas.reach import EARLIEST, LATEST
from schemas.states import Schedule
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

_WEEKS: Final = Weeks(firstweekday=0)


@router.get("/lich")
async def deadlines(
    request: Request, viewer: Reader, console: TheConsole, thang: str = ""
) -> Response:
    """One month (2026-04; this one where none is meant), with the days off by law and the weekend days that are worked."""
    today = await console.today()
    first, last = _month(thang, today)
    found = await reads.due_days(console.pool, viewer.scope, first, last, today)
    calendar = calendar_today()
    return await page(
        request,
        "deadlines.html",
        today=today,
        first=first,
        last=last,
        weeks=_WEEKS.monthdatescalendar(first.year, first.month),
        due={one.day: one for one in found},
        sums=tuple(sum(column) for column in zip(*((o.due, o.open, o.late) for o in found), strict=True)) or (0, 0, 0),
        differing={one.day: one for one in named_days() if first <= one.day <= last},
        is_worked=lambda day: is_working_day(day, calendar),
        before=_reachable((first - timedelta(days=1)).replace(day=1)),
        after=_reachable(last + timedelta(days=1)),
    )  # fmt: skip


@router.get("/lich.{ending}")
async def deadlines_as_file(
    request: Request, viewer: Reader, ending: TheEnding, console: TheConsole, thang: str = ""
) -> Response:
    """The days of that month on which anything is due."""
    today = await console.today()
    first, last = _month(thang, today)
    found = await reads.due_days(console.pool, viewer.scope, first, last, today)
    table = Exported(
        name=("lich-han", f"{first:%Y-%m}"),
        title=Both("Lịch hạn", "Deadlines"),
        heads=_HEADS,
        rows=[[one.day, one.due, one.open, one.late] for one in found],
        filter=f"{first:%m/%Y}",
    )
    return await exported(request, viewer, ending, table, today)


@router.get("/lich/han.ics")
async def deadlines_for_calendars(
    request: Request, viewer: Reader, console: TheConsole, lang: TheLang, thang: str = ""
) -> Response:
    """Each open assignment that is due in that month, as a day of the calendar somebody has already."""
    today = await console.today()
    first, last = _month(thang, today)
    wanted = ListFilters(due_after=first, due_before=last)
    items = await items_of(console, viewer.scope, wanted, today)
    base = str(request.base_url).rstrip("/")
    made = [
        CalendarDay(
            uid=f"{one['id']}@dondoc",
            day=date.fromisoformat(one["deadline"]["due_on"]),
            title=f"{short_of(one['holder'])}: {one['text'][:120]}",
            said=f"{one['id']}\n{one['text']}\n{_LEAD.in_(lang)}: {name_of(one['holder'])}",
            url=f"{base}{href_of(one['id'])}",
        )
        for one in items
        if one["schedule"] in _OPEN and one["deadline"]["due_on"]
    ]
    name = file_name("lich-han", f"{first:%Y-%m}", today)
    content = as_ics(f"{_NAME.in_(lang)} {first:%m/%Y}", made, await console.now())
    headers = {"content-disposition": f'attachment; filename="{name}.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


def _month(text: str, today: date) -> tuple[date, date]:
    """The first and last day of a month written like 2026-04; of this one for anything else, and beyond all calendars."""
    try:
        meant = _reachable(date.fromisoformat(f"{text.strip()}-01"))
    except ValueError:
        meant = None
    first = meant or today.replace(day=1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def _reachable(first: date) -> date | None:
    """A month that deadlines can be counted in."""
    return first if EARLIEST <= first <= LATEST else None


_NAME: Final = Both("Lịch hạn", "Deadlines")
_LEAD: Final = Both("Chủ trì", "Lead")
_OPEN: Final = frozenset({Schedule.OPEN_OVERDUE.value, Schedule.OPEN_IN_TIME.value})
_HEADS: Final[Heads] = (
    (Both("Ngày", "Day"), 0.9, "date"),
    (Both("Đến hạn", "Due"), 0.8, "number"),
    (Both("Còn mở", "Still open"), 0.8, "number"),
    (Both("Quá hạn", "Overdue"), 0.8, "number"),
)
