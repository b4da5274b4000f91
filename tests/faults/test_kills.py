"""kill -9 of the worker, of Temporal, of PostgreSQL, of all at once and of what is coming back, at random moments of many
lives. The third seed is in test_zombies.py, where a worker stands still meanwhile; `soak.py` goes on for thousands.
"""

from random import Random

import pytest

from tests.faults.injectors import Killer, storm
from tests.faults.lab import Lab
from tests.faults.runs import Run, replays

KILLS = ("worker", "temporal", "postgres", "all", "again")


@pytest.mark.parametrize("seed", range(2))
async def test_nothing_is_lost_or_doubled_when_parts_are_killed(lab_of_two: Lab, seed: int) -> None:
    """Whatever was acknowledged is there, once, and what was not is either done or not, never half."""
    run = Run(lab_of_two, "kills", seed)
    killer = Killer(lab_of_two, run.faults)

    sources = await run.lives_through(60, storm([killer], run.dice, strikes=4, kinds=KILLS))

    run.judged(sources)
    assert run.faults.kills.total() >= 4
    assert await replays(sources, Random(seed), at_most=20) > 0
