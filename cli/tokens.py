"""Tokens of the API: made for an account or for a system, listed, revoked. The text of one is shown once."""

from datetime import datetime
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.output import Column
from cli.words import Both
from schemas.permits import Permit
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Role

app = typer.Typer(add_completion=False)
tokens_app = typer.Typer(add_completion=False)
app.add_typer(tokens_app, name="tokens")

_LONGEST_DAYS: Final = 3_660


@tokens_app.command("make")
def make(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    login: Annotated[str, typer.Argument(metavar="LOGIN", show_default=False)],
    *,
    acting: Annotated[str | None, typer.Option("--as", metavar="OFFICE:ROLE")] = None,
    scope: Annotated[list[Permit] | None, typer.Option("--scope")] = None,
    purpose: Annotated[str, typer.Option("--for", metavar="TEXT")] = "",
    days: Annotated[int, typer.Option("--days", min=1, max=_LONGEST_DAYS)] = 365,
) -> None:
    """A token that may what its account may, within its scopes."""
    desk = desk_of(ctx)
    permits = frozenset(scope or {Permit.READ})
    made = desk.run(_made(desk, login, acting, (purpose, permits, days)))
    if desk.wishes.as_json:
        desk.out.document(made)
        return
    desk.out.line(made["token"])
    told = desk.out.say(_MADE).format(
        id=made["id"], login=login, scopes=", ".join(made["scopes"]), until=_day(made["ends_at"])
    )
    desk.out.note(told)


@tokens_app.command("list")
def listed(
    ctx: typer.Context,
    login: Annotated[str | None, typer.Argument(metavar="[LOGIN]", show_default=False)] = None,
) -> None:
    """Every token, of one account or of all; never its text."""
    desk = desk_of(ctx)
    found = desk.run(_listed(desk, login))
    if desk.wishes.as_json:
        desk.out.document({"items": found})
        return
    rows = [
        (
            one["id"],
            one["login"],
            f"{one['office']}:{one['role']}",
            ", ".join(one["scopes"]),
            one["name"] or "–",
            _day(one["last_used_at"]),
            _day(one["revoked_at"] or one["ends_at"]),
        )
        for one in found
    ]
    desk.out.table([Column(desk.out.say(head)) for head in _HEADS], rows)


@tokens_app.command("revoke")
def revoke(
    ctx: typer.Context,
    token: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
) -> None:
    """End a token at once."""
    desk = desk_of(ctx)
    login = desk.run(_revoked(desk, token))
    if desk.wishes.as_json:
        desk.out.document({"id": token, "login": login, "revoked": True})
    else:
        desk.out.line(desk.out.say(_REVOKED).format(id=token, login=login))


async def _made(
    desk: Desk, login: str, acting: str | None, wanted: tuple[str, frozenset[Permit], int]
) -> dict[str, Any]:
    from bootstrap import system_user
    from console.api import tokens

    office, role = _acting(acting) if acting else (None, None)
    holder = tokens.Holder(login, office, role)
    async with desk.database() as db:
        made = await tokens.make(db, holder, tokens.Wanted(*wanted), by=f"os:{system_user()}")
    return {
        "token": made.text,
        "id": made.token.id,
        "login": login,
        "scopes": list(made.token.scopes),
        "ends_at": made.ends_at,
    }


def _acting(given: str) -> tuple[str, Role]:
    """The office and role of a system that has no account yet."""
    from schemas.agencies import agency

    office, _, role = given.partition(":")
    if role not in set(Role):
        raise MalformedInput("office_wrong", field="--as", given=given, known=", ".join(Role))
    if agency(office) is None:
        raise MalformedInput("unknown_agency", field="--as", given=office, on="–")
    return office, Role(role)


async def _listed(desk: Desk, login: str | None) -> list[dict[str, Any]]:
    from register.tokens import tokens

    async with desk.database() as db:
        return await tokens(db, login)


async def _revoked(desk: Desk, token: str) -> str:
    from bootstrap import system_user
    from register.accounts import Access, record_access
    from register.tokens import revoke_token

    async with desk.database() as db:
        login = await revoke_token(db, token)
        if login is None:
            raise Refusal(Code.UNKNOWN_TARGET, "no_such_token", id=token)
        by = f"os:{system_user()}"
        await record_access(db, Access("token_revoked", by, "-", token, {"login": login}))
    return login


def _day(moment: datetime | None) -> str:
    from schemas.moments import HANOI

    return f"{moment.astimezone(HANOI):%Y-%m-%d}" if moment else "–"


_MADE = Both(
    "Mã {id} cho {login} ({scopes}), đến {until}. Chỉ hiện lần này; thu hồi: dondoc tokens revoke {id}",
    "Token {id} for {login} ({scopes}) until {until}. Shown this once; revoke: dondoc tokens revoke {id}",
)
_REVOKED = Both("✓ Đã thu hồi mã {id} của {login}.", "✓ Token {id} of {login} is revoked.")
_HEADS: Final = (
    Both("MÃ", "ID"),
    Both("TÀI KHOẢN", "ACCOUNT"),
    Both("CƠ QUAN:VAI", "OFFICE:ROLE"),
    Both("PHẠM VI", "SCOPES"),
    Both("DÙNG CHO", "FOR"),
    Both("DÙNG LẦN CUỐI", "LAST USED"),
    Both("HẾT HẠN / THU HỒI", "ENDS / REVOKED"),
)
