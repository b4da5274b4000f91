"""How one change of an assignment changes the counters: minus what it was, plus what it is.

Counters are kept by dimension and key; what becomes overdue when, on a ruler with three graduations.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from register.deriving.standings import REASSIGNED, Standing
from schemas.states import Schedule

__all__ = ["BEHIND", "GRADUATIONS", "GROUPS", "NONE", "Tally", "graduation", "keys_of"]

GRADUATIONS: Final = (1, 16, 256)
"""Days per mark, finest first: any day is reached over at most 15 marks of a day, 15 of 16 days, and few coarse ones."""

GROUPS: Final = (
    *(Schedule.DONE_ON_TIME.value, Schedule.DONE_LATE.value, Schedule.OPEN_IN_TIME.value),
    *(Schedule.NO_DEADLINE.value, Schedule.SUSPENDED.value, Schedule.WITHDRAWN.value),
)
"""The columns of `counter`; what is overdue of open_in_time is counted by day, in `lateness`."""

BEHIND: Final = "behind:"
"""Before the dimension, on the ruler of days: indicators behind their trajectory, in the place of overdue work."""

NONE: Final = ""
"""The key of what belongs to no session or no programme."""

Key = tuple[str, str]


def keys_of(
    *, holder: str, level: str, session: int | None, ref: str, programmes: Iterable[str]
) -> tuple[Key, ...]:
    """Every (dimension, key) an assignment is counted under."""
    return ("agency", holder), ("level", level), *_of_conclusion(session, ref, tuple(programmes))


@lru_cache(maxsize=256)
def _of_conclusion(session: int | None, ref: str, programmes: tuple[str, ...]) -> tuple[Key, ...]:
    return (
        ("session", NONE if session is None else str(session)),
        ("conclusion", ref),
        *(("programme", one) for one in (tuple(dict.fromkeys(programmes)) or (NONE,))),
    )


def graduation(day: date, days: int) -> date:
    """The mark of that graduation at or before the day."""
    return day - timedelta(days=day.toordinal() % days)


class Tally:
    """Changes of counters, summed before they are written."""

    def __init__(self) -> None:
        self._changes: Counter[tuple[tuple[Key, ...], str, date | None, date | None]] = Counter()

    def add(self, keys: tuple[Key, ...], standing: Standing, by: int) -> None:
        """Count an assignment in (by = 1) or out (by = -1)."""
        if standing.grp != REASSIGNED:
            days = standing.late_from, standing.behind_from
            self._changes[(keys, standing.grp, *days)] += by

    def groups(self) -> list[dict[str, Any]]:
        """Rows of `counter`, in the order in which every commit locks them: so none wait in a circle."""
        sums: defaultdict[Key, dict[str, int]] = defaultdict(lambda: dict.fromkeys(GROUPS, 0))
        for (keys, grp, _, _), by in self._changes.items():
            for key in keys:
                sums[key][grp] += by
        return [
            {"dimension": dimension, "key": key, **counts}
            for (dimension, key), counts in sorted(sums.items())
            if any(counts.values())
        ]

    def late(self) -> list[dict[str, Any]]:
        """Rows of `lateness`, in one order for everybody as well."""
        sums: defaultdict[tuple[str, int, date, str], int] = defaultdict(int)
        for (keys, _, late_from, behind_from), by in self._changes.items():
            for what, from_day in (("", late_from), (BEHIND, behind_from)):
                for days, mark in _marks(from_day) if from_day else ():
                    for dimension, key in keys:
                        sums[f"{what}{dimension}", days, mark, key] += by
        names = ("dimension", "days", "from_day", "key", "n")
        return [dict(zip(names, (*key, n), strict=True)) for key, n in sorted(sums.items()) if n]


@lru_cache(maxsize=1024)
def _marks(day: date) -> tuple[tuple[int, date], ...]:
    return tuple((days, graduation(day, days)) for days in GRADUATIONS)
