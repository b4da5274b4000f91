"""What was not done in a period as directives of the next conclusion, which remember where they come from.

Pure; called by the CLI with what `register.reads.unfinished` found. Work that was carried over before keeps
its first period and first day, so that its age counts for ever (design §4).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final

from policy.periods import Period
from schemas.agencies import successors_of
from schemas.conclusion import CarriedOver, Conclusion, Deadline, Directive
from schemas.ids import parsed
from schemas.states import Precision

_ONE_DAY: Final = timedelta(days=1)
_OWN_WORDS: Final = ("text", "coordinating", "report", "product", "illustrative")


@dataclass(frozen=True, slots=True)
class Opening:
    """What the next conclusion says of itself."""

    ref: str
    issued_on: date
    title: str
    standing_office: str
    session: int | None = None
    due_on: date | None = None
    """The new due day of everything carried over; None: overdue on arrival."""


def is_left_over(item: dict[str, Any], period: Period) -> bool:
    """Open, with a last day in the period or before, and nothing handed in by then: it cannot be done in time."""
    late_from = item["late_from"]
    return late_from is not None and date.fromisoformat(late_from) <= period.last + _ONE_DAY


def carried(
    items: Iterable[dict[str, Any]], period: Period, opening: Opening, *, first_n: int = 1
) -> list[Directive]:
    """One directive for each wording and origin, its assignees those who hold it, numbered from *first_n* on.

    *items* are those of `unfinished`; a holder that has ceased by the issue gives way to its first successor.
    """
    left = [item for item in items if is_left_over(item, period)]
    left.sort(key=_origin_of)
    groups = (list(some) for _, some in groupby(left, key=_origin_of))
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


def _origin_of(item: dict[str, Any]) -> tuple[str, int, str, str, str]:
    before = item["carried_over_from"] or {}
    first = before.get("due_on") or item["deadline"]["first_due_on"] or item["deadline"]["due_on"]
    return item["conclusion"], item["n"], item["wording"], str(before.get("period", "")), first


def _directive(
    number: int, some: Sequence[dict[str, Any]], period: Period, opening: Opening
) -> Directive:
    one, (conclusion, n, _, before, first) = some[0], _origin_of(some[0])
    holders = dict.fromkeys(_heir(item["holder"], opening.issued_on) for item in some)
    due_on = opening.due_on
    deadline = Deadline(
        raw=f"chuyển tiếp từ kỳ {before or period.name}",
        precision=Precision.DAY if due_on else Precision.NONE,
        due_on=due_on,
    )
    return Directive.model_validate(
        {name: one[name] for name in _OWN_WORDS}
        | {
            "n": number,
            "assignees": tuple(holders),
            "coordinating": [code for code in one["coordinating"] if code not in holders],
            "deadline": deadline,
            "indicators": [_as_written(each) for each in one["indicators"]],
            "carried_over_from": CarriedOver(
                period=before or period.name,
                due_on=date.fromisoformat(first),
                ref=one["id"] if len(some) == 1 else f"{conclusion}/{n}",
            ),
        }
    )


def _heir(code: str, on: date) -> str:
    successors = successors_of(code, on)
    return successors[0].code if successors else code


def _as_written(indicator: dict[str, Any]) -> dict[str, Any]:
    """Without what was reported of it."""
    names = ("name", "unit", "baseline", "target", "by", "trajectory")
    return {name: indicator[name] for name in names if name in indicator}
