"""kill -9 of the worker, of Temporal, of PostgreSQL and of all at once, at random moments of many lives."""

from random import Random

import pytest

from tests.faults.injectors import Killer, storm
from tests.faults.lab import Lab
from tests.faults.runs import Run, replays

KILLS = ("worker", "temporal", "postgres", "all")


@pytest.mark.parametrize("seed", range(3))
async def test_nothing_is_lost_or_doubled_when_parts_are_killed(lab_of_two: Lab, seed: int) -> None:
    """Whatever was acknowledged is there, once, and what was not is either done or not, never half."""
    run = Run(lab_of_two, "kills", seed)
    killer = Killer(lab_of_two, run.faults)

    sources = await run.lives_through(60, storm([killer], run.dice, strikes=4, kinds=KILLS))

    run.judged(sources)
    assert run.faults.kills.total() >= 4
    assert await replays(sources, Random(seed), at_most=20) > 0
