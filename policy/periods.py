"""Periods by name, as reports and closings use them: `2023`, `2023-H1`, `2023-Q3`, `2023-07`. Pure."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from policy.counting import day_in
from schemas.refusals import MalformedInput

_NAME: Final = re.compile(r"^(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?$")
_LAST_DAY: Final = 31


@dataclass(frozen=True, slots=True)
class Period:
    """A named stretch of whole months, both days inclusive."""

    name: str
    first: date
    last: date


def period_named(name: str) -> Period:
    """The period of that name; raises MalformedInput that shows the four forms."""
    found = _NAME.match(name.strip())
    if found is None or found[1] == "0000":
        raise MalformedInput("period_wrong", field="name", given=name)
    year, half, quarter, month = (int(part) if part else 0 for part in found.groups())
    if half:
        months = (6 * half - 5, 6 * half)
    elif quarter:
        months = (3 * quarter - 2, 3 * quarter)
    else:
        months = (month, month) if month else (1, 12)
    return Period(name.strip(), date(year, months[0], 1), day_in(year, months[1], _LAST_DAY))
