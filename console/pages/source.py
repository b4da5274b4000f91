"""«Văn bản gốc»: the document a conclusion was taken in from, with its directives marked; of an assignment its own sentence."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from fastapi.responses import Response

from console.auth import Reader, TheConsole, Viewer, Watcher
from console.desk import Console
from console.intake_pictures import ShownPage, Strip, pages_shown, pieces_certified, strips_of
from console.pages.assignment import TheId
from console.pages.intake_review import original_file, page_picture
from console.rendering import page
from register import documents, drafts, reads
from register.drafts import KeptCertificate
from schemas.ids import parsed
from schemas.refusals import Code, Refusal

router = APIRouter(include_in_schema=False)

_AT = "/nhiem-vu/{ref}/{n}/{agency}/nguon"


@router.get("/thong-bao/{ref}/van-ban")
async def document(request: Request, ref: str, viewer: Watcher, console: TheConsole) -> Response:
    """The pages, or the text, and beside them every directive with where it stands now."""
    kept = await _kept(console, viewer, ref)
    today = await console.today()
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", today)
    pages = await _pages(console, kept)
    return await page(
        request,
        "source.html",
        today=today,
        one=found,
        pages=pages,
        strips=strips_of(pages),
        pieces=[
            (one, kept.text[one.start : one.end]) for one in pieces_certified(kept.certificate)
        ],
        certificate=kept,
    )


@router.get("/thong-bao/{ref}/trang/{number}.png")
async def document_page(
    ref: str, number: Annotated[int, Path(ge=1, le=600)], viewer: Watcher, console: TheConsole
) -> Response:
    """One page as a picture."""
    kept = await _kept(console, viewer, ref)
    return await page_picture(console, kept.document_sha256, number, (0, 10_000))


@router.get("/thong-bao/{ref}/goc")
async def document_file(ref: str, viewer: Watcher, console: TheConsole) -> Response:
    """The file as it was given."""
    return await original_file(console, (await _kept(console, viewer, ref)).document_sha256)


@router.get(_AT)
async def sentence(request: Request, own: TheId, viewer: Reader, console: TheConsole) -> Response:
    """The sentence an assignment comes from, as printed; nothing else of the document."""
    strips, words = await _sentence(console, viewer, own)
    template = "sentence_part.html" if request.headers.get("hx-request") else "sentence.html"
    return await page(request, template, own=own, strips=list(enumerate(strips)), words=words)


@router.get(_AT + "/{at}.png")
async def sentence_strip(
    own: TheId, at: Annotated[int, Path(ge=0, le=50)], viewer: Reader, console: TheConsole
) -> Response:
    """The part of a page that shows it."""
    strips, _ = await _sentence(console, viewer, own)
    kept = await drafts.certificate_of(console.pool, own.split("/")[1])
    if kept is None or at >= len(strips):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own)
    one = strips[at]
    return await page_picture(console, kept.document_sha256, one.page, (one.top, one.bottom))


async def _sentence(console: Console, viewer: Viewer, own: str) -> tuple[list[Strip], str]:
    seen = await reads.show_for(console.pool, viewer.scope, own, await console.today())
    target = parsed(own)
    kept = await drafts.certificate_of(console.pool, target.ref) if seen and target else None
    if kept is None or target is None or target.n is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own)
    pieces = [
        one for one in pieces_certified(kept.certificate) if one.n == target.n and one.is_marked
    ]
    words = "".join(kept.text[one.start : one.end] for one in pieces)
    return strips_of(await _pages(console, kept)).get(target.n, []), words


async def _kept(console: Console, viewer: Viewer, ref: str) -> KeptCertificate:
    """The certificate of a conclusion that may be seen; for others it is not there."""
    found = await reads.show_for(console.pool, viewer.scope, f"kl/{ref}", await console.today())
    kept = await drafts.certificate_of(console.pool, ref) if found else None
    if kept is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}"[:120])
    return kept


async def _pages(console: Console, kept: KeptCertificate) -> list[ShownPage]:
    places: list[Any] | None = await documents.places_of(console.pool, kept.document_sha256)
    return pages_shown(pieces_certified(kept.certificate), places or [])
