"""Where the lines and labels of a plot lie: pure geometry in a unit square, drawn by the forms of PDF and DOCX."""

import math
from collections.abc import Iterable
from datetime import date
from itertools import chain
from typing import Any, Final

from papers.paper import Plot
from papers.writing import day, decimal

__all__ = ["drawn"]

_STEPS: Final = 4
_ROUND: Final = (1.0, 2.0, 2.5, 5.0, 10.0)


def drawn(plot: Plot) -> dict[str, Any]:
    """The plot as the form draws it: points from 0 to 1, upwards; ticks with their labels."""
    days = sorted({on for on, _ in chain(plot.path, plot.reported)} | {plot.by})
    first, last = days[0], days[-1]
    width = max(1, (last - first).days)
    values = [value for _, value in chain(plot.path, plot.reported)] + [plot.target, 0.0]
    low, step = _scale(min(values), max(values))
    high = low + step * _STEPS
    while high < max(values):
        high += step

    def place(points: Iterable[tuple[date, float]]) -> list[list[float]]:
        return [[(on - first).days / width, (value - low) / (high - low)] for on, value in points]

    steps = round((high - low) / step)
    now = (plot.as_of - first).days / width
    return {
        "title": plot.title,
        "unit": plot.unit,
        "path": place(plot.path),
        "reported": place(plot.reported),
        "target": (plot.target - low) / (high - low),
        "now": now if 0 <= now <= 1 else None,
        "up": [[at / steps, decimal(round(low + at * step, 9))] for at in range(steps + 1)],
        "along": [[(on - first).days / width, day(on)] for on in _apart(days, width)],
        "says": _said(plot),
    }


def _scale(low: float, high: float) -> tuple[float, float]:
    """A first tick and a round step with which so many steps reach from the one to the other."""
    rough = (high - low) / _STEPS or 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in _ROUND if one * power >= rough * (1 - 1e-9))
    return math.floor(low / step) * step, step


def _apart(days: list[date], width: int) -> list[date]:
    """Of the days of all points those whose labels do not touch, the last one always."""
    kept: list[date] = []
    for on in reversed(days):
        if not kept or (kept[-1] - on).days / width >= 0.17:
            kept.append(on)
    return kept


def _said(plot: Plot) -> str:
    """The plot in words, for those who do not see it."""
    newest = (
        f"{decimal(plot.reported[-1][1])} ngày {day(plot.reported[-1][0])}"
        if plot.reported
        else "chưa có"
    )
    return f"{plot.title}: mục tiêu {decimal(plot.target)} {plot.unit} đến {day(plot.by)}; giá trị báo cáo gần nhất {newest}."
