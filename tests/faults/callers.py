"""The people: lives of assignments drawn from a seed, told through the gateway, and a log of what they were answered.

A caller that gets no answer tries again with the same id until it has one, as people and programs do;
what was acknowledged to it stands in the log and must be found everywhere else.
"""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

import asyncpg
from temporalio.client import WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from schemas.commands import COMMANDS, Command, EvidenceFile
from schemas.conclusion import Conclusion
from schemas.refusals import Code, Refusal, Unreachable
from tests.faults.lab import Examined

PATIENCE_S: Final = 20.0
"""What the gateway gives one attempt; then the caller tries again."""
ATTEMPT_S: Final = 45.0
"""After so long without any answer a caller hangs up."""
NO_ANSWER: Final = (
    Unreachable,
    OSError,
    RPCError,
    WorkflowUpdateRPCTimeoutOrCancelledError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    # A connection that has just been told of the server's end and has not closed yet.
    asyncpg.InternalClientError,
)
"""How it looks when a part is away: the act may or may not have happened."""


class GaveUp(Exception):
    """The system did not come back."""


@dataclass(slots=True)
class Attempt:
    """One call and when it was answered, on the monotonic clock."""

    begun: float
    ended: float
    answered: bool
    said: str = ""


@dataclass(slots=True)
class Offer:
    """A command and what became of it in the eyes of its caller."""

    command: Command
    outcome: str = "open"
    """`done`, or the code of the refusal; `open` while nobody has answered."""
    answer: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.command.command_id

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(one.sha256 for one in getattr(self.command, "files", ()))


@dataclass(slots=True)
class Issue:
    """A conclusion, whether its start was acknowledged, and the assignments it must have."""

    conclusion: Conclusion
    offset_s: int
    assignments: tuple[str, ...]
    acknowledged: bool = False
    silent_until: datetime | None = None
    """Nobody acts before this business moment; the rung below must have been recorded by then."""
    rung: str | None = None
    begun: float = 0.0
    ended: float = float("inf")
    """On the monotonic clock: from the first call for it to the last answer."""


@dataclass
class CallersLog:
    """The first of the checker's three sources."""

    issues: dict[str, Issue] = field(default_factory=dict)
    offers: list[Offer] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    lives: int = 0

    def done(self) -> list[Offer]:
        return [one for one in self.offers if one.outcome == "done"]

    def keep(self, file: Path) -> None:
        """For whoever looks into a failure afterwards."""
        lines = (
            json.dumps(
                {"said": one.command.model_dump(mode="json"), "name": one.command.name}
                | {"outcome": one.outcome, "answer": one.answer},
                ensure_ascii=False,
            )
            for one in self.offers
        )
        file.write_text("\n".join(lines), encoding="utf-8")


class Callers:
    """Sends commands until they are answered, and writes down every answer."""

    def __init__(
        self,
        lab: Examined,
        dice: Random,
        *,
        give_up_after_s: float = 180.0,
        attempt_s: float = ATTEMPT_S,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.lab = lab
        self.dice = dice
        self.log = CallersLog()
        self._give_up_after_s = give_up_after_s
        self._attempt_s = attempt_s
        self._patience_s = patience_s

    def new_id(self) -> str:
        return str(UUID(int=self.dice.getrandbits(128), version=4))

    async def issue(self, issue: Issue) -> None:
        """Start the conclusion; it counts as acknowledged when the starter says so."""
        self.log.issues[issue.conclusion.ref] = issue
        issue.begun = time.monotonic()
        await self._until_answered(
            lambda: self.lab.starter.start(issue.conclusion, clock_offset_s=issue.offset_s)
        )
        issue.acknowledged = True

    async def send(self, command: Command) -> Offer:
        """One command, repeated under its id until somebody answers."""
        offer = Offer(command)
        self.log.offers.append(offer)
        try:
            offer.answer = await self._until_answered(
                lambda: self.lab.commands.send(command, patience_s=self._patience_s)
            )
            offer.outcome = "done"
        except Refusal as refusal:
            offer.outcome = refusal.code.value
            offer.answer = refusal.as_details()
        return offer

    async def evidence(self, name: str) -> EvidenceFile:
        """A file of its own, stored before any command names it."""
        paper = self.lab.folder / "papers" / name
        paper.parent.mkdir(exist_ok=True)
        paper.write_bytes(b"%PDF-1.7 " + name.encode() + self.dice.randbytes(16))
        return await self.lab.store.put(paper)

    def as_command(self, name: str, target: str, actor: tuple[str, str], **said: Any) -> Command:
        office, role = actor
        fields = {"command_id": self.new_id(), "target": target}
        return COMMANDS[name].model_validate(
            fields | {"actor": {"office": office, "role": role}} | said
        )

    async def _until_answered(self, act: Callable[[], Awaitable[Any]]) -> Any:
        give_up_at = time.monotonic() + self._give_up_after_s
        pause_s = 0.0
        while True:
            begun = time.monotonic()
            try:
                async with asyncio.timeout(self._attempt_s):
                    answer = await act()
            except Refusal as refusal:
                # What the rules say is an answer; a fault of ours is none.
                is_answer = refusal.code is not Code.FAULT
                self._note(begun, answered=is_answer, said=refusal.code.value)
                raise
            except NO_ANSWER as failure:
                said = f"{failure!r} {failure.__cause__!r}"
                self._note(begun, answered=False, said=said[:300])
            else:
                self._note(begun, answered=True)
                return answer
            if time.monotonic() > give_up_at:
                raise GaveUp(self.log.attempts[-1].said)
            pause_s = min(pause_s + self.dice.uniform(0.05, 0.4), 2.0)
            await asyncio.sleep(pause_s)

    def _note(self, begun: float, *, answered: bool, said: str = "") -> None:
        self.log.attempts.append(Attempt(begun, time.monotonic(), answered, said))


def offset_to(business: datetime, *, in_s: float = 0.0) -> int:
    """The clock offset under which business time reaches that moment in so many seconds."""
    return round((business - datetime.now(UTC)).total_seconds() - in_s)


async def all_of(lives: Iterable[Callable[[], Awaitable[None]]], *, at_once: int) -> None:
    """Run them all, so many at a time; the first that raises ends the rest."""
    gate = asyncio.Semaphore(at_once)

    async def one(life: Callable[[], Awaitable[None]]) -> None:
        async with gate:
            await life()

    async with asyncio.TaskGroup() as group:
        for life in lives:
            group.create_task(one(life))
