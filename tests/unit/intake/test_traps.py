"""Traps of official documents, one test each: broken dates, names with commas, objects, unfamiliar spellings."""

import unicodedata
from datetime import date

import pytest

import intake
from intake.facts import header_of
from tests.unit.intake.documents import answer, directives, document, only, plain

EARLY = "10 tháng 6 năm 2024"


@pytest.mark.parametrize(
    ("head", "number", "issued"),
    [
        ("Số: 12/CT-TTg\n*Hà Nội, ngày 02 tháng* *5 năm 2024*", "12/CT-TTg", date(2024, 5, 2)),
        ("Số: 9387 /UBND-KT\nLào Cai, ngày 15 tháng 9 năm 2026", "9387/UBND-KT", date(2026, 9, 15)),
        ("Số: /TB-UBND\nHuế, ngày 1 tháng 3 năm 2026", "/TB-UBND", date(2026, 3, 1)),
        ("Số 262-TB/VPCP\nHà Nội, ngày 11 tháng 02 năm 2025", "262-TB/VPCP", date(2025, 2, 11)),
        ("Số: 286-TB-VPCP\nHà Nội, ngày 11 tháng 02 năm 2025", "286-TB-VPCP", date(2025, 2, 11)),
        ("Số 104-CTr/TU\nLào Cai, ngày 30 tháng 8 năm 2026", "104-CTr/TU", date(2026, 8, 30)),
    ],
)
def test_number_and_date_are_read_however_they_are_broken(
    head: str, number: str, issued: date
) -> None:
    """The date table may break, numbers may have blanks or be empty, party style puts "-" first."""
    found = header_of(head)

    assert (number, issued) == (found.number, found.issued_on)


def test_a_ministry_is_the_same_in_full_in_a_list_and_abbreviated() -> None:
    """Full, without "Bộ" in a list, and with "&"."""
    sentences = [
        "Bộ Khoa học và Công nghệ báo cáo.",
        "Các Bộ: Y tế, Khoa học và Công nghệ báo cáo.",
        "Bộ KH&CN báo cáo.",
        "BKHCN báo cáo.",
    ]

    assert all(
        "Bộ Khoa học và Công nghệ" in only(f"1. {one}")["lead_agencies"] for one in sentences
    )


def test_commas_and_joining_words_inside_names_do_not_split_them() -> None:
    """Lists are split by the names."""
    found = only(
        "1. Giao các Bộ: Văn hóa, Thể thao và Du lịch, Lao động - Thương binh và Xã hội và Nông nghiệp và Phát triển nông thôn rà soát.",
        issued=EARLY,
    )

    assert [
        "Bộ Văn hóa, Thể thao và Du lịch",
        "Bộ Lao động - Thương binh và Xã hội",
        "Bộ Nông nghiệp và Phát triển nông thôn",
    ] == found["lead_agencies"]


@pytest.mark.parametrize(
    "words",
    [
        "gửi Bộ Tư pháp thẩm định",
        "tiếp thu ý kiến các Bộ: Tư pháp, Nội vụ",
        "hướng dẫn Ủy ban nhân dân tỉnh Lào Cai lập hồ sơ",
        "báo cáo Bộ Tư pháp",
        "theo đề nghị của Bộ Tư pháp",
    ],
)
def test_bodies_that_are_objects_have_no_role(words: str) -> None:
    """Recipients and objects neither lead nor help."""
    found = only(f"1. Bộ Y tế hoàn thiện hồ sơ, {words}.")

    assert (["Bộ Y tế"], []) == (found["lead_agencies"], found["coordinating"])


def test_a_heading_gives_its_body_to_everything_below() -> None:
    """An implied subject: the heading names the department."""
    found = directives(
        "II. TRÁCH NHIỆM THỰC HIỆN\n1. Sở Y tế\n- Chủ trì, phối hợp với Công an tỉnh kiểm tra chợ.\n- Báo cáo kết quả trước ngày 30/6/2026.\n2. Công an tỉnh: Tăng cường tuần tra.",
        issuer="ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        number="3/KH-UBND",
    )

    assert [["Sở Y tế"], ["Sở Y tế"], ["Công an tỉnh Lào Cai"]] == [
        one["lead_agencies"] for one in found
    ]
    assert ["II.1, gạch 1", "II.1, gạch 2", "II.2"] == [one["ref"] for one in found]


def test_two_dates_in_one_sentence_are_two_directives() -> None:
    """Each date belongs to its own action."""
    found = directives(
        "1. Bộ Y tế trình Nghị định trước ngày 30/7/2026; báo cáo tổng kết trước ngày 30/11/2026."
    )

    assert ["2026-07-30", "2026-11-30"] == [one["deadline"] for one in found]


def test_a_purpose_after_the_date_is_no_second_directive() -> None:
    """ "… trước ngày A để tổng hợp, báo cáo … trước ngày B" is one duty, and a person looks at it."""
    found = only(
        "1. Bộ Y tế gửi số liệu trước ngày 10/7/2026 để Bộ Tài chính tổng hợp, báo cáo Thủ tướng trước ngày 20/7/2026."
    )

    assert ("2026-07-10", False) == (found["deadline"], found["sure"])


