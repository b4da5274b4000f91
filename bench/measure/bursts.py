"""A conclusion arrives: from the start call until the register shows every assignment."""

import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from bench.figures import Figure, figure
from bench.floor import floor_of
from bench.lab import Lab, a_lab, seconds_since
from bench.stories import Writer, ids_of, to_all_provinces, to_one_each
from schemas.conclusion import Conclusion

REPEATS: Final = 7
KINDS: Final[dict[str, Callable[[str], Conclusion]]] = {
    "burst_1953_s": to_all_provinces,
    "burst_200_s": to_one_each,
}


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """Both bursts, in turn, on a system that has worked before."""
    kinds = {name: make for name, make in KINDS.items() if name in wanted}
    async with a_lab() as lab:
        await warmed(lab)
        took: dict[str, list[float]] = {name: [] for name in kinds}
        for number in range(REPEATS):
            for name, make in kinds.items():
                conclusion = make(f"dot-{name[6:].replace('_', '-')}-{number}")
                took[name].append(await started_in(lab, conclusion))
        floor = await floor_of(lab)
    for name, make in kinds.items():
        count = len(ids_of(make("dem")))
        yield figure(name, took[name], floor=floor.start_s * count)


async def warmed(lab: Lab) -> None:
    """One small conclusion and its commands, so that nothing is done for the first time."""
    conclusion = to_all_provinces("khoi-dong", 1)
    await lab.starter.start(conclusion)
    writer = Writer("khoi-dong", lab.file)
    for own in ids_of(conclusion)[:8]:
        for command in writer.life_of(own):
            await lab.commands.send(command)


async def started_in(lab: Lab, conclusion: Conclusion) -> float:
    """Seconds from the call to the last row, on a system at rest; raises when a row is missing."""
    await lab.at_rest()
    began = time.perf_counter()
    await lab.starter.start(conclusion)
    took = seconds_since(began)
    rows = await lab.pool.fetchval("SELECT count(*) FROM assignment WHERE ref = $1", conclusion.ref)
    if rows != len(ids_of(conclusion)):
        raise RuntimeError(f"{conclusion.ref}: {rows} rows")
    return took
