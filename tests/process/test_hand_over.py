"""Agencies cease on the real engine: listed first, handed over by command, counted where they were held."""

from datetime import date
from typing import Any

import pytest

from gateway.handover import hand_over, handings
from register import reads
from register.verify import verify
from schemas.actors import Actor, Decision
from schemas.refusals import Code, Refusal
from schemas.states import Role
from tests.builders import DECISION, OFFICE, a_directive, at
from tests.process.engine import Engine

OPERATOR = Actor(office=OFFICE, role=Role.OPERATOR, person="Vận hành")
AFTER = date(2025, 3, 1)


async def test_the_work_of_a_ceased_agency_is_listed_and_goes_to_its_successor(
    engine: Engine,
) -> None:
    """Same id, new holder; told once; twice is once; what was counted before stays with the old holder."""
    case = await engine.issues(
        a_directive(1, assignees=["G05"], due_on="2025-12-31"),
        a_directive(2, assignees=["G10"], due_on="2025-12-31"),
        session=987,
    )
    await case.lead("acknowledge", target=case.id(1, "G05"))
    await case.skips_to(at(date(2023, 9, 1)))
    listed = [
        one for one in await handings(engine.pool, AFTER) if one.id.startswith(f"kl/{case.ref}/")
    ]

    assert [(one.id, one.ceased, one.to) for one in listed] == [(case.id(1, "G05"), "G05", "G12")]
    decision = Decision.model_validate(DECISION)
    done = await hand_over(engine.commands, listed, OPERATOR, decision)
    again = await hand_over(engine.commands, listed, OPERATOR, decision)

    assert [one["id"] for one in done["affected"]] == [case.id(1, "G05")]
    assert again["affected"][0]["repeated"] is True
    assert (await case.row(case.id(1, "G05")))["holder"] == "G12"
    (held,) = (one for one in (await case.snapshot())["assignments"] if one["n"] == 1)
    assert held["holder"] == "G12"
    wanted = reads.ListFilters(conclusion=case.ref)
    for day, holders in ((date(2023, 8, 31), {"G05", "G10"}), (date(2023, 9, 1), {"G12", "G10"})):
        page = await reads.list_assignments(engine.pool, wanted, day, 10, None)
        assert {one["holder"] for one in page.items} == holders
    answer = await case.does("submit_report", "G12", "focal_point", target=case.id(1, "G05"))
    assert answer["state"] == "in_progress"


async def test_a_coordinating_agency_that_ceased_is_listed_and_replaced(engine: Engine) -> None:
    """With the work it led: printed coordinators and open questions; the successor answers, is told, and finds it."""
    case = await engine.issues(
        a_directive(1, coordinating=["G05", "các cơ quan liên quan"], due_on="2025-12-31"),
        a_directive(2, due_on="2025-12-31"),
        a_directive(3, assignees=["G12"], coordinating=["G05"], due_on="2025-12-31"),
        a_directive(4, coordinating=["G05"], due_on="2025-12-31"),
    )
    await case.lead("request_contribution", target=case.id(2), to="G05")
    await case.office("withdraw", target=case.id(4))
    listed = [one for one in await handings(engine.pool, AFTER) if case.ref in one.id]

    assert [(one.id, one.field, one.ceased, one.to) for one in listed] == [
        (case.id(1), "coordinating", "G05", "G12"),
        (case.id(2), "coordinating", "G05", "G12"),
        (case.id(3, "G12"), "coordinating", "G05", "G12"),
    ]
    done = await hand_over(engine.commands, listed, OPERATOR, Decision.model_validate(DECISION))
    assert (len(done["affected"]), done["skipped"]) == (3, [])

    shown = {one["id"]: one for one in await _shown(engine, case.ref)}
    assert shown[case.id(1)]["coordinating"] == ["G12", "các cơ quan liên quan"]
    assert shown[case.id(2)]["coordinating"] == ["G12"]
    assert shown[case.id(3, "G12")]["coordinating"] == []
    assert shown[case.id(4)]["coordinating"] == ["G05"]
    assert {one["holder"] for one in shown.values()} == {"G18", "G12"}
    inbox = await engine.pool.fetch(
        "SELECT target FROM outbox WHERE kind = 'HandedOver' AND office = 'G12' AND addressee = 'coordinator'"
    )
    assert {case.id(1), case.id(2)} <= {row["target"] for row in inbox}
    await case.does("contribute", "G12", "coordinator", target=case.id(2))
    again = [one for one in await handings(engine.pool, AFTER) if case.ref in one.id]
    assert again == []
    differences = [one for one in (await verify(engine.pool)).differences if case.ref in one["id"]]
    assert differences == []


async def _shown(engine: Engine, ref: str) -> list[dict[str, Any]]:
    wanted = reads.ListFilters(conclusion=ref)
    return (await reads.list_assignments(engine.pool, wanted, date(2023, 9, 1), 50, None)).items


async def test_a_conclusion_whose_standing_office_has_ceased_gets_its_successor(
    engine: Engine,
) -> None:
    """Listed with the assignments, replaced in every packet, examined by the successor, the same after a rebuild."""
    groups = [a_directive(n, assignees=["các bộ, ngành, địa phương"]) for n in (1, 2, 3)]
    case = await engine.issues(*groups, standing_office="G14", issued_on="2023-07-12")
    assert case.started.packets == 2
    own = f"kl/{case.ref}"
    listed = [one for one in await handings(engine.pool, AFTER, ceased="G14") if one.id == own]

    assert [one.as_change() for one in listed] == [
        {"id": own, "field": "standing_office", "from": "G14", "to": "G06"}
    ]
    done = await hand_over(engine.commands, listed, OPERATOR, Decision.model_validate(DECISION))
    assert done["skipped"] == []
    with pytest.raises(Refusal) as refused:
        await case.does("remind", "G14", "officer", target=case.id(3, "H01"))
    assert refused.value.code is Code.NO_RIGHT
    await case.does("remind", "G06", "officer", target=case.id(3, "H01"))
    await case.does("remind", "G06", "officer", target=case.id(1, "G12"))

    shown = await reads.show(engine.pool, own, date(2023, 7, 13))
    assert shown is not None
    assert shown["standing_office"] == "G06"
    assert {(await reads.case_of(engine.pool, one)).standing_office for one in case.streams} == {
        "G06"
    }
    differences = [one for one in (await verify(engine.pool)).differences if case.ref in one["id"]]
    assert differences == []
