"""The three formats of a paper, by the name that people type."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from papers.paper import Paper

__all__ = ["Format", "render"]


class Format(StrEnum):
    """What a paper is written as: to be kept, to be edited, to be counted with."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"


def render(paper: Paper, wanted: Format) -> bytes:
    """The paper as a file; its libraries are loaded only when they are needed."""
    return _RENDERERS[wanted](paper)


def _pdf(paper: Paper) -> bytes:
    from papers.formats.pdf import as_pdf

    return as_pdf(paper)


def _docx(paper: Paper) -> bytes:
    from papers.formats.docx import as_docx

    return as_docx(paper)


def _xlsx(paper: Paper) -> bytes:
    from papers.formats.xlsx import as_xlsx

    return as_xlsx(paper)


_RENDERERS: Final[Mapping[Format, Callable[[Paper], bytes]]] = {
    Format.PDF: _pdf,
    Format.DOCX: _docx,
    Format.XLSX: _xlsx,
}
