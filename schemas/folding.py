"""How Vietnamese text is compared and ordered, the same in Python and in PostgreSQL.

Called wherever names are matched, searched or sorted; it never changes what is shown or stored as the text itself.
"""

import unicodedata
from collections.abc import Iterator
from typing import Final

_LEVEL_TONE: Final = "0"
_TONES: Final = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# One ASCII character per letter, all above the digits, so that code point order is Vietnamese order.
_LETTERS: Final = {letter: chr(ord("A") + place) for place, letter in enumerate(_ALPHABET)}
# Below every digit and letter, so that "An Giang" comes before "Anh".
_GAP: Final = "."
# Below the gap, so that a name comes before the longer names that begin with it.
_TONES_FOLLOW: Final = " "
# The Icelandic letter looks like the Vietnamese one and stands for it in old and scanned text.
_ETH, _D_WITH_STROKE = "ð", "đ"
_PLAIN: Final = str.maketrans(
    {_D_WITH_STROKE: "d"} | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)


def nfc(text: str) -> str:
    """The one Unicode form in which text is kept."""
    return unicodedata.normalize("NFC", text)


def fold_vi(text: str) -> str:
    """The key under which two spellings are the same: "Uỷ  ban ĐẮK" and "ủy ban đắk" give "uy ban dak"."""
    return " ".join(text.translate(_FOLDED).split())


class _Folded(dict[int, str]):
    """Each character's folded form, found once: whole texts fold ten times as fast, and to the same.

    Nothing but the order of combining marks depends on neighbours, and the marks are left out.
    """

    def __missing__(self, code: int) -> str:
        plain = _canonical_caseless(chr(code)).translate(_PLAIN)
        self[code] = folded = "".join(char for char in plain if not unicodedata.combining(char))
        return folded


_FOLDED: Final = _Folded()


def sort_key_vi(text: str) -> str:
    """A string whose code points order like Vietnamese: letters of the whole text first, then its tones.

    Case, punctuation and the place of the tone mark ("Hoà", "Hòa") do not count.
    Plain `sorted` and COLLATE "C" give the same order.
    """
    words, tones = [""], [_LEVEL_TONE]
    for cluster in _clusters(_canonical_caseless(text)):
        if letter := _letter_key(cluster):
            words[-1] += letter
            tones[-1] = next((_TONES[mark] for mark in cluster if mark in _TONES), tones[-1])
        elif words[-1]:
            words.append("")
            tones.append(_LEVEL_TONE)
    spelling = _GAP.join(words).removesuffix(_GAP)
    return spelling + _TONES_FOLLOW + "".join(tones).rstrip(_LEVEL_TONE)


def _canonical_caseless(text: str) -> str:
    """Unicode's canonical caseless form; folding case alone leaves NFC and NFD apart."""
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFD", decomposed.casefold()).replace(_ETH, _D_WITH_STROKE)


def _clusters(decomposed: str) -> Iterator[str]:
    """Each base character together with the marks that follow it."""
    cluster = ""
    for char in decomposed:
        if cluster and not unicodedata.combining(char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _letter_key(cluster: str) -> str:
    """The key of one letter without its tone; other alphabets follow the Vietnamese one, no letter is empty."""
    toneless = nfc("".join(char for char in cluster if char not in _TONES))
    base = cluster[0]
    return _LETTERS.get(toneless) or _LETTERS.get(base) or (base if base.isalnum() else "")
