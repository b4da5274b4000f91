"""Excel lists of real kinds become directives, or are refused by row and column; nothing is guessed in silence."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from intake.refusals import IntakeRefusal
from intake.tasks.addressees import UnknownOffice, offices_in
from intake.tasks.deadlines import Unreadable, deadline_of
from intake.tasks.reading import Read, read_tasks
from intake.tasks.workbook import sheets_of
from policy.issuing import problems_of
from schemas.conclusion import Conclusion
from schemas.refusals import MalformedInput

ISSUED_ON = date(2023, 7, 12)
OPENING = {"ref": "danh-sach", "issued_on": "2023-07-12", "title": "Danh sách", "standing_office": "G22"}  # fmt: skip
HEADS = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn"]
GOOD = [1, "Hoàn thiện cơ sở dữ liệu y tế", "Bộ Y tế", "Bộ Công an", datetime(2023, 12, 31)]  # noqa: DTZ001 - Excel knows no zones


def a_book(*rows: list[Any], merged: tuple[str, ...] = (), name: str = "Nhiệm vụ") -> Any:
    """A workbook with one sheet of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    return book


def read(book: Any) -> Read:
    """What the saved workbook gives."""
    data = BytesIO()
    book.save(data)
    found = read_tasks(sheets_of(data.getvalue()), OPENING, problems_of)
    if found.found:
        assert not problems_of(Conclusion.model_validate(found.conclusion(OPENING)))
    return found


def places(found: Read) -> list[tuple[Any, ...]]:
    return [(one.sheet, one.row, one.column, one.reason) for one in found.problems]


def test_plain_list_becomes_directives() -> None:
    """Every column finds its field; the day is the day of the cell."""
    found = read(a_book(HEADS, GOOD))

    assert [] == found.problems
    assert [
        {
            "n": 1,
            "text": "Hoàn thiện cơ sở dữ liệu y tế",
            "assignees": ["G18"],
            "coordinating": ["G01"],
            "deadline": {"raw": "31/12/2023", "precision": "day", "due_on": "2023-12-31"},
        }
    ] == [one.directive for one in found.found]


def test_head_over_two_rows_with_merged_cells_is_understood() -> None:
    """Title rows above, "Thời hạn" merged over two columns, everything else merged over two rows."""
    found = read(
        a_book(
            ["DANH SÁCH NHIỆM VỤ GIAO CÁC BỘ, CƠ QUAN"],
            ["(Kèm theo Công văn số 12/VPCP-KSTT)"],
            ["TT", "Nội dung", "Đơn vị", None, "Thời gian", None],
            [None, None, "Chủ trì", "Phối hợp", "Ngày giao", "Hạn hoàn thành"],
            [1, "Việc một", "Bộ Y tế", "Bộ Công an", "12/7/2023", "30/9/2023"],
            merged=("A1:F1", "A2:F2", "A3:A4", "B3:B4", "C3:D3", "E3:F3"),
        )
    )

    assert [] == found.problems
    (one,) = found.found
    assert (["G18"], ["G01"]) == (one.directive["assignees"], one.directive["coordinating"])
    assert "2023-09-30" == one.directive["deadline"]["due_on"]
    assert 5 == one.row


def test_cell_merged_over_rows_holds_for_each_of_them() -> None:
    """One agency and one deadline over three tasks."""
    rows = [[n, f"Việc {n}", "Bộ Y tế" if n == 1 else None, None, "2023-10-31" if n == 1 else None] for n in (1, 2, 3)]  # fmt: skip

    found = read(a_book(HEADS, *rows, merged=("C2:C4", "E2:E4")))

    assert [["G18"]] * 3 == [one.directive["assignees"] for one in found.found]
    assert ["2023-10-31"] * 3 == [one.directive["deadline"]["due_on"] for one in found.found]


@pytest.mark.parametrize(
    ("written", "precision", "due_on"),
    [
        ("31/12/2023", "day", "2023-12-31"),
        ("Trước ngày 5.9.2023", "day", "2023-09-05"),
        ("2023-11-30", "day", "2023-11-30"),
        ("30-9-23", "day", "2023-09-30"),
        ("tháng 9/2023", "month", "2023-09-30"),
        ("12/2023", "month", "2023-12-31"),
        ("Quý IV/2023", "quarter", "2023-12-31"),
        ("Năm 2024", "year", "2024-12-31"),
        ("Thường xuyên", "none", None),
        (date(2023, 10, 1), "day", "2023-10-01"),
    ],
)
def test_deadline_is_read_in_the_ways_lists_write_it(
    written: Any, precision: str, due_on: str | None
) -> None:
    """Dates, dates as text, months, quarters, years, words; what was written stays as it was."""
    read_as = deadline_of(written, ISSUED_ON)

    assert (precision, due_on) == (read_as["precision"], read_as.get("due_on"))
    assert read_as["raw"]


