"""Dates, months, quarters and years as printed, each turned into the last day it allows.

One rule is one row: a pattern on folded text and how its numbers become a day. A year that is not
printed is the first that does not lie before the document. Nothing here decides what is a deadline.
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from intake.words import phrase
from schemas.states import Precision

_ROMAN: Final = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "1": 1,
    "2": 2,
    "3": 3,
    "4": 4,
    "01": 1,
    "02": 2,
    "03": 3,
    "04": 4,
}
_YEAR: Final = r"(?:19|20)\d\d"
_QUARTER: Final = r"(?:iv|iii|ii|i|0?[1-4])"
# "trước ngày Quốc khánh 02/9/2025", "trước ngày khai giảng năm học mới 05/9/2026"
_FEAST: Final = r"(?:quốc khánh|quốc tế|tết|lễ|khai giảng|khai mạc|bầu cử|giải phóng|giỗ tổ|thành lập|kỷ niệm|truyền thống|nhà giáo|thương binh)(?: [^\W\d]+){0,6}? \(?"


@dataclass(frozen=True, slots=True)
class Expression:
    """A printed moment: where it stands, the last day it allows, and the rule that read it."""

    start: int
    end: int
    due_on: date
    precision: Precision
    rule: str
    has_year: bool


_Reader = Callable[[re.Match[str], date], date | None]


def last_of_month(year: int, month: int) -> date | None:
    if not 1 <= month <= 12 or not 1900 <= year <= 2200:
        return None
    return date(year, month, calendar.monthrange(year, month)[1])


def _day(year: int, month: int, day: int) -> date | None:
    last = last_of_month(year, month)
    return date(year, month, day) if last and 1 <= day <= last.day else None


def _full_day(found: re.Match[str], _: date) -> date | None:
    return _day(int(found["y"]), int(found["m"]), int(found["d"]))


def _day_without_year(found: re.Match[str], issued_on: date) -> date | None:
    day = _day(issued_on.year, int(found["m"]), int(found["d"]))
    return (
        _day(issued_on.year + 1, int(found["m"]), int(found["d"]))
        if day and day < issued_on
        else day
    )


def _month(found: re.Match[str], _: date) -> date | None:
    part = found.groupdict().get("part")
    year, month = int(found["y"]), int(found["m"])
    if part in {"đầu", "giữa"}:
        return _day(year, month, 1 if part == "đầu" else 15)
    return last_of_month(year, month)


def _month_without_year(found: re.Match[str], issued_on: date) -> date | None:
    month = int(found["m"])
    return last_of_month(issued_on.year + (month < issued_on.month), month)


def _week(found: re.Match[str], issued_on: date) -> date | None:
    """The first week of a month ends on its 7th, the last one with the month."""
    year = int(found["y"]) if found["y"] else issued_on.year + (int(found["m"]) < issued_on.month)
    nth = {"đầu": 7, "thứ nhất": 7, "thứ hai": 14, "thứ ba": 21}.get(found["w"])
    return _day(year, int(found["m"]), nth) if nth else last_of_month(year, int(found["m"]))


def _quarter(found: re.Match[str], _: date) -> date | None:
    years = [int(year) for year in re.findall(_YEAR, found["years"])]
    if len(years) > 1:
        return date(max(years), 12, 31)
    return last_of_month(years[0], 3 * max(_quarters(found)))


def _quarter_without_year(found: re.Match[str], issued_on: date) -> date | None:
    last = 3 * max(_quarters(found))
    return last_of_month(issued_on.year + (last < issued_on.month), last)


def _quarters(found: re.Match[str]) -> list[int]:
    return [_ROMAN[one] for one in re.findall(rf"\b{_QUARTER}\b", found["q"])]


def _half(found: re.Match[str], issued_on: date) -> date | None:
    year = int(found["y"]) if found["y"] else issued_on.year
    return date(year, 6, 30) if found["half"] == "đầu" else date(year, 12, 31)


def _years(found: re.Match[str], _: date) -> date | None:
    years = [int(year) for year in re.findall(_YEAR, found[0])]
    return date(
        max(years),
        6 if found[0].startswith("giữa") else 12,
        30 if found[0].startswith("giữa") else 31,
    )


def _this_year(found: re.Match[str], issued_on: date) -> date | None:
    return (
        date(issued_on.year, 6, 30) if found[0].startswith("giữa") else date(issued_on.year, 12, 31)
    )


def _this_month(_: re.Match[str], issued_on: date) -> date | None:
    return last_of_month(issued_on.year, issued_on.month)


# Order is precedence: an expression inside a longer one is not read again.
RULES: Final[tuple[tuple[str, str, Precision, _Reader, bool], ...]] = (
    ("ngày tháng năm", rf"(?:ngày )?\b(?P<d>\d{{1,2}}) ?tháng ?(?P<m>\d{{1,2}}),? ?năm ?(?P<y>{_YEAR})\b", Precision.DAY, _full_day, True),
    ("ngày/tháng/năm", rf"(?:ngày (?:{_FEAST})?)?(?<!tháng_)(?:(?<![\d/.-])|(?<=\d\d\d\d-)|(?<=\d\d\d\d_-_))(?P<d>\d{{1,2}})(?: ?/ ?(?=\d+ ?/)|\.(?=\d+\.)|-(?=\d+-))(?P<m>\d{{1,2}})(?: ?/ ?|[.-])(?P<y>{_YEAR})(?![\d/])", Precision.DAY, _full_day, True),
    ("ngày tháng/năm", rf"ngày (?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}}) ?/ ?(?P<y>{_YEAR})\b", Precision.DAY, _full_day, True),
    ("ngày tháng", r"(?:ngày )\b(?P<d>\d{1,2}) tháng (?P<m>\d{1,2})\b(?! ?năm \d)", Precision.DAY, _day_without_year, False),
    ("ngày/tháng", r"(?:(?<=trước_)|(?<=nhất_)|ngày )(?P<d>\d{1,2}) ?[/.-] ?(?P<m>\d{1,2})\b(?! ?[/.-] ?\d)(?!\d)", Precision.DAY, _day_without_year, False),
    ("quý/năm", rf"(?:các )?quý (?P<q>{_QUARTER}\b(?:(?: ?, ?| ?- ?| và |, quý | và quý | ?- ?quý )(?:quý )?{_QUARTER}\b)*) ?(?:/|,? ?năm |- ?|, ?| )(?P<years>{_YEAR}\b(?:(?: ?, ?(?:năm )?| ?- ?| và (?:năm )?){_YEAR}\b)*)", Precision.QUARTER, _quarter, True),
    ("quý", rf"(?:các )?\bquý (?P<q>(?:iv|iii|ii|i|[1-4])\b(?:(?: ?, ?| ?- ?| và )(?:quý )?{_QUARTER}\b)*)(?! ?/ ?\d)", Precision.QUARTER, _quarter_without_year, False),
    ("6 tháng", rf"\b(?:06|6|sáu) tháng (?P<half>đầu|cuối) (?:của )?năm(?: (?P<y>{_YEAR}))?", Precision.MONTH, _half, True),
    ("tuần", rf"tuần (?P<w>đầu|cuối|thứ nhất|thứ hai|thứ ba|thứ tư)(?: tiên)?(?: của)? tháng (?P<m>\d{{1,2}})(?: ?(?:/|,? năm ) ?(?P<y>{_YEAR}))?", Precision.MONTH, _week, False),
    ("tháng năm", rf"(?:(?P<part>đầu|giữa|cuối) )?tháng (?:\d{{1,2}}(?:,| và| ?-) (?:tháng )?)*(?P<m>\d{{1,2}}) ?(?:/|-|\.|,? năm |,? )(?P<y>{_YEAR})\b", Precision.MONTH, _month, True),
    ("tháng", r"(?:đầu |giữa |cuối )?tháng (?P<m>\d{1,2})\b(?! ?(?:/|-|\.) ?\d)(?! năm \d)", Precision.MONTH, _month_without_year, False),
    ("năm nay", r"(?:giữa|cuối|hết|trong) năm(?: nay| này)?(?! (?:\d|học|ngân|tài))\b", Precision.YEAR, _this_year, False),
    ("tháng này", r"trong tháng này", Precision.MONTH, _this_month, False),
    ("năm", rf"(?:giữa |cuối )?năm {_YEAR}(?: ?- ?{_YEAR}|(?:, {_YEAR})*(?:,? và (?:năm )?{_YEAR})?)\b", Precision.YEAR, _years, True),
)  # fmt: skip
_COMPILED: Final = tuple(
    (name, phrase(pattern), precision, reader, year)
    for name, pattern, precision, reader, year in RULES
)
_ANY: Final = re.compile(r"\d|quý|năm|tháng")


def expressions_in(folded: str, start: int, end: int, issued_on: date) -> tuple[Expression, ...]:
    """Every printed moment between two positions, in order, the longest reading of each place."""
    if not _ANY.search(folded, start, end):
        return ()
    found: list[Expression] = []
    for expression in _all_in(folded, start, end, issued_on):
        if not any(
            expression.start < other.end and other.start < expression.end for other in found
        ):
            found.append(expression)
    return tuple(sorted(found, key=lambda one: one.start))


def _all_in(folded: str, start: int, end: int, issued_on: date) -> Iterator[Expression]:
    for name, pattern, precision, reader, has_year in _COMPILED:
        for found in pattern.finditer(folded, start, end):
            due_on = reader(found, issued_on)
            if due_on is not None:
                yield Expression(found.start(), found.end(), due_on, precision, name, has_year)
