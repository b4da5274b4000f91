"""Starts and updates are repeated with the same ids through passing failures of the engine."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError, RPCStatusCode

from schemas.refusals import Unreachable

Result = TypeVar("Result")

PATIENCE_S: Final = 60.0
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


async def patiently(
    act: Callable[[], Awaitable[Result]], *, command_id: str, patience_s: float = PATIENCE_S
) -> Result:
    """Repeat an idempotent act until it is answered; raises Unreachable when patience ends.

    Continue-as-new refuses updates in flight for about a second, a full engine refuses some, a
    restarting one all: the same id again is always safe. A caller that gives up is not held.
    """
    until = time.monotonic() + patience_s
    pause = _FIRST_PAUSE_S
    while True:
        try:
            return await act()
        except WorkflowUpdateRPCTimeoutOrCancelledError as error:
            failure: Exception = error
        except RPCError as error:
            if error.status not in _PASSING:
                raise
            failure = error
        _end_if_cancelled(failure)
        if time.monotonic() + pause > until:
            raise Unreachable("engine_unreachable", command_id=command_id) from failure
        await asyncio.sleep(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


def _end_if_cancelled(failure: Exception) -> None:
    """The client reports the end of its own caller as a failure of the call (SDK 1.35)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError from failure
