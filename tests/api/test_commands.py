"""Commands over HTTP: the answers of every other way in, done once, and never a decision lost between two people."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from policy.transitions import ON_CONCLUSIONS
from schemas.commands import COMMANDS
from tests.api.test_evidence import PDF
from tests.api.world import World
from tests.builders import DECISION, FIELDS, LEAD, a_directive, at

ANSWER = {
    *("command_id", "id", "seq", "state", "declared", "verified", "schedule"),
    *("due_on", "next_wake_at", "repeated"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_routes(world: World, name: str) -> None:
    """To an assignment, a directive and a conclusion; what concerns a conclusion as a whole, to that alone."""
    paths = [path for path in world.api.openapi()["paths"] if path.endswith(f"/{name}")]

    assert (1 if name in ON_CONCLUSIONS else 3) == len(paths)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_body_is_the_commands_own_fields(world: World, name: str) -> None:
    """Who acts and on what stand in the token and in the address, and nowhere else."""
    model = COMMANDS[name]
    fields = set(
        world.api.openapi()["components"]["schemas"][f"{model.__name__}Fields"]["properties"]
    )

    assert set(model.model_fields) - {"command_id", "target", "actor", "leads"} == fields


async def test_an_agency_works_from_end_to_end(world: World) -> None:
    """Acknowledge, report, send a stored file, and have it accepted; each answer has the fields of the CLI's."""
    case = await world.issues()
    path = world.path(case)
    stored = await world.post("/evidence", "lead", files={"file": ("bc.pdf", PDF)})
    said = {"files": [stored.json()], "document_no": "1/BC", "document_date": "2023-07-12"}

    acknowledged = await world.post(f"{path}/acknowledge", "lead", json={})
    reported = await world.post(f"{path}/submit_report", "lead", json=FIELDS["submit_report"])
    sent = await world.post(f"{path}/submit_evidence", "lead", json=said)
    accepted = await world.post(f"{path}/review_evidence", "examiner", json={"verdict": "accept"})

    assert [200] * 4 == [one.status_code for one in (acknowledged, reported, sent, accepted)]
    assert all(set(one.json()) == ANSWER for one in (acknowledged, reported, sent, accepted))
    assert "completed" == accepted.json()["state"]
    assert f'"{accepted.json()["seq"]}"' == accepted.headers["etag"]
    shown = (await world.get(path, "lead")).json()
    assert "system" not in str(shown["evidence"][0]["actor"])
    assert LEAD == shown["evidence"][0]["actor"]["office"]


async def test_one_key_is_one_act(world: World) -> None:
    """The same key and body again: the same answer, repeated. Other content under the key: a conflict."""
    case = await world.issues()
    path, key = f"{world.path(case)}/acknowledge", str(uuid4())

    first = await world.post(path, "lead", json={}, headers={"idempotency-key": key})
    again = await world.post(path, "lead", json={}, headers={"idempotency-key": key})
    other = await world.post(path, "lead", json={"note": "x"}, headers={"idempotency-key": key})

    assert first.json() | {"repeated": True} == again.json()
    assert (False, key) == (first.json()["repeated"], first.headers["idempotency-key"])
    assert (409, "Conflict", key) == (
        other.status_code,
        other.json()["code"],
        other.json()["command_id"],
    )
    assert 1 == len([e for e in await case.events() if e["type"] == "Acknowledged"])


async def test_a_repetition_counts_the_same_days(world: World) -> None:
    """Also on a clock of its own: what was overdue in the first answer is overdue in the second."""
    late = a_directive(due_on="2022-10-31")
    case = await world.issues(late, issued_on="2022-07-12", opened_at=at(date(2023, 7, 12)))
    path, key = f"{world.path(case)}/remind", {"idempotency-key": str(uuid4())}

    first = await world.post(path, "officer", json={}, headers=key)
    again = await world.post(path, "officer", json={}, headers=key)

    assert "open_overdue" == first.json()["schedule"]
    assert first.json() | {"repeated": True} == again.json()


async def test_a_key_is_made_where_none_was_given(world: World) -> None:
    """And answered, so that the caller can repeat the act."""
    case = await world.issues()
    first = await world.post(f"{world.path(case)}/acknowledge", "lead", json={})
    key = first.headers["idempotency-key"]
    again = await world.post(
        f"{world.path(case)}/acknowledge", "lead", json={}, headers={"idempotency-key": key}
    )

    assert key == first.json()["command_id"]
    assert again.json()["repeated"]


