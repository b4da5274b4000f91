"""The working calendar that new cases carry, read from the dated file beside this module.

Each line of the file names its source. A version is never changed: a new decision makes a new
version, which reaches running cases only by the command `change_rules`.
"""

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files

from schemas.rules import Calendar


@lru_cache(maxsize=1)
def calendar_today() -> Calendar:
    """The newest version of the calendar."""
    lines = (files("schemas") / "calendar.csv").read_text(encoding="utf-8").splitlines()
    remarks = dict(
        line.lstrip("# ").split(": ", 1) for line in lines if line.startswith("#") and ": " in line
    )
    rows = list(csv.DictReader(line for line in lines if not line.startswith("#")))
    return Calendar(
        version=remarks["version"],
        announced_through=int(remarks["announced_through"]),
        off=_days(rows, "off"),
        worked=_days(rows, "work"),
    )


def _days(rows: list[dict[str, str]], kind: str) -> tuple[date, ...]:
    return tuple(sorted({date.fromisoformat(row["date"]) for row in rows if row["kind"] == kind}))
