"""The figures of a periodic report: sums as `stats` has them, what was not done, what was carried over, what happened."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from asyncpg import Connection, Record

from policy.indicators import aim_of, expected, short_from, with_values
from policy.periods import Period
from register.pool import Db, connection
from register.reads.papers import office_of_papers, work_in
from register.reads.remembering import remembered
from register.reads.totals import stats
from register.sql import SQL
from schemas.conclusion import Indicator
from schemas.folding import fold_vi
from schemas.moments import end_of
from schemas.reporting import IndicatorCourse, PeriodFigures, Span, Work

__all__ = ["indicator_courses", "period_facts", "period_figures", "stats_at_ends"]

BY: Final = ("level", "agency", "programme")
EVERY: Final = 500
"""Rows between two words about progress."""


async def period_figures(
    db: Db, period: Period, as_of: date, *, progress: Callable[..., None] = lambda *_: None
) -> PeriodFigures:
    """Everything the report on a period says, as things stood when the day *as_of* ended; one snapshot."""
    before = period.before()
    until = min(period.last, as_of)
    async with (
        connection(db) as one,
        one.transaction(isolation="repeatable_read", readonly=True),
    ):
        counted = {by: await stats(one, by, as_of) for by in BY}
        total_before = (await stats(one, "level", before.last))["total"]
        facts, facts_before = await _facts(one, period.first, until, before.first)
        not_done, carried = await _lagging(one, period.first, until, as_of, progress)
        rows = await one.fetch(SQL["due_between"], as_of, period.first, until)
        return PeriodFigures(
            span=_span(period),
            as_of=as_of,
            office=await office_of_papers(one) or "",
            by={
                by: tuple((row.pop("key") or "", row) for row in said["rows"])
                for by, said in counted.items()
            },
            total=counted["level"]["total"],
            before=_span(before),
            total_before=total_before,
            facts=facts,
            facts_before=facts_before,
            not_done=tuple(not_done),
            carried=tuple(carried),
            due={row["holder"]: row["n"] for row in rows},
            indicators=tuple(await _indicators(one, as_of)),
        )


async def period_facts(
    db: Db, period: Period, as_of: date
) -> tuple[dict[str, int], dict[str, int]]:
    """How often each thing happened in a period, by that day, and in the one before: a part of `period_figures`."""
    async with connection(db) as one:
        return await _facts(one, period.first, min(period.last, as_of), period.before().first)


async def indicator_courses(db: Db, as_of: date) -> list[IndicatorCourse]:
    """Every indicator with its path and what was reported of it by that day, by holder. Read by the supervisor's page."""
    async with connection(db) as one, one.transaction(isolation="repeatable_read", readonly=True):
        return await _indicators(one, as_of)


async def stats_at_ends(
    db: Db, periods: Sequence[Period], today: date
) -> list[tuple[date, dict[str, int]]]:
    """The whole at the end of each period, of one that is not over as of today; one snapshot."""
    async with connection(db) as one, one.transaction(isolation="repeatable_read", readonly=True):
        days = [min(period.last, today) for period in periods]
        return [(day, (await stats(one, "level", day))["total"]) for day in days]


def _span(period: Period) -> Span:
    return Span(period.name, period.first, period.last, period.months)


async def _facts(
    db: "Connection[Record]", first: date, until: date, before: date
) -> tuple[dict[str, int], dict[str, int]]:
    """How often each thing happened from *first* through *until*, and from *before* to the eve of *first*.

    Only the last day is counted each time: what lies before it is remembered.
    """
    begin, earlier, end = _eve(first), _eve(before), max(end_of(until), _eve(first))
    last_day = max(begin, _eve(until))
    now = await _remembered_facts(db, begin, last_day) + await _facts_within(db, last_day, end)
    return dict(now), dict(await _remembered_facts(db, earlier, begin))


def _eve(day: date) -> datetime:
    return end_of(day - timedelta(days=1))


async def _remembered_facts(
    db: "Connection[Record]", begin: datetime, end: datetime
) -> Counter[str]:
    return await remembered(db, ("facts", begin, end), end, lambda: _facts_within(db, begin, end))


async def _facts_within(db: "Connection[Record]", begin: datetime, end: datetime) -> Counter[str]:
    rows = await db.fetch(SQL["facts_within"], begin, end) if begin < end else ()
    return Counter({row["fact"]: row["n"] for row in rows})


async def _lagging(
    db: "Connection[Record]",
    first: date,
    until: date,
    as_of: date,
    progress: Callable[..., None],
) -> tuple[list[Work], list[Work]]:
    """What was owed in the period and not done by its end, and what was owed before and not done by then."""
    not_done: list[Work] = []
    carried: list[Work] = []
    seen = 0
    async for work in work_in(db, as_of, None, None, None, False, until):  # noqa: FBT003 - parameters of a statement
        seen += 1
        if seen % EVERY == 0:
            progress(seen)
        since = work.owed_since
        if since is None:
            continue
        if since >= first and not _done_by(work, until):
            not_done.append(work)
        elif since < first and not _done_by(work, first - timedelta(days=1)):
            carried.append(work)
    progress(seen, seen)
    return not_done, carried


def _done_by(work: Work, day: date) -> bool:
    return work.is_done and work.submitted_on is not None and work.submitted_on <= day


async def _indicators(db: "Connection[Record]", as_of: date) -> list[IndicatorCourse]:
    found = []
    async for row in db.cursor(SQL["indicators_at"], as_of, end_of(as_of)):
        reported = [one for said in row["reported"] for one in json.loads(said)["indicators"]]
        found += [_course(row, one, reported, as_of) for one in row["indicators"]]
    return found


def _course(
    row: Record, indicator: dict[str, Any], reported: list[dict[str, Any]], as_of: date
) -> IndicatorCourse:
    """One indicator of one assignment; of several values for one day the one reported last."""
    (aim,) = with_values((aim_of(Indicator.model_validate(indicator)),), reported)
    values = {
        date.fromisoformat(one["on"]): float(one["value"])
        for one in reported
        if fold_vi(one["name"]) == fold_vi(aim.name)
    }
    asked, short = expected(aim, as_of), short_from(aim)
    return IndicatorCourse(
        assignment=row["id"],
        holder=row["holder"],
        name=aim.name,
        unit=indicator["unit"],
        baseline=indicator.get("baseline"),
        target=float(indicator["target"]),
        by=date.fromisoformat(indicator["by"]),
        trajectory=tuple((point.on, point.value) for point in aim.points),
        reported=tuple(sorted(values.items())),
        value=aim.value,
        expected=asked.value if asked else None,
        behind=row["behind_from"] is not None and short is not None and short <= as_of,
    )
