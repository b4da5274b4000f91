"""The one character that JSON allows and PostgreSQL cannot keep: U+0000, in any text or name of what is given.

Asked wherever something enters: of a conclusion before it is issued, of a command at the gateway and at the
door of its case, of a body at the API.
"""

from typing import Any, Final

from schemas.reach import leaves

ZERO: Final = "\x00"
_ESCAPED: Final = "\\u0000"


def may_hold_zero(written: str) -> bool:
    """Whether JSON is worth looking through; a text that quotes the escape is, too."""
    return _ESCAPED in written


def zero_character_in(said: Any) -> tuple[str | int, ...] | None:
    """Where the first one stands in plain values; None when there is none."""
    for path, one in leaves(said):
        if isinstance(one, str) and ZERO in one:
            return path
    return None


def as_field(path: tuple[str | int, ...]) -> str:
    """The path as errors name it; a name that itself holds the character is shown without."""
    return ".".join(str(step).replace(ZERO, "\ufffd") for step in path)
