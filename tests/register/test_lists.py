"""Lists: in the order in which things press, filtered, found with and without marks, page by page."""

import unicodedata
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from policy.timeliness import days_late, schedule_on
from register import reads
from register.reads import ListFilters
from schemas.refusals import MalformedInput
from schemas.states import Schedule
from tests.builders import LEAD, OFFICE, a_conclusion, a_directive, at
from tests.register.builders import Book, Pool, a_varied_conclusion

TODAY = date(2023, 9, 20)


@pytest.fixture(scope="module")
async def book(shared: Pool) -> Book:
    """Three conclusions with a story of two months."""
    book = Book(shared)
    for number, programmes in enumerate((["a"], ["a", "b"], [])):
        await book.issues(
            a_varied_conclusion(f"kl-{number}", session=number or None, programmes=programmes)
        )
    await book.lives(Random(11), days=68, acts=120)
    return book


async def listed(pool: Pool, as_of: date = TODAY, **filters: Any) -> list[dict[str, Any]]:
    page = await reads.list_assignments(pool, ListFilters(**filters), as_of, 500, None)
    assert page.next is None
    return page.items


async def test_an_item_says_what_the_case_says(shared: Pool, book: Book) -> None:
    """Every field that workflows know is the same in the register, schedule and days late included."""
    items = {item["id"]: item for item in await listed(shared)}

    for case in book.cases.values():
        for own, one in case.assignments.items():
            schedule = schedule_on(one, TODAY, case.rules)
            item = items.pop(own)
            assert item["state"] == one.state
            assert item["schedule"] == (schedule.value if schedule else None)
            assert item["days_late"] == days_late(one, TODAY, case.rules)
            assert (item["seq"], item["rung"], item["holder"]) == (one.seq, one.rung, one.holder)
            assert item["deadline"]["version"] == one.deadline.version
            assert item["workflow_id"] == case.stream
    assert not items


async def test_overdue_comes_first_and_most_days_first(shared: Pool, book: Book) -> None:
    """What has been late longest stands on top; then what is due next."""
    items = await listed(shared)
    late = [item["days_late"] for item in items if item["schedule"] == Schedule.OPEN_OVERDUE]
    next_due = [
        item["deadline"]["due_on"]
        for item in items
        if item["schedule"] == Schedule.OPEN_IN_TIME and item["verified"] != "under_review"
    ]

    assert late == sorted(late, reverse=True)
    assert late
    assert [item["schedule"] for item in items[: len(late)]] == ["open_overdue"] * len(late)
    assert next_due == sorted(next_due)
    assert await reads.overdue(shared, TODAY) == items[: len(late)]


@pytest.mark.parametrize(
    ("name", "value", "holds"),
    [
        ("agency", LEAD, lambda item: item["holder"] == LEAD),
        ("level", "local", lambda item: item["holder"].startswith("H")),
        ("level", "ministry", lambda item: item["level"] == "ministry"),
        ("state", "acknowledged", lambda item: item["state"] == "acknowledged"),
        ("conclusion", "kl-1", lambda item: item["conclusion"] == "kl/kl-1"),
        ("conclusion", "kl/kl-1", lambda item: item["conclusion"] == "kl/kl-1"),
        ("session", 2, lambda item: item["session"] == 2),
        ("programme", "a", lambda item: "a" in item["programmes"]),
        ("programme", "b", lambda item: "b" in item["programmes"]),
        ("due_before", date(2023, 9, 1), lambda item: (item["deadline"]["due_on"] or "9") <= "2023-09-01"),
        ("due_after", date(2023, 9, 1), lambda item: (item["deadline"]["due_on"] or "0") >= "2023-09-01"),
        *(("schedule", one.value, lambda item, one=one: item["schedule"] == one.value) for one in Schedule),
    ],
)  # fmt: skip
async def test_a_filter_leaves_what_it_names_in_the_same_order(
    shared: Pool, book: Book, name: str, value: Any, holds: Any
) -> None:
    """A filter drops what it does not name, and nothing else."""
    everything = await listed(shared)

    found = await listed(shared, **{name: value})

    assert found == [item for item in everything if holds(item)]


async def test_filters_narrow_together(shared: Pool, book: Book) -> None:
    """Several filters leave what all of them name."""
    everything = await listed(shared)

    found = await listed(shared, level="ministry", programme="a", schedule="open_overdue")

    assert found
    assert found == [
        item
        for item in everything
        if item["level"] == "ministry"
        and "a" in item["programmes"]
        and item["schedule"] == "open_overdue"
    ]


