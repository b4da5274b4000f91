"""Conclusions over HTTP: started as by starter.py, rehearsed and previewed before, in the name of one's own office only."""

from typing import Any
from uuid import uuid4

from policy.rehearsal import steps_of
from schemas.moments import opening_of
from tests.api.world import OTHER_OFFICE, World
from tests.builders import a_conclusion, a_directive


def _said(**said: Any) -> dict[str, Any]:
    conclusion = a_conclusion(a_directive(1), ref=f"api-{uuid4().hex[:8]}", **said)
    return conclusion.model_dump(mode="json")


async def test_a_conclusion_is_started_once(world: World) -> None:
    """201 with the answer of starter.py; the same again 200, already started; other content 409 with the differences."""
    said = _said()

    first = await world.post("/conclusions", json=said)
    again = await world.post("/conclusions", json=said)
    other = await world.post("/conclusions", json=said | {"title": "Khác"})

    assert (201, "started") == (first.status_code, first.json()["outcome"])
    assert {"workflow_id", "run_id", "outcome", "packets", "directives", "assignments"} == set(
        first.json()
    )
    assert (200, first.json() | {"outcome": "already_started"}) == (again.status_code, again.json())
    assert (409, "Conflict") == (other.status_code, other.json()["code"])
    assert [{"path": "title", "running": said["title"], "given": "Khác"}] == other.json()[
        "differences"
    ]
    shown = await world.get(f"/conclusions/{said['ref']}")
    assert 1 == len(shown.json()["directives"])


async def test_a_taken_ref_tells_another_office_nothing(world: World) -> None:
    """That it is taken, and no difference to what runs there."""
    said = _said()
    await world.post("/conclusions", json=said)
    other = said | {"standing_office": OTHER_OFFICE, "title": "Dò"}

    answer = await world.post("/conclusions", "other.officer", json=other)

    assert (409, False) == (answer.status_code, "differences" in answer.json())
    assert said["title"] not in answer.text


async def test_a_system_issues_for_its_own_office(world: World) -> None:
    """Not in the name of another."""
    answer = await world.post("/conclusions", "other.officer", json=_said())

    assert (403, "standing_office") == (answer.status_code, answer.json()["errors"][0]["field"])


async def test_there_is_no_clock_to_choose(world: World) -> None:
    """A clock offset is refused in the body and in the address."""
    said = _said()
    body = await world.post("/conclusions", json=said | {"clock_offset_s": 86_400})
    query = await world.post("/conclusions", json=said, params={"clock_offset_s": 86_400})

    assert (422, 422) == (body.status_code, query.status_code)
    assert "clock_offset_s" == body.json()["errors"][0]["field"]
    assert 404 == (await world.get(f"/conclusions/{said['ref']}")).status_code


async def test_what_is_wrong_is_named_field_by_field(world: World) -> None:
    """All wrong fields at once, in the caller's language; rules of issue one by one."""
    said = _said()
    said["directives"][0] |= {"n": 0, "assignees": []}
    form = await world.post("/conclusions", json=said, headers={"accept-language": "en"})
    unknown = _said()
    unknown["directives"][0]["assignees"] = ["Bộ Không Có"]
    rule = await world.post("/conclusions", json=unknown)

    assert {"directives.0.n", "directives.0.assignees"} == {
        e["field"] for e in form.json()["errors"]
    }
    assert "Must be at least 1." in form.text
    assert (422, "Malformed") == (rule.status_code, rule.json()["code"])
    assert "directives.0.assignees.0" == rule.json()["errors"][0]["field"]


async def test_it_is_rehearsed_and_previewed_before(world: World) -> None:
    """The steps of the same rehearsal, the assignments that would be made; nothing is stored."""
    said = _said(title="Diễn tập")
    conclusion = a_conclusion(a_directive(1), ref=said["ref"], title="Diễn tập")

    steps = await world.post("/conclusions/rehearse", json=said)
    plan = await world.post("/conclusions/preview", json=said)

    assert steps_of(conclusion, opening_of(conclusion.issued_on)) == steps.json()["steps"]
    assert [f"kl/{said['ref']}/1@G18"] == [one["id"] for one in plan.json()["items"]]
    assert "2023-10-31" == plan.json()["items"][0]["deadline"]["due_on"]
    assert 404 == (await world.get(f"/conclusions/{said['ref']}")).status_code
