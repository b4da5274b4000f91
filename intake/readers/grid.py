"""Merged cells of a table: a blank stands for every place that a cell above or to the left covers.

So that the cells of every row stand under their heads. Used while HTML, and with it DOCX, is read.
"""

from typing import Final

_MOST: Final = 60


class Grid:
    """Which columns of one table are covered from above, and how wide the open cell is."""

    def __init__(self) -> None:
        self._below: dict[int, int] = {}
        self._width = self._height = 1

    def open_cell(self, row: list[str], given: dict[str, str | None]) -> None:
        """A cell begins after the columns that cells above it cover."""
        self._skip(row)
        self._width, self._height = _span(given, "colspan"), _span(given, "rowspan")

    def close_cell(self, row: list[str]) -> None:
        """The cell has joined its row: the columns it covers beside and below it are blank."""
        first = len(row) - 1
        row += [""] * (self._width - 1)
        if self._height > 1:
            self._below |= dict.fromkeys(range(first, first + self._width), self._height - 1)
        self._width = self._height = 1

    def close_row(self, row: list[str]) -> None:
        """Columns at the end that cells above cover."""
        self._skip(row)

    def _skip(self, row: list[str]) -> None:
        while left := self._below.get(len(row), 0):
            self._below[len(row)] = left - 1
            row.append("")


def _span(given: dict[str, str | None], name: str) -> int:
    said = given.get(name) or "1"
    return min(_MOST, max(1, int(said))) if said.isdigit() else 1
