"""Ten days in which nothing ran, in the middle of a ladder."""

from datetime import UTC, date, datetime

from register import reads
from schemas.states import Told
from tests.builders import at
from tests.process.engine import Engine, rungs_of
from workflows.conclusion import ConclusionWorkflow


async def test_ten_days_without_an_engine_end_in_one_notice(engine: Engine) -> None:
    """The highest due rung is sent, the others are recorded as collapsed; afterwards the ladder goes on.

    A workflow whose clock is skipped stops at each of its timers, so the outage is told as it would
    be lived through: the engine loses the case on 25/10 and gets it back from the register on 4/11.
    """
    case = await engine.issues()
    await case.lead("acknowledge")
    await case.skips_to(at(date(2023, 10, 25)))
    await case.handles[0].terminate("the engine is lost")

    async with engine.pool.acquire() as db:
        lost = await reads.case_of(db, case.streams[0])
    back_at = at(date(2023, 11, 4))
    offset = round((back_at - datetime.now(UTC)).total_seconds())
    await engine.client.start_workflow(
        ConclusionWorkflow.run,
        lost.but(clock_offset_s=offset),
        id=case.streams[0],
        task_queue=engine.parts.task_queue,
    )
    case.offset = back_at - datetime.now(UTC)
    await case.snapshot()

    assert await case.told("final_evidence") == [
        ("-7d", Told.FOCAL_POINT),
        ("+1d", Told.AGENCY_HEAD),
    ]
    await case.skips_to(at(date(2023, 11, 8)))
    assert rungs_of(await case.events(case.id()), "final_evidence") == [
        ("-7d", "sent"),
        ("-3d", "collapsed"),
        ("-1d", "collapsed"),
        ("+1d", "sent"),
        ("+7d", "sent"),
    ]
