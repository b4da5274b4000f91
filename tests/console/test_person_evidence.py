"""An agency's focal point sends evidence in a real browser: a signed document, and one that was changed after signing.

The person tests 5 and 6 of the console: few clicks, what the signature says, plain words, and nothing typed is lost.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.cli.program import Program
from tests.cli.written import LEAD, TODAY, a_conclusion, a_directive, carried_over
from tests.console.site import PASSWORD, Site, an_act, path_of
from tests.console.test_browser import chromium, findings
from tests.evidence.authority import Authority, a_paper, changed_afterwards, signed, tampered

__all__ = ["chromium"]


class Trusting(Program):
    """The program of an operator who named whom to trust."""

    def environment(self) -> dict[str, str]:
        return super().environment() | {"DONDOC_TRUST_DIR": str(self.folder / "trust")}


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority()


@pytest.fixture(scope="module")
def trusting(
    authority: Authority, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, str]]:
    """A console with a trust list, and one overdue assignment of Bộ Y tế among others."""
    program = Trusting(tmp_path_factory.mktemp("trusting"))
    authority.trusted_in(program.folder / "trust")
    program.serve()
    site = Site(program)
    conclusion = a_conclusion(a_directive(1), carried_over(2), a_directive(3))
    program.start(conclusion)
    late = f"kl/{conclusion['ref']}/2@{LEAD}"
    an_act(site.browser("focal"), late, "acknowledge")
    yield site, late
    assert program.stop() == 0


@pytest.fixture
def desk(chromium: Browser, trusting: tuple[Site, str]) -> Iterator[Page]:
    """The focal point has just signed in."""
    context = chromium.new_context(locale="vi-VN", base_url=trusting[0].url)
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto("/login")
    page.fill("#login", "focal")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    page.wait_for_url("**/")
    yield page
    context.close()


def a_signed_paper(authority: Authority) -> bytes:
    """Signed by Bộ Y tế; in a thread of its own, since the driver of the browser keeps a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: signed(a_paper(), authority.signer())).result()


def opened(page: Page) -> None:
    """The form, where it is not open as the next thing to do."""
    if page.get_attribute("#act-submit_evidence", "open") is None:
        page.click("#act-submit_evidence > summary")


def typed(page: Page, folder: Path, content: bytes, name: str = "bao-cao-ky-so.pdf") -> None:
    """Everything the form of evidence asks for, and the file."""
    (folder / name).write_bytes(content)
    page.set_input_files("#field-submit_evidence-files", folder / name)
    page.fill("#field-submit_evidence-document_no", "128/BC-BYT")
    page.fill("#field-submit_evidence-document_date", TODAY.isoformat())
    page.fill("#field-submit_evidence-note", "Đã rà soát 63 tỉnh, thành")


@pytest.mark.parametrize("harm", [tampered, changed_afterwards])
def test_a_document_changed_after_signing_is_told_plainly_and_nothing_typed_is_lost(
    desk: Page, trusting: tuple[Site, str], authority: Authority, tmp_path: Path, harm: object
) -> None:
    """Which file, by whom and when it was signed, what to do; the state stays, and no evidence is there."""
    site, late = trusting
    assert callable(harm)
    desk.goto(path_of(late))
    opened(desk)
    typed(desk, tmp_path, harm(a_signed_paper(authority)), "sua-sau-ky.pdf")

    desk.click("#act-submit_evidence button[type=submit]")
    desk.wait_for_selector(".alert-problem")

    said = desk.inner_text(".alert-problem")
    assert "«sua-sau-ky.pdf» đã bị thay đổi sau khi ký" in said
    assert "Bộ Y tế" in said
    assert "Gửi lại bản gốc" in said
    assert "128/BC-BYT" == desk.input_value("#field-submit_evidence-document_no")
    assert "Đã rà soát 63 tỉnh, thành" == desk.input_value("#field-submit_evidence-note")
    assert desk.evaluate("document.activeElement.classList.contains('alert-problem')")
    assert findings(desk) == []
    assert [] == site.program.ask("show", late)["evidence"]


def test_overdue_work_stands_first_and_signed_evidence_is_sent_in_four_clicks(
    desk: Page, trusting: tuple[Site, str], authority: Authority, tmp_path: Path
) -> None:
    """From «Việc của tôi»: the row, the act, the file, the button; then whole, whose and trusted, and «Chờ thẩm tra»."""
    _, late = trusting
    first = desk.locator("main .lines a").first
    assert path_of(late) == first.get_attribute("href")

    first.click()
    opened(desk)
    typed(desk, tmp_path, a_signed_paper(authority))
    desk.click("#act-submit_evidence button[type=submit]")
    desk.wait_for_url("**?done=submit_evidence")

    assert "Chờ thẩm tra" in desk.inner_text("h1 + .tags")
    panel = desk.locator("details.why", has_text="chữ ký số hợp lệ của cơ quan được giao")
    panel.locator("summary").click()
    words = panel.inner_text()
    for told in ("Bộ Y tế", "nguyên vẹn", "chứng thư tin cậy", "không sửa sau khi ký"):
        assert told in words
    assert findings(desk) == []
