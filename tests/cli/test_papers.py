"""Papers, leaving and coming from the command line, on a running system."""

from pathlib import Path

import openpyxl
import pytest

from tests.cli.program import Program
from tests.cli.written import LEAD, OFFICE, a_conclusion, a_directive, carried_over


@pytest.fixture(scope="module")
def case(dondoc: Program) -> str:
    """A conclusion whose first directive is carried over, and so overdue on arrival, and asked to be extended."""
    ref = str(dondoc.start(a_conclusion(carried_over(1), a_directive(2)))["workflow_id"])
    asked = ("--new-due-on", "2099-01-31", "--reason", "Chờ ý kiến")
    dondoc.ask("request-extension", f"{ref}/1@{LEAD}", "--as", LEAD, *asked)
    return ref


@pytest.mark.parametrize("wanted", ["pdf", "docx", "xlsx"])
def test_every_paper_is_one_command(
    dondoc: Program, case: str, tmp_path: Path, wanted: str
) -> None:
    """Letter, assignment, decision, table and report; the answer names file, day and hash."""
    own = f"{case}/1@{LEAD}"
    for number, words in enumerate(
        (
            ("urging", "--agency", LEAD),
            ("assignment", case, "--agency", LEAD),
            ("extension", own),
            ("follow-up", case),
            ("report", "--period", "2023-H1"),
            ("report", "--period", "half"),
        )
    ):
        file = tmp_path / f"{number}.{wanted}"
        answer = dondoc.ask("paper", *words, "--format", wanted, "-o", str(file))

        assert file.read_bytes()[:4] == (b"%PDF" if wanted == "pdf" else b"PK\x03\x04")
        assert (str(file), wanted) == (answer["file"], answer["format"])
        assert [str(file)] == answer["files"]
        assert len(answer["data_hash"]) == 64


def test_urging_letter_lists_what_check_finds_overdue(
    dondoc: Program, case: str, tmp_path: Path
) -> None:
    """The same work as `dondoc check` names for that agency."""
    assert case
    overdue = dondoc("check", "--agency", LEAD, "--json").json["items"]

    letter = dondoc.ask("paper", "urging", "--agency", LEAD, "-o", str(tmp_path / "a.pdf"))

    assert sorted(one["id"] for one in overdue) == sorted(
        row[-1] for row in letter["tables"]["Nhiệm vụ quá hạn"]
    )


def test_wrong_paper_is_refused_with_what_to_do(dondoc: Program, case: str) -> None:
    """Unknown id 3, nothing asked 4, a period or agency that is none 2."""
    assert (3, "UnknownTarget") == dondoc.refused("paper", "follow-up", "kl/khong-co")
    assert (3, "UnknownTarget") == dondoc.refused("paper", "extension", case)
    assert (4, "WrongState") == dondoc.refused("paper", "extension", f"{case}/2@{LEAD}")
    assert (2, "Malformed") == dondoc.refused("paper", "report", "--period", "2023-H3")
    assert (2, "Malformed") == dondoc.refused("paper", "urging", "--agency", "X99")
    assert (2, "Malformed") == dondoc.refused("paper", "urging", "--agency", LEAD, "--format", "odt")  # fmt: skip


def test_office_leaves_and_comes_with_everything(
    dondoc: Program, case: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Exported here, imported on another system: the same lists, the same totals, and the work goes on there."""
    folder = tmp_path_factory.mktemp("export") / "so"
    left = dondoc.ask("export", str(folder))
    other = Program(tmp_path_factory.mktemp("other")).serve()
    try:
        came = other.ask("import", str(folder))

        assert left["digest"] == came["digest"]
        assert came["started"] >= 1
        for words in (("list", "--limit", "500"), ("stats",), ("stats", "--by", "conclusion")):
            assert dondoc.ask(*words) == other.ask(*words)
        assert other.ask("verify")["ok"]
        done = other.ask("acknowledge", f"{case}/2@{LEAD}", "--as", LEAD)
        assert done["state"] == "acknowledged"
        assert (4, "Conflict") == other.refused("import", str(folder))
    finally:
        assert other.stop() == 0


def test_excel_list_starts_a_conclusion_or_shows_why_not(dondoc: Program, tmp_path: Path) -> None:
    """First every problem and nothing started; without the wrong rows, started."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
        [1, "Việc một", "Bộ Y tế", "31/12/2099"],
        [2, "Việc hai", "Bộ Hạnh phúc", "31/2/2099"],
    ):
        sheet.append(row)
    path = tmp_path / "danh-sach.xlsx"
    book.save(path)
    words = ("import-tasks", str(path), "--ref", "tu-excel", "--office", OFFICE, "--issued-on", "2026-11-02")  # fmt: skip

    first = dondoc(*words, "--start", "--json")
    second = dondoc.ask(*words, "--start", "--leave-out")

    assert 2 == first.code
    assert ["C3", "D3"] == [one["cell"] for one in first.json["problems"]]
    assert first.json["started"] is None
    assert "kl/tu-excel" == second["started"]["workflow_id"]
    assert ["kl/tu-excel/1@G18"] == [
        one["id"] for one in dondoc.ask("list", "--conclusion", "kl/tu-excel")["items"]
    ]
