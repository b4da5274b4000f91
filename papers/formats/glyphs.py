"""Which characters the vendored font has: others would stop a PDF/A, which must show every character it says.

Reads the font's own table (OpenType `cmap`, format 4), so that no library is needed for it.
"""

import re
import struct
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["FONTS", "printable"]

FONTS: Final = Path(__file__).parents[1] / "fonts"
_WINDOWS_UNICODE: Final = (3, 1)
_MISSING: Final = "□"
_LONG_WORD: Final = re.compile(r"\S{13,}")
_LONGEST_PIECE: Final = 30


def printable(text: str) -> str:
    """The text with a box for what the font lacks, and with places where overlong words may break."""
    known = _characters()
    shown = "".join(char if char in known or char in "\n\t" else _MISSING for char in text)
    return _LONG_WORD.sub(_breakable, shown)


def _breakable(word: re.Match[str]) -> str:
    """Ids and addresses may break behind a slash and before an at sign; anything else when it must."""
    parts = (
        piece[at : at + _LONGEST_PIECE]
        for piece in re.split(r"(?<=/)|(?=@)", word[0])
        for at in range(0, len(piece), _LONGEST_PIECE)
    )
    return "\u200b".join(parts)


@lru_cache(maxsize=1)
def _characters() -> frozenset[str]:
    """What all four faces have."""
    faces = [_of_face(path.read_bytes()) for path in sorted(FONTS.glob("*.ttf"))]
    return frozenset.intersection(*faces)


def _of_face(font: bytes) -> frozenset[str]:
    start = _table(font, b"cmap")
    (subtables,) = struct.unpack_from(">H", font, start + 2)
    for at in range(subtables):
        platform, encoding, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * at)
        if (platform, encoding) == _WINDOWS_UNICODE:
            return _segments(font, start + offset)
    raise ValueError("the font has no Unicode table")


def _table(font: bytes, tag: bytes) -> int:
    (tables,) = struct.unpack_from(">H", font, 4)
    for at in range(tables):
        name, _, offset, _ = struct.unpack_from(">4sLLL", font, 12 + 16 * at)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _segments(font: bytes, start: int) -> frozenset[str]:
    """The characters of a format 4 table that lead to a glyph."""
    (twice,) = struct.unpack_from(">H", font, start + 6)
    count = twice // 2
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", font, start + place)
        for place in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    found = set()
    for at in range(count):
        for code in range(starts[at], ends[at] + 1):
            glyph = code
            if offsets[at]:
                place = start + 16 + 3 * twice + 2 * at + offsets[at] + 2 * (code - starts[at])
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph and (glyph + deltas[at]) & 0xFFFF and code != 0xFFFF:
                found.add(chr(code))
    return frozenset(found)
