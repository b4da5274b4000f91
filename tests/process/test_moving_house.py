"""An office leaves with its data: on another register and another Temporal the same work goes on, with the same timers."""

from datetime import date
from pathlib import Path

from register import reads
from register.exchange.exporting import export
from register.exchange.importing import import_from
from register.verify import verify
from tests.builders import a_directive, at
from tests.process.engine import Case, an_engine

DUE = "2023-10-31"


async def test_open_workflows_go_on_elsewhere_with_the_right_timers(tmp_path: Path) -> None:
    """After export and import the state is the same, the next wake-up is the same, and each rung still comes once."""
    async with an_engine(tmp_path / "cu") as old:
        case = await old.issues(a_directive(1, due_on=DUE), a_directive(2, due_on=DUE))
        await case.lead("acknowledge")
        await case.skips_to(at(date(2023, 10, 25)))
        told = await case.told("final_evidence")
        before, row = await case.snapshot(), await case.row()
        manifest = await export(old.pool, tmp_path / "so", at(date(2023, 10, 25)))

    async with an_engine(tmp_path / "moi") as new:
        imported = await import_from(new.pool, tmp_path / "so")
        started = await new.starter.start_lost()
        moved = Case(new, case.started, case.ref, round(case.offset.total_seconds()))

        assert manifest.digest == imported.digest
        assert [f"kl/{case.ref}"] == started
        assert before == await moved.snapshot()
        assert (row["next_wake_at"], row["rung"]) == await _wake_and_rung(moved)
        assert told == await moved.told("final_evidence") == [("-7d", "focal_point")]

        await moved.skips_to(at(date(2023, 11, 1)))

        assert [
            ("-7d", "focal_point"),
            ("-3d", "focal_point"),
            ("-1d", "focal_point"),
            ("+1d", "agency_head"),
        ] == await moved.told("final_evidence")
        await moved.lead("submit_evidence", person="A")
        answer = await moved.office("review_evidence", person="B")
        assert "completed" == answer["state"]
        assert (await verify(new.pool)).ok
        assert [] == await new.starter.start_lost()
        assert [f"kl/{case.ref}"] == await reads.open_streams(new.pool)


async def _wake_and_rung(case: Case) -> tuple[object, object]:
    row = await case.row()
    return row["next_wake_at"], row["rung"]
