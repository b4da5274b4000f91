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


@dataclass(frozen=True, slots=True)
class Resemblance:
    """What a new document or directive resembles, and how much (0–100)."""

    like: Likeness
    id: str
    score: float


def same_documents(
    sha256: str, number: str | None, known: Iterable[KnownDocument]
) -> list[Resemblance]:
    """Known documents with the same bytes or the same printed number."""
    found = []
    for one in known:
        if one.sha256 == sha256:
            found.append(Resemblance(Likeness.SAME_FILE, one.id, 100.0))
        elif number and one.number and _number_key(number) == _number_key(one.number):
            found.append(Resemblance(Likeness.SAME_NUMBER, one.id, 100.0))
    return found


def similar_directives(
    text: str, leads: Sequence[str], known: Iterable[KnownDirective], *, at_least: float = _ALIKE
) -> list[Resemblance]:
    """Open directives of one of the same agencies that say nearly the same, most alike first."""
    wanted, words = {fold_vi(lead) for lead in leads}, _words(text)
    found = []
    for one in known:
        if not wanted & {fold_vi(lead) for lead in one.leads}:
            continue
        score = _score(words, _words(one.text))
        if score >= at_least:
            found.append(Resemblance(Likeness.SIMILAR_TEXT, one.id, round(score, 1)))
    return sorted(found, key=lambda one: -one.score)


def _score(one: str, other: str) -> float:
    """Order of words may change; a short text inside a long one is no repetition."""
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or longer > 3 * shorter:
        return 0.0
    return max(fuzz.token_sort_ratio(one, other), fuzz.token_set_ratio(one, other) * 0.95)


def _words(text: str) -> str:
    return " ".join(_STOP.sub(" ", fold_vi(text)).split())


def _number_key(number: str) -> str:
    return re.sub(r"[\s.]+", "", fold_vi(number)).lstrip("0")