def test_lines_of_a_cell_spread_over_two_blocks_come_together() -> None:
    """A page break put the rest of content and lead behind the date."""
    cells = "TT\nNội dung\nCơ quan chủ trì\nCơ quan phối hợp\nThời gian\n1\nLập bản đồ ngập lụt và\nViện Khoa học Thủy lợi Việt Nam, Cục\nVụ Pháp chế\nQuý IV/2026\ncông bố cho người dân.\nQuản lý đê điều\n2\nTập huấn\nVụ Pháp chế\nCác đơn vị liên quan\nThường xuyên\n"
    first, second = directives(
        cells, issuer="BỘ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", number="8/KH-BNNMT", kind="KẾ HOẠCH"
    )

    assert ["Viện Khoa học Thủy lợi Việt Nam", "Cục Quản lý đê điều"] == first["lead_agencies"]
    assert (["Vụ Pháp chế"], "2026-12-31", False) == (
        first["coordinating"],
        first["deadline"],
        first["sure"],
    )
    assert (["Vụ Pháp chế"], ["Các đơn vị liên quan"], None) == (
        second["lead_agencies"],
        second["coordinating"],
        second["deadline"],
    )


def test_retyped_names_without_their_marks_are_known() -> None:
    """ "Bô", "Vu": a mark lost in retyping."""
    assert ["Vụ Kế hoạch - Tài chính"] == only("1. Vu Kế hoạch - Tài chính bố trí kinh phí.")[
        "lead_agencies"
    ]


@pytest.mark.parametrize(
    "spelling",
    ["Uỷ ban nhân dân tỉnh Thanh Hoá", "Ủy ban nhân dân tỉnh Thanh Hóa", "UBND tỉnh Thanh Hoá"],
)
def test_both_ways_of_placing_the_tone_are_one_name(spelling: str) -> None:
    """Old and new tone placement, full and short."""
    assert ["Ủy ban nhân dân tỉnh Thanh Hóa"] == only(f"1. {spelling} rà soát quy hoạch.")[
        "lead_agencies"
    ]


def test_normalisation_changes_no_result() -> None:
    """NFD text is the same document once it is NFC; spans count NFC characters."""
    body = "1. Bộ Y tế rà soát kho thuốc trước ngày 30/9/2026."
    whole = document(body).text
    read = intake.read(unicodedata.normalize("NFD", whole).encode(), "a.txt")

    assert whole == read.text
    assert answer(body)["directives"] == intake.as_json(read, intake.propose(read))["directives"]


def test_a_body_that_had_ended_is_kept_as_printed_and_never_sure() -> None:
    """Validity on the document's date."""
    late, early = (
        only("1. Bộ Kế hoạch và Đầu tư rà soát danh mục."),
        only("1. Bộ Kế hoạch và Đầu tư rà soát danh mục.", issued=EARLY),
    )

    assert (["Bộ Kế hoạch và Đầu tư"], [None], False) == (
        late["lead_agencies"],
        late["lead_codes"],
        late["sure"],
    )
    assert (["Bộ Kế hoạch và Đầu tư"], ["G05"], True) == (
        early["lead_agencies"],
        early["lead_codes"],
        early["sure"],
    )


def test_a_body_nobody_knows_stays_as_printed_and_is_never_sure() -> None:
    """An unknown name in a lead cell."""
    table = "| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |\n| --- | --- | --- | --- |\n| 1 | Trồng cây | Nông trường Hoa Sen | 2027 |"
    found = only(table)

    assert (["Nông trường Hoa Sen"], False) == (found["lead_agencies"], found["sure"])


def test_assessment_is_no_directive() -> None:
    """A section that assesses, and a sentence in the past."""
    assert [] == directives(
        "I. ĐÁNH GIÁ CHUNG\n1. Bộ Y tế chủ trì nhiều hoạt động.\nII. KẾT LUẬN\n1. Bộ Y tế đã hoàn thành nhiệm vụ."
    )


def test_closing_formula_and_recipients_are_no_directives() -> None:
    """The end of a document."""
    body = "1. Bộ Y tế rà soát kho thuốc.\nVăn phòng Chính phủ thông báo để Bộ Y tế biết, thực hiện./.\nNơi nhận:\n- Bộ Y tế;\n- Lưu: VT."

    assert ["1"] == [one["ref"] for one in directives(body)]


def test_lines_after_a_list_speak_for_every_item() -> None:
    """Convention b: lead, helper and date in lines after the items."""
    body = "1. Truyền thông\na) Tổ chức hội thảo;\nb) Biên soạn tài liệu.\n- Cơ quan chủ trì: Bộ Y tế.\n- Cơ quan phối hợp: Bộ Nội vụ và các cơ quan liên quan.\n- Thời gian: Quý III/2026."
    found = directives(body)

    assert [(["Bộ Y tế"], ["Bộ Nội vụ", "các cơ quan liên quan"], "2026-09-30")] * 2 == [
        (one["lead_agencies"], one["coordinating"], one["deadline"]) for one in found
    ]


def test_requirements_without_a_doer_are_left_to_a_person() -> None:
    """Convention d: nobody is named, so nothing is proposed and the stretch stays undecided."""
    found = answer("1. Tăng cường kiểm tra, giám sát.")

    assert [] == found["directives"]
    assert "undecided" in {one["kind"] for one in found["segments"]}


def test_a_document_without_its_date_has_nothing_sure() -> None:
    """Years and bodies hang on the date."""
    read = plain("THÔNG BÁO\n1. Bộ Y tế rà soát kho thuốc trước ngày 30/9/2026.\n")

    assert [False] == [one.sure for one in intake.propose(read).directives]
