"""Papers lay out whatever the register holds, in the form of Decree 30/2020, in three formats that say the same."""

import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from docx import Document

from papers.formats import Format, render
from papers.formats.glyphs import FONTS, printable
from papers.kinds.follow_up import follow_up
from papers.kinds.letters import assignment_letter, extension_decision, urging_letter
from papers.kinds.report import periodic_report
from papers.paper import Paper, fingerprint
from papers.parting import MOST_TOGETHER, PART, parted
from papers.writing import clean, decimal, long_day
from schemas.reporting import ExtensionAsked, Said
from tests.papers.reading import pages_in, sheets_in
from tests.papers.values import DAY, FACTS, a_work, an_indicator, some_figures

LONG = "Ban Chỉ đạo quốc gia về " + ", ".join(["phát triển khoa học, công nghệ"] * 12)
MANY_LINES = "\n".join(f"{n}. Nguyên nhân thứ {n}: chờ ý kiến cơ quan phối hợp." for n in range(1, 301))  # fmt: skip


def a_letter(**said: object) -> Paper:
    works = [a_work(n, days_late=90 - n) for n in range(1, 4)]
    return urging_letter(
        said.get("works", works),  # type: ignore[arg-type]
        agency="G18",
        office="G22",
        answer_by=date(2024, 1, 15),
        facts=FACTS,
    )


def all_papers() -> dict[str, Paper]:
    """One of each kind."""
    asked = ExtensionAsked(a_work(), date(2023, 10, 20), date(2023, 10, 31), date(2024, 1, 31), "Chờ luật", None)  # fmt: skip
    works = [a_work(n) for n in range(1, 5)]
    figures = some_figures(not_done=tuple(works), due={"G18": 4}, indicators=(an_indicator(),))
    return {
        "urging": a_letter(),
        "assignment": assignment_letter(works, agency="G18", office="G22", facts=FACTS),
        "extension": extension_decision(asked, facts=FACTS),
        "follow-up": follow_up(works, title="Kết luận (ví dụ)", office="G22", facts=FACTS),
        "report": periodic_report(figures, facts=FACTS),
    }


@pytest.mark.parametrize("kind", list(all_papers()))
@pytest.mark.parametrize("wanted", list(Format))
def test_every_paper_is_made_in_every_format(kind: str, wanted: Format) -> None:
    """Five papers, three formats; the file is what its name says."""
    made = render(all_papers()[kind], wanted)

    assert made.startswith(b"%PDF-1.7" if wanted is Format.PDF else b"PK\x03\x04")


@pytest.mark.parametrize("kind", list(all_papers()))
def test_pdf_is_marked_as_archivable_with_every_font_inside(kind: str) -> None:
    """PDF/A-2a with its output intent; only Liberation Serif, embedded; nothing that could run."""
    made = render(all_papers()[kind], Format.PDF)

    metadata = made[made.index(b"<x:xmpmeta") : made.index(b"</x:xmpmeta>")].decode()
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert b"/OutputIntents" in made
    assert b"/MarkInfo" in made or b"/StructTreeRoot" in made
    assert b"/JavaScript" not in made
    assert _fonts_of(made) <= {"LiberationSerif", "LiberationSerif-Bold", "LiberationSerif-Italic", "LiberationSerif-BoldItalic"}  # fmt: skip


def _fonts_of(made: bytes) -> set[str]:
    """The names of the fonts that the pages draw with, as another library finds them."""
    document = pypdfium2.PdfDocument(made)
    try:
        found = set()
        for number in range(len(document)):
            page = document[number]
            for shape in page.get_objects(filter=[1]):
                found.add(shape.get_font().get_base_name().partition("+")[2] or "?")
            page.close()
        return found
    finally:
        document.close()


