"""A release that cannot work a case, and workers that die over one: the case waits, and goes on where it was."""

import asyncio
import time
from datetime import timedelta
from itertools import pairwise

import pytest
from temporalio import workflow
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import PollWorkflowTaskQueueRequest
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from tests.builders import FIELDS
from tests.process.breakable import Breakable
from tests.process.engine import Engine

OFTEN_ENOUGH = 3
"""Failures in a row after which the engine refuses updates instead of keeping them."""
DEATHS = 9
"""By itself the server waits 81 s after the eighth, 161 after the ninth; here 31 after each of the last."""
MOST_S = 60


@workflow.defn(name="ConclusionWorkflow")
class BrokenConclusion:
    """Every task of it fails, so that the engine tries again."""

    @workflow.run
    async def run(self, _case: dict[str, object]) -> None:
        raise RuntimeError("a broken release")


@pytest.mark.long
async def test_a_case_whose_tasks_failed_takes_commands_as_soon_as_the_old_release_is_back(
    broken: tuple[Breakable, Engine],
) -> None:
    """The engine refuses its updates for as long as they fail; whoever has asked meanwhile is answered then."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.kill_worker()
    async with Worker(
        engine.client,
        task_queue=lab.queue,
        workflows=[BrokenConclusion],
        workflow_runner=UnsandboxedWorkflowRunner(),
        max_cached_workflows=0,
    ):
        await case.handles[0].signal("catch_up", 0)
        await _refused_by_the_engine(engine, case.streams[0])
        asking = asyncio.create_task(case.lead("acknowledge", **FIELDS["acknowledge"]))
        await asyncio.sleep(0.5)
        assert not asking.done()
    lab.start_worker()

    answer = await asking

    assert answer["state"] == "acknowledged"
    assert [one["type"] for one in await case.events()].count("Acknowledged") == 1


@pytest.mark.long
async def test_a_case_whose_workers_die_is_soon_given_to_the_next(
    broken: tuple[Breakable, Engine],
) -> None:
    """However often that was: the engine waits longer for each, but not the ten minutes that it would by itself."""
    _, engine = broken
    await engine.client.start_workflow(
        "Deadly", id="deadly", task_queue="deadly", task_timeout=timedelta(seconds=1)
    )
    taken_at: list[float] = []

    while len(taken_at) < DEATHS:
        task = await engine.client.workflow_service.poll_workflow_task_queue(
            PollWorkflowTaskQueueRequest(
                namespace="default", task_queue=TaskQueue(name="deadly"), identity="dies"
            ),
            timeout=timedelta(minutes=2),
        )
        if task.task_token:
            taken_at.append(time.monotonic())

    waits = [round(later - earlier) for earlier, later in pairwise(taken_at)]
    assert max(waits) < MOST_S, waits
    assert waits[-1] > 2 * waits[0], waits


async def _refused_by_the_engine(engine: Engine, stream: str) -> None:
    """Until the engine counts the task as failed; asked past the gateway, with something that means nothing."""
    handle = engine.client.get_workflow_handle(stream)
    for _ in range(300):
        try:
            async with asyncio.timeout(0.3):
                await handle.execute_update("note", {})
        except RPCError as refused:
            if "failed state" in refused.message:
                return
        except (TimeoutError, WorkflowUpdateRPCTimeoutOrCancelledError):
            pass
        await asyncio.sleep(0.1)
    raise AssertionError(f"the engine still takes updates after {OFTEN_ENOUGH} failures")
