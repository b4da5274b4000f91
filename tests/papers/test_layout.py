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
from papers.paper import MOST_PRINTED, Paper, fingerprint
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
    assert "PHỤ LỤC" in annex
    assert fingerprint(a_letter()) in annex


def test_pages_have_the_measures_of_the_decree() -> None:
    """A4, the annex in landscape; the number stands on top in the middle from the second page on."""
    document = pypdfium2.PdfDocument(render(a_letter(), Format.PDF))
    sizes = [document.get_page_size(number) for number in range(len(document))]
    document.close()
    pages = pages_in(render(a_letter(), Format.PDF))

    assert [(595, 842), (842, 595)] == [(round(width), round(height)) for width, height in sizes]
    assert not pages[0].startswith("1 ")
    assert pages[1].startswith("2 ")


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


def test_paper_prints_the_first_rows_and_says_where_all_of_them_are() -> None:
    """A list nobody reads to the end on paper ends with a sentence; the table file has all."""
    works = [a_work(n) for n in range(1, MOST_PRINTED + 21)]
    paper = a_letter(works=works)

    assert "Còn 20 dòng không in ở đây; danh sách đầy đủ 520 dòng" in pages_in(render(paper, Format.PDF))[-1]  # fmt: skip
    assert len(works) == len(sheets_in(render(paper, Format.XLSX))["Nhiệm vụ quá hạn"])


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


@pytest.mark.skipif(
    shutil.which("verapdf") is None,
    reason="LOUD: veraPDF (verapdf) is not installed here, so no PDF was validated as PDF/A-2a",
)
def test_validator_accepts_every_paper_as_archivable(tmp_path: Path) -> None:
    """veraPDF, the reference validator, finds every rule of PDF/A-2a kept, plots and odd characters included."""
    papers = all_papers() | {"odd": a_letter(works=[a_work(text="Uỷ ban 中文 🙂 \x00")])}
    for kind, paper in papers.items():
        (tmp_path / f"{kind}.pdf").write_bytes(render(paper, Format.PDF))

    said = subprocess.run(
        ["verapdf", "-f", "2a", "--format", "text", *(str(one) for one in tmp_path.iterdir())],
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
@pytest.mark.parametrize("kind", list(all_papers()))
def test_libreoffice_opens_every_word_file(kind: str, tmp_path: Path) -> None:
    """An office program reads it without repair and prints the same words."""
    path = tmp_path / "van-ban.docx"
    path.write_bytes(render(all_papers()[kind], Format.DOCX))

    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/lo", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )  # fmt: skip

    text = " ".join(pages_in((tmp_path / "van-ban.pdf").read_bytes()))
    assert "Nơi nhận:" in text
    assert "kl/vi-du/1@G18" in text.replace(" ", "")


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
