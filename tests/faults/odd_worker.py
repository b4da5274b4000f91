"""A worker with one thing wrong, to see whether anybody notices: `python odd_worker.py [--deaf] [--lawless] …`.

--deaf       never hears that the register is ahead: adoption switched off
--strangers  asks nobody's right: the actor check switched off
--shortcuts  asks nobody's state and nothing a command must bring: the table of the regulation switched off
--doorless   lets everything in: the validator of updates switched off, so that only the decision judges
--dies FILE  ends right after a commit, once, when the file exists
--faulty FILE  its database fails before or after statements, as often as the file says
"""

import argparse
import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import asyncpg
from temporalio import activity
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.register import RegisterActivities
from bootstrap import (
    Parts,
    Settings,
    configure_logging,
    leave,
    place_of,
    start_what_is_planned,
    wired,
    worker_of,
)
from policy import acts
from policy.transitions import MOVES
from register import pool
from schemas.commit import Committed
from schemas.events import Event
from schemas.states import State
from workflows.conclusion import ConclusionWorkflow


class FaultyConnection(pool.KeptConnection):
    """Fails now and then as a network does: before the statement arrives, or after it was carried out."""

    probability = 0.0
    dice = random.Random()

    async def execute(self, *args: Any, **said: Any) -> Any:
        return await self._perhaps(super().execute, *args, **said)

    async def fetch(self, *args: Any, **said: Any) -> Any:
        return await self._perhaps(super().fetch, *args, **said)

    async def fetchrow(self, *args: Any, **said: Any) -> Any:
        return await self._perhaps(super().fetchrow, *args, **said)

    async def fetchval(self, *args: Any, **said: Any) -> Any:
        return await self._perhaps(super().fetchval, *args, **said)

    async def _perhaps(self, act: Any, *args: Any, **said: Any) -> Any:
        drawn = self.dice.random()
        if drawn < self.probability:
            self._is_lost("before")
        answer = await act(*args, **said)
        if drawn > 1 - self.probability:
            self._is_lost("after")
        return answer

    def _is_lost(self, when: str) -> None:
        self.terminate()
        raise asyncpg.ConnectionDoesNotExistError(f"the connection is lost {when} the statement")


class Odd(RegisterActivities):
    """Commits, but not quite as it should."""

    fuse: Path | None = None
    is_deaf = False

    @activity.defn(name="commit")
    async def commit(self, stream: str, expected_seq: int, events: list[Event]) -> Committed:
        committed = await super().commit(stream, expected_seq, events)
        if self.fuse is not None and self.fuse.exists():
            self.fuse.unlink()
            os._exit(9)
        return Committed() if self.is_deaf else committed


async def work(chosen: argparse.Namespace) -> None:
    settings = Settings()
    configure_logging(settings)
    if chosen.strangers:
        acts.may_act_as = lambda *said: True  # type: ignore[attr-defined]
    if chosen.shortcuts:
        acts.MOVES = {  # type: ignore[attr-defined]
            act: replace(move, states=frozenset(State)) for act, move in MOVES.items()
        }
        acts.CHECKS = {}  # type: ignore[attr-defined]
    if chosen.doorless:
        ConclusionWorkflow.judge = lambda *said: None  # type: ignore[method-assign]
    if chosen.faulty:
        pool.KeptConnection = FaultyConnection  # type: ignore[misc]
    async with wired(place_of(settings)) as parts, _worker(parts, chosen):
        await start_what_is_planned(parts)
        print("worker_ready", flush=True)
        await _read_probability(chosen.faulty)


@asynccontextmanager
async def _worker(parts: Parts, chosen: argparse.Namespace) -> AsyncIterator[None]:
    activities = Odd(parts.pool, parts.store)
    activities.fuse, activities.is_deaf = chosen.dies, chosen.deaf
    if not (chosen.strangers or chosen.shortcuts or chosen.doorless):
        async with worker_of(parts, activities):
            yield
        return
    # Patched rules are seen by workflows only without the sandbox, which loads its own copy.
    async with Worker(
        parts.client,
        task_queue=parts.task_queue,
        workflows=[ConclusionWorkflow],
        activities=[activities.commit],
        workflow_runner=UnsandboxedWorkflowRunner(),
    ):
        yield


async def _read_probability(file: Path | None) -> None:
    while True:
        await asyncio.sleep(0.05)
        if file is not None:
            with suppress(OSError, ValueError):
                FaultyConnection.probability = float(file.read_text())


def chosen_by(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("deaf", "strangers", "shortcuts", "doorless"):
        parser.add_argument(f"--{name}", action="store_true")
    for name in ("dies", "faulty"):
        parser.add_argument(f"--{name}", type=Path)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    asyncio.run(work(chosen_by()))
    leave(0)