@pytest.mark.parametrize(
    ("written", "reason"),
    [(45291, "deadline_number"), ("31/2/2023", "deadline_no_day"), ("13/13/2023", "deadline_no_day"), ("khoảng 3 đợt", "deadline_unclear")],
)  # fmt: skip
def test_deadline_that_could_mean_several_things_is_refused(written: Any, reason: str) -> None:
    """A number without a date format, a day that does not exist, words with figures nobody understands."""
    with pytest.raises(Unreadable) as refused:
        deadline_of(written, ISSUED_ON)

    assert reason == refused.value.reason


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Bộ Y tế", ["G18"]),
        ("BYT", ["G18"]),
        ("G18", ["G18"]),
        ("Bộ Y tế; Bộ Tài chính", ["G18", "G12"]),
        ("Bộ Y tế\nBộ Tài chính\nBộ Y tế", ["G18", "G12"]),
        ("Bộ Y tế, Bộ Văn hóa, Thể thao và Du lịch", ["G18", "G16"]),
        ("BYT, BTC", ["G18", "G12"]),
        ("Các bộ, ngành, địa phương", ["Các bộ, ngành, địa phương"]),
    ],
)
def test_offices_are_read_by_their_names_and_not_by_the_commas(
    written: str, codes: list[str]
) -> None:
    """Names, short names, codes and groups, in one cell or one below the other."""
    assert codes == offices_in(written, ISSUED_ON)


def test_office_that_nobody_knows_is_named() -> None:
    """Only the part that is not known is said to be unknown."""
    with pytest.raises(UnknownOffice) as refused:
        offices_in("Bộ Y tế; Bộ Hạnh phúc", ISSUED_ON)

    assert "Bộ Hạnh phúc" == refused.value.given


def test_every_problem_is_shown_by_row_and_column_and_good_rows_stay() -> None:
    """All problems of all rows at once, each at its cell; numbering goes on over the good ones."""
    found = read(
        a_book(
            HEADS,
            GOOD,
            [2, None, "Bộ Y tế", None, "31/12/2023"],
            [3, "Việc ba", "Bộ Hạnh phúc", "Sở Vui vẻ", "31/2/2023"],
            [4, "Việc bốn", None, None, 45291],
            [5, "Việc năm", "Bộ Y tế", None, "1/1/2023"],
            [6, "Việc sáu", "Bộ Tài chính", None, None],
        )
    )

    assert [
        ("Nhiệm vụ", 3, "B", "text_missing"),
        ("Nhiệm vụ", 4, "C", "office_unknown"),
        ("Nhiệm vụ", 4, "D", "office_unknown"),
        ("Nhiệm vụ", 4, "E", "deadline_no_day"),
        ("Nhiệm vụ", 5, "C", "lead_missing"),
        ("Nhiệm vụ", 5, "E", "deadline_number"),
        ("Nhiệm vụ", 6, "E", "due_before_issue"),
    ] == places(found)
    assert [(1, 2), (2, 7)] == [(one.directive["n"], one.row) for one in found.found]
    assert (6, 4) == (found.rows, len(found.refused))


def test_empty_rows_headings_and_sums_are_no_tasks() -> None:
    """Rows between the tasks: empty, a section merged across, a sum; they are told and not refused."""
    found = read(
        a_book(
            HEADS,
            ["I. NHIỆM VỤ CHUNG"],
            GOOD,
            [],
            [None, None, None, None, None],
            ["II", "NHIỆM VỤ RIÊNG"],
            [2, *GOOD[1:]],
            ["Tổng cộng", 2],
            merged=("A2:E2", "B6:E6"),
        )
    )

    assert [] == found.problems
    assert [3, 7] == [one.row for one in found.found]
    assert [(2, "row_section"), (6, "row_section"), (8, "row_section")] == [
        (one.row, one.reason) for one in found.notes
    ]


def test_two_sheets_are_read_one_after_the_other_and_other_sheets_are_told() -> None:
    """Tasks of both sheets in one conclusion; a sheet without a table is left out and said to be."""
    book = a_book(HEADS, GOOD, name="Bộ ngành")
    other = book.create_sheet("Địa phương")
    other.append(["STT", "Nhiệm vụ", "Đơn vị thực hiện", "Hạn hoàn thành", "Ghi chú"])
    other.append([1, "Việc của tỉnh", "UBND tỉnh Sơn La", "Quý III/2023", "gấp"])
    book.create_sheet("Hướng dẫn").append(["Đọc kỹ trước khi điền"])

    found = read(book)

    assert [] == found.problems
    assert [("Bộ ngành", 1), ("Địa phương", 2)] == [(one.sheet, one.directive["n"]) for one in found.found]  # fmt: skip
    assert {("Hướng dẫn", "sheet_no_table"), ("Địa phương", "column_unused")} == {(one.sheet, one.reason) for one in found.notes}  # fmt: skip


def test_file_without_a_table_is_refused_as_a_whole() -> None:
    """No head that names tasks and agencies: one problem that says what is looked for."""
    assert [("Nhiệm vụ", None, None, "no_table")] == places(read(a_book(["a", "b"], [1, 2])))
    assert [("Nhiệm vụ", None, None, "column_missing")] == places(
        read(a_book(["STT", "Nội dung nhiệm vụ", "Thời hạn"], [1, "Việc", "Quý IV/2023"]))
    )


def test_file_that_is_no_clean_workbook_is_refused() -> None:
    """Text, a cut archive, a Word file under another name."""
    data = BytesIO()
    a_book(HEADS, GOOD).save(data)
    for broken in (b"STT;Noi dung", data.getvalue()[:-200], b"PK\x03\x04"):
        with pytest.raises(IntakeRefusal):
            sheets_of(broken)


def test_wrong_opening_is_said_by_its_name() -> None:
    """A ref that is no ref is a mistake of the command line and of no row."""
    data = BytesIO()
    a_book(HEADS, GOOD).save(data)
    with pytest.raises(MalformedInput) as refused:
        read_tasks(sheets_of(data.getvalue()), OPENING | {"ref": "Không Phải"}, problems_of)

    assert "ref" == refused.value.field
