"""Two thousand deadlines that pass at one instant: until every escalation stands in the register.

80 conclusions of 25 directives, at full size also 2,000 of one; their clocks are skipped to just before the
moment and then run on in real time, so that all timers ring together.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bench.figures import Figure, figure
from bench.lab import Lab, a_lab
from bench.stories import a_conclusion, everybody
from schemas.moments import HANOI

REPEATS: Final = 3


@dataclass(frozen=True, slots=True)
class Shape:
    """So many conclusions of so many directives; how far ahead of the moment their clocks are skipped to."""

    conclusions: int
    directives: int
    ahead: tuple[timedelta, ...]
    """Skipping takes a tenth of a second a clock; further ahead on a busy machine."""


SHAPES: Final = {
    "deadlines_2000_s": Shape(80, 25, (timedelta(seconds=12), timedelta(seconds=40))),
    "deadlines_2000_single_s": Shape(2_000, 1, (timedelta(seconds=240), timedelta(seconds=900))),
}
ISSUED: Final = date(2023, 7, 13)
"""A Thursday; due the same day, so that the first rung of all is the escalation on Friday at 8:00."""
ESCALATES: Final = datetime(2023, 7, 14, 8, tzinfo=HANOI)
_AT_ONCE: Final = 8
_LOOK_EVERY_S: Final = 0.01
_NEEDS_S: Final = 0.5
_PATIENCE_S: Final = 300.0


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """Seconds from the instant to the last visible escalation; at full size once, on a lab of its own."""
    for name, shape in SHAPES.items():
        if name in wanted:
            repeats = REPEATS if shape.directives > 1 else 1
            async with a_lab(time_skipping=True) as lab:
                took = [await _in_time(lab, shape, number) for number in range(repeats)]
            yield figure(name, took)


async def _in_time(lab: Lab, shape: Shape, number: int) -> float:
    for ahead in shape.ahead:
        took = await _pass_together(lab, shape, f"{number}-{ahead.seconds}", ahead)
        if took is not None:
            return took
    raise RuntimeError("the clocks were not ready in time")


async def _pass_together(lab: Lab, shape: Shape, number: str, ahead: timedelta) -> float | None:
    offset = round((datetime.combine(ISSUED, time(9), HANOI) - datetime.now(UTC)).total_seconds())
    refs = [f"han-{number}-{n}" for n in range(shape.conclusions)]
    bodies = everybody()[: shape.directives]
    gate = asyncio.Semaphore(_AT_ONCE)

    async def start(ref: str) -> None:
        async with gate:
            conclusion = a_conclusion(
                ref, [(code,) for code in bodies], issued_on=ISSUED, due_on=ISSUED
            )
            await lab.starter.start(conclusion, clock_offset_s=offset)

    await asyncio.gather(*(start(ref) for ref in refs))
    instant = datetime.now(UTC) + ahead

    async def skip(ref: str) -> None:
        async with gate:
            left = instant - datetime.now(UTC)
            moment = ESCALATES - timedelta(seconds=offset) - left
            await lab.time.advance([lab.client.get_workflow_handle(f"kl/{ref}")], moment)

    await asyncio.gather(*(skip(ref) for ref in refs))
    spare = (instant - datetime.now(UTC)).total_seconds()
    print(f"  {len(refs)} clocks skipped {spare:.0f} s before the moment", file=sys.stderr)
    if spare < _NEEDS_S:
        return None
    if early := await _escalated(lab, number):
        raise RuntimeError(f"{early} escalated before their moment")
    await asyncio.sleep((instant - datetime.now(UTC)).total_seconds())
    while await _escalated(lab, number) < shape.conclusions * shape.directives:
        if (datetime.now(UTC) - instant).total_seconds() > _PATIENCE_S:
            raise RuntimeError("some deadlines passed and nobody was told")
        await asyncio.sleep(_LOOK_EVERY_S)
    return (datetime.now(UTC) - instant).total_seconds()


async def _escalated(lab: Lab, number: str) -> int:
    count = await lab.pool.fetchval(
        "SELECT count(*) FROM assignment WHERE ref LIKE $1 AND rung = '+1d'", f"han-{number}-%"
    )
    return int(count or 0)
