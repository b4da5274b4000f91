"""Working days: holidays, days swapped in both directions, years not announced yet."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import (
    is_announced,
    is_working_day,
    plus_working_days,
    working_days_between,
)
from schemas.calendar_file import calendar_today

CALENDAR = calendar_today()
days = st.dates(date(2021, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2023, 7, 12), True),
        (date(2023, 7, 15), False),
        (date(2023, 9, 1), False),
        (date(2023, 9, 4), False),
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2025, 5, 2), False),
        (date(2025, 4, 26), True),
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2026, 8, 31), False),
        (date(2026, 8, 22), True),
    ],
)
def test_a_day_swapped_is_off_and_the_saturday_given_for_it_is_worked(
    day: date, *, worked: bool
) -> None:
    """Both directions of a swap are in the calendar (CV 2450/VPCP-KGVX, 12729/VPCP-KGVX …)."""
    assert is_working_day(day, CALENDAR) is worked


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2023, 7, 12), 2, date(2023, 7, 14)),
        (date(2023, 7, 14), 1, date(2023, 7, 17)),
        (date(2023, 8, 31), 1, date(2023, 9, 5)),
        (date(2026, 8, 21), 5, date(2026, 8, 27)),
        (date(2023, 9, 5), -1, date(2023, 8, 31)),
        (date(2023, 7, 15), 1, date(2023, 7, 17)),
        (date(2023, 7, 12), 0, date(2023, 7, 12)),
    ],
)
def test_working_days_are_counted_without_the_first(
    start: date, count: int, expected: date
) -> None:
    """Two working days after Wednesday is Friday; holidays and swaps count as they are worked."""
    assert plus_working_days(start, count, CALENDAR) == expected


def test_a_year_nobody_has_decided_says_so() -> None:
    """Lunar dates can be computed, official choices cannot."""
    assert is_announced(date(2026, 12, 31), CALENDAR)
    assert not is_announced(date(2027, 1, 4), CALENDAR)


@given(days, st.integers(1, 40))
def test_counting_forwards_and_back_leads_to_the_same_working_day(start: date, count: int) -> None:
    """From a working day, n forwards and n back is where one began; the days between are n."""
    there = plus_working_days(start, count, CALENDAR)

    assert is_working_day(there, CALENDAR)
    assert working_days_between(start, there, CALENDAR) == count
    if is_working_day(start, CALENDAR):
        assert plus_working_days(there, -count, CALENDAR) == start
