"""«Thư gửi đi»: messages on their way and given up, "send again", addresses that fail, letters that were refused."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Operator, TheConsole, TheLang
from console.exports import Exported, Heading, TheEnding, exported
from console.forms import Form, text_in
from console.rendering import page, see_other
from notices.wording import office_name
from register.accounts import Access, record_access
from register.post.addresses import addresses
from register.post.inbound import inbound_refused
from register.post.sending import dispatch_counts, dispatches, notices_waiting, send_again
from schemas.refusals import MalformedInput
from schemas.sentences import sentence_of
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

MOST: Final = 200


class Shown(StrEnum):
    """Which messages: as the address says it."""

    DEAD = "khong-gui-duoc"
    PENDING = "cho-gui"
    SENT = "da-gui"


_HEADS: Final[Mapping[str, Heading]] = {
    "message": (Both("Thư", "Message"), 2, "text"),
    "office": (Both("Cơ quan", "Office"), 1, "text"),
    "channel": (Both("Kênh", "Channel"), 1, "text"),
    "kind": (Both("Loại", "Kind"), 1, "text"),
    "items": (Both("Mục", "Items"), 0.6, "number"),
    "attempts": (Both("Lần thử", "Tries"), 0.6, "number"),
    "since": (Both("Từ lúc", "Since"), 1.2, "moment"),
    "last_error": (Both("Trả lời cuối", "Last answer"), 2, "text"),
}
_STATES: Final = {Shown.DEAD: "dead", Shown.PENDING: "pending", Shown.SENT: "sent"}


@router.get("/thu-gui")
async def post(
    request: Request,
    viewer: Operator,
    console: TheConsole,
    lang: TheLang,
    tt: Shown = Shown.DEAD,
    lai: int | None = None,
) -> Response:
    """Dead letters first; `lai` says how many were just sent again. Nothing of what a message says."""
    refused = await inbound_refused(console.pool, limit=50, with_repeated=True)
    return await page(
        request,
        "post.html",
        chosen=tt.value,
        states=[(one.value, _STATES[one]) for one in Shown],
        messages=await dispatches(console.pool, state=_STATES[tt], limit=MOST),
        counts=await dispatch_counts(console.pool),
        waiting=await notices_waiting(console.pool),
        addresses=await addresses(console.pool),
        refused=[(one, sentence_of(one["outcome"], {"office": one["office"], "command_id": one["webhook_id"]}, lang)[0]) for one in refused],
        again=lai,
        office_name=office_name,
    )  # fmt: skip


@router.get("/thu-gui.{ending}")
async def post_as_file(
    request: Request,
    viewer: Operator,
    ending: TheEnding,
    console: TheConsole,
    lang: TheLang,
    tt: Shown = Shown.DEAD,
) -> Response:
    """The messages of the list, ten thousand at most."""
    found = await dispatches(console.pool, state=_STATES[tt], limit=10_000)
    today = await console.today()
    table = Exported(
        name=("thu-gui", tt.value),
        title=Both("Thư gửi đi", "Outgoing post"),
        heads=tuple(_HEADS.values()),
        rows=[[one[name] for name in _HEADS] for one in found],
        filter=tt.value,
    )
    return await exported(request, viewer, ending, table, today)


@router.post("/thu-gui/gui-lai")
async def again(request: Request, form: Form, viewer: Operator, console: TheConsole) -> Response:
    """Dead letters start afresh: one, those of an office, or all; twice does nothing more."""
    message, office = text_in(form, "message"), text_in(form, "office")
    if not (message or office or text_in(form, "all")):
        raise MalformedInput("resend_what", field="message")
    try:
        named = UUID(message) if message else None
    except ValueError:
        raise MalformedInput("resend_what", field="message") from None
    done = await send_again(console.pool, message=named, office=office or None)
    what = message or office or "*"
    await record_access(
        console.pool, Access("letters_sent_again", viewer.login, "-", f"{what} ({len(done)})")
    )
    return see_other(request, f"/thu-gui?lai={len(done)}")
