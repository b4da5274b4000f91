"""From a checked conclusion to running workflows: planned in the register first, then started.

So a caller that dies in between loses nothing: `start_planned`, run by every worker and by
`reconcile`, starts what is planned and has no workflow yet.
"""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from temporalio.api.common.v1 import Payload
from temporalio.client import (
    Client,
    WithStartWorkflowOperation,
    WorkflowExecutionDescription,
    WorkflowExecutionStatus,
    WorkflowHandle,
)
from temporalio.common import RawValue, WorkflowIDConflictPolicy, WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError, RPCStatusCode

from gateway.retrying import ATTEMPT, PATIENCE_S, Patience, patiently, through_outages
from policy.issuing import cases_of, content_hash, problems_of
from register import reads, writes
from register.pool import Db
from schemas.case import Case
from schemas.commands import Command
from schemas.conclusion import Conclusion
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from workflows.conclusion import ConclusionWorkflow

OPEN_WITHIN_S: Final = 60.0
_STARTED_AT_ONCE: Final = 8
"""Packets that are looked for and started from the register at the same time, after Temporal has lost them."""
_LOOK_FIRST_S: Final = 0.004
_LOOK_AT_MOST_S: Final = 0.025
"""Looking costs the processors that the worker needs; a large conclusion is looked at less often."""


@dataclass(frozen=True, slots=True)
class Started:
    """The answer of `starter.py`."""

    workflow_id: str
    run_id: str | None
    outcome: str
    packets: int
    directives: int
    assignments: int


