"""The databases are lost with everything on them while people work: base backup and WAL in a new place, Temporal begun
anew, re-seeded from the register. Prints how much was lost (RPO) and how long it took (RTO)."""

import asyncio
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from bench.cluster.postgres import PORT, Postgres
from local.postgres import programs_of_the_wheel
from register import reads
from register.verify import verify
from tests.builders import a_conclusion, a_directive, at
from tests.cluster.lab import Cluster, until
from tests.faults.callers import Callers, Issue, Offer, offset_to
from tests.faults.lives import OPENS_ON, SUPERVISOR

CASES = 12
BEFORE, AFTER = 40, 30
"""Commands answered before the archive has confirmed, and at least as many afterwards."""
TEMPORALS_OWN = ("temporal", "temporal_visibility")


@contextmanager
def archived(primary: Postgres, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """WAL is received as it is written; stands for pgBackRest's archive on another machine."""
    folder.mkdir()
    where: list[str | Path] = ["--directory", folder, "-h", primary.address, "-p", str(PORT)]
    how = ["-U", "postgres", "--slot=archive", "--no-loop"]
    receive = programs_of_the_wheel() / "pg_receivewal"
    subprocess.run([receive, *how, "--create-slot", *where], check=True, capture_output=True)
    process = subprocess.Popen([receive, *how, "--synchronous", *where], stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def copied(primary: Postgres, base: Path) -> None:
    """The nightly base backup, while everybody works. Blocks."""
    how = ["--wal-method=none", "--checkpoint=fast", "--no-sync", "-U", "postgres"]
    copy = programs_of_the_wheel() / "pg_basebackup"
    where = ["-h", primary.address, "-p", str(PORT), "--pgdata", str(base)]
    subprocess.run([copy, *how, *where], check=True, capture_output=True)


def restored(base: Path, archive: Path, primary: Postgres) -> None:
    """The base backup where the old server stood, told to fetch the WAL of the archive, to its end. Blocks."""
    shutil.rmtree(primary.data)
    shutil.copytree(base, primary.data)
    primary.data.chmod(0o700)
    for partial in archive.glob("*.partial"):
        partial.rename(partial.with_suffix(""))
    (primary.data / "recovery.signal").touch()
    with (primary.data / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
    primary.start()


class People:
    """They send notes until they are told of the disaster, and remember what was answered and when."""

    def __init__(self, callers: Callers, targets: list[str]) -> None:
        self.answered: list[tuple[Offer, float]] = []
        self._callers, self._targets = callers, targets

    async def work(self, number: int) -> None:
        while True:
            for target in self._targets[number::4]:
                note = self._callers.as_command("note", target, SUPERVISOR, text="Đã kiểm tra")
                offer = await self._callers.send(note)
                self.answered.append((offer, time.monotonic()))

    async def have(self, count: int) -> None:
        while len(self.answered) < count:  # noqa: ASYNC110 - counted by several
            await asyncio.sleep(0.02)


async def begun(callers: Callers, n: int) -> str:
    target = f"kl/khoi-phuc-{n}/1@G01"
    conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref=f"khoi-phuc-{n}")
    await callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (target,)))
    return target


async def confirmed(cluster: Cluster) -> None:
    """Wait until the archive has everything that is written now."""
    now = await cluster.primary.asked("SELECT pg_current_wal_lsn()::text")
    asked = f"SELECT bool_or(flush_lsn >= '{now}'::pg_lsn) FROM pg_stat_replication"  # noqa: S608 - a place that the server named
    while not await cluster.primary.asked(asked):  # noqa: ASYNC110 - only the server knows
        await asyncio.sleep(0.05)


async def test_everything_is_lost_and_every_open_assignment_answers_again(
    cluster: Cluster, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the archive confirmed is there, chains of hashes are intact, nothing is there twice, all cases go on."""
    archive, base = tmp_path / "wal", tmp_path / "base"
    callers = Callers(cluster, Random(5))
    targets = await asyncio.gather(*(begun(callers, n) for n in range(CASES)))
    people = People(callers, list(targets))

    with archived(cluster.primary, archive) as receiver:
        working = [asyncio.ensure_future(people.work(n)) for n in range(4)]
        await asyncio.gather(asyncio.to_thread(copied, cluster.primary, base), people.have(BEFORE))
        certain = [offer for offer, _ in people.answered]
        await confirmed(cluster)
        await people.have(len(people.answered) + AFTER)
        lost_at = time.monotonic()
        receiver.kill()
        await lost(cluster)
        for task in working:
            task.cancel()
        await asyncio.gather(*working, return_exceptions=True)
    answered = [(offer, when) for offer, when in people.answered if when <= lost_at]

    await asyncio.to_thread(restored, base, archive, cluster.primary)
    # It answers questions before it has read the archive to its end.
    while await cluster.primary.asked("SELECT pg_is_in_recovery()"):  # noqa: ASYNC110
        await asyncio.sleep(0.1)
    await cluster.primary.does(*(f"DROP DATABASE {name}" for name in TEMPORALS_OWN))
    await asyncio.to_thread(cluster.engine.prepare, cluster.primary.address)
    await asyncio.to_thread(cluster.engine.start)
    await asyncio.to_thread(cluster.engine.make_namespace, cluster.engine.frontends[0])
    await cluster.start_workers()
    seeded = len(await cluster.starter.start_lost())
    await asyncio.gather(*(answers(callers, target) for target in targets))
    recovered_at = time.monotonic()

    again = [(await callers.send(offer.command), when) for offer, when in answered]
    missing = [(offer, when) for offer, when in again if not offer.answer["repeated"]]
    report = await verify(cluster.pool)
    rpo = lost_at - min((when for _, when in missing), default=lost_at)
    with capsys.disabled():
        print(
            f"\nrestore: {len(answered)} commands answered, {len(missing)} of them lost; "
            f"RPO {rpo:.2f} s, RTO {recovered_at - lost_at:.1f} s"
        )
    assert report.ok, report.differences
    assert CASES == seeded == len(await reads.open_streams(cluster.pool))
    assert not {one.id for one in certain} & {one.id for one, _ in missing}
    without_command = await cluster.pool.fetchval(
        "SELECT count(*) FROM event e WHERE type = 'Noted' AND NOT EXISTS"
        " (SELECT FROM command c WHERE (c.stream, c.seq) = (e.stream, e.seq))"
    )
    assert 0 == without_command


async def answers(callers: Callers, target: str) -> None:
    offer = await callers.send(callers.as_command("acknowledge", target, ("G01", "focal_point")))
    assert "done" == offer.outcome


async def lost(cluster: Cluster) -> None:
    """Everything dies in the same moment; nothing is said to anybody."""
    for one in cluster.workers:
        one.kill()
    cluster.primary.program.send(signal.SIGKILL)
    await cluster.engine.stop()
    cluster.primary.kill()
    await until(lambda: cluster.primary.program.pid is None)
