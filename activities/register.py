"""Keeps the register in step with the workflows."""

from asyncpg import Pool
from temporalio import activity

from evidence.store import EvidenceStore
from register import writes
from schemas.commands import EvidenceFile
from schemas.commit import Committed
from schemas.events import Event


class RegisterActivities:
    """Called by `workflows.effects` as a local activity, and as a regular one when that fails."""

    def __init__(self, pool: Pool, store: EvidenceStore) -> None:
        self._pool = pool
        self._store = store

    @activity.defn(name="commit")
    async def commit(self, stream: str, expected_seq: int, events: list[Event]) -> Committed:
        """Store these events, or say what the workflow has to adopt or refuse first (design §5)."""
        unreadable = [event.key for event in events if not await self._can_be_read_back(event)]
        if unreadable:
            return Committed(unreadable=tuple(dict.fromkeys(unreadable)))
        return await writes.commit(self._pool, stream, expected_seq, events)

    async def _can_be_read_back(self, event: Event) -> bool:
        """Evidence is a stored file: a reference without its file is no evidence."""
        files = [EvidenceFile.model_validate(one) for one in event.payload.get("files") or ()]
        for file in files:
            if not await self._store.holds(file):
                return False
        return True
