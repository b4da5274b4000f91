"""Which rows a list wants: filters turned into ranges and parameters, and the statement that suits them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from asyncpg import Record

from register.deriving.standings import GROUP, LAST_TURN, TURNS_PER_GROUP
from register.deriving.wordings import GRAM, grams_of
from register.pool import Db, connection
from register.reads.clock import business_latest
from register.reads.cursors import place_in
from register.sql import SQL
from schemas.folding import fold_vi
from schemas.moments import end_of
from schemas.states import Schedule

__all__ = [
    "ListFilters",
    "behind_on",
    "counted",
    "parameters_of",
    "rows_wanted",
    "stretches_of",
]


@dataclass(frozen=True, slots=True)
class ListFilters:
    """What is wanted; None and empty mean all. Days are inclusive."""

    agency: str | None = None
    """The code of the holder."""
    level: str | None = None
    state: str | None = None
    schedule: str | None = None
    """One of the seven groups of the statistics."""
    conclusion: str | None = None
    """A ref, with or without `kl/`."""
    session: int | None = None
    programme: str | None = None
    due_before: date | None = None
    due_after: date | None = None
    text: str | None = None
    """Any part of text, product, number or id, with or without marks."""
    behind: bool = False
    """Only what is behind the trajectory of an indicator."""


async def rows_wanted(  # noqa: PLR0913 - what, when, and which part of it
    db: Db,
    filters: ListFilters,
    as_of: date,
    at_most: int,
    after: str | None,
    *,
    only_now: bool = False,
) -> list[Record]:
    """At most so many rows from the cursor on, as everything stands at the end of that day; or as it stands now."""
    start = place_in(after) if after else (0, "")
    found: list[Record] = []
    async with connection(db) as one:
        latest = None if only_now else await business_latest(one)
        then = latest is not None and latest >= end_of(as_of)
        name, parameters = _statement_for(filters, as_of if then else None)
        # Prepared for this call and not from the connection's cache: a cached statement would soon get
        # one plan for all filters, and scan where an index would do.
        prepared = await one.prepare(SQL[name])
        for first, end in stretches_of(filters, as_of):
            turn, own = max(start, (first, ""))
            if turn < end and len(found) < at_most:
                given = (*parameters, behind_on(filters, as_of))
                if name == "list_now":
                    given = _facts_within(filters, first, behind_on(filters, as_of))
                found += await prepared.fetch(turn, own, end, at_most - len(found), *given)
    return found


async def counted(db: Db, filters: ListFilters, as_of: date, at_most: int) -> int | None:
    """How many there are, counted up to so many; None where other filters are set, or the day is past: read the rows."""
    plain = ListFilters(agency=filters.agency, state=filters.state, schedule=filters.schedule)
    async with connection(db) as one:
        latest = await business_latest(one)
        if filters != plain or (latest is not None and latest >= end_of(as_of)):
            return None
        # Prepared for this call, as lists are.
        prepared = await one.prepare(SQL["counted_now"])
        first, end = turns_of(filters.schedule, as_of)
        return int(await prepared.fetchval(first, end, at_most, filters.agency, filters.state))


def turns_of(schedule: str | None, as_of: date) -> tuple[int, int]:
    """The range of `turn` that a group of the statistics is on that day."""
    if schedule is None:
        return 0, (GROUP.REASSIGNED + 1) * TURNS_PER_GROUP
    tomorrow = as_of.toordinal() + 1
    match Schedule(schedule):
        case Schedule.OPEN_OVERDUE:
            return 0, tomorrow
        case Schedule.OPEN_IN_TIME:
            return tomorrow, (GROUP.BEFORE_THE_OFFICE + 1) * TURNS_PER_GROUP
        case one:
            place = _PLACES[one]
            return place * TURNS_PER_GROUP, (place + 1) * TURNS_PER_GROUP


_PLACES: Final[Mapping[Schedule, int]] = {
    Schedule.NO_DEADLINE: GROUP.NO_DEADLINE,
    Schedule.SUSPENDED: GROUP.SUSPENDED,
    Schedule.DONE_LATE: GROUP.DONE_LATE,
    Schedule.DONE_ON_TIME: GROUP.DONE_ON_TIME,
    Schedule.WITHDRAWN: GROUP.WITHDRAWN,
}


def stretches_of(filters: ListFilters, as_of: date) -> list[tuple[int, int]]:
    """The ranges of `turn` to look through, one after the other.

    Of what is open, `turn` follows from the due day; so wanted due days bound it, and need not be
    looked for in all that is due before them: the cost does not grow with what is overdue.
    """
    first, end = turns_of(filters.schedule, as_of)
    if filters.due_after is None and filters.due_before is None:
        return [(first, end)]
    earliest = filters.due_after.toordinal() if filters.due_after else 0
    latest = min(
        filters.due_before.toordinal() + 1 if filters.due_before else LAST_TURN, LAST_TURN - 1
    )

    def due(place: int) -> tuple[int, int]:
        return place * TURNS_PER_GROUP + earliest, place * TURNS_PER_GROUP + latest + 1

    wanted = (
        due(GROUP.MAY_BE_LATE),
        due(GROUP.BEFORE_THE_OFFICE),
        # What can never be missed: by the day of its review, if it has one.
        (GROUP.BEFORE_THE_OFFICE * TURNS_PER_GROUP + LAST_TURN, GROUP.SUSPENDED * TURNS_PER_GROUP),
        due(GROUP.SUSPENDED),
        (GROUP.DONE_LATE * TURNS_PER_GROUP, end),
    )
    ranges = [(max(first, begin), min(end, stop)) for begin, stop in wanted]
    return [(begin, stop) for begin, stop in ranges if begin < stop]


def _statement_for(filters: ListFilters, day: date | None) -> tuple[str, tuple[Any, ...]]:
    """The statement that suits these filters, as of a past day or now, and its parameters from $5 on."""
    if day is not None:
        return "list_then", (*_facts(filters), *_words(filters), day)
    if filters.text:
        return "list_now_with_text", (*_facts(filters), *_words(filters))
    if _is_led_by_programme(filters):
        return "list_now_of_programme", _beside_programme(filters)
    return "list_now", _facts(filters)


def parameters_of(filters: ListFilters) -> tuple[Any, ...]:
    """The filters as the parameters from $5 to $15 of the statements that take them all."""
    return (*_facts(filters), *_words(filters))


def behind_on(filters: ListFilters, day: date) -> date | None:
    """The last parameter of every list: the day on which an indicator is behind, when that is asked for."""
    return day if filters.behind else None


def _is_led_by_programme(filters: ListFilters) -> bool:
    """Whether no other filter narrows more: one agency or one conclusion has less than a programme."""
    return bool(filters.programme) and not (filters.agency or filters.conclusion)


def _facts(filters: ListFilters) -> tuple[Any, ...]:
    conclusion = filters.conclusion.removeprefix("kl/") if filters.conclusion else None
    return (
        *(filters.agency or None, filters.level or None, filters.state or None, conclusion),
        *(filters.session, filters.programme or None, filters.due_after, filters.due_before),
    )


def _facts_within(filters: ListFilters, first: int, behind: date | None) -> tuple[Any, ...]:
    """The parameters of `list_now`: in the groups that lie in the order of due days these are no search of their own."""
    *others, due_after, due_before = _facts(filters)
    if first < GROUP.DONE_LATE * TURNS_PER_GROUP:
        return (*others, None, None, behind, due_after, due_before)
    return (*others, due_after, due_before, behind, None, None)


def _beside_programme(filters: ListFilters) -> tuple[Any, ...]:
    return (
        *(filters.level or None, filters.state or None, filters.session, filters.programme),
        *(filters.due_after, filters.due_before),
    )


def _words(filters: ListFilters) -> tuple[list[int] | None, str | None, str | None]:
    words, lead = _searched(filters.text)
    # What one agency holds is gone through for the words: their index would bring those of all agencies.
    is_wide = len(words) >= GRAM and not filters.agency
    return (
        list(grams_of(words)) if is_wide else None,
        f"%{_escaped(words)}%" if words else None,
        f"{_escaped(lead)}%" if lead else None,
    )


def _searched(text: str | None) -> tuple[str, str]:
    """The folded words to look for, and the beginning of a lead's code when an assignment's id is given."""
    folded = fold_vi(text or "")
    if "@" not in folded:
        return folded, ""
    directive, _, lead = folded.partition("@")
    return directive, lead


def _escaped(words: str) -> str:
    return words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
