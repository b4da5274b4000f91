"""Notices from a terminal: an office's inbox, what is on its way or given up, addresses, secrets, send again."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any, Final
from uuid import UUID

import typer

from cli.desk import Desk, desk_of
from cli.output import Column, Row
from cli.words import Both
from schemas.refusals import MalformedInput

app = typer.Typer(add_completion=False)
notices_app = typer.Typer(add_completion=False)
app.add_typer(notices_app, name="notices")

Office = Annotated[str, typer.Argument(metavar="OFFICE", show_default=False)]
Agency = Annotated[str | None, typer.Option("--agency", metavar="CODE")]


class DispatchState(StrEnum):
    """Where a message stands in one channel."""

    PENDING = "pending"
    SENT = "sent"
    DEAD = "dead"


class Way(StrEnum):
    """The ways out of the house."""

    EMAIL = "email"
    WEBHOOK = "webhook"


@notices_app.command("inbox")
def inbox(
    ctx: typer.Context,
    agency: Annotated[str, typer.Option("--agency", metavar="CODE")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 50,
) -> None:
    """Everything an office was told, newest first, and its newest digest."""
    desk = desk_of(ctx)
    office = _office(agency)
    found = desk.run(_inbox(desk, office, limit))
    if desk.wishes.as_json:
        desk.out.document(found)
        return
    from notices.wording import line_of

    for one in found["items"]:
        desk.out.line(f"{_local(one['at'])}  {line_of(one, desk.lang)}  [{one['target']}]")
    desk.out.line(desk.out.say(_INBOX).format(count=len(found["items"]), office=office))


@notices_app.command("list")
def listed(
    ctx: typer.Context,
    state: Annotated[DispatchState | None, typer.Option("--state")] = None,
    agency: Agency = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 200,
) -> None:
    """Messages to the outside: on their way, sent, or dead letters."""
    desk = desk_of(ctx)
    office = _office(agency) if agency else None
    found = desk.run(_listed(desk, state, office, limit))
    if desk.wishes.as_json:
        desk.out.document(found)
        return
    rows: list[Row] = [
        (
            str(one["message"]),
            one["office"],
            one["channel"],
            desk.out.say(_STATES[one["state"]]),
            str(one["items"]),
            str(one["attempts"]),
            _local(one["done_at"] or one["next_try_at"]),
            one["last_error"] or one["receipt"] or "",
        )
        for one in found["items"]
    ]
    desk.out.table([Column(desk.out.say(head)) for head in _HEADS], rows)
    desk.out.line(desk.out.say(_COUNTED).format(count=len(rows), waiting=found["waiting"]))


@notices_app.command("resend")
def resend(
    ctx: typer.Context,
    message: Annotated[UUID | None, typer.Argument(metavar="[MESSAGE]", show_default=False)] = None,
    agency: Agency = None,
    everything: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002 - an option of the command line
) -> None:
    """Send dead letters again: one, those of an office, or all."""
    if message is None and agency is None and not everything:
        raise MalformedInput("resend_what", field="message")
    desk = desk_of(ctx)
    again = desk.run(_resent(desk, message, _office(agency) if agency else None))
    if desk.wishes.as_json:
        desk.out.document({"items": again})
    else:
        desk.out.line(desk.out.say(_AGAIN).format(count=len(again)))


@notices_app.command("refused")
def refused(
    ctx: typer.Context, limit: Annotated[int, typer.Option("--limit", min=1, max=1000)] = 50
) -> None:
    """Letters that systems of agencies sent in and that were not taken: wrong signatures, replays, other names."""
    desk = desk_of(ctx)
    found = desk.run(_refused(desk, limit))
    if desk.wishes.as_json:
        desk.out.document({"items": found})
        return
    from schemas.sentences import sentence_of

    for one in found:
        said = {"office": one["office"], "command_id": one["webhook_id"]}
        why = sentence_of(one["outcome"], said, desk.lang)[0]
        line = f"{_local(one['received_at'])}  {one['office']}  {one['webhook_id']}  {why}"
        desk.out.line(line)
    desk.out.line(desk.out.say(_REFUSED).format(count=len(found)))


@notices_app.command("address")
def address(
    ctx: typer.Context,
    office: Office,
    email: Annotated[str | None, typer.Option("--email", metavar="ADDRESS")] = None,
    webhook: Annotated[str | None, typer.Option("--webhook", metavar="URL")] = None,
    allow_private: Annotated[bool, typer.Option("--allow-private")] = False,  # noqa: FBT002 - an option of the command line
) -> None:
    """Set or show where an office is reached; the secret of a new webhook is shown once."""
    desk = desk_of(ctx)
    code = _office(office)
    if email is not None:
        _check_email(email)
    if webhook is not None:
        _check_webhook(webhook)
    wanted = {name: value for name, value in (("email", email), ("webhook", webhook)) if value}
    answer = desk.run(_addressed(desk, code, wanted, may_be_private=allow_private))
    _show_addresses(desk, answer)


@notices_app.command("forget-address")
def forget_address(
    ctx: typer.Context,
    office: Office,
    channel: Annotated[Way, typer.Argument(show_default=False)],
) -> None:
    """Forget an address; what waits for it becomes dead letters."""
    desk = desk_of(ctx)
    code = _office(office)
    _show_addresses(desk, desk.run(_forgotten(desk, code, channel)))


@notices_app.command("addresses")
def all_addresses(ctx: typer.Context) -> None:
    """Every address of every office, and how often it failed lately."""
    desk = desk_of(ctx)
    _show_addresses(desk, desk.run(_addresses(desk, None)))


@notices_app.command("rotate-secret")
def rotate(ctx: typer.Context, office: Office) -> None:
    """Give an office's webhook a new secret; both sign for a day."""
    desk = desk_of(ctx)
    code = _office(office)
    answer = desk.run(_rotated(desk, code))
    if answer is None:
        raise MalformedInput("no_webhook", field="office", office=code)
    if desk.wishes.as_json:
        desk.out.document(answer)
    else:
        desk.out.line(desk.out.say(_SECRET).format(office=code, secret=answer["secret"]))


