"""The form of a sentence for people, in both languages."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """One reason in both languages."""

    vi: str
    vi_remedy: str
    en: str
    en_remedy: str
