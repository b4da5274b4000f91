"""Papers read back by other programs than those that wrote them."""

import re
from io import BytesIO
from typing import Any

import openpyxl
import pypdfium2


def sheets_in(xlsx: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every sheet, without its head."""
    book = openpyxl.load_workbook(BytesIO(xlsx))
    try:
        return {one.title: list(one.iter_rows(min_row=2, values_only=True)) for one in book}
    finally:
        book.close()


def pages_in(pdf: bytes) -> list[str]:
    """The text of every page, blanks and breaks as one blank, without places where words may break."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_text(document[number]) for number in range(len(document))]
    finally:
        document.close()


def _text(page: Any) -> str:
    text = page.get_textpage()
    try:
        said = str(text.get_text_range()).replace("\u200b", "").replace("\ufffe", "")
        return re.sub(r"\s+", " ", said)
    finally:
        text.close()
        page.close()
