"""«Người dùng»: accounts, for administrators. Passwords are invented here and shown once."""

import re
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import passwords
from console.auth import Admin, TheConsole, TheLang, Viewer
from console.desk import Console
from console.errors import Problem, problem_of
from console.exports import Exported, Heads, TheEnding, exported
from console.filters import code_in
from console.forms import Form, text_in
from console.rendering import page
from register import accounts
from register.accounts import Access, Account
from schemas.agencies import name_of, valid_on
from schemas.labels import ROLES, word
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Role
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

_HEADS: Final[Heads] = (
    (Both("Tên đăng nhập", "Login"), 1.4, "text"),
    (Both("Họ và tên", "Name"), 2, "text"),
    (Both("Mã cơ quan", "Agency code"), 0.8, "text"),
    (Both("Cơ quan", "Office"), 2.4, "text"),
    (Both("Vai", "Role"), 1.6, "text"),
    (Both("Lần cuối", "Last seen"), 1.2, "moment"),
    (Both("Khoá lúc", "Disabled at"), 1.2, "moment"),
)
_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


@router.get("/nguoi-dung")
async def users(request: Request, viewer: Admin, console: TheConsole) -> Response:
    """Who may sign in, as whom."""
    return await _listed(request, console)


@router.get("/nguoi-dung.{ending}")
async def users_as_file(
    request: Request, viewer: Admin, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """The same list."""
    today = await console.today()
    rows = [
        [
            one.login,
            one.name,
            one.office,
            name_of(one.office),
            word(ROLES, Role(one.role), lang),
            one.seen_at,
            one.disabled_at,
        ]
        for one in await accounts.accounts(console.pool)
    ]
    table = Exported(
        name=("nguoi-dung",),
        title=Both("Người dùng", "Users"),
        heads=_HEADS,
        rows=rows,
    )
    return await exported(request, viewer, ending, table, today)


@router.post("/nguoi-dung")
async def add_user(
    request: Request, form: Form, viewer: Admin, console: TheConsole, lang: TheLang
) -> Response:
    """A new account, or another name, office or role for one that is there."""
    try:
        wanted = _account(form)
        known = await accounts.account(console.pool, wanted.login)
        if known is None:
            return await _added(request, console, viewer, wanted)
        if wanted.login == viewer.login and wanted.role != viewer.role:
            raise Refusal(Code.NO_RIGHT, "own_account")
        if text_in(form, "is_new"):
            raise MalformedInput("login_taken", field="login", login=wanted.login)
        await accounts.change_account(console.pool, wanted, disabled=known.disabled_at is not None)
    except (MalformedInput, Refusal) as failure:
        return await _listed(request, console, problem=problem_of(failure, lang), typed=form)
    await accounts.revoke_sessions_of(console.pool, wanted.login)
    await _record(console, viewer, "account_changed", wanted.login)
    return await _listed(request, console, done=wanted.login)


@router.post("/nguoi-dung/{login}/mat-khau")
async def new_password(
    request: Request, login: str, form: Form, viewer: Admin, console: TheConsole
) -> Response:
    """Another invented password, shown this once; every session of the account ends."""
    password = passwords.invented()
    kept = await passwords.hashed(password)
    if not await accounts.set_password(console.pool, login, kept, must_change=True):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=login[:60])
    await accounts.revoke_sessions_of(console.pool, login)
    await _record(console, viewer, "password_reset", login)
    return await _listed(request, console, shown=(login, password))


@router.post("/nguoi-dung/{login}/khoa")
async def disable(
    request: Request, login: str, form: Form, viewer: Admin, console: TheConsole, lang: TheLang
) -> Response:
    """Disables an account, or opens it again; its sessions end at once."""
    known = await accounts.account(console.pool, login)
    if known is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=login[:60])
    if login == viewer.login:
        problem = problem_of(Refusal(Code.NO_RIGHT, "own_account"), lang)
        return await _listed(request, console, problem=problem)
    disabled = known.disabled_at is None
    await accounts.change_account(console.pool, known, disabled=disabled)
    await accounts.revoke_sessions_of(console.pool, login)
    await _record(console, viewer, "account_disabled" if disabled else "account_enabled", login)
    return await _listed(request, console, done=login)


@router.get("/nguoi-dung/{login}/phien")
async def sessions(request: Request, login: str, viewer: Admin, console: TheConsole) -> Response:
    """Where somebody is signed in."""
    return await _sessions(request, console, login)


@router.post("/nguoi-dung/{login}/phien/{id_hash}")
async def end_session_of(
    request: Request, login: str, id_hash: str, form: Form, viewer: Admin, console: TheConsole
) -> Response:
    """Ends one session of somebody, or with `tat-ca` all of them, at once."""
    if id_hash == "tat-ca":
        await accounts.revoke_sessions_of(console.pool, login)
    else:
        await accounts.revoke_session(console.pool, id_hash, login)
    await _record(console, viewer, "session_revoked", login)
    return await _sessions(request, console, login, done=True)


async def _sessions(
    request: Request, console: Console, login: str, *, done: bool = False
) -> Response:
    known = await accounts.account(console.pool, login)
    if known is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=login[:60])
    found = await accounts.sessions_of(console.pool, login)
    return await page(request, "user_sessions.html", account=known, sessions=found, done=done)


async def _added(request: Request, console: Console, viewer: Viewer, wanted: Account) -> Response:
    password = passwords.invented()
    kept = await passwords.hashed(password)
    await accounts.add_account(console.pool, wanted, kept, must_change=True, by=viewer.login)
    await _record(console, viewer, "account_added", wanted.login)
    return await _listed(request, console, shown=(wanted.login, password))


def _account(form: Form) -> Account:
    login, name = text_in(form, "login").lower(), text_in(form, "name")
    office, role = code_in(text_in(form, "office")), text_in(form, "role")
    if not _LOGIN.fullmatch(login):
        raise _wrong("login", "a–z, 0–9, . _ - (2–40)")
    if not 0 < len(name) <= 100:
        raise _wrong("name", "1–100")
    if office is None:
        raise _wrong("office", text_in(form, "office")[:60] or "–")
    if role not in set(Role):
        raise _wrong("role", role[:40] or "–")
    return Account(login, name, office, role)


def _wrong(field: str, problem: str) -> MalformedInput:
    return MalformedInput("account_wrong", field=field, problem=problem)


async def _record(console: Console, viewer: Viewer, act: str, login: str) -> None:
    await accounts.record_access(console.pool, Access(act, viewer.login, "-", login))


async def _listed(
    request: Request,
    console: Console,
    *,
    problem: Problem | None = None,
    shown: tuple[str, str] | None = None,
    done: str = "",
    typed: Any = None,
) -> Response:
    today = await console.today()
    return await page(
        request,
        "users.html",
        problem.status if problem else 200,
        today=today,
        problem=problem,
        shown=shown,
        done=done,
        typed=typed or {},
        users=await accounts.accounts(console.pool),
        roles=[(role.value, word(ROLES, role, "vi"), word(ROLES, role, "en")) for role in Role],
        agencies=[(body.code, body.name_vi) for body in valid_on(today)],
    )
