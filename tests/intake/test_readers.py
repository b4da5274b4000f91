"""One notice through every reader: DOCX, PDF, scanned PDF, HTML and text come to the same directives."""

import html
import io
import shutil
import struct

import pypdfium2 as pdfium
import pytest

import intake
from intake.readers.pictures import picture_of
from intake.readers.scan import recogniser, with_roman
from intake.readers.wrap import cut_row
from tests.intake.files import NOTICE, docx_of, font, numbered_docx, pdf_of, ruled_pdf, scanned

Facts = list[tuple[list[str], list[str], str | None]]
EXPECTED: Facts = [
    (["Bộ Khoa học và Công nghệ"], ["Bộ Công an", "Bộ Tài chính"], "2026-08-20"),
    (["Bộ Tài chính"], [], None),
    (["Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương"], [], "2026-12-31"),
]


def facts(data: bytes, name: str) -> Facts:
    document = intake.read(data, name)
    answer = intake.as_json(document, intake.propose(document))
    return [
        (one["lead_agencies"], one["coordinating"], one["deadline"]) for one in answer["directives"]
    ]


def face() -> bytes:
    found = font()
    if found is None:
        pytest.skip(
            "no TrueType font with Vietnamese on this machine: the PDF reader is NOT tested"
        )
    return found


def test_text_is_read() -> None:
    """Plain text in UTF-8."""
    assert EXPECTED == facts(NOTICE.encode(), "thong-bao.txt")


def test_text_in_utf_16_and_nfd_is_read() -> None:
    """Any Unicode form comes to NFC."""
    import unicodedata

    assert EXPECTED == facts(unicodedata.normalize("NFD", NOTICE).encode("utf-16"), "thong-bao.txt")


def test_a_source_line_before_the_text_is_no_part_of_it() -> None:
    """A copy that says where it comes from is read without that line."""
    document = intake.read(f"NGUỒN: bản sao của cơ quan\n{NOTICE}".encode(), "thong-bao.txt")

    assert document.text == NOTICE


def test_html_is_read() -> None:
    """Paragraphs of a page."""
    markup = (
        "<!doctype html><html><head><title>x</title><style>p{}</style></head><body>"
        + "".join(f"<p>{html.escape(line)}</p>" for line in NOTICE.splitlines())
        + "</body></html>"
    )

    assert EXPECTED == facts(markup.encode(), "thong-bao.html")


def test_docx_is_read() -> None:
    """Typed labels come through as text."""
    assert EXPECTED == facts(docx_of(NOTICE.splitlines()), "thong-bao.docx")


def test_docx_keeps_automatic_numbers() -> None:
    """Numbers that Word counts are printed before the words."""
    document = intake.read(
        numbered_docx(["Bộ Y tế rà soát kho thuốc.", "Bộ Tài chính bố trí kinh phí."]), "so.docx"
    )

    assert [
        "1. Bộ Y tế rà soát kho thuốc.",
        "2. Bộ Tài chính bố trí kinh phí.",
    ] == document.text.splitlines()[1:]


def test_docx_table_is_read_by_its_columns() -> None:
    """A task table gives one directive for each row."""
    table = [
        ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
        ["1", "Lập cơ sở dữ liệu", "Bộ Y tế", "Bộ Công an; các cơ quan liên quan", "Quý IV/2026"],
    ]
    head = ["Số: 15/KH-BYT", "Hà Nội, ngày 02 tháng 3 năm 2026", "KẾ HOẠCH"]

    assert [(["Bộ Y tế"], ["Bộ Công an", "các cơ quan liên quan"], "2026-12-31")] == facts(
        docx_of(head, table), "ke-hoach.docx"
    )


PLAN_HEAD = ["Số: 15/KH-BYT", "Hà Nội, ngày 02 tháng 3 năm 2026", "KẾ HOẠCH"]
PLAN = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"],
    ["1", "Lập cơ sở dữ liệu về cơ sở khám bệnh trên phạm vi toàn quốc", "Bộ Y tế", "Bộ Công an; các cơ quan liên quan", "Quý IV/2026"],
    ["2", "Bố trí kinh phí", "Bộ Tài chính", "Bộ Y tế", "Trước ngày 30/6/2026"],
    ["3", "Tuyên truyền về hồ sơ sức khỏe điện tử trên các phương tiện thông tin", "Bộ Văn hóa, Thể thao và Du lịch", "Đài Truyền hình Việt Nam", "Thường xuyên"],
]  # fmt: skip
PLANNED: Facts = [
    (["Bộ Y tế"], ["Bộ Công an", "các cơ quan liên quan"], "2026-12-31"),
    (["Bộ Tài chính"], ["Bộ Y tế"], "2026-06-30"),
    (["Bộ Văn hóa, Thể thao và Du lịch"], ["Đài Truyền hình Việt Nam"], None),
]


