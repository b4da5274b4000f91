"""«Văn bản»: letters, decisions, follow-up tables and periodic reports as files, for those who sign or watch.

A standing office writes about its own conclusions; a report covers the whole register, so only those who see
the whole of it get one.
"""

import asyncio
import io
import zipfile
from datetime import date
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from console import papers
from console.auth import StandingOffice, TheConsole, TheLang, Viewer, Watcher
from console.desk import Console
from console.pages.leaving import MAY_LEAVE
from console.pages.periods import period_text
from console.rendering import page
from papers.formats import Format, render
from papers.paper import Facts, Paper
from papers.parting import parted
from policy.periods import RHYTHMS, period_around, period_named
from register import reads
from register.reads.scope import widened
from schemas.agencies import agency
from schemas.ids import Kind, parsed
from schemas.moments import day_of
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Schedule

router = APIRouter(include_in_schema=False)

LATEST: Final = 12
"""Periods offered, the present ones and those before."""
_KINDS: Final = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def format_in(dang: str = Format.PDF) -> Format:
    """What the paper is wanted as."""
    if dang not in set(Format):
        raise MalformedInput(
            "filter_unknown", field="dang", given=dang[:20], known=", ".join(Format)
        )
    return Format(dang)


def as_of_in(ngay: str = "") -> date | None:
    """The day whose end the paper shows, as forms send it; None is today."""
    try:
        return date.fromisoformat(ngay) if ngay else None
    except ValueError:
        raise MalformedInput("no_date", field="ngay", given=ngay[:20]) from None


TheFormat = Annotated[Format, Depends(format_in)]
AsOf = Annotated[date | None, Depends(as_of_in)]


@router.get("/van-ban")
async def desk(request: Request, viewer: Watcher, console: TheConsole, lang: TheLang) -> Response:
    """What can be written now: to whom, on which conclusion, on which request, for which period."""
    today = await console.today()
    writes = viewer.scope.is_standing
    late = await _late(console, viewer, today) if writes else []
    return await page(
        request,
        "papers.html",
        today=today,
        writes=writes,
        late=late,
        conclusions=await _conclusions(console, viewer),
        asked=await reads.extensions_waiting(console.pool, viewer.office) if writes else [],
        periods=_periods(today, lang) if await _sees_all(console, viewer) else [],
        formats=list(Format),
        may_leave=viewer.role in MAY_LEAVE,
    )


@router.get("/van-ban/don-doc")
async def urging(
    viewer: StandingOffice, console: TheConsole, wanted: TheFormat, as_of: AsOf, cq: str = ""
) -> Response:
    """The urging letter to one agency, about the work that this standing office gave."""
    code = _agency(cq)
    facts = await _facts(console, as_of)
    return await _file(
        await papers.urging(console.pool, facts, code, office=viewer.office, own=True), wanted
    )


@router.get("/van-ban/giao-viec")
async def assignment(
    viewer: StandingOffice,
    console: TheConsole,
    wanted: TheFormat,
    as_of: AsOf,
    kl: str = "",
    cq: str = "",
) -> Response:
    """The letter that gives an agency its work from a conclusion of this standing office."""
    await _own(console, viewer, kl)
    facts = await _facts(console, as_of)
    return await _file(await papers.assignment(console.pool, facts, kl, _agency(cq)), wanted)


@router.get("/van-ban/gia-han")
async def extension(
    viewer: StandingOffice, console: TheConsole, wanted: TheFormat, as_of: AsOf, nv: str = ""
) -> Response:
    """The decision on the newest request for more time on an assignment under this standing office."""
    named = parsed(nv)
    if named is None or named.kind is not Kind.ASSIGNMENT:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=nv[:120])
    await _own(console, viewer, nv)
    return await _file(
        await papers.extension(console.pool, await _facts(console, as_of), nv), wanted
    )


@router.get("/van-ban/bang-theo-doi")
async def follow_up(
    viewer: Watcher, console: TheConsole, wanted: TheFormat, as_of: AsOf, kl: str = ""
) -> Response:
    """The follow-up table of a conclusion, for its standing office and for those who see everything."""
    await _own(console, viewer, kl)
    facts = await _facts(console, as_of)
    return await _file(await papers.follow_up(console.pool, facts, kl), wanted)


@router.get("/van-ban/bao-cao")
async def report(
    viewer: Watcher, console: TheConsole, wanted: TheFormat, as_of: AsOf, ky: str = ""
) -> Response:
    """The periodic report on the whole register."""
    if not await _sees_all(console, viewer):
        raise Refusal(Code.NO_RIGHT, "report_needs_whole", office=viewer.office)
    period, facts = period_named(ky), await _facts(console, as_of)
    own = viewer.office if viewer.scope.is_standing else None
    return await _file(await papers.report(console.pool, facts, period, office=own), wanted)


async def _facts(console: Console, as_of: date | None) -> Facts:
    now = await console.now()
    return Facts(as_of=as_of or day_of(now), about="", made_at=now)


async def _own(console: Console, viewer: Viewer, target: str) -> None:
    """Refused as unknown where the conclusion is another office's, so nobody learns that it is there."""
    named = parsed(target) or parsed(f"kl/{target}")
    whole = await reads.conclusion(console.pool, named.ref) if named else None
    sees = viewer.scope.whole or (whole is not None and whole.standing_office == viewer.office)
    if whole is None or not sees:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target[:120])


async def _sees_all(console: Console, viewer: Viewer) -> bool:
    return (await widened(console.pool, viewer.scope)).whole


def _agency(code: str) -> str:
    if agency(code) is None:
        raise MalformedInput("no_such_agency", field="cq", given=code[:40])
    return code


async def _late(console: Console, viewer: Viewer, today: date) -> list[tuple[str, int]]:
    """Agencies with overdue work, the most first."""
    stats = await reads.stats_for(console.pool, viewer.scope, "agency", today)
    found = [(row["key"], row[Schedule.OPEN_OVERDUE]) for row in stats["rows"]]
    return sorted((one for one in found if one[1]), key=lambda one: (-one[1], one[0]))


async def _conclusions(console: Console, viewer: Viewer) -> list[reads.ConclusionNow]:
    found = await reads.conclusions_for(console.pool, viewer.scope)
    return [one for one in found if viewer.scope.whole or one.standing_office == viewer.office]


def _periods(today: date, lang: str) -> list[tuple[str, str]]:
    """Present periods of every length, and those before them, the newest first."""
    found = []
    for length in RHYTHMS:
        period = period_around(today, length)
        for _ in range(LATEST // len(RHYTHMS) + 1):
            found.append((period.name, period_text(period, "en" if lang == "en" else "vi")))
            period = period.before()
    return found


async def _file(paper: Paper, wanted: Format) -> Response:
    """The paper; one whose lists are too long comes with them, in one archive. Made beside the loop that serves others."""
    name, kind, content = await asyncio.to_thread(_made, paper, wanted)
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _made(paper: Paper, wanted: Format) -> tuple[str, str, bytes]:
    main, parts = (paper, []) if wanted is Format.XLSX else parted(paper)
    if not parts:
        return f"{paper.name}.{wanted}", _KINDS[wanted], render(main, wanted)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr(f"{paper.name}.{wanted}", render(main, wanted))
        into.writestr(f"{paper.name}.xlsx", render(paper, Format.XLSX))
    return f"{paper.name}.zip", "application/zip", archive.getvalue()
