"""«Hộp thư»: everything the office was told, newest first, and what nobody there has read yet.

An inbox belongs to the office: whoever opens a notice first has read it for all. Supervisors read
what was told to supervisors.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole, TheLang, Viewer
from console.forms import Form, text_in
from console.rendering import page, see_other
from notices.wording import item_line, line_of
from register.post import inbox as posted
from schemas.labels import TOLD, Lang, word
from schemas.refusals import Code, Refusal
from schemas.states import Role, Told

router = APIRouter(include_in_schema=False)

ON_A_PAGE: Final = 50


@router.get("/hop-thu")
async def inbox(
    request: Request,
    viewer: Reader,
    console: TheConsole,
    lang: TheLang,
    loc: str = "",
    truoc: str = "",
) -> Response:
    """A page of notices; `loc=chua-doc` leaves out what was read."""
    office, only_unread = office_of(viewer), loc == "chua-doc"
    found = await posted.inbox_shown(
        console.pool, office, only_unread=only_unread, limit=ON_A_PAGE + 1, before=_place(truoc)
    )
    shown = [_notice(one, lang) for one in found[:ON_A_PAGE]]
    digests = await posted.inbox_digests(console.pool, office, limit=1)
    last = found[ON_A_PAGE - 1] if len(found) > ON_A_PAGE else None
    return await page(
        request,
        "inbox.html",
        notices=shown,
        unread=await posted.unread(console.pool, office),
        counted=posted.COUNTED,
        only_unread=only_unread,
        until=found[0]["at"].isoformat() if found and not truoc else "",
        older=f"{last['at'].isoformat()}_{last['id']}" if last else "",
        digest=_digest(digests[0], lang) if digests else None,
    )


@router.post("/hop-thu/da-doc")
async def read_all(request: Request, form: Form, viewer: Reader, console: TheConsole) -> Response:
    """Everything that was there when the page was made is read; what came since is not."""
    until = _moment(text_in(form, "until"))
    if until is not None:
        await posted.mark_read(console.pool, office_of(viewer), by=viewer.login, until=until)
    return see_other(request, "/hop-thu")


@router.post("/hop-thu/{notice}")
async def open_one(
    request: Request, notice: UUID, form: Form, viewer: Reader, console: TheConsole
) -> Response:
    """The notice is read; on to what it is about. One of another office is not there."""
    office = office_of(viewer)
    target = await posted.target_of(console.pool, office, notice)
    if target is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=str(notice))
    await posted.mark_read(console.pool, office, by=viewer.login, notice=notice)
    own = target.removeprefix("kl/")
    return see_other(
        request, f"/nhiem-vu/{own.replace('@', '/')}" if "@" in own else f"/thong-bao/{own}"
    )


def office_of(viewer: Viewer) -> str:
    """Whose inbox a person reads."""
    return Told.SUPERVISOR.value if viewer.role is Role.SUPERVISOR else viewer.office


def _notice(one: dict[str, Any], lang: Lang) -> dict[str, Any]:
    to = word(TOLD, Told(one["addressee"]), lang)
    return one | {"line": line_of(one, lang), "to": to}


def _digest(one: dict[str, Any], lang: Lang) -> dict[str, Any]:
    lines = [(item["id"], item_line(item, lang)) for item in one["items"]]
    late = sum(bool(item.get("days_late")) for item in one["items"])
    return {"day": one["day"], "lines": lines, "late": late}


def _place(given: str) -> tuple[datetime, UUID] | None:
    """Where an older page begins; what is no place is the beginning."""
    at, _, own = given.partition("_")
    moment = _moment(at)
    try:
        return (moment, UUID(own)) if moment else None
    except ValueError:
        return None


def _moment(given: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
