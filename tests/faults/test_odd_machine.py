"""A disk that is slow and a clock that jumps: work is slower, and nobody is reminded early.

Needs a C compiler for a few lines that stand before the C library (`odd_machine.c`). Temporal asks the kernel without
that library, so that its clock and its disk stay right.
"""

import asyncio
import json
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

import pytest

from local import leash
from tests.faults.injectors import FaultLog, storm
from tests.faults.lab import Lab, a_lab
from tests.faults.runs import Run

SYNC_S: Final = 0.03
JUMPS: Final = {
    "an hour back": timedelta(hours=-1),
    "an hour on": timedelta(hours=1),
    "a day back": timedelta(days=-1),
    "a day on": timedelta(days=1),
    "past every deadline": timedelta(days=200),
}


class OddMachine:
    """What programs that are started under it believe of clock and disk; changes at once for all of them."""

    kinds: Sequence[str] = tuple(JUMPS)

    def __init__(self, folder: Path) -> None:
        self._library = folder / "odd_machine.so"
        self._file = folder / "odd"
        self._log = FaultLog()
        source = Path(__file__).with_name("odd_machine.c")
        compiler = shutil.which("cc") or pytest.skip("NOT TESTED: there is no C compiler")
        if not sys.platform.startswith("linux"):
            pytest.skip("NOT TESTED: LD_PRELOAD as here is Linux")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", self._library, source],
            check=True,
        )
        self._file.write_bytes(bytes(16))
        self._sync_s = 0.0

    @property
    def names(self) -> dict[str, str]:
        return {"LD_PRELOAD": str(self._library), "ODD_MACHINE": str(self._file)}

    def is_now(self, *, off: timedelta = timedelta(), sync_s: float | None = None) -> None:
        """The clock is wrong by *off*; the disk stays as slow as it was unless it is told otherwise."""
        self._sync_s = self._sync_s if sync_s is None else sync_s
        said = struct.pack("=qq", round(off.total_seconds() * 1e9), round(self._sync_s * 1e6))
        with self._file.open("r+b") as file:
            file.write(said)

    def logs(self, log: FaultLog) -> None:
        self._log = log

    async def strike(self, kind: str, dice: Random) -> None:
        """The clock is set wrong, and after a while right again."""
        async with self._log.strikes(kind):
            self.is_now(off=JUMPS[kind])
            await asyncio.sleep(dice.uniform(0.5, 2))
            self.is_now()


@pytest.fixture
def machine(tmp_path: Path) -> OddMachine:
    """Right and quick until told otherwise."""
    return OddMachine(tmp_path)


async def on_a_slow_disk(folder: Path, machine: OddMachine, seed: int, lives: int) -> None:
    async with a_lab(folder / "system", machine=machine.names) as lab:
        run = Run(lab, "slow-disk", seed)
        machine.is_now(sync_s=SYNC_S)
        took = await of_one_commit(lab)

        sources = await run.lives_through(lives)

        machine.is_now(sync_s=0)
    run.judged(sources)
    assert took >= SYNC_S
    assert [one.said for one in run.callers.log.attempts if not one.answered] == []


async def under_a_jumping_clock(folder: Path, machine: OddMachine, seed: int, lives: int) -> None:
    async with a_lab(folder / "system", machine=machine.names) as lab:
        run = Run(lab, "clock-jumps", seed)
        machine.logs(run.faults)
        jumps = storm([machine], run.dice, strikes=1_000, goes_on=lambda: run.is_living)

        sources = await run.lives_through(lives, jumps)

        run.judged(sources)
        assert widest_error_in(lab) >= timedelta(minutes=50)


def widest_error_in(lab: Lab) -> timedelta:
    """Whether a worker really saw another time: what it wrote beside its lines."""
    now = datetime.now(UTC)
    texts = (one.log.read_text(encoding="utf-8") for one in lab.workers)
    lines = (json.loads(line) for text in texts for line in text.splitlines() if line[:1] == "{")
    return max(abs(datetime.fromisoformat(line["timestamp"]) - now) for line in lines)


async def test_a_slow_disk_and_a_jumping_clock_fail_no_call_and_remind_nobody_early(
    tmp_path: Path, machine: OddMachine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every sync takes thirty milliseconds more, and moments come from the engine's time, not from the worker's clock."""
    for name, value in machine.names.items():
        monkeypatch.setitem(leash.BARE_ENVIRONMENT, name, value)
    async with a_lab(tmp_path / "system", machine=machine.names) as lab:
        run = Run(lab, "odd-machine", 0)
        machine.logs(run.faults)
        machine.is_now(sync_s=SYNC_S)
        took = await of_one_commit(lab)

        sources = await run.lives_through(
            30, storm([machine], run.dice, strikes=1_000, goes_on=lambda: run.is_living)
        )

        run.judged(sources)
        assert took >= SYNC_S
        assert widest_error_in(lab) >= timedelta(minutes=50)
        assert [one.said for one in run.callers.log.attempts if not one.answered] == []


async def of_one_commit(lab: Lab) -> float:
    """Seconds it takes at least."""
    begun = time.monotonic()
    await lab.pool.execute("CREATE TABLE took (how text)")
    return time.monotonic() - begun


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(500, 503))
async def test_a_slow_disk_makes_work_slow_and_nothing_else_for_long(
    tmp_path: Path, machine: OddMachine, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """The same at full size."""
    for name, value in machine.names.items():
        monkeypatch.setitem(leash.BARE_ENVIRONMENT, name, value)
    await on_a_slow_disk(tmp_path, machine, seed, 100)


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(600, 605))
async def test_nobody_is_reminded_early_when_a_worker_s_clock_jumps_for_long(
    tmp_path: Path, machine: OddMachine, seed: int
) -> None:
    """The same at full size."""
    await under_a_jumping_clock(tmp_path, machine, seed, 300)
