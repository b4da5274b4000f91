"""Signing in and out, choosing a password, choosing a language, and where one is signed in."""

import secrets
from datetime import timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import RedirectResponse, Response

from console import passwords
from console.auth import (
    COOKIE,
    LANG_COOKIE,
    Anybody,
    Newcomer,
    TheConsole,
    TheLang,
    form_token,
    hash_of,
    new_session_id,
    viewer_or_none,
)
from console.errors import Problem, problem_of
from console.forms import PRE_COOKIE, Form, text_in
from console.rendering import is_local, page, see_other
from register import accounts
from register.accounts import LONGEST, Access
from schemas.refusals import Code, MalformedInput, Refusal

router = APIRouter(include_in_schema=False)

WITHIN: Final = timedelta(minutes=15)
MOST_OF_LOGIN: Final = 5
MOST_OF_ADDRESS: Final = 30
"""Wrong attempts within that span before signing in is paused: an office may share one address."""


async def sign_in_page(
    request: Request, *, status: int = 200, notice: Problem | None = None, login: str = ""
) -> Response:
    """The form, with the page to go on to; its token is tied to a cookie of its own."""
    given = request.query_params.get("next") or ""
    if not given and request.method == "GET" and request.url.path not in {"/login", "/"}:
        given = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    pre = request.cookies.get(PRE_COOKIE) or secrets.token_urlsafe(24)
    request.state.viewer = None
    made = await page(
        request,
        "sign_in.html",
        status,
        problem=notice,
        login=login,
        next=given if is_local(given) else "",
        token=lambda: form_token(pre),
    )
    _set_cookie(request, made, PRE_COOKIE, pre, max_age=3600)
    return made


@router.get("/login")
async def sign_in(request: Request) -> Response:
    """Open to everybody; whoever is signed in goes to their work."""
    if await viewer_or_none(request) is not None:
        return see_other(request, "/")
    return await sign_in_page(request)


@router.post("/login")
async def signed_in(request: Request, form: Form, console: TheConsole, lang: TheLang) -> Response:
    """Checks the password and opens a session; refused attempts are counted by login and by address."""
    login, address = text_in(form, "login").lower()[:60], _address(request)
    if await _is_paused(console, login, address):
        paused = Refusal(Code.NO_RIGHT, "too_often", minutes=int(WITHIN.total_seconds() // 60))
        return await sign_in_page(request, status=429, notice=problem_of(paused, lang), login=login)
    password = form.get("password")
    kept = await accounts.password_hash_of(console.pool, login)
    if not await passwords.agrees(password if isinstance(password, str) else "", kept):
        await accounts.record_access(console.pool, Access("sign_in_refused", login, address))
        wrong = problem_of(Refusal(Code.NO_RIGHT, "wrong_password"), lang)
        return await sign_in_page(request, status=403, notice=wrong, login=login)
    session = new_session_id()
    agent = request.headers.get("user-agent", "")[:200]
    await accounts.open_session(console.pool, hash_of(session), login, address, agent)
    await accounts.record_access(console.pool, Access("signed_in", login, address))
    onwards = text_in(form, "next")
    answer = see_other(request, onwards if is_local(onwards) else "/")
    _set_cookie(request, answer, COOKIE, session, max_age=int(LONGEST.total_seconds()))
    answer.delete_cookie(PRE_COOKIE)
    return answer


@router.post("/logout")
async def sign_out(request: Request, form: Form, viewer: Newcomer, console: TheConsole) -> Response:
    """Ends this session at once, in the database and not only in the browser."""
    await accounts.revoke_session(console.pool, viewer.session, viewer.login)
    await accounts.record_access(
        console.pool, Access("signed_out", viewer.login, _address(request))
    )
    answer = see_other(request, "/login")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/ngon-ngu/{lang}")
async def choose_language(
    request: Request, lang: Annotated[str, Path(pattern="^(vi|en)$")], to: str = "/"
) -> Response:
    """Open to everybody; kept for a year in this browser."""
    answer = RedirectResponse(to if is_local(to) else "/", status_code=303)
    _set_cookie(request, answer, LANG_COOKIE, lang, max_age=31_536_000)
    return answer


@router.get("/mat-khau")
async def own_account(request: Request, viewer: Newcomer, console: TheConsole) -> Response:
    """One's own password, and where one is signed in."""
    return await _own_page(request, viewer, console)


@router.post("/mat-khau")
async def change_password(
    request: Request, form: Form, viewer: Newcomer, console: TheConsole, lang: TheLang
) -> Response:
    """A password of one's own; every other session ends with the old one."""
    old, new, again = (_raw(form, name) for name in ("old", "new", "again"))
    try:
        if not await passwords.agrees(
            old, await accounts.password_hash_of(console.pool, viewer.login)
        ):
            raise Refusal(Code.NO_RIGHT, "wrong_password")
        if len(new) < passwords.SHORTEST or new == old:
            raise MalformedInput("password_weak", field="new", shortest=passwords.SHORTEST)
        if new != again:
            raise MalformedInput("password_differs", field="again")
    except (MalformedInput, Refusal) as failure:
        return await _own_page(request, viewer, console, problem_of(failure, lang))
    kept = await passwords.hashed(new)
    await accounts.set_password(console.pool, viewer.login, kept, must_change=False)
    await accounts.revoke_sessions_of(console.pool, viewer.login, but=viewer.session)
    await accounts.record_access(
        console.pool, Access("password_changed", viewer.login, _address(request), viewer.login)
    )
    return see_other(request, "/")


@router.post("/phien/{id_hash}/ket-thuc")
async def end_session(
    request: Request, id_hash: str, form: Form, viewer: Anybody, console: TheConsole
) -> Response:
    """Ends one of one's own sessions, in another browser say."""
    await accounts.revoke_session(console.pool, id_hash, viewer.login)
    await accounts.record_access(
        console.pool, Access("session_revoked", viewer.login, _address(request), id_hash[:12])
    )
    return see_other(request, "/mat-khau")


async def _own_page(
    request: Request, viewer: Newcomer, console: TheConsole, problem: Problem | None = None
) -> Response:
    sessions = await accounts.sessions_of(console.pool, viewer.login)
    return await page(
        request,
        "own_account.html",
        problem.status if problem else 200,
        problem=problem,
        sessions=sessions,
        must_change=request.state.must_change,
        shortest=passwords.SHORTEST,
    )


async def _is_paused(console: TheConsole, login: str, address: str) -> bool:
    of_login, of_address = await accounts.refused_of_late(console.pool, login, address, WITHIN)
    return of_login >= MOST_OF_LOGIN or of_address >= MOST_OF_ADDRESS


def _raw(form: Form, name: str) -> str:
    """A password as typed: blanks at its ends belong to it."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _address(request: Request) -> str:
    return request.client.host if request.client else "-"


def _set_cookie(request: Request, answer: Response, name: str, value: str, *, max_age: int) -> None:
    """Never readable by scripts, never sent from other sites; only over TLS where there is TLS."""
    answer.set_cookie(
        name,
        value,
        max_age=max_age,
        httponly=True,
        samesite="lax",
        secure=request.url.scheme == "https",
    )
