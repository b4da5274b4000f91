"""Events between Python and the rows of the log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from asyncpg import Record
from pydantic_core import to_json

from register.log.chain import canonical
from schemas.events import Event, Recorded

__all__ = ["are_the_same", "as_event", "as_recorded", "as_rows", "event_row"]


def as_rows(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as one JSON parameter: a tenth of the work of an array for each column."""
    return to_json(list(rows)).decode()


def event_row(one: Recorded) -> dict[str, Any]:
    """An event as the statement `append` reads it; payload and actor as the text that was hashed."""
    return {
        "seq": one.seq,
        "type": one.type,
        "target": one.target,
        "key": one.key,
        "ordinal": one.ordinal,
        "at": one.at,
        "actor": canonical(one.actor.model_dump(mode="json")) if one.actor else None,
        "payload": canonical(one.payload),
        "digest": one.digest,
        "prev_hash": one.prev_hash,
        "hash": one.hash,
    }


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
