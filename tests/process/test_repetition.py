"""The same thing twice happens once: conclusions by their ref, commands by their id, letters by theirs."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError

from schemas.commands import SubmitReport
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.sizes import MOST_BYTES, size_of
from tests.builders import FIELDS, LEAD, OFFICE, a_conclusion, a_directive
from tests.process.engine import Case, Engine


async def test_the_same_conclusion_started_twice_starts_once_also_after_it_closed(
    engine: Engine,
) -> None:
    """The register's unique ref decides, whatever Temporal has forgotten."""
    case = await engine.issues()
    conclusion = a_conclusion(ref=case.ref)

    again = await engine.starter.start(conclusion)
    await case.office("withdraw")
    await case.handles[0].result()
    after_closing = await engine.starter.start(conclusion)

    assert (case.started.outcome, again.outcome, after_closing.outcome) == (
        "started",
        "already_started",
        "already_started",
    )
    assert again.run_id == case.started.run_id
    assert await engine.pool.fetchval("SELECT count(*) FROM assignment WHERE ref=$1", case.ref) == 1


async def test_the_same_ref_with_other_content_is_refused_and_the_difference_shown(
    engine: Engine,
) -> None:
    """Path by path: what runs and what was given."""
    case = await engine.issues()
    other = a_conclusion(a_directive(text="Việc khác"), ref=case.ref, session=7)

    with pytest.raises(Refusal) as refused:
        await engine.starter.start(other)

    assert refused.value.code is Code.CONFLICT
    assert {one["path"] for one in refused.value.said["differences"]} == {
        "session",
        "directives.0.text",
    }


async def test_a_command_repeated_is_answered_and_not_done_again(engine: Engine) -> None:
    """The same id, once or ten times at once: one event, and everybody gets the answer."""
    case = await engine.issues()
    command_id = str(uuid4())

    answers = await asyncio.gather(
        *(case.lead("acknowledge", command_id=command_id) for _ in range(10))
    )
    late = await case.lead("acknowledge", command_id=command_id)

    assert {answer["seq"] for answer in [*answers, late]} == {answers[0]["seq"]}
    assert late["repeated"] is True
    events = [one["type"] for one in await case.events(case.id())]
    assert events.count("Acknowledged") == 1


async def test_a_command_repeated_after_the_case_closed_is_still_answered(engine: Engine) -> None:
    """From the register, since the workflow has ended."""
    case = await engine.issues()
    command_id = str(uuid4())
    await case.office("withdraw", command_id=command_id)
    await case.handles[0].result()

    again = await case.office("withdraw", command_id=command_id)

    assert (again["repeated"], again["state"]) == (True, "withdrawn")


async def test_a_command_id_with_other_content_is_a_conflict(engine: Engine) -> None:
    """Within one workflow, and in the whole register."""
    case, other = await engine.issues(), await engine.issues()
    command_id = str(uuid4())
    await case.lead("acknowledge", command_id=command_id, note="một")

    for target in (case, other):
        with pytest.raises(Refusal) as refused:
            await target.lead("acknowledge", command_id=command_id, note="hai")
        assert refused.value.code is Code.CONFLICT


async def test_who_looked_at_an_older_state_is_told_so(engine: Engine) -> None:
    """`expected_seq` protects a decision against what happened meanwhile."""
    case = await engine.issues()
    seen = (await case.row())["seq"]
    await case.lead("acknowledge")

    with pytest.raises(Refusal) as refused:
        await case.office("remind", expected_seq=seen)

    assert refused.value.code is Code.CONFLICT


async def test_a_delivered_letter_acts_like_a_command(engine: Engine) -> None:
    """The signal runs through the same machine; the second copy changes nothing."""
    case = await engine.issues()
    letter = json.dumps(
        {
            "command": "acknowledge",
            "command_id": str(uuid4()),
            "target": case.id(),
            "actor": {"office": LEAD, "role": "focal_point"},
        }
    )

    await engine.commands.deliver(case.streams[0], letter)
    await engine.commands.deliver(case.streams[0], letter)

    await _until(case, "acknowledged")
    events = [one["type"] for one in await case.events()]
    assert events.count("Acknowledged") == 1
    assert events.count("CommandRefused") == 0


@pytest.mark.parametrize(
    ("letter", "code"),
    [
        ("{", "Malformed"),
        ("[1]", "Malformed"),
        (json.dumps({"command": "fly"}), "Malformed"),
        (json.dumps({"command": "acknowledge", "target": "kl/x"}), "Malformed"),
    ],
    ids=["no JSON", "no object", "unknown command", "fields missing"],
)
async def test_a_letter_nobody_can_read_is_recorded_and_shown(
    engine: Engine, letter: str, code: str
) -> None:
    """Nothing undecodable is dropped: the standing office sees it with its reason."""
    case = await engine.issues()

    await engine.commands.deliver(case.streams[0], letter)

    refused = await _first_refused(case)
    assert refused["payload"]["code"] == code
    assert refused["payload"]["letter"] == letter


