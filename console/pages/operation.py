"""«Vận hành» and «Nhật ký»: how the parts are, what was delivered in vain, who signed in, whether the log is whole."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import looks
from console.auth import Auditor, Operator, TheConsole, TheLang
from console.exports import Exported, Heads, TheEnding, exported
from console.forms import Form
from console.health import parts_of, stuck_in
from console.rendering import page
from register import accounts, reads
from register.accounts import Access, record_access
from register.verify import verify
from schemas.sentences import sentence_of
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

ON_A_PAGE: Final = 100
MOST_EXPORTED: Final = 10_000
_HEADS: Final[Heads] = (
    (Both("Khi nào", "When"), 1.2, "moment"),
    (Both("Việc", "Act"), 2, "text"),
    (Both("Ai", "Who"), 1.4, "text"),
    (Both("Từ đâu", "From"), 1.4, "text"),
    (Both("Về", "About"), 3, "text"),
)


@router.get("/van-hanh")
async def operation(
    request: Request, viewer: Operator, console: TheConsole, lang: TheLang
) -> Response:
    """Database, engine, worker and what waits for them; workflows that report problems; refused letters.

    The page asks for itself every few seconds, so a fault shows without anybody pressing anything.
    """
    refused = await reads.refused(console.pool)
    is_part = bool(request.headers.get("hx-request"))
    return await page(
        request,
        "operation_part.html" if is_part else "operation.html",
        lags=await reads.lags(console.pool),
        parts=await parts_of(console),
        stuck=await stuck_in(console),
        heaps=await reads.heaps(console.pool),
        refused=[
            (one, sentence_of(one["reason"], one.get("said") or {}, lang)[0])
            for one in refused[:50]
        ],
    )


@router.get("/nhat-ky")
async def audit_log(
    request: Request, viewer: Auditor, console: TheConsole, truoc: int | None = None
) -> Response:
    """Sign-ins and administration, newest first; the event log itself stands at each assignment."""
    entries = await accounts.access_entries(console.pool, before=truoc, at_most=ON_A_PAGE)
    return await page(
        request, "audit.html", entries=entries, report=None, older=len(entries) == ON_A_PAGE
    )


@router.get("/nhat-ky.{ending}")
async def audit_log_as_file(
    request: Request, viewer: Auditor, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """The newest ten thousand lines."""
    entries = await accounts.access_entries(console.pool, at_most=MOST_EXPORTED)
    today = await console.today()
    table = Exported(
        name=("nhat-ky",),
        title=Both("Nhật ký", "Audit log"),
        heads=_HEADS,
        rows=[
            [one.at, looks.access_text(one.act, lang), one.login, one.address, one.subject]
            for one in entries
        ],
    )
    return await exported(request, viewer, ending, table, today)


@router.post("/nhat-ky/kiem-tra")
async def check_chain(
    request: Request, form: Form, viewer: Auditor, console: TheConsole
) -> Response:
    """Recomputes the hash chains and everything that follows from the log."""
    report = await verify(console.pool)
    await record_access(console.pool, Access("log_checked", viewer.login, "-", str(report.ok)))
    entries = await accounts.access_entries(console.pool, at_most=ON_A_PAGE)
    return await page(
        request, "audit.html", entries=entries, report=report, older=len(entries) == ON_A_PAGE
    )