@notices_app.command("inbound-key")
def inbound_key(ctx: typer.Context, office: Office) -> None:
    """Give the system of an agency the key it signs its letters with; shown once, the old one holds for a day."""
    desk = desk_of(ctx)
    code = _office(office)
    answer = desk.run(_keyed(desk, code))
    if desk.wishes.as_json:
        desk.out.document(answer)
    else:
        desk.out.line(desk.out.say(_KEY).format(office=code, secret=answer["secret"]))


async def _inbox(desk: Desk, office: str, limit: int) -> dict[str, Any]:
    from register.post import inbox as posted

    async with desk.database() as db:
        items = await posted.inbox(db, office, limit=limit)
        digests = await posted.inbox_digests(db, office, limit=1)
    return {"office": office, "items": items, "digest": digests[0] if digests else None}


async def _listed(
    desk: Desk, state: DispatchState | None, office: str | None, limit: int
) -> dict[str, Any]:
    from register.post import sending

    async with desk.database() as db:
        items = await sending.dispatches(db, state=state, office=office, limit=limit)
        counts, waiting = await sending.dispatch_counts(db), await sending.notices_waiting(db)
    return {"items": items, "counts": counts, "waiting": waiting}


async def _resent(desk: Desk, message: UUID | None, office: str | None) -> list[dict[str, Any]]:
    from register.post.sending import send_again

    async with desk.database() as db:
        return await send_again(db, message=message, office=office)


async def _refused(desk: Desk, limit: int) -> list[dict[str, Any]]:
    from register.post.inbound import inbound_refused

    async with desk.database() as db:
        return await inbound_refused(db, limit=limit, with_repeated=True)


async def _addressed(
    desk: Desk, office: str, wanted: dict[str, str], *, may_be_private: bool
) -> list[dict[str, Any]]:
    from bootstrap import system_user
    from register.post import addresses

    by = f"os:{system_user()}"
    async with desk.database() as db:
        known = {one["channel"] for one in await addresses.addresses(db, office)}
        new: dict[str, str] = {}
        for channel, value in wanted.items():
            secret = addresses.new_secret() if channel == "webhook" else None
            one = addresses.Address(office, channel, value, secret, may_be_private)
            kept = await addresses.set_address(db, one, by=by)
            if channel == "webhook" and channel not in known:
                new[channel] = kept["secret"]
        found = await addresses.addresses(db, office)
    return [
        one | ({"secret": new[one["channel"]]} if one["channel"] in new else {}) for one in found
    ]


async def _forgotten(desk: Desk, office: str, channel: Way) -> list[dict[str, Any]]:
    from register.post import addresses

    async with desk.database() as db:
        await addresses.drop_address(db, office, channel)
        return await addresses.addresses(db, office)


