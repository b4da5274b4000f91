"""The same faults at full size: at least a thousand kills and twenty thousand lives over all seeds (`make faults`).

Each run appends its line to bench/results/faults.jsonl.
"""

from random import Random

import pytest

from tests.faults.injectors import Killer, long, storm
from tests.faults.lab import Lab
from tests.faults.runs import Run, replays

pytestmark = [pytest.mark.long, pytest.mark.timeout(2_400)]

MIXES = (
    ("worker", "temporal", "postgres", "all"),
    ("worker", "worker", "pause"),
    ("temporal",),
    ("postgres",),
    ("all",),
)
STRIKES = (30, 50, 40, 40, 15)


@pytest.mark.parametrize("seed", range(100, 125))
async def test_nothing_is_lost_or_doubled_over_thousands_of_lives(
    lab_of_two: Lab, seed: int
) -> None:
    """Outages of up to a minute; every fifth seed for each part, for all at once and for a mix."""
    mix = seed % len(MIXES)
    run = Run(lab_of_two, f"long-{'+'.join(dict.fromkeys(MIXES[mix]))}", seed)
    killer = Killer(lab_of_two, run.faults, outage=long)

    sources = await run.lives_through(
        1_000,
        storm([killer], run.dice, strikes=STRIKES[mix], kinds=MIXES[mix], calm=(0.5, 3)),
        at_once=24,
    )

    run.judged(sources)
    assert await replays(sources, Random(seed), at_most=100) > 0
