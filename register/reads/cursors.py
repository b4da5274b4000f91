"""Where a page ended: opaque to those who carry it, checked when it comes back."""

import binascii
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

from schemas.refusals import MalformedInput

__all__ = ["cursor_of", "place_in"]


def cursor_of(turn: int, assignment: str) -> str:
    """The text that leads to what comes after this row."""
    return urlsafe_b64encode(json.dumps([turn, assignment]).encode()).decode().rstrip("=")


def place_in(cursor: str) -> tuple[int, str]:
    """Turn and id of the row where the earlier page ended."""
    try:
        turn, own = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if type(turn) is int and isinstance(own, str) and 0 <= turn < 2**31 and own.isprintable():
            return turn, own
    except (binascii.Error, ValueError, TypeError):
        pass
    raise MalformedInput("bad_cursor", field="after", given=cursor[:200])
