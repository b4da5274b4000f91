"""The real local default on throw-away data: embedded PostgreSQL and Temporal with everything durable, and a
worker as its own process, as `worker.py` runs it. Callers live in the process of the benchmark.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from asyncpg import Pool
from temporalio.client import Client

from bench.figures import WORKSHOP
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
from schemas.commands import EvidenceFile

QUEUE: Final = "dondoc"
_NOT_OURS: Final = frozenset({"PYTHONDONTWRITEBYTECODE"})
_READY_WITHIN_S: Final = 60.0
_GONE_WITHIN_S: Final = 20.0
_REST_WITHIN_S: Final = 120.0
_LOOK_EVERY_S: Final = 0.1
_UNTOLD: Final = "SELECT EXISTS (SELECT FROM delivery WHERE state = 'pending' AND message IS NULL)"


class Process:
    """A worker that polls, and dies with this process."""

    def __init__(self, program: Sequence[str], names: dict[str, str], log: Path) -> None:
        self._program = program
        self._names = names
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it and wait for its line `worker_ready`."""
        # The same leash as for the servers, but with our environment.
        tie = leash.words(Leash(death_signal=signal.SIGKILL))
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(*tie, sys.executable, *self._program),
                cwd=CHECKOUT,
                env=bare_environment(dict(os.environ)) | self._names,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        said = self._process.stdout
        line = await asyncio.wait_for(said.readline(), _READY_WITHIN_S) if said else b""
        if line.strip() != b"worker_ready":
            raise RuntimeError(f"the worker did not start: {leash.last_words(self._log)}")

    async def stop(self) -> None:
        """Let it finish what is at hand."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), _GONE_WITHIN_S)
        except TimeoutError:
            process.kill()
            await process.wait()

    @property
    def memory_mb(self) -> float:
        """What it holds in memory now (Linux; elsewhere 0)."""
        pid = self._process.pid if self._process else 0
        try:
            status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
        except OSError:
            return 0.0
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@dataclass(frozen=True)
class Lab:
    """Everything that runs, and what callers need."""

    folder: Path
    database_url: str
    temporal_address: str
    pool: "Pool[Any]"
    client: Client
    time: VirtualTime
    file: EvidenceFile
    """A stored piece of evidence."""
    commands: Commands
    starter: Starter
    worker: Process

    async def at_rest(self) -> None:
        """Until what was told before is in its messages: work of the last repeat must not lie in the next one's time."""
        began = time.perf_counter()
        while await self.pool.fetchval(_UNTOLD):
            if seconds_since(began) > _REST_WITHIN_S:
                raise RuntimeError("notices were left waiting: the dispatcher does not get on")
            await asyncio.sleep(_LOOK_EVERY_S)

    @property
    def metrics_url(self) -> str:
        """Where the server tells what it counts; it chooses the port itself and says so in its log."""
        said = (self.folder / "temporal.log").read_text(encoding="utf-8")
        return said.rpartition("Temporal Metrics:")[2].split()[0]


@asynccontextmanager
async def a_lab(
    folder: Path | None = None,
    *,
    time_skipping: bool = False,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Lab]:
    """Start everything on new data, and end it; without a folder of the caller's nothing is left."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    own = folder or Path(tempfile.mkdtemp(prefix="lab-", dir=WORKSHOP))
    postgres = EmbeddedPostgres(own)
    temporal = EmbeddedTemporal(own, time_skipping=time_skipping)
    try:
        url, address = await asyncio.gather(
            asyncio.to_thread(postgres.start), asyncio.to_thread(temporal.start)
        )
        async with _a_running_lab(
            own, url, address, time_skipping=time_skipping, environment=environment or {}
        ) as lab:
            yield lab
    finally:
        await asyncio.gather(asyncio.to_thread(temporal.stop), asyncio.to_thread(postgres.stop))
        if folder is None:
            shutil.rmtree(own, ignore_errors=True)


@asynccontextmanager
async def _a_running_lab(
    folder: Path, url: str, address: str, *, time_skipping: bool, environment: Mapping[str, str]
) -> AsyncIterator[Lab]:
    pool = await open_pool(url)
    names = {
        "DONDOC_DATABASE_URL": url,
        "DONDOC_DATA_DIR": str(folder),
        "DONDOC_LOG": "json",
        "DONDOC_TASK_QUEUE": QUEUE,
        "TEMPORAL_ADDRESS": address,
        "TEMPORAL_NAMESPACE": "default",
        **environment,
    }
    worker = Process(["worker.py"], names, folder / "worker.log")
    try:
        await migrate(pool)
        if time_skipping:
            await reads.set_virtual_clock(pool)
        client = await connect(address=address, namespace="default", identity="bench")
        skipper = VirtualTime(client)
        client = skipper.client if time_skipping else client
        await worker.start()
        yield Lab(
            folder=folder,
            database_url=url,
            temporal_address=address,
            pool=pool,
            client=client,
            time=skipper,
            file=await a_file(folder),
            commands=Commands(pool, client, QUEUE),
            starter=Starter(pool, client, QUEUE),
            worker=worker,
        )
    finally:
        await worker.stop()
        await pool.close()


async def a_file(folder: Path) -> EvidenceFile:
    """A stored piece of evidence."""
    paper = folder / "minh-chung.pdf"
    await asyncio.to_thread(paper.write_bytes, b"%PDF-1.7\n" + b"minh chung " * 2_000)
    return await EvidenceStore(folder / "evidence").put(paper)


def bare_environment(environment: dict[str, str]) -> dict[str, str]:
    """The caller's environment without any server it may name, and with compiled modules kept.

    Where Python may not keep them, every workflow compiles the rules again: 15 ms each.
    """
    return {
        name: value
        for name, value in environment.items()
        if not name.startswith(("DONDOC_", "TEMPORAL_", "PG")) and name not in _NOT_OURS
    }


def seconds_since(began: float) -> float:
    return time.perf_counter() - began
