"""The hash chain of the event log: what is hashed, byte by byte (docs/event-log.md tells it to others)."""

import hashlib
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from json.encoder import encode_basestring as as_string
from typing import Any, Final, NamedTuple

from schemas.events import Event

__all__ = ["Link", "as_shown", "as_string", "canonical", "hash_of", "instant", "links", "seed"]

_WRITE: Final = json.JSONEncoder(
    sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
).encode


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys in order, no blanks, characters as they are."""
    try:
        return _WRITE(value)
    except ValueError:  # "not a number" has no JSON; a fact must never be unstorable
        return _WRITE(_finite(value))


@lru_cache(maxsize=1024)
def instant(at: datetime) -> str:
    """An instant as it is hashed and shown: UTC, microseconds, offset."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seed(content_hash: str, packet: int) -> str:
    """What stands before the first event of a packet."""
    return hashlib.sha256(f"{content_hash}:{packet}".encode()).hexdigest()


def as_shown(event: Event, *, recorded_at: datetime, prev_hash: str) -> dict[str, Any]:
    """An event as `show --history` prints it, all but its own hash: exactly what is hashed."""
    return {
        "stream": event.stream,
        "seq": event.seq,
        "type": event.type.value,
        "target": event.target,
        "key": event.key,
        "ordinal": event.ordinal,
        "at": instant(event.at),
        "recorded_at": instant(recorded_at),
        "actor": event.actor.model_dump(mode="json") if event.actor else None,
        "payload": event.payload,
        "digest": event.digest,
        "prev_hash": prev_hash,
    }


def hash_of(shown: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of what is shown; the previous hash is part of it."""
    return hashlib.sha256(canonical(shown).encode()).hexdigest()


class Link(NamedTuple):
    """An event in the chain: the text that is hashed, and its hash."""

    text: str
    hash: str


def links(events: Iterable[Event], head_hash: str, recorded_at: datetime) -> Iterator[Link]:
    """The events with their place in the chain.

    The text is that of `canonical(as_shown(…))`, put together here because its names never change: a
    quarter of the work for each of hundreds of events; a test compares the two.
    """
    told = instant(recorded_at)
    for event in events:
        payload = canonical(event.payload)
        actor = canonical(event.actor.model_dump(mode="json")) if event.actor else "null"
        text = (
            f'{{"actor":{actor},"at":"{instant(event.at)}","digest":{_or_null(event.digest)},'
            f'"key":{as_string(event.key)},"ordinal":{event.ordinal},"payload":{payload},'
            f'"prev_hash":"{head_hash}","recorded_at":"{told}","seq":{event.seq},'
            f'"stream":{as_string(event.stream)},"target":{as_string(event.target)},'
            f'"type":"{event.type.value}"}}'
        )
        head_hash = hashlib.sha256(text.encode()).hexdigest()
        yield Link(text, head_hash)


def _or_null(text: str | None) -> str:
    return "null" if text is None else as_string(text)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
