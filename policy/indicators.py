"""Reported values of indicators against their trajectory: what should be reached by when, and what is behind.

Stepwise (docs/adr/0015): the document names values for days, and between two of them the earlier one
holds. An indicator is behind from the day after such a day until a value that reaches it is reported;
one of which nothing was reported has not been shown to reach anything.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

from schemas.case import Aim, Assignment, Milestone
from schemas.conclusion import Directive, Indicator
from schemas.folding import fold_vi
from schemas.states import State

_ONE_DAY: Final = timedelta(days=1)


def aims_of(directive: Directive) -> tuple[Aim, ...]:
    """The indicators as an assignment carries them."""
    return tuple(aim_of(one) for one in directive.indicators)


def aim_of(indicator: Indicator) -> Aim:
    """One indicator; whether it falls is read off the way from its baseline, or first point, to its target."""
    points = {one.on: one.value for one in indicator.trajectory} | {indicator.by: indicator.target}
    in_order = tuple(Milestone(on=day, value=points[day]) for day in sorted(points))
    begins = indicator.baseline if indicator.baseline is not None else in_order[0].value
    return Aim(name=indicator.name, falls=indicator.target < begins, points=in_order)


def reaches(aim: Aim, point: Milestone) -> bool:
    """Whether the newest value is as good as the point asks."""
    if aim.value is None:
        return False
    return aim.value <= point.value if aim.falls else aim.value >= point.value


def with_values(
    aims: tuple[Aim, ...], reported: Iterable[Mapping[str, Any]], *, seq: int = 0
) -> tuple[Aim, ...]:
    """The aims after a report; of two values of one indicator that of the later day holds, else the newer report."""
    for one in reported:
        key, on = fold_vi(str(one["name"])), date.fromisoformat(str(one["on"]))
        aims = tuple(
            aim.but(value=float(one["value"]), value_on=on, value_seq=seq)
            if fold_vi(aim.name) == key and (aim.value_on is None or aim.value_on <= on)
            else aim
            for aim in aims
        )
    return aims


def expected(aim: Aim, as_of: date) -> Milestone | None:
    """The point that counts on that day: the last one whose day has ended before it; None before the first."""
    passed = [point for point in aim.points if point.on < as_of]
    return passed[-1] if passed else None


def short_from(aim: Aim) -> date | None:
    """The first day on which the newest value does not suffice; a trajectory that turns back still counts whole."""
    missed = (point.on + _ONE_DAY for point in aim.points if not reaches(aim, point))
    return next(missed, None)


def behind_from(assignment: Assignment) -> date | None:
    """The first day on which an open assignment is behind unless a better value comes; None: never as things stand.

    What is closed or suspended is not: nothing is asked of it.
    """
    if assignment.state.is_closed or assignment.state is State.SUSPENDED:
        return None
    days = (short_from(aim) for aim in assignment.aims)
    return min((day for day in days if day is not None), default=None)


def days_to_reach(assignment: Assignment) -> tuple[date, ...]:
    """The days for which some indicator has not reached its value yet, in order."""
    return tuple(
        sorted(
            {point.on for aim in assignment.aims for point in aim.points if not reaches(aim, point)}
        )
    )


def known_names(assignment: Assignment) -> tuple[str, ...]:
    """The indicators one can report on."""
    return tuple(aim.name for aim in assignment.aims)
