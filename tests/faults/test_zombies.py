"""A worker that is stopped for longer than every timeout and then carries on with what it had in hand."""

import asyncio
from random import Random

import pytest

from tests.faults.injectors import Killer, storm
from tests.faults.lab import Lab
from tests.faults.runs import Run, replays

LONGER_THAN_EVERY_TIMEOUT_S = 22.0
"""Of the workflow task (10 s), of the local commit (3 s) and of the regular one (20 s)."""


async def _with_zombies(lab: Lab, seed: int, lives: int, pauses: int) -> None:
    run = Run(lab, "zombies", seed)
    killer = Killer(lab, run.faults)

    async def pause() -> None:
        for _ in range(pauses):
            await asyncio.sleep(run.dice.uniform(0.5, 3))
            await killer.pauses(LONGER_THAN_EVERY_TIMEOUT_S)

    sources = await run.lives_through(lives, pause())

    run.judged(sources)


async def test_a_zombie_that_continues_changes_nothing(lab_of_two: Lab) -> None:
    """Another worker has done its work meanwhile, though both servers were killed; its late commits count for nothing."""
    run = Run(lab_of_two, "zombies", 2)
    killer = Killer(lab_of_two, run.faults)
    blows = storm([killer], run.dice, strikes=4, kinds=("temporal", "postgres"))

    sources = await run.lives_through(60, killer.pauses(LONGER_THAN_EVERY_TIMEOUT_S), blows)

    run.judged(sources)
    assert run.faults.kills.total() == 4
    assert await replays(sources, Random(2), at_most=20) > 0


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(400, 410))
async def test_a_zombie_that_continues_changes_nothing_for_long(lab_of_two: Lab, seed: int) -> None:
    """The same at full size."""
    await _with_zombies(lab_of_two, seed, 200, 6)
