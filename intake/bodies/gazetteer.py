"""The bodies of the agency table by every spelling of their names, valid on one day.

Names are compared word by word, so that commas, hyphens and line breaks inside a name do not matter.
A name that had ended by the day of the document is still read, as printed, and is never sure.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from intake.words import words_of
from schemas.agencies import Agency, AgencyLevel, all_agencies

_WORD: Final = re.compile(r"[\w&]+")
_GAP: Final = re.compile(r"[\s.,\-/]{0,4}")
_PROVINCE: Final = ("ủy ban", "ubnd", "chủ tịch", "tỉnh", "thành phố", "tp")
# "Ủy ban nhân dân tỉnh An Giang" is printed in these ways; the bare name only counts in a list.
_COMMITTEE: Final = ("ủy ban nhân dân", "ubnd", "ủy ban nhân dân các", "")
_CITY: Final = ("thành phố", "tp")


@dataclass(slots=True)
class _Node:
    further: dict[str, "_Node"] = field(default_factory=dict)
    body: Agency | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """A name of the table at a position."""

    body: Agency
    end: int
    is_valid: bool


class Gazetteer:
    """The spellings of one day: whole names, and the bare names that lists of ministries or provinces use."""

    def __init__(self, day: date) -> None:
        self._day = day
        self._full, self._ministries, self._provinces = _Node(), _Node(), _Node()
        # Bodies of another time first, so that the valid bearer of a name replaces them.
        for body in sorted(all_agencies(), key=lambda one: one.is_valid_on(day)):
            for name in {body.name_vi, body.short_name, *body.aliases}:
                self._learn(name, body)

    def at(self, folded: str, position: int) -> Found | None:
        """The longest full name that begins here."""
        return self._longest(self._full, folded, position)

    def ministry_at(self, folded: str, position: int) -> Found | None:
        """The longest ministry without its "Bộ", as in "các Bộ: Tài chính, Tư pháp"."""
        return self._longest(self._ministries, folded, position)

    def province_at(self, folded: str, position: int) -> Found | None:
        """The longest province without "tỉnh", as in "các tỉnh: An Giang, Cà Mau"."""
        return self._longest(self._provinces, folded, position)

    def _learn(self, name: str, body: Agency) -> None:
        words = words_of(name)
        if body.level is AgencyLevel.MINISTRY:
            if words[0] == "bộ" or (len(words) == 1 and words[0][0] == "b" and len(words[0]) > 2):
                _put(self._full, words, body)
            bare = words[1:] if words[0] == "bộ" else words
            if words[0] == "bộ" or len(words) == 1:
                _put(self._ministries, bare, body)
        elif body.level is AgencyLevel.PROVINCE:
            self._learn_province(" ".join(words), body)
        else:
            _put(self._full, words, body)

    def _learn_province(self, name: str, body: Agency) -> None:
        if name.startswith(_PROVINCE) or "hcm" in name:
            _put(self._full, name.split(), body)
            return
        _put(self._provinces, name.split(), body)
        kinds = _CITY if "thành phố" in body.name_vi.lower() else ("tỉnh",)
        for committee in _COMMITTEE:
            for kind in kinds:
                _put(self._full, f"{committee} {kind} {name}".split(), body)
        for kind in kinds:
            _put(self._provinces, f"{kind} {name}".split(), body)

    def _longest(self, root: _Node, folded: str, position: int) -> Found | None:
        node, end, best = root, position, None
        while word := _WORD.match(folded, end):
            further = node.further.get(word[0])
            if further is None:
                break
            node = further
            if node.body is not None:
                best = Found(node.body, word.end(), node.body.is_valid_on(self._day))
            gap = _GAP.match(folded, word.end())
            end = gap.end() if gap else word.end()
        return best


def _put(root: _Node, words: list[str], body: Agency) -> None:
    node = root
    for word in words:
        node = node.further.setdefault(word, _Node())
    node.body = body


@lru_cache(maxsize=64)
def gazetteer(day: date) -> Gazetteer:
    """The spellings valid on a day, built once."""
    return Gazetteer(day)
