"""Two thousand deadlines that pass at one instant: until every escalation stands in the register.

80 conclusions of 25 directives; their clocks are skipped to just before the moment and then run on in
real time, so that all timers ring together.
"""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from bench.figures import Figure, figure
from bench.lab import Lab, a_lab
from bench.stories import a_conclusion, everybody
from schemas.moments import HANOI

REPEATS: Final = 3
CONCLUSIONS: Final = 80
DIRECTIVES: Final = 25
ISSUED: Final = date(2023, 7, 13)
"""A Thursday; due the same day, so that the first rung of all is the escalation on Friday at 8:00."""
ESCALATES: Final = datetime(2023, 7, 14, 8, tzinfo=HANOI)
AHEAD: Final = (timedelta(seconds=12), timedelta(seconds=40))
"""Skipping 80 clocks takes some seconds; the moment lies so far ahead in real time, further on a busy machine."""
_AT_ONCE: Final = 8
_LOOK_EVERY_S: Final = 0.01
_PATIENCE_S: Final = 60.0


async def measure() -> AsyncIterator[Figure]:
    """Seconds from the instant to the last visible escalation."""
    async with a_lab(time_skipping=True) as lab:
        took = [await _in_time(lab, number) for number in range(REPEATS)]
    yield figure("deadlines_2000_s", took)


async def _in_time(lab: Lab, number: int) -> float:
    for ahead in AHEAD:
        took = await _pass_together(lab, f"{number}-{ahead.seconds}", ahead)
        if took is not None:
            return took
    raise RuntimeError("the clocks were not ready in time")


async def _pass_together(lab: Lab, number: str, ahead: timedelta) -> float | None:
    offset = round((datetime.combine(ISSUED, time(9), HANOI) - datetime.now(UTC)).total_seconds())
    refs = [f"han-{number}-{n}" for n in range(CONCLUSIONS)]
    for ref in refs:
        bodies = everybody()[:DIRECTIVES]
        conclusion = a_conclusion(
            ref, [(code,) for code in bodies], issued_on=ISSUED, due_on=ISSUED
        )
        await lab.starter.start(conclusion, clock_offset_s=offset)
    instant = datetime.now(UTC) + ahead
    gate = asyncio.Semaphore(_AT_ONCE)

    async def skip(ref: str) -> None:
        async with gate:
            left = instant - datetime.now(UTC)
            moment = ESCALATES - timedelta(seconds=offset) - left
            await lab.time.advance([lab.client.get_workflow_handle(f"kl/{ref}")], moment)

    await asyncio.gather(*(skip(ref) for ref in refs))
    if datetime.now(UTC) > instant - timedelta(seconds=0.5):
        return None
    if early := await _escalated(lab, number):
        raise RuntimeError(f"{early} escalated before their moment")
    await asyncio.sleep((instant - datetime.now(UTC)).total_seconds())
    while await _escalated(lab, number) < CONCLUSIONS * DIRECTIVES:
        if (datetime.now(UTC) - instant).total_seconds() > _PATIENCE_S:
            raise RuntimeError("some deadlines passed and nobody was told")
        await asyncio.sleep(_LOOK_EVERY_S)
    return (datetime.now(UTC) - instant).total_seconds()


async def _escalated(lab: Lab, number: str) -> int:
    count = await lab.pool.fetchval(
        "SELECT count(*) FROM assignment WHERE ref LIKE $1 AND rung = '+1d'", f"han-{number}-%"
    )
    return int(count or 0)
