"""The ways in which official documents number their clauses, one row each."""

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from intake.words import phrase


class LabelKind(IntEnum):
    """Kinds of label; the order is only that in which they are tried."""

    PART = 1
    ARTICLE = 2
    ROMAN = 3
    DECIMAL = 4
    NUMBER = 5
    BRACKET = 6
    LETTER = 7
    DASH = 8
    PLUS = 9


@dataclass(frozen=True, slots=True)
class Label:
    """A label as printed, as it is cited, and where the text after it begins."""

    kind: LabelKind
    printed: str
    cited: str
    end: int
    depth: int = 0


_LABELS: Final = tuple(
    (kind, phrase(pattern))
    for kind, pattern in (
        (LabelKind.PART, r"\s*((?:phần|chương|mục|phụ lục)(?: số)? (?:[ivx]+|\d+|thứ \w+))\s*[.:]?(?=\s|$)"),
        (LabelKind.ARTICLE, r"\s*(điều \d+[a-z]?)\s*[.:]\s*"),
        (LabelKind.ROMAN, r"\s*((?=[ivx])(?:x{0,2}(?:ix|iv|v?i{0,3})))\s*[./)-]\s+"),
        (LabelKind.DECIMAL, r"\s*(\d{1,2}(?:\.\d{1,2})+)\s*[.)]?\s+(?!\d)"),
        (LabelKind.NUMBER, r"\s*(\d{1,3})\s*(?:[.)/]\s*|-\s+)(?!\d)"),
        (LabelKind.BRACKET, r"\s*\((i{1,3}|iv|vi{0,3}|ix|x|\d{1,2}|[a-zđ])\)\s*"),
        (LabelKind.LETTER, r"\s*([a-zđ]|[a-zđ]\d)\s*[.)]\s+(?!\d)"),
        (LabelKind.DASH, r"\s*([-•–]|·|o(?=\s\s))\s+|\s*([-•])(?=\w)"),
        (LabelKind.PLUS, r"\s*(\+)\s*"),
    )
)  # fmt: skip
_SPACED_DASH: Final = re.compile(r"\s*[-•]\s*")
_INLINE: Final = phrase(r"(?<=[:;.,])\s*(?:và )?\((?:i{1,3}|iv|vi{0,3}|ix|x|\d{1,2})\)\s*")
_INLINE_NUMBER: Final = phrase(r"(?<=[:;])\s*(?:\d{1,2}|[a-zđ])\)\s+")


def label_at(text: str, folded: str, position: int) -> Label | None:
    """The label that opens a line, or None. Roman numerals are capitals."""
    for kind, pattern in _LABELS:
        found = pattern.match(folded, position)
        if found is None:
            continue
        group = next(
            index for index, value in enumerate(found.groups(), start=1) if value is not None
        )
        printed = text[found.start(group) : found.end(group)]
        if kind is LabelKind.ROMAN and not printed.isupper():
            continue
        if kind is LabelKind.LETTER and printed[0].isupper() and found[0].strip().endswith("."):
            kind = LabelKind.ROMAN
        depth = printed.count(".") if kind is LabelKind.DECIMAL else 0
        return Label(kind, printed, printed.rstrip("."), found.end(), depth)
    return None


def inline_items(folded: str, start: int, end: int) -> list[int]:
    """Where "(i) …; (ii) …" or "1) …; 2) …" begin inside a paragraph; at least two, else none."""
    for pattern in (_INLINE, _INLINE_NUMBER):
        starts = [found.start() for found in pattern.finditer(folded, start, end)]
        if len(starts) >= 2:
            return starts
    return []
