"""What Temporal starts by the calendar: one schedule for each maintenance workflow, made once."""

from datetime import timedelta
from typing import Final

from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleCalendarSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleRange,
    ScheduleSpec,
)

DIGEST: Final = "dondoc-digest"
"""07:30 every day in Asia/Ho_Chi_Minh; which days are worked is data, so the activity decides."""
RECONCILE: Final = "dondoc-reconcile"
"""Each hour at :17, away from the full hours at which rungs fall due."""


async def keep_schedules(client: Client, task_queue: str) -> None:
    """Make what is missing; called by every worker's start."""
    for name, schedule in ((DIGEST, _digest(task_queue)), (RECONCILE, _reconcile(task_queue))):
        try:
            await client.create_schedule(name, schedule)
        except ScheduleAlreadyRunningError:
            continue


def _digest(task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            "DailyDigest", id=DIGEST, task_queue=task_queue, run_timeout=timedelta(hours=12)
        ),
        spec=ScheduleSpec(
            calendars=[ScheduleCalendarSpec(hour=[ScheduleRange(7)], minute=[ScheduleRange(30)])],
            time_zone_name="Asia/Ho_Chi_Minh",
        ),
        # After an outage the morning's digest still comes, in the course of the day.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=9)
        ),
    )


def _reconcile(task_queue: str) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            "Reconcile", id=RECONCILE, task_queue=task_queue, run_timeout=timedelta(hours=3)
        ),
        spec=ScheduleSpec(
            calendars=[
                ScheduleCalendarSpec(hour=[ScheduleRange(0, 23)], minute=[ScheduleRange(17)])
            ],
            time_zone_name="Asia/Ho_Chi_Minh",
        ),
        # One comparison makes up for all that an outage has missed, and never runs beside another.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=1)
        ),
    )
