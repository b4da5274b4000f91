"""Days on which periodic reports are due, and the names of their periods."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.deadlines import next_report_day, period_of
from schemas.case import Duty
from schemas.states import Rhythm


@pytest.mark.parametrize(
    ("rhythm", "day", "after", "expected", "period"),
    [
        ("weekly", 5, date(2023, 7, 12), date(2023, 7, 14), "2023-W28"),
        ("weekly", 3, date(2023, 7, 12), date(2023, 7, 19), "2023-W29"),
        ("weekly", None, date(2023, 12, 29), date(2024, 1, 5), "2024-W01"),
        ("monthly", 25, date(2023, 7, 12), date(2023, 7, 25), "2023-07"),
        ("monthly", 25, date(2023, 7, 25), date(2023, 8, 25), "2023-08"),
        ("monthly", 31, date(2023, 8, 31), date(2023, 9, 30), "2023-09"),
        ("monthly", 31, date(2024, 1, 31), date(2024, 2, 29), "2024-02"),
        ("monthly", None, date(2023, 12, 25), date(2024, 1, 25), "2024-01"),
        ("quarterly", 25, date(2023, 7, 12), date(2023, 9, 25), "2023-Q3"),
        ("quarterly", 25, date(2023, 9, 26), date(2023, 12, 25), "2023-Q4"),
        ("semiannual", 15, date(2023, 7, 12), date(2023, 12, 15), "2023-H2"),
        ("semiannual", 15, date(2023, 12, 15), date(2024, 6, 15), "2024-H1"),
        ("annual", 15, date(2023, 7, 12), date(2023, 12, 15), "2023"),
        ("annual", 15, date(2023, 12, 20), date(2024, 12, 15), "2024"),
    ],
)
def test_the_next_report_is_due_on_the_day_of_its_rhythm(
    rhythm: str, day: int | None, after: date, expected: date, period: str
) -> None:
    """The first such day after the last one; a day the month does not have is its last day."""
    duty = Duty(rhythm=Rhythm(rhythm), day=day)

    due_on = next_report_day(duty, after)

    assert due_on == expected
    assert period_of(duty, due_on) == period


@given(
    st.sampled_from(list(Rhythm)),
    st.one_of(st.none(), st.integers(1, 31)),
    st.dates(date(2021, 1, 1), date(2030, 12, 31)),
)
def test_reports_never_repeat_a_period_and_never_skip_one(
    rhythm: Rhythm, day: int | None, start: date
) -> None:
    """Twenty reports in a row name twenty periods, each later than the one before."""
    duty = Duty(rhythm=rhythm, day=day)
    days = [next_report_day(duty, start)]
    for _ in range(19):
        days.append(next_report_day(duty, days[-1]))

    longest = {"weekly": 7, "monthly": 31, "quarterly": 92, "semiannual": 184, "annual": 366}[
        rhythm
    ]
    gaps = [(later - earlier).days for earlier, later in itertools.pairwise(days)]
    assert len({period_of(duty, one) for one in days}) == 20
    assert all(0 < gap <= longest for gap in gaps)
    assert 0 < (days[0] - start).days <= longest
