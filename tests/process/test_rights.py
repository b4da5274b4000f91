"""Who may do what, asked of the engine itself: every command × every wrong office calls the update directly."""

from typing import Any
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from policy.transitions import MOVES, ON_CONCLUSIONS, Capacity
from schemas.commands import COMMANDS
from tests.builders import DECISION, FIELDS, LEAD, OFFICE, OTHER, a_directive
from tests.process.engine import Case, Engine

CAPACITY: dict[str, Capacity] = {act.partition(":")[0]: move.by for act, move in MOVES.items()} | {
    name: by for name, (by, _) in ON_CONCLUSIONS.items()
}
EVERYBODY = [
    (LEAD, "focal_point"),
    (LEAD, "examiner"),
    (OTHER, "focal_point"),
    (OTHER, "agency_head"),
    (OTHER, "examiner"),
    (OTHER, "officer"),
    (OFFICE, "officer"),
    (OFFICE, "focal_point"),
    ("Z05", "supervisor"),
    ("Z05", "auditor"),
]
RIGHTFUL = {
    Capacity.LEAD: {(LEAD, "focal_point")},
    Capacity.STANDING_OFFICE: {(OFFICE, "officer")},
    Capacity.COORDINATOR: set(),
    Capacity.CONSULTED: set(),
    Capacity.SUPERVISOR: {("Z05", "supervisor")},
    Capacity.OPERATOR: set(),
}


def fields_of(name: str) -> dict[str, Any]:
    """Ordinary fields, or the ones that a command to a conclusion needs."""
    if name == "add_directive":
        return {"directive": a_directive(9), "decision": DECISION}
    if name == "change_rules":
        return {"rules": {"before_day": "strict"}}
    return FIELDS[name]


async def update_directly(
    case: Case, name: str, office: str, role: str, **said: Any
) -> dict[str, Any]:
    """The engine's own update, as any program with access to it can send."""
    target = f"kl/{case.ref}" if name in ON_CONCLUSIONS else case.id()
    command: dict[str, Any] = {
        "command_id": str(uuid4()),
        "target": target,
        "actor": {"office": office, "role": role},
    }
    update_id = str(command["command_id"])
    answer: dict[str, Any] = await case.handles[0].execute_update(
        name, command | fields_of(name) | said, id=update_id
    )
    return answer


@pytest.mark.parametrize(("office", "role"), EVERYBODY, ids=["/".join(one) for one in EVERYBODY])
async def test_a_command_from_the_wrong_office_is_refused_by_the_engine(
    engine: Engine, office: str, role: str
) -> None:
    """An agency cannot act for another, nobody but the standing office accepts; a refusal leaves no event."""
    case = await engine.issues()
    seq = (await case.row())["seq"]
    wrong = [name for name in COMMANDS if (office, role) not in RIGHTFUL[CAPACITY[name]]]

    for name in wrong:
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await update_directly(case, name, office, role)
        assert isinstance(refused.value.cause, ApplicationError)
        assert refused.value.cause.type == "NoRight", name

    assert len(wrong) >= len(COMMANDS) - 16
    assert (await case.row())["seq"] == seq


async def test_a_refused_command_costs_no_history(engine: Engine) -> None:
    """Refused at the door: the history is as long as before."""
    case = await engine.issues()
    await case.snapshot()  # the register has the rows a moment before the task that wrote them ends
    before = (await case.handles[0].describe()).history_length

    with pytest.raises(WorkflowUpdateFailedError):
        await update_directly(case, "acknowledge", OTHER, "focal_point")

    assert (await case.handles[0].describe()).history_length == before


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"progress": 140}, "progress"),
        ({"results": ""}, "results"),
        ({"results": "x" * 20_001}, "results"),
        ({"progress": None}, "progress"),
        ({"actor": {"office": "nobody", "role": "focal_point"}}, "actor.office"),
        ({"command_id": "not-a-uuid"}, "command_id"),
    ],
)
async def test_a_malformed_command_names_its_field(
    engine: Engine, said: dict[str, Any], field: str
) -> None:
    """Malformed input is refused with the field and never wedges the workflow."""
    case = await engine.issues()
    command = {
        "command_id": str(uuid4()),
        "target": case.id(),
        "actor": {"office": LEAD, "role": "focal_point"},
    }

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await case.handles[0].execute_update(
            "submit_report", command | FIELDS["submit_report"] | said
        )

    cause = refused.value.cause
    assert isinstance(cause, ApplicationError)
    assert cause.type == "Malformed"
    assert cause.details[0]["said"]["field"] == field


async def test_evidence_that_is_not_in_the_store_is_no_evidence(engine: Engine) -> None:
    """A reference to a file that cannot be read back is refused, also when the engine is called directly."""
    case = await engine.issues()
    await case.lead("acknowledge")

    with pytest.raises(WorkflowUpdateFailedError) as refused:
        await update_directly(case, "submit_evidence", LEAD, "focal_point")

    assert isinstance(refused.value.cause, ApplicationError)
    assert refused.value.cause.type == "MissingDocument"
    assert (await case.row())["state"] == "acknowledged"


async def test_whoever_submitted_the_evidence_does_not_accept_it(engine: Engine) -> None:
    """Four eyes: the same named person on both sides is refused, another examiner is not."""
    case = await engine.issues(a_directive(assignees=[OFFICE]))
    target = case.id(office=OFFICE)
    await case.lead("acknowledge", target=target)
    await case.lead("submit_evidence", target=target, person="Lê Lan")

    with pytest.raises(Exception, match="four_eyes"):
        await case.office("review_evidence", target=target, person="Lê Lan")
    accepted = await case.office("review_evidence", target=target, person="Trần Minh")

    assert accepted["state"] == "completed"
