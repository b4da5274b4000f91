"""The console in a real Chromium: axe on every screen, the main flows by keyboard alone, phones, live pages."""

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.cli.written import LEAD, OFFICE, a_conclusion, a_directive, carried_over
from tests.console.site import PASSWORD, Site, a_pdf, an_act, path_of

CHROMIUM = Path("/usr/bin/chromium")
AXE = (Path(__file__).parent / "vendor" / "axe-core-4.14.1" / "axe.min.js").read_text()
SCREENS = {
    "officer": [
        "/", "/tong-hop", "/tong-hop?theo=cap", "/nhiem-vu", "/nhiem-vu?nhom=thu-hoi&cq=bo+y+te", "/nhiem-vu?cq=bo+troi", "/qua-han",
        "/thong-bao", "/thong-bao/{ref}", "/tham-tra", "/de-nghi", "/tiep-nhan", "{one}", "{two}", "/mat-khau", "/tro-giup", "/khong-co",
    ],
    "focal": ["/", "/nhiem-vu", "/qua-han", "{one}", "{two}"],
    "supervisor": ["/", "/tong-hop?so-voi=2026-01-01", "{one}"],
    "auditor": ["/nhat-ky"],
    "operator": ["/", "/van-hanh"],
    "admin2": ["/nguoi-dung"],
}  # fmt: skip
ALL = [(login, path) for login, paths in SCREENS.items() for path in paths]


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
    return {
        "ref": conclusion["ref"],
        "one": path_of(ids[0]),
        "two": path_of(ids[1]),
        "five": path_of(ids[4]),
    }


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


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(("login", "path"), ALL)
def test_axe_finds_nothing_serious(
    desks: Desks, work: dict[str, str], login: str, path: str, lang: str
) -> None:
    """Every screen in both languages; the page names its language, and nothing is asked from elsewhere."""
    page = desks.page(login, lang)

    page.goto(path.format(**work))

    assert findings(page) == []
    assert page.get_attribute("html", "lang") == lang
    assert not [text for text in desks.said if "Content Security Policy" in text]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_axe_finds_nothing_serious_at_the_door(chromium: Browser, site: Site, lang: str) -> None:
    """The sign-in page too."""
    context = chromium.new_context(locale="vi-VN" if lang == "vi" else "en-US", base_url=site.url)
    page = context.new_page()

    page.goto("/login")

    assert findings(page) == []
    context.close()


@pytest.mark.parametrize("width", [320, 683])
@pytest.mark.parametrize(("login", "path"), ALL)
def test_nothing_runs_off_a_phone_or_a_zoomed_screen(
    desks: Desks, work: dict[str, str], login: str, path: str, width: int
) -> None:
    """320 px, and 200 % zoom of a usual screen: the page itself never scrolls sideways."""
    page = desks.page(login)
    page.set_viewport_size({"width": width, "height": 700})

    page.goto(path.format(**work))

    assert page.evaluate("document.documentElement.scrollWidth") <= width


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
    page.focus(".chip")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nhiem-vu?")

    assert page.query_selector(".chip") is None


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
    """Person test 1: the tile, the agency's list; exported with a third."""
    page = desks.page("supervisor")
    page.goto("/tong-hop")
    page.click(".tile.is-late")
    page.wait_for_url("**/nhiem-vu?nhom=qua-han")
    with page.expect_download() as download:
        page.click("[data-export]")

    text = Path(download.value.path()).read_text(encoding="utf-8-sig")

    assert download.value.suggested_filename.startswith("nhiem-vu_qua-han")
    assert f"kl/{work['ref']}/1@{LEAD}" in text


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
