"""The periods of reports: month, quarter, half-year, year; what each is called, and which one came before.

Called by the reads behind reports and by the command line. Pure.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from policy.counting import day_in
from schemas.refusals import MalformedInput

__all__ = ["RHYTHMS", "Period", "period_around", "period_named"]

_NAME: Final = re.compile(
    r"(?P<year>[12]\d{3})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?"
)
RHYTHMS: Final = {"month": 1, "quarter": 3, "half": 6, "year": 12}
"""Months in a period of each length."""


@dataclass(frozen=True, slots=True)
class Period:
    """So many months from the first of one on: `2023-07`, `2023-Q3`, `2023-H1`, `2023`."""

    year: int
    month: int
    """The first month."""
    months: int

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return day_in(self.year, self.month + self.months - 1, 31)

    @property
    def name(self) -> str:
        """As commands and files name it, and as `carried_over_from.period` does."""
        place = (self.month - 1) // self.months + 1
        match self.months:
            case 1:
                return f"{self.year}-{self.month:02}"
            case 3:
                return f"{self.year}-Q{place}"
            case 6:
                return f"{self.year}-H{place}"
        return str(self.year)

    def before(self) -> "Period":
        """The period of the same length that ended the day before this one began."""
        return _containing(self.first - timedelta(days=1), self.months)


def period_named(name: str) -> Period:
    """The period of that name; raises MalformedInput that shows the four forms."""
    read = _NAME.fullmatch(name.strip().upper())
    if read is None:
        raise MalformedInput("period_wrong", field="period", given=name)
    year = int(read["year"])
    if read["half"]:
        return Period(year, 6 * int(read["half"]) - 5, 6)
    if read["quarter"]:
        return Period(year, 3 * int(read["quarter"]) - 2, 3)
    return Period(year, int(read["month"]), 1) if read["month"] else Period(year, 1, 12)


def period_around(day: date, rhythm: str) -> Period:
    """The month, quarter, half or year that a day lies in."""
    return _containing(day, RHYTHMS[rhythm])


def _containing(day: date, months: int) -> Period:
    return Period(day.year, (day.month - 1) // months * months + 1, months)
