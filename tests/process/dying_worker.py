"""A worker that dies right after a commit, once, when the file named by its first argument exists."""

import asyncio
import os
import sys
from pathlib import Path

from temporalio import activity

from activities.register import RegisterActivities
from bootstrap import Settings, configure_logging, leave, place_of, wired, worker_of
from schemas.commit import Committed
from schemas.events import Event


class Dying(RegisterActivities):
    """Commits, and sometimes never says so."""

    fuse: Path

    @activity.defn(name="commit")
    async def commit(self, stream: str, expected_seq: int, events: list[Event]) -> Committed:
        committed = await super().commit(stream, expected_seq, events)
        if self.fuse.exists():
            self.fuse.unlink()
            os._exit(9)
        return committed


async def work() -> None:
    settings = Settings()
    configure_logging(settings)
    async with wired(place_of(settings)) as parts:
        activities = Dying(parts.pool, parts.store)
        activities.fuse = Path(sys.argv[1])
        async with worker_of(parts, activities):
            print("worker_ready", flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(work())
    leave(0)
