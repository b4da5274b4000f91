"""Agencies cease on the real engine: listed first, handed over by command, counted where they were held."""

from datetime import date

from gateway.handover import hand_over, handings
from register import reads
from schemas.actors import Actor, Decision
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