async def test_a_command_larger_than_a_command_may_be_names_its_largest_field(
    engine: Engine,
) -> None:
    """64 KiB of JSON; of one byte more the sender is told what to send as a file, and nothing has happened."""
    case = await engine.issues()
    await case.lead("acknowledge")
    texts = dict.fromkeys(("shortcomings", "limits", "causes"), "ộ" * 5_300)
    fields = {"command_id": str(uuid4()), "target": case.id()}
    actor = {"office": LEAD, "role": "focal_point", "person": None}
    short = SubmitReport.model_validate(
        fields | {"actor": actor} | FIELDS["submit_report"] | texts | {"results": "x"}
    )
    room = MOST_BYTES - size_of(short.model_dump(mode="json")) + 1

    with pytest.raises(MalformedInput) as refused:
        await case.lead("submit_report", results="x" * (room + 1), **texts)
    untouched = [one["type"] for one in await case.events()]
    fits = await case.lead("submit_report", results="x" * room, **texts)

    said = {"bytes": MOST_BYTES + 1, "most": MOST_BYTES}
    assert (refused.value.reason, refused.value.field) == ("too_large", "results")
    assert refused.value.said == said
    assert untouched == ["ConclusionIssued", "AssignmentOpened", "Acknowledged"]
    assert fits["state"] == "in_progress"


@pytest.mark.parametrize(
    "said", [[], ["{", "["], [b"\xff\x00"], [None], [{"command": "fly"}], ["[" * 5_000]],
    ids=["none", "two", "bytes", "null", "an object", "too deep"],
)  # fmt: skip
async def test_a_signal_of_another_shape_is_recorded_and_stops_nothing(
    engine: Engine, said: list[Any]
) -> None:
    """No argument, several, or something else than text: the task does not fail, and the next command is answered."""
    case = await engine.issues()

    await case.handles[0].signal("deliver", args=said)

    assert (await _first_refused(case))["payload"]["code"] == "Malformed"
    assert (await case.lead("acknowledge"))["state"] == "acknowledged"


async def test_a_letter_larger_than_a_command_may_be_is_recorded_shortened(engine: Engine) -> None:
    """Past the gateway too; the standing office sees its beginning and why it was not read."""
    case = await engine.issues()
    letter = json.dumps({"command": "note", "text": "x" * MOST_BYTES})

    await engine.commands.deliver(case.streams[0], letter)

    refused = (await _first_refused(case))["payload"]
    assert (refused["code"], refused["reason"]) == ("Malformed", "too_large")
    assert refused["letter"] == letter[:2_000]


async def test_a_letter_that_the_engine_would_not_carry_is_refused_at_once(engine: Engine) -> None:
    """Two megabytes reach no case, so that whoever delivers them is told."""
    case = await engine.issues()

    with pytest.raises(MalformedInput):
        await engine.commands.deliver(case.streams[0], "x" * 2_500_000)

    assert (await case.lead("acknowledge"))["state"] == "acknowledged"


async def test_a_refusal_reaches_everybody_who_said_the_same(engine: Engine) -> None:
    """One letter and two updates under one id at once: the letter is recorded, both callers are told."""
    case = await engine.issues()
    said: dict[str, Any] = {
        "command_id": str(uuid4()),
        "target": case.id(),
        "actor": {"office": "G12", "role": "focal_point"},
    }
    update: Any = case.handles[0].execute_update
    sent = [case.handles[0].signal("deliver", json.dumps(said | {"command": "acknowledge"}))]
    sent += [update("acknowledge", said, id=str(uuid4())) for _ in range(2)]

    _, *answers = await asyncio.gather(*sent, return_exceptions=True)

    assert [type(one) for one in answers] == [WorkflowUpdateFailedError] * 2
    assert (await _first_refused(case))["payload"]["code"] == "NoRight"
    assert (await case.row())["state"] == "assigned"


async def test_a_letter_that_is_not_allowed_is_recorded_and_changes_nothing(engine: Engine) -> None:
    """Delivered by the wrong agency: refused as it would be at the door."""
    case = await engine.issues()
    letter = {
        "command": "acknowledge",
        "command_id": str(uuid4()),
        "target": case.id(),
        "actor": {"office": "G12", "role": "focal_point"},
    }

    await engine.commands.deliver(case.streams[0], json.dumps(letter))

    assert (await _first_refused(case))["payload"]["code"] == "NoRight"
    assert (await case.row())["state"] == "assigned"
    assert (await case.lead("acknowledge"))["state"] == "acknowledged"


async def _until(case: Case, state: str) -> None:
    for _ in range(200):
        if (await case.row())["state"] == state:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"never became {state}")


async def _first_refused(case: Case) -> dict[str, Any]:
    for _ in range(200):
        for event in await case.events():
            if event["type"] == "CommandRefused":
                return dict(event)
        await asyncio.sleep(0.05)
    raise AssertionError("never recorded")


async def test_supervising_roles_do_not_judge_evidence(engine: Engine) -> None:
    """A remark by a supervisor is remembered and changes nothing."""
    case = await engine.issues()

    answer = await case.does("note", "Z05", "supervisor")

    assert answer["state"] == "assigned"
    assert OFFICE not in {one["actor"] and one["actor"]["office"] for one in await case.events()}
