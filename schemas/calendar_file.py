"""The working calendar that new cases carry, read from the dated file beside this module.

Each line of the file names its source. A version is never changed: a new decision makes a new
version, which reaches running cases only by the command `change_rules`.
"""

import csv
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from schemas.rules import Calendar


class NamedDay(NamedTuple):
    """A day that differs from the week of Monday to Friday, as the file has it."""

    day: date
    is_worked: bool
    name: str
    source: str
    """The law or document that says so."""


@lru_cache(maxsize=1)
def calendar_today() -> Calendar:
    """The newest version of the calendar."""
    lines = _lines()
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


@lru_cache(maxsize=1)
def named_days() -> tuple[NamedDay, ...]:
    """Every line of the file in its order, for the people who look it up."""
    rows = csv.DictReader(line for line in _lines() if not line.startswith("#"))
    return tuple(
        NamedDay(
            date.fromisoformat(row["date"]), row["kind"] == "work", row["name_vi"], row["source"]
        )
        for row in rows
    )


def _lines() -> list[str]:
    return (files("schemas") / "calendar.csv").read_text(encoding="utf-8").splitlines()


def _days(rows: list[dict[str, str]], kind: str) -> tuple[date, ...]:
    return tuple(sorted({date.fromisoformat(row["date"]) for row in rows if row["kind"] == kind}))
