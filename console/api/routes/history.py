"""What happened, event by event with the hash chain: of an assignment, a directive, a conclusion."""

import re
from typing import Any, Final

from fastapi import APIRouter

from console.api.bearer import Auditing, Caller, Reading
from console.api.documents import Events, Json, Refused
from console.api.inputs import (
    ASSIGNMENT,
    CONCLUSION,
    DIRECTIVE,
    USUAL,
    After,
    AssignmentAt,
    ConclusionAt,
    DirectiveAt,
    Limit,
)
from console.api.pages import cursor_of, place_in
from console.api.route import GuardedRoute
from console.auth import TheConsole
from console.desk import Console
from register import reads
from schemas.ids import Target
from schemas.refusals import Code, MalformedInput, Refusal

router = APIRouter(route_class=GuardedRoute, tags=["history"])

_LAST_SEQ: Final = 2**31 - 1
_STREAM: Final = re.compile(r"kl/[a-z0-9-]{1,60}(~[0-9]{1,4})?", re.ASCII)


@router.get(f"{ASSIGNMENT}/events", response_model=Events, operation_id="events_of_assignment")
async def of_assignment(
    at: AssignmentAt,
    caller: Reading,
    console: TheConsole,
    limit: Limit = USUAL,
    after: After = None,
) -> Json:
    """The story of one assignment, oldest first."""
    return await _page(at, caller, console, (limit, after))


@router.get(f"{DIRECTIVE}/events", response_model=Events, operation_id="events_of_directive")
async def of_directive(
    at: DirectiveAt, caller: Reading, console: TheConsole, limit: Limit = USUAL, after: After = None
) -> Json:
    """The story of the assignments of a directive that the caller may see."""
    return await _page(at, caller, console, (limit, after))


@router.get(f"{CONCLUSION}/events", response_model=Events, operation_id="events_of_conclusion")
async def of_conclusion(
    at: ConclusionAt,
    caller: Reading,
    console: TheConsole,
    limit: Limit = USUAL,
    after: After = None,
) -> Json:
    """The story of a conclusion; whoever sees all of it gets whole streams, which can be checked by their hashes."""
    return await _page(at, caller, console, (limit, after))


@router.get("/refused", response_model=Refused, operation_id="refused")
async def refused(caller: Auditing, console: TheConsole, limit: Limit = USUAL) -> Json:
    """Delivered commands that were refused, newest first, with the code, the reason and the letter."""
    found = await reads.refused(console.pool)
    return Json({"items": found[:limit]})


async def _page(at: Target, caller: Caller, console: Console, part: tuple[int, str | None]) -> Json:
    """After the last seq of each stream that the cursor names, so that nothing is skipped or told twice."""
    limit, after = part
    known = _known(after)
    found = await _seen(at, caller, console, known)
    shown = found[:limit]
    for one in shown:
        known[one["stream"]] = max(known.get(one["stream"], 0), one["seq"])
    return Json({"items": shown, "next": cursor_of(known) if len(found) > limit else None})


async def _seen(
    at: Target, caller: Caller, console: Console, known: dict[str, int]
) -> list[dict[str, Any]]:
    """Events of what the caller may see, asked for assignment by assignment where that is not everything."""
    seen = await reads.seen_of(console.pool, caller.scope, at.ref)
    if seen is not None:
        seen = frozenset(one for one in seen if one == at.id or at.covers(one))
    there = await reads.streams_for(console.pool, at.id)
    if not there or seen == frozenset():
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=at.id)
    if seen is None or at.id in seen or await _is_own(at, caller, console):
        return await reads.events_of(console.pool, at.id, known)
    found = [
        event for one in sorted(seen) for event in await reads.events_of(console.pool, one, known)
    ]
    return sorted(found, key=lambda event: (event["at"], event["stream"], event["seq"]))


async def _is_own(at: Target, caller: Caller, console: Console) -> bool:
    """Whether the caller is of the standing office, which sees all of its conclusions."""
    if not caller.scope.is_standing:
        return False
    found = await reads.conclusion(console.pool, at.ref)
    return found is not None and found.standing_office == caller.scope.office


def _known(after: str | None) -> dict[str, int]:
    if after is None:
        return {}
    known: dict[str, int] = place_in(after, dict)
    if all(
        _STREAM.fullmatch(stream) and type(seq) is int and 0 <= seq <= _LAST_SEQ
        for stream, seq in known.items()
    ):
        return known
    raise MalformedInput("bad_cursor", field="after", given=after[:60])
