"""A period by its name: year, half, quarter, month."""

from datetime import date

import pytest

from policy.carrying import is_left_over
from policy.periods import period_named
from schemas.refusals import MalformedInput


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
        ("2023-H1", date(2023, 1, 1), date(2023, 6, 30)),
        ("2023-H2", date(2023, 7, 1), date(2023, 12, 31)),
        ("2023-Q1", date(2023, 1, 1), date(2023, 3, 31)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
    ],
)
def test_a_period_is_whole_months(name: str, first: date, last: date) -> None:
    """The same names as periodic reports use."""
    period = period_named(name)

    assert (period.name, period.first, period.last) == (name, first, last)


@pytest.mark.parametrize("name", ["", "2023-H3", "2023-Q0", "2023-13", "H1-2023", "0000", "2023-1"])
def test_another_name_is_refused_with_the_known_forms(name: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(MalformedInput) as refused:
        period_named(name)

    assert refused.value.reason == "period_wrong"


@pytest.mark.parametrize("late_from", ["2023-05-02", "2023-07-01"])
def test_left_over_is_what_can_no_longer_be_in_time(late_from: str) -> None:
    """Due on the last day of the period or before, and still open at its end."""
    assert is_left_over({"late_from": late_from}, period_named("2023-H1"))


@pytest.mark.parametrize("late_from", ["2023-07-02", None])
def test_what_is_due_later_or_waits_for_the_office_is_not_left_over(late_from: str | None) -> None:
    """What was handed in in time cannot become late while it is under review."""
    assert not is_left_over({"late_from": late_from}, period_named("2023-H1"))
