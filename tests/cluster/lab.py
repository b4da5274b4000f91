"""A cluster as the fault tests see it: whole, or with a part away, examined by the checker of `tests.faults`."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import asyncpg

from bench.cluster.house import QUEUE, House
from bench.cluster.programs import Program

_WHOLE_WITHIN_S: Final = 180.0


class Cluster(House):
    """The house, and a supervisor that starts a worker which ended by itself, and counts it."""

    def __init__(self, folder: Path, **how: Any) -> None:
        super().__init__(folder, **how)
        self.queue = QUEUE
        self.unplanned_exits = 0
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def programs(self) -> list[Program]:
        """Everything that should run now."""
        every = [one.program for one in self.databases] + [
            *self.engine.nodes.values(),
            *self.workers,
        ]
        return [one for one in every if one.is_wanted]

    async def is_whole(self) -> None:
        """Wait until everything that should run is ready."""
        for one in self.programs:
            await until(lambda one=one: one.is_ready)  # type: ignore[misc]

    async def looks(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of the examiner's own, to whichever database takes writes."""
        looking: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(self.database_url)
        return looking

    def watch(self) -> None:
        """Let the supervisor begin."""
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self) -> None:
        if self._supervisor is not None:
            self._supervisor.cancel()
            with suppress(asyncio.CancelledError):
                await self._supervisor
        await super().stop()

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(0.2)
            for one in (*self.workers, *self.engine.nodes.values()):
                if one.is_wanted and one.pid is None:
                    self.unplanned_exits += 1
                    one.start()


@asynccontextmanager
async def a_cluster(
    folder: Path, *, with_workers: bool = True, virtual_clock: bool = True, **how: Any
) -> AsyncIterator[Cluster]:
    """Seven nodes, a database, two workers and the callers' way in; ended whatever happens."""
    cluster = Cluster(folder, **how)
    try:
        await cluster.start_servers(virtual_clock=virtual_clock)
        await cluster.connect()
        if with_workers:
            await cluster.start_workers()
            cluster.watch()
        yield cluster
    finally:
        await cluster.stop()


async def until(happens: Callable[[], bool], within_s: float = _WHOLE_WITHIN_S) -> None:
    """Processes tell nobody when they end or are ready, so they are looked at, off the loop."""
    give_up_at = time.monotonic() + within_s
    while not await asyncio.to_thread(happens):
        if time.monotonic() > give_up_at:
            raise TimeoutError("a part of the cluster did not come back")
        await asyncio.sleep(0.1)
