"""Catalogue of phrasings, rows 62–72: what is to be done or reported again and again."""

from datetime import date

import pytest

from intake.timing import rhythm_in
from intake.words import fold
from schemas.states import Rhythm
from tests.unit.intake.documents import only

ISSUED = date(2026, 6, 10)
# Row, words, rhythm, first day on which it falls due.
RHYTHMS = [
    (62, "Thực hiện thường xuyên, liên tục", None, None),
    (63, "Định kỳ 2 năm/lần, bắt đầu từ năm 2027", None, None),
    (64, "định kỳ 5 năm/lần trong giai đoạn chính thức", None, None),
    (65, "Báo cáo 6 tháng: gửi trước ngày 05/7", Rhythm.SEMIANNUAL, date(2026, 7, 5)),
    (66, "Báo cáo năm: gửi trước ngày 15/12", Rhythm.ANNUAL, date(2026, 12, 15)),
    (67, "Báo cáo đột xuất: theo yêu cầu của cơ quan cấp trên", None, None),
    (68, "định kỳ hoặc đột xuất báo cáo theo quy định", None, None),
    (69, "hàng tháng, hàng quý trong các tháng cuối năm báo cáo tiến độ", Rhythm.MONTHLY, None),
    (70, "lập kế hoạch chi tiết theo từng tuần, từng tháng, từng quý", None, None),
    (71, "hằng năm lập kế hoạch, dự toán", Rhythm.ANNUAL, None),
    (72, "định kỳ hằng tháng báo cáo tiến độ", Rhythm.MONTHLY, None),
    (72, "trước ngày 25 hằng tháng báo cáo tiến độ", Rhythm.MONTHLY, date(2026, 6, 25)),
    (0, "nguồn kinh phí trong dự toán chi thường xuyên hằng năm", None, None),
]


@pytest.mark.parametrize(
    ("row", "words", "rhythm", "first_due"),
    RHYTHMS,
    ids=[f"{one[0]}-{one[1][:20]}" for one in RHYTHMS],
)
def test_phrasing_means_this_rhythm(
    row: int, words: str, rhythm: Rhythm | None, first_due: date | None
) -> None:
    """Only what is to be repeated in a usual period is a rhythm."""
    found = rhythm_in(words, fold(words), (0, len(words)), ISSUED)

    assert rhythm == (found.rhythm if found else None)
    assert first_due == (found.first_due if found else None)


def test_a_day_of_every_month_is_a_rhythm_and_no_deadline() -> None:
    """Row 72: "trước ngày 25 hằng tháng" is never overdue as a whole."""
    found = only("1. Bộ Y tế báo cáo Thủ tướng Chính phủ trước ngày 25 hằng tháng.")

    assert (None, "monthly", 25, "2026-06-25") == (
        found["deadline"],
        found["periodic"],
        found["report_day"],
        found["first_due"],
    )


def test_a_day_of_every_year_is_a_rhythm_and_no_deadline() -> None:
    """Row 66: "trước ngày 15/12 hằng năm"."""
    found = only("1. Bộ Y tế báo cáo Thủ tướng Chính phủ trước ngày 15/12 hằng năm.")

    assert (None, "annual", "2026-12-15") == (
        found["deadline"],
        found["periodic"],
        found["first_due"],
    )


def test_a_new_notice_that_repeats_older_ones_links_them() -> None:
    """Cross references: "nhắc lại" keeps the numbers, their dates are no deadlines."""
    found = only(
        "1. Bộ Tài chính thực hiện nghiêm chỉ đạo tại các Thông báo kết luận số 09/TB-VPCP ngày 11 tháng 7 năm 2026; số 328/TB-VPCP ngày 16 tháng 7 năm 2026."
    )

    assert (None, ["09/TB-VPCP", "328/TB-VPCP"]) == (found["deadline"], found["renews"])


@pytest.mark.parametrize(
    ("sentence", "rhythm"),
    [
        ("1. Bộ Y tế chia sẻ kết quả xét nghiệm vào thứ Hai hằng tuần.", "weekly"),
        ("1. Bộ Y tế kiểm tra cơ sở, mỗi tháng ít nhất 01 lần.", "monthly"),
        ("1. Bộ Y tế báo cáo Chính phủ trước ngày 05 tháng đầu quý sau.", "quarterly"),
        ("1. Bộ Y tế cập nhật kịch bản tăng trưởng hằng tháng, hằng quý.", "monthly"),
    ],
)
def test_rhythm_beside_the_catalogue_is_read(sentence: str, rhythm: str) -> None:
    """A day of the week, "mỗi tháng ít nhất một lần" and "tháng đầu quý sau" are rhythms; of two the first counts."""
    assert rhythm == only(sentence)["periodic"]
