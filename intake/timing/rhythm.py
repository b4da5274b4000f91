"""How often something is to be reported or done again, as printed.

"hằng năm" inside a noun ("dự toán chi thường xuyên hằng năm") is no rhythm; at the head of a sentence,
after "báo cáo" or after a day of the month it is.
"""

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from intake.timing.expressions import last_of_month
from intake.words import phrase, squeezed
from schemas.states import Rhythm

# The unit of a rhythm, finest first.
UNITS: Final[tuple[tuple[Rhythm, str], ...]] = (
    (Rhythm.WEEKLY, r"tuần"),
    (Rhythm.MONTHLY, r"tháng"),
    (Rhythm.QUARTERLY, r"quý"),
    (Rhythm.SEMIANNUAL, r"(?:06|6|sáu) tháng|nửa năm|bán niên"),
    (Rhythm.ANNUAL, r"năm"),
)
_EVERY: Final = r"(?:hàng|hằng|mỗi|từng)"
_BY_UNIT: Final = tuple(
    (
        rhythm,
        phrase(
            rf"(?:định kỳ(?: (?:vào|trước|theo|báo cáo))? (?:{_EVERY} )?(?:0?1 )?(?:{unit})(?!\w)(?! ?\d)(?! (?:năm|tháng)/lần)"
            rf"|(?:hàng|hằng) (?:{unit})(?!\w)|(?:hàng|hằng|mỗi) (?:{unit}) (?:ít nhất|tối thiểu|một|0?1)(?: 0?1| một)? lần|(?<!\d_)(?<!\d)(?:0?1 |một )?(?:{unit}) ?(?:/|một|01|1) ?(?:01 |1 |một )?lần|báo cáo (?:{unit})(?= ?(?:[:,(]|và|trước|đầu|cuối))|ngày \d{{1,2}} (?:của )?(?:tháng )?(?:cuối |đầu |sau )?(?:mỗi |từng |của )?(?:{unit})(?=\s*[,.;/)]|\s*$))"
        ),
    )
    for rhythm, unit in UNITS
)
_NOT_A_RHYTHM: Final = phrase(
    r"(?:dự toán|chi thường xuyên|ngân sách(?: nhà nước)?|kế hoạch(?: [\w-]+){0,4}|chương trình(?: [\w-]+){0,3}|kinh phí(?: [\w-]+){0,4}|xếp loại|đánh giá(?: [\w-]+){0,3}|thường niên|phân bổ|bình quân|tăng trưởng|nguồn (?:vốn|thu)?|khen thưởng|danh mục|theo)\s*$"
)
_HALVES: Final = phrase(r"\s*(?:06|6) tháng(?:,| và) (?:cả )?năm\b(?! \d)")
_AFTER_QUARTER: Final = phrase(r"tháng (?:đầu|cuối)(?: của)?(?: mỗi)? quý(?: sau)?\b")
_AND_ANOTHER: Final = phrase(r",? (?:và )?(?:hằng|hàng) (?:tháng|quý|năm|tuần)\b")
_WEEKDAY: Final = phrase(r"thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])\s*$")
_REPORTS: Final = phrase(
    r"\b(?:báo cáo|định kỳ|tổng hợp|giao ban|cập nhật|công khai|công bố|thống kê)\b"
)
_LABEL_ALONE: Final = re.compile(r"\s*(?:[-+•]|\(?\w{1,4}(?:\.\w{1,2})*[.)/]+)?\s*")
_TELLS: Final = phrase(r"\b(?:thông báo|thông tin|gửi|cung cấp|phát hành|họp|kiểm tra)\s*$")
_SEVERAL_YEARS: Final = phrase(r"\d+ năm ?(?:/|một) ?(?:01 |1 )?lần|\d+ năm/lần")
_DAY: Final = phrase(
    r"(?:trước )?ngày (?P<d>\d{1,2})(?:[/.](?P<m>\d{1,2})|(?: tháng (?P<m2>\d{1,2})))?(?: của)?(?: (?:tháng|quý|năm)(?: cuối| sau| đầu)?)?"
)


@dataclass(frozen=True, slots=True)
class PrintedRhythm:
    """A rhythm with its printed words; `day` is the day of the month on which it falls due."""

    rhythm: Rhythm
    raw: str
    day: int | None
    first_due: date | None
    start: int
    end: int


def rhythm_in(
    text: str, folded: str, span: tuple[int, int], issued_on: date
) -> PrintedRhythm | None:
    """The first rhythm of a stretch of text that is not part of a noun."""
    start, end = span
    best: tuple[int, Rhythm, re.Match[str]] | None = None
    for rhythm, pattern in _BY_UNIT:
        for found in pattern.finditer(folded, start, end):
            if not _counts(folded, start, found):
                continue
            if best is None or found.start() < best[0]:
                best = (found.start(), rhythm, found)
            break
    if best is None and (halves := _HALVES.match(folded, start, end)):
        best = (halves.start(), Rhythm.SEMIANNUAL, halves)
    if best is None and (after := _AFTER_QUARTER.search(folded, start, end)):
        best = (after.start(), Rhythm.QUARTERLY, after)
    if best is None or _SEVERAL_YEARS.search(folded, start, end):
        return None
    position, rhythm, found = best
    day = _DAY.search(folded, max(start, position - 40), min(end, found.end() + 130))
    number = int(day["d"]) if day else None
    return PrintedRhythm(
        rhythm, squeezed(text[found.start() : found.end()]), number, _first_due(rhythm, day, issued_on), found.start(), found.end()
    )  # fmt: skip


def _counts(folded: str, start: int, found: re.Match[str]) -> bool:
    before = folded[max(start, found.start() - 60) : found.start()]
    if found[0].startswith(("định kỳ", "báo cáo")) or "lần" in found[0]:
        return True
    if _WEEKDAY.search(before) or _AND_ANOTHER.match(folded, found.end()):
        return True
    if _LABEL_ALONE.fullmatch(before):
        return True
    if _NOT_A_RHYTHM.search(before):
        return False
    if _TELLS.search(before):
        return True
    return bool(
        _REPORTS.search(folded, start, min(len(folded), found.end() + 60))
    ) or before.rstrip().endswith((",", ";", "(", ":", "."))


def _first_due(rhythm: Rhythm, day: re.Match[str] | None, issued_on: date) -> date | None:
    """The first day after the document on which the rhythm falls due, where the words say a day."""
    if day is None:
        return None
    number, month = int(day["d"]), day["m"] or day["m2"]
    months = [int(month)] if month else _months(rhythm)
    for ahead in range(25):
        at = issued_on.month + ahead
        year, calendar_month = issued_on.year + (at - 1) // 12, (at - 1) % 12 + 1
        last = last_of_month(year, calendar_month)
        if last is None or calendar_month not in months:
            continue
        due_on = date(year, calendar_month, min(number, last.day))
        if due_on >= issued_on:
            return due_on
    return None


def _months(rhythm: Rhythm) -> list[int]:
    match rhythm:
        case Rhythm.QUARTERLY:
            return [3, 6, 9, 12]
        case Rhythm.SEMIANNUAL:
            return [6, 12]
        case Rhythm.ANNUAL:
            return [12]
        case _:
            return list(range(1, 13))
