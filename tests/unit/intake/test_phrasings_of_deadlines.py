"""Catalogue of phrasings, rows 27–61: which words are a deadline and which day they mean."""

from datetime import date

import pytest

from intake.timing import deadline_in, deadline_of_cell
from intake.words import fold
from tests.unit.intake.documents import answer, directives, only

# Row, sentence, day of issue, due day.
PROSE = [
    (27, "hoàn thiện hồ sơ trước ngày 20 tháng 10 năm 2024", "2024-06-01", "2024-10-20"),
    (
        28,
        "xây dựng Nghị định, trình Chính phủ trước ngày 30 tháng 7 năm 2024",
        "2024-05-02",
        "2024-07-30",
    ),
    (30, "báo cáo Thủ tướng Chính phủ trước ngày 30 tháng 9 năm 2024", "2024-05-02", "2024-09-30"),
    (31, "ban hành quy chế, hoàn thành trong Quý III năm 2024", "2024-05-02", "2024-09-30"),
    (
        32,
        "lập danh mục (hoàn thành trong tháng 8 năm 2026), bảo đảm đúng quy định",
        "2026-06-01",
        "2026-08-31",
    ),
    (
        33,
        "bố trí vốn theo đúng quy định và khả năng cân đối trong tháng 8 năm 2026",
        "2026-06-01",
        "2026-08-31",
    ),
    (34, "Hoàn thành trong tháng 8 năm 2021.", "2021-06-01", "2021-08-31"),
    (35, "trong tháng 02 năm 2025", "2024-12-01", "2025-02-28"),
    (36, "Thời gian hoàn thành xong trước ngày 05/10/2026.", "2026-09-15", "2026-10-05"),
    (37, "gửi kết quả chậm nhất trước ngày 20/12/2023", "2023-11-01", "2023-12-20"),
    (
        38,
        "có ý kiến trước ngày 10 tháng 5 năm 2026 để báo cáo Thủ tướng Chính phủ",
        "2026-04-28",
        "2026-05-10",
    ),
    (39, "trả lời trước 15/6/2026", "2026-06-01", "2026-06-15"),
    (40, "báo cáo trong sáng ngày 08/6/2026", "2026-06-05", "2026-06-08"),
    (41, "gửi trước ngày 25.11", "2025-11-10", "2025-11-25"),
    (42, "nghiệm thu trong tháng 7-2017", "2017-05-01", "2017-07-31"),
    (48, "giải ngân từ nay đến cuối năm 2022", "2022-08-08", "2022-12-31"),
    (49, "chạy thử trong năm 2025, vận hành chính thức từ 2026", "2025-01-10", "2025-12-31"),
    (50, "thực hiện trong 6 tháng cuối năm 2023", "2023-07-12", "2023-12-31"),
    (51, "các nhiệm vụ giao hoàn thành trong năm 2026", "2026-02-01", "2026-12-31"),
    (53, "Trong 06 tháng kể từ khi bên yêu cầu cung cấp đủ tài liệu", "2026-02-01", None),
    (54, "Trong 18-24 tháng kể từ khi được chấp thuận", "2026-02-01", None),
    (55, "thống nhất trước khi trình Thủ tướng Chính phủ", "2024-10-14", None),
    (56, "theo đúng tiến độ quy định tại Nghị định số 10/2024/NĐ-CP", "2024-10-14", None),
    (57, "nộp báo cáo theo thời gian quy định", "2024-10-14", None),
    (58, "khẩn trương, sớm, kịp thời triển khai ngay", "2024-10-14", None),
    (59, "tăng cường kiểm tra trong thời gian tới", "2024-10-14", None),
]
# Row, cell, day of issue, due day.
CELLS = [
    (43, "Tháng 8/2024", "2024-05-02", "2024-08-31"),
    (44, "2025", "2024-05-02", "2025-12-31"),
    (45, "2024 - 2025", "2024-05-02", "2025-12-31"),
    (45, "2025 - 2030", "2024-05-02", "2030-12-31"),
    (46, "Quý III, IV/2026", "2026-05-02", "2026-12-31"),
    (47, "Quý III, IV/2026, 2027", "2026-05-02", "2027-12-31"),
    (52, "12/2026 hoặc 1/2027 (tùy thời điểm phê duyệt)", "2026-05-02", None),
    (62, "Thường xuyên", "2026-05-02", None),
    (63, "Định kỳ 2 năm/lần, bắt đầu từ năm 2027", "2026-05-02", None),
    (0, "Năm 2025 và những năm tiếp theo", "2025-01-02", None),
]


