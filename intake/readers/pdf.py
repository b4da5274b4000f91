"""PDF to pages of lines, by the place of the words; pages without text go to recognition.

pdfium answers a damaged or locked file with an error of its own, which becomes a refusal here.
"""

import re
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from intake.readers.limits import Limits, Watch
from intake.readers.pages import PDFIUM, PageKeeper, ReadPage
from intake.readers.pictures import words_of
from intake.readers.ruled import RuledTable, tables_of
from intake.readers.scan import recognised
from intake.readers.wrap import PlacedLine, joined_lines
from intake.refusals import IntakeCode, IntakeRefusal

_FEW: Final = 50
_PAGE_NUMBER: Final = re.compile(r"\s*[-–]?\s*\d{1,3}\s*[-–]?\s*")
_POINTS_PER_INCH: Final = 72
# Signs pdfium puts for a hyphen at the end of a line.
_HYPHENS: Final = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-"})


def pages_of_pdf(
    data: bytes,
    limits: Limits,
    watch: Watch,
    keeper: PageKeeper | None = None,
    *,
    only_first: bool = False,
) -> list[ReadPage]:
    """The pages of a PDF in order; those that were kept are not read again. *only_first* has its words too."""
    try:
        with PDFIUM:
            document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        is_locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise IntakeRefusal(
            IntakeCode.ENCRYPTED if is_locked else IntakeCode.DAMAGED, found=str(error)
        ) from error
    try:
        count = len(document)
        if count == 0:
            raise IntakeRefusal(IntakeCode.DAMAGED, found="0 trang")
        if count > limits.pages:
            raise IntakeRefusal(
                IntakeCode.TOO_LONG, found=f"{count} trang", limit=f"{limits.pages} trang"
            )
        if only_first:
            return [_page(document, 0, limits, with_words=True)]
        pages = []
        for index in range(count):
            watch.step(index, count)
            pages.append(_kept(document, index, limits, keeper))
        return pages
    except pdfium.PdfiumError as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=str(error)) from error
    finally:
        with PDFIUM:
            document.close()


def _kept(
    document: pdfium.PdfDocument, index: int, limits: Limits, keeper: PageKeeper | None
) -> ReadPage:
    if keeper is None:
        return _page(document, index, limits, with_words=False)
    if index + 1 in keeper.kept:
        return keeper.kept[index + 1]
    page = _page(document, index, limits, with_words=True)
    keeper.keep(index + 1, page)
    return page


def _page(
    document: pdfium.PdfDocument, index: int, limits: Limits, *, with_words: bool
) -> ReadPage:
    with PDFIUM:
        page = document[index]
        ratio = round(1_000 * page.get_height() / max(1.0, page.get_width()))
        text_page = page.get_textpage()
        try:
            lines = _lines(text_page, tables_of(page))
            if sum(len(line.text) for line in lines) >= _FEW or not _has_picture(page):
                words = words_of(page, text_page) if with_words else ()
                return ReadPage(
                    joined_lines(_without_page_number(lines)),
                    is_scan=False,
                    words=words,
                    ratio=ratio,
                )
            picture = _picture(page, limits)
        finally:
            text_page.close()
            page.close()
    seen, words = recognised(picture, index + 1, limits)
    return ReadPage(seen, is_scan=True, words=words, ratio=ratio)


def _lines(text_page: pdfium.PdfTextPage, tables: list[RuledTable]) -> list[PlacedLine]:
    """The lines with their edges, taken from the first and last character of each; tables row by row."""
    text = text_page.get_text_range()
    if tables:
        return _lines_and_tables(text_page, text, tables)
    lines: list[PlacedLine] = []
    at = 0
    for piece in re.split(r"(\r\n|\r|\n)", text):
        words = piece.translate(_HYPHENS)
        if words.strip():
            first = at + len(piece) - len(piece.lstrip())
            last = at + len(piece.rstrip()) - 1
            lines.append(
                PlacedLine(words.strip(), _edge(text_page, first, 0), _edge(text_page, last, 2))
            )
        at += len(piece)
    return lines


def _lines_and_tables(
    text_page: pdfium.PdfTextPage, text: str, tables: list[RuledTable]
) -> list[PlacedLine]:
    """Characters inside a table go to its cells, which stand where its first character stood."""
    pieces: list[PlacedLine | RuledTable] = []
    words, left, right = "", 0.0, 0.0
    inside: RuledTable | None = None
    for at, char in enumerate(text.translate(_HYPHENS)):
        box = _box(text_page, at) if char.strip() else None
        if box:
            x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
            inside = next((one for one in tables if one.holds(x, y)), None)
            if inside:
                inside.put(char, x, y)
                pieces += [] if inside in pieces else [inside]
                continue
            left, right = (left if words.strip() else box[0]), box[2]
        elif inside:
            inside.space()
        if char in "\r\n" or (inside and not box):
            pieces += [PlacedLine(words.strip(), left, right)] if words.strip() else []
            words = ""
        else:
            words += char
    pieces += [PlacedLine(words.strip(), left, right)] if words.strip() else []
    return [
        line
        for one in pieces
        for line in (
            [one]
            if isinstance(one, PlacedLine)
            else [PlacedLine(row, one.xs[0], one.xs[0]) for row in one.rows()]
        )
    ]


def _box(text_page: pdfium.PdfTextPage, at: int) -> tuple[float, float, float, float] | None:
    try:
        left, bottom, right, top = text_page.get_charbox(at)
    except (pdfium.PdfiumError, IndexError):
        return None
    return float(left), float(bottom), float(right), float(top)


def _edge(text_page: pdfium.PdfTextPage, at: int, side: int) -> float:
    try:
        return float(text_page.get_charbox(at)[side])
    except (pdfium.PdfiumError, IndexError):
        return 0.0


def _without_page_number(lines: list[PlacedLine]) -> list[PlacedLine]:
    """The number in the top margin is no part of the text."""
    return lines[1:] if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[0].text) else lines


def _has_picture(page: pdfium.PdfPage) -> bool:
    return (
        next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None
    )


def _picture(page: pdfium.PdfPage, limits: Limits) -> bytes:
    """The page in grey as PGM, which needs no picture library."""
    width, height = page.get_size()
    scale = min(limits.ocr_dpi / _POINTS_PER_INCH, 5000 / max(1.0, width, height))
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    pixels = b"".join(
        bytes(rows[row * bitmap.stride : row * bitmap.stride + bitmap.width])
        for row in range(bitmap.height)
    )
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + pixels
