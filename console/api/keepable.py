"""What the register and the rules can hold: texts, numbers and days that JSON allows and they do not.

Asked of every body before it is looked at, and of every command and conclusion before it is sent on.
"""

import json
import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from console.api.problems import Unreadable
from schemas.refusals import MalformedInput

EARLIEST: Final = date(1945, 9, 2)
LATEST: Final = date(2200, 12, 31)
"""Deadlines are counted on from a day; near the end of the calendar there is nothing to count on to."""
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_SURROGATES: Final = ("\ud800", "\udfff")


def refuse_unreadable(body: bytes) -> None:
    """Raises Unreadable for what is no JSON, for numbers without end, half characters and U+0000."""
    if not body:
        return
    try:
        said = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("body_unreadable") from None
    for one in _leaves(said):
        if (isinstance(one, str) and not is_text(one)) or _is_infinite(one):
            raise Unreadable("body_unreadable")


def refuse_unkeepable(said: Any) -> None:
    """Raises MalformedInput for days no rule can count from, and for texts that became infinite numbers."""
    for one in _leaves(said):
        if _is_infinite(one):
            raise MalformedInput("field_wrong", field="body", problem="NaN, Infinity")
        day = _day_in(one)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise MalformedInput("day_too_far", given=day.isoformat(), earliest=EARLIEST.isoformat(),
                                 latest=LATEST.isoformat())  # fmt: skip


def is_text(value: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold it."""
    return "\x00" not in value and not any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in value)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _is_infinite(one: Any) -> bool:
    return isinstance(one, float) and not math.isfinite(one)


def _day_in(one: Any) -> date | None:
    """A day, also one that is still written: amendments carry them as texts."""
    if isinstance(one, date):
        return one
    if not isinstance(one, str) or not _DAY.fullmatch(one):
        return None
    try:
        return date.fromisoformat(one)
    except ValueError:
        return None


def _leaves(said: Any) -> Iterator[Any]:
    """Every text, number and day, names included, without recursion."""
    waiting = [said]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list | tuple):
            waiting += one
        else:
            yield one
