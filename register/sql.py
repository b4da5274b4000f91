"""The named statements of the *.sql files beside this one. No other file of the project holds SQL, except the migrations."""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

__all__ = ["SQL", "statements"]

_NAME: Final = re.compile(r"^-- name: ([a-z_]+)\n", re.MULTILINE)


def statements(text: str) -> dict[str, str]:
    """Name to statement; comments stay with the statement, so the server's log shows what it is for."""
    _, *pieces = _NAME.split(text)
    named = dict(zip(pieces[::2], (piece.strip() for piece in pieces[1::2]), strict=True))
    if len(named) * 2 != len(pieces):
        raise ValueError("two statements have one name")
    return named


@lru_cache(maxsize=1)
def _all() -> Mapping[str, str]:
    named: dict[str, str] = {}
    for one in sorted(files("register").iterdir(), key=lambda one: one.name):
        if one.name.endswith(".sql"):
            found = statements(one.read_text(encoding="utf-8"))
            if named.keys() & found.keys():
                raise ValueError(f"{one.name} repeats the name of a statement")
            named |= found
    return named


SQL: Final = _all()
