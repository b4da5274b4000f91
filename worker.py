"""Runs a worker: `python worker.py`. Prints `worker_ready` when it polls, drains on SIGTERM."""

import asyncio
import signal
from collections.abc import Mapping
from datetime import UTC, datetime

import asyncpg
import structlog

from bootstrap import (
    Parts,
    Settings,
    build_of,
    configure_logging,
    dispatching,
    leave,
    loading_ahead,
    place_of,
    renewing,
    start_what_is_planned,
    wired,
    worker_of,
)
from gateway.health import engine_of
from gateway.probes import Look, probed
from schemas.refusals import MalformedInput, Unreachable
from schemas.sentences import sentence_of

log = structlog.get_logger("worker")


async def work(settings: Settings) -> None:
    """Poll until told to stop; then finish what is at hand."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    place = place_of(settings, serves=True)
    async with (
        wired(place) as parts,
        probed(settings.probes, _looks_at(parts, stop)),
        worker_of(parts, build=build_of(settings)) as worker,
        renewing(place, settings, parts, worker),
        dispatching(place, settings),
        loading_ahead(),
    ):
        started = await start_what_is_planned(parts)
        print("worker_ready", flush=True)  # noqa: T201 - the line that callers wait for
        log.info("worker_started", task_queue=parts.task_queue, planned_started=started)
        await stop.wait()
        log.info("worker_draining")


def _looks_at(parts: Parts, stop: asyncio.Event) -> Look:
    """Whether this worker can do work: register and engine answer, and nobody has told it to stop."""

    async def look() -> Mapping[str, bool]:
        database, engine = await asyncio.gather(_database_answers(parts), _engine_answers(parts))
        return {"database": database, "engine": engine, "works": not stop.is_set()}

    return look


async def _database_answers(parts: Parts) -> bool:
    try:
        return bool(await parts.pool.fetchval("SELECT true"))
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
        return False


async def _engine_answers(parts: Parts) -> bool:
    try:
        await engine_of(parts.client, parts.task_queue, datetime.now(UTC))  # noqa: TID251 - the edge
    except Unreachable:
        return False
    return True


def main() -> int:
    settings = Settings()
    configure_logging(settings)
    try:
        asyncio.run(work(settings))
    except (MalformedInput, Unreachable) as failure:
        said = failure.said | {"field": getattr(failure, "field", None)}
        sentence, remedy = sentence_of(failure.reason, said, settings.lang)
        log.error("worker_cannot_start", message=sentence, remedy=remedy)
        return 5 if isinstance(failure, Unreachable) else 2
    return 0


if __name__ == "__main__":
    leave(main())
