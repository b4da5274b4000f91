"""Days that deadlines can be counted from: near the ends of the calendar there is nothing to count on to.

Asked wherever a day enters: of a conclusion before it is issued, of a command at the door of its case,
of a body at the API. A case that held the last day there is would fail at every step (tried with
31/12/9999: OverflowError, again and again).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

EARLIEST: Final = date(1945, 9, 2)
LATEST: Final = date(2200, 12, 31)
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_WRITTEN: Final = re.compile(f'"({_DAY.pattern})"', re.ASCII)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class TooFar:
    """A day out of reach: where it stands, and what the sentence `day_too_far` needs."""

    path: Path
    said: dict[str, Any]

    @property
    def field(self) -> str:
        """The path as errors name it."""
        return ".".join(map(str, self.path))


def may_be_out_of_reach(written: str) -> bool:
    """Whether JSON is worth looking through: some text in it is written like a day out of reach."""
    earliest, latest = EARLIEST.isoformat(), LATEST.isoformat()
    return any(not earliest <= day <= latest for day in _WRITTEN.findall(written))


def out_of_reach(said: Any) -> TooFar | None:
    """The first such day in plain values; None when all can be counted from."""
    for path, one in leaves(said):
        day = _day_in(one)
        if day is not None and not EARLIEST <= day <= LATEST:
            reach = {"earliest": EARLIEST.isoformat(), "latest": LATEST.isoformat()}
            return TooFar(path, {"given": day.isoformat(), **reach})
    return None


def leaves(said: Any) -> Iterator[tuple[Path, Any]]:
    """Every text, number and day with its place, names included, in order and without recursion."""
    waiting: list[tuple[Path, Any]] = [((), said)]
    while waiting:
        path, one = waiting.pop()
        if isinstance(one, dict):
            waiting += [((*path, name), inner) for name, inner in reversed(one.items())]
            yield from (((*path, name), name) for name in one)
        elif isinstance(one, list | tuple):
            waiting += [((*path, at), inner) for at, inner in reversed(list(enumerate(one)))]
        else:
            yield path, one


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
