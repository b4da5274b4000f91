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


async def keep_schedules(client: Client, task_queue: str) -> None:
    """Make what is missing; called by every worker's start."""
    schedule = Schedule(
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
    try:
        await client.create_schedule(DIGEST, schedule)
    except ScheduleAlreadyRunningError:
        return
