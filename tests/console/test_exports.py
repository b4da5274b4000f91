"""Every list leaves as XLSX and CSV with the rows of the screen in their order, and says what it is."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from console.exports import file_name, safe
from tests.cli.written import LEAD, OTHER, a_conclusion, a_directive, carried_over
from tests.console.site import Browser, Site, an_act
from tests.console.test_rights import ADDRESSES, ROUTES

WHO = {
    "/nguoi-dung": "admin2",
    "/nhat-ky": "auditor",
    "/co-quan": "admin2",
    "/ma-api": "admin2",
    "/thu-gui": "operator",
}
LISTS = sorted({route.path for _, route in ROUTES if route.path.endswith(".{ending}")})
FORMULA = '=HYPERLINK("http://evil.example")'


@pytest.fixture(scope="module")
def ref(site: Site) -> str:
    """Late and new work of two agencies, one with a text that spreadsheets would run."""
    conclusion = a_conclusion(
        carried_over(1),
        a_directive(2, text=FORMULA),
        carried_over(3, assignees=[OTHER]),
        a_directive(4, assignees=[LEAD, OTHER]),
    )
    site.program.start(conclusion)
    focal = site.browser("focal", kept=True)
    an_act(focal, f"kl/{conclusion['ref']}/4@{LEAD}", "object", reason="Không thuộc Bộ Y tế")
    focal.close()
    return str(conclusion["ref"])


@pytest.fixture(scope="module")
def people(site: Site) -> Iterator[dict[str, Browser]]:
    made = {who: site.browser(who, kept=True) for who in {"officer", "supervisor", *WHO.values()}}
    yield made
    for one in made.values():
        one.close()


def of(path: str, people: dict[str, Browser]) -> Browser:
    return people[next((who for own, who in WHO.items() if path.startswith(own)), "officer")]


def book_of(content: bytes) -> tuple[list[tuple[Any, ...]], dict[str, str]]:
    """The rows below the head, and the sheet that says what they are."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    table, about = book.worksheets
    rows = list(table.iter_rows(min_row=2, values_only=True))
    return rows, {str(name): str(said) for name, said in about.iter_rows(values_only=True)}


def shown(cell: Any) -> str:
    """A cell of a workbook as the text file has it: a day without a clock, a formula behind an apostrophe."""
    if isinstance(cell, datetime):
        return str(cell.replace(microsecond=0)).removesuffix(" 00:00:00")
    return str(safe(cell))


@pytest.mark.parametrize("path", [one for one in LISTS if "{own}" not in one])
def test_a_list_leaves_in_both_formats_with_the_same_rows(
    people: dict[str, Browser], ref: str, path: str
) -> None:
    """A new list without a file, or a file without filter, time, count, person and hash, fails."""
    address = ADDRESSES[path].format(ref=ref).removesuffix(".xlsx")
    browser = of(path, people)

    workbook, text = browser.get(f"{address}.xlsx"), browser.get(f"{address}.csv")

    rows, about = book_of(workbook.content)
    lines = list(csv.reader(io.StringIO(text.text.removeprefix("\ufeff"))))
    assert [[shown(cell) for cell in row] for row in rows] == lines[1:-3]
    assert {"Bộ lọc", "Trích xuất lúc", "Người trích xuất", "Mã băm dữ liệu (SHA-256)"} <= set(
        about
    )
    assert re.fullmatch(r"[0-9a-f]{64}", about["Mã băm dữ liệu (SHA-256)"])
    assert re.search(
        r'filename="[a-z0-9-]+[\w.-]*_\d{4}-\d\d-\d\d\.xlsx"',
        workbook.headers["content-disposition"],
    )


@pytest.mark.parametrize(
    "address", ["/nhiem-vu?kl={ref}", "/nhiem-vu?kl={ref}&nhom=qua-han", "/qua-han", "/qua-han?theo=cap", "/thong-bao/{ref}"]
)  # fmt: skip
def test_the_file_has_the_rows_of_the_screen_in_their_order(
    people: dict[str, Browser], ref: str, address: str
) -> None:
    """What is seen is what is taken away."""
    path, _, query = address.format(ref=ref).partition("?")
    listed = f"{path}/nhiem-vu" if path.startswith("/thong-bao/") else path

    page = people["officer"].get(f"{path}?{query}").text
    rows, _ = book_of(people["officer"].get(f"{listed}.xlsx?{query}").content)

    links = re.findall(r'<td class="text"><a href="/nhiem-vu/([^"]+)/([A-Z]\d\d)"', page)
    assert [f"kl/{own}@{code}" for own, code in links] == [row[0] for row in rows]


def test_days_are_days_and_the_filter_is_said(people: dict[str, Browser], ref: str) -> None:
    """Excel sorts days as days; the sheet names filter, person and count."""
    rows, about = book_of(
        people["supervisor"].get(f"/nhiem-vu.xlsx?kl={ref}&nhom=qua-han&cq=bo+y+te").content
    )

    assert isinstance(rows[0][7], datetime)
    assert "Cơ quan: Bộ Y tế" in about["Bộ lọc"]
    assert "supervisor" in about["Người trích xuất"]
    assert about["Số dòng: Nhiệm vụ"] == "1"


def test_a_text_that_looks_like_a_formula_stays_text(people: dict[str, Browser], ref: str) -> None:
    """Spreadsheets run no cell of ours."""
    content = people["officer"].get(f"/nhiem-vu.xlsx?kl={ref}").content
    book = openpyxl.load_workbook(io.BytesIO(content))

    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]

    assert [cell.data_type for cell in cells if cell.value == FORMULA] == ["s"]
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]


def test_the_file_speaks_the_language_of_the_reader(site: Site, ref: str) -> None:
    """Heads, words and the sheet about it."""
    browser = site.browser("supervisor")
    browser.get("/ngon-ngu/en?to=/")

    book = openpyxl.load_workbook(io.BytesIO(browser.get(f"/nhiem-vu.xlsx?kl={ref}").content))

    assert book.sheetnames == ["Assignments", "About"]


def test_another_ending_is_not_there(people: dict[str, Browser]) -> None:
    """Neither run nor guessed."""
    assert people["officer"].get("/nhiem-vu.xlsm").status_code == 404
    assert people["officer"].get("/nhiem-vu.").status_code == 404


@pytest.mark.parametrize(
    "given", ['a"; filename="x.exe', "../../etc/passwd", "a\r\nset-cookie: x=1", "Đắk Lắk"]
)
def test_a_file_name_is_letters_only(given: str) -> None:
    """Nothing of an address reaches a header but letters, digits, dots and dashes."""
    name = file_name("nhiem-vu", given)

    assert re.fullmatch(r"[A-Za-z0-9._-]+", name)
    assert "Dak-Lak" in name or "Đắk" not in given
