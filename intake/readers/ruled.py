"""Tables of a PDF by the lines drawn around their cells: each row becomes one line between bars.

A cell that spans several columns or rows stands in the first of them, the others are blank, so that
every cell stands under its head. Without drawn lines the words stay where they are.
"""

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_THIN: Final = 2.5
_NEAR: Final = 3.0
_SHORTEST: Final = 6.0
_MOST_EDGES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Edge:
    """A drawn line: where it lies across, and from where to where it runs."""

    at: float
    start: float
    end: float

    def covers(self, position: float) -> bool:
        return self.start - _NEAR <= position <= self.end + _NEAR


@dataclass(slots=True)
class RuledTable:
    """One table of a page: its lines from left to right and from top to bottom, and the words in its cells."""

    xs: list[float]
    ys: list[float]
    across: list[Edge]
    down: list[Edge]
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    _last: dict[tuple[int, int], float] = field(default_factory=dict)
    _open: tuple[int, int] | None = None

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[-1] <= y <= self.ys[0]

    def put(self, char: str, x: float, y: float) -> None:
        """One character; another line in the same cell is set off by a blank."""
        cell = self._cell(x, y)
        before = self.cells.get(cell, "")
        if before and abs(self._last[cell] - y) > _THIN * 2 and not before.endswith(" "):
            before += " "
        self.cells[cell] = before + char
        self._open = cell
        self._last[cell] = y

    def space(self) -> None:
        """A blank after the last character put."""
        if self._open is not None:
            self.cells[self._open] += " "

    def rows(self) -> list[str]:
        """The rows as lines between bars; a row without any words is none."""
        found = []
        for row in range(len(self.ys) - 1):
            words = [self._words(row, column) for column in range(len(self.xs) - 1)]
            if any(words):
                found.append(f"| {' | '.join(words)} |")
        return found

    def _words(self, row: int, column: int) -> str:
        return " ".join(self.cells.get((row, column), "").replace("|", "/").split())

    def _cell(self, x: float, y: float) -> tuple[int, int]:
        """The first place of the cell that a point lies in."""
        row = _band([-one for one in self.ys], -y)
        while row > 0 and not _is_drawn(self.across, self.ys[row], x):
            row -= 1
        column = _band(self.xs, x)
        while column > 0 and not _is_drawn(self.down, self.xs[column], y):
            column -= 1
        return row, column


def tables_of(page: pdfium.PdfPage) -> list[RuledTable]:
    """The ruled tables of a page with at least two rows and two columns, from top to bottom."""
    across, down = _edges(page)
    if len(across) < 3 or len(down) < 3:
        return []
    found = []
    for ys in _stacks(_distinct([edge.at for edge in across], reverse=True), down):
        top, bottom = ys[0], ys[-1]
        sides = [one for one in down if one.start <= top + _NEAR and one.end >= bottom - _NEAR]
        xs = _distinct([one.at for one in sides], reverse=False)
        if len(xs) >= 3 and len(ys) >= 3:
            rules = [one for one in across if bottom - _NEAR <= one.at <= top + _NEAR]
            found.append(RuledTable(xs, ys, rules, sides))
    return found


def _stacks(ys: list[float], down: list[Edge]) -> list[list[float]]:
    """Heights that belong together: between two of them at least two lines run down."""
    found: list[list[float]] = [ys[:1]]
    for upper, lower in pairwise(ys):
        middle = (upper + lower) / 2
        if sum(one.start <= middle <= one.end for one in down) >= 2:
            found[-1].append(lower)
        else:
            found.append([lower])
    return [one for one in found if len(one) >= 3]


def _edges(page: pdfium.PdfPage) -> tuple[list[Edge], list[Edge]]:
    """What is drawn on a page as lines across and lines down."""
    across: list[Edge] = []
    down: list[Edge] = []
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=4):
        for x1, y1, x2, y2 in _strokes(one):
            if abs(y1 - y2) <= _THIN and abs(x1 - x2) >= _SHORTEST:
                across.append(Edge((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif abs(x1 - x2) <= _THIN and abs(y1 - y2) >= _SHORTEST:
                down.append(Edge((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
        if len(across) + len(down) > _MOST_EDGES:
            return [], []
    return across, down


def _strokes(one: pdfium.PdfObject) -> list[tuple[float, float, float, float]]:
    """The straight lines of a drawn path; a thin box is one line."""
    left, bottom, right, top = one.get_bounds()
    if right - left <= _THIN or top - bottom <= _THIN:
        return [(left, bottom, right, top)]
    points = _points(one)
    if len(points) > 5:
        return [(*a[:2], *b[:2]) for a, b in pairwise(points) if not b[2]]
    box = [(left, bottom, right, bottom), (left, top, right, top)]
    return [*box, (left, bottom, left, top), (right, bottom, right, top)]


def _points(one: pdfium.PdfObject) -> list[tuple[float, float, bool]]:
    """The corners of a path on the page, each with whether the pen was lifted before it."""
    matrix = one.get_matrix()
    found = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(min(raw.FPDFPath_CountSegments(one.raw), _MOST_EDGES)):
        segment = raw.FPDFPath_GetPathSegment(one.raw, at)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        is_move = raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO
        found.append((*matrix.on_point(x.value, y.value), is_move))
    return found


def _distinct(values: list[float], *, reverse: bool) -> list[float]:
    found: list[float] = []
    for value in sorted(values, reverse=reverse):
        if not found or abs(found[-1] - value) > _NEAR:
            found.append(value)
    return found


def _band(bounds: list[float], at: float) -> int:
    """Between which two of the bounds a value lies."""
    for index in range(len(bounds) - 2, -1, -1):
        if at >= bounds[index]:
            return index
    return 0


def _is_drawn(edges: list[Edge], at: float, position: float) -> bool:
    return any(abs(one.at - at) <= _NEAR and one.covers(position) for one in edges)
