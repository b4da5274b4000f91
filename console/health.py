"""How the parts are: the database, the engine, somebody who works. Asked by `/healthz` and the operator's page."""

import asyncio
from dataclasses import dataclass
from typing import Final

import asyncpg

from console.desk import Console
from register import reads
from schemas.refusals import Unreachable

PATIENCE_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the system as it is now."""

    name: str
    ok: bool
    detail: str
    backlog: int = 0
    """What waits for it, where something can wait."""
    backlog_s: int = 0


async def parts_of(console: Console) -> list[Part]:
    """Database, engine and worker, each asked at most for PATIENCE_S."""
    database, (engine, worker) = await asyncio.gather(_database(console), _engine(console))
    return [database, engine, worker]


async def _database(console: Console) -> Part:
    try:
        async with asyncio.timeout(PATIENCE_S):
            latest = await reads.business_latest(console.pool)
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        return Part("database", ok=False, detail=type(error).__name__)
    return Part("database", ok=True, detail=latest.isoformat() if latest else "")


async def _engine(console: Console) -> tuple[Part, Part]:
    try:
        async with asyncio.timeout(PATIENCE_S + 1):
            engine = await console.engine()
    except (TimeoutError, Unreachable) as error:
        away = type(error).__name__
        return Part("engine", ok=False, detail=away), Part("worker", ok=False, detail=away)
    where = f"Temporal {engine.version}, {engine.namespace}"
    return (
        Part("engine", ok=True, detail=where),
        Part(
            "worker",
            ok=bool(engine.workers),
            detail=", ".join(engine.workers),
            backlog=engine.backlog,
            backlog_s=engine.backlog_s,
        ),
    )


async def stuck_in(console: Console) -> list[str] | None:
    """Workflows that report problems; None when the engine does not say."""
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await console.stuck()
    except (TimeoutError, Unreachable):
        return None
