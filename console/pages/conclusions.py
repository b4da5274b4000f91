"""«Kết luận»: what was issued and how far it is; one conclusion with its directives."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole, TheLang
from console.export import csv_of, file_name, item_heads, item_row
from console.rendering import page
from register import reads
from schemas.refusals import Code, Refusal

router = APIRouter(include_in_schema=False)

SHOWN_SINGLY: Final = 12
"""A directive with more assignments than this shows its counts and leads to the list."""


@router.get("/thong-bao")
async def conclusions(request: Request, viewer: Reader, console: TheConsole) -> Response:
    """All that may be seen of, newest first."""
    today = await console.today()
    scope = viewer.scope
    found = await reads.conclusions_for(console.pool, scope)
    stats = await reads.stats_for(console.pool, scope, "conclusion", today)
    counts = {row["key"]: row for row in stats["rows"]}
    return await page(request, "conclusions.html", today=today, found=found, counts=counts)


@router.get("/thong-bao.csv")
async def conclusions_as_csv(viewer: Reader, console: TheConsole, lang: TheLang) -> Response:
    """The same list with its counts."""
    today = await console.today()
    stats = await reads.stats_for(console.pool, viewer.scope, "conclusion", today)
    counts = {row["key"]: row for row in stats["rows"]}
    groups = [key for key in stats["total"] if key != "total"]
    rows = [
        [one.id, one.number, one.issued_on.isoformat(), one.title, one.session, one.standing_office]
        + [counts.get(one.id, {}).get(group, 0) for group in [*groups, "total"]]
        for one in await reads.conclusions_for(console.pool, viewer.scope)
    ]
    heads = ["id", "number", "issued_on", "title", "session", "standing_office", *groups, "total"]
    return csv_of(file_name("ket-luan", today), heads, rows)


@router.get("/thong-bao/{ref}")
async def conclusion(request: Request, ref: str, viewer: Reader, console: TheConsole) -> Response:
    """One conclusion: its directives, who has them, how far they are."""
    today = await console.today()
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", today)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    return await page(request, "conclusion.html", today=today, one=found, shown_singly=SHOWN_SINGLY)


@router.get("/thong-bao/{ref}/nhiem-vu.csv")
async def conclusion_as_csv(
    ref: str, viewer: Reader, console: TheConsole, lang: TheLang
) -> Response:
    """Every assignment of one conclusion, in the order of the document."""
    today = await console.today()
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", today)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    items = [one for directive in found["directives"] for one in directive["assignments"]]
    rows = [item_row(one, lang) for one in items]
    return csv_of(file_name("ket-luan", ref, today), item_heads(lang), rows)
