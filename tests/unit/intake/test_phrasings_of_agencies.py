"""Catalogue of phrasings, rows 1–26: who must act, who helps, and what is no directive."""

import pytest

from tests.unit.intake.documents import directives, only

EARLY = "10 tháng 6 năm 2024"
PROVINCES = "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"
FIVE = ["Bộ Công an", "Bộ Tài chính", "Bộ Xây dựng", "Bộ Tư pháp", "Bộ Nông nghiệp và Môi trường"]

# Row of the catalogue, sentence, leads, coordinating.
ONE_DIRECTIVE = [
    (1, "1. Bộ Tài chính chủ trì, phối hợp chặt chẽ với các Bộ Tài nguyên và Môi trường, Nông nghiệp và Phát triển nông thôn, Tư pháp sửa đổi quy chế.", ["Bộ Tài chính"], ["Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Tư pháp"]),
    (2, "1. Giao Bộ Y tế chủ trì, phối hợp với Bộ Công an và các cơ quan liên quan kiểm tra kho thuốc.", ["Bộ Y tế"], ["Bộ Công an", "các cơ quan liên quan"]),
    (5, "1. Bộ Công Thương chủ trì, phối hợp với các cơ quan liên quan rà soát giá điện.", ["Bộ Công Thương"], ["các cơ quan liên quan"]),
    (6, "1. Bộ Thông tin và Truyền thông phối hợp với các Bộ liên quan chỉ đạo việc đưa tin.", ["Bộ Thông tin và Truyền thông"], ["các Bộ liên quan"]),
    (8, "1. Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương tổ chức triển khai thực hiện nghiêm Chỉ thị này.", ["các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", PROVINCES], []),
    (9, "1. Văn phòng Chính phủ theo dõi, đôn đốc việc thực hiện.", ["Văn phòng Chính phủ"], []),
    (12, "1. Các Bộ, cơ quan liên quan có trách nhiệm phối hợp trong quá trình thực hiện.", ["Các Bộ, cơ quan liên quan"], []),
    (13, "1. Bộ Tài chính chỉ đạo Kho bạc Nhà nước và các đơn vị trực thuộc chi trả kịp thời.", ["Bộ Tài chính"], []),
    (14, "1. Bộ Tài nguyên và Môi trường và các bộ, ngành quản lý lĩnh vực ban hành định mức.", ["Bộ Tài nguyên và Môi trường", "các bộ, ngành quản lý lĩnh vực"], []),
    (15, "1. Bộ Tài chính, Bộ NN&PTNT thống nhất về nguồn vốn.", ["Bộ Tài chính", "Bộ Nông nghiệp và Phát triển nông thôn"], []),
    (16, "1. Bộ Y tế khẩn trương có văn bản gửi Bộ Tài chính về nhu cầu kinh phí.", ["Bộ Y tế"], []),
    (17, "1. Bộ Quốc phòng chủ trì, phối hợp với Bộ Công an và các Bộ, cơ quan, địa phương liên quan diễn tập.", ["Bộ Quốc phòng"], ["Bộ Công an", "các Bộ, cơ quan, địa phương liên quan"]),
    (19, "1. Bộ Công an chỉ đạo Công an tỉnh An Giang và Công an các đơn vị điều tra.", ["Bộ Công an"], []),
    (22, "1. Thủ tướng giao Bộ Thông tin và Truyền thông chủ trì, phối hợp với các bộ, ngành địa phương lập hệ thống đo lường.", ["Bộ Thông tin và Truyền thông"], ["các bộ, ngành địa phương"]),
    (24, "1. Bộ Nội vụ báo cáo kết quả gửi trực tiếp Văn phòng Chính phủ, đồng thời gửi Bộ Tài chính biết, theo dõi.", ["Bộ Nội vụ"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence", "leads", "helpers"),
    ONE_DIRECTIVE,
    ids=[str(one[0]) for one in ONE_DIRECTIVE],
)
def test_phrasing_names_its_leads_and_helpers(
    row: int, sentence: str, leads: list[str], helpers: list[str]
) -> None:
    """The one with "chủ trì" leads, else the subject; who stands after "phối hợp với" helps."""
    found = only(sentence, issued=EARLY)

    assert (leads, helpers) == (found["lead_agencies"], found["coordinating"])


def test_row_3_items_inherit_the_body_before_the_colon() -> None:
    """Row 3: "(i) …; (ii) Chủ trì …" are two directives of the body at the head."""
    first, second = directives(
        "1. Giao Bộ Công Thương: (i) Rà soát giá bán lẻ; (ii) Chủ trì, phối hợp với Bộ Tài chính lập phương án."
    )

    assert ["Bộ Công Thương"] == first["lead_agencies"] == second["lead_agencies"]
    assert [] == first["coordinating"]
    assert ["Bộ Tài chính"] == second["coordinating"]


def test_row_4_each_letter_is_a_directive_of_every_ministry_listed() -> None:
    """Row 4: a closed list at the head, three letters below."""
    body = "1. Các Bộ: Công Thương, Xây dựng, Y tế:\na) Ban hành kế hoạch;\nb) Bố trí nhân lực;\nc) Tổ chức thực hiện."

    found = directives(body)

    assert [["Bộ Công Thương", "Bộ Xây dựng", "Bộ Y tế"]] * 3 == [
        one["lead_agencies"] for one in found
    ]
    assert ["1.a", "1.b", "1.c"] == [one["ref"] for one in found]


def test_row_7_each_province_is_the_doer_although_the_verb_is_to_coordinate() -> None:
    """Row 7: a group at the head, "Phối hợp với …" below."""
    found = only(
        "1. Ủy ban nhân dân các tỉnh và thành phố trực thuộc trung ương:\na) Phối hợp với các Bộ liên quan kiểm kê đất rừng."
    )

    assert [PROVINCES] == found["lead_agencies"]
    assert ["các Bộ liên quan"] == found["coordinating"]


@pytest.mark.parametrize(
    ("row", "sentence", "leads", "helpers"),
    [
        (10, "1. Giao Văn phòng Chính phủ theo dõi, đôn đốc việc thực hiện và phối hợp với UBND Thành phố tổng hợp.", ["Văn phòng Chính phủ"], ["Ủy ban nhân dân Thành phố Hồ Chí Minh"]),
        (11, "1. Thành phố khẩn trương rà soát quy hoạch.", ["Ủy ban nhân dân Thành phố Hồ Chí Minh"], []),
    ],
)  # fmt: skip
def test_rows_10_and_11_the_city_is_the_one_the_notice_is_about(
    row: int, sentence: str, leads: list[str], helpers: list[str]
) -> None:
    """Rows 10 and 11: "Thành phố" is an alias by context."""
    found = only(
        "Phó Thủ tướng làm việc với Thành phố Hồ Chí Minh và kết luận như sau:\n" + sentence
    )

    assert (leads, helpers) == (found["lead_agencies"], found["coordinating"])


def test_row_18_a_chairman_stands_for_his_committee() -> None:
    """Row 18: the person at the head, letters below."""
    found = directives(
        "1. Chủ tịch Ủy ban nhân dân tỉnh An Giang chỉ đạo các cơ quan, đơn vị chức năng của tỉnh:\na) Hỗ trợ người dân.\nb) Khắc phục sạt lở."
    )

    assert [["Ủy ban nhân dân tỉnh An Giang"]] * 2 == [one["lead_agencies"] for one in found]


def test_row_20_a_request_to_bodies_outside_the_executive_is_marked() -> None:
    """Row 20: "Đề nghị …" is followed and never escalated."""
    found = only(
        "1. Đề nghị Ban Tuyên giáo và Dân vận Trung ương, Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam vận động nhân dân."
    )

    assert [
        "Ban Tuyên giáo và Dân vận Trung ương",
        "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    ] == found["lead_agencies"]
    assert found["is_request"]


def test_row_21_five_ministries_answer_each() -> None:
    """Row 21: "Giao các Bộ: …" names five leads."""
    assert (
        FIVE
        == only(
            "Giao các Bộ: Công an, Tài chính, Xây dựng, Tư pháp, Nông nghiệp và Môi trường có ý kiến về hồ sơ."
        )["lead_agencies"]
    )


def test_row_23_a_province_gives_work_to_its_department() -> None:
    """Row 23: provincial level, open group."""
    found = only(
        "1. Giao Sở Nông nghiệp và Môi trường chủ trì, phối hợp với các cơ quan, đơn vị, địa phương lập phương án.",
        issuer="ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        number="9/UBND-KT",
        kind="",
    )

    assert ["Sở Nông nghiệp và Môi trường"] == found["lead_agencies"]
    assert ["các cơ quan, đơn vị, địa phương"] == found["coordinating"]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (25, "1. Trường hợp vượt thẩm quyền, báo cáo cấp có thẩm quyền xem xét."),
        (26, "1. Đồng ý về chủ trương lập Đề án như đề nghị của Bộ Xây dựng."),
    ],
)
def test_rows_25_and_26_conditions_and_decisions_are_no_directives(row: int, sentence: str) -> None:
    """Rows 25 and 26."""
    assert [] == directives(sentence)


# What telegrams, letters and plans print beside the catalogue; sentence, leads, coordinating.
BESIDE = [
    ("1. Giao các sở, ngành tỉnh; Ủy ban nhân dân các xã, phường; Ban Quản lý khu kinh tế tỉnh báo cáo kết quả.", ["các sở, ngành tỉnh", "Ủy ban nhân dân các xã, phường", "Ban Quản lý khu kinh tế tỉnh"], []),
    ("1. Các doanh nghiệp viễn thông khẩn trương khôi phục liên lạc.", ["Các doanh nghiệp viễn thông"], []),
    ("1. Các công ty khai thác công trình thủy lợi vận hành hệ thống tiêu úng.", ["Các công ty khai thác công trình thủy lợi"], []),
    ("1. Các sở, ban, ngành được giao chủ trì chỉ số ban hành kế hoạch.", ["Các sở, ban, ngành được giao chủ trì chỉ số"], []),
    ("1. Thanh tra Chính phủ, Thanh tra các bộ, ngành, địa phương rà soát kế hoạch thanh tra.", ["Thanh tra Chính phủ", "Thanh tra các bộ, ngành, địa phương"], []),
    ("1. Bộ Xây dựng phối hợp với các địa phương và chủ đầu tư di dời công trình.", ["Bộ Xây dựng"], ["các địa phương", "chủ đầu tư"]),
    ("1. Bộ Xây dựng chủ trì, cùng Bộ Ngoại giao, Bộ Tài chính hoàn tất đàm phán.", ["Bộ Xây dựng"], ["Bộ Ngoại giao", "Bộ Tài chính"]),
    ("1. Sở Xây dựng chủ trì, có sự tham gia của Hội Nông dân tỉnh, rà soát nhu cầu.", ["Sở Xây dựng"], ["Hội Nông dân tỉnh"]),
    ("1. Bộ Y tế tổ chức diễn đàn với sự tham gia của Bộ Tài chính, các cơ quan báo chí.", ["Bộ Y tế"], []),
    ("1. Đối với UBND xã Hòa Bình: Tập trung giải phóng mặt bằng.", ["Ủy ban nhân dân xã Hòa Bình"], []),
    ("1. Các địa phương có rừng, nhất là Nghệ An, Thanh Hóa, chủ động bố trí kinh phí.", ["Các địa phương có rừng"], []),
    ("1. UBND các xã: Kỳ Thượng, Lương Minh và đặc khu Vân Đồn hoàn thành rà soát.", ["Ủy ban nhân dân xã Kỳ Thượng", "Ủy ban nhân dân xã Lương Minh", "Ủy ban nhân dân đặc khu Vân Đồn"], []),
    ("1. Cục Quản lý đê điều và Phòng, chống thiên tai tổ chức trực ban.", ["Cục Quản lý đê điều và Phòng, chống thiên tai"], []),
    ("1. Vụ Pháp chế, Cục Quản lý, giám sát chính sách thuế, phí và lệ phí hoàn thiện hồ sơ.", ["Vụ Pháp chế", "Cục Quản lý, giám sát chính sách thuế, phí và lệ phí"], []),
    ("1. Văn phòng HĐND và UBND phường chuẩn bị nội dung.", ["Văn phòng Hội đồng nhân dân và Ủy ban nhân dân phường"], []),
    ("1. Phòng Văn hóa - Xã hội chủ trì phối hợp Trạm Y tế phường tổ chức chiến dịch.", ["Phòng Văn hóa - Xã hội"], ["Trạm Y tế phường"]),
    ("1. Thuế thành phố Đà Nẵng đôn đốc thu nợ.", ["Thuế thành phố Đà Nẵng"], []),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "leads", "helpers"), BESIDE, ids=[one[0][3:30] for one in BESIDE]
)
def test_phrasing_beside_the_catalogue_names_its_leads_and_helpers(
    sentence: str, leads: list[str], helpers: list[str]
) -> None:
    """Fields of work, relative clauses, heads of lists and names with "và" belong to the body they stand with."""
    found = only(sentence)

    assert (leads, helpers) == (found["lead_agencies"], found["coordinating"])


