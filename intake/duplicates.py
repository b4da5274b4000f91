"""Whether a document or a directive is here already: same file, same number, same agency with similar words.

Pure: the caller brings what is open. Nothing is dropped by itself; a person sees both and decides.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz

from schemas.folding import fold_vi

_ALIKE: Final = 85.0
_STOP: Final = re.compile(
    r"\b(?:chu tri|phoi hop|voi|cac|va|co quan|don vi|lien quan|khan truong|giao|truoc ngay|thang|nam)\b|\d+"
)


class Likeness(StrEnum):
    """How a new one resembles a known one."""

    SAME_FILE = "same_file"
    SAME_NUMBER = "same_number"
    SIMILAR_TEXT = "similar_text"


@dataclass(frozen=True, slots=True)
class KnownDirective:
    """An open directive as the register holds it."""

    id: str
    text: str
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A document that was taken in before."""

    id: str
    sha256: str | None
    number: str | None
    title: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What a new document or directive resembles, and how much (0–100)."""

    like: Likeness
    id: str
    score: float


def same_documents(
    sha256: str, number: str | None, known: Iterable[KnownDocument], *, year: int | None = None
) -> list[Resemblance]:
    """Known documents with the same bytes, or the same printed number in the same year (numbers begin anew each)."""
    found = []
    for one in known:
        if one.sha256 == sha256:
            found.append(Resemblance(Likeness.SAME_FILE, one.id, 100.0))
        elif (
            number
            and one.number
            and _number_key(number) == _number_key(one.number)
            and (year is None or one.year in {None, year})
        ):
            found.append(Resemblance(Likeness.SAME_NUMBER, one.id, 100.0))
    return found


class Prepared:
    """Open directives made ready once, to be compared with each of a new document."""

    def __init__(self, known: Iterable[KnownDirective]) -> None:
        self._by_lead: dict[str, dict[str, str]] = {}
        for one in known:
            words = _words(one.text)
            for lead in one.leads:
                self._by_lead.setdefault(fold_vi(lead), {})[one.id] = words

    def similar_to(
        self, text: str, leads: Sequence[str], *, at_least: float = _ALIKE
    ) -> list[Resemblance]:
        """Those of one of the same agencies that say nearly the same, most alike first."""
        words = _words(text)
        near = {
            ident: score
            for lead in leads
            for ident, other in self._by_lead.get(fold_vi(lead), {}).items()
            if (score := _score(words, other)) >= at_least
        }
        found = [
            Resemblance(Likeness.SIMILAR_TEXT, ident, round(score, 1))
            for ident, score in near.items()
        ]
        return sorted(found, key=lambda one: (-one.score, one.id))


def similar_directives(
    text: str, leads: Sequence[str], known: Iterable[KnownDirective], *, at_least: float = _ALIKE
) -> list[Resemblance]:
    """Open directives of one of the same agencies that say nearly the same, most alike first."""
    return Prepared(known).similar_to(text, leads, at_least=at_least)


def _score(one: str, other: str) -> float:
    """Order of words may change, and words may be added; a short text inside a long one is no repetition."""
    shorter, longer = sorted((one, other), key=len)
    if not shorter or len(longer) > 3 * len(shorter):
        return 0.0
    few, many = set(shorter.split()), set(longer.split())
    return max(fuzz.token_sort_ratio(one, other), 95.0 * len(few & many) / len(few))


def _words(text: str) -> str:
    return " ".join(_STOP.sub(" ", fold_vi(text)).split())


def _number_key(number: str) -> str:
    return re.sub(r"[\s.]+", "", fold_vi(number)).lstrip("0")
