"""Rows of assignments as the JSON that the statement `append` reads.

A conclusion for all provinces opens hundreds that differ in who leads only: their row is written once, with
gaps for what is their own, and the gaps are filled for each. Called by `register.writing.appending`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic_core import to_json

from policy.openings import twin
from register.deriving.consequences import Held, Opening
from register.log.chain import as_string

__all__ = ["assignment_rows"]

_FEW: Final = 3
"""Writing gaps costs as much as two rows."""
_ZERO: Final = "\\u0000"
_MARK: Final = "\ue000"
"""A character that stands for a gap; where a text of people holds it too, every row is written by itself."""
_GAP: Final = re.compile(f'"{_MARK}([a-z]+)"')


def assignment_rows(changed: Iterable[tuple[Held, bool]]) -> str:
    """The rows, each with whether its present place in history is new."""
    return f"[{','.join(_rows(changed))}]"


def _rows(changed: Iterable[tuple[Held, bool]]) -> Iterator[str]:
    forms: dict[int, _Form | None] = {}
    for held, is_new in changed:
        opening = held.opening
        if opening is None or opening.copies < _FEW or not is_new:
            yield _row(held, is_new=is_new)
            continue
        if id(opening) not in forms:
            forms[id(opening)] = _form_of(held, opening)
        form = forms[id(opening)]
        yield form.filled(held) if form else _row(held, is_new=is_new)


def _row(held: Held, *, is_new: bool) -> str:
    return _text(held.row() | {"is_new": is_new})


def _text(row: dict[str, Any]) -> str:
    state = row.pop("state_json")
    if _ZERO in state:
        # PostgreSQL takes no object apart that holds the character zero; into a string it does not look.
        state = as_string(state)
    return f'{to_json(row).decode()[:-1]},"state_json":{state}}}'


class _Form:
    """A row with gaps: texts that all have in common, and between them the names of what is their own."""

    def __init__(self, row: str) -> None:
        self._pieces = _GAP.split(row)
        self._names = self._pieces[1::2]

    def filled(self, held: Held) -> str:
        """The row of one of them."""
        one, standing = held.state, held.standing
        own = {
            "id": as_string(one.id),
            "n": str(one.n),
            "seq": str(one.seq),
            "directive": as_string(held.directive),
            "lead": as_string(one.id.rpartition("@")[2]),
            "holder": as_string(standing.holder),
            "level": as_string(standing.level),
        }
        pieces = self._pieces.copy()
        pieces[1::2] = [own[name] for name in self._names]
        return "".join(pieces)


def _form_of(held: Held, opening: Opening) -> _Form | None:
    """The form of what was opened alike; None when the mark of gaps occurs in it already."""
    if _MARK in _row(held, is_new=True):
        return None
    gap: dict[str, Any] = {name: f"{_MARK}{name}" for name in ("id", "n", "holder", "seq")}
    marked = Held(
        state=twin(opening.state, gap, gap["seq"]),
        place=gap["seq"],
        directive=f"{_MARK}directive",
        keys=(),
        standing=opening.standing._replace(holder=gap["holder"], level=f"{_MARK}level"),
        standing_from=held.standing_from,
        last_at=held.last_at,
    )
    return _Form(_text(marked.row() | {"lead": f"{_MARK}lead", "is_new": True}))
