"""Person test 8: a deadline on a holiday keeps its date, and everything that is rehearsed happens on working days."""

import io
import re
from datetime import date

import openpyxl
import pytest

from policy.calendar import is_working_day
from schemas.calendar_file import calendar_today
from tests.console.site import Browser, Site
from tests.console.test_intake_pages import path

TEXT = """VĂN PHÒNG CHÍNH PHỦ
Số: 777/TB-VPCP
Hà Nội, ngày 05 tháng 01 năm 2026
THÔNG BÁO
Kết luận tại cuộc họp về ngày nghỉ

Thủ tướng Chính phủ kết luận như sau:
1. Bộ Y tế chủ trì xây dựng đề án ngày nghỉ, trình Thủ tướng Chính phủ trước ngày 30/4/2026.
2. Bộ Tài chính báo cáo Thủ tướng Chính phủ trước ngày 12/01/2026.
"""


@pytest.fixture(scope="module")
def review(site: Site) -> str:
    """The review of that notice, approved."""
    officer = site.browser("officer", kept=True)
    at = path(
        officer.send_form("/tiep-nhan", files=[("file", ("tb.txt", TEXT.encode(), "text/plain"))])
    )
    for act, fields in (
        ("chap-nhan", {"n": "1"}),
        ("chap-nhan", {"n": "2"}),
        ("khong-co-nhiem-vu", {}),
    ):
        version = re.search(r'name="version" value="(\d+)"', officer.get(at).text)
        assert version
        officer.send_form(f"{at}/{act}", version=version[1], **fields)
    officer.close()
    return at


@pytest.fixture
def officer(site: Site) -> Browser:
    return site.browser("officer")


def test_the_form_says_holiday_and_keeps_the_date(officer: Browser, review: str) -> None:
    """30/4/2026 stays; the last reminder goes out on the working day before."""
    page = officer.get(review).text

    assert "<strong>30/04/2026</strong>" in page
    assert (
        "30/04/2026 là ngày nghỉ. Hạn giữ nguyên như văn bản; lời nhắc cuối gửi ngày làm việc 29/04/2026."
        in page
    )


def test_every_step_of_the_rehearsal_is_on_a_working_day(officer: Browser, review: str) -> None:
    """And Saturday 10 January 2026, worked for 2 January, counts as one."""
    book = openpyxl.load_workbook(io.BytesIO(officer.get(f"{review}/dien-tap.xlsx").content))
    steps = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))

    days = {row[0].date() for row in steps if hasattr(row[0], "date")}

    assert len(steps) > 10
    assert not [day for day in days if not is_working_day(day, calendar_today())]
    assert date(2026, 4, 29) in days
    assert date(2026, 1, 10) in days  # the day before Sunday 11 January, which is not worked