def test_who_stands_under_an_order_to_direct_only_carries_it_out() -> None:
    """ "Bộ trưởng Bộ X chỉ đạo:" leads, also where an item names who is to be directed."""
    first, second = directives(
        "1. Bộ trưởng Bộ Y tế chỉ đạo:\na) Các bệnh viện dự trữ thuốc.\nb) Phối hợp với Bộ Công an kiểm tra kho."
    )

    assert ["Bộ Y tế"] == first["lead_agencies"] == second["lead_agencies"]


def test_doer_in_a_sentence_behind_the_act_leads_it() -> None:
    """ "Lập dự án …. Cơ quan chủ trì: …. Thời hạn: …" is one directive with lead, partner and day."""
    found = only(
        "1. Nhiệm vụ\na) Lập dự án trường nội trú. Cơ quan chủ trì: Sở Xây dựng. Cơ quan phối hợp: Sở Tài chính. Thời hạn: trước ngày 30/9/2026."
    )

    assert (["Sở Xây dựng"], ["Sở Tài chính"], "2026-09-30") == (
        found["lead_agencies"], found["coordinating"], found["deadline"],
    )  # fmt: skip
    assert "Lập dự án" in found["text"]


def test_things_below_an_order_with_a_day_are_part_of_it() -> None:
    """ "… báo cáo trong tháng 7 các vấn đề sau: - Tình hình …" is one directive, not one for each thing."""
    found = only(
        "1. Bộ Nội vụ báo cáo Thủ tướng Chính phủ trong tháng 7 năm 2026 các vấn đề sau:\n- Tình hình lao động;\n- Thực trạng nhà ở."
    )

    assert (["Bộ Nội vụ"], "2026-07-31") == (found["lead_agencies"], found["deadline"])


