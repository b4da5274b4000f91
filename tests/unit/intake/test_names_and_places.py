"""Names of bodies as they are printed outside the tables, and what limits or joins them."""

import pytest

from tests.unit.intake.documents import only

HOME = {"issuer": "ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "number": "41/TB-UBND"}

# Sentence and the leads it names.
LEADS = [
    ("Ban quản lý dự án đầu tư xây dựng khu vực Lạng Giang rà soát hồ sơ.", ["Ban quản lý dự án đầu tư xây dựng khu vực Lạng Giang"]),
    ("Công ty cổ phần Nước sạch Chi Lăng bố trí xe bồn.", ["Công ty cổ phần Nước sạch Chi Lăng"]),
    ("Vườn quốc gia Ba Bể và các chủ rừng khác rà soát đường băng.", ["Vườn quốc gia Ba Bể", "các chủ rừng khác"]),
    ("Các Tổ công tác của Thủ tướng Chính phủ tiếp tục kiểm tra hiện trường.", ["Các Tổ công tác của Thủ tướng Chính phủ"]),
    ("Ủy ban nhân dân xã, phường rà soát hộ nghèo.", ["Ủy ban nhân dân xã, phường"]),
    ("UBND các xã, phường ven biển và đặc khu Cô Tô kiểm tra bến bãi.", ["Ủy ban nhân dân các xã, phường ven biển và đặc khu Cô Tô"]),
    ("Các tỉnh ven biển từ Thanh Hóa đến Cà Mau kêu gọi tàu thuyền vào bờ.", ["Các tỉnh ven biển từ Thanh Hóa đến Cà Mau"]),
    ("Các doanh nghiệp tham gia Chương trình có trách nhiệm công khai giá.", ["Các doanh nghiệp tham gia Chương trình"]),
    ("Giao đồng chí Trưởng phòng Nội vụ tham mưu phương án.", ["Phòng Nội vụ"]),
    ("Đề nghị Huyện đoàn tổ chức ra quân.", ["Huyện đoàn"]),
    ("Các Ban Quản lý dự án 2, 6 và 7 báo cáo tiến độ.", ["Ban Quản lý dự án 2", "Ban Quản lý dự án 6", "Ban Quản lý dự án 7"]),
    ("Cục Quản lý Thương mại và Phát triển thị trường trong nước xây dựng kế hoạch.", ["Cục Quản lý Thương mại và Phát triển thị trường trong nước"]),
    ("Riêng thành phố Hà Nội báo cáo kết quả.", ["Ủy ban nhân dân Thành phố Hà Nội"]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "leads"), LEADS, ids=[one[0][:40] for one in LEADS])
def test_a_name_is_read_whole_and_ends_before_what_it_must_do(
    sentence: str, leads: list[str]
) -> None:
    """Small letters, numerals, places and limits belong to a name; verbs do not."""
    found = only(f"1. {sentence}", issued="10 tháng 3 năm 2025")["lead_agencies"]

    assert [one.casefold() for one in leads] == [one.casefold() for one in found]


def test_small_words_behind_a_place_are_no_part_of_a_name() -> None:
    """A name is over behind its province."""
    found = only("1. Quỹ Bảo vệ và Phát triển rừng tỉnh chi trả tiền dịch vụ.", **HOME)

    assert ["Quỹ Bảo vệ và Phát triển rừng tỉnh Lạng Sơn"] == found["lead_agencies"]


def test_a_body_may_be_called_by_its_kind() -> None:
    """The one group of companies in the title is meant by "Tập đoàn"."""
    head = {"kind": "THÔNG BÁO\nKết luận tại buổi làm việc với Tập đoàn Điện lực Việt Nam"}
    found = only("1. Tập đoàn khẩn trương hoàn thiện phương án.", **head)

    assert ["Tập đoàn Điện lực Việt Nam"] == found["lead_agencies"]


def test_partners_may_stand_in_small_letters_without_với() -> None:
    """ "phối hợp lực lượng …" names a partner."""
    found = only("1. Bộ Công an phối hợp lực lượng Kiểm lâm, Quân đội sẵn sàng phương tiện.")

    assert ["lực lượng Kiểm lâm", "Quân đội"] == found["coordinating"]


def test_words_that_may_say_which_ones_leave_a_group_unsure() -> None:
    """ "các tỉnh … tại miền Trung rà soát": a person looks whether the place belongs to the name."""
    found = only("1. Các địa phương tại miền Trung rà soát kho thuốc.")

    assert not found["sure"]