def test_task_table_comes_to_the_same_directives_from_docx_and_pdf() -> None:
    """Rows give directives with lead, coordinating and deadline by their columns, whatever the file."""
    drawn = ruled_pdf(PLAN_HEAD, PLAN, [30, 240, 140, 160, 130], face())

    assert PLANNED == facts(docx_of(PLAN_HEAD, PLAN), "ke-hoach.docx")
    assert PLANNED == facts(drawn, "ke-hoach.pdf")


def test_row_that_goes_on_over_the_page_is_one_row() -> None:
    """With or without the head again; a row with a number of its own is another one."""
    last = "| 1 | Lập cơ sở dữ liệu về cơ | Bộ Y tế |"
    rest, head, other = (
        "|  | sở khám bệnh |  |",
        "| TT | Nhiệm vụ | Chủ trì |",
        "| 2 | Rà soát | Bộ Y tế |",
    )

    whole = "| 1 | Lập cơ sở dữ liệu về cơ sở khám bệnh | Bộ Y tế |"
    assert (whole, 1) == cut_row(last, [rest, other])
    assert (whole, 2) == cut_row(last, [head, rest])
    assert cut_row(last, [other, rest]) is None
    assert cut_row("Một câu.", [rest]) is None


def test_merged_cells_of_a_docx_keep_every_cell_under_its_head() -> None:
    """A head of two rows, a part's title across the table, a lead for two rows."""
    import io

    import docx

    document = docx.Document()
    for line in PLAN_HEAD:
        document.add_paragraph(line)
    table = document.add_table(rows=5, cols=5)
    for column, title in enumerate(["TT", "Nhiệm vụ", "Phân công", "", "Thời gian"]):
        table.cell(0, column).text = title
        if column not in {2, 3}:
            table.cell(0, column).merge(table.cell(1, column))
    table.cell(0, 2).merge(table.cell(0, 3))
    table.cell(1, 2).text, table.cell(1, 3).text = "Chủ trì", "Phối hợp"
    table.cell(2, 0).text, table.cell(2, 1).text = "I", "Thể chế"
    table.cell(2, 1).merge(table.cell(2, 4))
    for row, words in ((3, ["1", "Ban hành quy chế", "Bộ Y tế", "Bộ Công an", "6/2026"]), (4, ["2", "Rà soát quy trình", "", "Bộ Tư pháp", "9/2026"])):  # fmt: skip
        for column, word in enumerate(words):
            if word:
                table.cell(row, column).text = word
    table.cell(3, 2).merge(table.cell(4, 2))
    target = io.BytesIO()
    document.save(target)

    assert [
        (["Bộ Y tế"], ["Bộ Công an"], "2026-06-30"),
        (["Bộ Y tế"], ["Bộ Tư pháp"], "2026-09-30"),
    ] == facts(target.getvalue(), "ke-hoach.docx")


def test_pdf_is_read_and_its_broken_lines_are_joined() -> None:
    """Lines broken at the margin are put together; pages are numbered."""
    document = intake.read(pdf_of(NOTICE, face()), "thong-bao.pdf")

    assert EXPECTED == facts(pdf_of(NOTICE, face()), "thong-bao.pdf")
    assert (1, 1) == (len(document.pages), document.pages[0].number)
    assert "trình Thủ tướng Chính phủ trước ngày 20 tháng 8 năm 2026." in document.text


def test_pdf_of_several_pages_gives_the_page_of_each_segment() -> None:
    """A segment says on which page it stands."""
    data = pdf_of(NOTICE, face(), lines_per_page=12)
    document = intake.read(data, "thong-bao.pdf")
    answer = intake.as_json(document, intake.propose(document))

    assert EXPECTED == [
        (one["lead_agencies"], one["coordinating"], one["deadline"]) for one in answer["directives"]
    ]
    assert {1, 2} == {one["page"] for one in answer["segments"]}


