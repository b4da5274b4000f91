"""A directive to every province, thirty-one times: packets, commands to many, closing, reopening, an interrupted start."""

from datetime import UTC, datetime

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from gateway.starting import Starter
from policy.issuing import cases_of, content_hash
from register import writes
from schemas.refusals import Code, Refusal
from tests.builders import a_conclusion, a_directive, at
from tests.process.engine import Case, Engine

PROVINCES = "các địa phương"


async def test_thirty_one_directives_to_sixty_three_provinces(engine: Engine) -> None:
    """1,953 assignments in eight packets; each once; commands to a whole directive and conclusion; closing and reopening."""
    directives = [a_directive(n, assignees=[PROVINCES]) for n in range(1, 32)]
    case = await engine.issues(*directives)
    assert (case.started.packets, case.started.assignments) == (8, 1953)
    assert await _count(case) == 1953

    urged = await case.office("remind", target=f"kl/{case.ref}/5")
    assert len(urged["affected"]) == 63
    assert urged["skipped"] == []

    acknowledged = await case.does("acknowledge", "H26", "focal_point", target=f"kl/{case.ref}")
    assert len(acknowledged["affected"]) == 31
    assert {one["code"] for one in acknowledged["skipped"]} == {"NoRight"}

    for n in range(1, 32):
        await case.office("withdraw", target=f"kl/{case.ref}/{n}")
    assert await _count(case, "withdrawn") == 1953
    for handle in case.handles:
        await handle.result()
    assert await _closed_at(case) is not None

    again = await case.office("reopen", target=case.id(31, "H01"))
    assert again["state"] == "in_progress"
    assert await _closed_at(case) is None


async def test_a_start_interrupted_between_two_packets_is_completed_by_the_next_worker(
    engine: Engine,
) -> None:
    """What is planned and has no workflow is started by whoever comes next; nothing is lost or doubled."""
    directives = [a_directive(n, assignees=[PROVINCES]) for n in range(1, 10)]
    conclusion = a_conclusion(*directives, ref="t-bi-ngat")
    offset = round((at(conclusion.issued_on) - datetime.now(UTC)).total_seconds())
    cases = cases_of(conclusion, clock_offset_s=offset)
    async with engine.pool.acquire() as db:
        await writes.plan(db, conclusion, content_hash(conclusion), cases)
    dies = Starter(engine.pool, engine.client, engine.parts.task_queue)
    await dies._started(cases[0])

    assert await engine.starter.start_planned() >= 2
    again = await engine.starter.start(conclusion, clock_offset_s=offset)

    assert (again.outcome, again.packets) == ("already_started", 3)
    assert (
        await engine.pool.fetchval("SELECT count(*) FROM assignment WHERE ref='t-bi-ngat'") == 567
    )


async def test_a_packet_that_does_not_hold_the_target_names_the_one_that_does(
    engine: Engine,
) -> None:
    """`OtherPacket` with the right workflow id; the gateway follows it, a stray program is told."""
    directives = [a_directive(n, assignees=[PROVINCES]) for n in range(1, 6)]
    case = await engine.issues(*directives)
    command = {
        "command_id": "6f1f5b1e-0000-4000-8000-000000000001",
        "target": case.id(5, "H02"),
        "actor": {"office": "H02", "role": "focal_point"},
    }

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await case.handles[0].execute_update("acknowledge", command)

    cause = refused.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "OtherPacket"
    assert cause.details[0]["said"]["packet"] == case.streams[1]


async def test_a_group_command_that_reaches_nobody_is_refused(engine: Engine) -> None:
    """With the reason of the first assignment it could not reach."""
    case = await engine.issues(a_directive(1, assignees=["G18", "G12"]))

    with pytest.raises(Refusal) as refused:
        await case.does("acknowledge", "H26", "focal_point", target=f"kl/{case.ref}")

    assert refused.value.code is Code.NO_RIGHT


async def test_a_command_to_a_conclusion_can_be_repeated_as_a_whole(engine: Engine) -> None:
    """Each packet knows its part; a repetition changes nothing and says so."""
    directives = [a_directive(n, assignees=[PROVINCES]) for n in range(1, 6)]
    case = await engine.issues(*directives)
    command_id = "6f1f5b1e-0000-4000-8000-000000000002"
    first = await case.office("remind", target=f"kl/{case.ref}", command_id=command_id)

    second = await case.office("remind", target=f"kl/{case.ref}", command_id=command_id)

    assert (first["repeated"], second["repeated"]) == (False, True)
    reminded = await engine.pool.fetchval(
        "SELECT count(*) FROM event WHERE type='Reminded' AND target LIKE $1", f"kl/{case.ref}/%"
    )
    assert reminded == 315


async def _count(case: Case, state: str = "assigned") -> int:
    return int(
        await case.engine.pool.fetchval(
            "SELECT count(*) FROM assignment WHERE ref=$1 AND state=$2", case.ref, state
        )
    )


async def _closed_at(case: Case) -> object:
    return await case.engine.pool.fetchval(
        "SELECT closed_at FROM conclusion WHERE ref=$1", case.ref
    )
