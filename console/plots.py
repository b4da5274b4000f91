"""Drawings for pages: how the whole stood at the ends of periods, and an indicator against its trajectory.

Plain SVG in the colours of the groups; the words and the table under each are for everybody.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from papers.formats.plots import drawn
from papers.paper import Plot
from schemas.labels import SCHEDULES, Lang, word
from schemas.reporting import IndicatorCourse
from schemas.states import Schedule

_WIDE: Final = 640
_HIGH: Final = 226
_GROUND: Final = 190
"""Where the columns stand; below are their labels."""
_ORDER: Final = (
    Schedule.DONE_ON_TIME,
    Schedule.DONE_LATE,
    Schedule.OPEN_IN_TIME,
    Schedule.OPEN_OVERDUE,
    Schedule.NO_DEADLINE,
    Schedule.SUSPENDED,
    Schedule.WITHDRAWN,
)


def columns(ends: Sequence[tuple[tuple[str, str], Mapping[str, int]]], lang: Lang) -> Markup:
    """One column of the seven groups for each end of a period, oldest first; *ends* are its name on two lines and its counts."""
    most = max((counts["total"] for _, counts in ends), default=0) or 1
    step = _WIDE / max(len(ends), 1)
    width = min(step * 0.6, 72)
    parts = []
    for at, (name, counts) in enumerate(ends):
        left, top = at * step + (step - width) / 2, float(_GROUND)
        for group in _ORDER:
            if counts[group]:
                high = 160 * counts[group] / most
                top -= high
                said = f"{' '.join(name)}: {counts[group]} {word(SCHEDULES, group, lang)}"
                parts.append(
                    Markup(
                        '<rect class="g-{}" x="{}" y="{}" width="{}" height="{}"><title>{}</title></rect>'
                    ).format(
                        group.value,
                        f"{left:.1f}",
                        f"{top:.1f}",
                        f"{width:.1f}",
                        f"{max(high, 0.6):.1f}",
                        said,
                    )
                )
        middle = f"{left + width / 2:.1f}"
        parts.append(
            Markup('<text x="{}" y="{}" class="plot-sum">{}</text>').format(
                middle, f"{top - 6:.1f}", counts["total"]
            )
        )
        parts += [
            Markup('<text x="{}" y="{}" class="plot-name">{}</text>').format(
                middle, _GROUND + down, line
            )
            for down, line in zip((16, 30), name, strict=True)
        ]
    axis = Markup('<line class="plot-axis" x1="0" y1="{0}" x2="{1}" y2="{0}"></line>').format(
        _GROUND, _WIDE
    )
    return Markup(
        '<svg class="columns" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}{}</svg>'
    ).format(_WIDE, _HIGH, Markup("").join(parts), axis)


def course(one: IndicatorCourse, as_of: date) -> Markup:
    """The path dashed, the target as a line across, what was reported with a dot for each value, today as a line down."""
    plot = drawn(
        Plot(
            title=one.name,
            unit=one.unit,
            path=one.trajectory,
            reported=one.reported,
            target=one.target,
            by=one.by,
            as_of=as_of,
        )
    )
    lines = [
        *(_tick(at, said) for at, said in plot["up"]),
        *(_day(at, said) for at, said in plot["along"]),
        _across(plot["target"], "plot-target"),
        _line(plot["path"], "plot-path"),
        _line(plot["reported"], "plot-real"),
        *(_dot(x, y) for x, y in plot["reported"]),
    ]
    if plot["now"] is not None:
        lines.append(_down(plot["now"]))
    return Markup(
        '<svg class="course" viewBox="0 0 480 200" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup("").join(lines))


def _x(share: float) -> str:
    return f"{52 + 416 * share:.1f}"


def _y(share: float) -> str:
    return f"{168 - 152 * share:.1f}"


def _tick(at: float, said: str) -> Markup:
    return Markup(
        '<line class="plot-grid" x1="52" x2="468" y1="{0}" y2="{0}"></line><text class="plot-up" x="46" y="{0}">{1}</text>'
    ).format(_y(at), said)


def _day(at: float, said: str) -> Markup:
    where = "end" if at > 0.9 else "start" if at < 0.1 else "middle"
    return Markup('<text class="plot-day" x="{}" y="186" text-anchor="{}">{}</text>').format(
        _x(at), where, said
    )


def _across(at: float, look: str) -> Markup:
    return Markup('<line class="{}" x1="52" x2="468" y1="{}" y2="{}"></line>').format(
        look, _y(at), _y(at)
    )


def _down(at: float) -> Markup:
    return Markup('<line class="plot-now" x1="{0}" x2="{0}" y1="16" y2="168"></line>').format(
        _x(at)
    )


def _line(points: Any, look: str) -> Markup:
    said = " ".join(f"{_x(x)},{_y(y)}" for x, y in points)
    return Markup('<polyline class="{}" points="{}"></polyline>').format(look, said)


def _dot(x: float, y: float) -> Markup:
    return Markup('<circle class="plot-dot" r="4" cx="{}" cy="{}"></circle>').format(_x(x), _y(y))
