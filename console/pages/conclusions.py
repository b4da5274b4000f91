"""«Kết luận»: what was issued and how far it is; one conclusion with its directives."""

from datetime import date
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import AGENCY, Reader, TheConsole, TheLang
from console.exports import (
    COUNT_HEADS,
    ITEM_HEADS,
    Exported,
    Heads,
    TheEnding,
    counts_in,
    exported,
    item_row,
)
from console.rendering import page
from register import documents, reads
from register.reads.conclusions import FIRST, Place
from schemas.agencies import name_of
from schemas.refusals import Code, Refusal
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

ON_A_PAGE: Final = 50
SHOWN_SINGLY: Final = 12
"""A directive with more assignments than this shows its counts and leads to the list."""


@router.get("/thong-bao")
async def conclusions(request: Request, viewer: Reader, console: TheConsole) -> Response:
    """All that may be seen of, newest first."""
    today = await console.today()
    scope, after = viewer.scope, _place_in(request.query_params.get("sau", ""))
    found = await reads.conclusions_for(console.pool, scope, (ON_A_PAGE + 1, after))
    shown = found[:ON_A_PAGE]
    stats = await reads.stats_for(console.pool, scope, "conclusion", today)
    counts = {row["key"]: row for row in stats["rows"]}
    last = shown[-1] if len(found) > ON_A_PAGE else None
    return await page(
        request,
        "conclusions.html",
        today=today,
        found=shown,
        counts=counts,
        known=max(len(counts), len(shown)),
        is_first=after == FIRST,
        next=f"{last.issued_on}_{last.ref}" if last else "",
    )


def _place_in(text: str) -> Place:
    """Where a page begins, as its address says it; from the newest on when that cannot be read."""
    day, _, ref = text.partition("_")
    try:
        return date.fromisoformat(day), ref.replace("\0", "")
    except ValueError:
        return FIRST


@router.get("/thong-bao.{ending}")
async def conclusions_as_file(
    request: Request, viewer: Reader, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:
    """The same list with its counts."""
    today = await console.today()
    stats = await reads.stats_for(console.pool, viewer.scope, "conclusion", today)
    counts = {row["key"]: row for row in stats["rows"]}
    rows = [
        [one.id, one.number, one.issued_on, one.title, one.session, name_of(one.standing_office), one.directives, *counts_in(counts.get(one.id, {}))]
        for one in await reads.conclusions_for(console.pool, viewer.scope)
    ]  # fmt: skip
    table = Exported(
        name=("ket-luan",),
        title=Both("Kết luận", "Conclusions"),
        heads=(*_HEADS, *COUNT_HEADS),
        rows=rows,
    )
    return await exported(request, viewer, ending, table, today)


@router.get("/thong-bao/{ref}")
async def conclusion(request: Request, ref: str, viewer: Reader, console: TheConsole) -> Response:
    """One conclusion: its directives, who has them, how far they are."""
    today = await console.today()
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", today)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    return await page(
        request,
        "conclusion.html",
        today=today,
        one=found,
        shown_singly=SHOWN_SINGLY,
        has_source=viewer.role not in AGENCY and await documents.has_source(console.pool, ref),
    )


@router.get("/thong-bao/{ref}/nhiem-vu.{ending}")
async def conclusion_as_file(
    request: Request, ref: str, viewer: Reader, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Every assignment of one conclusion, in the order of the document."""
    today = await console.today()
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", today)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    items = [one for directive in found["directives"] for one in directive["assignments"]]
    table = Exported(
        name=("nhiem-vu", ref),
        title=Both("Nhiệm vụ", "Assignments"),
        heads=ITEM_HEADS,
        rows=[item_row(one, lang) for one in items],
        filter=f"{Both('Kết luận', 'Conclusion').in_(lang)}: {found['title']}",
    )
    return await exported(request, viewer, ending, table, today)


_HEADS: Final[Heads] = (
    (Both("Mã", "Id"), 2.2, "text"),
    (Both("Số", "Number"), 1.4, "text"),
    (Both("Ngày", "Date"), 0.9, "date"),
    (Both("Kết luận", "Conclusion"), 5, "text"),
    (Both("Phiên", "Session"), 0.6, "number"),
    (Both("Thường trực", "Standing office"), 2, "text"),
    (Both("Chỉ đạo", "Directives"), 0.8, "number"),
)
