"""A real engine for tests: embedded servers, a worker in this process, skipped time, and words to tell a story."""

import itertools
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
from temporalio.client import Client, WorkflowHandle

from bootstrap import Parts, worker_of
from evidence.store import EvidenceStore
from gateway.commands import Commands
from gateway.connect import Line, connect
from gateway.starting import Started, Starter
from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal
from local.virtual_time import VirtualTime
from register import reads
from register.migrations import migrate
from register.pool import open_pool
from schemas.commands import COMMANDS, EvidenceFile
from schemas.ids import packet_id
from tests.builders import FIELDS, LEAD, OFFICE, a_conclusion, at

_NUMBERS = itertools.count(1)


class Engine:
    """The running servers, and what one needs to start stories on them."""

    def __init__(self, parts: Parts, time: VirtualTime, file: EvidenceFile, url: str) -> None:
        self.parts = parts
        self.time = time
        self.file = file
        self.database_url = url
        self.evidence = Path()
        """The folder of the evidence store."""
        self.stop_temporal: Callable[[], None] = lambda: None
        self.pid_of_postgres: int | None = None
        self.commands = Commands(parts.pool, parts.client, parts.task_queue)
        self.starter = Starter(parts.pool, parts.client, parts.task_queue)

    @property
    def client(self) -> Client:
        return self.parts.client

    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]":
        return self.parts.pool

    async def issues(
        self, *directives: dict[str, Any], opened_at: datetime | None = None, **said: Any
    ) -> "Case":
        """Start a conclusion of its own whose business time begins at 9:00 of its issue day."""
        ref = said.pop("ref", None) or f"t-{next(_NUMBERS)}-{uuid4().hex[:8]}"
        conclusion = a_conclusion(*directives, ref=ref, **said)
        begin = opened_at or at(conclusion.issued_on)
        offset = round((begin - datetime.now(begin.tzinfo)).total_seconds())
        started = await self.starter.start(conclusion, clock_offset_s=offset)
        return Case(self, started, ref, offset)


class Case:
    """One running conclusion and the acts of its people."""

    def __init__(self, engine: Engine, started: Started, ref: str, offset_s: int) -> None:
        self.engine = engine
        self.started = started
        self.ref = ref
        self.offset = timedelta(seconds=offset_s)

    @property
    def streams(self) -> list[str]:
        return [packet_id(self.ref, n) for n in range(1, self.started.packets + 1)]

    @property
    def handles(self) -> "list[WorkflowHandle[Any, Any]]":
        return [self.engine.client.get_workflow_handle(stream) for stream in self.streams]

    def id(self, n: int = 1, office: str = LEAD) -> str:
        return f"kl/{self.ref}/{n}@{office}"

    async def skips_to(self, moment: datetime) -> None:
        """Let business time pass on the real engine."""
        await self.engine.time.advance(self.handles, moment - self.offset)

    async def does(
        self, name: str, office: str, role: str, *, target: str | None = None, **said: Any
    ) -> dict[str, Any]:
        """One act through the gateway."""
        fields = FIELDS.get(name, {}) | (
            {"files": [self.engine.file.model_dump()]} if name == "submit_evidence" else {}
        )
        command = COMMANDS[name].model_validate(
            {
                "command_id": said.pop("command_id", None) or str(uuid4()),
                "target": target or self.id(),
                "actor": {"office": office, "role": role, "person": said.pop("person", None)},
            }
            | fields
            | said
        )
        return await self.engine.commands.send(command)

    async def lead(self, name: str, **said: Any) -> dict[str, Any]:
        office = str(said.get("target") or self.id()).rpartition("@")[2]
        return await self.does(name, office, "focal_point", **said)

    async def office(self, name: str, **said: Any) -> dict[str, Any]:
        return await self.does(name, OFFICE, "examiner", **said)

    async def events(self, target: str | None = None) -> list[dict[str, Any]]:
        """The register's event log of the conclusion or of one assignment, in order."""
        rows = await self.engine.pool.fetch(
            "SELECT stream, seq, type, target, key, at, actor, payload FROM event "
            "WHERE (stream = $1 OR stream LIKE $1 || '~%') AND ($2::text IS NULL OR target = $2) "
            "ORDER BY at, stream, seq",
            f"kl/{self.ref}",
            target,
        )
        return [
            dict(row)
            | {
                "at": row["at"].isoformat(),
                "actor": json.loads(row["actor"]) if row["actor"] else None,
                "payload": json.loads(row["payload"]),
            }
            for row in rows
        ]

    async def told(self, obligation: str, target: str | None = None) -> list[tuple[str, str]]:
        """Rungs told, as the outbox has them: rung and addressee, in order."""
        rows = await self.engine.pool.fetch(
            "SELECT said->>'rung' AS rung, addressee FROM outbox "
            "WHERE target = $1 AND said->>'obligation' = $2 ORDER BY stream, seq",
            target or self.id(),
            obligation,
        )
        return [(row["rung"], row["addressee"]) for row in rows]

    async def snapshot(self, packet: int = 1) -> dict[str, Any]:
        return dict(await self.handles[packet - 1].query("snapshot"))

    async def row(self, target: str | None = None) -> dict[str, Any]:
        """The register's row of an assignment."""
        row = await self.engine.pool.fetchrow(
            "SELECT * FROM assignment WHERE id = $1", target or self.id()
        )
        return dict(row or {})


@asynccontextmanager
async def an_engine(
    folder: Path, *, with_worker: bool = True, line: Line | None = None
) -> AsyncIterator[Engine]:
    """Start everything, and end it."""
    postgres = EmbeddedPostgres(folder / "pg", fast_and_unsafe=True)
    temporal = EmbeddedTemporal(folder / "temporal", time_skipping=True)
    try:
        url = postgres.start()
        address = temporal.start()
        pool = await open_pool(url)
        await migrate(pool)
        async with pool.acquire() as db:
            await reads.set_virtual_clock(db)
        client = await connect(address=address, namespace=None, identity="tests", line=line)
        time = VirtualTime(client)
        store = EvidenceStore(folder / "evidence")
        paper = folder / "bao-cao.pdf"
        paper.write_bytes(b"%PDF-1.7 minh chung")
        file = await store.put(paper)
        parts = Parts(pool, time.client, store, f"q-{uuid4().hex[:8]}")
        running = Engine(parts, time, file, url)
        running.stop_temporal = temporal.stop
        running.pid_of_postgres = postgres.pid
        running.evidence = folder / "evidence"
        if with_worker:
            async with worker_of(parts, strict=True):
                yield running
        else:
            yield running
        pool.terminate()
    finally:
        temporal.stop()
        postgres.stop()


def rungs_of(events: Sequence[Any], obligation: str) -> list[tuple[str, str]]:
    """Rungs in a list of shown events: name and what became of them."""
    return [
        (event["payload"]["rung"], event["type"].removeprefix("Rung").lower())
        for event in events
        if event["type"].startswith("Rung") and event["payload"]["obligation"] == obligation
    ]
