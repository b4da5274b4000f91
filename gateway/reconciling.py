"""Every packet of the register compared with its workflow, and what has drifted is repaired.

Called each hour by `activities.reconciling`, and by `dondoc register reconcile`. Faults can leave four
differences: a packet that was planned and never started, one that Temporal no longer runs, one that is
behind what the register holds, and one that runs although the register has closed it. All four are
repaired by what exists for them (start, `catch_up`); safe at any time and beside everything else.
"""

import asyncio
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from temporalio.client import Client, WorkflowQueryFailedError, WorkflowQueryRejectedError
from temporalio.common import QueryRejectCondition
from temporalio.service import RPCError, RPCStatusCode

from gateway.health import engine_of
from gateway.retrying import patiently
from gateway.starting import Starter
from register import reads
from register.pool import Db
from schemas.refusals import Unreachable

Progress = Callable[[int, int], None]

AT_ONCE: Final = 16
"""Queries in flight: a sleeping case is replayed for its answer, and people's commands go first."""
_ANSWERED_WITHIN: Final = timedelta(seconds=10)
_ASKED_AGAIN_AFTER_S: Final = (0.2, 1.0)
_CATCHES_UP_WITHIN_S: Final = (0.05, 0.2, 0.5, 1.0, 2.0, 4.0)
_SEEN_AFTER_S: Final = (0.2, 0.5, 1.0, 2.0)
_NO_ASSIGNMENT: Final = "-"
"""As the target of `snapshot`: the sequence number alone is wanted."""
_NAMED: Final = 20
"""Differences that the hourly answer names; the log has all of them."""


class Drift(StrEnum):
    """How a packet can differ."""

    NOT_STARTED = "not_started"
    LOST = "lost"
    BEHIND = "behind"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Difference:
    """One packet that differs, and whether it does no longer."""

    id: str
    drift: Drift
    register_seq: int
    workflow_seq: int | None
    repaired: bool


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What one comparison found."""

    checked: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is left that differs."""
        return all(one.repaired for one in self.differences)

    def as_document(self) -> dict[str, Any]:
        """As `dondoc register reconcile --json` answers it."""
        found = [asdict(one) for one in self.differences]
        return {"ok": self.ok, "checked": self.checked, "differences": found}

    def as_summary(self) -> dict[str, Any]:
        """What the hourly workflow ends with: it must stay small, however much has drifted."""
        whole = self.as_document()
        return whole | {
            "found": len(self.differences),
            "differences": whole["differences"][:_NAMED],
        }


class Reconciler:
    """Compares and repairs; reads the register, asks the workflows, starts and signals."""

    def __init__(self, pool: Db, client: Client, task_queue: str) -> None:
        self._pool = pool
        self._client = client
        self._task_queue = task_queue
        self._starter = Starter(pool, client, task_queue)

    async def run(self, progress: Progress = lambda _done, _of: None) -> Reconciled:
        """One comparison of everything; *progress* is told after each packet.

        Raises Unreachable when the engine is away or no worker could answer for it.
        """
        await self._refuse_without_worker()
        started = await self._starter.start_waiting()
        found = [Difference(one, Drift.NOT_STARTED, 0, None, repaired=True) for one in started]
        heads = await reads.open_heads(self._pool)
        running = [one for one in await self._running() if one not in heads]
        closed = await reads.heads_of(self._pool, running)
        found += [
            Difference(one, Drift.UNKNOWN, 0, None, repaired=False)
            for one in running
            if one not in closed
        ]
        found += await self._compared(heads | closed, progress)
        return Reconciled(len(started) + len(heads) + len(running), tuple(found))

    async def _compared(self, heads: dict[str, int], progress: Progress) -> list[Difference]:
        gate, done = asyncio.Semaphore(AT_ONCE), 0

        async def one(stream: str, held: int) -> Difference | None:
            nonlocal done
            async with gate:
                difference = await self._difference(stream, held)
            done += 1
            progress(done, len(heads))
            return difference

        found = await asyncio.gather(*(one(stream, held) for stream, held in heads.items()))
        return [difference for difference in found if difference is not None]

    async def _difference(self, stream: str, held: int) -> Difference | None:
        """The register's number was read first, so a workflow below it is truly behind."""
        try:
            known = await self._seq_of(stream)
        except (WorkflowQueryFailedError, RPCError):
            return Difference(stream, Drift.UNANSWERED, held, None, repaired=False)
        if known is None:
            return await self._lost(stream, held)
        if known < held:
            repaired = await self._catches_up(stream, held)
            return Difference(stream, Drift.BEHIND, held, known, repaired=repaired)
        if known > held and known > (now := await reads.head_seq(self._pool, stream)):
            return Difference(stream, Drift.AHEAD, now, known, repaired=False)
        return None

    async def _lost(self, stream: str, held: int) -> Difference | None:
        """Started again from the register; nothing is wrong when the packet has just closed."""
        if not await self._starter.start_from_register(stream):
            return None
        return Difference(stream, Drift.LOST, held, None, repaired=True)

    async def _catches_up(self, stream: str, held: int) -> bool:
        handle = self._client.get_workflow_handle(stream)
        try:
            await patiently(lambda: handle.signal("catch_up", held), command_id=stream)
            for pause in _CATCHES_UP_WITHIN_S:
                await asyncio.sleep(pause)
                known = await self._seq_of(stream)
                if known is None or known >= held:
                    return True
        except (WorkflowQueryFailedError, RPCError):
            # It has just ended, or it does not answer; a packet that has ended needs nothing more.
            return (await reads.case_of(self._pool, stream)).is_closed
        return False

    async def _seq_of(self, stream: str) -> int | None:
        """The last event the workflow knows; None when it does not run. Asked more than once before it raises."""
        handle = self._client.get_workflow_handle(stream)
        pauses = iter(_ASKED_AGAIN_AFTER_S)
        while True:
            try:
                snapshot: dict[str, Any] = await handle.query(
                    "snapshot",
                    _NO_ASSIGNMENT,
                    result_type=dict,
                    reject_condition=QueryRejectCondition.NOT_OPEN,
                    rpc_timeout=_ANSWERED_WITHIN,
                )
            except WorkflowQueryRejectedError:
                return None
            except RPCError as error:
                if error.status is RPCStatusCode.NOT_FOUND:
                    return None
                if (pause := next(pauses, None)) is None:
                    raise
                await asyncio.sleep(pause)
            else:
                return int(snapshot["seq"])

    async def _running(self) -> list[str]:
        """What the engine says it runs; it may be a second behind, so that each is asked as well."""
        query = (
            "WorkflowType = 'ConclusionWorkflow' AND ExecutionStatus = 'Running' "
            f"AND TaskQueue = '{self._task_queue}'"
        )
        try:
            return [one.id async for one in self._client.list_workflows(query)]
        except RPCError as error:
            raise Unreachable("engine_unreachable", command_id="reconcile") from error

    async def _refuse_without_worker(self) -> None:
        """A worker that has just started, or whose server has, is not seen at once."""
        for pause in (*_SEEN_AFTER_S, None):
            if (await engine_of(self._client, self._task_queue, datetime.now(UTC))).workers:
                return
            if pause is not None:
                await asyncio.sleep(pause)
        raise Unreachable("nobody_works", queue=self._task_queue)
