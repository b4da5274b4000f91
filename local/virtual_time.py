"""Lets months pass in seconds on the real engine: for the demo and the tests, never for `up`.

The only user of Temporal's experimental time skipping (docs/adr). The clock is one per workflow, so
all workflows are moved forward in the same steps; each stops at every timer on the way.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper, TimeSkippingConfig

if TYPE_CHECKING:
    from temporalio.client import Client, WorkflowHandle  # noqa: TID251 - a type of the argument

MOST_SKIPS: Final = 5_000
"""Timers passed in one step; the server's own limit of 200 makes a long step hang."""


class VirtualTime:
    """Moves workflows forward, never back, and only when told to."""

    def __init__(self, client: "Client") -> None:
        self._skipper = TimeSkipper(
            client, config=TimeSkippingConfig(enabled=False, max_session_skip_count=MOST_SKIPS)
        )

    @property
    def client(self) -> "Client":
        """A client that starts workflows whose time can be skipped."""
        return self._skipper.client

    async def now(self, handle: "WorkflowHandle[Any, Any]") -> datetime:
        """The engine's time in that workflow."""
        return await self._skipper.get_current_time(handle)

    async def advance(self, handles: "Iterable[WorkflowHandle[Any, Any]]", to: datetime) -> None:
        """Move every workflow that still runs to that moment of the engine's time."""
        for handle in handles:
            try:
                left = to - await self._skipper.get_current_time(handle)
                if left > timedelta(0):
                    await self._skipper.fast_forward(handle, left)
            except RPCError as error:
                if error.status not in {RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION}:
                    raise
