"""Register and workflows compared on the real engine: each way of drifting is made, found and repaired."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowExecutionStatus

from gateway.reconciling import Difference, Drift, Reconciler
from gateway.schedules import DIGEST, RECONCILE, SWEEP, keep_schedules
from policy.issuing import cases_of, content_hash
from register import reads, writes
from schemas.refusals import Unreachable
from tests.builders import a_conclusion, a_directive, at
from tests.process.breakable import Breakable
from tests.process.engine import Case, Engine


async def differences(engine: Engine, *streams: str) -> list[Difference]:
    """What one comparison says of these packets; other tests of the session leave theirs."""
    parts = engine.parts
    found = await Reconciler(parts.pool, parts.client, parts.task_queue).run()
    return [one for one in found.differences if one.id in streams]


async def test_what_agrees_is_left_alone(engine: Engine) -> None:
    """Compared and counted; no signal is sent."""
    case = await engine.issues()
    await case.handles[0].query("snapshot")  # answered when the task that opened it is over
    before = (await case.handles[0].describe()).history_length
    told: list[tuple[int, int]] = []

    found = await Reconciler(engine.pool, engine.client, engine.parts.task_queue).run(
        lambda done, of: told.append((done, of))
    )

    assert [one for one in found.differences if one.id in case.streams] == []
    assert told[-1][0] == told[-1][1] >= 1
    assert found.checked >= 1
    assert (await case.handles[0].describe()).history_length == before


async def test_what_was_planned_and_never_started_is_started(engine: Engine) -> None:
    """The caller died between the plan and the start."""
    conclusion = a_conclusion(a_directive(), ref=f"t-cho-{uuid4().hex[:8]}")
    offset = round((at(conclusion.issued_on) - datetime.now(UTC)).total_seconds())
    cases = cases_of(conclusion, clock_offset_s=offset)
    await writes.plan(engine.pool, conclusion, content_hash(conclusion), cases)

    first = await differences(engine, cases[0].stream)
    await engine.starter.start(conclusion, clock_offset_s=offset)

    assert first == [Difference(cases[0].stream, Drift.NOT_STARTED, 0, None, repaired=True)]
    assert await differences(engine, cases[0].stream) == []


async def test_what_temporal_no_longer_runs_is_started_from_the_register(engine: Engine) -> None:
    """Somebody terminated it; the sequence goes on, and the next command is answered."""
    case = await engine.issues()
    await case.lead("acknowledge")
    await case.handles[0].terminate("a mistake")

    found = await differences(engine, *case.streams)
    answer = await case.lead("submit_report")

    seq = await reads.head_seq(engine.pool, case.streams[0])
    assert found == [
        Difference(case.streams[0], Drift.LOST, answer["seq"] - 1, None, repaired=True)
    ]
    assert (answer["state"], answer["seq"]) == ("in_progress", seq)


async def test_a_workflow_ahead_of_its_register_is_reported_and_left(engine: Engine) -> None:
    """A register restored from an older backup: nothing here can know what was in the lost part."""
    case = await engine.issues()
    answer = await case.lead("acknowledge")
    moved = "UPDATE stream SET seq = seq + $2 WHERE id = $1"
    await engine.pool.execute(moved, case.streams[0], -1)

    found = await differences(engine, *case.streams)
    await engine.pool.execute(moved, case.streams[0], 1)

    seq = answer["seq"]
    assert found == [Difference(case.streams[0], Drift.AHEAD, seq - 1, seq, repaired=False)]


async def test_a_command_whose_answer_was_lost_is_adopted(broken: tuple[Breakable, Engine]) -> None:
    """Worker, server and caller died after the commit: the case learns of it without any command or timer."""
    lab, engine = broken
    case = await loses_an_answer(lab, engine, "acknowledge")
    held = await reads.head_seq(engine.pool, case.streams[0])

    found = await differences(engine, *case.streams)

    assert found == [Difference(case.streams[0], Drift.BEHIND, held, held - 1, repaired=True)]
    assert (await case.snapshot())["seq"] == held
    assert (await case.row())["state"] == "acknowledged"
    assert await differences(engine, *case.streams) == []


async def test_a_case_whose_closing_was_lost_ends(broken: tuple[Breakable, Engine]) -> None:
    """The register has closed it, so that no command would ever reach it again."""
    lab, engine = broken
    decision = {"number": "1/QĐ", "date": "2023-07-20", "signer": "Thủ tướng"}
    case = await loses_an_answer(lab, engine, "withdraw", reason="Không cần nữa", decision=decision)
    before = (await case.handles[0].describe()).status

    found = await differences(engine, *case.streams)
    await case.handles[0].result()

    assert before is WorkflowExecutionStatus.RUNNING
    assert [(one.drift, one.repaired) for one in found] == [(Drift.BEHIND, True)]


async def test_without_a_worker_nothing_is_compared(broken: tuple[Breakable, Engine]) -> None:
    """It says so, and does not call every packet unanswered."""
    _, engine = broken

    with pytest.raises(Unreachable) as away:
        await differences(engine)

    assert away.value.reason == "nobody_works"


async def test_the_schedule_is_made_once_and_means_once_an_hour(engine: Engine) -> None:
    """Every start of a worker asks for it; the next runs are an hour apart, at :17."""
    await keep_schedules(engine.client, engine.parts.task_queue)
    await keep_schedules(engine.client, engine.parts.task_queue)

    handle = engine.client.get_schedule_handle(RECONCILE)
    described = await handle.describe()
    await handle.delete()
    for name in (DIGEST, SWEEP):
        await engine.client.get_schedule_handle(name).delete()

    times = described.info.next_action_times
    assert {moment.minute for moment in times} == {17}
    assert {(later - earlier).seconds for earlier, later in pairwise(times)} == {3600}


async def test_the_scheduled_workflow_repairs_and_tells(engine: Engine) -> None:
    """The same comparison as the command's, by the worker itself."""
    case = await engine.issues()
    await case.handles[0].terminate("a mistake")

    told: dict[str, Any] = await engine.client.execute_workflow(
        "Reconcile", id=f"rec-{uuid4()}", task_queue=engine.parts.task_queue, result_type=dict
    )

    assert told["found"] >= 1
    assert (case.streams[0], "lost") in [(one["id"], one["drift"]) for one in told["differences"]]
    assert (await case.lead("acknowledge"))["state"] == "acknowledged"


async def loses_an_answer(lab: Breakable, engine: Engine, name: str, **said: Any) -> Case:
    """A case one command behind its register, on servers that run again."""
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()
    act = case.office if name == "withdraw" else case.lead
    lost = asyncio.create_task(act(name, **said))
    await lab.worker_dies()
    lost.cancel()
    with suppress(asyncio.CancelledError):
        await lost
    await lab.restart_temporal()
    lab.start_worker()
    return case
