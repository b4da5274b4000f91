"""A document beside its proposals: the sentence shown on its page, a scan's days confirmed one by one, reading as a job."""

import hashlib
import re
import shutil
import signal
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pypdfium2 as pdfium
import pytest

from intake.readers.scan import recogniser
from tests.cli.program import Program
from tests.console.site import Browser, Site
from tests.intake.files import NOTICE, font, pdf_of, scanned

PATIENCE_S = 120
_count = iter(range(1, 900))


def a_notice(
    *, pages: int = 1, scan: bool = False, secret: bool = False, text: str = NOTICE
) -> bytes:
    """A notice nobody has taken in yet, as a PDF."""
    face = font()
    if face is None:
        pytest.skip(
            "no TrueType font with Vietnamese letters on this machine: pages are NOT tested"
        )
    if scan and recogniser() is None:
        pytest.skip("tesseract with Vietnamese is not installed: scans are NOT tested")
    said = text.replace("415/TB-VPCP", f"{next(_count)}/TB-VPCP")
    said = said.replace("THÔNG BÁO", "MẬT\nTHÔNG BÁO", 1) if secret else said
    data = pdf_of(said, face) if pages == 1 else pdf_of(said, face, lines_per_page=5)
    return scanned(data, dpi=150) if scan else data


def taken_in(browser: Browser, data: bytes) -> httpx2.Response:
    """The page one comes to after an upload: the review, or the job while it is read."""
    return browser.send_form(
        "/tiep-nhan", files=[("file", ("thong-bao.pdf", data, "application/pdf"))]
    )


def read_to_its_end(browser: Browser, page: httpx2.Response) -> httpx2.Response:
    """Looks at the job's page until it leads to the review."""
    until = time.monotonic() + PATIENCE_S
    while "/viec/" in str(page.url) and time.monotonic() < until:
        time.sleep(0.3)
        page = browser.get(str(page.url))
    return page


@pytest.fixture
def decide(site: Site) -> Callable[..., httpx2.Response]:
    """One decision on the newest version of a review."""

    def decided(browser: Browser, at: str, act: str, /, **fields: str) -> httpx2.Response:
        version = re.search(r'name="version" value="(\d+)"', browser.get(at).text)
        assert version
        return browser.send_form(f"{at}/{act}", version=version[1], **fields)

    return decided


def path(page: httpx2.Response) -> str:
    return str(page.url.path)


def test_the_boxes_of_a_proposal_lie_on_its_sentence(site: Site) -> None:
    """What is marked on the picture is what the proposal was read from, measured in the file itself."""
    data = a_notice()
    page = taken_in(site.browser("officer"), data)

    boxes = re.findall(r'data-n="1" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', page.text)

    assert len(boxes) >= 2
    said = " ".join(words_in(data, *(int(one) for one in box)) for box in boxes)
    assert "Bộ Khoa học và Công nghệ chủ trì" in said
    assert "trước ngày 20 tháng 8 năm 2026" in said
    assert "Bộ Tài chính bố trí" not in said


def words_in(data: bytes, x: int, y: int, width: int, height: int) -> str:
    """The text pdfium finds in a box of the first page."""
    document = pdfium.PdfDocument(data)
    try:
        page = document[0]
        across, down = page.get_width() / 10_000, page.get_height() / 10_000
        text = page.get_textpage()
        said = text.get_text_bounded(
            left=x * across, right=(x + width) * across,
            top=page.get_height() - y * down, bottom=page.get_height() - (y + height) * down,
        )  # fmt: skip
        text.close()
        page.close()
        return " ".join(str(said).split())
    finally:
        document.close()


def test_pages_and_the_original_are_shown_to_the_office_only(site: Site) -> None:
    """A PNG that only the browser keeps, the bytes as they were given; nothing of it for another office."""
    data = a_notice()
    officer, other = site.browser("officer"), site.browser("otheroffice")
    at = path(taken_in(officer, data))

    picture = officer.get(f"{at}/trang/1.png")
    original = officer.get(f"{at}/goc")

    assert picture.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert picture.headers["cache-control"].startswith("private")
    assert original.content == data
    assert original.headers["content-disposition"].startswith("attachment")
    assert officer.get(f"{at}/trang/2.png").status_code == 404
    assert {404} == {other.get(f"{at}/{own}").status_code for own in ("trang/1.png", "goc")}


def test_the_text_is_shown_with_the_same_sentences_marked(site: Site) -> None:
    """Who prefers the text, or has a document without pages, sees it marked there."""
    officer = site.browser("officer")
    page = officer.get(path(taken_in(officer, a_notice())) + "?xem=chu")

    marked = re.findall(r'<mark [^>]*data-n="1"[^>]*>([^<]+)</mark>', page.text)

    assert "Bộ Khoa học và Công nghệ chủ trì" in "".join(marked)


def test_proposals_are_merged_split_dropped_and_a_section_has_no_task(
    site: Site, decide: Callable[..., httpx2.Response]
) -> None:
    """Each act of a person stands on the page afterwards; three proposals become two, then three, then two."""
    officer = site.browser("officer")
    at = path(taken_in(officer, a_notice()))

    def proposals(page: httpx2.Response) -> int:
        return len(re.findall(r'data-proposal="\d+"', page.text))

    assert proposals(decide(officer, at, "gop", n="1")) == 2
    assert proposals(decide(officer, at, "tach", n="1", at="Bộ Tài chính bố trí")) == 3
    assert proposals(decide(officer, at, "bo", n="3")) == 2
    assert decide(officer, at, "tach", n="1", at="không có chữ này").status_code == 422
    assert "Mọi đoạn đều đã có người trả lời" in decide(officer, at, "khong-co-nhiem-vu").text