async def _addresses(desk: Desk, office: str | None) -> list[dict[str, Any]]:
    from register.post.addresses import addresses

    async with desk.database() as db:
        return await addresses(db, office)


async def _rotated(desk: Desk, office: str) -> dict[str, Any] | None:
    from register.post.addresses import new_secret, rotate_secret

    async with desk.database() as db:
        return await rotate_secret(db, office, new_secret())


async def _keyed(desk: Desk, office: str) -> dict[str, str]:
    from bootstrap import system_user
    from register.post.addresses import new_secret
    from register.post.inbound import set_key

    secret = new_secret()
    async with desk.database() as db:
        await set_key(db, office, secret, by=f"os:{system_user()}")
    return {"office": office, "secret": secret, "path": f"/api/v1/inbound/{office}"}


def _show_addresses(desk: Desk, found: list[dict[str, Any]]) -> None:
    if desk.wishes.as_json:
        desk.out.document({"items": found})
        return
    heads = [Column(desk.out.say(head)) for head in _ADDRESS_HEADS]
    rows: list[Row] = [
        (one["office"], one["channel"], one["address"], str(one["failures"]), one.get("secret", ""))
        for one in found
    ]
    desk.out.table(heads, rows)


def _office(given: str) -> str:
    """An agency code that somebody holds or held, or an addressee above agencies."""
    from schemas.agencies import agency
    from schemas.states import Told

    if given in set(Told) or agency(given) is not None:
        return given
    raise MalformedInput("unknown_agency", field="office", given=given, on=date.max.isoformat())


def _check_email(given: str) -> None:
    from email.headerregistry import Address

    try:
        parsed = Address(addr_spec=given)
    except (ValueError, IndexError) as error:
        raise MalformedInput(
            "address_wrong", field="email", given=given, problem=str(error)
        ) from error
    if not parsed.domain or not given.isprintable():
        raise MalformedInput("address_wrong", field="email", given=given, problem="@")


def _check_webhook(given: str) -> None:
    from notices.doors import split

    try:
        split(given)
    except ValueError as error:
        raise MalformedInput(
            "address_wrong", field="webhook", given=given, problem=str(error)
        ) from error


def _local(moment: datetime) -> str:
    from schemas.moments import HANOI

    return f"{moment.astimezone(HANOI):%Y-%m-%d %H:%M}"


_STATES: Final = {
    "pending": Both("chờ gửi", "pending"),
    "sent": Both("đã gửi", "sent"),
    "dead": Both("không gửi được", "dead"),
}
_HEADS: Final = (
    Both("THƯ", "MESSAGE"),
    Both("CƠ QUAN", "OFFICE"),
    Both("KÊNH", "CHANNEL"),
    Both("TRẠNG THÁI", "STATE"),
    Both("MỤC", "ITEMS"),
    Both("LẦN THỬ", "TRIES"),
    Both("KHI NÀO", "WHEN"),
    Both("TRẢ LỜI", "ANSWER"),
)
_ADDRESS_HEADS: Final = (
    Both("CƠ QUAN", "OFFICE"),
    Both("KÊNH", "CHANNEL"),
    Both("ĐỊA CHỈ", "ADDRESS"),
    Both("LỖI LIÊN TIẾP", "FAILURES"),
    Both("KHOÁ KÝ (chỉ hiện một lần)", "SECRET (shown once)"),
)
_INBOX = Both("{count} thông báo của {office}.", "{count} notices of {office}.")
_COUNTED = Both(
    "{count} thư; {waiting} thông báo chưa vào thư nào.",
    "{count} messages; {waiting} notices in none yet.",
)
_REFUSED = Both("{count} thư không được nhận.", "{count} letters were not taken.")
_AGAIN = Both("✓ Gửi lại {count} thư.", "✓ {count} messages are sent again.")
_KEY = Both(
    "Khoá ký thư gửi vào của {office}: {secret}\nGửi tới POST /api/v1/inbound/{office}. Chỉ hiện một lần; khoá cũ còn dùng được một ngày.",
    "Key for letters of {office}: {secret}\nThey go to POST /api/v1/inbound/{office}. Shown once; the old key holds for a day.",
)
_SECRET = Both(
    "Khoá mới của {office}: {secret}\nKhoá cũ còn ký kèm trong một ngày.",
    "New secret of {office}: {secret}\nThe old one signs beside it for a day.",
)
