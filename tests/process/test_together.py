"""Commands of one packet that are sent at once travel together, and each is answered as if it were alone."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError

from gateway.packing import plain
from schemas.refusals import Code, Refusal
from tests.builders import FIELDS, LEAD, OFFICE, a_directive
from tests.process.engine import Case, Engine
from workflows.wire import TOGETHER

DIRECTIVES = 12


async def accepted(case: Case) -> list[Any]:
    """What the updates in its history brought, in order."""
    history = await case.handles[0].fetch_history()
    return [
        event.workflow_execution_update_accepted_event_attributes.accepted_request.input
        for event in history.events
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED
    ]


async def updates(case: Case) -> list[str]:
    return [one.name for one in await accepted(case)]


async def test_commands_sent_at_once_share_updates_and_each_gets_its_own_answer(
    engine: Engine,
) -> None:
    """Twelve acknowledgements and a command that nobody may give: thirteen answers, fewer updates."""
    case = await engine.issues(*(a_directive(n) for n in range(1, DIRECTIVES + 1)))
    targets = [case.id(n) for n in range(1, DIRECTIVES + 1)]

    *answers, refused = await asyncio.gather(
        *(case.lead("acknowledge", target=one) for one in targets),
        case.does("acknowledge", OFFICE, "examiner", target=targets[0]),
        return_exceptions=True,
    )

    assert [(one, "acknowledged") for one in targets] == [
        (one["id"], one["state"]) for one in answers if isinstance(one, dict)
    ]
    assert isinstance(refused, Refusal)
    assert refused.code is Code.NO_RIGHT
    told = await updates(case)
    assert TOGETHER in told
    assert len(told) < DIRECTIVES


async def test_a_group_of_which_nobody_may_pass_leaves_no_trace(engine: Engine) -> None:
    """Each is refused with its own reason, at no cost in history."""
    case = await engine.issues(a_directive(1), a_directive(2))

    refused = await asyncio.gather(
        *(case.does("acknowledge", OFFICE, "examiner", target=case.id(1)) for _ in range(3)),
        *(case.lead("review_evidence", target=case.id(2), **FIELDS["review_evidence"]) for _ in range(3)),
        return_exceptions=True,
    )  # fmt: skip

    assert [Code.NO_RIGHT] * 6 == [one.code for one in refused if isinstance(one, Refusal)]
    assert await updates(case) == []


@pytest.mark.parametrize(
    "said",
    [{}, {"commands": None}, {"commands": []}, {"commands": [1]}, {"commands": [{}]}],
)
async def test_a_group_that_is_none_is_refused(engine: Engine, said: dict[str, Any]) -> None:
    """Whoever reaches Temporal can send anything; no task fails for it."""
    case = await engine.issues()

    with pytest.raises(WorkflowUpdateFailedError):
        await case.handles[0].execute_update(TOGETHER, said)

    assert (await case.lead("acknowledge"))["state"] == "acknowledged"


async def test_a_group_of_large_commands_stays_far_below_what_the_engine_carries(
    engine: Engine,
) -> None:
    """Forty of the largest commands at once would be two and a half megabytes in one update; each is answered."""
    case = await engine.issues(*(a_directive(n) for n in range(1, 41)))
    largest = "ế" * 20_000

    answers = await asyncio.gather(
        *(case.lead("acknowledge", target=case.id(n), note=largest) for n in range(1, 41))
    )

    assert {"acknowledged"} == {one["state"] for one in answers}
    groups = [plain(one.args.payloads[0]) for one in await accepted(case) if one.name == TOGETHER]
    assert groups
    assert max(map(len, groups)) < 300_000


async def test_a_group_in_which_one_holds_a_zero_character_is_refused(engine: Engine) -> None:
    """One that may pass does not take in what no register keeps."""
    case = await engine.issues(a_directive(1), a_directive(2))
    actor = {"office": LEAD, "role": "focal_point"}
    commands = [
        {"command": "acknowledge", "command_id": str(uuid4()), "target": case.id(n), "actor": actor}
        for n in (1, 2)
    ]
    commands[1]["note"] = "a\0b"

    with pytest.raises(WorkflowUpdateFailedError):
        await case.handles[0].execute_update(TOGETHER, {"commands": commands})

    assert {"assigned"} == {(await case.row(case.id(n)))["state"] for n in (1, 2)}


async def test_a_caller_who_gives_up_holds_nobody(engine: Engine) -> None:
    """Those who wait with it go on without it."""
    case = await engine.issues(*(a_directive(n) for n in range(1, 5)))
    sent = [asyncio.ensure_future(case.lead("acknowledge", target=case.id(n))) for n in range(1, 5)]
    await asyncio.sleep(0.005)

    sent[1].cancel()
    done = await asyncio.gather(*sent, return_exceptions=True)

    assert isinstance(done[1], asyncio.CancelledError)
    assert [LEAD] * 3 == [one["id"].rpartition("@")[2] for one in done if isinstance(one, dict)]
