"""One lab for all fault tests: a real PostgreSQL that writes durably, a real Temporal on its file, workers as
processes of their own. Every part can be killed, stopped, continued and started again.

A supervisor starts a worker that ended by itself, as any operator's does, and counts it.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, urlsplit

import asyncpg
from temporalio.client import Client

from bootstrap import CHECKOUT
from evidence.store import EvidenceStore
from gateway.commands import Commands
from gateway.connect import connect
from gateway.starting import Starter
from local import leash
from local.leash import Leash
from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal
from local.virtual_time import VirtualTime
from register import reads
from register.migrations import migrate
from register.pool import open_pool
from tests.faults.nursery import CAN_FORK, Newborn, Nursery

QUEUE: Final = "faults"
PROGRAM: Final = ("worker.py",)
ODD_WORKER: Final = str(Path(__file__).with_name("odd_worker.py"))
"""Given as a program with its options, it is a worker with a safeguard switched off."""

_READY: Final = b"worker_ready"
_READY_WITHIN_S: Final = 120.0


class Part(StrEnum):
    """What can fail by itself."""

    WORKER = "worker"
    TEMPORAL = "temporal"
    POSTGRES = "postgres"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where workers and callers find the servers: directly, or through something that disturbs them."""

    database_url: str
    temporal_address: str


class Wanted(Protocol):
    """A worker as the examiner sees it."""

    is_wanted: bool


