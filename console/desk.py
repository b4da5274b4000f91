"""What every page and every API route works with: register, gateway, evidence store, the business instant.

Made once by whoever serves the console (`dondoc up`, the demo, tests) and handed to `create_app`.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from evidence.store import EvidenceStore
from gateway.commands import Commands
from gateway.health import Engine
from gateway.starting import Starter
from register import reads
from register.pool import Db
from schemas.moments import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """Everything wired; nothing of it is global."""

    pool: Db
    commands: Commands
    starter: Starter
    store: EvidenceStore
    engine: Callable[[], Awaitable[Engine]]
    """Asks the engine who it is and who works; raises Unreachable."""
    stuck: Callable[[], Awaitable[list[str]]]
    """Asks the engine which workflows report problems; raises Unreachable."""
    clock: Callable[[], datetime]
    """The business instant: real time, or the demo's."""
    is_demo: bool = False
    folder: Path
    """The data folder; certificates of intake are kept below it."""

    async def now(self) -> datetime:
        """The business instant of reads; in the demo never before what the log knows already."""
        now = self.clock()
        if not self.is_demo:
            return now
        latest = await reads.business_latest(self.pool)
        return max(now, latest) if latest else now

    async def today(self) -> date:
        """The business day of reads, in Hanoi."""
        return day_of(await self.now())
