"""Puts lines that were broken at the right margin together again, by their place on the page.

A line begins a new paragraph when it is indented, carries a label, or follows a line that ended early.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_LABEL: Final = re.compile(
    r"\s*(?:[-–•+]\s|\(?(?:\d{1,2}|[a-zđ]|[ivx]{1,4})[.)]\s|\d{1,2}\.\d|[IVX]{1,4}\.\s|Điều \d|[*]\s)"
)
_ENDED: Final = re.compile(r"(?:[.;:!?…]|\./\.?)[\"”)]?\s*$")
_HEAD: Final = re.compile(r"(?i)(?:s?tt|số tt|số thứ tự)?$")
_HYPHEN: Final = re.compile(r"[^\W\d_]-$|[A-ZĐ]-$")


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A printed line with its left and right edge in points."""

    text: str
    left: float
    right: float


def joined_lines(lines: list[PlacedLine]) -> list[str]:
    """Paragraphs of one page; the margins are those most lines keep."""
    if not lines:
        return []
    right = _quantile([line.right for line in lines], 0.9)
    left = _quantile([line.left for line in lines], 0.2)
    paragraphs = [lines[0].text]
    for before, line in pairwise(lines):
        if _goes_on(before, line, left, right):
            paragraphs[-1] = glued(paragraphs[-1], line.text)
        else:
            paragraphs.append(line.text)
    return paragraphs


def glued(first: str, second: str) -> str:
    """Two halves of a broken line; a hyphen at the break stays ("NĐ-" + "CP")."""
    first = first.rstrip()
    return f"{first}{second.lstrip()}" if _HYPHEN.search(first) else f"{first} {second.lstrip()}"


def goes_on_next_page(before: str, after: str) -> bool:
    """Whether the last paragraph of a page goes on at the top of the next."""
    return (
        bool(after) and not _ENDED.search(before) and not _LABEL.match(after) and after[0].islower()
    )


def cut_row(last: str, lines: list[str]) -> tuple[str, int] | None:
    """A table row that goes on over the page: the whole row, and how many lines of the next page it takes.

    Its rest has no number and goes on in small letters; the table's head may stand above it again.
    """
    for at, line in enumerate(lines[:3]):
        if not (last.startswith("| ") and line.startswith("| ")):
            return None
        before, after = _cells(last), _cells(line)
        if len(before) == len(after) and not after[0] and after[1][:1].islower():
            pairs = zip(before, after, strict=True)
            return f"| {' | '.join(' '.join((a, b)).strip() for a, b in pairs)} |", at + 1
        if not _HEAD.match(after[0]):
            return None
    return None


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().removeprefix("|").removesuffix("|").split("|")]


def _goes_on(before: PlacedLine, line: PlacedLine, left: float, right: float) -> bool:
    if line.text.startswith("| ") or before.text.endswith(" |"):
        return False
    if _LABEL.match(line.text) and not re.search(r"(?:khoản|Khoản|Điều|điểm|số)\s*$", before.text):
        return False
    reached_margin = before.right >= right - 0.12 * max(1.0, right - left)
    if not reached_margin:
        return False
    is_indented = line.left > left + 8 and line.left > before.left + 8
    first = line.text.lstrip()[:1]
    if _ENDED.search(before.text):
        return (not is_indented and line.left <= left + 8 and not first.isupper()) or (
            not is_indented and before.left > left + 8
        )
    return not is_indented or first.islower()


def _quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
