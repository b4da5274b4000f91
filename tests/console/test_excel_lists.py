"""An Excel list on the screen: every problem by row and column before anything starts, then issued."""

import html
import io
import re
from typing import Any

import openpyxl

from tests.cli.written import OFFICE
from tests.console.site import Browser, Site

HEAD = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def a_list(*rows: list[Any]) -> tuple[str, bytes, str]:
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return "viec.xlsx", out.getvalue(), XLSX


def sent(browser: Browser, file: tuple[str, bytes, str], ref: str) -> Any:
    return browser.send_form(
        "/nhap-danh-sach", files=[("file", file)], ref=ref, issued_on="2026-11-02", number="", title=""
    )  # fmt: skip


def ready_in(page: str) -> str:
    found = re.search(r'<textarea name="conclusion" hidden>(.*?)</textarea>', page, re.DOTALL)
    assert found
    return html.unescape(found[1])


def test_wrong_rows_are_shown_by_row_and_column_and_good_ones_can_be_issued(site: Site) -> None:
    """Nothing is started by looking; without the refused row the rest is issued, once."""
    officer = site.browser("officer")

    page = sent(officer, a_list([1, "Việc một", "Bộ Y tế", "31/12/2099"], [2, "Việc hai", "Bộ Hạnh phúc", "31/2/2099"]), "tu-man-hinh")  # fmt: skip
    cells = re.findall(
        r'<td>Sheet</td><td class="num"[^>]*>(\d+)</td><td[^>]*>(\w)</td>', page.text
    )

    assert 422 == page.status_code
    assert [("3", "C"), ("3", "D")] == cells
    assert 404 == officer.get("/thong-bao/tu-man-hinh").status_code
    done = officer.send_form("/nhap-danh-sach/giao", conclusion=ready_in(page.text))
    assert (
        done.url.path == "/thong-bao/tu-man-hinh"
        or done.headers["location"] == "/thong-bao/tu-man-hinh"
    )
    assert ["kl/tu-man-hinh/1@G18"] == [one["id"] for one in site.program.ask("list", "--conclusion", "kl/tu-man-hinh")["items"]]  # fmt: skip


def test_file_that_is_no_list_is_refused_with_what_to_do(site: Site) -> None:
    """No file, no workbook, no table, no day, a ref that is none."""
    officer = site.browser("officer")
    good = a_list([1, "Việc", "Bộ Y tế", None])

    assert 200 == officer.get("/nhap-danh-sach").status_code

    assert 422 == officer.send_form("/nhap-danh-sach", ref="x", issued_on="2026-11-02").status_code
    assert 422 == sent(officer, ("a.xlsx", b"khong phai excel", XLSX), "x").status_code
    assert 422 == sent(officer, good, "Sai Mã").status_code
    assert 422 == officer.send_form("/nhap-danh-sach", files=[("file", good)], ref="x", issued_on="2/11").status_code  # fmt: skip


def test_what_comes_back_is_checked_anew(site: Site) -> None:
    """A form that was changed on the way: rubbish is refused, and so is another standing office."""
    officer = site.browser("officer")
    page = sent(officer, a_list([1, "Việc", "Bộ Y tế", None]), "cua-nguoi-khac")
    changed = ready_in(page.text).replace(
        f'"standing_office": "{OFFICE}"', '"standing_office": "G12"'
    )

    assert 200 == page.status_code
    assert 403 == officer.send_form("/nhap-danh-sach/giao", conclusion=changed).status_code
    assert 422 == officer.send_form("/nhap-danh-sach/giao", conclusion="{").status_code
