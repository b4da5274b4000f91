"""One door for every file: sniff, check, read, normalise, refuse what is secret."""

import hashlib
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Final

from intake.document import Document, Page
from intake.facts import header_of
from intake.readers.docx import lines_of_docx
from intake.readers.html import lines_of_html
from intake.readers.limits import Limits, Watch, in_mb
from intake.readers.pages import PageKeeper, ReadPage
from intake.readers.pdf import pages_of_pdf
from intake.readers.sniff import Format, format_of
from intake.readers.text import decoded, without_source_line
from intake.readers.wrap import cut_row, glued, goes_on_next_page
from intake.refusals import IntakeCode, IntakeRefusal

_DEFAULT: Final = Limits()


def read(  # noqa: PLR0913 - what a caller may watch is named one by one
    source: Path | str | bytes,
    name: str | None = None,
    *,
    limits: Limits = _DEFAULT,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    keeper: PageKeeper | None = None,
) -> Document:
    """The document in a file or in bytes; raises IntakeRefusal and keeps nothing when it is not taken in.

    A *keeper* is told each page of a PDF and knows those that were read before.
    """
    data = _bytes_of(source, limits)
    name = name or (PurePath(str(source)).name if not isinstance(source, bytes) else "")
    kind = format_of(data, name)
    text, pages = _text_of(data, kind, limits, Watch(progress, cancelled), keeper)
    if not text.strip():
        raise IntakeRefusal(IntakeCode.NO_TEXT)
    if len(text) > limits.characters:
        raise IntakeRefusal(
            IntakeCode.TOO_LONG, found=f"{len(text)} ký tự", limit=f"{limits.characters} ký tự"
        )
    header = header_of(text)
    if header.secrecy:
        raise IntakeRefusal(IntakeCode.CLASSIFIED, found=header.secrecy)
    return Document(name, hashlib.sha256(data).hexdigest(), text, pages, header, kind.value)


def first_page(data: bytes, name: str, *, limits: Limits = _DEFAULT) -> ReadPage | None:
    """What can be said before a long reading: refuses what is no document, too large, locked, damaged or secret.

    The first page of a PDF as it was read, to be gone on from; None for other kinds, which are short to read.
    """
    kind = format_of(_bytes_of(data, limits), name)
    if kind is not Format.PDF:
        read(data, name, limits=limits)
        return None
    page = pages_of_pdf(data, limits, Watch(), only_first=True)[0]
    secrecy = header_of(
        "\n".join(unicodedata.normalize("NFC", line) for line in page.lines)
    ).secrecy
    if secrecy:
        raise IntakeRefusal(IntakeCode.CLASSIFIED, found=secrecy)
    return page


def _bytes_of(source: Path | str | bytes, limits: Limits) -> bytes:
    """The bytes of a file that is not too large; a larger one is not even opened."""
    if not isinstance(source, bytes):
        path = Path(source)
        size = path.stat().st_size
        if size > limits.file_bytes:
            raise IntakeRefusal(
                IntakeCode.TOO_LARGE, size=in_mb(size), limit=in_mb(limits.file_bytes)
            )
        return path.read_bytes()
    if len(source) > limits.file_bytes:
        raise IntakeRefusal(
            IntakeCode.TOO_LARGE, size=in_mb(len(source)), limit=in_mb(limits.file_bytes)
        )
    return source


def _text_of(
    data: bytes, kind: Format, limits: Limits, watch: Watch, keeper: PageKeeper | None
) -> tuple[str, tuple[Page, ...]]:
    match kind:
        case Format.PDF:
            return _paged(pages_of_pdf(data, limits, watch, keeper))
        case Format.DOCX:
            return _single("\n".join(lines_of_docx(data, limits, watch)))
        case Format.HTML:
            return _single("\n".join(lines_of_html(decoded(data))))
        case Format.TXT:
            return _single(without_source_line(decoded(data)))


def _single(text: str) -> tuple[str, tuple[Page, ...]]:
    text = unicodedata.normalize("NFC", text)
    return text, (Page(1, 0, len(text)),)


def _paged(read_pages: list[ReadPage]) -> tuple[str, tuple[Page, ...]]:
    """One text over all pages; a paragraph that goes on over the page is one paragraph of the first page."""
    text = ""
    starts: list[int] = []
    for page in read_pages:
        lines = [unicodedata.normalize("NFC", line) for line in page.lines]
        last = text.rstrip("\n").rsplit("\n", 1)[-1]
        if text and lines and goes_on_next_page(last, lines[0]):
            text = glued(text.rstrip("\n"), lines[0]) + "\n"
            starts.append(len(text))
            lines = lines[1:]
        elif row := cut_row(last, lines):
            whole, used = row
            text = f"{text.rstrip(chr(10))[: -len(last)]}{whole}\n"
            starts.append(len(text))
            lines = lines[used:]
        else:
            starts.append(len(text))
        text += "".join(f"{line}\n" for line in lines)
    ends = [*starts[1:], len(text)]
    pages = tuple(
        Page(number, start, end, page.is_scan)
        for number, (start, end, page) in enumerate(
            zip(starts, ends, read_pages, strict=True), start=1
        )
    )
    return unicodedata.normalize("NFC", text), pages
