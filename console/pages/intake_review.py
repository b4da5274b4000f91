"""«Duyệt đề xuất»: a person goes through the proposals of a document beside its pages, or beside its text."""

import asyncio
from collections import Counter
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

import intake
from console import intake_desk
from console.auth import StandingOffice, TheConsole, TheLang, console_of
from console.desk import Console
from console.errors import Problem, problem_of
from console.forms import Form
from console.intake_pictures import ShownPage, Strip, pages_shown, pieces_of, strips_of
from console.pages.intake import FAILURES, draft_of
from console.rendering import page, see_other
from intake.review import Decision, Review, open_repeats, open_segments
from register import documents, drafts
from register.drafts import Draft, DraftChanged
from schemas.agencies import valid_on
from schemas.refusals import Code, Refusal

router = APIRouter(include_in_schema=False)

_KEPT: str = "private, max-age=3600"
"""A picture of a page never changes; only this person's browser keeps it."""


@router.get("/tiep-nhan/{own}")
async def review(
    request: Request, own: str, viewer: StandingOffice, console: TheConsole
) -> Response:
    """The pages, or the text, with the proposals marked, and a card for each beside them."""
    return await _reviewed(request, await draft_of(console, viewer, own))


@router.get("/tiep-nhan/{own}/trang/{number}.png")
async def picture(
    request: Request, own: str, number: Annotated[int, Path(ge=1, le=600)], viewer: StandingOffice,
    console: TheConsole, tu: int = 0, den: int = 10_000,
) -> Response:  # fmt: skip
    """One page as a picture, or the part of it between two heights in ten-thousandths."""
    draft = await draft_of(console, viewer, own)
    return await page_picture(console, draft.document_sha256, number, (tu, den))


@router.get("/tiep-nhan/{own}/goc")
async def original(own: str, viewer: StandingOffice, console: TheConsole) -> Response:
    """The file as it was given; always as a download."""
    draft = await draft_of(console, viewer, own)
    return await original_file(console, draft.document_sha256)


@router.post("/tiep-nhan/{own}/{act}")
async def decide(
    request: Request, own: str, act: str, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """One decision of a person on one proposal, a section, or all that is left."""
    draft = await draft_of(console, viewer, own)
    if act == "xoa":
        await drafts.discard(console.pool, draft.document_sha256, seen=draft.version)
        await documents.forget(console.pool, draft.document_sha256)
        return see_other(request, "/tiep-nhan")
    said = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    try:
        if said.get("version") != str(draft.version):
            raise DraftChanged(draft)
        before = intake_desk.opened(draft)
        scanned = _scanned(strips_of(await _pages(console, draft, before)))
        changed = intake_desk.decided(before, act, said, viewer.name, scanned)
        await intake_desk.save(console, viewer.login, changed, seen=draft.version)
    except DraftChanged as faster:
        problem = problem_of(intake_desk.faster(faster, lang), lang)
        return await _reviewed(request, faster.now or draft, problem)
    except FAILURES as failure:
        return await _reviewed(request, draft, problem_of(failure, lang))
    view = "?xem=chu" if said.get("xem") == "chu" else ""
    return see_other(request, f"/tiep-nhan/{own}{view}{_next(changed, act, said)}")


async def page_picture(
    console: Console, sha256: str, number: int, part: tuple[int, int]
) -> Response:
    """A page of a document that was taken in; not found where there is none."""
    file = await documents.content_of(console.pool, sha256)
    if file is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"{sha256[:12]}/{number}")
    part = max(0, min(part)), min(10_000, max(part))
    # In the thread from its loading on: the first picture of all loads what draws it.
    made = await asyncio.to_thread(lambda: intake.picture_of(file[1], number, part))
    if made is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"{sha256[:12]}/{number}")
    return Response(made, media_type="image/png", headers={"cache-control": _KEPT})


async def original_file(console: Console, sha256: str) -> Response:
    """A document that was taken in, as an attachment that no browser shows or runs."""
    file = await documents.content_of(console.pool, sha256)
    if file is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=sha256[:12])
    return Response(
        file[1],
        media_type="application/octet-stream",
        headers={
            "content-disposition": f"attachment; filename*=utf-8''{quote(file[0])}",
            "content-security-policy": "sandbox; default-src 'none'",
        },
    )


def _next(changed: Review, act: str, said: dict[str, str]) -> str:
    """Where to go on: after an approval the next proposal that waits, else the same place."""
    n = int(said["n"]) if said.get("n", "").isdigit() else 0
    if act in {"chap-nhan", "sua", "bo"}:
        waiting = [one.n for one in changed.directives if one.decision is Decision.OPEN]
        after = [one for one in waiting if one >= n] or waiting
        n = after[0] if after else n
    return f"#n{n}" if n else ""


async def _pages(console: Console, draft: Draft, review: Review) -> list[ShownPage]:
    places = await documents.places_of(console.pool, draft.document_sha256)
    return pages_shown(pieces_of(review), places or [])


def _scanned(strips: dict[int, list[Strip]]) -> frozenset[int]:
    """The proposals that stand on pages recognised from pictures."""
    return frozenset(n for n, own in strips.items() if any(strip.is_scan for strip in own))


def _sections(waiting: Any) -> list[tuple[str, int]]:
    """The sections in which passages wait, and how many."""
    tops = [one.clause.split(".")[0].split(",")[0].strip() for one in waiting]
    return [(top, count) for top, count in Counter(tops).items() if top and count > 1]


async def _reviewed(request: Request, draft: Draft, problem: Problem | None = None) -> Response:
    review = intake_desk.opened(draft)
    console = console_of(request)
    pages = await _pages(console, draft, review)
    strips = strips_of(pages)
    accepted = [one for one in review.directives if one.decision is Decision.ACCEPTED]
    waiting = open_segments(review)
    return await page(
        request,
        "intake_review.html",
        problem.status if problem else 200,
        problem=problem,
        draft=draft,
        review=review,
        pages=pages,
        strips=strips,
        scanned=_scanned(strips),
        is_dated=intake_desk.is_dated,
        is_text=not pages or request.query_params.get("xem") == "chu",
        pieces=[(one, review.text[one.start : one.end]) for one in review.segments],
        states={one.n: one.decision.value for one in review.directives},
        accepted=len(accepted),
        waiting=waiting,
        sections=_sections(waiting),
        repeats=open_repeats(review),
        agencies=[(body.code, body.name_vi) for body in valid_on(await console.today())],
    )
