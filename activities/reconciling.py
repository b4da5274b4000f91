"""The hourly comparison of register and workflows, as an activity."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from temporalio import activity

log = structlog.get_logger("acts")

Beat = Callable[[int, int], None]
Compare = Callable[[Beat], Awaitable[Any]]
"""Given what to call after each packet; answers a `gateway.reconciling.Reconciled`."""


class ReconcileActivities:
    """Called by `workflows.maintenance`, each hour. What compares is handed in: only the gateway talks to the engine."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    @activity.defn(name="reconcile")
    async def reconcile(self) -> dict[str, Any]:
        """Compare and repair; repeated, it finds what is left. Counts, and the first differences."""
        reconciled = await self._compare(lambda done, of: activity.heartbeat(done, of))
        for one in reconciled.differences:
            say = log.warning if one.repaired else log.error
            say(
                "drifted",
                workflow=one.id,
                drift=one.drift.value,
                register_seq=one.register_seq,
                workflow_seq=one.workflow_seq,
                repaired=one.repaired,
            )
        summary: dict[str, Any] = reconciled.as_summary()
        log.info("reconciled", checked=summary["checked"], found=summary["found"])
        return summary
