"""An engine of its own whose worker and server a test may kill."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from bootstrap import CHECKOUT, Parts
from evidence.store import EvidenceStore
from gateway.connect import connect
from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal
from local.virtual_time import VirtualTime
from register import reads
from register.migrations import migrate
from register.pool import open_pool
from tests.process.engine import Engine


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
