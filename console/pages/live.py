"""`/su-kien`: tells an open page that what it shows has changed. Nothing of the change itself is sent."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from console.auth import COOKIE, Reader, TheConsole, hash_of
from console.desk import Console
from register import accounts, reads
from schemas.ids import parsed
from schemas.refusals import Code, Refusal

router = APIRouter(include_in_schema=False)

LOOK_EVERY_S: Final = 2.0
LONGEST_S: Final = 600.0
"""Browsers connect again by themselves; until then a session that ended is noticed."""
MOST: Final = 200
_open = asyncio.Semaphore(MOST)


@router.get("/su-kien")
async def changes(request: Request, id: str, viewer: Reader, console: TheConsole) -> Response:  # noqa: A002 - its name in the address
    """Server-sent events about one assignment, for whoever may see it."""
    target = parsed(id)
    if (
        target is None
        or await reads.show_for(console.pool, viewer.scope, id, await console.today()) is None
    ):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=id[:120])
    if _open.locked():
        return Response(status_code=204)  # browsers then do not try again
    session = hash_of(request.cookies[COOKIE])
    return StreamingResponse(
        _told(console, id, session),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


async def _told(console: Console, own: str, session: str) -> AsyncIterator[str]:
    async with _open:
        seen = await _seq(console, own)
        yield "retry: 10000\n\n"
        for turn in range(int(LONGEST_S / LOOK_EVERY_S)):
            await asyncio.sleep(LOOK_EVERY_S)
            now = await _seq(console, own)
            if now > seen:
                yield f"event: changed\ndata: {now - seen}\n\n"
                seen = now
            elif turn % 8 == 7:
                if await accounts.signed_in(console.pool, session) is None:
                    return
                yield ": \n\n"


async def _seq(console: Console, own: str) -> int:
    standing = await reads.standing_of(console.pool, own)
    return standing.state.seq if standing else 0
