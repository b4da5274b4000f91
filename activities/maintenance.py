"""What happens by the calendar, as activities: the daily digest, the nightly sweep of the evidence store."""

from datetime import UTC, date, datetime

import structlog
from temporalio import activity

from evidence.store import EvidenceStore
from register.pool import Db
from register.post.digests import post_digests
from register.reads import evidence_named

log = structlog.get_logger("acts")


class MaintenanceActivities:
    """Called by `workflows.maintenance`."""

    def __init__(self, pool: Db, store: EvidenceStore) -> None:
        self._pool = pool
        self._store = store

    @activity.defn(name="post_digests")
    async def post_digests(self, day: str) -> int:
        """Write the digests of an ISO day; repeated, the first of the day stay. How many offices."""
        offices = await post_digests(self._pool, date.fromisoformat(day))
        log.info("digests_posted", day=day, offices=offices)
        return offices

    @activity.defn(name="sweep_evidence")
    async def sweep_evidence(self) -> int:
        """Take away files older than a day that no fact names; may be repeated. How many."""
        now = datetime.now(UTC)  # noqa: TID251 - the edge: compared with the store's own clock
        swept = await self._store.sweep(self._named, now)
        log.info("evidence_swept", seen=swept.seen, removed=len(swept.removed))
        return len(swept.removed)

    async def _named(self) -> set[str]:
        return {said["sha256"] for _, said in await evidence_named(self._pool)}
