"""A commit that nobody was told of: the register is ahead of the workflow, which adopts what it finds."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import pytest
import pytest_asyncio

from bootstrap import CHECKOUT, Parts
from evidence.store import EvidenceStore
from gateway.connect import connect
from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal
from local.virtual_time import VirtualTime
from register import reads
from register.migrations import migrate
from register.pool import open_pool
from register.verify import verify
from tests.process.engine import Case, Engine


class Breakable:
    """An engine whose worker and server can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fuse = folder / "fuse"
        self.postgres = EmbeddedPostgres(folder)
        self.temporal = EmbeddedTemporal(folder, time_skipping=True)
        self.queue = f"q-{uuid4().hex[:8]}"
        self.worker: subprocess.Popen[bytes] | None = None

    async def start(self) -> Engine:
        url = self.postgres.start()
        address = self.temporal.start()
        pool = await open_pool(url)
        await migrate(pool)
        async with pool.acquire() as db:
            await reads.set_virtual_clock(db)
        time = VirtualTime(await connect(address=address, namespace=None, identity="tests"))
        store = EvidenceStore(self.folder / "evidence")
        paper = self.folder / "bc.pdf"
        paper.write_bytes(b"%PDF-1.7 minh chung")
        parts = Parts(pool, time.client, store, self.queue)
        return Engine(parts, time, await store.put(paper), url)

    def start_worker(self) -> None:
        environment = os.environ | {
            "DONDOC_DATABASE_URL": self.postgres.url,
            "DONDOC_DATA_DIR": str(self.folder),
            "DONDOC_TASK_QUEUE": self.queue,
            "TEMPORAL_ADDRESS": self.temporal.address,
            "PYTHONPATH": str(CHECKOUT),
        }
        script = Path(__file__).with_name("dying_worker.py")
        self.worker = subprocess.Popen(
            [sys.executable, str(script), str(self.fuse)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=CHECKOUT,
        )
        assert self.worker.stdout is not None
        assert self.worker.stdout.readline() == b"worker_ready\n"

    async def worker_dies(self) -> None:
        assert self.worker is not None
        await asyncio.to_thread(self.worker.wait, 30)
        self._close_pipe()

    async def restart_temporal(self) -> None:
        """A crash of the server: what it had not written is gone."""
        pid = self.temporal.pid
        assert pid is not None
        os.kill(pid, 9)
        while self.temporal.pid is not None:  # noqa: ASYNC110 - the process has no event to wait for
            await asyncio.sleep(0.01)
        self.temporal.start()

    def kill_worker(self) -> None:
        if self.worker is not None:
            self.worker.kill()
            self.worker.wait()
            self._close_pipe()

    def stop(self) -> None:
        self.kill_worker()
        self.temporal.stop()
        self.postgres.stop()

    def _close_pipe(self) -> None:
        if self.worker is not None and self.worker.stdout is not None:
            self.worker.stdout.close()


@pytest_asyncio.fixture(loop_scope="session")
async def broken(tmp_path: Path) -> AsyncIterator[tuple[Breakable, Engine]]:
    lab = Breakable(tmp_path)
    engine = await lab.start()
    try:
        yield lab, engine
    finally:
        engine.pool.terminate()
        lab.stop()


async def test_a_worker_killed_between_commit_and_answer_loses_and_doubles_nothing(
    broken: tuple[Breakable, Engine],
) -> None:
    """The next worker tries the same commit again, finds it done, and the caller gets the one answer."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()

    waiting = asyncio.create_task(case.lead("acknowledge"))
    await lab.worker_dies()
    lab.start_worker()
    answer = await waiting

    assert answer["state"] == "acknowledged"
    assert await _acknowledgements(case) == 1
    assert (await verify(engine.pool)).ok


async def test_a_command_the_engine_has_forgotten_is_adopted_from_the_register(
    broken: tuple[Breakable, Engine],
) -> None:
    """Worker, server and caller die together after the commit: the next command finds it, and a late retry is answered."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()
    command_id = str(uuid4())

    lost = asyncio.create_task(case.lead("acknowledge", command_id=command_id))
    await lab.worker_dies()
    # The caller first: it would otherwise bring the same command to the new server once more.
    lost.cancel()
    with suppress(asyncio.CancelledError):
        await lost
    await lab.restart_temporal()
    lab.start_worker()
    reported = await case.lead("submit_report")
    retried = await case.lead("acknowledge", command_id=command_id)

    assert reported["state"] == "in_progress"
    assert retried["repeated"] is True
    assert await _acknowledgements(case) == 1
    assert (await case.snapshot())["seq"] == (await case.events())[-1]["seq"]
    assert (await verify(engine.pool)).ok


async def test_a_caller_that_gives_up_is_not_held(broken: tuple[Breakable, Engine]) -> None:
    """A cancelled command ends at once, although the gateway would ask the engine for a minute."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.kill_worker()

    waiting = asyncio.create_task(case.lead("acknowledge"))
    await asyncio.sleep(0.5)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def _acknowledgements(case: Case) -> int:
    return [event["type"] for event in await case.events()].count("Acknowledged")
