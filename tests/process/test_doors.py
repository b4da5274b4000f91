"""What no door lets in, whoever knocks: bodies that do not exist on the day, and texts that no register keeps."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from gateway.starting import Starter
from policy.transitions import ON_CONCLUSIONS
from schemas.commands import COMMANDS
from schemas.refusals import MalformedInput
from tests.builders import DECISION, FIELDS, LEAD, OFFICE, a_conclusion, a_directive
from tests.process.engine import Case, Engine

AFTER_THE_MERGERS = "2025-04-01"
DUE = "2025-12-31"
CEASED = "G05"
"""Bộ Kế hoạch và Đầu tư, until 28/2/2025; Bộ Tài chính (G12) followed it."""

TO_THE_CEASED: list[tuple[str, str, str, dict[str, Any]]] = [
    ("reassign", OFFICE, "to", {"to": CEASED}),
    ("object", LEAD, "proposed_office", {"proposed_office": CEASED}),
    ("request_contribution", LEAD, "to", {"to": CEASED}),
    ("hand_over", OFFICE, "to", {"ceased": LEAD, "to": CEASED}),
    ("replace_standing_office", OFFICE, "to", {"to": CEASED}),
    ("amend", OFFICE, "changes.coordinating", {"changes": {"coordinating": [CEASED]}}),
    (
        "add_directive",
        OFFICE,
        "directive.assignees",
        {"directive": a_directive(9, assignees=[CEASED], due_on=DUE), "decision": DECISION},
    ),
]
ROLE = {"hand_over": "operator", "replace_standing_office": "operator"}


def said(case: Case, name: str, office: str, fields: dict[str, Any]) -> dict[str, Any]:
    """A command as any program with access to the engine writes it."""
    role = ROLE.get(name) or ("officer" if office == OFFICE else "focal_point")
    return {
        "command_id": str(uuid4()),
        "target": f"kl/{case.ref}" if name in ON_CONCLUSIONS else case.id(),
        "actor": {"office": office, "role": role},
        **FIELDS.get(name, {}),
        **fields,
    }


async def until_a_letter_is_refused(case: Case) -> list[dict[str, Any]]:
    """What the register holds when a refusal stands last in it; the runner ends a wait in vain."""
    while True:
        events = await case.events()
        if events[-1]["type"] == "CommandRefused":
            return events
        await asyncio.sleep(0.02)


async def refused_directly(case: Case, name: str, command: dict[str, Any]) -> dict[str, Any]:
    """The details of the refusal that the engine's own update meets."""
    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await case.handles[0].execute_update(name, command)
    assert isinstance(refused.value.cause, ApplicationError)
    details: dict[str, Any] = refused.value.cause.details[0]
    return details


@pytest.mark.parametrize(
    ("name", "office", "field", "fields"), TO_THE_CEASED, ids=[one[0] for one in TO_THE_CEASED]
)
async def test_nothing_goes_to_a_body_that_has_ceased_past_the_gateway_either(
    engine: Engine, name: str, office: str, field: str, fields: dict[str, Any]
) -> None:
    """A raw update is refused at the door, at no cost in history; a delivered letter is recorded as refused."""
    case = await engine.issues(a_directive(due_on=DUE), issued_on=AFTER_THE_MERGERS)
    await case.snapshot()
    before = (await case.handles[0].describe()).history_length

    refusal = await refused_directly(case, name, said(case, name, office, fields))

    assert (refusal["code"], refusal["reason"]) == ("Malformed", "agency_ceased")
    assert (refusal["said"]["field"], refusal["said"]["successors"]) == (field, "G12")
    assert (await case.handles[0].describe()).history_length == before
    letter = said(case, name, office, fields) | {"command": name}
    await engine.commands.deliver(case.streams[0], json.dumps(letter))
    events = await until_a_letter_is_refused(case)
    assert [one["type"] for one in events][2:] == ["CommandRefused"]
    assert events[-1]["payload"]["reason"] == "agency_ceased"


async def test_an_unknown_body_is_refused_too(engine: Engine) -> None:
    """A code that nobody ever held, asked of gateway, engine and letter alike."""
    case = await engine.issues()

    with pytest.raises(Exception, match="unknown_agency"):
        await case.office("reassign", to="G99")
    refusal = await refused_directly(
        case, "reassign", said(case, "reassign", OFFICE, {"to": "G99"})
    )

    assert refusal["said"]["given"] == "G99"


@pytest.mark.parametrize("name", list(COMMANDS))
async def test_no_command_carries_the_zero_character(engine: Engine, name: str) -> None:
    """Refused as malformed with its field: by the gateway, by the engine's update, and as a letter."""
    case = await engine.issues()
    fields: dict[str, Any] = {
        "add_directive": {"directive": a_directive(9, text="a\0b"), "decision": DECISION},
        "change_rules": {"rules": {"before_day": "strict\0"}},
    }.get(name, {})
    command = said(case, name, LEAD, fields)
    command["actor"]["person"] = "Lê\0Lan"
    field = {"add_directive": "directive.text", "change_rules": "rules.before_day"}.get(name)

    refusal = await refused_directly(case, name, command)
    await engine.commands.deliver(case.streams[0], json.dumps(command | {"command": name}))
    letter = (await until_a_letter_is_refused(case))[-1]

    assert (refusal["code"], refusal["reason"]) == ("Malformed", "zero_character")
    assert refusal["said"]["field"] in {"actor.person", field}
    assert letter["payload"]["reason"] == "zero_character"
    if name != "change_rules":  # its model knows the two words only
        with pytest.raises(MalformedInput) as refused:
            await engine.commands.send(COMMANDS[name].model_validate(command))
        assert refused.value.reason == "zero_character"


async def test_a_question_with_the_zero_character_stops_nothing(engine: Engine) -> None:
    """Once it would have been kept and never found again; the case goes on as if nothing had come."""
    case = await engine.issues()
    command = said(case, "request_contribution", LEAD, {"question": "Ý kiến\0?"})

    refusal = await refused_directly(case, "request_contribution", command)

    assert refusal["said"]["field"] == "question"
    assert (await case.lead("request_contribution", to="G12"))["state"] == "assigned"


async def test_no_conclusion_is_issued_with_the_zero_character(engine: Engine) -> None:
    """Wherever it stands, the field is named and nothing is planned."""
    starter = Starter(engine.pool, engine.client, engine.parts.task_queue)
    for conclusion, field in (
        (a_conclusion(ref="khong-1", title="Kết\0luận"), "title"),
        (a_conclusion(a_directive(product="Đề\0án"), ref="khong-2"), "directives.0.product"),
    ):
        with pytest.raises(MalformedInput) as refused:
            await starter.start(conclusion)
        assert (refused.value.reason, refused.value.field) == ("zero_character", field)
        assert await engine.pool.fetchval(
            "SELECT count(*) = 0 FROM conclusion WHERE ref = $1", conclusion.ref
        )
