"""Where the words of a document's text stand on its pages, so that a sentence can be shown on the picture.

The text of a page and its printed words are nearly the same sequence: broken words are one in the text,
page numbers are missing in it, tables have bars. Both are laid along each other page by page; a word
that finds no partner is simply not shown.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple

from intake.document import Page
from intake.readers.pages import Word

_TOKEN: Final = re.compile(r"[^\s|]+")
_SLACK: Final = 1_500
"""Characters before and after a page's stretch: a paragraph that goes on counts to the page it began on."""
_HYPHENS: Final = str.maketrans({"\ufffe": "-", "\x02": "-", "\u00ad": "-"})
_SAME_LINE: Final = 0.5


class Placed(NamedTuple):
    """A stretch of the text and its box on a page."""

    start: int
    end: int
    left: int
    top: int
    right: int
    bottom: int


class Box(NamedTuple):
    """A box on a page, in ten-thousandths."""

    left: int
    top: int
    right: int
    bottom: int


def places_of(text: str, page: Page, words: Sequence[Word]) -> list[Placed]:
    """The words of one page that stand in the text, each with its place in both."""
    first = max(0, page.start - _SLACK)
    tokens = list(_TOKEN.finditer(text, first, min(len(text), page.end + _SLACK)))
    said = [_plain(token[0]) for token in tokens]
    seen = [_plain(word.text) for word in words]
    placed = []
    for a, b, size in SequenceMatcher(None, said, seen, autojunk=False).get_matching_blocks():
        for token, word in zip(tokens[a : a + size], words[b : b + size], strict=True):
            placed.append(Placed(token.start(), token.end(), *word[1:]))
    return placed


def boxes_of(places: Iterable[Placed], start: int, end: int) -> list[Box]:
    """The boxes of a stretch of the text on one page, line by line."""
    lines: list[Box] = []
    for one in places:
        if one.end <= start or one.start >= end:
            continue
        if lines and _is_on_line(lines[-1], one):
            last = lines[-1]
            lines[-1] = Box(
                min(last.left, one.left),
                min(last.top, one.top),
                max(last.right, one.right),
                max(last.bottom, one.bottom),
            )
        else:
            lines.append(Box(*one[2:]))
    return lines


def _is_on_line(line: Box, word: Placed) -> bool:
    """Whether at least half of the lower of both lies beside the other."""
    shared = min(line.bottom, word.bottom) - max(line.top, word.top)
    return shared >= _SAME_LINE * max(1, min(line.bottom - line.top, word.bottom - word.top))


def _plain(word: str) -> str:
    return unicodedata.normalize("NFC", word.translate(_HYPHENS)).casefold()