@pytest.mark.parametrize(
    ("row", "words", "issued", "due"), PROSE, ids=[str(one[0]) for one in PROSE]
)
def test_phrasing_in_a_sentence_means_this_day(
    row: int, words: str, issued: str, due: str | None
) -> None:
    """A cue before a date makes it a deadline; the last day it allows is due."""
    found = deadline_in(words, fold(words), (0, len(words)), date.fromisoformat(issued))

    assert (date.fromisoformat(due) if due else None) == found.due_on


@pytest.mark.parametrize(
    ("row", "words", "issued", "due"), CELLS, ids=[f"{one[0]}-{one[1]}" for one in CELLS]
)
def test_phrasing_in_a_cell_means_this_day(
    row: int, words: str, issued: str, due: str | None
) -> None:
    """In the time column a bare month or year is a date; several end with the last; open ends have none."""
    found = deadline_of_cell(words, fold(words), (0, len(words)), date.fromisoformat(issued))

    assert (date.fromisoformat(due) if due else None) == found.due_on


def test_row_29_the_date_belongs_to_the_first_action_only() -> None:
    """Row 29: "…, hoàn thành trước …; ‹next action›"."""
    first, second = directives(
        "1. Bộ Y tế lập danh mục thuốc, hoàn thành trước ngày 31 tháng 10 năm 2026; xây dựng quy trình cấp phát."
    )

    assert ("2026-10-31", None) == (first["deadline"], second["deadline"])


def test_row_34_an_own_sentence_dates_the_one_before() -> None:
    """Row 34: "Hoàn thành trong tháng 8 …" is no directive of its own."""
    assert (
        "2026-08-31"
        == only("1. Bộ Y tế rà soát kho thuốc. Hoàn thành trong tháng 8 năm 2026.")["deadline"]
    )


def test_row_40_the_time_of_day_stays_in_the_raw_words() -> None:
    """Row 40: "sáng" is kept as printed."""
    assert "sáng" in only("1. Bộ Y tế báo cáo trong sáng ngày 18/6/2026.")["deadline_text"]


@pytest.mark.parametrize("words", ["Khẩn trương", "sớm", "kịp thời"])
def test_row_58_vague_words_are_kept_and_have_no_day(words: str) -> None:
    """Row 58: never overdue."""
    found = only(f"1. Bộ Y tế {words.lower()} rà soát kho thuốc.")

    assert (None, "none") == (found["deadline"], found["precision"])
    assert words.lower() in found["deadline_text"].lower()


def test_row_60_what_others_have_finished_is_no_deadline() -> None:
    """Row 60: a row of the years 2022 - 2025 is due at the end of the last, whoever has finished."""
    assert (
        date(2025, 12, 31)
        == deadline_of_cell("2022 - 2025", "2022 - 2025", (0, 11), date(2022, 1, 1)).due_on
    )


def test_row_61_a_row_that_is_done_is_no_directive() -> None:
    """Row 61: "Đã hoàn thành" in the time column is proposed as no task."""
    table = "| TT | Nhiệm vụ | Cơ quan chủ trì | Thời gian |\n| --- | --- | --- | --- |\n| 1 | Lập đề án | Bộ Y tế | Đã hoàn thành |\n| 2 | Trình đề án | Bộ Y tế | 2026 |"

    found = answer(table)

    assert ["Trình đề án"] == [one["text"] for one in found["directives"]]
    assert "đã hoàn thành" in {one["rule"] for one in found["segments"]}


