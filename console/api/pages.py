"""Pages of answers that are read whole: the place where one ended, and what comes after it."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from schemas.refusals import MalformedInput

One = TypeVar("One")
Key = list[Any]


def page_of(
    found: Sequence[One], key: Callable[[One], Key], limit: int, after: str | None
) -> tuple[list[One], str | None]:
    """At most so many after a cursor, and the next cursor; None when these are the last.

    *found* rises by *key*, so what is added meanwhile moves nothing to another page.
    """
    start = place_in(after, list) if after else None
    if start is not None:
        try:
            found = [one for one in found if key(one) > start]
        except TypeError:
            raise _not_ours(str(after)) from None
    shown = list(found[:limit])
    return shown, cursor_of(key(shown[-1])) if len(found) > limit else None


def cursor_of(place: Any) -> str:
    """The text that leads on from a place."""
    return urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_in(cursor: str, kind: type[Any]) -> Any:
    """The place in a cursor; raises MalformedInput for one that was not given here."""
    try:
        place = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        raise _not_ours(cursor) from None
    if not isinstance(place, kind):
        raise _not_ours(cursor)
    return place


def _not_ours(cursor: str) -> MalformedInput:
    return MalformedInput("bad_cursor", field="after", given=cursor[:60])
