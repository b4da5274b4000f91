"""Rules of a running case change only by command, after a preview; directives can be added later."""

from datetime import date

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
