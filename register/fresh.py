"""Everything that follows from plans and log, made anew into temporary tables beside the live ones.

The first half of `verify` and of `rebuild`: one stream after the other, in chunks, so that memory
stays small however long the log is. The hash chain is checked on the way.
"""

import gc
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

from asyncpg import Connection, Record

from register.deriving.consequences import Consequences, Frame
from register.deriving.states import state_in
from register.deriving.wordings import wording_row, wordings_of
from register.log.chain import as_shown, hash_of, seed
from register.log.stored import as_recorded
from register.sql import SQL
from register.writing.appending import notice_row
from register.writing.frames import header_hash, header_of
from schemas.case import Case
from schemas.events import Recorded

__all__ = ["Difference", "Progress", "Report", "derive", "differences"]

Difference = dict[str, Any]
Progress = Callable[[int, int], None]

CHUNK: Final = 2_000
MOST_LISTED: Final = 1_000
"""Differences of one kind that are listed; more say no more."""

COMPARISONS: Final = (
    "differing_streams",
    "differing_conclusions",
    "differing_commands",
    "differing_directives",
    "differing_assignments",
    "differing_standings",
    "differing_counters",
    "differing_lateness",
    "differing_notices",
    "undelivered",
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a comparison found: `checked` events; each difference names id, field, register's value, expected value."""

    ok: bool
    checked: int
    differences: list[Difference]


@dataclass
class _Stream:
    """One stream while it is followed."""

    id: str
    ref: str
    following: Consequences
    head_hash: str
    seq: int = 0
    last_at: Any = None
    found: list[Difference] = field(default_factory=list)


async def derive(
    db: "Connection[Record]", progress: Progress | None
) -> tuple[int, list[Difference]]:
    """Fill the fresh tables; how many events were read, and where the log itself is not whole."""
    await db.execute(SQL["fresh_tables"])
    refs = [row["ref"] for row in await db.fetch(SQL["refs"])]
    checked, found = 0, []
    with _few_collections():
        for done, ref in enumerate(refs, start=1):
            async for stream in _conclusion(db, ref):
                checked += stream.seq
                found += stream.found
            if progress is not None:
                progress(done, len(refs))
    await db.execute(SQL["fresh_statistics"])
    return checked, found


@contextmanager
def _few_collections() -> Iterator[None]:
    """A tenth of the time would go into looking for cycles, of which events and states have none."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


async def differences(db: "Connection[Record]") -> list[Difference]:
    """Where the live tables say otherwise than the fresh ones, field by field."""
    found: list[Difference] = []
    for name in COMPARISONS:
        of_this: list[Difference] = []
        async for row in db.cursor(SQL[name], prefetch=CHUNK):
            of_this += _differing(row["id"], row["held"], row["expected"])
            if len(of_this) >= MOST_LISTED:
                break
        found += of_this
    return found


async def _conclusion(db: "Connection[Record]", ref: str) -> AsyncIterator[_Stream]:
    plan = await db.fetchrow(SQL["plan_of_conclusion"], ref)
    if plan is None:
        return
    wordings = {one.id: one for one in wordings_of(plan["document"])}
    for row in await db.fetch(SQL["plans_of_conclusion"], ref):
        case = Case.model_validate_json(row["plan"])
        frame = Frame.read(header_of(case), plan["number"], plan["session"], plan["programmes"])
        stream = _Stream(
            id=row["id"],
            ref=ref,
            following=Consequences(frame, wordings=wordings),
            head_hash=seed(plan["content_hash"], row["packet"]),
        )
        await _follow(db, stream)
        await _keep_stream(db, stream, plan["content_hash"])
        yield stream
    await _copy(db, "fresh_directive", map(wording_row, wordings.values()))


async def _follow(db: "Connection[Record]", stream: _Stream) -> None:
    """The whole log of a stream: chain, fold, and what follows, chunk by chunk."""
    rows = db.cursor(SQL["events_after"], stream.id, 0, prefetch=CHUNK)
    chunk: list[Recorded] = []
    async for row in rows:
        if (event := _read(stream, row)) is not None:
            chunk.append(event)
        if len(chunk) == CHUNK:
            await _take(db, stream, chunk)
            chunk = []
    await _take(db, stream, chunk)


def _read(stream: _Stream, row: Record) -> Recorded | None:
    try:
        return as_recorded(row)
    except ValueError as error:
        name = f"{stream.id}#{row['seq']}"
        stream.found.append(_difference(name, "event", repr(error), None))
        return None


async def _take(db: "Connection[Record]", stream: _Stream, events: Sequence[Recorded]) -> None:
    for event in events:
        _check_chain(stream, event)
        stream.seq, stream.head_hash, stream.last_at = event.seq, event.hash, event.at
    try:
        stream.following.add(events)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        # Only a log that was tampered with cannot be followed; the other streams still can.
        stream.found.append(_difference(f"{stream.id}#{stream.seq}", "fold", repr(error), None))
    await _keep_chunk(db, stream, events)


def _check_chain(stream: _Stream, event: Recorded) -> None:
    name = f"{stream.id}#{event.seq}"
    if event.seq != stream.seq + 1:
        stream.found.append(_difference(name, "seq", event.seq, stream.seq + 1))
    if event.prev_hash != stream.head_hash:
        stream.found.append(_difference(name, "prev_hash", event.prev_hash, stream.head_hash))
    shown = as_shown(event, recorded_at=event.recorded_at, prev_hash=event.prev_hash)
    if event.hash != (expected := hash_of(shown)):
        stream.found.append(_difference(name, "hash", event.hash, expected))


async def _keep_chunk(
    db: "Connection[Record]", stream: _Stream, events: Sequence[Recorded]
) -> None:
    """Write what is final; the present standing of each assignment may still change today."""
    following = stream.following
    final = [key for key, one in following.standings.items() if one.to_day is not None]
    await _copy(db, "fresh_standing", (following.standings.pop(key).row() for key in final))
    notices = (
        {"stream": stream.id, **notice_row(one, at), "said": one.said}
        for one, at in following.notices
    )
    await _copy(db, "fresh_outbox", notices)
    following.notices.clear()
    commands = (
        {"id": e.key, "stream": e.stream, "seq": e.seq, "digest": e.digest, "target": e.target}
        for e in events
        if e.digest is not None
    )
    await _copy(db, "fresh_command", commands)


async def _keep_stream(db: "Connection[Record]", stream: _Stream, content_hash: str) -> None:
    following = stream.following
    frame, header = following.frame, header_of(following.header)
    shared = {
        "stream": stream.id,
        "ref": stream.ref,
        "session": frame.session,
        "programmes": list(frame.programmes),
    }
    await _copy(db, "fresh_assignment", (shared | held.row() for held in following.held.values()))
    await _copy(db, "fresh_standing", (one.row() for one in following.standings.values()))
    await _copy(db, "fresh_counter", following.tally.groups())
    await _copy(db, "fresh_lateness", following.tally.late())
    head = {
        "id": stream.id,
        "ref": stream.ref,
        "seq": stream.seq,
        "head_hash": stream.head_hash,
        "last_at": stream.last_at,
        "header": header,
        "header_hash": header_hash(header, content_hash),
        "open_assignments": following.open_by,
        "closed_at": following.last_closing_at if following.open_by == 0 else None,
        "opened_at": following.opened_at,
        "last_closing_at": following.last_closing_at,
        "assignments": following.opened,
    }
    await _copy(db, "fresh_stream", [head])


async def _copy(db: "Connection[Record]", table: str, rows: Iterable[Mapping[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        records = [tuple(row.values()) for row in listed]
        await db.copy_records_to_table(table, records=records, columns=list(listed[0]))


def _differing(
    own: str, held: Mapping[str, Any] | None, expected: Mapping[str, Any] | None
) -> list[Difference]:
    if held is None or expected is None:
        return [_difference(own, "row", held and "present", expected and "present")]
    return [
        _difference(own, name, held.get(name), expected.get(name))
        for name in expected
        if held.get(name) != expected.get(name)
        and not (name == "state_json" and _is_one_state(held[name], expected[name]))
    ]


def _is_one_state(held: str, expected: str) -> bool:
    """Two releases may write one state in two ways; it is what it says that counts."""
    try:
        return state_in(held) == state_in(expected)
    except ValueError:
        return False


def _difference(own: str, name: str, register: Any, expected: Any) -> Difference:
    return {"id": own, "field": name, "register": register, "expected": expected}
