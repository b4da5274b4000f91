"""What happens by the calendar and not by a conclusion. Started by Temporal Schedules, which the gateway makes."""

from typing import Any

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


@workflow.defn(name="EvidenceSweep")
class EvidenceSweep:
    """At night: files that were put into the store and that no fact names after a day are taken away."""

    @workflow.run
    async def run(self) -> int:
        """How many files went."""
        return await effects.sweep_evidence()


@workflow.defn(name="Reconcile")
class Reconcile:
    """The hourly comparison of the register with every workflow.

    1. What was planned and never started is started; what Temporal lost is started from the register.
    2. A workflow that knows less than the register holds is told, and adopts it.
    3. What differed stands in the result and in the log.
    """

    @workflow.run
    async def run(self) -> dict[str, Any]:
        """As `dondoc register reconcile` answers, shortened to what an engine keeps."""
        return await effects.reconcile()
