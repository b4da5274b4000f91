"""What was not done in a period as directives of the next conclusion, which remember where they come from.

Pure; called by the CLI with what `register.reads.unfinished` found. Work that was carried over before keeps
its first period and first day, so that its age counts for ever (design §4).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple

from policy.counting import fits
from policy.periods import Period
from schemas.agencies import successors_of
from schemas.conclusion import CarriedOver, Conclusion, Deadline, Directive
from schemas.ids import parsed
from schemas.states import Precision, Schedule, State

_ONE_DAY: Final = timedelta(days=1)
_OWN_WORDS: Final = ("text", "report", "product", "illustrative")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the next conclusion says of itself."""

    ref: str
    issued_on: date
    title: str
    standing_office: str
    session: int | None = None
    due_on: date | None = None
    """The new due day of what should have been done; None: overdue on arrival."""


def is_left_over(item: dict[str, Any], period: Period) -> bool:
    """Open, with a last day in the period or before, and nothing handed in by then: it cannot be done in time."""
    late_from = item["late_from"]
    return late_from is not None and date.fromisoformat(late_from) <= period.last + _ONE_DAY


def chosen(
    items: Iterable[dict[str, Any]], period: Period, *, all_open: bool = False
) -> list[dict[str, Any]]:
    """What goes over: what should have been done, or, if somebody wants that, everything that is open.

    What waits for the office's review stays where its evidence is.
    """
    return [
        item
        for item in items
        if is_left_over(item, period) or (all_open and item["state"] != State.UNDER_REVIEW)
    ]


def carried(
    items: Iterable[dict[str, Any]], period: Period, opening: Opening, *, first_n: int = 1
) -> list[Directive]:
    """One directive for each wording, origin and day, its assignees those who hold it, numbered from *first_n* on.

    *items* are those of `unfinished` that were `chosen`; a holder that has ceased by the issue gives way
    to its first successor. What was not due yet keeps its day, or has none; *due_on* of the opening is
    for what should have been done.
    """

    def origin_of(item: dict[str, Any]) -> _From:
        return _origin_of(item, period, opening.issued_on)

    groups = (list(some) for _, some in groupby(sorted(items, key=origin_of), key=origin_of))
    return [
        _directive(number, some, period, opening)
        for number, some in enumerate(groups, start=first_n)
    ]


def next_conclusion(
    items: Iterable[dict[str, Any]], period: Period, opening: Opening
) -> Conclusion:
    """A conclusion of nothing but what is carried over, which must be something."""
    directives = carried(items, period, opening)
    return Conclusion(
        ref=opening.ref,
        issued_on=opening.issued_on,
        session=opening.session,
        title=opening.title,
        standing_office=opening.standing_office,
        source=f"Chuyển tiếp từ kỳ {period.name}",
        directives=tuple(directives),
    )


def extended(
    base: Conclusion, items: Iterable[dict[str, Any]], period: Period, due_on: date | None
) -> Conclusion:
    """A conclusion with what is carried over after its own directives; its own *issued_on* and ref hold."""
    opening = Opening(
        base.ref, base.issued_on, base.title, base.standing_office, base.session, due_on
    )
    after = max(one.n for one in base.directives) + 1
    more = carried(items, period, opening, first_n=after)
    return base.model_copy(update={"directives": (*base.directives, *more)})


def origins_of(conclusion: Conclusion) -> Iterator[tuple[str, Directive]]:
    """The ids of this system that its directives were carried over from."""
    for directive in conclusion.directives:
        origin = directive.carried_over_from
        if origin is not None and origin.ref and parsed(origin.ref) is not None:
            yield origin.ref, directive


class _From(NamedTuple):
    """What directives must share to go over as one."""

    conclusion: str
    n: int
    wording: str
    period: str
    """The earlier one it was carried over from; empty: none."""
    missed_on: str
    """The first day it should have been done by and was not; empty: none."""
    due_on: str
    """The day that is still to come; empty: none, or it was missed."""


def _origin_of(item: dict[str, Any], period: Period, issued_on: date) -> _From:
    before, deadline = item["carried_over_from"] or {}, item["deadline"]
    due_on = "" if item["schedule"] == Schedule.SUSPENDED else deadline["due_on"] or ""
    is_missed = is_left_over(item, period) or (due_on != "" and due_on < issued_on.isoformat())
    missed_on = before.get("due_on") or (deadline["first_due_on"] or due_on if is_missed else "")
    return _From(
        item["conclusion"],
        item["n"],
        item["wording"],
        str(before.get("period", "")),
        missed_on,
        "" if is_missed else due_on,
    )


def _directive(
    number: int, some: Sequence[dict[str, Any]], period: Period, opening: Opening
) -> Directive:
    one, origin = some[0], _origin_of(some[0], period, opening.issued_on)
    holders = dict.fromkeys(_heir(item["holder"], opening.issued_on) for item in some)
    coordinating = dict.fromkeys(_heir(code, opening.issued_on) for code in one["coordinating"])
    since = date.fromisoformat(min(item["since"] for item in some))
    return Directive.model_validate(
        {name: one[name] for name in _OWN_WORDS}
        | {
            "n": number,
            "assignees": tuple(holders),
            "coordinating": [code for code in coordinating if code not in holders],
            "deadline": _deadline(one, origin, period, opening),
            "indicators": [_as_written(each) for each in one["indicators"]],
            "carried_over_from": CarriedOver(
                period=origin.period or period.name,
                due_on=date.fromisoformat(origin.missed_on) if origin.missed_on else None,
                given_on=None if origin.missed_on else since,
                ref=one["id"] if len(some) == 1 else f"{origin.conclusion}/{origin.n}",
            ),
        }
    )


def _deadline(item: dict[str, Any], origin: _From, period: Period, opening: Opening) -> Deadline:
    """A new day for what was missed, or none; what was not keeps its words, its day and its review date."""
    printed = item["deadline"]
    is_missed = is_left_over(item, period) or (origin.missed_on != "" and not origin.due_on)
    if is_missed:
        return Deadline(
            raw=f"chuyển tiếp từ kỳ {origin.period or period.name}",
            precision=Precision.DAY if opening.due_on else Precision.NONE,
            due_on=opening.due_on,
        )
    if not origin.due_on:
        review_on = printed["review_on"]
        kept = review_on is not None and review_on >= opening.issued_on.isoformat()
        return Deadline(
            raw=printed["raw"], review_on=date.fromisoformat(review_on) if kept else None
        )
    due_on, precision = date.fromisoformat(origin.due_on), Precision(printed["precision"])
    is_counted = precision in {Precision.PERIOD, Precision.EVENT}
    as_printed = not is_counted and fits(precision, due_on)
    return Deadline(
        raw=printed["raw"], precision=precision if as_printed else Precision.DAY, due_on=due_on
    )


def _heir(code: str, on: date) -> str:
    """Who stands for a code on that day; printed groups and names stay as they are."""
    successors = successors_of(code, on)
    return successors[0].code if successors else code


def _as_written(indicator: dict[str, Any]) -> dict[str, Any]:
    """Without what was reported of it."""
    names = ("name", "unit", "baseline", "target", "by", "trajectory")
    return {name: indicator[name] for name in names if name in indicator}
