"""A power cut at one instant: everything in the data folder as it was then, started again. What was acknowledged
before is there; what register and engine disagree on is repaired.
"""

import asyncio
import copy
import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Final

import pytest

from tests.faults.callers import CallersLog
from tests.faults.lab import Lab, a_lab, until
from tests.faults.runs import Run

LEFT_OUT: Final = ("*.lock", "*.log", "papers", "postgres.socket", "postmaster.pid")
"""What a machine that starts after a power cut has not, and what belongs to the callers."""
ASKED_AGAIN: Final = 5


@dataclass(frozen=True, slots=True)
class Image:
    """A copy of the data, and what callers knew when it was taken."""

    folder: Path
    log: CallersLog


async def taken(lab: Lab, log: CallersLog, folder: Path) -> Image:
    """Both servers stand still while their files are copied; their callers wait."""
    done = {id(one) for one in log.done()}
    started = {ref for ref, issue in log.issues.items() if issue.acknowledged}
    with standing_still(lab):
        await asyncio.to_thread(
            shutil.copytree, lab.folder, folder, ignore=shutil.ignore_patterns(*LEFT_OUT)
        )
        # Whoever asks while nothing moves has not reached anybody, but may have before.
        asked = [replace(one, outcome="done" if id(one) in done else "open") for one in log.offers]
        issues = {ref: copy.copy(issue) for ref, issue in log.issues.items()}
    for ref, issue in issues.items():
        issue.acknowledged = ref in started
    return Image(folder, CallersLog(issues, asked))


@contextmanager
def standing_still(lab: Lab) -> Iterator[None]:
    """Every process of both servers is stopped at one instant, parents first so that they make no more."""
    stopped = [pid for one in (lab.postgres.pid, lab.temporal.pid) if one for pid in family(one)]
    try:
        for pid in stopped:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in reversed(stopped):
            os.kill(pid, signal.SIGCONT)


def family(parent: int) -> list[int]:
    """A process and those it has started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [parent, *(pid for child in children for pid in family(int(child)))]


async def answered(run: Run, count: int) -> None:
    """Wait for so many answers, or until nobody is left to ask."""
    await until(lambda: len(run.callers.log.done()) >= count or not run.is_living)


async def lives_with_images(folder: Path, seed: int, lives: int, images: int) -> list[Image]:
    """Lives, and images at random moments of them."""
    made: list[Image] = []
    async with a_lab(folder / "system") as lab:
        run = Run(lab, "before-the-image", seed)

        async def take() -> None:
            for number in range(images):
                more = run.dice.randint(5, 5 + 6 * lives // images // 2)
                await answered(run, len(run.callers.log.done()) + more)
                async with run.faults.strikes("image"):
                    made.append(await taken(lab, run.callers.log, folder / f"image-{number}"))

        run.judged(await run.lives_through(lives, take()))
    return made


async def started_again(image: Image, seed: int) -> None:
    """The copy as a system of its own, judged by what callers knew; what they ask again is answered."""
    async with a_lab(image.folder) as lab:
        run = Run(lab, "image", seed, beyond=frozenset({"I11"}))
        run.callers.log = image.log

        done = image.log.done()
        for offer in Random(seed).sample(done, min(len(done), ASKED_AGAIN)):
            await run.callers.send(offer.command)
        again = run.callers.log.offers[-ASKED_AGAIN:]

        run.judged(await run.examined())
        assert {one.outcome for one in again} <= {"done"}
        assert all(one.answer["repeated"] for one in again)


async def images_hold(folder: Path, seed: int, lives: int, images: int) -> None:
    made = await lives_with_images(folder, seed, lives, images)
    assert len(made) == images
    for image in made:
        await started_again(image, seed)
        shutil.rmtree(image.folder)


async def test_after_a_power_cut_everything_acknowledged_is_there(tmp_path: Path) -> None:
    """By the register, the engine and the evidence as they were on the disk at one instant."""
    await images_hold(tmp_path, 0, 40, 2)


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(700, 705))
async def test_after_a_power_cut_everything_acknowledged_is_there_for_long(
    tmp_path: Path, seed: int
) -> None:
    """The same at full size: fifty images."""
    await images_hold(tmp_path, seed, 200, 10)
