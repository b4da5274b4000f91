"""A commit that nobody was told of: the register is ahead of the workflow, which adopts what it finds."""

import asyncio
from contextlib import suppress
from uuid import uuid4

import pytest

from register.verify import verify
from tests.process.breakable import Breakable
from tests.process.engine import Case, Engine


async def test_a_worker_killed_between_commit_and_answer_loses_and_doubles_nothing(
    broken: tuple[Breakable, Engine],
) -> None:
    """The next worker tries the same commit again, finds it done, and the caller gets the one answer."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()

    waiting = asyncio.create_task(case.lead("acknowledge"))
    await lab.worker_dies()
    lab.start_worker()
    answer = await waiting

    assert answer["state"] == "acknowledged"
    assert await _acknowledgements(case) == 1
    assert (await verify(engine.pool)).ok


async def test_a_command_the_engine_has_forgotten_is_adopted_from_the_register(
    broken: tuple[Breakable, Engine],
) -> None:
    """Worker, server and caller die together after the commit: the next command finds it, and a late retry is answered."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()
    command_id = str(uuid4())

    lost = asyncio.create_task(case.lead("acknowledge", command_id=command_id))
    await lab.worker_dies()
    # The caller first: it would otherwise bring the same command to the new server once more.
    lost.cancel()
    with suppress(asyncio.CancelledError):
        await lost
    await lab.restart_temporal()
    lab.start_worker()
    reported = await case.lead("submit_report")
    retried = await case.lead("acknowledge", command_id=command_id)

    assert reported["state"] == "in_progress"
    assert retried["repeated"] is True
    assert await _acknowledgements(case) == 1
    assert (await case.snapshot())["seq"] == (await case.events())[-1]["seq"]
    assert (await verify(engine.pool)).ok


async def test_a_caller_that_gives_up_is_not_held(broken: tuple[Breakable, Engine]) -> None:
    """A cancelled command ends at once, although the gateway would ask the engine for a minute."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.kill_worker()

    waiting = asyncio.create_task(case.lead("acknowledge"))
    await asyncio.sleep(0.5)
    waiting.cancel()

    with pytest.raises(asyncio.CancelledError):
        await waiting


async def _acknowledgements(case: Case) -> int:
    return [event["type"] for event in await case.events()].count("Acknowledged")
