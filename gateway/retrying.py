"""Starts and updates are repeated with the same ids through passing failures of the engine and of the register."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final, TypeVar

from temporalio.client import WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from register.pool import AWAY
from schemas.refusals import Unreachable

Result = TypeVar("Result")

PATIENCE_S: Final = 60.0
ATTEMPT: Final = timedelta(seconds=5)
"""One call of the engine. A node that is frozen, not dead, keeps a call for half a minute; the next attempt meets another."""
_FIRST_PAUSE_S: Final = 0.05
_LONGEST_PAUSE_S: Final = 2.0
_PASSING: Final = frozenset(
    {
        RPCStatusCode.UNAVAILABLE,
        RPCStatusCode.RESOURCE_EXHAUSTED,
        RPCStatusCode.DEADLINE_EXCEEDED,
        RPCStatusCode.ABORTED,
        RPCStatusCode.CANCELLED,
        RPCStatusCode.INTERNAL,
        RPCStatusCode.UNKNOWN,
        # A case whose task has failed three times, as in repeated crashes or under a broken release, takes no
        # updates until it succeeds again.
        RPCStatusCode.FAILED_PRECONDITION,
    }
)


_UNPROCESSED: Final = "UnprocessedUpdate"
"""The server's own word for an update that went out with a task whose answer did not mention it, as happens when it
is killed between the two. The case never saw the update, so it is sent again."""


@dataclass
class Patience:
    """How long one act of one caller is tried in all, and whether any of it has left this process."""

    seconds: float = PATIENCE_S
    has_sent: bool = False
    sent: str = "command_unanswered"
    """Reason of the sentence for an act that may still arrive."""
    _began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds until the caller is told that nobody answered."""
        return self._began + self.seconds - time.monotonic()

    def ends(self, command_id: str) -> Unreachable:
        """What the caller is told then: whether the act may still arrive is what matters."""
        reason = self.sent if self.has_sent else "nothing_sent"
        return Unreachable(reason, command_id=command_id, seconds=round(self.seconds))


async def patiently(
    act: Callable[[], Awaitable[Result]], *, command_id: str, patience: Patience | None = None
) -> Result:
    """Repeat an idempotent act until it is answered; raises Unreachable when patience ends.

    Continue-as-new refuses updates in flight for about a second, a full engine refuses some, a
    restarting one all: the same id again is always safe. A caller that gives up is not held.
    """
    patience = patience or Patience()
    patience.has_sent = True
    pause = _FIRST_PAUSE_S
    while True:
        try:
            return await act()
        except WorkflowUpdateRPCTimeoutOrCancelledError as error:
            failure: Exception = error
        except WorkflowUpdateFailedError as error:
            if not _was_never_seen(error):
                raise
            failure = error
        except RPCError as error:
            if error.status not in _PASSING:
                raise
            failure = error
        _end_if_cancelled(failure)
        if patience.left < pause:
            raise patience.ends(command_id) from failure
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


async def through_outages(
    act: Callable[[], Awaitable[Result]], *, command_id: str, patience: Patience
) -> Result:
    """Repeat an act as a whole while the register is away: a restart or a failover is nothing people should see.

    The act must be repeatable from its beginning. Raises Unreachable when patience ends.
    """
    pause = _FIRST_PAUSE_S
    while True:
        try:
            return await act()
        except AWAY as failure:
            if isinstance(failure, ValueError):
                raise
            if patience.left < pause:
                raise patience.ends(command_id) from failure
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


def _was_never_seen(failure: WorkflowUpdateFailedError) -> bool:
    cause = failure.cause
    return isinstance(cause, ApplicationError) and cause.type == _UNPROCESSED


def _end_if_cancelled(failure: Exception) -> None:
    """The client reports the end of its own caller as a failure of the call (SDK 1.35)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from failure
