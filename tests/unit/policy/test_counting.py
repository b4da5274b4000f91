"""Deadlines of every precision: what each printed phrase of practice is stored as, and how periods are counted.

The rows are the catalogue of real phrasings and the rules of the Civil Code 2015, arts. 145–148.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import is_working_day
from policy.counting import (
    Part,
    bare_end,
    counted_end,
    fits,
    last_day_of,
    months_after,
    part_of_month,
    part_of_year,
)
from policy.issuing import problems_of
from policy.timeliness import schedule_on
from schemas.calendar_file import calendar_today
from schemas.case import Counted
from schemas.states import CountUnit, Precision, Schedule
from tests.builders import ISSUED_ON, Story, a_conclusion, a_directive

CALENDAR = calendar_today()
MONTH, QUARTER, YEAR = Precision.MONTH, Precision.QUARTER, Precision.YEAR


def a_day(given: str) -> dict[str, Any]:
    return {"precision": "day", "due_on": given}


def the_end(precision: Precision, year: int, month: int = 12) -> dict[str, Any]:
    """What a person, or intake, stores for a month, a quarter or a year."""
    return {"precision": precision, "due_on": last_day_of(precision, date(year, month, 1))}


def from_event(amount: int) -> dict[str, Any]:
    return {"precision": "event", "count": {"amount": amount, "unit": "month"}}


NO_DAY: dict[str, Any] = {"precision": "none"}
PHRASES: list[tuple[int, str, Mapping[str, Any], str | None]] = [
    (27, "trước ngày 20 tháng 10 năm 2024", a_day("2024-10-20"), "2024-10-20"),
    (28, "trình Chính phủ trước ngày 30 tháng 7 năm 2024", a_day("2024-07-30"), "2024-07-30"),
    (29, "hoàn thành trước ngày 31 tháng 10 năm 2024", a_day("2024-10-31"), "2024-10-31"),
    (30, "báo cáo TTg trước ngày 30 tháng 9 năm 2024", a_day("2024-09-30"), "2024-09-30"),
    (31, "hoàn thành trong Quý III năm 2024", the_end(QUARTER, 2024, 7), "2024-09-30"),
    (32, "(hoàn thành trong tháng 8 năm 2026)", the_end(MONTH, 2026, 8), "2026-08-31"),
    (33, "… trong tháng 8 năm 2026", the_end(MONTH, 2026, 8), "2026-08-31"),
    (34, "Hoàn thành trong tháng 8 năm 2021.", the_end(MONTH, 2021, 8), "2021-08-31"),
    (35, "trong tháng 02 năm 2025", the_end(MONTH, 2025, 2), "2025-02-28"),
    (36, "Thời gian hoàn thành xong trước ngày 05/10/2026.", a_day("2026-10-05"), "2026-10-05"),
    (37, "chậm nhất trước ngày 20/12/2023", a_day("2023-12-20"), "2023-12-20"),
    (38, "trước ngày 10 tháng 5 năm 2026 để báo cáo", a_day("2026-05-10"), "2026-05-10"),
    (39, "trước 15/6/2026", a_day("2026-06-15"), "2026-06-15"),
    (40, "trong sáng ngày 08/6/2026", a_day("2026-06-08"), "2026-06-08"),
    (41, "trước ngày 25.11", a_day("2025-11-25"), "2025-11-25"),
    (42, "trong tháng 7-2017", the_end(MONTH, 2017, 7), "2017-07-31"),
    (43, "Tháng 8/2024", the_end(MONTH, 2024, 8), "2024-08-31"),
    (44, "2025", the_end(YEAR, 2025), "2025-12-31"),
    (45, "2024 - 2025", the_end(YEAR, 2025), "2025-12-31"),
    (45, "2025 - 2030", the_end(YEAR, 2030), "2030-12-31"),
    (46, "Quý III, IV/2026", the_end(QUARTER, 2026, 10), "2026-12-31"),
    (47, "Quý III, IV/2026, 2027", the_end(YEAR, 2027), "2027-12-31"),
    (48, "từ nay đến cuối năm 2022", the_end(YEAR, 2022), "2022-12-31"),
    (49, "trong năm 2025 … chính thức từ 2026", the_end(YEAR, 2025), "2025-12-31"),
    (50, "trong 6 tháng cuối năm 2023", the_end(YEAR, 2023), "2023-12-31"),
    (51, "hoàn thành trong năm 2026", the_end(YEAR, 2026), "2026-12-31"),
    (52, "12/2026 hoặc 1/2027 (tuỳ thời điểm …)", NO_DAY, None),
    (53, "Trong 06 tháng kể từ khi Bộ TN&MT đưa ra đầy đủ yêu cầu", from_event(6), None),
    (54, "Trong 18-24 tháng kể từ khi … chấp thuận", from_event(24), None),
    (55, "trước khi trình Thủ tướng Chính phủ", {"precision": "event"}, None),
    (56, "theo đúng tiến độ quy định tại Nghị định số …", NO_DAY, None),
    (57, "theo thời gian quy định", NO_DAY, None),
    (58, "khẩn trương", NO_DAY, None),
    (58, "sớm", NO_DAY, None),
    (58, "kịp thời", NO_DAY, None),
    (58, "ngay", NO_DAY, None),
    (59, "trong thời gian tới", NO_DAY, None),
    (60, "2022 - 2025 Các Bộ: … đã hoàn thành", the_end(YEAR, 2025), "2025-12-31"),
    (62, "Thường xuyên; Thực hiện thường xuyên, liên tục", NO_DAY, None),
    (63, "Định kỳ 2 năm/lần, bắt đầu từ năm 2024", NO_DAY, None),
    (64, "định kỳ 5 năm/lần", NO_DAY, None),
    (65, "Báo cáo 6 tháng: … trước ngày 10/7", NO_DAY, None),
    (66, "Báo cáo năm: … trước ngày 20/12", NO_DAY, None),
    (67, "Báo cáo đột xuất", NO_DAY, None),
    (68, "định kỳ hoặc đột xuất báo cáo … theo quy định", NO_DAY, None),
    (69, "hàng tháng, hàng quý trong các tháng cuối năm", the_end(YEAR, 2023), "2023-12-31"),
    (70, "theo từng tuần, từng tháng, từng quý", NO_DAY, None),
    (71, "hằng năm lập kế hoạch, dự toán", NO_DAY, None),
    (72, "trước ngày 25 hằng tháng báo cáo", NO_DAY, None),
]
"""Row of the catalogue, phrase, what is written in the conclusion file, the stored day."""


@pytest.mark.parametrize(
    ("row", "raw", "written", "stored"), PHRASES, ids=[f"{one[0]}-{one[1]}" for one in PHRASES]
)
def test_a_printed_phrase_is_stored_as_its_day_or_as_none(
    row: int, raw: str, written: Mapping[str, Any], stored: str | None
) -> None:
    """Due is the end of the day; what names no day is never overdue, whenever one looks."""
    issued_on = min(ISSUED_ON, date(2017, 7, 3) if stored and stored < "2023" else ISSUED_ON)
    directive = a_directive(deadline={"raw": raw} | dict(written))
    whole: dict[str, Any] = {"issued_on": issued_on.isoformat()}

    assert problems_of(a_conclusion(directive, **whole)) == []
    story = Story(directive, **whole)

    deadline = story.one.deadline
    assert (deadline.due_on and deadline.due_on.isoformat()) == stored
    in_2040 = schedule_on(story.one, date(2040, 1, 1), story.case.rules)
    assert in_2040 is (Schedule.OPEN_OVERDUE if stored else Schedule.NO_DEADLINE)


def test_no_row_of_the_catalogue_is_left_out() -> None:
    """Rows 27 to 72; row 61 ("Đã hoàn thành") is no directive, and rows 1 to 26 speak of agencies."""
    assert {row for row, *_ in PHRASES} == {*range(27, 73)} - {61}


@pytest.mark.parametrize(
    ("amount", "unit", "start", "bare", "end"),
    [
        (10, "day", date(2023, 7, 12), date(2023, 7, 22), date(2023, 7, 24)),
        (1, "day", date(2023, 7, 12), date(2023, 7, 13), date(2023, 7, 13)),
        (30, "day", date(2023, 8, 3), date(2023, 9, 2), date(2023, 9, 5)),
        (2, "working_day", date(2023, 7, 12), date(2023, 7, 14), date(2023, 7, 14)),
        (2, "working_day", date(2023, 8, 31), date(2023, 9, 6), date(2023, 9, 6)),
        (5, "working_day", date(2024, 4, 26), date(2024, 5, 7), date(2024, 5, 7)),
        (2, "week", date(2023, 7, 12), date(2023, 7, 26), date(2023, 7, 26)),
        (1, "month", date(2023, 7, 12), date(2023, 8, 12), date(2023, 8, 14)),
        (1, "month", date(2024, 1, 31), date(2024, 2, 29), date(2024, 2, 29)),
        (1, "month", date(2023, 1, 31), date(2023, 2, 28), date(2023, 2, 28)),
        (6, "month", date(2023, 8, 31), date(2024, 2, 29), date(2024, 2, 29)),
        (18, "month", date(2023, 7, 12), date(2025, 1, 12), date(2025, 1, 13)),
        (1, "year", date(2024, 2, 29), date(2025, 2, 28), date(2025, 2, 28)),
        (1, "month", date(2024, 3, 29), date(2024, 4, 29), date(2024, 5, 2)),
        (1, "week", date(2024, 4, 27), date(2024, 5, 4), date(2024, 5, 4)),
    ],
)
def test_a_counted_period_ends_on_the_corresponding_day_and_never_on_a_day_off(
    amount: int, unit: str, start: date, bare: date, end: date
) -> None:
    """The first day is not counted; a period that ends on a day off ends with the next working day."""
    count = Counted(amount=amount, unit=CountUnit(unit))

    assert bare_end(count, start, CALENDAR) == bare
    assert counted_end(count, start, CALENDAR) == end


@pytest.mark.parametrize(
    ("part", "day_of_month", "day_of_year"),
    [
        ("beginning", date(2024, 2, 1), date(2024, 1, 1)),
        ("middle", date(2024, 2, 15), date(2024, 6, 30)),
        ("end", date(2024, 2, 29), date(2024, 12, 31)),
    ],
)
def test_beginning_middle_and_end_are_days_of_the_civil_code(
    part: str, day_of_month: date, day_of_year: date
) -> None:
    """Đầu, giữa, cuối tháng: 1st, 15th, last day; đầu, giữa, cuối năm: 1/1, 30/6, 31/12."""
    assert part_of_month(2024, 2, Part(part)) == day_of_month
    assert part_of_year(2024, Part(part)) == day_of_year


def test_a_printed_date_is_never_moved_and_a_counted_period_is() -> None:
    """22/7/2023 is a Saturday: printed it stays, counted ("trong 10 ngày") it ends on Monday."""
    printed = Story(a_directive(due_on="2023-07-22"))
    ten_days = {"raw": "trong 10 ngày", "precision": "period"}
    counted = Story(a_directive(deadline=ten_days | {"count": {"amount": 10, "unit": "day"}}))

    assert printed.one.deadline.due_on == date(2023, 7, 22)
    assert counted.one.deadline.due_on == date(2023, 7, 24)
    assert counted.one.deadline.first_due_on == date(2023, 7, 24)


def test_a_period_can_be_counted_from_a_day_of_its_own() -> None:
    """ "Trong 01 tháng kể từ ngày 31/7/2023"."""
    count = {"amount": 1, "unit": "month", "from_on": "2023-07-31"}
    story = Story(a_directive(deadline={"precision": "period", "count": count}))

    assert story.one.deadline.due_on == date(2023, 8, 31)


@pytest.mark.parametrize(
    ("deadline", "reason", "expected"),
    [
        ({"precision": "month", "due_on": "2023-08-30"}, "day_beside_precision", "2023-08-31"),
        ({"precision": "quarter", "due_on": "2023-08-31"}, "day_beside_precision", "2023-09-30"),
        ({"precision": "year", "due_on": "2023-12-30"}, "day_beside_precision", "2023-12-31"),
        (
            {
                "precision": "period",
                "due_on": "2023-07-22",
                "count": {"amount": 10, "unit": "day"},
            },
            "day_beside_count",
            "2023-07-24",
        ),
        (
            {
                "precision": "day",
                "due_on": "2023-07-24",
                "count": {"amount": 10, "unit": "day"},
            },
            "count_without_period",
            None,
        ),
        (
            {
                "precision": "event",
                "count": {"amount": 1, "unit": "day", "from_on": "2023-08-01"},
            },
            "event_has_come",
            None,
        ),
        ({"precision": "period"}, "precision_without_day", None),
    ],
)
def test_a_day_that_is_not_what_its_precision_means_is_refused(
    deadline: dict[str, Any], reason: str, expected: str | None
) -> None:
    """A mistyped end would make an agency late too early, or never; the right day is named."""
    (problem,) = problems_of(a_conclusion(a_directive(deadline=deadline)))

    assert problem.reason == reason
    assert problem.path[:3] == ("directives", 0, "deadline")
    assert problem.said.get("expected") == expected


days = st.dates(date(2021, 1, 1), date(2027, 6, 30))


@given(days, st.integers(1, 120))
def test_months_end_on_the_corresponding_day_or_the_last(start: date, months: int) -> None:
    """Never beyond the month, never an earlier day than the corresponding one without need."""
    end = months_after(start, months)

    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end == last_day_of(MONTH, end) and end.day < start.day)


@given(days, st.sampled_from([MONTH, QUARTER, YEAR]))
def test_the_end_of_a_month_quarter_or_year_fits_it(day: date, precision: Precision) -> None:
    """What is stored for a printed month, quarter or year is never refused, and lies not before it."""
    end = last_day_of(precision, day)

    assert fits(precision, end)
    assert end >= day


@given(days, st.sampled_from(list(CountUnit)), st.integers(1, 24))
def test_a_counted_period_is_longer_with_a_larger_number_and_ends_on_a_working_day(
    start: date, unit: CountUnit, amount: int
) -> None:
    """Counting is monotonous."""
    end = counted_end(Counted(amount=amount, unit=unit), start, CALENDAR)
    longer = counted_end(Counted(amount=amount + 1, unit=unit), start, CALENDAR)

    assert start < end <= longer
    assert is_working_day(end, CALENDAR)
