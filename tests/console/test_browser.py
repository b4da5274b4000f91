"""The console in a real Chromium: axe on every screen, the main flows by keyboard alone, phones, live pages."""

import io
import re
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cli.written import LEAD, OFFICE, a_conclusion, a_directive, carried_over
from tests.console.cable import Cable
from tests.console.screens import ALL, NO_SCREENS, SCREENS
from tests.console.site import PASSWORD, Site, a_pdf, an_act, path_of
from tests.console.site import Browser as Plain
from tests.console.test_rights import ROUTES
from tests.intake.files import NOTICE, font, pdf_of

CHROMIUM = Path("/usr/bin/chromium")
AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        warnings.filterwarnings("default", message="NOT CHECKED")
        pytest.skip(
            "NOT CHECKED: no /usr/bin/chromium here; `apt-get install chromium`, or run .ci/run"
        )
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def work(site: Site, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A conclusion with late work, evidence under review, a request and an objection."""
    conclusion = a_conclusion(carried_over(1), *(a_directive(n) for n in range(2, 6)))
    site.program.start(conclusion)
    ids = [f"kl/{conclusion['ref']}/{n}@{LEAD}" for n in range(1, 6)]
    focal = site.browser("focal", kept=True)
    for own in ids[:3]:
        an_act(focal, own, "acknowledge")
    files = [("files", a_pdf(tmp_path_factory.mktemp("pdf")))]
    an_act(
        focal, ids[1], "submit_report", period="2026-11", results="Đã xong phần một", progress="30"
    )
    an_act(
        focal, ids[1], "submit_evidence", document_no="1", document_date="2026-11-20", files=files
    )
    an_act(focal, ids[2], "request_extension", new_due_on="2029-01-31", reason="Chờ ý kiến")
    an_act(focal, ids[3], "object", reason="Thuộc Bộ Tài chính", proposed_office="G12")
    focal.close()
    officer = site.browser("officer", kept=True)
    draft, ready, issued = (
        _taken_in(officer, text)
        for text in (NOTICE, SHORT, SHORT.replace("902", "903").replace("ngày nghỉ", "trực Tết"))
    )
    for at in (ready, issued):
        for act, fields in (("chap-nhan", {"n": "1"}), ("khong-co-nhiem-vu", {})):
            version = re.search(r'name="version" value="(\d+)"', officer.get(at).text)
            assert version
            officer.send_form(f"{at}/{act}", version=version[1], **fields)
    answer = officer.send_form(f"{issued}/giao/thuc-hien", ref="tb-903-2026")
    assert answer.status_code == 200, answer.text
    officer.close()
    site.sql(
        "INSERT INTO intake_job (id, sha256, name, office, opened_by, state, ended_at, failure) "
        "VALUES ('looked-at', 'x', 'quet.pdf', $1, 'officer', 'failed', clock_timestamp(), $2)",
        OFFICE,
        '{"code": "NoOcr", "said": {"found": "3"}}',
    )
    return {
        "draft": draft,
        "ready": ready,
        "issued": "tb-903-2026",
        "job": "looked-at",
        "ref": conclusion["ref"],
        "one": path_of(ids[0]),
        "two": path_of(ids[1]),
        "five": path_of(ids[4]),
    }


SHORT = """VĂN PHÒNG CHÍNH PHỦ
Số: 902/TB-VPCP
Hà Nội, ngày 12 tháng 11 năm 2026
THÔNG BÁO
Kết luận tại cuộc họp về ngày nghỉ

Thủ tướng Chính phủ kết luận như sau:
1. Bộ Y tế chủ trì xây dựng đề án ngày nghỉ, trình Thủ tướng Chính phủ trước ngày 30 tháng 4 năm 2027.
"""


def _taken_in(officer: Plain, text: str) -> str:
    """The address of the review of a document: a PDF where this machine has a font for it."""
    face = font()
    data = pdf_of(text, face) if face else text.encode()
    name = "thong-bao.pdf" if face else "thong-bao.txt"
    page = officer.send_form("/tiep-nhan", files=[("file", (name, data, "application/pdf"))])
    until = time.monotonic() + 60
    while "/viec/" in str(page.url) and time.monotonic() < until:
        time.sleep(0.3)
        page = officer.get(str(page.url))
    return str(page.url.path)


@pytest.fixture(scope="module")
def desks(chromium: Browser, site: Site, work: dict[str, str]) -> Iterator["Desks"]:
    made = Desks(chromium, site)
    yield made
    made.close()


class Desks:
    """A signed-in browser for each person and language, kept for the whole file."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self._chromium, self._site = chromium, site
        self._pages: dict[tuple[str, str], Page] = {}
        self.said: list[str] = []

    def page(self, login: str, lang: str = "vi") -> Page:
        if (login, lang) not in self._pages:
            locale = "vi-VN" if lang == "vi" else "en-US"
            page = self._chromium.new_context(locale=locale, base_url=self._site.url).new_page()
            page.set_default_timeout(90_000)  # the machine may be busy with other tests
            page.on("console", lambda m: self.said.append(m.text) if m.type == "error" else None)
            page.goto("/login")
            page.fill("#login", login)
            page.fill("#password", PASSWORD)
            page.press("#password", "Enter")
            page.wait_for_url("**/")
            self._pages[login, lang] = page
        page = self._pages[login, lang]
        page.set_viewport_size({"width": 1366, "height": 860})
        return page

    def close(self) -> None:
        for page in self._pages.values():
            page.context.close()


def findings(page: Page) -> list[str]:
    """What axe finds that is serious or critical, with the first element of each."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations)"
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:160]} | {one['nodes'][0]['failureSummary'][:200]}"
        for one in found
        if one["impact"] in {"serious", "critical"}
    ]


def test_every_page_of_the_route_table_is_looked_at() -> None:
    """Whoever adds a page says who sees it and where; then axe, phones and zoom are checked on it."""
    pages = {
        route.path
        for method, route in ROUTES
        if method == "GET" and not route.path.endswith(".{ending}")
    }

    assert pages - NO_SCREENS == SCREENS.keys()


WIDER = """[...document.querySelectorAll("body *")]
    .filter(one => one.scrollWidth > one.clientWidth && one.clientWidth && getComputedStyle(one).overflowX === "visible")
    .map(one => one.outerHTML.slice(0, 200)).slice(-4)"""


@pytest.mark.parametrize(("login", "path"), ALL)
def test_a_screen_is_for_everybody(
    desks: "Desks", work: dict[str, str], login: str, path: str
) -> None:
    """Both languages: nothing serious for axe, nothing refused by the policy; 320 px and 200 % zoom: no sideways scrolling."""
    for lang in ("vi", "en"):
        page = desks.page(login, lang)
        page.goto(path.format(**work))

        assert page.get_attribute("html", "lang") == lang
        assert findings(page) == []
        for width in (683, 320):
            page.set_viewport_size({"width": width, "height": 700})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (lang, width, page.evaluate(WIDER))
    assert not [text for text in desks.said if "Content Security Policy" in text]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_nothing_serious_at_the_door(chromium: Browser, site: Site, lang: str) -> None:
    """The sign-in page too."""
    context = chromium.new_context(locale="vi-VN" if lang == "vi" else "en-US", base_url=site.url)
    page = context.new_page()

    page.goto("/login")

    assert findings(page) == []
    context.close()


def test_by_keyboard_alone_work_is_found_and_acknowledged(
    desks: Desks, work: dict[str, str]
) -> None:
    """g n, the search with /, the first row with j and Enter, the form with Tab, sent with Ctrl+Enter."""
    page = desks.page("focal")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/nhiem-vu")
    page.keyboard.press("/")
    page.keyboard.type(f"kl/{work['ref']}/5")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhiem-vu?q=*")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{work['five']}")
    page.focus("#act-acknowledge textarea")
    page.keyboard.type("Đã nhận")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**?done=acknowledge")

    assert "Đã tiếp nhận" in page.inner_text("h1 + .tags")
    assert page.evaluate("document.activeElement.classList.contains('alert-done')")


def test_by_keyboard_alone_late_work_is_urged(desks: Desks, work: dict[str, str]) -> None:
    """g q, the first row with j, chosen with x, the button by its own."""
    page = desks.page("officer")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("q")
    page.wait_for_url("**/qua-han")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.inner_text("[data-selected]") == "1"
    page.focus("#note")
    page.keyboard.type("Báo cáo ngay")
    page.keyboard.press("Enter")
    page.wait_for_url("**/don-doc")

    assert "1 đã đôn đốc, 0 chưa được" in page.inner_text("main")


def test_by_keyboard_alone_filters_are_set_and_taken_away(
    desks: Desks, work: dict[str, str]
) -> None:
    """f opens them, Enter applies them, each has a way out; the address says what is shown."""
    page = desks.page("supervisor")
    page.goto("/nhiem-vu")
    page.keyboard.press("f")
    page.focus("#f-cq")
    page.keyboard.type("bo y te")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhiem-vu?cq=bo+y+te")
    page.focus(".chips[role=group] .chip")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhiem-vu?")

    assert page.query_selector(".chips[role=group] .chip") is None


def test_letters_typed_into_a_field_are_no_keys(desks: Desks, work: dict[str, str]) -> None:
    """Vietnamese input methods send letters that are keys elsewhere."""
    page = desks.page("officer")
    page.goto("/nhiem-vu")

    page.keyboard.press("/")
    page.keyboard.type("gnjfx?")

    assert page.input_value("#q") == "gnjfx?"
    assert page.url.endswith("/nhiem-vu")


def test_why_is_answered_on_the_page(desks: Desks, work: dict[str, str]) -> None:
    """Rule and source behind a date, without leaving the page."""
    page = desks.page("supervisor")
    page.goto(work["one"])

    page.click(".facts details.why > summary >> nth=0")
    page.wait_for_selector(".facts details.why li")

    assert "kl/" in page.inner_text(".facts details.why li >> nth=0")
    assert findings(page) == []


def test_an_open_page_says_that_something_changed(
    desks: Desks, site: Site, work: dict[str, str]
) -> None:
    """Without moving what is being read."""
    page = desks.page("supervisor")
    page.goto(work["one"])
    page.wait_for_timeout(2_500)

    site.program.ask("remind", f"kl/{work['ref']}/1@{LEAD}", "--as", OFFICE)

    page.wait_for_selector("#live a", timeout=15_000)
    assert "thay đổi mới" in page.inner_text("#live")


def test_overdue_work_of_an_agency_is_two_presses_from_home(
    desks: Desks, work: dict[str, str]
) -> None:
    """Person test 1: the tile, the agency; taken away as Excel with a third press, with the rows of the screen."""
    page = desks.page("supervisor")
    page.goto("/tong-hop")
    page.click(f'.bars a[href="/nhiem-vu?cq={LEAD}&nhom=qua-han"]')
    page.wait_for_url(f"**/nhiem-vu?cq={LEAD}&nhom=qua-han")
    shown = [str(one.get_attribute("href")) for one in page.query_selector_all("td.text a")]
    with page.expect_download() as download:
        page.click("[data-export]")

    book = openpyxl.load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))

    name = download.value.suggested_filename
    assert re.fullmatch(r"nhiem-vu_qua-han_BYT_\d{4}-\d\d-\d\d\.xlsx", name)
    rows = [str(row[0]) for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)]
    assert [path_of(one) for one in rows] == shown
    assert work["one"] in shown


def test_a_leader_reads_the_whole_on_a_phone_and_prints_it(
    desks: Desks, work: dict[str, str]
) -> None:
    """Person test 10: the highest bar opens that agency; on paper no menu, words on every tag, time and person below."""
    page = desks.page("supervisor")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/tong-hop")
    name = page.inner_text(".bars a >> nth=0")
    page.click(".bars a >> nth=0")
    page.wait_for_url("**/co-quan/*")
    assert name == page.inner_text("h1")

    page.emulate_media(media="print")
    page.goto("/nhiem-vu?nhom=qua-han")
    hidden = [page.is_visible(one) for one in (".bar", ".top", ".filters", "[data-print]")]
    foot, tags = page.inner_text(".foot"), page.query_selector_all("td .tag")
    page.emulate_media(media="screen")

    assert not any(hidden)
    assert "In từ Đôn đốc lúc" in foot
    assert "Người thử supervisor" in foot
    assert tags
    assert all(one.inner_text().strip() for one in tags)


def test_by_keyboard_alone_with_a_magnifier_a_comment_is_added(
    desks: Desks, site: Site, work: dict[str, str]
) -> None:
    """Person test 9: 200 %: the list, overdue only, the first, a comment, and back to the same row."""
    page = desks.page("supervisor")
    page.set_viewport_size({"width": 683, "height": 450})
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("n")
    page.wait_for_url("**/nhiem-vu")
    page.keyboard.press("f")
    page.focus("#f-nhom")
    page.keyboard.press("ArrowDown")
    page.focus("#f-q")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhiem-vu?nhom=qua-han")
    page.keyboard.press("j")
    first = page.evaluate("document.activeElement.getAttribute('href')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first}")
    assert findings(page) == []
    page.focus("#act-note > summary")
    page.keyboard.press("Enter")
    page.focus("#act-note textarea")
    page.keyboard.type("Đã gọi điện nhắc")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**?done=note")
    assert page.evaluate("document.activeElement.classList.contains('alert-done')")
    page.go_back()
    page.go_back()

    assert page.url.endswith("/nhiem-vu?nhom=qua-han")
    assert page.query_selector(f'td.text a[href="{first}"]')


def test_by_keyboard_alone_evidence_is_examined(
    desks: Desks, site: Site, work: dict[str, str]
) -> None:
    """g d, the first case, the verdict with the space bar, sent with Ctrl+Enter: completed."""
    page = desks.page("examiner")
    page.goto("/")
    page.keyboard.press("g")
    page.keyboard.press("d")
    page.wait_for_url("**/tham-tra")
    page.focus(f'td.text a[href^="{work["two"]}"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{work['two']}#act-review_evidence")
    page.evaluate("document.querySelector('#act-review_evidence').open = true")
    page.focus("#act-review_evidence input[value=accept]")
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**?done=review_evidence")

    assert "Hoàn thành" in page.inner_text("h1 + .tags")


def test_by_keyboard_alone_proposals_are_gone_through(desks: Desks, work: dict[str, str]) -> None:
    """Person test 3: a approves and goes on to the next, the arrows move, s edits, b drops; the sentence lights up."""
    page = desks.page("officer")
    page.goto(work["draft"])
    assert page.get_attribute("[data-current]", "data-proposal") == "1"
    page.keyboard.press("a")
    page.wait_for_url("**#n2")
    assert page.get_attribute("[data-current]", "data-proposal") == "2"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("[data-current]", "data-proposal") == "3"
    if font():
        assert page.get_attribute(".left [data-lit]", "data-n") == "3"
    page.keyboard.press("ArrowUp")
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.id") == "text-2"
    page.focus("#due-2")
    page.fill("#due-2", "2026-12-20")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**#n3")
    page.keyboard.press("b")
    page.wait_for_function("document.querySelectorAll('[data-proposal]').length === 2")

    assert "2/2" in page.inner_text(".head")


def test_a_lost_live_connection_is_told(chromium: Browser, site: Site) -> None:
    """The cable is pulled: the page says so and when it reloads; rows and address stay until then."""
    with Cable(urlsplit(site.url).port or 0) as cable:
        context = chromium.new_context(locale="vi-VN", base_url=f"http://127.0.0.1:{cable.port}")
        page = context.new_page()
        page.set_default_timeout(90_000)
        page.goto("/login")
        page.fill("#login", "auditor")
        page.fill("#password", PASSWORD)
        page.press("#password", "Enter")
        page.wait_for_url("**/")
        with page.expect_response(lambda answer: "/su-kien" in answer.url):
            page.goto("/nhiem-vu")

        cable.pull()

        page.wait_for_selector("#live a")
        said = page.inner_text("#live")
        context.close()
    assert "Mất kết nối trực tiếp, tự làm mới sau 30 giây" in said


def test_a_list_says_that_something_changed_and_keeps_its_rows(
    desks: Desks, site: Site, work: dict[str, str]
) -> None:
    """The rows stay where they are until the reader asks for the new ones."""
    page = desks.page("supervisor")
    page.goto(f"/nhiem-vu?kl={work['ref']}")
    before = page.inner_text("tbody")
    page.wait_for_timeout(1_500)

    site.program.ask("note", f"kl/{work['ref']}/5@{LEAD}", "--as", OFFICE, "--text", "x")

    page.wait_for_selector("#live a", timeout=20_000)
    assert page.inner_text("tbody") == before


def test_nothing_moves_for_those_who_ask_for_it(chromium: Browser, site: Site) -> None:
    """Reduced motion: no animation and no transition is left."""
    context = chromium.new_context(base_url=site.url, reduced_motion="reduce", locale="vi-VN")
    page = context.new_page()
    page.goto("/login")

    moving = page.evaluate(
        "[...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);"
        " return s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0; }).length"
    )

    assert moving == 0
    context.close()


def test_what_was_typed_outlives_a_session_that_ends(
    desks: Desks, site: Site, work: dict[str, str]
) -> None:
    """The text is there again after signing in again."""
    page = desks.page("chief")
    page.goto(work["one"])
    page.click("#act-submit_report > summary")
    page.fill("#field-submit_report-results", "Nội dung dài đang viết dở")
    site.sql("UPDATE session SET revoked_at = clock_timestamp() WHERE login = 'chief'")
    page.goto(work["one"])
    page.fill("#login", "chief")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url(f"**{work['one']}")

    assert page.input_value("#field-submit_report-results") == "Nội dung dài đang viết dở"
