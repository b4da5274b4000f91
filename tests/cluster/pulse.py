"""People who send a command five times a second, whatever happens: what they notice of a fault is what is measured."""

import asyncio
import time
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any, Final

from tests.builders import a_conclusion, a_directive, at
from tests.faults.callers import Callers, Issue, Offer, offset_to
from tests.faults.lives import OPENS_ON, SUPERVISOR

CASES: Final = 12
"""Conclusions, spread over the shards of both history nodes."""
EVERY_S: Final = 0.2
_QUICK_S: Final = 0.04
"""What a command takes on this shape when nothing else runs: the median of the reference machine."""


@dataclass(frozen=True, slots=True)
class Beat:
    """One command: when it was sent and when it was answered."""

    begun: float
    ended: float


@dataclass(frozen=True, slots=True)
class Felt:
    """What callers noticed: seconds without any answer, the slowest answer, and calls that failed."""

    still_s: float
    slowest_s: float
    errors: int
    median_s: float


class Pulse:
    """The commands of one run, all of them in the callers' log and so before the checker."""

    def __init__(self, callers: Callers) -> None:
        self._callers = callers
        self._targets: list[str] = []
        self.beats: list[Beat] = []

    async def prepares(self) -> None:
        """Conclusions of one directive each, issued and acknowledged."""
        await asyncio.gather(*(self._begins(n) for n in range(CASES)))

    async def _begins(self, n: int) -> None:
        ref = f"nhip-{n}"
        target = f"kl/{ref}/1@G01"
        offset = offset_to(at(OPENS_ON))
        self._callers.log.lives += 1
        conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref=ref)
        await self._callers.issue(Issue(conclusion, offset, (target,)))
        acknowledge = self._callers.as_command("acknowledge", target, ("G01", "focal_point"))
        await self._callers.send(acknowledge)
        self._targets.append(target)

    async def goes_on(self, over: asyncio.Event) -> None:
        """Until it is over; every beat is answered before this returns."""
        async with asyncio.TaskGroup() as group:
            number = 0
            while not over.is_set():
                group.create_task(self._beat(self._targets[number % len(self._targets)]))
                number += 1
                await asyncio.sleep(EVERY_S)

    async def _beat(self, target: str) -> Offer:
        note = self._callers.as_command("note", target, SUPERVISOR, text="Theo dõi")
        begun = time.monotonic()
        offer = await self._callers.send(note)
        self.beats.append(Beat(begun, time.monotonic()))
        return offer

    def felt(self, begun: float, ended: float) -> Felt:
        """What the commands that were sent in that time went through."""
        sent = [one for one in self.beats if begun <= one.begun <= ended]
        answers = sorted({begun, *(one.ended for one in sent)})
        gaps = [later - earlier for earlier, later in pairwise(answers)]
        errors = [
            one
            for one in self._callers.log.attempts
            if not one.answered and one.begun <= ended and begun <= one.ended
        ]
        took = [one.ended - one.begun for one in sent]
        return Felt(max(gaps, default=0.0), max(took, default=0.0), len(errors), median(took))


def load_factor(calm: Felt) -> float:
    """How much slower than the reference machine this one is now; what others do on it included."""
    return max(1.0, calm.median_s / _QUICK_S)


def shown(name: str, calm: Felt, hurt: Felt, **more: Any) -> str:
    """The line of a run."""
    said = " ".join(f"{key} {value}" for key, value in more.items())
    return (
        f"{name}: no answer for {hurt.still_s:.2f} s, slowest {hurt.slowest_s:.2f} s, "
        f"{hurt.errors} errors; calm median {calm.median_s * 1000:.0f} ms, "
        f"longest {calm.slowest_s:.2f} s, factor {load_factor(calm):.1f} {said}"
    )
