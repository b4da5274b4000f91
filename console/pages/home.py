"""«Việc của tôi»: what this person must do now, most urgent first, by role."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import AGENCY, STANDING, WATCHING, Anybody, TheConsole, Viewer
from console.desk import Console
from console.rendering import page
from register import reads
from register.reads import ListFilters
from schemas.labels import OWED, word
from schemas.states import Owed, Role, Schedule, State
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

SHOWN: Final = 5
COUNTED: Final = 100
ALL: Final = 1_000_000
SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Section:
    """One heap of work: how much, where all of it is, and the most urgent of it."""

    name: Both
    what: Both
    icon: str
    href: str
    items: list[dict[str, Any]]
    count: int
    is_late: bool = False
    is_whole: bool = False
    """Whether all of it was counted, however much it is."""

    @property
    def more(self) -> str:
        """The count, as far as it was counted."""
        goes_on = self.count >= COUNTED and not self.is_whole
        return f"{self.count}+" if goes_on else str(self.count)


@router.get("/")
async def home(request: Request, viewer: Anybody, console: TheConsole) -> Response:
    """The first screen after sign-in."""
    today = await console.today()
    sections = await _sections(console, viewer, today)
    debts = await _debts(console, viewer, today)
    soon = await _soon(console, viewer, today)
    return await page(
        request,
        "home.html",
        today=today,
        sections=[one for one in sections if one.count],
        idle=[one for one in sections if not one.count],
        debts=debts,
        soon=soon,
        owed_words={owed.value: [word(OWED, owed, "vi"), word(OWED, owed, "en")] for owed in Owed},
    )


async def _sections(console: Console, viewer: Viewer, today: date) -> list[Section]:
    if viewer.role in STANDING:
        return await _of_standing_office(console, viewer, today)
    if viewer.role is Role.COORDINATOR:
        return []
    wanted: tuple[_Wanted, ...]
    if viewer.role in AGENCY:
        wanted = (_LATE, _RETURNED, _NEW, _DECIDING)
    elif viewer.role in WATCHING:
        wanted = (_LATE,)
    else:
        return []
    # One after the other: at once they would hold half of the connections while others wait for one.
    return [await _listed(console, viewer, today, one) for one in wanted]


async def _of_standing_office(console: Console, viewer: Viewer, today: date) -> list[Section]:
    listed = [await _listed(console, viewer, today, one) for one in (_REVIEW, _OBJECTED, _LATE)]
    extensions = await reads.extensions_waiting(console.pool, viewer.office, COUNTED)
    reports = await reads.reports_waiting(console.pool, viewer.office, COUNTED)
    return [
        listed[0],
        await _waiting(console, today, _EXTENSIONS, extensions),
        listed[1],
        await _waiting(console, today, _REPORTS, reports),
        listed[2],
    ]


async def _waiting(
    console: Console, today: date, wanted: "_Wanted", waiting: list[reads.Waiting]
) -> Section:
    first = [one.id for one in waiting[:SHOWN]]
    items = await reads.items_by_ids(console.pool, first, today) if first else []
    return Section(wanted.name, wanted.what, wanted.icon, wanted.href, items, len(waiting))


async def _listed(console: Console, viewer: Viewer, today: date, wanted: "_Wanted") -> Section:
    office = viewer.office if viewer.role in AGENCY else None
    filters = ListFilters(agency=office, state=wanted.state, schedule=wanted.schedule)
    items, count = await reads.head_for(
        console.pool, viewer.scope, filters, today, (SHOWN, COUNTED)
    )
    href = wanted.href + (f"&cq={office}" if office else "")
    if is_whole := bool(wanted.schedule) and count >= COUNTED:
        count = await _all_of(console, viewer, today, str(wanted.schedule), office)
    return Section(
        wanted.name, wanted.what, wanted.icon, href, items, count,
        is_late=wanted.schedule == Schedule.OPEN_OVERDUE, is_whole=is_whole,
    )  # fmt: skip


async def _all_of(
    console: Console, viewer: Viewer, today: date, schedule: str, office: str | None
) -> int:
    """How many stand in a group of the statistics: of what an office holds, or of all that may be seen."""
    if office is None:
        stats = await reads.stats_for(console.pool, viewer.scope, "level", today)
        return int(stats["total"][schedule])
    filters = ListFilters(agency=office, schedule=schedule)
    _, count = await reads.head_for(console.pool, viewer.scope, filters, today, (0, ALL))
    return count


async def _debts(
    console: Console, viewer: Viewer, today: date
) -> list[tuple[reads.Debt, dict[str, Any]]]:
    """What an agency owes beside its work: reports, contributions, explanations, in the next days."""
    if viewer.role not in AGENCY:
        return []
    owed = await reads.owed_by(console.pool, viewer.office, today + SOON)
    items = await reads.items_by_ids(console.pool, [one.id for one in owed], today)
    known = {one["id"]: one for one in items}
    return [(one, known[one.id]) for one in owed if one.id in known]


async def _soon(console: Console, viewer: Viewer, today: date) -> list[dict[str, Any]]:
    """What is due within the next days."""
    if not viewer.reads:
        return []
    office = viewer.office if viewer.role in AGENCY else None
    filters = ListFilters(
        agency=office, schedule=Schedule.OPEN_IN_TIME, due_after=today, due_before=today + SOON
    )
    found = await reads.list_for(console.pool, viewer.scope, filters, today, (COUNTED, None))
    return [one for one in found.items if one["state"] != State.UNDER_REVIEW]


@dataclass(frozen=True, slots=True)
class _Wanted:
    name: Both
    what: Both
    icon: str
    href: str
    state: str | None = None
    schedule: str | None = None


_LATE = _Wanted(
    Both("Quá hạn", "Overdue"),
    Both("Hết ngày đến hạn chưa gửi minh chứng được chấp nhận.", "No evidence that stands was sent by the end of the due day."),
    "alert-triangle-filled", "/nhiem-vu?nhom=qua-han", schedule=Schedule.OPEN_OVERDUE,
)  # fmt: skip
_NEW = _Wanted(
    Both("Chờ tiếp nhận", "Awaiting acknowledgement"),
    Both("Tiếp nhận, hoặc đề nghị chuyển nếu không thuộc cơ quan.", "Acknowledge, or object when it is not yours."),
    "mail", "/nhiem-vu?tt=assigned", state=State.ASSIGNED,
)  # fmt: skip
_RETURNED = _Wanted(
    Both("Yêu cầu bổ sung", "Returned"),
    Both("Minh chứng bị trả lại kèm lý do; hạn không dừng.", "Evidence came back with a reason; the clock runs on."),
    "arrow-back-up", "/nhiem-vu?tt=returned", state=State.RETURNED,
)  # fmt: skip
_DECIDING = _Wanted(
    Both("Chờ trả lời đề nghị chuyển", "Objections not yet decided"),
    Both("Thường trực đang xem xét.", "The standing office is deciding."),
    "hand-stop", "/nhiem-vu?tt=objected", state=State.OBJECTED,
)  # fmt: skip
_REVIEW = _Wanted(
    Both("Chờ thẩm tra", "Evidence to examine"),
    Both("Minh chứng đã gửi, chờ chấp nhận hoặc trả lại.", "Evidence was sent; accept it or return it."),
    "search", "/tham-tra", state=State.UNDER_REVIEW,
)  # fmt: skip
_OBJECTED = _Wanted(
    Both("Đề nghị chuyển cơ quan", "Objections"),
    Both("Cơ quan cho rằng không phải việc của mình.", "An agency says that it is not its task."),
    "hand-stop", "/de-nghi", state=State.OBJECTED,
)  # fmt: skip
_EXTENSIONS = _Wanted(
    Both("Đề nghị gia hạn", "Requests for more time"),
    Both("Cho gia hạn phải nêu văn bản quyết định.", "Granting names the deciding document."),
    "calendar", "/de-nghi",
)  # fmt: skip
_REPORTS = _Wanted(
    Both("Báo cáo chờ xem xét", "Reports to review"),
    Both("Báo cáo định kỳ chưa có ý kiến.", "Periodic reports nobody has looked at."),
    "file-report", "/tham-tra#bao-cao",
)  # fmt: skip
