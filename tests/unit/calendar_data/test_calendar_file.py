"""The dated calendar against an independent source, with every difference explained."""

import csv
from datetime import date
from pathlib import Path

import holidays
import pytest

import schemas

FILE = Path(schemas.__file__).with_name("calendar.csv")
YEARS = range(2021, 2028)
SATURDAY = 5
FORECAST = "dự kiến, chưa công bố"

# Official swap of 12729/VPCP-KGVX (25/12/2025), unknown to the library.
OFF_ONLY_HERE = {date(2026, 1, 2)}
WORKED_ONLY_HERE = {date(2026, 1, 10)}
# Ngày Văn hóa Việt Nam: entry into force not verified, so our calendar works on that day.
OFF_ONLY_THERE = {date(2026, 11, 24), date(2027, 11, 24)}


def lines() -> list[str]:
    return FILE.read_text(encoding="utf-8").splitlines()


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in lines() if not line.startswith("#")))


def days(kind: str, year: int) -> set[date]:
    listed = {date.fromisoformat(row["date"]) for row in rows() if row["kind"] == kind}
    return {day for day in listed if day.year == year}


def weekdays(among: set[date]) -> set[date]:
    return {day for day in among if day.weekday() < SATURDAY}


@pytest.mark.parametrize("year", YEARS)
def test_days_off_agree_with_the_library_but_for_the_explained_ones(year: int) -> None:
    """Every weekday that is not worked is known to both sources or explained above."""
    theirs = weekdays(set(holidays.country_holidays("VN", years=year)))
    explained = {day for day in OFF_ONLY_HERE | OFF_ONLY_THERE if day.year == year}

    assert explained == weekdays(days("off", year)) ^ theirs


@pytest.mark.parametrize("year", YEARS)
def test_worked_weekends_agree_with_the_library_but_for_the_explained_ones(year: int) -> None:
    """Every Saturday worked for a swapped day is known to both sources or explained above."""
    known = holidays.country_holidays("VN", years=year).weekend_workdays
    theirs = {day for day in known if day.year == year}
    explained = {day for day in WORKED_ONLY_HERE if day.year == year}

    assert explained == days("work", year) ^ theirs


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_a_swapped_day_is_stored_in_both_directions(off: date, worked: date) -> None:
    """The weekday is off, the Saturday is worked, and both name the same document."""
    by_day = {row["date"]: row for row in rows()}
    given, taken = by_day[off.isoformat()], by_day[worked.isoformat()]

    assert (given["kind"], taken["kind"]) == ("off", "work")
    assert given["source"] == taken["source"] != FORECAST


def test_each_day_stands_once_in_order_with_its_source() -> None:
    """A day is off or worked, never both, and every line names where it comes from."""
    listed = [row["date"] for row in rows()]

    assert sorted(set(listed)) == listed
    assert {"off", "work"} == {row["kind"] for row in rows()}
    assert all(row["name_vi"] and row["source"] for row in rows())


def test_only_weekends_are_listed_as_worked() -> None:
    """A weekday is worked without saying so; a line for it would hide a mistake."""
    worked = [day for year in YEARS for day in days("work", year)]

    assert set() == weekdays(set(worked))


def test_only_a_year_not_yet_announced_holds_forecasts() -> None:
    """Lunar dates can be computed, official choices cannot: 2027 is marked until it is announced."""
    announced = int(next(line for line in lines() if "announced_through" in line).split(":")[1])
    forecast_years = {int(row["date"][:4]) for row in rows() if row["source"] == FORECAST}

    assert {announced + 1} == forecast_years


def test_the_calendar_has_a_version() -> None:
    """A case carries the calendar it was opened under, so the file has a name for its state."""
    assert lines()[0] == "# version: vn-2026-11"
