"""The story of one directive on the real engine: issued, acknowledged, reported on, returned, accepted, closed."""

from datetime import date

from schemas.states import Told
from tests.builders import LEAD, OFFICE, a_directive, at
from tests.process.engine import Engine, rungs_of

MONTHLY = {"rhythm": "monthly", "day": 25}


async def test_a_directive_lives_from_issue_to_accepted_evidence(engine: Engine) -> None:
    """Only accepted evidence ends it; a return counts as not done; the conclusion closes with its last assignment."""
    case = await engine.issues(a_directive(report=MONTHLY))
    assert (await case.row())["state"] == "assigned"

    await case.lead("acknowledge")
    await case.skips_to(at(date(2023, 7, 24)))
    reported = await case.lead("submit_report", period="2023-07", progress=30)
    assert (reported["state"], reported["declared"]) == ("in_progress", "in_progress")

    await case.skips_to(at(date(2023, 10, 20)))
    await case.lead("submit_evidence")
    returned = await case.office("review_evidence", verdict="return", reason="Thiếu phụ lục")
    assert (returned["state"], returned["verified"]) == ("returned", "returned")

    await case.skips_to(at(date(2023, 10, 31), 23))
    await case.lead("submit_evidence")
    await case.skips_to(at(date(2023, 11, 3)))
    accepted = await case.office("review_evidence")

    assert (accepted["state"], accepted["verified"]) == ("completed", "accepted")
    assert accepted["schedule"] == "done_on_time"
    assert await case.handles[0].result() == {
        "ref": case.ref,
        "packet": 1,
        "seq": accepted["seq"],
        "assignments": {"completed": 1},
    }
    closed = await engine.pool.fetchval("SELECT closed_at FROM conclusion WHERE ref = $1", case.ref)
    assert closed == at(date(2023, 11, 3)).replace(
        microsecond=closed.microsecond, second=closed.second
    )


async def test_an_agency_that_is_late_has_been_reminded_first(engine: Engine) -> None:
    """Three reminders to the focal point, then the head, the standing office, the Deputy, the list: from outbox rows."""
    case = await engine.issues()
    await case.lead("acknowledge")

    await case.skips_to(at(date(2023, 12, 15)))

    assert await case.told("final_evidence") == [
        ("-7d", Told.FOCAL_POINT),
        ("-3d", Told.FOCAL_POINT),
        ("-1d", Told.FOCAL_POINT),
        ("+1d", Told.AGENCY_HEAD),
        ("+7d", Told.STANDING_OFFICE),
        ("+14d", Told.DEPUTY_PRIME_MINISTER),
        ("+30d", Told.PRIME_MINISTERS_LIST),
    ]


async def test_rungs_happen_at_eight_in_the_morning_of_their_day(engine: Engine) -> None:
    """The engine wakes at the moment the rehearsal names, not later."""
    case = await engine.issues()
    await case.lead("acknowledge")

    await case.skips_to(at(date(2023, 11, 2)))

    for event in await case.events(case.id()):
        if event["type"] == "RungSent":
            assert event["at"][:16] == event["payload"]["moment"][:16]


async def test_carried_over_work_arrives_overdue_and_is_told_at_once(engine: Engine) -> None:
    """The highest due rung is sent at the issue, lower ones are recorded as collapsed."""
    origin = {"period": "2023-H1", "due_on": "2023-06-30"}
    case = await engine.issues(a_directive(due_on=None, carried_over_from=origin))

    assert await case.told("final_evidence") == [("+7d", Told.STANDING_OFFICE)]
    assert rungs_of(await case.events(case.id()), "final_evidence") == [
        ("-7d", "collapsed"),
        ("-3d", "collapsed"),
        ("-1d", "collapsed"),
        ("+1d", "collapsed"),
        ("+7d", "sent"),
    ]


async def test_nothing_happens_in_history_while_nothing_happens(engine: Engine) -> None:
    """Two months before the first rung leave no trace in the workflow's history."""
    case = await engine.issues(a_directive(due_on="2024-06-28"))
    await case.lead("acknowledge")
    before = len(await _history(case))

    await case.skips_to(at(date(2023, 9, 12)))

    assert len(await _history(case)) == before


async def test_the_workflow_and_the_register_say_the_same(engine: Engine) -> None:
    """State, declared, verified, due day, rung and seq are equal in both, assignment by assignment."""
    case = await engine.issues(a_directive(1), a_directive(2, assignees=["G12", "G18"]))
    await case.lead("acknowledge", target=case.id(2, "G12"))
    await case.skips_to(at(date(2023, 11, 20)))

    held = {one["id"]: one for one in (await case.snapshot())["assignments"]}

    assert len(held) == 3
    for target, one in held.items():
        row = await case.row(target)
        same = ("state", "declared", "verified", "rung", "seq")
        assert {name: row[name] for name in same} == {name: one[name] for name in same}
        assert row["due_on"].isoformat() == one["deadline"]["due_on"]


async def test_withdrawing_the_last_assignment_closes_the_conclusion(engine: Engine) -> None:
    """By a named document; the assignment counts as withdrawn, neither done nor late."""
    case = await engine.issues()

    answer = await case.office("withdraw")

    assert (answer["state"], answer["schedule"]) == ("withdrawn", "withdrawn")
    await case.handles[0].result()


async def test_a_reminder_outside_the_ladder_is_told_to_the_focal_point(engine: Engine) -> None:
    """The standing office may urge at any time; it is one more notice and changes no rung."""
    case = await engine.issues()
    await case.lead("acknowledge")

    await case.office("remind", note="Đề nghị khẩn trương")

    kinds = await engine.pool.fetch(
        "SELECT kind, office, addressee FROM outbox WHERE target = $1 ORDER BY seq", case.id()
    )
    assert [tuple(row) for row in kinds] == [
        ("AssignmentOpened", LEAD, Told.FOCAL_POINT),
        ("Reminded", LEAD, Told.FOCAL_POINT),
    ]


async def test_a_closed_assignment_can_be_reopened_and_goes_on_in_its_stream(
    engine: Engine,
) -> None:
    """The packet starts again from the register, its sequence going on; the conclusion is open again."""
    case = await engine.issues()
    await case.office("withdraw")
    await case.handles[0].result()
    seq = (await case.row())["seq"]

    again = await case.office("reopen")

    assert again["state"] == "in_progress"
    assert again["seq"] == seq + 1
    assert (await case.snapshot())["seq"] == seq + 1
    assert (
        await engine.pool.fetchval("SELECT closed_at FROM conclusion WHERE ref = $1", case.ref)
        is None
    )
    assert OFFICE == (await case.events())[-1]["actor"]["office"]


async def _history(case: object) -> list[object]:
    from temporalio.api.enums.v1 import EventType

    handle = case.handles[0]  # type: ignore[attr-defined]
    skipping = {
        EventType.EVENT_TYPE_WORKFLOW_EXECUTION_OPTIONS_UPDATED,
        EventType.Value("EVENT_TYPE_WORKFLOW_EXECUTION_TIME_SKIPPING_TRANSITIONED"),
    }
    history = await handle.fetch_history()
    return [event for event in history.events if event.event_type not in skipping]
