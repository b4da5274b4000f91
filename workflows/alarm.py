"""One durable timer for the next moment at which anything is due."""

import asyncio
from datetime import datetime, timedelta

from temporalio import workflow


class Alarm:
    """Armed for one moment at a time; arming it again for the same moment costs nothing."""

    def __init__(self) -> None:
        self._timer: asyncio.Task[None] | None = None
        self._rings_at: datetime | None = None

    @property
    def has_rung(self) -> bool:
        """Whether the armed moment has come."""
        return self._timer is not None and self._timer.done()

    def arm(self, at: datetime | None) -> None:
        """Ring at that moment, in the time of the engine; None: nothing will come due by itself."""
        if at == self._rings_at and not self.has_rung:
            return
        self.silence()
        if at is not None:
            wait = max(at - workflow.now(), timedelta(milliseconds=1))
            self._timer = asyncio.create_task(workflow.sleep(wait))
            self._rings_at = at

    def silence(self) -> None:
        """Take the armed timer back."""
        if self._timer is not None and not self._timer.done():
            self._timer.cancel()
        self._timer, self._rings_at = None, None
