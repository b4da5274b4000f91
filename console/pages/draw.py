"""«Hậu kiểm»: a share of completed work, drawn by a published seed, to be verified again.

Only reads: the same seed, share and day draw the same for everybody (`dondoc evidence draw`). What
fails the second look is reopened on its own page.
"""

from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from console.auth import TheConsole, TheLang, Watcher
from console.desk import Console
from console.exports import ITEM_HEADS, Exported, TheEnding, exported, item_row
from console.filters import day_in
from console.rendering import page
from policy.draw import drawn
from register import reads
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

MOST: Final = 1_000
USUAL: Final = "5"
Seed = Annotated[str, Query(alias="mam", max_length=200)]
Share = Annotated[str, Query(alias="phan-tram", max_length=10)]
UpTo = Annotated[str, Query(alias="den", max_length=20)]


@router.get("/hau-kiem")
async def draw(
    request: Request,
    viewer: Watcher,
    console: TheConsole,
    mam: Seed = "",
    phan_tram: Share = USUAL,
    den: UpTo = "",
) -> Response:
    """The form, and the lots once a seed is given; what cannot be read is said at the form."""
    today = await console.today()
    share, day = share_in(phan_tram), (day_in(den) if den else today)
    problem = _problem(share, day)
    lots: list[tuple[str, dict[str, Any]]] = []
    of = 0
    if mam and share is not None and day is not None:
        lots, of = await _drawn(console, mam, share, day)
    return await page(
        request,
        "draw.html",
        422 if problem else 200,
        today=today,
        seed=mam,
        share=phan_tram,
        day=day or today,
        until=den or today.isoformat(),
        lots=lots,
        of=of,
        problem=problem,
    )


@router.get("/hau-kiem.{ending}")
async def draw_as_file(
    request: Request,
    viewer: Watcher,
    ending: TheEnding,
    console: TheConsole,
    lang: TheLang,
    mam: Seed = "",
    phan_tram: Share = USUAL,
    den: UpTo = "",
) -> Response:
    """The drawn assignments with their lots, and what they were drawn by."""
    today = await console.today()
    share, day = share_in(phan_tram), (day_in(den) if den else None) or today
    lots, of = await _drawn(console, mam, share, day) if mam and share else ([], 0)
    table = Exported(
        name=("hau-kiem",),
        title=Both("Hậu kiểm", "Second look"),
        heads=((Both("Thăm", "Lot"), 2, "text"), *ITEM_HEADS),
        rows=[[lot, *item_row(item, lang)] for lot, item in lots],
        filter=f"seed={mam} · share={share} · as of {day} · of {of}",
    )
    return await exported(request, viewer, ending, table, today)


def share_in(given: str) -> Fraction | None:
    """A percentage above 0, at most 100; None for anything else."""
    try:
        share = Fraction(given.strip().rstrip("%").strip().replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 < share <= 1 else None


async def _drawn(
    console: Console, seed: str, share: Fraction, day: date
) -> tuple[list[tuple[str, dict[str, Any]]], int]:
    """Lots with their assignments, in the order of the lots; and of how many."""
    completed = await reads.completed_by(console.pool, day)
    lots = drawn(completed, seed=seed, share=share)[:MOST]
    items = await reads.items_by_ids(console.pool, [own for _, own in lots], day)
    known = {one["id"]: one for one in items}
    return [(lot, known[own]) for lot, own in lots if own in known], len(completed)


def _problem(share: Fraction | None, day: date | None) -> Both | None:
    if share is None:
        return Both(
            "Tỷ lệ là một số trên 0, nhiều nhất 100.", "The share is above 0 and at most 100."
        )
    if day is None:
        return Both("Ngày viết như 30/4/2026.", "Write the day like 2026-04-30.")
    return None
