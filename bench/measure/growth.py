"""Growth: does a command take longer where forty times as much is open?

Two systems run side by side, one with 504 open assignments, one with 20,160, and are asked in turn, so
that the noise of the machine meets both.
"""

import statistics
import time
from collections.abc import AsyncIterator, Iterator
from typing import Final

from bench.figures import Figure, figure
from bench.lab import Lab, a_lab, seconds_since
from bench.measure.acts import alone, mixed
from bench.measure.bursts import warmed
from bench.stories import Writer, ids_of, to_all_provinces
from schemas.commands import Command

PAIRS: Final = 8
COMMANDS: Final = 30
DIRECTIVES: Final = 4
"""Of 63 provinces: 252 assignments, one packet."""
FEW, MANY = 2, 80


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """The ratio of the medians of each pair; then the large system's worker: its memory, and its first answer."""
    async with a_lab() as large:
        if "growth_ratio" in wanted:
            async with a_lab() as small:
                ratios = await _ratios(
                    small, await _grown(small, FEW), large, await _grown(large, MANY)
                )
            yield figure("growth_ratio", ratios)
        else:
            await _grown(large, MANY)
        if "growth_worker_mb" in wanted:
            yield figure("growth_worker_mb", [large.worker.memory_mb])
        if "growth_first_answer_s" in wanted:
            yield figure("growth_first_answer_s", [await _first_answer(large, n) for n in range(3)])


async def _ratios(
    small: Lab, at_small: Iterator[Command], large: Lab, at_large: Iterator[Command]
) -> list[float]:
    await alone(small, at_small, COMMANDS)
    await alone(large, at_large, COMMANDS * 4)
    ratios = []
    for _ in range(PAIRS):
        before = statistics.median(await alone(small, at_small, COMMANDS))
        grown = statistics.median(await alone(large, at_large, COMMANDS))
        ratios.append(grown / before)
    return ratios


async def _grown(lab: Lab, conclusions: int) -> Iterator[Command]:
    """Open so many packets; the commands go to any of their assignments."""
    await warmed(lab)
    targets: list[str] = []
    for number in range(conclusions):
        conclusion = to_all_provinces(f"lon-{number}", DIRECTIVES)
        await lab.starter.start(conclusion)
        targets += ids_of(conclusion)
    return mixed("lon", Writer("lon", lab.file), targets)


async def _first_answer(lab: Lab, number: int) -> float:
    """Seconds from the start of a new worker to its first answer, to a workflow it has to read first."""
    await lab.worker.stop()
    own = ids_of(to_all_provinces(f"lon-{MANY // 2 + number}", DIRECTIVES))[0]
    command = Writer(f"dau-{number}", lab.file).command("name_unit", own)
    began = time.perf_counter()
    await lab.worker.start()
    await lab.commands.send(command)
    return seconds_since(began)