async def test_pages_follow_each_other_without_gap_or_overlap(shared: Pool, book: Book) -> None:
    """Turning the pages gives the whole list, also when something happens meanwhile."""
    everything = await listed(shared, programme="a")
    pages, after = [], None
    while True:
        page = await reads.list_assignments(shared, ListFilters(programme="a"), TODAY, 3, after)
        pages.append(page.items)
        assert len(page.items) <= 3
        if (after := page.next) is None:
            break

    assert [item for page in pages for item in page] == everything
    assert len(pages) == -(-len(everything) // 3)


@pytest.mark.parametrize("cursor", ["", "x", "e30", "WzEsMl0", "WzEuNSwgImEiXQ", "//", "đ"])
async def test_a_cursor_that_no_page_gave_is_malformed(pool: Pool, cursor: str) -> None:
    """What leads nowhere is said, and not taken for the first page."""
    if cursor == "":
        assert (await reads.list_assignments(pool, ListFilters(), TODAY, 3, cursor)).items == []
        return
    with pytest.raises(MalformedInput):
        await reads.list_assignments(pool, ListFilters(), TODAY, 3, cursor)


@pytest.mark.parametrize(
    "words",
    [
        "thuỷ lợi",
        "thủy lợi",
        "thuy loi",
        "THUỶ  LỢI",
        "huỷ lợi Đắk",
        "dak lak",
        unicodedata.normalize("NFD", "Thuỷ lợi Đắk"),
    ],
)
async def test_words_are_found_with_and_without_marks(shared: Pool, book: Book, words: str) -> None:
    """Any part of text or product is found, however it is typed: marks, case, blanks, Unicode form."""
    found = await listed(shared, text=words)

    assert {item["n"] for item in found} == {4}
    assert len(found) >= 3


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("kl/kl-1/4", {f"kl/kl-1/4@{LEAD}"}),
        (f"kl/kl-1/4@{LEAD}", {f"kl/kl-1/4@{LEAD}"}),
        ("KL-2/6@h0", {"kl/kl-2/6@H01", "kl/kl-2/6@H02", "kl/kl-2/6@H05"}),
        ("lợ", {f"kl/kl-1/4@{LEAD}", f"kl/kl-2/4@{LEAD}"}),
        ("100%", set()),
        ("kl_1", set()),
        ("\\", set()),
        ("khong co gi ca", set()),
    ],
)
async def test_ids_and_odd_characters_are_searched_literally(
    pool: Pool, words: str, ids: set[str]
) -> None:
    """A directive's or assignment's id finds it; signs with a meaning in SQL are plain signs."""
    book = Book(pool)
    for number in (1, 2):
        await book.issues(a_varied_conclusion(f"kl-{number}"))

    found = {item["id"] for item in await listed(pool, date(2023, 7, 12), text=words)}

    assert found == ids


async def test_an_amended_text_is_found_for_those_it_holds_for(pool: Pool) -> None:
    """An amendment of one assignment leaves the wording of the others, and both are found."""
    book = Book(pool)
    await book.issues(a_conclusion(a_directive(assignees=["H01", "H02"], text="Xây cầu")))
    now = at(date(2023, 8, 1))

    await book.does(
        "amend",
        "kl/vi-du/1@H01",
        OFFICE,
        role="examiner",
        now=now,
        changes={"text": "Xây hầm", "coordinating": ["các bộ"]},
    )

    day = date(2023, 8, 1)
    assert [item["id"] for item in await listed(pool, day, text="xay ham")] == ["kl/vi-du/1@H01"]
    assert [item["id"] for item in await listed(pool, day, text="xay cau")] == ["kl/vi-du/1@H02"]
    (item,) = await listed(pool, day, text="hầm")
    assert item["coordinating"] == ["các bộ"]
    shown = await reads.show(pool, "kl/vi-du/1")
    assert shown is not None
    assert shown["text"] == "Xây cầu"
    assert [(one["text"], one["held_by"]) for one in shown["amended"]] == [
        ("Xây hầm", ["kl/vi-du/1@H01"])
    ]


@pytest.mark.parametrize("days_back", [1, 7, 20, 45, 68, 80])
async def test_a_past_day_is_answered_as_it_was(shared: Pool, book: Book, days_back: int) -> None:
    """A list of a past day says what one would have read that evening."""
    day = TODAY - timedelta(days=days_back)

    items = {item["id"]: item for item in await listed(shared, day)}

    stood = [(case, one) for case, one in book.as_of(day)]
    assert len(items) == len(stood)
    for case, one in stood:
        schedule = schedule_on(one, day, case.rules)
        item = items[one.id]
        assert item["schedule"] == (schedule.value if schedule else None)
        assert (item["state"], item["declared"]) == (one.state, one.declared)
        assert (item["verified"], item["progress"]) == (one.verified, one.progress)
        assert item["rung"] == one.rung
        assert item["days_late"] == days_late(one, day, case.rules)
        due = one.deadline.due_on
        assert item["deadline"]["due_on"] == (due.isoformat() if due else None)
        assert item["deadline"]["set_by"] == one.deadline.set_by
