"""Counts of time that has passed, remembered by this process for as long as nothing is recorded that lies in it."""

from collections.abc import Awaitable, Callable, Hashable
from datetime import UTC, datetime
from typing import Any, Final, TypeVar

from register.pool import Db
from register.sql import SQL

__all__ = ["remembered"]

_NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)
_MOST: Final = 120
_known: Final[dict[tuple[Hashable, ...], tuple[datetime, Any]]] = {}
"""Counts by register and question, and until which recorded event they are known to hold."""
Count = TypeVar("Count")


async def remembered(
    db: Db, question: tuple[Hashable, ...], end: datetime, count: Callable[[], Awaitable[Count]]
) -> Count:
    """What *count* answers about the time before *end*: asked anew once anything before it has been recorded since."""
    found = await db.fetchrow(SQL["past_day_touched"], _NEVER, end)
    assert found is not None  # noqa: S101 - one row always
    own = (found["register"], *question)
    if (known := _known.get(own)) is not None:
        mark, counted = known
        now = await db.fetchrow(SQL["past_day_touched"], mark, end)
        if now is not None and not now["is_touched"] and mark <= now["newest"]:
            _known[own] = (now["newest"], counted)
            return counted  # type: ignore[no-any-return]
    answer = await count()
    while len(_known) >= _MOST:
        _known.pop(next(iter(_known)))
    _known[own] = (found["newest"], answer)
    return answer