class Examined(Protocol):
    """What lives and their examination need of a system under test: this lab's, or a whole cluster's."""

    @property
    def folder(self) -> Path: ...
    @property
    def queue(self) -> str: ...
    @property
    def workers(self) -> Sequence[Wanted]: ...
    @property
    def unplanned_exits(self) -> int: ...
    @property
    def store(self) -> EvidenceStore: ...
    @property
    def pool(self) -> "asyncpg.Pool[asyncpg.Record]": ...
    @property
    def client(self) -> Client: ...
    @property
    def commands(self) -> Commands: ...
    @property
    def starter(self) -> Starter: ...

    async def is_whole(self) -> None:
        """Wait until every part runs."""

    async def looks(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of the examiner's own."""
        ...


class Worker:
    """One worker process, on a leash: it dies with the test."""

    def __init__(self, program: Sequence[str], log: Path, machine: Mapping[str, str]) -> None:
        self.program = program
        self.log = log
        self._machine = dict(machine)
        self.is_wanted = False
        self.is_stopped = False
        self._process: subprocess.Popen[bytes] | Newborn | None = None
        self._said_before = 0

    @property
    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def is_ready(self) -> bool:
        if not self.is_alive or not self.log.exists():
            return False
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return _READY in log.read()

    def spawn(self, reach: Reach, folder: Path) -> None:
        """Start it; must be called from the main thread, with which it is to die."""
        names = {
            "DONDOC_DATABASE_URL": reach.database_url,
            "DONDOC_DATA_DIR": str(folder),
            "DONDOC_LOG": "json",
            "DONDOC_TASK_QUEUE": QUEUE,
            "TEMPORAL_ADDRESS": reach.temporal_address,
            "TEMPORAL_NAMESPACE": "default",
            "PYTHONPATH": str(CHECKOUT),
        } | self._machine
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        # What stands before the C library must be there when a program is loaded.
        if CAN_FORK and not self._machine:
            self._process = _nursery().born(self.program, names, self.log)
        else:
            with self.log.open("ab") as log:
                self._process = subprocess.Popen(
                    [*_leash(), sys.executable, *self.program],
                    cwd=CHECKOUT,
                    env=dict(os.environ) | names,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        self.is_wanted, self.is_stopped = True, False

    def send(self, number: signal.Signals) -> None:
        if self._process is not None and self.is_alive:
            self._process.send_signal(number)
            self.is_stopped = number is signal.SIGSTOP

    def kill(self) -> None:
        """At once, whatever it is doing."""
        self.is_wanted = False
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()


def _leash() -> list[str]:
    """The same as for the servers, but with our environment."""
    return leash.words(Leash(death_signal=signal.SIGKILL))


@cache
def _nursery() -> Nursery:
    """One for all labs of a run of the tests."""
    return Nursery(CHECKOUT, _leash())


class Lab:
    """The system under test, its callers' way in, and the switches of its parts."""

    def __init__(
        self,
        folder: Path,
        *,
        program: Sequence[str] = PROGRAM,
        workers: int = 1,
        durable: bool = True,
        time_skipping: bool = False,
        homes: Mapping[Part, Path] | None = None,
        machine: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.queue = QUEUE
        folder.mkdir(parents=True, exist_ok=True)
        home = {Part.POSTGRES: folder, Part.TEMPORAL: folder} | dict(homes or {})
        self.postgres = EmbeddedPostgres(home[Part.POSTGRES], fast_and_unsafe=not durable)
        self.temporal = EmbeddedTemporal(home[Part.TEMPORAL], time_skipping=time_skipping)
        self.workers = [
            Worker(program, folder / f"worker-{n}.log", machine or {})
            for n in range(1, workers + 1)
        ]
        self.store = EvidenceStore(folder / "evidence")
        self.unplanned_exits = 0
        self.reach: Reach
        """Set before the workers start to something else than the servers themselves, if at all."""
        self._time_skipping = time_skipping
        self._supervisor: asyncio.Task[None] | None = None
        self._down: set[Part] = set()

    async def start_servers(self) -> None:
        """PostgreSQL with its tables, and Temporal."""
        url, address = await asyncio.gather(
            asyncio.to_thread(self.postgres.start), asyncio.to_thread(self.temporal.start)
        )
        self.reach = Reach(url, address)
        pool = await open_pool(url, at_most=1)
        await migrate(pool)
        await reads.set_virtual_clock(pool)
        await pool.close()

    async def connect(self) -> None:
        """The callers' way in: the gateway over the same reach as the workers."""
        self.pool = await open_pool(self.reach.database_url)
        plain = await connect(
            address=self.reach.temporal_address, namespace="default", identity="callers"
        )
        self.time = VirtualTime(plain)
        self.client: Client = self.time.client if self._time_skipping else plain
        self.commands = Commands(self.pool, self.client, QUEUE)
        self.starter = Starter(self.pool, self.client, QUEUE)

    async def start_workers(self) -> None:
        """Every worker, and the supervisor that looks after them."""
        for worker in self.workers:
            worker.spawn(self.reach, self.folder)
        if self._supervisor is None:
            self._supervisor = asyncio.create_task(self._supervise())
        await self.is_whole()

    async def stop(self) -> None:
        """End everything, also what is stopped."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            with suppress(asyncio.CancelledError):
                await self._supervisor
        for worker in self.workers:
            worker.kill()
        if hasattr(self, "pool"):
            self.pool.terminate()
        for server in (self.postgres, self.temporal):
            if server.pid is not None:
                os.kill(server.pid, signal.SIGCONT)
        await asyncio.gather(
            asyncio.to_thread(self.temporal.stop), asyncio.to_thread(self.postgres.stop)
        )

    def kill(self, part: Part, number: int = 0) -> bool:
        """SIGKILL, at once; it stays away until `revive`. Whether there was anything to kill."""
        self._down.add(part)
        if part is Part.WORKER:
            was_alive = self.workers[number].is_alive
            self.workers[number].kill()
            return was_alive
        server = self.postgres if part is Part.POSTGRES else self.temporal
        if (pid := server.pid) is not None:
            os.kill(pid, signal.SIGKILL)
        return pid is not None

    async def revive(self, part: Part, number: int = 0) -> None:
        """Start the killed part again on the same files and at the same address."""
        if part is Part.WORKER:
            self.workers[number].spawn(self.reach, self.folder)
        else:
            server = self.postgres if part is Part.POSTGRES else self.temporal
            await until(lambda: server.pid is None)
            await asyncio.to_thread(server.start)
        self._down.discard(part)

    def pause(self, number: int = 0) -> None:
        """SIGSTOP: the worker becomes a zombie that knows nothing of the time that passes."""
        self.workers[number].send(signal.SIGSTOP)

    def go_on(self, number: int = 0) -> None:
        """SIGCONT: the zombie carries on with what it had in hand."""
        self.workers[number].send(signal.SIGCONT)

    async def is_whole(self) -> None:
        """Wait until every part runs and every worker polls."""
        await until(
            lambda: not self._down and all(one.is_ready for one in self.workers if one.is_wanted)
        )

    def postgres_socket(self) -> str:
        """Where the server itself listens, for a proxy in front of it."""
        folder = parse_qs(urlsplit(self.postgres.url).query)["host"][0]
        return f"{folder}/.s.PGSQL.5432"

    async def looks(self) -> "asyncpg.Connection[asyncpg.Record]":
        """A connection of the examiner's own, past every proxy."""
        looking: asyncpg.Connection[asyncpg.Record] = await asyncpg.connect(self.postgres.url)
        return looking

    async def _supervise(self) -> None:
        while True:
            await asyncio.sleep(0.1)
            for worker in self.workers:
                if worker.is_wanted and not worker.is_alive and not self._down:
                    self.unplanned_exits += 1
                    worker.spawn(self.reach, self.folder)


@asynccontextmanager
async def a_lab(folder: Path, *, with_workers: bool = True, **how: Any) -> AsyncIterator[Lab]:
    """Everything started, and ended whatever happens."""
    lab = Lab(folder, **how)
    try:
        await lab.start_servers()
        await lab.connect()
        if with_workers:
            await lab.start_workers()
        yield lab
    finally:
        await lab.stop()


async def until(happens: Callable[[], bool]) -> None:
    """Processes tell nobody when they end or are ready, so they are looked at."""
    give_up_at = time.monotonic() + _READY_WITHIN_S
    while not happens():
        if time.monotonic() > give_up_at:
            raise TimeoutError("a part of the lab did not come back")
        await asyncio.sleep(0.02)
