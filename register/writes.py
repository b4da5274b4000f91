"""The two ways into the register: the plan of a conclusion, written by the gateway, and the commit of events,
written by workflows through their activity. Each is one transaction and may be repeated safely.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
from asyncpg import Connection, Record

from register.deriving.consequences import REWORDING, Consequences, touched_by
from register.deriving.states import state_in
from register.deriving.wordings import wording_in, wording_rows, wordings_of
from register.errors import KeyTaken, RegisterBehind, UnknownStream
from register.log.chain import seed
from register.log.stored import are_the_same, as_event, as_rows
from register.pool import Db, connection
from register.sql import SQL
from register.writing.appending import append
from register.writing.frames import frame_of, header_hash, header_of
from schemas.case import Case
from schemas.commit import Committed
from schemas.conclusion import Conclusion
from schemas.events import Event

__all__ = ["PlanOutcome", "commit", "plan", "plan_packet"]

ATTEMPTS: Final = 5
"""How often a commit looks again after somebody else was faster; each time it finds what to adopt, or goes on."""


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """Whether the conclusion is new, and if not, what runs or ran under its ref."""

    created: bool
    content_hash_running: str
    document_running: dict[str, Any]
    closed: bool


async def plan(
    db: Db,
    conclusion: Conclusion,
    content_hash: str,
    cases: Sequence[Case],
    *,
    written: Sequence[str] | None = None,
) -> PlanOutcome:
    """Write a conclusion, its texts and its packets in one transaction, unless its `ref` is known already.

    *written* are the cases as JSON, where the caller has them.
    """
    plans = written or [case.model_dump_json() for case in cases]
    document = conclusion.model_dump(mode="json")
    async with connection(db) as one, one.transaction():
        if not await _is_new(one, conclusion, content_hash, cases, document):
            return await _planned_before(one, conclusion.ref)
        streams = as_rows(
            _stream_row(case, text, content_hash) for case, text in zip(cases, plans, strict=True)
        )
        await one.execute(SQL["plan_streams"], conclusion.ref, streams)
        await one.execute(SQL["add_wordings"], wording_rows(wordings_of(document)))
    return PlanOutcome(
        created=True, content_hash_running=content_hash, document_running=document, closed=False
    )


async def plan_packet(db: Db, case: Case) -> None:
    """Write one more, empty packet of a conclusion; nothing when another caller has written it already."""
    async with connection(db) as one, one.transaction():
        content_hash = await one.fetchval(SQL["one_packet_more"], case.ref, case.packet)
        if content_hash is not None:
            await one.execute(
                SQL["plan_streams"],
                case.ref,
                as_rows([_stream_row(case, case.model_dump_json(), content_hash)]),
            )


async def commit(pool: Db, stream: str, expected_seq: int, events: Sequence[Event]) -> Committed:
    """Append the events that continue a stream, with everything that follows from them.

    Writes nothing, and says why, when the log goes on otherwise than expected or a command was
    carried out before. Raises UnknownStream, RegisterBehind or KeyTaken when repeating cannot help.
    """
    _check_order(stream, expected_seq, events)
    async with connection(pool) as db:
        for _ in range(ATTEMPTS):
            committed = await _tried(db, stream, expected_seq, events)
            if committed is not None:
                return committed
    raise KeyTaken(stream, "a command stands twice in one commit")


async def _tried(
    db: "Connection[Record]", stream: str, expected_seq: int, events: Sequence[Event]
) -> Committed | None:
    """One try; None: somebody else was faster, look again."""
    touched = touched_by(events)
    if touched is None:
        whole = await db.fetch(SQL["assignments_of_stream"], stream)
        touched = [row["id"] for row in whole]
    view = await db.fetch(SQL["commit_view"], stream, touched)
    if not view:
        raise UnknownStream(stream)
    held_seq = view[0]["seq"]
    if held_seq < expected_seq:
        raise RegisterBehind(stream, expected_seq, held_seq)
    if held_seq > expected_seq:
        return await _already_there(db, stream, expected_seq, events)
    if not events:
        return Committed()
    following = await _following(db, stream, view, events)
    try:
        stored = await append(db, stream, view[0], events, following)
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != "command_pkey":
            raise KeyTaken(stream, str(error.detail)) from error
        return await _carried_out_before(db, stream, events)
    return Committed() if stored else None


async def _already_there(
    db: "Connection[Record]", stream: str, expected_seq: int, events: Sequence[Event]
) -> Committed:
    """The log goes on beyond what the workflow knows: by its own earlier try, or otherwise."""
    known = [as_event(row) for row in await db.fetch(SQL["events_after"], stream, expected_seq)]
    return Committed() if are_the_same(known, events) else Committed(missing=tuple(known))


async def _following(
    db: "Connection[Record]", stream: str, view: list[Record], events: Sequence[Event]
) -> Consequences:
    """Everything that follows from the events, from the states that were read with the head."""
    frame = await frame_of(db, stream, view[0]["header_hash"])
    following = Consequences(frame)
    for row in view:
        if row["id"] is not None:
            following.hold(state_in(row["state_json"]), row)
    if any(event.type in REWORDING for event in events):
        named = list({held.directive for held in following.held.values()})
        for row in await db.fetch(SQL["wordings_by_id"], named):
            following.wordings[row["id"]] = wording_in(row, frame.number)
    following.add(events)
    return following


async def _carried_out_before(
    db: "Connection[Record]", stream: str, events: Sequence[Event]
) -> Committed | None:
    """Which of the commands the register knows: the same again, or another under the same id."""
    said = {event.key: event.digest for event in events if event.digest is not None}
    known = await db.fetch(SQL["commands_known"], list(said))
    if not known:
        return None
    same = {
        row["id"] for row in known if (row["stream"], row["digest"]) == (stream, said[row["id"]])
    }
    return Committed(
        repeated=tuple(row["id"] for row in known if row["id"] in same),
        conflicts=tuple(row["id"] for row in known if row["id"] not in same),
    )


def _check_order(stream: str, expected_seq: int, events: Sequence[Event]) -> None:
    for seq, event in enumerate(events, start=expected_seq + 1):
        if event.stream != stream or event.seq != seq:
            raise ValueError(f"{stream}: event {event.seq} of {event.stream} stands at {seq}")


async def _is_new(
    db: "Connection[Record]",
    conclusion: Conclusion,
    content_hash: str,
    cases: Sequence[Case],
    document: dict[str, Any],
) -> bool:
    written = await db.fetchval(
        SQL["plan_conclusion"],
        *(conclusion.ref, content_hash, document, conclusion.number, conclusion.title),
        *(conclusion.issued_on, conclusion.session, conclusion.standing_office),
        *(list(conclusion.programmes), cases[0].clock_offset_s, len(cases)),
    )
    return written is not None


async def _planned_before(db: "Connection[Record]", ref: str) -> PlanOutcome:
    before = await db.fetchrow(SQL["planned_before"], ref)
    if before is None:
        raise UnknownStream(f"kl/{ref}")
    return PlanOutcome(
        created=False,
        content_hash_running=before["content_hash"],
        document_running=before["document"],
        closed=before["closed"],
    )


def _stream_row(case: Case, plan: str, content_hash: str) -> dict[str, Any]:
    header = header_of(case)
    return {
        "id": case.stream,
        "packet": case.packet,
        "plan": plan,
        "head_hash": seed(content_hash, case.packet),
        "header": header,
        "header_hash": header_hash(header, content_hash),
    }
