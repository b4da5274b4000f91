"""Ends what runs beside a block. Called by the dispatcher on its way out; nothing is left running."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

__all__ = ["ended"]

_AGAIN_AFTER_S: Final = 1.0


async def ended(tasks: Iterable["asyncio.Task[Any]"]) -> None:
    """Cancel them until they are over; what they raised is dropped.

    Once is not always enough: a library below may answer a cancellation with the result that came in
    the same moment, or with a failure of its own, and a task that repeats itself would then go on for ever.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=_AGAIN_AFTER_S)
