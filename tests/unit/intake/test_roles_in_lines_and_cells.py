"""Who leads and who helps where a line or a cell says both."""

from tests.unit.intake.documents import directives, only

HEAD = "PHỤ LỤC\n| TT | Nhiệm vụ | {who} | Thời hạn |\n|---|---|---|---|\n"


def test_roles_may_stand_behind_the_names() -> None:
    """ "Phân công: A chủ trì; B, C phối hợp" under an item."""
    body = "1. Tập huấn\nTổ chức 05 lớp tập huấn.\n- Phân công: Bộ Y tế chủ trì; Bộ Nội vụ, Bộ Tài chính phối hợp.\n- Thời gian: Quý III/2026."
    found = only(body)

    assert ["Bộ Y tế"] == found["lead_agencies"]
    assert ["Bộ Nội vụ", "Bộ Tài chính"] == found["coordinating"]


def test_a_section_that_sounds_like_an_assessment_is_work_when_somebody_is_charged_with_it() -> (
    None
):
    """ "Đánh giá sản phẩm" with a line that says who."""
    body = "1. Đánh giá sản phẩm\nTổ chức chấm điểm sản phẩm.\n- Cơ quan chủ trì: Bộ Y tế."

    assert ["Bộ Y tế"] == only(body)["lead_agencies"]


def test_keys_in_a_cell_end_with_the_cell() -> None:
    """ "Chủ trì: A; Phối hợp: B" before other cells."""
    body = "PHỤ LỤC\n| TT | Đơn vị thực hiện | Nội dung công việc | Sản phẩm | Thời hạn |\n|---|---|---|---|---|\n| 1 | Chủ trì: Bộ Y tế; Phối hợp: Bộ Nội vụ | Lập danh mục | Danh mục | 30/9/2026 |"
    found = only(body)

    assert (["Bộ Y tế"], ["Bộ Nội vụ"]) == (found["lead_agencies"], found["coordinating"])


def test_one_column_for_both_roles_is_split_at_the_bar() -> None:
    """ "A/B" under "chủ trì/phối hợp"; without a bar nobody is sure."""
    head = HEAD.format(who="Cơ quan chủ trì/phối hợp")
    barred, plain = directives(
        f"{head}| 1 | Lập danh mục | Bộ Y tế/Bộ Nội vụ | 30/9/2026 |\n| 2 | Công bố danh mục | Bộ Y tế, Bộ Nội vụ | 30/9/2026 |"
    )

    assert (["Bộ Y tế"], ["Bộ Nội vụ"]) == (barred["lead_agencies"], barred["coordinating"])
    assert not plain["sure"]


def test_no_partner_in_a_cell_is_no_name() -> None:
    """ "Không" stands for nobody."""
    body = "PHỤ LỤC\n| TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn |\n|---|---|---|---|---|\n| 1 | Lập danh mục | Bộ Y tế | Không | 30/9/2026 |"

    assert [] == only(body)["coordinating"]


def test_what_a_doer_hands_on_is_its_own_act() -> None:
    """Under an inherited doer ", giao UBND cấp xã quản lý" is no order of the document."""
    body = "1. Giao Bộ Y tế:\n- Lập danh sách cơ sở, giao UBND cấp xã quản lý.\n- Báo cáo kết quả."

    assert [["Bộ Y tế"], ["Bộ Y tế"]] == [one["lead_agencies"] for one in directives(body)]


def test_another_order_behind_the_deputy_prime_minister_counts() -> None:
    """A deputy is no assignee, the standing body behind the semicolon is."""
    body = "1. Giao Phó Thủ tướng trực tiếp chỉ đạo; Bộ Y tế là cơ quan thường trực, phối hợp với Bộ Nội vụ đôn đốc việc thực hiện."

    assert ["Bộ Y tế"] == only(body)["lead_agencies"]


def test_who_answers_for_a_failure_is_no_directive() -> None:
    """A threat has no product and no day."""
    body = "1. Bộ Y tế rà soát.\n2. Người đứng đầu chịu trách nhiệm nếu để xảy ra chậm trễ."

    assert ["1"] == [one["ref"] for one in directives(body)]


def test_one_who_writes_is_not_the_one_who_acts() -> None:
    """ "Thực hiện …, Sở A đề nghị các sở …" in a letter of that department."""
    found = only(
        "Thực hiện Kế hoạch số 5/KH-UBND, Sở Nội vụ đề nghị các sở, ban, ngành khẩn trương báo cáo kết quả.",
        issuer="SỞ NỘI VỤ\nTỈNH LẠNG SƠN",
        number="12/SNV-CCHC",
        kind="",
    )

    assert ["các sở, ban, ngành"] == found["lead_agencies"]


def test_an_order_to_see_to_the_document_is_no_closing_formula() -> None:
    """ "Yêu cầu Bộ A chủ trì … đôn đốc thực hiện Chỉ thị này" has a doer; "Yêu cầu các Bộ trưởng …" closes."""
    body = "1. Bộ Y tế rà soát.\nYêu cầu Bộ Tài chính chủ trì đôn đốc thực hiện Chỉ thị này."

    assert [["Bộ Y tế"], ["Bộ Tài chính"]] == [one["lead_agencies"] for one in directives(body)]


def test_days_side_by_side_fall_due_on_the_last_and_a_range_is_no_deadline() -> None:
    """ "trước ngày A và trước ngày B"; "từ ngày A đến ngày B"."""
    two = only("1. Bộ Y tế báo cáo trước ngày 15/7/2026 và trước ngày 20/9/2026.")
    span = only("1. Bộ Y tế mở đợt kiểm tra từ ngày 15/7 đến ngày 15/8/2026.")

    assert ("2026-09-20", False) == (two["deadline"], two["sure"])
    assert span["deadline"] is None


def test_every_year_at_the_head_of_an_item_is_its_rhythm() -> None:
    """ "b) Hằng năm … trước ngày 15 tháng 7" is no single day; "2 tuần/lần" is not weekly."""
    body = "1. Bộ Y tế:\na) Hằng năm lập dự toán gửi Bộ Tài chính trước ngày 15 tháng 7.\nb) Công bố kết quả 2 tuần/lần."
    yearly, often = directives(body)

    assert ("annual", None) == (yearly["periodic"], yearly["deadline"])
    assert often["periodic"] is None
