"""Keeps the register in step with the workflows, and logs one line per act."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import structlog
from temporalio import activity

from activities.signing import Signing
from evidence.store import EvidenceStore
from register import writes
from register.pool import Db
from schemas.addressees import refused_among
from schemas.commands import EvidenceFile
from schemas.commit import Committed
from schemas.events import Event, Fact

log = structlog.get_logger("acts")
_COUNTED = frozenset({Fact.ASSIGNMENT_OPENED, Fact.RUNG_COLLAPSED, Fact.RUNG_SKIPPED})
_WORD = re.compile(r"(?<!^)(?=[A-Z])")


class RegisterActivities:
    """Called by `workflows.effects` as a local activity, and as a regular one when that fails."""

    def __init__(self, pool: Db, store: EvidenceStore, trust_dir: Path | None = None) -> None:
        self._pool = pool
        self._store = store
        self._signing = Signing(pool, store, trust_dir)

    @activity.defn(name="commit")
    async def commit(self, stream: str, expected_seq: int, events: list[Event]) -> Committed:
        """Store these events, or say what the workflow has to adopt or refuse first (design §5)."""
        unreadable = [event.key for event in events if not await self._can_be_read_back(event)]
        if unreadable:
            return Committed(unreadable=tuple(dict.fromkeys(unreadable)))
        if unsigned := await self._signing.missing(events):
            return Committed(unsigned=tuple(dict.fromkeys(unsigned)))
        if refused := refused_among(events):
            return Committed(refused={key: one.as_details() for key, one in refused.items()})
        committed = await writes.commit(self._pool, stream, expected_seq, events)
        if committed.is_stored:
            _log(stream, events)
        return committed

    async def _can_be_read_back(self, event: Event) -> bool:
        """Evidence is a stored file: a reference without its file is no evidence."""
        files = [EvidenceFile.model_validate(one) for one in event.payload.get("files") or ()]
        for file in files:
            if not await self._store.holds(file):
                return False
        return True


def _log(stream: str, events: Sequence[Event]) -> None:
    """One line per act; what opens or collapses by the hundred is one line with its count."""
    for fact, count in Counter(one.type for one in events if one.type in _COUNTED).items():
        log.info(_name(fact), workflow=stream, count=count)
    for event in events:
        if event.type not in _COUNTED:
            log.info(
                _name(event.type),
                workflow=stream,
                seq=event.seq,
                target=event.target,
                at=event.at.isoformat(),
                **_who(event),
            )


def _who(event: Event) -> dict[str, Any]:
    if event.actor is None:
        told: dict[str, Any] = {
            name: event.payload[name] for name in ("rung", "to") if name in event.payload
        }
        return {"obligation": event.payload["obligation"]} | told if told else {}
    said = {"office": event.actor.office, "role": event.actor.role.value}
    return said | ({"person": event.actor.person} if event.actor.person else {})


def _name(fact: Fact) -> str:
    return _WORD.sub("_", fact.value).lower()