@pytest.mark.parametrize(
    "words",
    [
        "thực hiện Thông báo số 12/TB-VPCP ngày 20 tháng 12 năm 2026",
        "kết luận tại cuộc họp ngày 25 tháng 12 năm 2026",
        "thực hiện Chương trình giai đoạn 2026 - 2030",
        "triển khai Chiến lược phát triển đến năm 2035",
        "thí điểm từ ngày 01 tháng 8 năm 2026",
        "đã báo cáo trước ngày 01 tháng 5 năm 2020",
    ],
)
def test_dates_of_documents_meetings_and_periods_are_no_deadlines(words: str) -> None:
    """Trap: a date without its cue, or before the document, is none."""
    assert deadline_in(words, fold(words), (0, len(words)), date(2026, 6, 1)).due_on is None


# What else is printed; sentence, due day or None (the document is of 1 March 2026).
BESIDE = [
    ("chuyển quà đến người dân xong trước ngày Quốc khánh 02/9/2026", "2026-09-02"),
    ("hoàn thành sửa chữa trong tuần đầu tháng 6 năm 2026", "2026-06-07"),
    ("ban hành quy chuẩn, hoàn thành trước tháng 12 năm 2026", "2026-11-30"),
    ("giảm thuế trong 6 tháng cuối năm 2026, báo cáo Chính phủ trước ngày 20 tháng 3 năm 2026", "2026-03-20"),
    ("mở rộng miễn thị thực đến hết năm 2026, báo cáo Thủ tướng trong tháng 4 năm 2026", "2026-04-30"),
    ("tạm dừng đóng bảo hiểm đến hết tháng 6 hoặc tháng 12 năm 2026", None),
    ("không tổ chức kiểm tra định kỳ trong năm 2026", None),
    ("chưa điều chỉnh tăng giá trong Quý II năm 2026", None),
    ("điều chuyển vốn của các dự án giải ngân dưới 30% đến hết quý II năm 2026", None),
    ("hoàn thành ngay trong tháng 6 năm 2026", "2026-06-30"),
    ("gửi báo cáo không chậm hơn ngày 01 tháng 10 năm 2026", "2026-10-01"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "due"), BESIDE, ids=[one[0][:30] for one in BESIDE])
def test_phrasing_beside_the_catalogue_has_its_day_or_none(sentence: str, due: str | None) -> None:
    """A day is due; how long something lasts, what is forbidden meanwhile and what was so far is not."""
    found = deadline_in(sentence, fold(sentence), (0, len(sentence)), date(2026, 3, 1))

    assert due == (found.due_on.isoformat() if found.due_on else None)


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("15/12/2025-15/6/2026", "2026-06-15"),
        ("Từ tháng 5/2026-12/2026", "2026-12-31"),
        ("Tháng 9-11/2026", "2026-11-30"),
        ("Trước Tết Nguyên đán 2027", None),
        ("Từ tháng 3 năm 2026 và thường xuyên", None),
        ("Quý II (phía Bắc), Quý III (phía Nam)", "2026-09-30"),
    ],
)
def test_cell_beside_the_catalogue_has_its_day_or_none(cell: str, due: str | None) -> None:
    """Spans end with their last day; what goes on, and times that only have a name, have none."""
    found = deadline_of_cell(cell, fold(cell), (0, len(cell)), date(2026, 3, 1))

    assert due == (found.due_on.isoformat() if found.due_on else None)


def test_a_demand_to_send_in_the_next_sentence_dates_the_directive_before() -> None:
    """ "… báo cáo tình hình. Yêu cầu gửi báo cáo trước ngày …" is one directive with that day."""
    found = only(
        "1. Giao Sở Tài chính tổng hợp kết quả giải ngân. Yêu cầu gửi báo cáo về Văn phòng trước ngày 24/7/2026."
    )

    assert (["Sở Tài chính"], "2026-07-24") == (found["lead_agencies"], found["deadline"])