class Starter:
    """Starts conclusions; the same one twice starts once and says so."""

    def __init__(self, pool: Db, client: Client, task_queue: str) -> None:
        self._pool = pool
        self._client = client
        self._task_queue = task_queue
        self.patience_s = PATIENCE_S
        """Seconds after which a caller is told that nobody answered."""

    async def start(self, conclusion: Conclusion, *, clock_offset_s: int = 0) -> Started:
        """Plan, start, and wait until the register holds every assignment.

        Raises MalformedInput for a conclusion that cannot be issued, a Conflict refusal when the
        `ref` runs or ran with other content, Unreachable when the engine or every worker is away;
        what is planned by then is started by the next worker.
        """
        for problem in problems_of(conclusion):
            field = ".".join(str(step) for step in problem.path)
            raise MalformedInput(problem.reason, field=field, **problem.said)
        cases = cases_of(conclusion, clock_offset_s=clock_offset_s)
        written = [case.model_dump_json() for case in cases]
        hashed = content_hash(conclusion)
        patience = Patience(self.patience_s, sent="start_unanswered")

        async def plan() -> writes.PlanOutcome:
            if clock_offset_s and not await reads.virtual_clock(self._pool):
                raise MalformedInput("offset_refused", field="clock_offset_s")
            return await writes.plan(self._pool, conclusion, hashed, cases, written=written)

        target = f"kl/{conclusion.ref}"
        outcome = await through_outages(plan, command_id=target, patience=patience)
        if not outcome.created and outcome.content_hash_running != hashed:
            raise _other_content(conclusion, outcome.document_running)
        # From here on it will be started, by us or by the next worker.
        patience.has_sent = True
        run_id: str | None = None
        if outcome.created or not outcome.closed:

            async def start() -> str | None:
                runs = await asyncio.gather(
                    *(
                        self._started(case, text, patience=patience)
                        for case, text in zip(cases, written, strict=True)
                    )
                )
                await self._opened(conclusion.ref, len(cases))
                return runs[0]

            run_id = await through_outages(start, command_id=target, patience=patience)
        return Started(
            workflow_id=cases[0].stream,
            run_id=run_id or await self._run_id(cases[0].stream),
            outcome="started" if outcome.created else "already_started",
            packets=len(cases),
            directives=len(conclusion.directives),
            assignments=sum(len(case.planned) for case in cases),
        )

    async def start_packet(self, case: Case) -> None:
        """Start one planned packet more, and wait until the register holds its opening."""
        await self._started(case)
        await self._opened(case.ref, case.packet)

    async def start_planned(self) -> int:
        """Start every planned packet that has no workflow yet; run by each worker when it starts."""
        return len(await self.start_waiting())

    async def start_waiting(self) -> list[str]:
        """The same, for reconcile: which packets these were."""
        waiting = await reads.unopened(self._pool)
        return [case.stream for case in waiting if await self._started(case)]

    async def start_lost(self, found: Callable[[str], None] = lambda _: None) -> list[str]:
        """Start every open packet that Temporal no longer runs, from the register, its sequence going on.

        For a Temporal that lost everything, and for single workflows that were terminated; *found*
        is told each packet as it is looked at. Answers the packets that were started.
        """
        gate = asyncio.Semaphore(_STARTED_AT_ONCE)

        async def start(stream: str) -> bool:
            async with gate:
                found(stream)
                return not await self._is_running(stream) and await self.start_from_register(stream)

        streams = await reads.open_streams(self._pool)
        begun = await asyncio.gather(*(start(stream) for stream in streams))
        return [stream for stream, is_new in zip(streams, begun, strict=True) if is_new]

    async def start_from_register(self, stream: str) -> bool:
        """Start one packet as the register holds it; False: it has closed meanwhile, or it runs."""
        case = await reads.case_of(self._pool, stream)
        if case.is_closed:
            return False
        return await self._started(case, reuse=WorkflowIDReusePolicy.ALLOW_DUPLICATE) is not None

    async def start_again(
        self, stream: str, command: Command, patience: Patience
    ) -> dict[str, Any]:
        """Start a closed packet from the register with the command that reopens it, its sequence going on.

        Both at once, since a closed packet that finds nothing to do ends again.
        """
        case = await reads.case_of(self._pool, stream)

        async def act() -> dict[str, Any]:
            # An operation serves one attempt only.
            start = WithStartWorkflowOperation(
                ConclusionWorkflow.run,
                case,
                id=stream,
                task_queue=self._task_queue,
                id_reuse_policy=WorkflowIDReusePolicy.ALLOW_DUPLICATE,
                id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
                memo={"ref": case.ref, "packet": case.packet},
                static_summary=stream,
            )
            answer: dict[str, Any] = await self._client.execute_update_with_start_workflow(
                command.name,
                command.model_dump(mode="json"),
                id=command.command_id,
                start_workflow_operation=start,
                result_type=dict,
                rpc_timeout=ATTEMPT,
            )
            return answer

        return await patiently(act, command_id=command.command_id, patience=patience)

    async def _is_running(self, stream: str) -> bool:
        async def describe() -> WorkflowExecutionDescription:
            return await self._client.get_workflow_handle(stream).describe(rpc_timeout=ATTEMPT)

        try:
            described = await patiently(describe, command_id=stream)
        except RPCError as error:
            if error.status is RPCStatusCode.NOT_FOUND:
                return False
            raise Unreachable("engine_unreachable", command_id=stream) from error
        return described.status is WorkflowExecutionStatus.RUNNING

    async def _started(
        self,
        case: Case,
        written: str | None = None,
        *,
        reuse: WorkflowIDReusePolicy = WorkflowIDReusePolicy.REJECT_DUPLICATE,
        patience: Patience | None = None,
    ) -> str | None:
        """Its run id when it was started now; None: it was before. *written* is the case as JSON, where that is at hand."""

        async def start() -> WorkflowHandle[Any, Any]:
            return await self._client.start_workflow(
                "ConclusionWorkflow",
                case if written is None else _as_plain(written),
                id=case.stream,
                task_queue=self._task_queue,
                id_reuse_policy=reuse,
                id_conflict_policy=WorkflowIDConflictPolicy.FAIL,
                memo={"ref": case.ref, "packet": case.packet},
                static_summary=case.stream,
                rpc_timeout=ATTEMPT,
            )

        patience = patience or Patience(self.patience_s, sent="start_unanswered")
        try:
            handle = await patiently(start, command_id=case.stream, patience=patience)
        except WorkflowAlreadyStartedError:
            return None
        return handle.result_run_id

    async def _opened(self, ref: str, packets: int) -> None:
        until, pause = time.monotonic() + OPEN_WITHIN_S, _LOOK_FIRST_S
        while await reads.opened_count(self._pool, ref) < packets:
            if time.monotonic() > until:
                raise Unreachable("no_worker", id=f"kl/{ref}")
            await asyncio.sleep(pause)
            pause = min(pause * 1.2, _LOOK_AT_MOST_S)

    async def _run_id(self, workflow_id: str) -> str | None:
        async def describe() -> WorkflowExecutionDescription:
            return await self._client.get_workflow_handle(workflow_id).describe(rpc_timeout=ATTEMPT)

        patience = Patience(self.patience_s, sent="start_unanswered")
        try:
            described = await patiently(describe, command_id=workflow_id, patience=patience)
        except RPCError as error:
            if (
                error.status is RPCStatusCode.NOT_FOUND
            ):  # closed long ago, and forgotten by Temporal
                return None
            raise Unreachable("engine_unreachable", command_id=workflow_id) from error
        return described.run_id


def _as_plain(written: str) -> RawValue:
    return RawValue(Payload(metadata={"encoding": b"json/plain"}, data=written.encode()))


async def handles_of(pool: Db, client: Client) -> list[WorkflowHandle[Any, Any]]:
    """Handles of every packet that is still open: whose time the demo and the tests let pass."""
    return [client.get_workflow_handle(stream) for stream in await reads.open_streams(pool)]


def _other_content(conclusion: Conclusion, running: dict[str, Any]) -> Refusal:
    given = conclusion.model_dump(mode="json")
    found = list(differences(running, given))
    return Refusal(Code.CONFLICT, "other_content", id=f"kl/{conclusion.ref}", differences=found)


def differences(running: Any, given: Any, path: str = "") -> Iterator[dict[str, Any]]:
    """Where two documents differ, field by field: path, what runs, what was given."""
    if isinstance(running, dict) and isinstance(given, dict):
        for name in sorted(running.keys() | given.keys()):
            inner = f"{path}.{name}" if path else name
            yield from differences(running.get(name), given.get(name), inner)
    elif isinstance(running, list) and isinstance(given, list):
        for at in range(max(len(running), len(given))):
            one = running[at] if at < len(running) else None
            other = given[at] if at < len(given) else None
            yield from differences(one, other, f"{path}.{at}")
    elif running != given:
        yield {"path": path, "running": running, "given": given}
