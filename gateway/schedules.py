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


SWEEP: Final = "dondoc-sweep"
"""03:15 every night."""


async def keep_schedules(client: Client, task_queue: str) -> None:
    """Make what is missing; called by every worker's start."""
    await _keep(client, DIGEST, _daily("DailyDigest", DIGEST, task_queue, at=(7, 30)))
    await _keep(client, SWEEP, _daily("EvidenceSweep", SWEEP, task_queue, at=(3, 15)))
    await _keep(client, RECONCILE, _hourly("Reconcile", RECONCILE, task_queue, minute=17))


def _daily(workflow: str, own: str, task_queue: str, *, at: tuple[int, int]) -> Schedule:
    hour, minute = at
    calendar = ScheduleCalendarSpec(hour=[ScheduleRange(hour)], minute=[ScheduleRange(minute)])
    return Schedule(
        action=ScheduleActionStartWorkflow(
            workflow, id=own, task_queue=task_queue, run_timeout=timedelta(hours=12)
        ),
        spec=ScheduleSpec(calendars=[calendar], time_zone_name="Asia/Ho_Chi_Minh"),
        # After an outage it still happens, in the course of the same day.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=9)
        ),
    )


def _hourly(workflow: str, own: str, task_queue: str, *, minute: int) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            workflow, id=own, task_queue=task_queue, run_timeout=timedelta(hours=3)
        ),
        spec=ScheduleSpec(
            calendars=[
                ScheduleCalendarSpec(hour=[ScheduleRange(0, 23)], minute=[ScheduleRange(minute)])
            ],
            time_zone_name="Asia/Ho_Chi_Minh",
        ),
        # One comparison makes up for all that an outage has missed, and never runs beside another.
        policy=SchedulePolicy(
            overlap=ScheduleOverlapPolicy.SKIP, catchup_window=timedelta(hours=1)
        ),
    )


async def _keep(client: Client, own: str, schedule: Schedule) -> None:
    try:
        await client.create_schedule(own, schedule)
    except ScheduleAlreadyRunningError:
        return
