"""Records histories for the replay tests: `python -m tests.replay.record NAME`.

Each release records the stories below once, under its own name; they are then replayed for ever.
Recording again for a released name would hide a change that breaks running cases, so it is refused;
`--again` is for a name that no release bears yet.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from uuid import uuid4

from bootstrap import leave
from tests.builders import DECISION, OFFICE, OTHER, a_directive, at
from tests.process.engine import Case, Engine, an_engine

HISTORIES = Path(__file__).with_name("histories")
MONTHLY = {"rhythm": "monthly", "day": 25}
Story = Callable[[Engine], Awaitable[Case]]


async def whole_life(engine: Engine) -> Case:
    """Acknowledged, reported on, late, escalated, returned, accepted."""
    case = await engine.issues(a_directive(report=MONTHLY))
    await case.lead("acknowledge")
    await case.lead("name_unit")
    await case.skips_to(at(date(2023, 7, 24)))
    await case.lead("submit_report", period="2023-07")
    await case.office("review_report")
    await case.skips_to(at(date(2023, 11, 10)))
    await case.office("remind")
    await case.lead("submit_evidence")
    await case.office("review_evidence", verdict="return", reason="Thiếu phụ lục")
    await case.lead("submit_evidence")
    await case.office("review_evidence")
    return case


async def every_other_command(engine: Engine) -> Case:
    """Objection, extension, contribution, suspension, amendment, reassignment, explanation, inspection, withdrawal."""
    case = await engine.issues(*(a_directive(n) for n in range(1, 5)))
    one, two, three, four = (case.id(n) for n in range(1, 5))
    await case.lead("object", target=one)
    await case.office("decide_objection", target=one)
    await case.lead("acknowledge", target=one)
    await case.lead("request_extension", target=one)
    await case.office("decide_extension", target=one)
    await case.lead("request_extension", target=one)
    granted = {"verdict": "grant", "reason": "Có căn cứ", "decision": DECISION}
    await case.office("decide_extension", target=one, **granted)
    await case.lead("request_contribution", target=one)
    await case.does("contribute", OTHER, "coordinator", target=one)
    await case.office("suspend", target=two)
    await case.office("resume", target=two)
    await case.office("amend", target=two)
    await case.does("demand_explanation", "Z05", "supervisor", target=two)
    await case.does("submit_explanation", "G18", "agency_head", target=two)
    await case.does("open_inspection", "Z05", "supervisor", target=two)
    await case.does("record_inspection", "Z05", "supervisor", target=two)
    await case.does("note", "Z05", "supervisor", target=two)
    await case.office("reassign", target=three)
    await case.office("withdraw", target=four)
    await case.office("reopen", target=four)
    await case.skips_to(at(date(2023, 12, 1)))
    return case


async def letters_and_a_checkpoint(engine: Engine) -> Case:
    """Delivered letters, good and bad, and a continue-as-new between them."""
    case = await engine.issues(a_directive(report=MONTHLY))
    await engine.commands.deliver(case.streams[0], "{")
    await case.lead("acknowledge")
    await case.does("checkpoint", "G22", "operator", target=f"kl/{case.ref}")
    await case.skips_to(at(date(2023, 8, 10)))
    await case.lead("submit_report", period="2023-08")
    await case.skips_to(at(date(2023, 12, 10)))
    return case


async def changed_and_handed_over(engine: Engine) -> Case:
    """A directive added, a directive without a day, other rules, agencies and a standing office that cease, a fresh start."""
    case = await engine.issues(
        a_directive(1, assignees=["G05"], report=MONTHLY | {"contains": ["figures"]}),
        a_directive(2, due_on=None),
        standing_office="G14",
    )
    whole = f"kl/{case.ref}"
    await case.does("set_review_date", "G14", "officer", target=case.id(2))
    added = a_directive(3, assignees=["G12", "G18"], due_on="2023-12-20")
    await case.does(
        "add_directive", "G14", "officer", target=whole, directive=added, decision=DECISION
    )
    await case.does("acknowledge", "G18", "agency_head", target=whole)
    await case.does(
        "hand_over", "G14", "operator", target=case.id(1, "G05"), ceased="G05", to=OTHER
    )
    await case.does("change_rules", "G14", "officer", target=whole)
    await case.does(
        "replace_standing_office", "G14", "operator", target=whole, ceased="G14", to=OFFICE
    )
    await case.does("checkpoint", OFFICE, "operator", target=whole)
    await case.skips_to(at(date(2023, 12, 10)))
    await case.lead("submit_evidence", target=case.id(3, "G18"))
    await case.office("review_evidence", target=case.id(3, "G18"))
    await case.skips_to(at(date(2024, 1, 10)))
    return case


async def asked_of_another_office(engine: Engine) -> Case:
    """An examiner asks another office about the evidence before it is accepted."""
    case = await engine.issues()
    await case.lead("acknowledge")
    await case.lead("submit_evidence")
    await case.office("request_opinion")
    await case.does("give_opinion", OTHER, "coordinator", target=case.id())
    await case.office("review_evidence")
    return case


async def sent_at_once(engine: Engine) -> Case:
    """Commands that travel together: taken, sent twice, refused beside others; later again, after time has passed."""
    case = await engine.issues(*(a_directive(n, report=MONTHLY) for n in range(1, 7)))
    targets = [case.id(n) for n in range(1, 7)]
    again = str(uuid4())
    await asyncio.gather(
        *(case.lead("acknowledge", target=one) for one in targets[:4]),
        *(case.lead("acknowledge", target=targets[4], command_id=again) for _ in range(2)),
        case.lead("acknowledge", target=targets[5]),
        case.lead("acknowledge", target=targets[5]),
        case.office("acknowledge", target=targets[0]),
        return_exceptions=True,
    )
    await case.skips_to(at(date(2023, 7, 24)))
    await asyncio.gather(*(case.lead("submit_report", target=one) for one in targets))
    await case.skips_to(at(date(2023, 12, 1)))
    return case


STORIES: dict[str, Story] = {
    "whole-life": whole_life,
    "every-other-command": every_other_command,
    "letters-and-a-checkpoint": letters_and_a_checkpoint,
    "changed-and-handed-over": changed_and_handed_over,
    "asked-of-another-office": asked_of_another_office,
    "sent-at-once": sent_at_once,
}


async def record(release: str, *, again: bool = False) -> None:
    """Play every story on the real engine and keep the histories of all its runs."""
    folder = HISTORIES / release
    if folder.exists() and not again:
        raise SystemExit(f"{folder.name} is recorded already; a released history is never replaced")
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    with tempfile.TemporaryDirectory() as data:
        async with an_engine(Path(data)) as engine:
            for name, story in STORIES.items():
                case = await story(engine)
                await _keep(engine, case, folder, name)


async def _keep(engine: Engine, case: Case, folder: Path, name: str) -> None:
    runs = [
        run.run_id
        async for run in engine.client.list_workflows(f"WorkflowId = '{case.streams[0]}'")
    ]
    for number, run_id in enumerate(reversed(runs), start=1):
        handle = engine.client.get_workflow_handle(case.streams[0], run_id=run_id)
        history = await handle.fetch_history()
        (folder / f"{name}-{number}.json").write_text(history.to_json(), encoding="utf-8")


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1], again="--again" in sys.argv))
    leave(0)
