"""The morning on the real engine: the schedule is there once, and its workflow gives the offices their digest."""

import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

import evidence.store
from gateway.schedules import DIGEST, RECONCILE, SWEEP, keep_schedules
from policy.calendar import is_working_day
from register.post.inbox import inbox_digests
from schemas.calendar_file import calendar_today
from schemas.moments import HANOI, day_of
from tests.builders import LEAD
from tests.process.engine import Engine


async def test_the_schedule_is_made_once_and_means_half_past_seven_in_hanoi(engine: Engine) -> None:
    """Every start of a worker asks for it; the next runs are at 07:30 of Asia/Ho_Chi_Minh."""
    await keep_schedules(engine.client, engine.parts.task_queue)
    await keep_schedules(engine.client, engine.parts.task_queue)

    handle = engine.client.get_schedule_handle(DIGEST)
    described = await handle.describe()
    for schedule in (DIGEST, SWEEP, RECONCILE):
        await engine.client.get_schedule_handle(schedule).delete()

    times = {
        moment.astimezone(HANOI).strftime("%H:%M") for moment in described.info.next_action_times
    }
    assert times == {"07:30"}
    assert described.schedule.spec.time_zone_name == "Asia/Ho_Chi_Minh"


async def test_the_workflow_posts_the_digests_of_its_day(engine: Engine) -> None:
    """Once for the day, by the register's own statement; on a day off there is none."""
    case = await engine.issues()

    offices = await engine.client.execute_workflow(
        "DailyDigest", id=f"digest-{uuid4()}", task_queue=engine.parts.task_queue, result_type=int
    )

    today = day_of(datetime.now(HANOI))
    works = is_working_day(today, calendar_today())
    found = await inbox_digests(engine.pool, LEAD, limit=1)
    assert (offices > 0) == works
    assert works == any(item["id"] == case.id() for one in found for item in one["items"])


async def test_the_sweep_takes_away_what_nothing_names(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Older than a day and named by no fact; what an act has named stays."""
    case = await engine.issues()
    await case.lead("acknowledge")
    await case.lead("submit_evidence")
    paper = tmp_path / "khong-ai-can.pdf"
    paper.write_bytes(b"%PDF-1.7 khong ai can")
    unnamed = await engine.parts.store.put(paper)
    long_ago = (datetime.now(HANOI) - timedelta(days=2)).timestamp()
    # Only these two grow old: what other tests left unnamed is theirs.
    for kept in engine.evidence.rglob("*"):
        if kept.name in {unnamed.sha256, engine.file.sha256}:
            os.utime(kept, (long_ago, long_ago))

    monkeypatch.setattr(evidence.store, "COMMITS_WITHIN_S", 0.1)
    removed = await engine.client.execute_workflow(
        "EvidenceSweep", id=f"sweep-{uuid4()}", task_queue=engine.parts.task_queue, result_type=int
    )

    assert removed == 1
    assert not await engine.parts.store.holds(unnamed)
    assert await engine.parts.store.holds(engine.file)
