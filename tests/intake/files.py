"""Makes the files of the tests: DOCX, PDF with text, PDF of pictures, archives that are wrong."""

import ctypes
import io
import textwrap
import zipfile
from pathlib import Path

import docx
import pypdfium2 as pdfium
import pypdfium2.raw as raw

_FONTS = (
    "DejaVuSerif.ttf",
    "DejaVuSans.ttf",
    "LiberationSerif-Regular.ttf",
    "NotoSerif-Regular.ttf",
    "FreeSerif.ttf",
)
_FOLDERS = (
    Path(__file__).parents[2] / "papers",
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path.home() / ".fonts",
)
NOTICE = """\
VĂN PHÒNG CHÍNH PHỦ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 415/TB-VPCP
Hà Nội, ngày 12 tháng 6 năm 2026
THÔNG BÁO
Kết luận tại cuộc họp về kho dữ liệu dùng chung
Sau khi nghe báo cáo, Phó Thủ tướng Chính phủ kết luận như sau:
I. ĐÁNH GIÁ CHUNG
1. Thời gian qua, Bộ Khoa học và Công nghệ đã tích cực chuẩn bị các điều kiện cần thiết cho kho dữ liệu dùng chung.
II. NHIỆM VỤ
1. Bộ Khoa học và Công nghệ chủ trì, phối hợp với Bộ Công an, Bộ Tài chính hoàn thiện đề án kho dữ liệu dùng chung, trình Thủ tướng Chính phủ trước ngày 20 tháng 8 năm 2026.
2. Bộ Tài chính bố trí kinh phí cho kho dữ liệu theo quy định của Luật Ngân sách nhà nước.
3. Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương rà soát dữ liệu của địa phương mình, hoàn thành trong quý IV năm 2026.
Văn phòng Chính phủ thông báo để các bộ, cơ quan, địa phương biết, thực hiện./.
"""


def font() -> bytes | None:
    """A TrueType font with Vietnamese letters on this machine, or None."""
    for folder in _FOLDERS:
        for name in _FONTS:
            found = next(iter(folder.rglob(name)), None) if folder.is_dir() else None
            if found is not None:
                return found.read_bytes()
    return None


def docx_of(lines: list[str], table: list[list[str]] | None = None) -> bytes:
    """A DOCX with a paragraph for each line, and a table at the end."""
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    if table:
        grid = document.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    return _saved(document)


def numbered_docx(items: list[str]) -> bytes:
    """A DOCX whose items carry Word's automatic numbers, not typed ones."""
    document = docx.Document()
    document.add_paragraph("Các bộ thực hiện các nhiệm vụ sau đây:")
    for item in items:
        document.add_paragraph(item, style="List Number")
    return _saved(document)


def pdf_of(text: str, face: bytes, *, lines_per_page: int = 45) -> bytes:
    """A PDF with real text, broken at the right margin as a printer would."""
    lines = [part for line in text.splitlines() for part in (textwrap.wrap(line, 82) or [""])]
    document = pdfium.PdfDocument.new()
    data = (ctypes.c_uint8 * len(face)).from_buffer_copy(face)
    loaded = raw.FPDFText_LoadFont(document.raw, data, len(face), raw.FPDF_FONT_TRUETYPE, 1)
    for start in range(0, len(lines), lines_per_page):
        page = document.new_page(595, 842)
        for at, line in enumerate(lines[start : start + lines_per_page]):
            if line:
                _write(document, page, loaded, line, 790 - 16 * at)
        page.gen_content()
        page.close()
    return _bytes_of(document)


def ruled_pdf(head: list[str], table: list[list[str]], widths: list[int], face: bytes) -> bytes:
    """A PDF with a task table as Word prints it: lines around the cells, words broken inside them."""
    document = pdfium.PdfDocument.new()
    data = (ctypes.c_uint8 * len(face)).from_buffer_copy(face)
    loaded = raw.FPDFText_LoadFont(document.raw, data, len(face), raw.FPDF_FONT_TRUETYPE, 1)
    page = document.new_page(842, 595)
    height = 560.0
    for line in head:
        _write(document, page, loaded, line, height)
        height -= 18
    for cells in table:
        broken = [
            textwrap.wrap(cell, width // 7) for cell, width in zip(cells, widths, strict=True)
        ]
        lower = height - 15 * max(len(one) for one in broken) - 6
        left = 60
        for lines, width in zip(broken, widths, strict=True):
            box = raw.FPDFPageObj_CreateNewRect(left, lower, width, height - lower)
            raw.FPDFPath_SetDrawMode(box, 0, 1)
            raw.FPDFPage_InsertObject(page.raw, box)
            for at, line in enumerate(lines):
                _write(document, page, loaded, line, height - 14 - 15 * at, left + 4)
            left += width
        height = lower
    page.gen_content()
    page.close()
    return _bytes_of(document)


def scanned(pdf: bytes, *, dpi: int = 200) -> bytes:
    """The same pages as pictures, without any text."""
    source, target = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
    for page in source:
        bitmap = page.render(scale=dpi / 72, grayscale=True)
        sheet = target.new_page(595, 842)
        picture = pdfium.PdfImage.new(target)
        picture.set_bitmap(bitmap)
        picture.set_matrix(pdfium.PdfMatrix().scale(595, 842))
        sheet.insert_obj(picture)
        sheet.gen_content()
        sheet.close()
    source.close()
    return _bytes_of(target)


def archive_of(parts: dict[str, bytes]) -> bytes:
    """A ZIP with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target.getvalue()


def with_part(docx_bytes: bytes, name: str, data: bytes) -> bytes:
    """A DOCX with one part more, or another content for one it has."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes)) as archive:
        parts = {one: archive.read(one) for one in archive.namelist()}
    return archive_of({**parts, name: data})


def _write(
    document: pdfium.PdfDocument,
    page: pdfium.PdfPage,
    loaded: object,
    line: str,
    height: float,
    left: float = 60,
) -> None:
    text = raw.FPDFPageObj_CreateTextObj(document.raw, loaded, 11.0)
    encoded = (line + "\0").encode("utf-16-le")
    units = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    raw.FPDFText_SetText(text, units)
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, left, height)
    raw.FPDFPage_InsertObject(page.raw, text)


def _bytes_of(document: pdfium.PdfDocument) -> bytes:
    target = io.BytesIO()
    document.save(target)
    document.close()
    return target.getvalue()


def _saved(document: "docx.document.Document") -> bytes:
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
