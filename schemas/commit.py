"""What the register answers when a workflow commits (design §5: optimistic commit with adoption)."""

from typing import Any

from pydantic import Field

from schemas.base import Carried
from schemas.events import Event


class Committed(Carried):
    """All empty: stored now, or by an earlier try of the same commit."""

    missing: tuple[Event, ...] = ()
    """Events the workflow does not know yet, in order; nothing was written: adopt them and decide again."""
    repeated: tuple[str, ...] = ()
    """Command ids the register carried out earlier and the workflow has forgotten; nothing was written."""
    conflicts: tuple[str, ...] = ()
    """Command ids the register knows with other content, or from another stream; nothing was written."""
    unreadable: tuple[str, ...] = ()
    """Command ids whose evidence cannot be read back from the store by its hash; nothing was written."""
    unsigned: tuple[str, ...] = ()
    """Command ids whose evidence lacks the signature that the rules of the case ask for; nothing was written."""
    refused: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """Command ids with the refusal they met, as `Refusal.as_details`; nothing was written."""

    @property
    def is_stored(self) -> bool:
        refused = self.conflicts or self.unreadable or self.unsigned or self.refused
        return not (self.missing or self.repeated or refused)
