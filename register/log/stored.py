"""Events between Python and the rows of the log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Final

from asyncpg import Record
from pydantic_core import to_json

from register.log.chain import Link, canonical
from schemas.events import Event, Recorded

__all__ = ["are_the_same", "as_event", "as_recorded", "as_rows", "event_rows"]

_ZERO: Final = "\\u0000"


def as_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as one JSON parameter: a tenth of the work of an array for each column."""
    return to_json(list(rows)).decode()


def event_rows(links: Iterable[Link]) -> str:
    """Events as the statement `append` reads them: the very text that was hashed, and its hash."""
    return f"[{','.join(map(_event_row, links))}]"


def _event_row(link: Link) -> str:
    if _ZERO in link.text:
        # PostgreSQL takes no object apart that holds the character zero; into a string it does not look.
        said = json.loads(link.text) | {"hash": link.hash}
        inner = {name: canonical(said[name]) for name in ("actor", "payload") if said[name]}
        return to_json(said | inner).decode()
    return f'{link.text[:-1]},"hash":"{link.hash}"}}'


def as_event(row: Record) -> Event:
    """An event of the log as workflows and the fold know it."""
    return Event.model_validate(_fields(row))


def as_recorded(row: Record) -> Recorded:
    """An event of the log with its place in the chain."""
    return Recorded.model_validate(_fields(row))


def are_the_same(known: Sequence[Event], given: Sequence[Event]) -> bool:
    """Whether these events say exactly the same: a repeated try, and not another decision."""
    return all(
        one is not None and other is not None and _said(one) == _said(other)
        for one, other in zip_longest(known, given)
    )


def _fields(row: Record) -> dict[str, Any]:
    fields = dict(row)
    fields["payload"] = json.loads(fields["payload"])
    fields["actor"] = json.loads(fields["actor"]) if fields["actor"] else None
    return fields


def _said(event: Event) -> tuple[Any, ...]:
    payload = canonical(event.payload)
    return event.type, event.target, event.key, event.ordinal, event.digest, event.at, payload
