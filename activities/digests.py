"""The daily digest, as an activity."""

from datetime import date

import structlog
from temporalio import activity

from register.pool import Db
from register.post.digests import post_digests

log = structlog.get_logger("acts")


class DigestActivities:
    """Called by `workflows.maintenance`, each morning."""

    def __init__(self, pool: Db) -> None:
        self._pool = pool

    @activity.defn(name="post_digests")
    async def post(self, day: str) -> int:
        """Write the digests of an ISO day; repeated, the first of the day stay. How many offices."""
        offices = await post_digests(self._pool, date.fromisoformat(day))
        log.info("digests_posted", day=day, offices=offices)
        return offices
