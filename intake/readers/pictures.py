"""Pages of a PDF as pictures (PNG), and the places of their words. Used by the readers and by the screens of intake."""

import ctypes
import struct
import zlib
from functools import lru_cache
from typing import Final

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from intake.readers.pages import ONE, PDFIUM, Word

_WIDTH: Final = 1_100
"""Pixels: legible at the width of half a screen, about 100 kB a page."""
_HIGHEST: Final = 4 * _WIDTH
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_GREY: Final = 0


def picture_of(data: bytes, page: int, part: tuple[int, int] = (0, ONE)) -> bytes | None:
    """The page with that number, from one, or a *part* of it from top to bottom in ten-thousandths.

    None where the file is no PDF or has no such page.
    """
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError:
            return None
        try:
            if not 1 <= page <= len(document):
                return None
            sheet = document[page - 1]
            # A page may be as long as its author likes; its picture may not.
            wide, high = max(1.0, sheet.get_width()), max(1.0, sheet.get_height())
            scale = min(_WIDTH / wide, _HIGHEST / high)
            bitmap = sheet.render(scale=scale, grayscale=True)
            first, last = (bitmap.height * at // ONE for at in part)
            rows = bytes(memoryview(bitmap.buffer).cast("B"))[first * bitmap.stride :]
            return _png(rows, bitmap.width, max(1, last - first), bitmap.stride)
        except pdfium.PdfiumError:
            return None
        finally:
            document.close()


def _png(rows: bytes, width: int, height: int, stride: int) -> bytes:
    """Eight bits of grey; each line is told as its difference from the one above, which packs text well."""
    lines, above = bytearray(), bytes(width)
    for at in range(height):
        line = rows[at * stride : at * stride + width]
        if line == above:
            lines += _same(width)
        else:
            lines.append(_GREY)
            lines += line
        above = line
    head = struct.pack(">IIBBBBB", width, height, 8, _GREY, 0, 0, 0)
    return b"".join(
        (_SIGNATURE, _chunk(b"IHDR", head), _chunk(b"IDAT", zlib.compress(bytes(lines), 6)), _chunk(b"IEND", b""))
    )  # fmt: skip


@lru_cache(maxsize=4)
def _same(width: int) -> bytes:
    return b"\x02" + bytes(width)


def _chunk(kind: bytes, said: bytes) -> bytes:
    return struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))


def words_of(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage) -> tuple[Word, ...]:
    """The words of a page that has text, in the order of the file; turned and cropped pages as they are shown."""
    words: list[Word] = []
    letters: list[tuple[str, tuple[int, int, int, int]]] = []
    for at, char in enumerate(text_page.get_text_range()):
        if not char.strip():
            words += _joined(letters)
            letters = []
            continue
        box = _box(page, text_page, at)
        if box is not None:
            letters.append((char, box))
    return (*words, *_joined(letters))


def _joined(letters: list[tuple[str, tuple[int, int, int, int]]]) -> list[Word]:
    if not letters:
        return []
    boxes = [box for _, box in letters]
    return [
        Word(
            "".join(char for char, _ in letters),
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )
    ]


def _box(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, at: int
) -> tuple[int, int, int, int] | None:
    try:
        left, bottom, right, top = text_page.get_charbox(at)
    except (pdfium.PdfiumError, IndexError):
        return None
    x0, y0 = _shown(page, left, top)
    x1, y1 = _shown(page, right, bottom)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _shown(page: pdfium.PdfPage, x: float, y: float) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    raw.FPDF_PageToDevice(
        page.raw, 0, 0, ONE, ONE, 0, x, y, ctypes.byref(across), ctypes.byref(down)
    )
    return across.value, down.value
