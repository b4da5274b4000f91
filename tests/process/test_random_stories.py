"""Random stories on the real engine: the workflow and the pure fold give the same events, refusal for refusal."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import pytest
import pytest_asyncio

from policy.decide import decide
from schemas.commands import Command, SubmitEvidence
from schemas.events import Event
from schemas.ids import Kind, parsed, part_of_command
from schemas.moments import day_of
from schemas.refusals import Refusal
from tests.builders import Story
from tests.process.engine import Case, Engine, an_engine
from tests.unit.policy.stories import Step, command_of, directives, steps_of

STORIES = 200
IN_EVERY_RUN = 24
TOGETHER = 6
"""Stories told at the same time; each has workflows and a clock of its own."""
AFTERWARDS = timedelta(days=60)
_NAMES = UUID("00000000-0000-0000-0000-0000000057a7")

Said = dict[str, Any]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Engine]:
    """An engine of its own: these stories reach years that other tests have not come to."""
    async with an_engine(Path(tmp_path_factory.mktemp("stage"))) as running:
        yield running


@pytest.mark.asyncio(loop_scope="session")
async def test_workflow_and_fold_agree_on_random_stories(stage: Engine) -> None:
    """Twenty random acts each, on four kinds of work; every event and every refusal is the same on both sides."""
    await _all_told(stage, range(IN_EVERY_RUN))


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.asyncio(loop_scope="session")
async def test_workflow_and_fold_agree_on_two_hundred_random_stories(stage: Engine) -> None:
    """The same at full size."""
    await _all_told(stage, range(IN_EVERY_RUN, STORIES))


async def _all_told(stage: Engine, seeds: Iterable[int]) -> None:
    room = asyncio.Semaphore(TOGETHER)

    async def told(seed: int) -> int:
        async with room:
            return await _agree(stage, seed)

    async with asyncio.TaskGroup() as group:
        stories = [group.create_task(told(seed)) for seed in seeds]
    assert min(story.result() for story in stories) > 10


async def _agree(stage: Engine, seed: int) -> int:
    """Tell one story on both sides, step by step; how many events it made."""
    case = await stage.issues(*directives(), ref=f"truyen-{seed}")
    story = Story(*directives(), ref=case.ref)
    for number, step in enumerate(steps_of(seed)):
        if story.case.is_closed:
            break
        refused = await _step(stage, case, story, step, f"{seed}.{number}")
        assert refused[0] == refused[1], (seed, number, step, refused)
    if not story.case.is_closed:
        story.waits_until(story.now + AFTERWARDS)
        await case.skips_to(story.now)
    happened = [_said(row) for row in await case.events()]
    expected = [_said_by_fold(event) for event in story.events]
    for place, (one, other) in enumerate(zip(happened, expected, strict=False)):
        assert one == other, (seed, place)
    assert len(happened) == len(expected), (seed, [*happened, *expected][-3:])
    return len(happened)


async def _step(
    stage: Engine, case: Case, story: Story, step: Step, name: str
) -> tuple[str | None, str | None]:
    """One act on both sides; the reasons for which each refused it."""
    story.waits_until(story.now + timedelta(days=step.after_days))
    await case.skips_to(story.now)
    command = _as_sent(stage, command_of(story, step, 0), name)
    try:
        await stage.commands.send(command)
        by_workflow = None
    except Refusal as refusal:
        by_workflow = refusal.reason
    target = parsed(command.target)
    if target is not None and target.kind is Kind.CONCLUSION:
        command = command.but(command_id=part_of_command(command.command_id, 1))
    decision = decide(story.case, [command], story.now)
    story._decided(decision)
    refusals = (refusal.reason for refusal in decision.refused.values())
    return by_workflow, next(refusals, None)


def _as_sent(stage: Engine, command: Command, name: str) -> Command:
    """Under an id of its own in this register, with a file that its store holds."""
    command = command.but(command_id=str(uuid5(_NAMES, name)))
    if isinstance(command, SubmitEvidence):
        return command.but(files=(stage.file,))
    return command


def _said(row: Said) -> Said:
    """An event as the log has it; its moment to the day, because the engine takes its milliseconds."""
    names = ("stream", "seq", "type", "target", "key", "actor")
    payload = dict(row["payload"])
    if "moment" in payload:
        payload["moment"] = _day(payload["moment"])
    day = _day(row["at"])
    return {name: row[name] for name in names} | {"day": day, "payload": payload}


def _day(moment: str) -> str:
    return day_of(datetime.fromisoformat(moment)).isoformat()


def _said_by_fold(event: Event) -> Said:
    row = json.loads(event.model_dump_json())
    return _said({"actor": None, "payload": {}} | row)
