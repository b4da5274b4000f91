"""What one page of a PDF gave: its lines, and where its words stand, so that a sentence can be shown on the picture."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

ONE: Final = 10_000
"""Width and height of every page in the units of places."""
PDFIUM: Final = threading.Lock()
"""pdfium keeps state of its own and must not be called by two threads at once."""


class Word(NamedTuple):
    """A printed word and its box, in ten-thousandths of the page from its upper left corner."""

    text: str
    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page of a PDF; *words* only where somebody keeps pages."""

    lines: list[str]
    is_scan: bool
    words: tuple[Word, ...] = ()
    ratio: int = 1_414
    """Height by width, in thousandths."""

    def to_plain(self) -> dict[str, Any]:
        """JSON values."""
        words = [list(word) for word in self.words]
        return {"lines": self.lines, "is_scan": self.is_scan, "words": words, "ratio": self.ratio}

    @staticmethod
    def of_plain(said: Mapping[str, Any]) -> "ReadPage":
        """The page that was kept."""
        words = tuple(Word(*one) for one in said["words"])
        return ReadPage(list(said["lines"]), bool(said["is_scan"]), words, int(said["ratio"]))


@dataclass(frozen=True, slots=True)
class PageKeeper:
    """Pages that were read before the reading was broken off, and what keeps each new one.

    *keep* is called in the thread that reads, with the number of the page from one.
    """

    kept: Mapping[int, ReadPage]
    keep: Callable[[int, ReadPage], None]
