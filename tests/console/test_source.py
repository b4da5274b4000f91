"""The document a conclusion was taken in from stays beside it; an agency sees its own sentence and nothing else."""

import re

import pytest

from tests.cli.written import LEAD
from tests.console.site import Site
from tests.console.test_intake_pages import a_notice, path, taken_in

REF = "tb-nguon-2026"
TEXT = """VĂN PHÒNG CHÍNH PHỦ
Số: 415/TB-VPCP
Hà Nội, ngày 12 tháng 11 năm 2026
THÔNG BÁO
Kết luận tại cuộc họp về kho thuốc quốc gia

Thủ tướng Chính phủ kết luận như sau:
1. Bộ Y tế chủ trì lập danh mục thuốc dự trữ quốc gia, trình Thủ tướng Chính phủ trước ngày 20 tháng 8 năm 2027.
2. Bộ Công an chủ trì kiểm tra an ninh các kho thuốc, báo cáo trước ngày 30 tháng 9 năm 2027.
"""
OTHERS = "kiểm tra an ninh các kho thuốc"


@pytest.fixture(scope="module")
def data(site: Site) -> bytes:
    """Taken in, approved and issued."""
    content = a_notice(text=TEXT)
    officer = site.browser("officer", kept=True)
    at = path(taken_in(officer, content))
    for act, fields in (
        ("chap-nhan", {"n": "1"}),
        ("chap-nhan", {"n": "2"}),
        ("khong-co-nhiem-vu", {}),
    ):
        version = re.search(r'name="version" value="(\d+)"', officer.get(at).text)
        assert version
        officer.send_form(f"{at}/{act}", version=version[1], **fields)
    issued = officer.send_form(f"{at}/giao/thuc-hien", ref=REF)
    assert issued.status_code == 200, issued.text
    officer.close()
    return content


def test_the_pages_of_a_conclusion_show_each_directive(site: Site, data: bytes) -> None:
    """The standing office and those who watch see the whole document, marked, with where each directive stands."""
    for who in ("officer", "supervisor"):
        browser = site.browser(who)
        page = browser.get(f"/thong-bao/{REF}/van-ban")

        assert page.status_code == 200
        assert {"1", "2"} <= set(re.findall(r'class="box [^"]*" data-n="(\d)"', page.text))
        assert "Chờ tiếp nhận" in page.text
        assert browser.get(f"/thong-bao/{REF}/trang/1.png").content.startswith(b"\x89PNG")
        assert browser.get(f"/thong-bao/{REF}/goc").content == data


def test_an_agency_sees_its_own_sentence_only(site: Site, data: bytes) -> None:
    """A strip of the page; neither the page, nor the file, nor the sentence of another body."""
    focal = site.browser("focal")
    own = f"/nhiem-vu/{REF}/1/{LEAD}"

    sentence = focal.get(f"{own}/nguon")
    strip = focal.get(f"{own}/nguon/0.png")
    closed = [
        focal.get(address).status_code
        for address in (
            f"/thong-bao/{REF}/van-ban",
            f"/thong-bao/{REF}/trang/1.png",
            f"/thong-bao/{REF}/goc",
            f"/nhiem-vu/{REF}/2/G01/nguon",
            f"/nhiem-vu/{REF}/2/G01/nguon/0.png",
        )
    ]

    assert "Nguyên văn trong văn bản" in focal.get(own).text
    assert f"{own}/nguon/0.png" in sentence.text
    assert OTHERS not in sentence.text
    assert strip.content.startswith(b"\x89PNG")
    assert [403, 403, 403, 404, 404] == closed


def test_a_batch_without_its_id_is_a_problem_and_no_fault(site: Site) -> None:
    """Urging with a form that somebody made up is refused in words."""
    answer = site.browser("officer").send_form("/qua-han/don-doc", command_id="x", id="kl/a/1@G18")

    assert answer.status_code == 422
