"""Scope: an office reads what it holds, what it led before, coordinates or was asked about, and nothing else."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from register import reads
from register.reads import ListFilters, Scope
from register.sql import SQL
from schemas.states import Owed, Schedule
from tests.builders import LEAD, OFFICE, OTHER
from tests.register.builders import Book, Pool, a_varied_conclusion

TODAY = date(2023, 12, 20)
OFFICES = (LEAD, OTHER, "G02", "H01")


@pytest.fixture(scope="module")
async def book(shared: Pool) -> Book:
    """Three conclusions with a story of two months: reassignments, amendments and questions are in it."""
    book = Book(shared)
    for number in range(3):
        await book.issues(a_varied_conclusion(f"kl-{number}", session=number or None))
    await book.lives(Random(11), days=68, acts=160)
    return book


async def concerned(pool: Pool, office: str, **filters: Any) -> list[dict[str, Any]]:
    """What lies in the scope of an office, one by one, from the whole list and the log."""
    page = await reads.list_assignments(pool, ListFilters(**filters), TODAY, 500, None)
    asked = {
        row["target"]
        for row in await pool.fetch(
            "SELECT target FROM event WHERE type IN ('ContributionRequested', 'OpinionRequested') "
            "AND payload ->> 'to' = $1",
            office,
        )
    }
    return [
        item
        for item in page.items
        if office in (item["holder"], item["lead"], *item["coordinating"]) or item["id"] in asked
    ]


@pytest.mark.parametrize("office", OFFICES)
@pytest.mark.parametrize("filters", [{}, {"text": "nhiem vu"}, {"state": "in_progress"}], ids=str)
async def test_a_list_of_an_office_is_the_list_without_the_others(
    shared: Pool, book: Book, office: str, filters: dict[str, Any]
) -> None:
    """In the same order, page by page without gap or overlap, whether held or beside."""
    scope, found, after = Scope(office=office), [], None
    while True:
        page = await reads.list_for(shared, scope, ListFilters(**filters), TODAY, (3, after))
        found += page.items
        if (after := page.next) is None:
            break

    assert found == await concerned(shared, office, **filters)


async def test_the_stories_have_something_beside(shared: Pool, book: Book) -> None:
    """The tests here would say nothing if every office held all that concerns it."""
    held = [one["holder"] == OTHER for one in await concerned(shared, OTHER)]

    assert not all(held)


@pytest.mark.parametrize("office", OFFICES)
async def test_counts_of_an_office_count_its_list(shared: Pool, book: Book, office: str) -> None:
    """The seven groups, the states and the head of a list agree with the rows."""
    scope, items = Scope(office=office), await concerned(shared, office)
    groups = Counter(one["schedule"] for one in items if one["schedule"])

    for by in ("level", "agency", "conclusion"):
        total = (await reads.stats_for(shared, scope, by, TODAY))["total"]
        assert {key: total[key] for key in Schedule} == {key: groups[key] for key in Schedule}
    assert await reads.states_for(shared, scope) == Counter(one["state"] for one in items)
    own = ListFilters(agency=office, schedule=Schedule.OPEN_OVERDUE)
    late = [one for one in items if one["holder"] == office and one["schedule"] == own.schedule]
    assert await reads.head_for(shared, scope, own, TODAY, (2, 100)) == (late[:2], len(late))


async def test_a_standing_office_counts_nothing_twice(shared: Pool, book: Book) -> None:
    """What it holds, what is beside and what is under its conclusions overlap."""
    whole = (await reads.stats_for(shared, Scope(whole=True), "level", TODAY))["total"]

    for office in (OFFICE, LEAD):
        counted = (
            await reads.stats_for(shared, Scope(office=office, is_standing=True), "level", TODAY)
        )["total"]
        listed = await reads.list_for(
            shared, Scope(office=office, is_standing=True), ListFilters(), TODAY, (500, None)
        )
        known = [one for one in listed.items if one["schedule"]]
        assert counted["total"] == len(known) == len({one["id"] for one in known})
        assert office != OFFICE or counted == whole


async def test_without_an_office_nothing_is_seen(shared: Pool, book: Book) -> None:
    """A scope of nobody is empty, not everything."""
    page = await reads.list_for(shared, Scope(), ListFilters(), TODAY, (10, None))
    stats = await reads.stats_for(shared, Scope(), "level", TODAY)

    assert page.items == []
    assert stats["total"]["total"] == 0


OF_STANDING_OFFICES = {
    *(Owed.REVIEW_REPORT, Owed.REVIEW_EVIDENCE),
    *(Owed.DECIDE_EXTENSION, Owed.DECIDE_OBJECTION),
}
"""Their own screens show what waits for them."""


def test_every_kind_of_debt_of_an_agency_beside_the_work_itself_is_looked_for() -> None:
    """States are opened only where they name one of these kinds, so a new kind has to be named there too."""
    beside = set(Owed) - OF_STANDING_OFFICES - {Owed.ACKNOWLEDGE, Owed.FINAL_EVIDENCE}

    assert {one for one in Owed if f'"owed":"{one}"' in SQL["owed_by_office"]} == beside


@pytest.mark.parametrize(
    "scope", [Scope(whole=True), *(Scope(office=one) for one in OFFICES)], ids=str
)
async def test_the_calendar_counts_the_list_of_each_day(
    shared: Pool, book: Book, scope: Scope
) -> None:
    """What the calendar says of a day is what its list holds, withdrawn work left out; and no other day is named."""
    whole = await reads.list_assignments(shared, ListFilters(), TODAY, 500, None)
    items = whole.items if scope.whole else await concerned(shared, str(scope.office))
    counted = [one for one in items if one["schedule"] not in {None, Schedule.WITHDRAWN}]
    due = Counter(one["deadline"]["due_on"] for one in counted if one["deadline"]["due_on"])
    late = Counter(
        one["deadline"]["due_on"] for one in counted if one["schedule"] == Schedule.OPEN_OVERDUE
    )

    found = await reads.due_days(shared, scope, date(2023, 1, 1), date(2024, 12, 31), TODAY)

    assert {str(one.day): one.due for one in found} == {str(day): n for day, n in due.items()}
    assert {str(one.day): one.late for one in found if one.late} == {
        str(day): n for day, n in late.items() if day
    }
