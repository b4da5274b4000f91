"""What the gateway and the workers ask: which workflow holds what, what is planned, what a case remembers."""

from collections.abc import Sequence
from dataclasses import dataclass

from register.deriving.states import state_in
from register.errors import UnknownStream
from register.pool import Db, connection
from register.sql import SQL
from schemas.case import REMEMBERED_COMMANDS, Case, Done
from schemas.ids import Kind, Target, parsed

__all__ = [
    "CommandSeen",
    "case_of",
    "command_seen",
    "head_seq",
    "heads_of",
    "open_heads",
    "open_streams",
    "opened_count",
    "packets_of",
    "stream_of",
    "streams",
    "streams_for",
    "unopened",
    "way_of",
]


@dataclass(frozen=True, slots=True)
class CommandSeen:
    """A command the register holds."""

    id: str
    stream: str
    seq: int
    digest: str
    target: str


async def packets_of(db: Db, ref: str) -> list[str]:
    """The workflow ids of a conclusion, in order; empty when the ref is unknown."""
    return [row["id"] for row in await db.fetch(SQL["packets_of"], ref)]


async def opened_count(db: Db, ref: str) -> int:
    """How many packets of a conclusion have their assignments in the register."""
    return int(await db.fetchval(SQL["opened_count"], ref) or 0)


async def head_seq(db: Db, stream: str) -> int:
    """The last event of a packet; 0 when there is none."""
    return int(await db.fetchval(SQL["head_seq"], stream) or 0)


async def unopened(db: Db) -> list[Case]:
    """Packets that are planned and have no event yet: what reconcile starts."""
    rows = await db.fetch(SQL["unopened_streams"])
    return [Case.model_validate_json(row["plan"]) for row in rows]


async def open_streams(db: Db) -> list[str]:
    """Packets whose workflows should be running."""
    return [row["id"] for row in await db.fetch(SQL["open_streams"])]


async def open_heads(db: Db) -> dict[str, int]:
    """Packets whose workflows should be running, and their newest event: what reconcile compares."""
    return {row["id"]: row["seq"] for row in await db.fetch(SQL["open_heads"])}


async def heads_of(db: Db, streams: Sequence[str]) -> dict[str, int]:
    """The newest event of each of these packets; those that nobody planned are left out."""
    rows = await db.fetch(SQL["heads_of"], list(streams))
    return {row["id"]: row["seq"] for row in rows}


async def streams(db: Db) -> list[str]:
    """All packets, also the closed ones."""
    return [row["id"] for row in await db.fetch(SQL["streams"])]


async def stream_of(db: Db, assignment_id: str) -> str | None:
    """The workflow that holds an assignment; None when there is no such assignment."""
    found = await streams_for(db, assignment_id)
    target = parsed(assignment_id)
    return found[0] if found and target is not None and target.kind is Kind.ASSIGNMENT else None


async def streams_for(db: Db, target_id: str) -> list[str]:
    """The workflows a command to this assignment, directive or conclusion goes to, in packet order."""
    target = parsed(target_id)
    if target is None:
        return []
    if target.kind is Kind.CONCLUSION:
        return await packets_of(db, target.ref)
    async with connection(db) as one:
        if target.kind is Kind.DIRECTIVE:
            rows = await one.fetch(SQL["streams_of_directive"], target.ref, target.n)
            found = [row["id"] for row in rows]
        else:
            stream = await one.fetchval(SQL["stream_of_assignment"], target_id)
            found = [stream] if stream else []
        return found or await _planned_for(one, target)


async def command_seen(db: Db, command_id: str) -> CommandSeen | None:
    """What the register knows of a command; None: it was never carried out."""
    row = await db.fetchrow(SQL["command_by_id"], command_id)
    return CommandSeen(**row) if row else None


async def way_of(
    db: Db, assignment_id: str, command_id: str
) -> tuple[str | None, CommandSeen | None]:
    """The workflow that holds an assignment, and what the register knows of a command, in one question.

    None for the first also while the packet of the assignment is planned and not yet opened.
    """
    row = await db.fetchrow(SQL["way_of_command"], assignment_id, command_id)
    if row is None:
        return None, None
    way, *seen = row
    return way, CommandSeen(*seen) if seen[0] is not None else None


async def case_of(db: Db, stream: str) -> Case:
    """The whole state of a packet, equal to the fold of its log: to reopen it, or to give it to a new Temporal.

    Raises UnknownStream for a name that was never planned.
    """
    # One snapshot, so that head, states and commands belong together.
    async with connection(db) as one, one.transaction(isolation="repeatable_read", readonly=True):
        row = await one.fetchrow(SQL["case_of_stream"], stream)
        if row is None:
            raise UnknownStream(stream)
        if row["seq"] == 0:
            return Case.model_validate_json(row["plan"])
        states = await one.fetch(SQL["states_of_stream"], stream)
        commands = await one.fetch(SQL["newest_commands"], stream, REMEMBERED_COMMANDS)
    assignments = [state_in(state["state_json"]) for state in states]
    return Case.model_validate_json(row["header"]).but(
        seq=row["seq"],
        assignments={one.id: one for one in assignments},
        processed={
            one["id"]: Done(digest=one["digest"], target=one["target"], seq=one["seq"])
            for one in commands
        },
    )


async def _planned_for(db: Db, target: Target) -> list[str]:
    """The packets whose plan holds the target, before their first events are written."""
    rows = await db.fetch(SQL["plans_unopened_of"], target.ref)
    return [
        row["id"]
        for row in rows
        if any(
            one.id == target.id or target.covers(one.id)
            for one in Case.model_validate_json(row["plan"]).planned
        )
    ]
