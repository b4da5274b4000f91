"""«Mã truy cập API»: what systems call with – made once, shown once, revoked at once. For administrators."""

from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.api import tokens as made_tokens
from console.auth import Admin, TheConsole, TheLang
from console.desk import Console
from console.errors import Problem, problem_of
from console.exports import Exported, Heads, TheEnding, exported
from console.forms import Form, text_in
from console.rendering import page
from register import accounts
from register.accounts import Access, record_access
from register.tokens import revoke_token, tokens
from schemas.permits import Permit
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

LONGEST_DAYS: Final = 3_660
SCOPES: Final = {
    Permit.READ: Both("đọc: danh sách, chi tiết, số liệu", "read: lists, details, totals"),
    Permit.ACT: Both("làm: lệnh và tệp kèm", "act: commands and their files"),
    Permit.ISSUE: Both("giao: ban hành và diễn tập", "issue: start and rehearse"),
    Permit.AUDIT: Both("kiểm tra: lệnh bị từ chối", "audit: refused commands"),
}


@router.get("/ma-api")
async def api_tokens(request: Request, viewer: Admin, console: TheConsole) -> Response:
    """Every token with its account and what became of it; never its text."""
    return await _listed(request, console)


@router.get("/ma-api.{ending}")
async def api_tokens_as_file(
    request: Request, viewer: Admin, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """The same list."""
    today = await console.today()
    rows = [
        [one["id"], one["login"], one["office"], ", ".join(one["scopes"]), one["name"], one["created_by"], one["created_at"], one["last_used_at"], one["ends_at"], one["revoked_at"]]
        for one in await tokens(console.pool)
    ]  # fmt: skip
    table = Exported(
        name=("ma-api",),
        title=Both("Mã truy cập API", "API tokens"),
        heads=_HEADS,
        rows=rows,
    )
    return await exported(request, viewer, ending, table, today)


@router.post("/ma-api")
async def make_token(
    request: Request, form: Form, viewer: Admin, console: TheConsole, lang: TheLang
) -> Response:
    """A token for an account that is there; its text stands on the next page and nowhere else."""
    try:
        made = await _made(console, form, viewer.login)
    except (MalformedInput, Refusal) as failure:
        return await _listed(request, console, problem=problem_of(failure, lang), typed=form)
    return await _listed(request, console, shown=(made.token.id, made.text))


@router.post("/ma-api/{own}/thu-hoi")
async def revoke(
    request: Request, own: str, form: Form, viewer: Admin, console: TheConsole
) -> Response:
    """Ends a token at once."""
    login = await revoke_token(console.pool, own)
    if login is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:40])
    said = Access("token_revoked", viewer.login, "-", own, {"login": login})
    await record_access(console.pool, said)
    return await _listed(request, console, done=own)


async def _made(console: Console, form: Form, by: str) -> made_tokens.Made:
    days, permits = text_in(form, "days"), [str(one) for one in form.getlist("scope")]
    if not days.isdigit() or not 1 <= int(days) <= LONGEST_DAYS:
        raise MalformedInput("account_wrong", field="days", problem=f"1–{LONGEST_DAYS}")
    if not permits or not set(permits) <= set(Permit):
        raise MalformedInput("account_wrong", field="scope", problem=", ".join(Permit))
    holder = made_tokens.Holder(text_in(form, "login").lower(), None, None)
    wanted = made_tokens.Wanted(
        text_in(form, "purpose")[:200], frozenset(Permit(one) for one in permits), int(days)
    )
    return await made_tokens.make(console.pool, holder, wanted, by=by)


async def _listed(
    request: Request,
    console: Console,
    *,
    problem: Problem | None = None,
    shown: tuple[str, str] | None = None,
    done: str = "",
    typed: Any = None,
) -> Response:
    return await page(
        request,
        "api_tokens.html",
        problem.status if problem else 200,
        problem=problem,
        shown=shown,
        done=done,
        typed=typed or {},
        tokens=await tokens(console.pool),
        logins=[one.login for one in await accounts.accounts(console.pool) if not one.disabled_at],
        scopes=SCOPES,
        longest=LONGEST_DAYS,
    )


_HEADS: Final[Heads] = (
    (Both("Mã", "Id"), 1, "text"),
    (Both("Tài khoản", "Account"), 1.4, "text"),
    (Both("Cơ quan", "Office"), 0.8, "text"),
    (Both("Phạm vi", "Scopes"), 1.4, "text"),
    (Both("Dùng cho", "For"), 2, "text"),
    (Both("Người cấp", "Made by"), 1.4, "text"),
    (Both("Cấp lúc", "Made"), 1.2, "moment"),
    (Both("Dùng lần cuối", "Last used"), 1.2, "moment"),
    (Both("Hết hạn", "Ends"), 1.2, "moment"),
    (Both("Thu hồi", "Revoked"), 1.2, "moment"),
)
