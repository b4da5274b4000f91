"""The named statements of the files beside this one. No other file of the project holds SQL, except the migrations.

`queries.sql` has log and read model, `accounts.sql` people and drafts, `screens.sql` what pages ask.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Final

__all__ = ["SQL", "statements"]

_FILES: Final = ("queries.sql", "accounts.sql", "screens.sql")
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
    for name in _FILES:
        found = statements((files("register") / name).read_text(encoding="utf-8"))
        if twice := named.keys() & found:
            raise ValueError(f"two statements have one name: {', '.join(sorted(twice))}")
        named |= found
    return named


SQL: Final = _all()
