"""Rules of a running case change only by command, after a preview; directives can be added later."""

from datetime import date
from typing import Any

import pytest

from schemas.calendar_file import calendar_today
from schemas.refusals import Code, Refusal
from schemas.states import Told
from tests.builders import DECISION, OFFICE, a_directive, at
from tests.process.engine import Engine


async def test_a_preview_shows_what_would_move_and_changes_nothing(engine: Engine) -> None:
    """Every day, schedule, rung and wake-up that would move; then the change itself does exactly that."""
    case = await engine.issues()
    await case.lead("acknowledge")
    seq = (await case.snapshot())["seq"]
    whole = f"kl/{case.ref}"
    strict = {"rules": {"before_day": "strict"}}

    preview = await case.does(
        "change_rules", OFFICE, "officer", target=whole, preview=True, **strict
    )
    assert preview["changes"]
    assert (await case.snapshot())["seq"] == seq

    await case.does("change_rules", OFFICE, "officer", target=whole, **strict)
    await case.skips_to(at(date(2023, 11, 1)))

    assert ("+1d", Told.AGENCY_HEAD) in await case.told("final_evidence")
    assert (await case.snapshot())["assignments"][0]["late_from"] == "2023-10-31"


async def test_a_directive_added_later_is_assigned_and_followed_up_like_the_others(
    engine: Engine,
) -> None:
    """Groups expand to the agencies of that day; it is told at once and climbs its own ladder."""
    case = await engine.issues()
    directive = a_directive(2, assignees=["G12", "G14"], due_on="2023-12-20")

    answer = await case.does(
        "add_directive",
        OFFICE,
        "officer",
        target=f"kl/{case.ref}",
        directive=directive,
        decision=DECISION,
    )
    acknowledged = await case.lead("acknowledge", target=case.id(2, "G12"))

    assert answer["repeated"] is False
    assert acknowledged["state"] == "acknowledged"
    assert (await case.row(case.id(2, "G14")))["state"] == "assigned"


async def test_the_calendar_of_today_is_put_in_before_the_change_is_sent(engine: Engine) -> None:
    """A workflow reads no file: `calendar: today` reaches it as the whole calendar."""
    case = await engine.issues()

    await case.does(
        "change_rules", OFFICE, "officer", target=f"kl/{case.ref}", rules={"calendar": "today"}
    )

    changed = [event for event in await case.events() if event["type"] == "RulesChanged"]
    assert changed[0]["payload"]["rules"]["calendar"]["version"] == calendar_today().version


async def test_a_directive_for_which_no_packet_has_room_opens_a_new_one(engine: Engine) -> None:
    """Design §2: the last packet with room, else a new one; the same command again goes to the same packet."""
    groups = [a_directive(n, assignees=["các bộ, ngành, địa phương"]) for n in (1, 2)]
    case = await engine.issues(*groups)
    assert case.started.packets == 1
    added = a_directive(3, assignees=["các bộ, ngành, địa phương"])
    said: dict[str, Any] = {"target": f"kl/{case.ref}", "directive": added, "decision": DECISION}
    sent = {"command_id": "6b0f9d3e-0000-4000-8000-00000000a001", **said}

    with pytest.raises(Refusal) as refused:
        await case.does("add_directive", "G12", "focal_point", **said)
    assert refused.value.code is Code.NO_RIGHT
    answer = await case.does("add_directive", OFFICE, "officer", **sent)
    again = await case.does("add_directive", OFFICE, "officer", **sent)
    acknowledged = await case.lead("acknowledge", target=case.id(3, "G12"))

    rows = await engine.pool.fetch("SELECT id, seq FROM stream WHERE ref = $1 ORDER BY 1", case.ref)
    assert [row["id"] for row in rows] == [f"kl/{case.ref}", f"kl/{case.ref}~2"]
    assert len(answer["affected"]) > 80
    assert again["repeated"] is True
    assert acknowledged["state"] == "acknowledged"
    assert (await case.row(case.id(3, "G12")))["stream"] == f"kl/{case.ref}~2"


async def test_work_is_handed_only_to_a_body_that_exists_on_that_day(engine: Engine) -> None:
    """An unknown code is refused at the gateway, with the field and what to do instead."""
    case = await engine.issues()

    with pytest.raises(Refusal) as unknown:
        await case.lead("object", reason="Không đúng chức năng", proposed_office="G99")

    assert (unknown.value.reason, unknown.value.code) == ("unknown_agency", Code.MALFORMED)
    assert unknown.value.said["field"] == "proposed_office"
