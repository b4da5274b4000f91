"""`/su-kien`: tells an open page that what it shows has changed. Nothing of the change itself is sent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from console.auth import COOKIE, Reader, TheConsole, Viewer, hash_of
from console.desk import Console
from register import accounts, reads
from register.reads.scope import widened
from schemas.ids import parsed
from schemas.refusals import Code, Refusal

router = APIRouter(include_in_schema=False)

LOOK_EVERY_S: Final = 2.0
LISTS: Final = "danh-sach"
LOOK_AT_LISTS_EVERY_S: Final = 5.0
Look = Callable[[], Awaitable[int]]
"""A number that rises with each change."""
LONGEST_S: Final = 600.0
"""Browsers connect again by themselves; until then a session that ended is noticed."""
MOST: Final = 200
_open = asyncio.Semaphore(MOST)


@router.get("/su-kien")
async def changes(request: Request, id: str, viewer: Reader, console: TheConsole) -> Response:  # noqa: A002 - its name in the address
    """Server-sent events about one assignment, or about the viewer's lists, for whoever may see it."""
    if id == LISTS:
        looks = await _lists(console, viewer)
        every = LOOK_AT_LISTS_EVERY_S
    else:
        looks, every = await _one(console, viewer, id), LOOK_EVERY_S
    if _open.locked():
        return Response(status_code=204)  # browsers then do not try again
    session = hash_of(request.cookies[COOKIE])
    return StreamingResponse(
        _told(console, looks, every, session),
        media_type="text/event-stream",
        headers={"x-accel-buffering": "no"},
    )


async def _one(console: Console, viewer: Viewer, own: str) -> Look:
    shown = parsed(own) and await reads.show_for(
        console.pool, viewer.scope, own, await console.today()
    )
    if not shown:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:120])
    return lambda: _seq(console, own)


async def _lists(console: Console, viewer: Viewer) -> Look:
    """Of what an office holds; of everything for those who see the whole."""
    scope = await widened(console.pool, viewer.scope)
    office = None if scope.whole or scope.is_standing else scope.office
    since = await reads.newest_recorded(console.pool)
    return lambda: reads.newness(console.pool, office, since)


async def _told(console: Console, look: Look, every: float, session: str) -> AsyncIterator[str]:
    async with _open:
        seen = await look()
        yield "retry: 10000\n\n"
        for turn in range(int(LONGEST_S / every)):
            await asyncio.sleep(every)
            now = await look()
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
