"""A review beside its pages: which boxes of a page belong to which proposal, and the strip of a picture that shows it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from intake import Placed, boxes_of
from intake.places import Box
from intake.proposal import SegmentKind
from intake.review import Review

_ONE: Final = 10_000
_MARGIN: Final = 70
"""Above and below the sentence on its strip."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The boxes of one segment on a page, and the proposal it belongs to; 0 where nobody has answered for it."""

    n: int
    segment: str
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True)
class ShownPage:
    """One page with what is marked on it."""

    number: int
    is_scan: bool
    ratio: int
    marks: Sequence[Marked]


@dataclass(frozen=True, slots=True)
class Strip:
    """The part of a page that shows a sentence; boxes in ten-thousandths of the strip."""

    page: int
    top: int
    bottom: int
    is_scan: bool
    boxes: Sequence[Box]
    ratio: int
    """Height by width, in thousandths."""


def pages_shown(review: Review, places: Sequence[Mapping[str, Any]]) -> list[ShownPage]:
    """Every page with the proposals and the passages nobody answered for, as boxes."""
    starts = [one.start for one in review.segments]
    shown = []
    for number, page in enumerate(places, start=1):
        of_segment: dict[int, list[Placed]] = {}
        for word in page["words"]:
            of_segment.setdefault(bisect_right(starts, word[0]) - 1, []).append(Placed(*word))
        marks = []
        for at, words in sorted(of_segment.items()):
            segment = review.segments[max(at, 0)]
            if segment.kind is SegmentKind.DIRECTIVE or segment.kind is SegmentKind.UNDECIDED:
                n = segment.directives[0] if segment.directives else 0
                marks.append(Marked(n, segment.id, boxes_of(words, segment.start, segment.end)))
        shown.append(ShownPage(number, page["is_scan"], page["ratio"], marks))
    return shown


def strips_of(pages: Sequence[ShownPage]) -> dict[int, list[Strip]]:
    """For each proposal its sentence as printed, one strip for each page it stands on."""
    found: dict[int, list[Strip]] = {}
    for page in pages:
        of_proposal: dict[int, list[Box]] = {}
        for mark in page.marks:
            if mark.n:
                of_proposal.setdefault(mark.n, []).extend(mark.boxes)
        for n, boxes in of_proposal.items():
            found.setdefault(n, []).append(_strip(page, boxes))
    return found


def _strip(page: ShownPage, boxes: Sequence[Box]) -> Strip:
    top = max(0, min(box.top for box in boxes) - _MARGIN)
    bottom = min(_ONE, max(box.bottom for box in boxes) + _MARGIN)
    height = max(1, bottom - top)
    inside = [
        Box(
            box.left,
            (box.top - top) * _ONE // height,
            box.right,
            (box.bottom - top) * _ONE // height,
        )
        for box in boxes
    ]
    ratio = max(1, page.ratio * height // _ONE)
    return Strip(page.number, top, bottom, page.is_scan, inside, ratio)
