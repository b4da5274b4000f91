"""What happens by the calendar and not by a conclusion. Started by Temporal Schedules, which the gateway makes."""

from temporalio import workflow

from schemas.moments import day_of
from workflows import effects


@workflow.defn(name="DailyDigest")
class DailyDigest:
    """The morning's digest of every office: one run a day at 07:30, days off included, which give none.

    1. The day is that of the schedule's moment; a run that comes late the same morning makes up for it.
    2. The register writes each office's open items, once for the day.
    """

    @workflow.run
    async def run(self) -> int:
        """How many offices got one."""
        return await effects.post_digests(day_of(workflow.now()))