def test_scan_is_recognised_and_its_dates_are_never_sure() -> None:
    """Pages that are pictures go through tesseract when it is there."""
    if recogniser() is None:
        pytest.skip(
            "tesseract with Vietnamese is not installed: recognition of scans is NOT tested"
        )
    data = scanned(pdf_of(NOTICE, face()))
    document = intake.read(data, "quet.pdf")
    answer = intake.as_json(document, intake.propose(document))

    assert document.is_scan
    assert EXPECTED == [
        (one["lead_agencies"], one["coordinating"], one["deadline"]) for one in answer["directives"]
    ]
    assert not any(one["sure"] for one in answer["directives"] if one["deadline"])


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        ("IL. NHIỆM VỤ", "II. NHIỆM VỤ"),
        ("HI. TỔ CHỨC THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"),
        ("1V. KINH PHÍ", "IV. KINH PHÍ"),
        ("11. Bộ Y tế rà soát", "11. Bộ Y tế rà soát"),
        ("TL. BỘ TRƯỞNG", "TL. BỘ TRƯỞNG"),
    ],
)
def test_roman_numerals_of_a_scan_are_put_right(seen: str, meant: str) -> None:
    """A wrong label would join the tasks to the assessment before them; numbers and signing forms stay."""
    assert meant == with_roman(seen)


def test_scan_without_recognition_is_refused_with_the_remedy() -> None:
    """Nothing of a scan is guessed at."""
    if shutil.which("tesseract"):
        pytest.skip("tesseract is installed here")
    with pytest.raises(intake.IntakeRefusal) as refused:
        intake.read(scanned(pdf_of(NOTICE, face())), "quet.pdf")

    assert refused.value.code is intake.IntakeCode.NO_OCR
    assert "tesseract-ocr-vie" in refused.value.sentence("vi").remedy


def test_progress_is_told_page_by_page_and_reading_can_be_stopped() -> None:
    """A long document shows how far it is, and stops when asked."""
    data = pdf_of(NOTICE * 4, face(), lines_per_page=12)
    steps: list[tuple[int, int]] = []
    document = intake.read(data, "dai.pdf", progress=lambda done, of: steps.append((done, of)))

    assert steps == [(at, len(document.pages)) for at in range(len(document.pages))]
    with pytest.raises(intake.IntakeRefusal) as refused:
        intake.read(data, "dai.pdf", cancelled=lambda: True)
    assert refused.value.code is intake.IntakeCode.CANCELLED
    with pytest.raises(intake.IntakeRefusal):
        intake.propose(document, cancelled=lambda: True)


def test_a_picture_of_a_very_long_page_stays_small() -> None:
    """A page of any height becomes a picture of bounded size; one that is not there becomes none."""
    document = pdfium.PdfDocument.new()
    document.new_page(20, 14_000).close()
    written = io.BytesIO()
    document.save(written)
    document.close()

    picture = picture_of(written.getvalue(), 1)

    assert picture is not None
    width, height = struct.unpack(">II", picture[16:24])
    assert width * height < 6_000_000
    assert picture_of(written.getvalue(), 2) is None
    assert picture_of(b"no document", 1) is None


def test_the_words_of_a_page_stand_where_they_are_printed() -> None:
    """Every word of the text finds its box; boxes of one line are one box, from its first word to its last."""
    kept: dict[int, intake.ReadPage] = {}
    document = intake.read(
        pdf_of(NOTICE, face()), "a.pdf", keeper=intake.PageKeeper({}, kept.__setitem__)
    )

    places = intake.places_of(document.text, document.pages[0], kept[1].words)
    start = document.text.index("Số: 415/TB-VPCP")
    boxes = intake.boxes_of(places, start, start + len("Số: 415/TB-VPCP"))

    assert len(document.text.split()) == len(places)
    assert len(boxes) == 1
    assert 0 < boxes[0].left < boxes[0].right < 10_000


def test_pages_that_were_kept_are_not_read_again() -> None:
    """A reading that was broken off goes on at its page: what was kept is taken as it is."""
    kept: dict[int, intake.ReadPage] = {}
    data = pdf_of(NOTICE, face(), lines_per_page=8)
    intake.read(data, "a.pdf", keeper=intake.PageKeeper({}, kept.__setitem__))
    again: dict[int, intake.ReadPage] = {}
    first = intake.ReadPage(["VĂN BẢN ĐÃ GIỮ"], is_scan=False)

    document = intake.read(data, "a.pdf", keeper=intake.PageKeeper({1: first}, again.__setitem__))

    assert document.text.startswith("VĂN BẢN ĐÃ GIỮ\n")
    assert 1 not in again
    assert set(again) == set(kept) - {1}
