"""Cuts the text into segments so that every character lies in exactly one.

The marks of the reader are laid out in order; blanks and labels between them go to a neighbour, and
what nothing was said about is undecided.
"""

import re
from typing import Final

from intake.document import Document
from intake.proposal import Segment, SegmentKind
from intake.reading.drafts import Draft, Mark

_WORD: Final = re.compile(r"\w")


def segments_of(
    document: Document, marks: list[Mark], refs: dict[int, str]
) -> tuple[tuple[Segment, ...], dict[int, list[str]]]:
    """The segments, and for each draft (by identity) the ids of its own."""
    segments: list[Segment] = []
    owned: dict[int, list[str]] = {}
    for number, mark in enumerate(_laid_out(document.text, marks), start=1):
        ident = f"s{number}"
        clause = refs.get(id(mark.clause), "") if mark.clause else ""
        segments.append(
            Segment(
                ident,
                document.page_of(mark.start),
                mark.start,
                mark.end,
                mark.kind,
                mark.rule,
                clause,
            )
        )
        if mark.draft is not None:
            owned.setdefault(id(mark.draft), []).append(ident)
    return tuple(segments), owned


def marks_of_drafts(drafts: list[Draft]) -> list[Mark]:
    return [
        Mark(
            start,
            end,
            SegmentKind.DIRECTIVE,
            draft.rules[0] if draft.rules else "",
            draft.clause,
            draft,
        )
        for draft in drafts
        for start, end in draft.pieces
    ]


def _laid_out(text: str, marks: list[Mark]) -> list[Mark]:
    """Marks in order without overlap or gap; a gap with words in it becomes a segment of its own."""
    laid: list[Mark] = []
    at = 0
    for mark in sorted(marks, key=lambda one: (one.start, one.end)):
        start, end = max(mark.start, at), mark.end
        if end <= start:
            continue
        if start > at:
            if _WORD.search(text, at, start):
                laid.append(Mark(at, start, SegmentKind.UNDECIDED, "không quy tắc nào", None))
            elif laid:
                laid[-1] = _until(laid[-1], start)
            else:
                start = at
        laid.append(Mark(start, end, mark.kind, mark.rule, mark.clause, mark.draft))
        at = end
    if at < len(text):
        if laid and not _WORD.search(text, at):
            laid[-1] = _until(laid[-1], len(text))
        else:
            laid.append(Mark(at, len(text), SegmentKind.UNDECIDED, "không quy tắc nào", None))
    return laid


def _until(mark: Mark, end: int) -> Mark:
    return Mark(mark.start, end, mark.kind, mark.rule, mark.clause, mark.draft)
