"""What a channel is, and the two ways in which it can fail. Mail and webhooks are channels; the inbox needs none."""

from datetime import timedelta
from typing import Protocol

from register.post.sending import Letter, Target


class NotNow(Exception):
    """The target did not take it this time; later it may. `after` is what it asked for, if anything."""

    def __init__(self, reason: str, *, after: timedelta | None = None) -> None:
        super().__init__(reason)
        self.after = after


class Never(Exception):
    """Trying again cannot help: a wrong address, a refused recipient, a target that is gone."""


class Channel(Protocol):
    """One way out of the house."""

    name: str
    at_once: int
    """Targets served at the same time."""

    async def send(self, target: Target, letter: Letter) -> str:
        """Hand the letter over and return the receipt; raises NotNow or Never."""
        ...

    async def close(self) -> None:
        """End what is kept open between letters."""
        ...
