"""Totals: seven groups that add up, from counters for today and later, from history for the past."""

from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from policy.timeliness import schedule_on
from register import reads
from register.deriving.standings import level_of
from register.verify import verify
from schemas.case import Assignment, Case
from schemas.states import Schedule
from tests.builders import LEAD, OTHER, a_conclusion, a_directive, at
from tests.register.builders import Book, Pool, a_varied_conclusion

LAST = date(2024, 1, 20)
PROGRAMMES: dict[str, list[Any]] = {"kl-0": ["a"], "kl-1": ["a", "b"], "kl-2": []}
SESSIONS = {"kl-0": None, "kl-1": 6, "kl-2": 6}

KEYS: dict[str, Any] = {
    "agency": lambda case, one: [one.holder],
    "level": lambda case, one: [level_of(one.holder, case.issued_on)],
    "session": lambda case, one: [SESSIONS[case.ref]],
    "conclusion": lambda case, one: [f"kl/{case.ref}"],
    "programme": lambda case, one: PROGRAMMES[case.ref] or [None],
}


FILTERS: list[dict[str, Any]] = [{}, {"text": "nhiem vu"}, {"programme": "a"}, {"session": 77}]
"""Each is read by a statement of its own."""


@pytest.fixture(scope="module")
async def book(shared: Pool) -> Book:
    """Three conclusions with a story of half a year."""
    book = Book(shared)
    for ref, programmes in PROGRAMMES.items():
        await book.issues(a_varied_conclusion(ref, session=SESSIONS[ref], programmes=programmes))
    await book.lives(Random(5), days=190, acts=220)
    return book


async def test_what_is_behind_its_trajectory_is_counted_beside_the_seven(pool: Pool) -> None:
    """From counters today and later, from history before; the seven groups add up without it."""
    indicator = {"name": "Tỷ lệ", "unit": "%", "baseline": 0, "target": 80, "by": "2024-06-30"}
    indicator["trajectory"] = [{"on": "2023-09-30", "value": 50}]
    book = Book(pool)
    await book.issues(
        a_conclusion(
            a_directive(1, indicators=[indicator]),
            a_directive(2, assignees=[OTHER]),
            session=77,
            programmes=["a"],
        )
    )
    one = f"kl/vi-du/1@{LEAD}"
    await book.does("acknowledge", one, LEAD, now=at(date(2023, 7, 13)))
    values = [{"name": "Tỷ lệ", "value": 52, "on": "2023-10-10"}]
    moment = at(date(2023, 10, 12))
    await book.does("submit_report", one, LEAD, now=moment, period="2023-10", indicators=values)

    counted, item = {}, {}
    for day in ("2023-09-30", "2023-10-01", "2023-10-11", "2023-10-12", "2024-06-30", "2024-07-01"):
        stats = await reads.stats(pool, "session", date.fromisoformat(day))
        page = await reads.list_assignments(
            pool, reads.ListFilters(), date.fromisoformat(day), 10, None
        )
        (item,) = (item for item in page.items if item["id"] == one)
        assert item["behind"] is item["indicators"][0]["behind"] is bool(stats["total"]["behind"])
        assert sum(stats["total"][group] for group in Schedule) == stats["total"]["total"] == 2
        counted[day] = stats["rows"][0]["behind"]
        for narrower in FILTERS:
            wanted = reads.ListFilters(behind=True, **narrower)
            page = await reads.list_assignments(pool, wanted, date.fromisoformat(day), 10, None)
            assert [found["id"] for found in page.items] == [one] * stats["total"]["behind"]

    own = reads.Scope(office=LEAD)
    for day, found in (("2024-06-30", []), ("2024-07-01", [one])):
        wanted, on = reads.ListFilters(behind=True), date.fromisoformat(day)
        page = await reads.list_for(pool, own, wanted, on, (10, None))
        assert [each["id"] for each in page.items] == found
    assert list(counted.values()) == [0, 1, 1, 0, 0, 1]
    assert item["indicators"][0] | {"value": 52, "expected": 80} == item["indicators"][0]
    assert (await verify(pool)).ok


def _recounted(stood: list[tuple[Case, Assignment]], by: str, day: date) -> dict[Any, Counter[str]]:
    counts: dict[Any, Counter[str]] = {}
    for case, one in stood:
        schedule = schedule_on(one, day, case.rules)
        if schedule is not None:
            for key in KEYS[by](case, one):
                counts.setdefault(key, Counter())[schedule.value] += 1
    return counts


@pytest.mark.parametrize("by", reads.DIMENSIONS)
async def test_totals_equal_a_recount_on_any_day(shared: Pool, book: Book, by: str) -> None:
    """Past, present and future days: what the counters or the history say is what a recount of the events says."""
    random = Random(by)
    days = [LAST, LAST + timedelta(days=1)]
    days += [LAST + timedelta(days=random.randrange(-200, 400)) for _ in range(25)]
    for day in days:
        stats = await reads.stats(shared, by, day)

        stood = book.as_of(day)
        counted = _recounted(stood, by, day)
        said = {
            row["key"]: Counter({s.value: row[s.value] for s in Schedule}) for row in stats["rows"]
        }
        assert {key: +row for key, row in said.items()} == counted
        whole = sum(_recounted(stood, "level", day).values(), Counter())
        assert Counter({s.value: stats["total"][s.value] for s in Schedule}) == whole


@pytest.mark.parametrize("by", reads.DIMENSIONS)
async def test_the_seven_groups_add_up_in_every_row(shared: Pool, book: Book, by: str) -> None:
    """No assignment falls between the groups."""
    for day in (date(2023, 9, 1), LAST, date(2025, 1, 1)):
        stats = await reads.stats(shared, by, day)

        assert stats["as_of"] == day.isoformat()
        assert stats["formula"]
        for row in [*stats["rows"], stats["total"]]:
            assert sum(row[group.value] for group in Schedule) == row["total"]
            assert all(row[group.value] >= 0 for group in Schedule)


async def test_midnight_makes_overdue_without_a_write(pool: Pool) -> None:
    """An assignment becomes overdue by the passing of its last day; nobody has to write that."""
    await Book(pool).issues(a_conclusion())

    on_the_day = await reads.stats(pool, "agency", date(2023, 10, 31))
    on_the_next = await reads.stats(pool, "agency", date(2023, 11, 1))

    assert (on_the_day["total"]["open_in_time"], on_the_day["total"]["open_overdue"]) == (1, 0)
    assert (on_the_next["total"]["open_in_time"], on_the_next["total"]["open_overdue"]) == (0, 1)


async def test_an_unknown_way_of_counting_is_refused(pool: Pool) -> None:
    """Totals are counted by five things."""
    with pytest.raises(ValueError, match="agency, level"):
        await reads.stats(pool, "weather", LAST)
