"""Commands of one packet that are sent while another is on its way there travel together, as one update.

A packet decides its commands in a row, so they would wait for each other anyway; together they cost one call,
one workflow task and one commit instead of one each. Used by `gateway.commands`; a command that meets nobody
travels alone and at once.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError

from gateway.retrying import ATTEMPT, Patience, patiently
from schemas.commands import Command
from schemas.refusals import Unreachable
from schemas.sizes import MOST_BYTES, size_of
from workflows.wire import TOGETHER

__all__ = ["Travellers"]

Answer = dict[str, Any]

_WAITS_AT_MOST_S: Final = 0.5
"""Behind one that is not answered nobody waits longer than this."""
_LINGERS_S: Final = 0.003
"""Those who were answered together send their next commands at nearly the same moment."""
_REMEMBERS_S: Final = 0.2
"""So long after a group a command expects company and lingers."""
_MOST: Final = 64
_MOST_BYTES: Final = 4 * MOST_BYTES
"""Of one update, far below the two megabytes at which the engine fails a task."""
_PATIENCE_S: Final = 2.0
"""A group that is not answered by then travels one by one, each with the patience of its caller."""


@dataclass(eq=False)
class _Waiting:
    command: Command
    answer: "asyncio.Future[Answer | None]"

    def __post_init__(self) -> None:
        self.said = self.command.model_dump(mode="json") | {"command": self.command.name}
        self.size = size_of(self.said)


class Travellers:
    """Who is on the way to which packet, and who waits to go next."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._on_the_way: Counter[str] = Counter()
        self._waiting: dict[str, list[_Waiting]] = {}
        self._met_at: dict[str, float] = {}
        self._groups: set[asyncio.Task[None]] = set()

    async def carried(
        self, stream: str, command: Command, alone: Callable[[], Awaitable[Answer]]
    ) -> Answer:
        """The answer to a command; *alone* sends it by itself, and raises what becomes of it otherwise."""
        wait_s = self._wait_s(stream)
        if wait_s and (answer := await self._in_company(stream, command, wait_s)):
            return answer
        self._on_the_way[stream] += 1
        try:
            return await alone()
        finally:
            self._arrived(stream)

    def _wait_s(self, stream: str) -> float:
        """How long at most a command waits for company; 0: nobody is or was about."""
        if self._on_the_way[stream]:
            return _WAITS_AT_MOST_S
        met_at = self._met_at.get(stream)
        if met_at is None:
            return 0
        if asyncio.get_running_loop().time() - met_at < _REMEMBERS_S:
            return _LINGERS_S
        del self._met_at[stream]
        return 0

    async def _in_company(self, stream: str, command: Command, wait_s: float) -> Answer | None:
        """The answer that came with the others'; None: it was refused or not answered, and goes alone."""
        loop = asyncio.get_running_loop()
        one = _Waiting(command, loop.create_future())
        self._waiting.setdefault(stream, []).append(one)
        timer = loop.call_later(wait_s, self._depart, stream)
        try:
            return await one.answer
        finally:
            timer.cancel()

    def _arrived(self, stream: str) -> None:
        self._on_the_way[stream] -= 1
        if not self._on_the_way[stream]:
            del self._on_the_way[stream]
            self._depart(stream)

    def _depart(self, stream: str) -> None:
        """Everybody who waits sets out; one by itself is told to go alone."""
        waiting = self._waiting.pop(stream, [])
        going, later = _together([one for one in waiting if not one.answer.done()])
        if later:
            self._waiting[stream] = later
        if len(going) > 1:
            group = asyncio.get_running_loop().create_task(self._travel(stream, going))
            self._groups.add(group)
            group.add_done_callback(self._groups.discard)
        elif going:
            going[0].answer.set_result(None)

    async def _travel(self, stream: str, group: list[_Waiting]) -> None:
        self._on_the_way[stream] += 1
        answers: list[Answer | None] = []
        try:
            answers = await self._updated(stream, group)
        except (RPCError, Unreachable, WorkflowUpdateFailedError):
            pass  # each hears what became of it when it goes alone
        finally:
            self._met_at[stream] = asyncio.get_running_loop().time()
            for at, one in enumerate(group):
                if not one.answer.done():
                    one.answer.set_result(answers[at] if at < len(answers) else None)
            self._arrived(stream)

    async def _updated(self, stream: str, group: list[_Waiting]) -> list[Answer | None]:
        handle = self._client.get_workflow_handle(stream)
        said = {"commands": [one.said for one in group]}
        names = ",".join(f"{one.command.command_id}:{one.command.digest()}" for one in group)
        own = str(uuid5(NAMESPACE_URL, f"dondoc:{stream}:{names}"))

        async def update() -> dict[str, Any]:
            answered: dict[str, Any] = await handle.execute_update(
                TOGETHER, said, id=own, result_type=dict, rpc_timeout=ATTEMPT
            )
            return answered

        answered = await patiently(update, command_id=own, patience=Patience(_PATIENCE_S))
        answers: list[Answer | None] = answered["answers"]
        return answers


def _together(waiting: list[_Waiting]) -> tuple[list[_Waiting], list[_Waiting]]:
    """Who goes now, in the order of their coming, and who with the next group: one update has its limits."""
    size = 0
    for at, one in enumerate(waiting[:_MOST]):
        size += one.size
        if at and size > _MOST_BYTES:
            return waiting[:at], waiting[at:]
    return waiting[:_MOST], waiting[_MOST:]
