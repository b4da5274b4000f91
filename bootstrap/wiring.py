"""Pool, client and evidence store of a place, opened together; used by worker.py, starter.py and the CLI."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg
from temporalio.client import Client  # noqa: TID251 - the type of what is wired

from bootstrap.names import identity
from bootstrap.places import Place
from evidence.store import EvidenceStore
from gateway.connect import connect
from gateway.schedules import keep_schedules
from gateway.sealing import refuse_unless_readable
from gateway.starting import Starter
from register.migrations import migrate
from register.pool import open_pool
from schemas.refusals import Unreachable


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything wired."""

    pool: "asyncpg.Pool[asyncpg.Record]"
    client: Client
    store: EvidenceStore
    task_queue: str
    trust_dir: Path | None = None


@asynccontextmanager
async def database(place: Place) -> "AsyncIterator[asyncpg.Pool[asyncpg.Record]]":
    """The register's pool, migrated; raises Unreachable when PostgreSQL does not answer."""
    try:
        pool = await open_pool(place.database_url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise Unreachable("database_unreachable", problem=str(error)) from error
    try:
        await migrate(pool)
        yield pool
    finally:
        pool.terminate()


@asynccontextmanager
async def wired(place: Place) -> AsyncIterator[Parts]:
    """Database, engine and evidence store of a place."""
    async with database(place) as pool:
        client = await client_of(place)
        await refuse_unless_readable(client, place.line.keys)
        yield Parts(pool, client, place.store, place.task_queue, place.trust_dir)


async def client_of(place: Place) -> Client:
    """A client of the place's engine, under our name."""
    return await connect(
        address=place.temporal_address,
        namespace=place.namespace,
        identity=identity(),
        line=place.line,
    )


async def start_what_is_planned(parts: Parts) -> int:
    """What a caller planned and did not live to start; how many. And what starts by the calendar."""
    await keep_schedules(parts.client, parts.task_queue)
    return await Starter(parts.pool, parts.client, parts.task_queue).start_planned()
