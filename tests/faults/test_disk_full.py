"""No space is left for Temporal, for PostgreSQL or for evidence: new work waits, nothing breaks, and when there is
space again everything goes on.
"""

import asyncio
import errno
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path

import pytest

from schemas.refusals import MalformedInput
from tests.faults.injectors import FaultLog
from tests.faults.lab import Lab, Part, a_lab
from tests.faults.runs import Run

pytestmark = pytest.mark.long
"""Needs the right to mount, and half a minute each."""

MEGABYTES = {"postgres": 200, "temporal": 64, "evidence": 8}
FULL_FOR_S = 4.0


@pytest.fixture
def small_disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Path]:
    """A file system of its own for one store."""
    folder = tmp_path / "system" / "evidence" if request.param == "evidence" else tmp_path / "small"
    folder.mkdir(parents=True)
    size = f"size={MEGABYTES[request.param]}m"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"NOT TESTED: a full disk needs the right to mount one: {mounted.stderr!r}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


class Ballast:
    """Takes all the space there is, and gives it back."""

    def __init__(self, disk: Path) -> None:
        self._file = disk / "ballast"

    def take(self) -> None:
        with self._file.open("ab", buffering=0) as file:
            for piece in (1 << 20, 1 << 12, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\0" * piece)

    def give_back(self) -> None:
        self._file.unlink()


async def full(lab: Lab, ballast: Ballast, log: FaultLog) -> None:
    """Full for a few seconds, several times over because the servers free space themselves; then the operator helps."""
    await asyncio.sleep(1.5)
    async with log.strikes("disk full"):
        for _ in range(4):
            await asyncio.to_thread(ballast.take)
            await asyncio.sleep(FULL_FOR_S / 4)
        ballast.give_back()
        for part, server in ((Part.POSTGRES, lab.postgres), (Part.TEMPORAL, lab.temporal)):
            if server.pid is None:
                await lab.revive(part)
        await lab.is_whole()


def longest_silence(run: Run) -> float:
    """Seconds in which nobody's command was carried out: the disk was really full."""
    answers = sorted(one.ended for one in run.callers.log.attempts if one.said == "")
    return max(later - earlier for earlier, later in pairwise(answers))


@pytest.mark.parametrize("small_disk", ["postgres", "temporal"], indirect=True)
async def test_a_full_disk_stops_work_and_breaks_nothing(
    small_disk: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Nothing is acknowledged that is not kept; work goes on when there is space again."""
    which = Part(request.node.callspec.params["small_disk"])
    system = tmp_path / "system"
    async with a_lab(system, homes={which: small_disk / "home"}) as lab:
        run = Run(lab, f"disk-full-{which}", 0)

        sources = await run.lives_through(60, full(lab, Ballast(small_disk), run.faults))

        run.judged(sources)
        assert longest_silence(run) > FULL_FOR_S / 2


@pytest.mark.parametrize("small_disk", ["evidence"], indirect=True)
async def test_evidence_that_finds_no_space_is_refused_whole(
    small_disk: Path, tmp_path: Path
) -> None:
    """The agency is told at once; no half file is left, and the file fits when there is space."""
    async with a_lab(tmp_path / "system") as lab:
        run = Run(lab, "disk-full-evidence", 0)
        await run.lives_through(10)
        paper = tmp_path / "bao-cao.pdf"
        paper.write_bytes(b"%PDF-1.7\n" + os.urandom(100_000))
        ballast = Ballast(small_disk)
        ballast.take()

        with pytest.raises(MalformedInput) as refused:
            await lab.store.put(paper)
        left = list(small_disk.rglob("*.part"))
        ballast.give_back()
        stored = await lab.store.put(paper)

        assert refused.value.said["problem"] == os.strerror(errno.ENOSPC)
        assert left == []
        assert await lab.store.holds(stored)
        run.judged(await run.lives_through(10))
