"""What the register and the rules can hold: texts, numbers and days that JSON allows and they do not.

Asked of every body before it is looked at, and of every command and conclusion before it is sent on.
"""

import json
import math
from typing import Any, Final

from console.api.problems import Unreadable
from schemas.characters import as_field, zero_character_in
from schemas.reach import leaves, out_of_reach
from schemas.refusals import MalformedInput

_SURROGATES: Final = ("\ud800", "\udfff")


def refuse_unreadable(body: bytes) -> None:
    """Raises Unreadable for what is no JSON, numbers without end and half characters; MalformedInput for U+0000, with its field."""
    if not body:
        return
    try:
        said = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise Unreadable("body_unreadable") from None
    if (path := zero_character_in(said)) is not None:
        raise MalformedInput("zero_character", field=as_field(path))
    for _, one in leaves(said):
        if (isinstance(one, str) and not is_text(one)) or _is_infinite(one):
            raise Unreadable("body_unreadable")


def refuse_unkeepable(said: Any) -> None:
    """Raises MalformedInput for days no rule can count from, and for texts that became infinite numbers."""
    if any(_is_infinite(one) for _, one in leaves(said)):
        raise MalformedInput("field_wrong", field="body", problem="NaN, Infinity")
    if (too_far := out_of_reach(said)) is not None:
        raise MalformedInput("day_too_far", field=too_far.field, **too_far.said)


def is_text(value: str) -> bool:
    """Whether PostgreSQL and UTF-8 can hold it."""
    return "\x00" not in value and not any(_SURROGATES[0] <= c <= _SURROGATES[1] for c in value)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _is_infinite(one: Any) -> bool:
    return isinstance(one, float) and not math.isfinite(one)
