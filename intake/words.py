"""Text as the rules see it: one folded character for each character, so that a span means the same in both.

Used by every rule of intake. Folding here keeps marks (they carry the meaning); it unifies case, the
two ways of placing a tone, look-alike letters, dashes, blanks and the asterisks of stored Markdown.
"""

import re
from functools import cache
from typing import Final

LETTER: Final = r"[^\W\d_]"
UPPER: Final = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-ỹ"

# Same width on both sides: "hoà" and "hòa" are one word, "quý" and "quỹ" are not touched.
_OLD: Final = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OLD_TONE: Final = re.compile(rf"(?<!q)({'|'.join(_OLD)})(?!{LETTER})")
_SAME: Final = str.maketrans(
    {
        "ð": "đ", "Ð": "đ", "*": " ", "_": " ", "\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " ",
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u2044": "/", "\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u200b": " ", "\ufeff": " ",
    }
)  # fmt: skip


def fold(text: str) -> str:
    """The text in lower case and one spelling, character for character."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters of other scripts become two
        lowered = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return _OLD_TONE.sub(lambda found: _OLD[found[1]], lowered.translate(_SAME))


@cache
def phrase(pattern: str) -> re.Pattern[str]:
    """A rule's pattern: a blank in it stands for any run of blanks and line breaks, " ?" also for none, "_" for one."""
    return re.compile(pattern.replace(" ?", r"\s*").replace(" ", r"\s+").replace("_", r"\s"))


def words_of(text: str) -> list[str]:
    """The words of folded text without punctuation, for comparing names."""
    return re.findall(r"[\w&]+", fold(text))


def squeezed(text: str) -> str:
    """The text on one line, without Markdown asterisks, as it is shown and compared."""
    return " ".join(text.replace("*", "").split())