@pytest.mark.parametrize("by", ["header", "body"])
async def test_of_two_at_once_one_is_told_what_changed(world: World, by: str) -> None:
    """Both saw the same version; one decides, the other gets 409 with both versions, and nothing is lost."""
    case = await world.issues()
    path = world.path(case)
    await world.post(f"{path}/acknowledge", "lead", json={})
    seen = int((await world.get(path, "lead")).headers["etag"].strip('"'))

    async def names(unit: str) -> object:
        said = {"unit": unit} | ({"expected_seq": seen} if by == "body" else {})
        headers = {"if-match": f'"{seen}"'} if by == "header" else {}
        return await world.post(f"{path}/name_unit", "lead", json=said, headers=headers)

    answers = await asyncio.gather(*(names(f"Vụ {n}") for n in range(4)))

    assert [200, 409, 409, 409] == sorted(one.status_code for one in answers)  # type: ignore[attr-defined]
    now = next(one.json()["seq"] for one in answers if one.status_code == 200)  # type: ignore[attr-defined]
    for one in answers:
        if one.status_code == 409:  # type: ignore[attr-defined]
            problem = one.json()  # type: ignore[attr-defined]
            assert ("Conflict", seen, now) == (
                problem["code"],
                problem["expected_seq"],
                problem["seq"],
            )


async def test_whoever_comes_second_is_told_the_version_also_when_the_state_refuses(
    world: World,
) -> None:
    """Two examiners accept and return: the second learns that it has changed, not only that it is closed."""
    case = await world.issues()
    path = world.path(case)
    await case.lead("acknowledge")
    await case.lead("submit_evidence")
    seen = (await world.get(path)).json()["seq"]

    first = await world.post(
        f"{path}/review_evidence", "examiner", json={"verdict": "accept", "expected_seq": seen}
    )
    second = await world.post(
        f"{path}/review_evidence",
        "officer",
        json={"verdict": "return", "reason": "Thiếu", "expected_seq": seen},
    )

    problem = second.json()
    assert (200, 409, "Conflict") == (first.status_code, second.status_code, problem["code"])
    assert (seen, first.json()["seq"]) == (problem["expected_seq"], problem["seq"])


async def test_a_version_is_said_once(world: World) -> None:
    """Header and body that differ are refused, and so is what is no version at all."""
    case = await world.issues()
    path = f"{world.path(case)}/acknowledge"

    differ = await world.post(path, "lead", json={"expected_seq": 1}, headers={"if-match": '"2"'})
    weak = await world.post(path, "lead", json={}, headers={"if-match": 'W/"1"'})
    key = await world.post(path, "lead", json={}, headers={"idempotency-key": "khoa-1"})

    assert [(400, "Unreadable")] * 3 == [
        (one.status_code, one.json()["code"]) for one in (differ, weak, key)
    ]
    assert 200 == (await world.post(path, "lead", json={}, headers={"if-match": "*"})).status_code


async def test_a_command_to_a_conclusion_names_only_what_the_caller_may_see(world: World) -> None:
    """What was skipped elsewhere in the conclusion stays unnamed."""
    case = await world.issues(a_directive(1), a_directive(2, assignees=["G12"]))

    answer = await world.post(f"/conclusions/{case.ref}/acknowledge", "lead", json={})

    assert 200 == answer.status_code
    assert [case.id(1)] == [one["id"] for one in answer.json()["affected"]]
    assert "@G12" not in answer.text
    both = await world.post(f"/conclusions/{case.ref}/remind", "officer", json={})
    assert 2 == len(both.json()["affected"])


async def test_rules_are_previewed_before_they_are_changed(world: World) -> None:
    """A preview answers what would change, and changes nothing."""
    case = await world.issues()
    path = f"/conclusions/{case.ref}/change_rules"

    answer = await world.post(
        path, "officer", json={"rules": {"before_day": "strict"}, "preview": True}
    )

    assert 200 == answer.status_code
    assert answer.json()["changes"]
    assert "RulesChanged" not in {event["type"] for event in await case.events()}


@pytest.mark.parametrize(
    ("name", "by", "said", "status", "code"),
    [
        ("submit_report", "lead", FIELDS["submit_report"], 409, "WrongState"),
        ("suspend", "officer", {"reason": "Chờ luật"}, 422, "MissingDocument"),
        (
            "reassign",
            "officer",
            {"to": "X99", "reason": "y", "decision": DECISION},
            422,
            "Malformed",
        ),
        ("submit_report", "lead", {"progress": 400}, 422, "Malformed"),
        ("review_evidence", "examiner", {"verdict": "return"}, 422, "Malformed"),
        ("remind", "lead", {}, 403, "NoRight"),
        ("acknowledge", "other", {}, 404, "UnknownTarget"),
        ("note", "supervisor", {"text": "x", "y": 1}, 422, "Malformed"),
    ],
)
async def test_a_refusal_keeps_its_code(
    world: World, name: str, by: str, said: dict[str, object], status: int, code: str
) -> None:
    """The codes of the command line and of Temporal, at the statuses of the one table."""
    case = await world.issues()

    answer = await world.post(f"{world.path(case)}/{name}", by, json=said)

    assert (status, code) == (answer.status_code, answer.json()["code"])
    assert "application/problem+json" == answer.headers["content-type"]
    assert {"Acknowledged", "Noted"}.isdisjoint({e["type"] for e in await case.events()})
