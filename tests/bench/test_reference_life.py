"""The reference life of one assignment: deterministic, so a test and not only a measurement."""

from pathlib import Path

from bench.figures import BUDGETS
from bench.lab import a_lab
from bench.measure.life import Life, lived


async def test_the_reference_life_stays_within_its_budgets(tmp_path: Path) -> None:
    """Issue, acknowledge, 3 reports, 2 reminders, 1 escalation, evidence, accept, close: ≤ 70 events, ≤ 28 actions."""
    async with a_lab(tmp_path, time_skipping=True) as lab:
        life: Life = await lived(lab)

    assert life.told == ("-3d", "-1d", "+1d")
    assert life.state == "completed"
    assert life.events["WORKFLOW_EXECUTION_UPDATE_COMPLETED"] == 6
    assert life.events["WORKFLOW_EXECUTION_COMPLETED"] == 1
    assert BUDGETS["reference_life_events"].holds(life.events.total())
    assert BUDGETS["reference_life_actions"].holds(life.actions.total())
