"""What the bare engine takes for the same work on the same server in the same run: the floor of our figures.

Run as `python -m bench.floor DATABASE_URL ADDRESS` it is the worker of the bare lifecycle, tuned like ours:
local activities, twenty pollers, the sandbox on, kept connections.
"""

import asyncio
import signal
import statistics
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from asyncpg import Pool
from temporalio import activity
from temporalio.client import Client
from temporalio.worker import PollerBehaviorSimpleMaximum, Worker

from bench.bare import BareLifecycle
from bench.lab import Lab, Process, seconds_since
from bootstrap import leave
from gateway.connect import connect
from register.pool import open_pool

QUEUE: Final = "bare"
IN_FLIGHT: Final = 50
LIVES: Final = 200
ALONE: Final = 50
_TABLE: Final = "CREATE TABLE IF NOT EXISTS bare (own text PRIMARY KEY, state text NOT NULL)"
_WRITE: Final = (
    "INSERT INTO bare VALUES ($1, $2) ON CONFLICT (own) DO UPDATE SET state = excluded.state"
)
_LOOK_EVERY_S: Final = 0.001


@dataclass(frozen=True, slots=True)
class Floor:
    """The bare engine on this machine, now."""

    start_s: float
    """From the start of one workflow of many to its row: seconds each, fifty in flight."""
    commands_per_s: float
    """Signals that became rows, fifty in flight."""
    command_ms: float
    """One signal alone, from the call to its row: the median."""


async def floor_of(lab: Lab) -> Floor:
    """Measure the bare engine on the servers of the lab."""
    await lab.pool.execute(_TABLE)
    program = ["-m", "bench.floor", lab.database_url, lab.temporal_address]
    worker = Process(program, {}, lab.folder / "bare.log")
    try:
        await worker.start()
        async with _watched(lab.pool) as rows:
            bare = _Bare(lab.client, rows)
            await _all(bare.start, [f"warm-{n}" for n in range(IN_FLIGHT)])
            await _all(bare.submit, [f"warm-{n}" for n in range(IN_FLIGHT)])
            lives = [f"life-{n}" for n in range(LIVES)]
            began = time.perf_counter()
            await _all(bare.start, lives)
            start_s = seconds_since(began) / LIVES
            alone, many = lives[:ALONE], lives[ALONE:]
            took = [await _timed(bare.submit, own) for own in alone]
            began = time.perf_counter()
            await _all(bare.submit, many)
            return Floor(start_s, len(many) / seconds_since(began), statistics.median(took) * 1000)
    finally:
        await worker.stop()


class _Rows:
    """One reader for all callers, so that looking costs the machine the same whoever waits."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._waiting: dict[tuple[str, str], asyncio.Future[None]] = {}

    async def shows(self, own: str, state: str) -> None:
        if (own, state) not in self._seen:
            future = asyncio.get_running_loop().create_future()
            self._waiting[own, state] = future
            await future

    async def watch(self, pool: "Pool[Any]") -> None:
        while True:
            if self._waiting:
                wanted = list(self._waiting)
                rows = await pool.fetch(
                    "SELECT own, state FROM bare WHERE own = ANY ($1)", [own for own, _ in wanted]
                )
                for row in rows:
                    key = (row["own"], row["state"])
                    if (future := self._waiting.pop(key, None)) is not None:
                        future.set_result(None)
            await asyncio.sleep(_LOOK_EVERY_S)


class _Bare:
    """The two acts of a bare life, each until its row is there."""

    def __init__(self, client: Client, rows: _Rows) -> None:
        self._client = client
        self._rows = rows

    async def start(self, own: str) -> None:
        await self._client.start_workflow(BareLifecycle.run, own, id=own, task_queue=QUEUE)
        await self._rows.shows(own, "assigned")

    async def submit(self, own: str) -> None:
        await self._client.get_workflow_handle(own).signal(BareLifecycle.submit)
        await self._rows.shows(own, "closed")


@asynccontextmanager
async def _watched(pool: "Pool[Any]") -> AsyncIterator[_Rows]:
    rows = _Rows()
    watching = asyncio.create_task(rows.watch(pool))
    try:
        yield rows
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def _all(act: Callable[[str], Awaitable[None]], whom: list[str]) -> None:
    gate = asyncio.Semaphore(IN_FLIGHT)

    async def one(own: str) -> None:
        async with gate:
            await act(own)

    await asyncio.gather(*(one(own) for own in whom))


async def _timed(act: Callable[[str], Awaitable[None]], own: str) -> float:
    began = time.perf_counter()
    await act(own)
    return seconds_since(began)


async def _work(url: str, address: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    pool = await open_pool(url)

    @activity.defn(name="write_bare")
    async def write(own: str, state: str) -> None:
        await pool.execute(_WRITE, own, state)

    client = await connect(address=address, namespace="default", identity="bare")
    worker = Worker(
        client,
        task_queue=QUEUE,
        workflows=[BareLifecycle],
        activities=[write],
        workflow_task_poller_behavior=PollerBehaviorSimpleMaximum(20),
        activity_task_poller_behavior=PollerBehaviorSimpleMaximum(4),
        max_cached_workflows=2_000,
    )
    async with worker:
        print("worker_ready", flush=True)
        await stop.wait()
    await pool.close()


if __name__ == "__main__":
    asyncio.run(_work(*sys.argv[1:3]))
    leave(0)
