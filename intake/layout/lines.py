"""The lines of a text with their spans, and what a line looks like on its own."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_RULE: Final = re.compile(r"\|?[\s:|-]*-{3,}[\s:|-]*\|?")
_TABLE_ROW: Final = re.compile(r"\s*\|.*\|\s*")
_ENDED: Final = re.compile(r"[.;:?!…/|\"]\s*\**\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line without its line break."""

    start: int
    end: int
    folded: str

    @property
    def is_blank(self) -> bool:
        return not self.folded.strip()

    @property
    def is_row(self) -> bool:
        return bool(_TABLE_ROW.fullmatch(self.folded)) and self.folded.count("|") >= 2

    @property
    def is_rule(self) -> bool:
        """The line of dashes under a table's head, or a row of dashes."""
        return bool(_RULE.fullmatch(self.folded.strip())) and bool(self.folded.strip())

    @property
    def is_ended(self) -> bool:
        return bool(_ENDED.search(self.folded))

    @property
    def words(self) -> str:
        return " ".join(self.folded.split())


def lines_of(folded: str) -> list[Line]:
    """Every line, blank ones too."""
    found, start = [], 0
    for piece in folded.split("\n"):
        found.append(Line(start, start + len(piece), piece))
        start += len(piece) + 1
    return found


def cells_of(line: Line) -> list[tuple[int, int]]:
    """The spans of the cells of a row, without the blanks around them."""
    bars = [line.start + at for at, char in enumerate(line.folded) if char == "|"]
    cells = []
    for left, right in pairwise(bars):
        raw = line.folded[left + 1 - line.start : right - line.start]
        lead = len(raw) - len(raw.lstrip())
        cells.append(
            (left + 1 + lead, max(left + 1 + lead, right - (len(raw) - len(raw.rstrip()))))
        )
    return cells


def is_hard_wrapped(lines: list[Line]) -> bool:
    """Whether the text was stored with a line break at the right margin of every line."""
    prose = [
        len(line.folded.rstrip())
        for line in lines
        if not line.is_row and len(line.folded.rstrip()) > 45
    ]
    if len(prose) < 8:
        return False
    return max(prose) <= 130 and sum(length >= 60 for length in prose) >= 0.6 * len(prose)
