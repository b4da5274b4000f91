"""A paper as PDF/A, with the vendored Liberation Serif and no other font."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Final

import typst

from papers.formats.glyphs import FONTS, printable
from papers.formats.layout import laid_out
from papers.paper import Paper
from papers.writing import clean

__all__ = ["FORMS", "STANDARD", "as_pdf", "fonts"]

FORMS: Final = Path(__file__).parents[1] / "forms"
STANDARD: Final = "a-2a"
"""PDF/A-2a: archivable, with structure and text that can be read aloud."""


def as_pdf(paper: Paper) -> bytes:
    """The PDF; the same paper gives the same bytes."""
    said = laid_out(paper, lambda text: printable(clean(text)))
    return typst.compile(
        FORMS / "paper.typ",
        root=FORMS,
        font_paths=fonts(),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"paper": json.dumps(said, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=int(paper.facts.made_at.timestamp()),
    )


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """The four faces and nothing else, so that a gap shows instead of another font."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
