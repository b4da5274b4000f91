"""The deadline in a cell of a list: a date, a date as text, a month, a quarter, a year, or words without a day."""

import re
from datetime import date
from typing import Any, Final

from intake.tasks.workbook import Cell
from intake.timing.deadline import deadline_of_cell
from intake.words import fold
from schemas.states import Precision

__all__ = ["Unreadable", "deadline_of"]

_DAY: Final = re.compile(r"(?:(?:trước|đến|hết|chậm nhất|ngày)\s+)*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})\.?", re.IGNORECASE)  # fmt: skip
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]+)?")
_VAGUE: Final = re.compile(r"[^\d]{1,200}")


class Unreadable(ValueError):
    """The cell holds something that may be meant as a day and cannot be read as one; `reason` picks the sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason: Final = reason


def deadline_of(cell: Cell, issued_on: date) -> dict[str, Any]:
    """The deadline as the conclusion file has it; raises Unreadable."""
    if cell is None:
        return {}
    if isinstance(cell, date):
        return _day(cell, f"{cell:%d/%m/%Y}")
    if not isinstance(cell, str):
        # Excel keeps days as numbers; without a date format nobody can tell which was meant.
        raise Unreadable("deadline_number")
    if (written := _DAY.fullmatch(cell)) is not None:
        day, month, year = (int(part) for part in written.groups())
        return _day(_date(year if year > 99 else 2000 + year, month, day), cell)
    if (written := _ISO.fullmatch(cell)) is not None:
        return _day(_date(*(int(part) for part in written.groups())), cell)
    return _in_words(cell, issued_on)


def _in_words(text: str, issued_on: date) -> dict[str, Any]:
    printed = deadline_of_cell(text, fold(text), (0, len(text)), issued_on)
    raw = printed.raw or text
    if printed.due_on is not None:
        return {"raw": raw, "precision": printed.precision.value, "due_on": printed.due_on.isoformat()}  # fmt: skip
    if printed.precision is Precision.EVENT or _VAGUE.fullmatch(text):
        return {"raw": raw[:500], "precision": Precision.NONE.value}
    raise Unreadable("deadline_unclear")


def _day(day: date, raw: str) -> dict[str, Any]:
    return {"raw": raw, "precision": Precision.DAY.value, "due_on": day.isoformat()}


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Unreadable("deadline_no_day") from None