def test_a_head_that_looks_like_an_unknown_body_makes_what_is_below_unsure() -> None:
    """What stands under "Phòng …:" is not surely meant for the body named further above."""
    found = directives(
        "Yêu cầu các bộ, ngành thực hiện:\n1. Tổ rà soát thể chế:\na) Lập danh mục.\nb) Báo cáo kết quả."
    )

    assert all(not one["sure"] or one["lead_agencies"] != ["các bộ, ngành"] for one in found)


@pytest.mark.parametrize(
    "closing",
    [
        "Căn cứ nội dung này, các đơn vị triển khai thực hiện.",
        "Văn phòng Ủy ban nhân dân tỉnh truyền đạt ý kiến trên đến đơn vị biết, thực hiện./.",
        "Yêu cầu Bộ trưởng, Thủ trưởng cơ quan ngang Bộ và các cơ quan liên quan nghiêm túc thực hiện Chỉ thị này./.",
        "Bộ Y tế đề nghị các đơn vị quan tâm chỉ đạo, triển khai thực hiện.",
        "Mức quà tặng: 100.000 đồng một người.",
    ],
)
def test_closings_and_values_are_no_directives(closing: str) -> None:
    """What closes a document or says how much gives nobody a new duty."""
    found = only(f"1. Bộ Tài chính rà soát dự toán.\n{closing}")

    assert ["Bộ Tài chính"] == found["lead_agencies"]
