"""Growth: does a command take longer where forty times as much is open?

Two systems run side by side, one with 504 open assignments, one with 20,160, and are asked in turn, so
that the noise of the machine meets both. At full size the same for 20,000 in 4,000 small conclusions.
"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Final

from bench.figures import Figure, figure
from bench.lab import Lab, a_lab, seconds_since
from bench.measure.acts import alone, mixed
from bench.measure.bursts import warmed
from bench.stories import Writer, a_conclusion, everybody, ids_of, to_all_provinces
from schemas.commands import Command
from schemas.conclusion import Conclusion

PAIRS: Final = 8
COMMANDS: Final = 30
DIRECTIVES: Final = 4
"""Of 63 provinces: 252 assignments, one packet."""
FEW, MANY = 2, 80
SMALL: Final = 5
"""Leads of the only directive of a small conclusion; four thousand of them make 20,000 assignments."""
MANY_SMALL: Final = 4_000
_AT_ONCE: Final = 8


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """The ratio of the medians of each pair; then the large system's worker: its memory, and its first answer."""
    shapes = {
        "growth": [to_all_provinces(f"lon-{n}", DIRECTIVES) for n in range(MANY)],
        "growth_4000": [
            a_conclusion(f"nho-{n}", [everybody()[n % 90 : n % 90 + SMALL]])
            for n in range(MANY_SMALL)
        ],
    }
    for name, conclusions in shapes.items():
        names = wanted & {f"{name}_{what}" for what in ("ratio", "worker_mb", "first_answer_s")}
        if names:
            async for one in _measured(name, conclusions, names):
                yield one


async def _measured(
    name: str, conclusions: Sequence[Conclusion], wanted: frozenset[str]
) -> AsyncIterator[Figure]:
    async with a_lab() as large:
        acts = await _grown(large, conclusions)
        if f"{name}_ratio" in wanted:
            async with a_lab() as small:
                few = [to_all_provinces(f"it-{n}", DIRECTIVES) for n in range(FEW)]
                ratios = await _ratios(small, await _grown(small, few), large, acts)
            yield figure(f"{name}_ratio", ratios)
        if f"{name}_worker_mb" in wanted:
            yield figure(f"{name}_worker_mb", [large.worker.memory_mb])
        if f"{name}_first_answer_s" in wanted:
            asked = conclusions[len(conclusions) // 2 :][:3]
            took = [await _first_answer(large, one) for one in asked]
            yield figure(f"{name}_first_answer_s", took)


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


async def _grown(lab: Lab, conclusions: Sequence[Conclusion]) -> Iterator[Command]:
    """Open them all; the commands go to any of their assignments."""
    await warmed(lab)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def start(conclusion: Conclusion) -> None:
        async with gate:
            await lab.starter.start(conclusion)

    await asyncio.gather(*(start(one) for one in conclusions))
    targets = [own for one in conclusions for own in ids_of(one)]
    return mixed("lon", Writer("lon", lab.file), targets)


async def _first_answer(lab: Lab, conclusion: Conclusion) -> float:
    """Seconds from the start of a new worker to its first answer, to a workflow it has to read first."""
    await lab.worker.stop()
    own = ids_of(conclusion)[0]
    command = Writer(f"dau-{conclusion.ref}", lab.file).command("name_unit", own)
    began = time.perf_counter()
    await lab.worker.start()
    await lab.commands.send(command)
    return seconds_since(began)