def test_letter_has_the_form_of_the_decree() -> None:
    """Country and motto, office, number and symbol, place and date left for a hand, subject, addressee, recipients, signer."""
    first, annex = pages_in(render(a_letter(), Format.PDF))

    for said in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "VĂN PHÒNG CHÍNH PHỦ",
        "/VPCP-......",
        "V/v đôn đốc thực hiện nhiệm vụ",
        "Kính gửi: Bộ Y tế",
        "thực hiện./.",
        "Nơi nhận:",
        "BỘ TRƯỞNG, CHỦ NHIỆM",
    ):
        assert said in first
    assert re.search(r"Hà Nội, ngày +tháng +năm 2023", first)
    assert "Phụ lục" in annex
    assert "NHIỆM VỤ QUÁ HẠN CỦA BỘ Y TẾ, TÍNH ĐẾN HẾT NGÀY 31/12/2023" in annex
    assert "năm 2023 của Văn phòng Chính phủ)" in annex
    assert fingerprint(a_letter()) in annex


def test_pages_have_the_measures_of_the_decree() -> None:
    """A4, the annexes in landscape; numbers on top in the middle from each second page on, anew for each annex."""
    works = tuple(a_work(n) for n in range(1, 31))
    made = render(
        periodic_report(some_figures(not_done=works, carried=works, due={"G18": 30}), facts=FACTS),
        Format.PDF,
    )
    document = pypdfium2.PdfDocument(made)
    sizes = [document.get_page_size(number) for number in range(len(document))]
    document.close()
    pages = pages_in(made)
    landscape = [width > height for width, height in sizes]
    text, annexes = pages[: landscape.index(True)], pages[landscape.index(True) :]

    assert {(595, 842), (842, 595)} == {(round(width), round(height)) for width, height in sizes}
    assert ["CỘNG" in text[0] and not text[0].startswith("1 "), *(True,) * (len(text) - 1)] == [
        number == 1 or page.startswith(f"{number} ") for number, page in enumerate(text, start=1)
    ]
    first = [number for number, page in enumerate(annexes) if page.startswith("Phụ lục")]
    assert [0, len(annexes) // 2] == first
    for number in first:
        assert annexes[number + 1].startswith("2 ")


def test_every_size_is_one_that_the_decree_allows() -> None:
    """Text 14, country 13, motto 14, number 13, recipients 12 and 11, page number 13; tables and the note below are smaller."""
    works = tuple(a_work(n) for n in range(1, 31))
    figures = some_figures(not_done=works, due={"G18": 30})

    sizes = _sizes_in(render(periodic_report(figures, facts=FACTS), Format.PDF))

    assert {"CỘNG HÒA": 13, "Độc lập": 14, "VĂN PHÒNG": 13, "Số:": 13, "Hà Nội,": 14, "BÁO CÁO": 14, "Kính gửi": 14, "I. TÌNH": 14, "Nơi nhận": 12, "BỘ TRƯỞNG": 14, "Phụ lục I": 14, "(Kèm theo": 13} == {
        said: sizes[said] for said in ("CỘNG HÒA", "Độc lập", "VĂN PHÒNG", "Số:", "Hà Nội,", "BÁO CÁO", "Kính gửi", "I. TÌNH", "Nơi nhận", "BỘ TRƯỞNG", "Phụ lục I", "(Kèm theo")
    }  # fmt: skip


def _sizes_in(made: bytes) -> dict[str, float]:
    """The size of the letters of each beginning that is looked for, on whatever page it stands."""
    document = pypdfium2.PdfDocument(made)
    wanted = ("CỘNG HÒA", "Độc lập", "VĂN PHÒNG", "Số:", "Hà Nội,", "BÁO CÁO", "Kính gửi", "I. TÌNH", "Nơi nhận", "BỘ TRƯỞNG", "Phụ lục I", "(Kèm theo")  # fmt: skip
    found: dict[str, float] = {}
    try:
        for number in range(len(document)):
            page = document[number]
            text = page.get_textpage()
            for shape in page.get_objects(filter=[1], textpage=text):
                said = shape.extract().strip()
                for beginning in wanted:
                    if said.startswith(beginning) and beginning not in found:
                        found[beginning] = round(shape.get_font_size(), 1)
            text.close()
            page.close()
    finally:
        document.close()
    return found


def test_days_and_numbers_are_written_as_the_decree_asks() -> None:
    """Days below ten and the months January and February take a zero; numbers have Vietnamese points."""
    assert "ngày 05 tháng 02 năm 2024" == long_day(date(2024, 2, 5))
    assert "ngày 12 tháng 7 năm 2023" == long_day(date(2023, 7, 12))
    assert ["1.234,5", "0,125", "12"] == [decimal(one) for one in (1234.5, 0.125, 12.0)]


def test_worst_work_stands_first_and_every_line_says_what_the_letter_must() -> None:
    """Content, source with day and clause, deadline, days late, and the id under which to report."""
    rows = sheets_in(render(a_letter(), Format.XLSX))["Nhiệm vụ quá hạn"]

    assert [89, 88, 87] == [row[7] for row in rows]
    number, text, source, lead, others, due, standing, late, own = rows[0]
    assert (1, 89, "kl/vi-du/1@G18") == (number, late, own)
    assert "Thông báo số 294/TB-VPCP ngày 12/07/2023, mục II.1" == source
    assert ("Bộ Y tế", "Bộ Công an; các địa phương") == (lead, others)
    assert date(2023, 10, 31) == due.date()
    assert "Quá hạn; đang thực hiện; tự báo 40%" == standing
    assert text.startswith("Hoàn thành nhiệm vụ số 1")


@pytest.mark.parametrize("wanted", list(Format))
def test_names_of_any_length_and_300_lines_of_causes_lay_out(wanted: Format) -> None:
    """Nothing is cut: the first and the last words stand in the file."""
    works = (a_work(1, text=LONG * 3, coordinating=(LONG,), said=Said(on=DAY, causes=MANY_LINES)), a_work(2))  # fmt: skip
    paper = periodic_report(some_figures(not_done=works, due={"G18": 2}), facts=FACTS)

    text = _text_of(render(paper, wanted), wanted)

    for said in ("1. Nguyên nhân thứ 1:", "Nguyên nhân thứ 150:", "Nguyên nhân thứ 300:", "Hoàn thành nhiệm vụ số 2"):  # fmt: skip
        assert said in text


@pytest.mark.parametrize("wanted", list(Format))
def test_no_data_is_said_and_is_no_mistake(wanted: Format) -> None:
    """An empty register, an agency without overdue work: papers that say so."""
    empty = periodic_report(some_figures(), facts=FACTS)
    free = a_letter(works=[])

    assert "Không có chỉ tiêu đo lường được" in _text_of(render(empty, wanted), wanted) or wanted is Format.XLSX  # fmt: skip
    assert "không có nhiệm vụ nào quá hạn" in _text_of(render(free, wanted), wanted) or wanted is Format.XLSX  # fmt: skip


@pytest.mark.parametrize("wanted", list(Format))
def test_decomposed_text_and_odd_characters_lay_out(wanted: Format) -> None:
    """NFD comes out as NFC; controls vanish; what the font lacks is a box in the PDF and itself elsewhere."""
    odd = unicodedata.normalize("NFD", "Uỷ ban nhân dân huyện Đắk Lắk") + " \x00\x01 中文 🙂 =SUM(A1) <b>&amp; {{ x }} #let"  # fmt: skip
    paper = a_letter(works=[a_work(text=odd)])

    text = _text_of(render(paper, wanted), wanted)

    assert "Uỷ ban nhân dân huyện Đắk Lắk" in text
    assert "=SUM(A1) <b>&amp; {{ x }} #let" in text
    assert ("□□" if wanted is Format.PDF else "中文 🙂") in text


def test_font_has_every_vietnamese_letter() -> None:
    """All letters with all marks, large and small: none becomes a box."""
    vowels = "aăâeêioôơuưy"
    letters = "".join(unicodedata.normalize("NFC", vowel + mark) for vowel in vowels for mark in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"))  # fmt: skip

    assert letters + letters.upper() + "đĐ–…“”÷≤" == printable(letters + letters.upper() + "đĐ–…“”÷≤").replace("\u200b", "")  # fmt: skip
    assert 4 == len(list(FONTS.glob("*.ttf")))


def test_same_figures_have_one_hash_in_every_format_and_other_figures_another() -> None:
    """The hash is of the figures: neither format nor moment of reading changes it."""
    paper = a_letter()
    shown = {wanted: _text_of(render(paper, wanted), wanted) for wanted in Format}

    assert all(fingerprint(paper) in text for text in shown.values())
    assert fingerprint(paper) != fingerprint(a_letter(works=[a_work(days_late=62)]))
    assert render(paper, Format.PDF) == render(a_letter(), Format.PDF)


def test_table_file_can_be_counted_with() -> None:
    """Real dates, frozen head, a filter, and a sheet with filter text, time, counts and hash."""
    made = render(a_letter(), Format.XLSX)
    book = openpyxl.load_workbook(BytesIO(made))
    sheet = book["Nhiệm vụ quá hạn"]

    assert "A2" == sheet.freeze_panes
    assert "A1:I4" == sheet.auto_filter.ref
    assert sheet["F2"].is_date
    assert "dd/mm/yyyy" == sheet["F2"].number_format
    book.close()
    about = {
        row[0]: row[1]
        for row in openpyxl.load_workbook(BytesIO(made))["Thông tin"].iter_rows(values_only=True)
    }
    assert "31/12/2023" == about["Số liệu tính đến hết ngày"]
    assert "09:00 ngày 31/12/2023" == about["Trích xuất lúc"]
    assert "3" == about["Số dòng: Nhiệm vụ quá hạn"]
    assert fingerprint(a_letter()) == about["Mã băm dữ liệu (SHA-256)"]
    assert "Bộ lọc" in about


@pytest.mark.parametrize("wanted", [Format.PDF, Format.DOCX])
def test_annex_is_printed_to_its_last_row(wanted: Format) -> None:
    """A list of more than 500 stands in the letter whole, in the order of the table file."""
    paper = a_letter(works=[a_work(n) for n in range(1, 521)])

    text = _text_of(render(paper, wanted), wanted).replace("\u200b", "")

    assert (paper, []) == parted(paper)
    found = [int(one) for one in re.findall(r"kl/vi-du/ ?(\d+) ?@G18", text)]
    assert sorted(range(1, 521), key=lambda n: f"kl/vi-du/{n}@G18") == found


@pytest.mark.parametrize("wanted", [Format.PDF, Format.DOCX])
def test_list_too_long_for_one_file_is_printed_in_parts_without_losing_a_row(
    wanted: Format,
) -> None:
    """The report keeps an index by agency that names the file of the whole; the parts have every row once, under its hash."""
    works = tuple(
        a_work(n, holder="G18" if n <= 1_500 else "G02") for n in range(1, MOST_TOGETHER + 101)
    )
    paper = periodic_report(
        some_figures(not_done=works, due={"G18": 1_500, "G02": 600}), facts=FACTS
    )

    main, parts = parted(paper)
    said = _text_of(render(main, wanted), wanted)

    assert len(parts) == -(-len(works) // PART)
    assert {fingerprint(paper)} == {fingerprint(one) for one in (main, *parts)}
    assert fingerprint(paper) in said
    assert f"«Chưa hoàn thành» của tệp {paper.name}.xlsx kèm theo" in said
    index = [tuple(row) for row in main.annexes[0].table.rows]
    assert [("Bộ Y tế", 1_500, 1, 1_500, "1–2"), ("Bộ Công Thương", 600, 1_501, 2_100, "2–3")] == index  # fmt: skip
    rows = [row for part in parts for row in part.annexes[0].table.rows]
    assert list(paper.annexes[0].table.rows) == rows
    last = _text_of(render(parts[-1], wanted), wanted)
    assert "Phụ lục I, phần 3 trên 3" in last
    assert "CỘNG HÒA" not in last
    assert fingerprint(paper) in last
    assert "kl/vi-du/2100" in last


def test_indicators_are_plotted_against_their_path() -> None:
    """Title, unit, ticks and the words for those who do not see; in Word as a picture."""
    paper = all_papers()["report"]

    text = " ".join(pages_in(render(paper, Format.PDF)))
    word = Document(BytesIO(render(paper, Format.DOCX)))
    rows = sheets_in(render(paper, Format.XLSX))["Chỉ tiêu"]

    assert "Tỷ lệ hồ sơ sức khỏe điện tử – Bộ Y tế (%)" in text
    assert "31/12/2025" in text
    assert 1 == len(word.inline_shapes)
    assert (50, 44.25, 90, "chậm") == (rows[0][3], rows[0][4], rows[0][5], rows[0][7])


def test_number_and_day_of_signing_are_printed_when_they_are_known() -> None:
    """Otherwise they are left for the registry and the hand that signs."""
    head = replace(a_letter().head, number="07", dated=date(2024, 1, 5))
    first = pages_in(render(replace(a_letter(), head=head), Format.PDF))[0]

    assert "Số: 07/VPCP-......" in first
    assert "Hà Nội, ngày 05 tháng 01 năm 2024" in first


def _validator() -> list[str]:
    """The command of veraPDF: the installed one, or the file that `.ci/run` fetches."""
    if (found := shutil.which("verapdf")) is not None:
        return [found]
    jar = Path(__file__).parents[2] / ".dondoc" / "verapdf" / "greenfield-apps.jar"
    java = shutil.which("java")
    return [java, "-cp", str(jar), "org.verapdf.apps.GreenfieldCliWrapper"] if java and jar.exists() else []  # fmt: skip


@pytest.mark.skipif(
    not _validator(),
    reason="LOUD: veraPDF is not here (verapdf on the path, or java and `make verapdf`), so no PDF was validated as PDF/A-2a",
)
def test_validator_accepts_every_paper_as_archivable(tmp_path: Path) -> None:
    """veraPDF, the reference validator, finds every rule of PDF/A-2a kept, plots and odd characters included."""
    long = urging_letter(
        [a_work(n) for n in range(1, MOST_TOGETHER + 50)],
        agency="G18",
        office="G22",
        answer_by=DAY,
        facts=FACTS,
    )
    main, parts = parted(long)
    papers = all_papers() | {
        "odd": a_letter(works=[a_work(text="Uỷ ban 中文 🙂 \x00")]),
        "main": main,
        "part": parts[-1],
    }
    for kind, paper in papers.items():
        (tmp_path / f"{kind}.pdf").write_bytes(render(paper, Format.PDF))

    said = subprocess.run(
        [*_validator(), "-f", "2a", "--format", "text", *(str(one) for one in tmp_path.iterdir())],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert len(papers) == said.stdout.count("PASS "), said.stdout


@pytest.mark.skipif(
    shutil.which("soffice") is None,
    reason="LOUD: LibreOffice (soffice) is not installed here, so no DOCX was converted",
)
def test_libreoffice_opens_every_word_file(tmp_path: Path) -> None:
    """An office program reads each without repair and prints the same words; annexes of a report are counted anew."""
    works = tuple(a_work(n) for n in range(1, 41))
    papers = all_papers() | {
        "annexes": periodic_report(
            some_figures(not_done=works, carried=works, due={"G18": 40}), facts=FACTS
        )
    }
    for kind, paper in papers.items():
        (tmp_path / f"{kind}.docx").write_bytes(render(paper, Format.DOCX))

    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *(str(tmp_path / f"{kind}.docx") for kind in papers)],
        check=True,
        capture_output=True,
        timeout=240,
    )  # fmt: skip

    for kind in papers:
        text = " ".join(pages_in((tmp_path / f"{kind}.pdf").read_bytes()))
        assert "Nơi nhận:" in text, kind
        assert "kl/vi-du/1@G18" in text.replace(" ", ""), kind
    pages = pages_in((tmp_path / "annexes.pdf").read_bytes())
    first, second = (number for number, page in enumerate(pages) if page.startswith("Phụ lục"))
    assert pages[first + 1].startswith("2 ")
    assert pages[second + 1].startswith("2 ")


def _text_of(made: bytes, wanted: Format) -> str:
    if wanted is Format.PDF:
        return " ".join(pages_in(made))
    if wanted is Format.XLSX:
        book = openpyxl.load_workbook(BytesIO(made))
        cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]  # fmt: skip
        book.close()
        return clean(" ".join(cells))
    word = Document(BytesIO(made))
    said = [one.text for one in word.paragraphs]
    said += [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return " ".join(said)
