"""What a directive as written means for its assignments: the deadline that holds, urgency, origin, rhythm.

Called by the gateway when a conclusion is issued and by `policy.decide` when a directive is added or
amended; knows nothing of agencies, so that it can run inside a workflow.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from policy.counting import counted_end, fits, last_day_of
from policy.indicators import aims_of
from schemas.case import Counted, DeadlineNow, Duty, Origin, Planned
from schemas.conclusion import CarriedOver, Deadline, Directive
from schemas.ids import assignment_id, codes_among
from schemas.rules import Calendar
from schemas.states import Precision

_URGENT: Final = re.compile(r"\b(ngay|khẩn trương|h[oỏ][aả] tốc)\b", re.IGNORECASE)
_DAY_BEFORE: Final = re.compile(r"\btrước\s+(ngày\b|\d)", re.IGNORECASE)
_WITHOUT_DAY: Final = frozenset({Precision.NONE, Precision.EVENT})

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a directive from being issued: where, why, and what the sentence needs."""

    path: Path
    reason: str
    said: dict[str, Any] = field(default_factory=dict)


def deadline_of(
    printed: Deadline, origin: CarriedOver | None, issued_on: date, calendar: Calendar
) -> DeadlineNow:
    """The deadline that holds from the issue on: the new day, else the old one of carried-over work."""
    count = _counted(printed, issued_on)
    due_on = printed.due_on
    if due_on is None and printed.precision is Precision.PERIOD and count and count.from_on:
        due_on = counted_end(count, count.from_on, calendar)
    missed_on = origin.due_on if origin else None
    inherited = due_on is None and missed_on is not None
    due_on = due_on or missed_on
    return DeadlineNow(
        due_on=due_on,
        precision=Precision.DAY if inherited else printed.precision,
        names_day_before=_names_day_before(printed) and not inherited,
        first_due_on=missed_on or due_on,
        review_on=printed.review_on,
        count=None if inherited else count,
    )


def planned_with(
    ref: str, directive: Directive, leads: Iterable[str], deadline: DeadlineNow
) -> list[Planned]:
    """One assignment for each lead, in their order."""
    origin, duty = directive.carried_over_from, directive.report
    alike = Planned(
        id="",
        n=directive.n,
        holder="",
        coordinating=codes_among(directive.coordinating),
        deadline=deadline,
        urgent=bool(_URGENT.search(directive.deadline.raw or "")),
        origin=Origin(**origin.model_dump()) if origin else None,
        duty=Duty(**duty.model_dump()) if duty else None,
        aims=aims_of(directive),
    )
    return [alike.but(id=assignment_id(ref, directive.n, lead), holder=lead) for lead in leads]


def problems_of_deadline(
    directive: Directive, issued_on: date, calendar: Calendar
) -> Iterator[Problem]:
    """What is wrong with the days of a directive; paths begin at its fields."""
    yield from problems_of_printed(directive.deadline, issued_on, calendar)
    origin = directive.carried_over_from
    for name, day in (("due_on", origin.due_on), ("given_on", origin.given_on)) if origin else ():
        if day is not None and day >= issued_on:
            said = {"issued_on": issued_on.isoformat(), "due_on": day.isoformat()}
            yield Problem(("carried_over_from", name), "origin_not_before_issue", said)


def problems_of_printed(
    printed: Deadline, issued_on: date, calendar: Calendar
) -> Iterator[Problem]:
    """What is wrong with one deadline; paths begin with `deadline`."""
    issued = {"issued_on": issued_on.isoformat()}
    due_on = printed.due_on
    yield from _of_precision(printed)
    if due_on is not None and due_on < issued_on:
        said = issued | {"due_on": due_on.isoformat()}
        yield Problem(("deadline", "due_on"), "due_before_issue", said)
    elif due_on is not None:
        yield from _of_meaning(printed, due_on, issued_on, calendar)
    if printed.review_on is not None and printed.review_on < issued_on:
        said = issued | {"review_on": printed.review_on.isoformat()}
        yield Problem(("deadline", "review_on"), "review_before_issue", said)


def _of_precision(printed: Deadline) -> Iterator[Problem]:
    """A day where there is one, a count where one is counted."""
    precision = printed.precision
    said = {"precision": precision.value}
    counts = precision in {Precision.PERIOD, Precision.EVENT}
    if printed.due_on is not None and precision in _WITHOUT_DAY:
        yield Problem(("deadline", "precision"), "day_without_precision", said)
    if printed.count is not None and not counts:
        yield Problem(("deadline", "count"), "count_without_period", said)
    if precision is Precision.EVENT and printed.count is not None and printed.count.from_on:
        yield Problem(("deadline", "count", "from_on"), "event_has_come", said)
    can_be_counted = precision is Precision.PERIOD and printed.count is not None
    if printed.due_on is None and precision not in _WITHOUT_DAY and not can_be_counted:
        yield Problem(("deadline", "due_on"), "precision_without_day", said)


def _of_meaning(
    printed: Deadline, due_on: date, issued_on: date, calendar: Calendar
) -> Iterator[Problem]:
    """A day that is not what its precision, or its count, means."""
    path, given = ("deadline", "due_on"), due_on.isoformat()
    if not fits(printed.precision, due_on):
        expected = last_day_of(printed.precision, due_on).isoformat()
        said = {"due_on": given, "precision": printed.precision.value, "expected": expected}
        yield Problem(path, "day_beside_precision", said)
    count = _counted(printed, issued_on)
    if printed.precision is not Precision.PERIOD or count is None or count.from_on is None:
        return
    if (end := counted_end(count, count.from_on, calendar)) != due_on:
        yield Problem(path, "day_beside_count", {"due_on": given, "expected": end.isoformat()})


def _names_day_before(printed: Deadline) -> bool:
    return printed.count is None and bool(_DAY_BEFORE.search(printed.raw or ""))


def _counted(printed: Deadline, issued_on: date) -> Counted | None:
    """The period as the case carries it: counted from a day, or still waiting for its event."""
    if printed.count is None:
        return None
    start: date | None = printed.count.from_on or issued_on
    if printed.precision is Precision.EVENT:
        start = None
    return Counted(amount=printed.count.amount, unit=printed.count.unit, from_on=start)