def test_the_second_of_two_people_is_told_who_was_first(
    site: Site, decide: Callable[..., httpx2.Response]
) -> None:
    """Nothing is overwritten; the page is the newer one."""
    officer, examiner = site.browser("officer"), site.browser("examiner")
    at = path(taken_in(officer, a_notice()))
    version = re.search(r'name="version" value="(\d+)"', examiner.get(at).text)
    assert version
    decide(officer, at, "chap-nhan", n="1")

    late = examiner.send_form(f"{at}/bo", version=version[1], n="1")

    assert late.status_code == 409
    assert "officer đã lưu bản rà soát này lúc" in late.text
    assert "đã duyệt: Người thử officer" in late.text


def test_a_day_read_from_a_picture_is_confirmed_singly(
    site: Site, decide: Callable[..., httpx2.Response]
) -> None:
    """Person test 4: the strip stands beside the day; approving all leaves it; without the tick nothing is approved."""
    officer = site.browser("officer")
    page = read_to_its_end(officer, taken_in(officer, a_notice(scan=True)))
    at = path(page)
    assert "nhận dạng từ ảnh" in page.text
    strip = re.search(r'<img src="([^"]+\?tu=\d+&amp;den=\d+)"', page.text)
    assert strip
    assert officer.get(strip[1].replace("&amp;", "&")).headers["content-type"] == "image/png"

    everything = decide(officer, at, "chap-nhan-chac-chan")
    blind = decide(officer, at, "chap-nhan", n="1")
    seen = decide(officer, at, "chap-nhan", n="1", seen="1")

    assert "1. II.1" in everything.text
    assert "đã duyệt: Người thử" not in card(everything, 1)
    assert blind.status_code == 422
    assert "hạn chưa được đối chiếu với ảnh" in blind.text
    assert "đã duyệt: Người thử officer" in card(seen, 1)


def card(page: httpx2.Response, n: int) -> str:
    """The part of a review that one proposal is."""
    return page.text.partition(f'id="n{n}"')[2].partition("</section>")[0]


def test_a_secret_document_leaves_nothing_behind(site: Site) -> None:
    """Refused before anything of it is kept, as a scan too."""
    data = a_notice(secret=True)

    page = taken_in(site.browser("officer"), data)

    assert page.status_code == 422
    assert "Văn bản mật" in page.text
    sha256 = hashlib.sha256(data).hexdigest()
    assert 0 == site.sql("SELECT count(*) FROM intake_document WHERE sha256 = $1", sha256)


def test_a_file_that_is_no_document_is_refused_at_once(site: Site) -> None:
    """With what it is and what to do; nothing of it is kept."""
    files = [("file", ("bc.pdf", b"MZ\x90\x00 khong phai pdf", "application/pdf"))]

    page = site.browser("officer").send_form("/tiep-nhan", files=files)

    assert page.status_code == 422
    assert 'class="alert alert-problem"' in page.text


def test_several_files_are_taken_in_and_the_bad_ones_named(site: Site) -> None:
    """One that is refused does not hold up the others."""
    good, bad = a_notice(), b"MZ\x90\x00"
    files = [
        ("file", ("a.pdf", good, "application/pdf")),
        ("file", ("b.pdf", bad, "application/pdf")),
    ]

    page = site.browser("officer").send_form("/tiep-nhan", files=files)

    assert "<strong>b.pdf</strong>" in page.text
    assert re.search(r'href="/tiep-nhan/[0-9a-f]{12}"', page.text)


def test_a_long_reading_can_be_stopped_and_leaves_nothing(site: Site) -> None:
    """Its page says how far it is; only the office that opened it sees it."""
    officer, data = site.browser("officer"), a_notice(pages=4, scan=True)
    page = taken_in(officer, data)
    if "/viec/" not in str(page.url):
        pytest.skip("the reading was too quick to be stopped")
    assert site.browser("otheroffice").get(path(page)).status_code == 404

    stopped = officer.send_form(f"{path(page)}/dung")

    assert "không giữ lại gì" in stopped.text
    sha256 = hashlib.sha256(data).hexdigest()
    assert 0 == site.sql("SELECT count(*) FROM intake_document WHERE sha256 = $1", sha256)


def test_a_reading_goes_on_at_its_page_after_a_crash(bare: Program) -> None:
    """Person test 12: killed in the middle of a scan, started again: pages that were read are not read again."""
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not installed: resuming a scan is NOT tested")
    site = Site(bare.serve())
    officer, data = site.browser("officer"), a_notice(pages=5, scan=True)
    page = taken_in(officer, data)
    assert "/viec/" in str(page.url)
    sha256 = hashlib.sha256(data).hexdigest()
    kept: Any = "SELECT count(*) FROM intake_page WHERE sha256 = $1"
    until = time.monotonic() + PATIENCE_S
    while site.sql(kept, sha256) < 2 and time.monotonic() < until:
        time.sleep(0.2)
    bare.stop(signal.SIGKILL)
    (bare.folder / "run.json").unlink()

    again = Site(bare.serve(), people=False)
    before = again.sql(kept, sha256)
    again.sql("UPDATE intake_job SET beat_at = NULL")
    reader = again.browser("officer")
    review = read_to_its_end(reader, reader.get(path(page)))

    assert before >= 2
    assert len(re.findall(r'data-proposal="\d+"', review.text)) == 3
    assert bare.stop() == 0
