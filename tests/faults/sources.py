"""What the checker compares: the register as rows, and the histories of Temporal as what they say of commands.

Read past the gateway and past `register.reads`: the examiner trusts neither.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import asyncpg
from temporalio.api.common.v1 import Payload
from temporalio.api.enums.v1 import EventType
from temporalio.client import Client, WorkflowHistory
from temporalio.service import RPCError

from gateway.packing import plain
from tests.faults.callers import CallersLog
from tests.faults.injectors import FaultLog
from tests.faults.lab import Examined
from workflows.wire import TOGETHER

Row = Mapping[str, Any]
TABLES: Final = (
    "conclusion",
    "stream",
    "event",
    "command",
    "assignment",
    "counter",
    "outbox",
    "delivery",
)
_AT_ONCE: Final = 16
_ENDS: Final = {
    one: one
    for one in ("COMPLETED", "CONTINUED_AS_NEW", "FAILED", "TERMINATED", "TIMED_OUT", "CANCELED")
}


@dataclass
class Register:
    """Every table, as it stood at one moment."""

    now: datetime
    tables: dict[str, list[Row]]

    def __post_init__(self) -> None:
        self.events_of: dict[str, list[Row]] = defaultdict(list)
        for event in self["event"]:
            self.events_of[event["stream"]].append(event)
        self.by_key: dict[str, list[Row]] = defaultdict(list)
        for event in self["event"]:
            self.by_key[event["key"]].append(event)
        self.assignments = {row["id"]: row for row in self["assignment"]}
        self.conclusions = {row["ref"]: row for row in self["conclusion"]}
        self.streams = {row["id"]: row for row in self["stream"]}

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables[table]


@dataclass
class Told:
    """What the histories of one workflow id say, over all its runs."""

    statuses: list[str] = field(default_factory=list)
    accepted: set[str] = field(default_factory=set)
    """Commands that the engine took on as updates."""
    succeeded: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Answers by command."""
    refused: set[str] = field(default_factory=set)
    letters: list[str] = field(default_factory=list)
    adopted: set[str] = field(default_factory=set)
    """Keys of the events that the register knew and the workflow did not."""
    carried: set[str] = field(default_factory=set)
    """Commands in the state that a run began with."""
    outcome: dict[str, Any] | None = None
    snapshot: dict[str, Any] | None = None
    trouble: list[str] = field(default_factory=list)
    """Why it counts as stuck."""
    histories: list[WorkflowHistory] = field(default_factory=list)

    @property
    def knows(self) -> set[str]:
        """Every command id it has met."""
        return self.accepted | self.adopted | self.carried


@dataclass
class Sources:
    """The three, and what was done to the system meanwhile."""

    log: CallersLog
    register: Register
    engine: dict[str, Told]
    faults: FaultLog
    drained_in_s: float = 0.0
    lost_files: set[str] = field(default_factory=set)


async def register_now(db: "asyncpg.Connection[asyncpg.Record]") -> Register:
    """Everything, in a transaction of the caller's that sees one moment."""
    now = await db.fetchval("SELECT clock_timestamp()")
    tables: dict[str, list[Row]] = {}
    for table in TABLES:
        order = " ORDER BY stream, seq" if table == "event" else ""
        rows = await db.fetch(f"SELECT * FROM {table}{order}")  # noqa: S608 - names from above
        tables[table] = [dict(row) for row in rows]
    return Register(now, tables)


async def engine_now(
    lab: Examined, streams: Iterable[str], answers_within_s: float
) -> dict[str, Told]:
    """What Temporal holds of every workflow it knows, wanted or not."""
    runs: dict[str, list[str]] = {stream: [] for stream in streams}
    async for run in lab.client.list_workflows("WorkflowType = 'ConclusionWorkflow'"):
        if run.run_id not in runs.setdefault(run.id, []):
            runs[run.id].append(run.run_id)
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(stream: str) -> Told:
        async with gate:
            return await _told(lab.client, stream, runs[stream], answers_within_s)

    told = await asyncio.gather(*map(one, runs))
    return dict(zip(runs, told, strict=True))


async def _told(client: Client, stream: str, listed: list[str], answers_within_s: float) -> Told:
    """All runs, the newest first: that one by name, since lists may lag behind."""
    told = Told()
    try:
        newest = await client.get_workflow_handle(stream).describe()
    except RPCError as error:
        told.trouble.append(f"not there: {error.message}")
        return told
    told.trouble += _trouble(newest.raw_description)
    for run_id in [newest.run_id, *(one for one in listed if one != newest.run_id)]:
        handle = client.get_workflow_handle(stream, run_id=run_id)
        history = await handle.fetch_history()
        told.statuses.append(_ended_as(history))
        told.histories.append(history)
        _read(told, history)
    if told.statuses[0] == "RUNNING":
        await _ask(client, stream, told, answers_within_s)
    return told


def _ended_as(history: WorkflowHistory) -> str:
    ended = EventType.Name(history.events[-1].event_type)
    return _ENDS.get(ended.removeprefix("EVENT_TYPE_WORKFLOW_EXECUTION_"), "RUNNING")


async def _ask(client: Client, stream: str, told: Told, within_s: float) -> None:
    try:
        async with asyncio.timeout(within_s):
            told.snapshot = await client.get_workflow_handle(stream).query("snapshot")
    except (RPCError, TimeoutError) as error:
        told.trouble.append(f"does not answer: {error!r}")


def _trouble(described: Any) -> list[str]:
    found = [
        f"activity {one.activity_type.name} at attempt {one.attempt}"
        for one in described.pending_activities
        if one.attempt > 10
    ]
    if described.HasField("pending_workflow_task") and described.pending_workflow_task.attempt > 1:
        found.append(f"workflow task at attempt {described.pending_workflow_task.attempt}")
    fields = described.workflow_execution_info.search_attributes.indexed_fields
    if "TemporalReportedProblems" in fields:
        found.append(f"reported: {fields['TemporalReportedProblems'].data.decode()}")
    return found


def _read(told: Told, history: WorkflowHistory) -> None:
    """Take in one run."""
    for event in history.events:
        kind = EventType.Name(event.event_type).removeprefix("EVENT_TYPE_").lower()
        if (read := _READERS.get(kind)) is not None:
            read(told, getattr(event, f"{kind}_event_attributes"))


def _started(told: Told, started: Any) -> None:
    for case in _values(started.input.payloads):
        told.carried |= set(case.get("processed") or ())


def _accepted(told: Told, accepted: Any) -> None:
    said = accepted.accepted_request.input
    if said.name != TOGETHER:
        told.accepted.add(accepted.accepted_request.meta.update_id)
        return
    for one in _values(said.args.payloads)[0]["commands"]:
        told.accepted.add(one["command_id"])


def _signaled(told: Told, signaled: Any) -> None:
    told.letters += [one.data.decode(errors="replace") for one in signaled.input.payloads]


def _ended(told: Told, ended: Any) -> None:
    # The newest run is read first.
    told.outcome = told.outcome or next(iter(_values(ended.result.payloads)), None)


def _marked(told: Told, marked: Any) -> None:
    _committed(told, marked.details["result"].payloads if "result" in marked.details else ())


def _acted(told: Told, acted: Any) -> None:
    _committed(told, acted.result.payloads)


def _completed(told: Told, completed: Any) -> None:
    command_id = completed.meta.update_id
    if completed.outcome.HasField("failure"):
        told.refused.add(command_id)
    else:
        answers = _values(completed.outcome.success.payloads)
        answer: dict[str, Any] = next(iter(answers), {})
        if set(answer) == {
            "answers"
        }:  # of several that travelled together; None: refused, and sent alone
            told.succeeded |= {one["command_id"]: one for one in answer["answers"] if one}
        else:
            told.succeeded[command_id] = answer


def _committed(told: Told, payloads: Iterable[Payload]) -> None:
    for committed in _values(payloads):
        told.adopted |= {event["key"] for event in committed.get("missing") or ()}
        told.adopted |= set(committed.get("repeated") or ())


def _values(payloads: Iterable[Payload]) -> list[Any]:
    return [json.loads(plain(one)) for one in payloads if one.data]


_READERS: Final[Mapping[str, Callable[[Told, Any], None]]] = {
    "workflow_execution_started": _started,
    "workflow_execution_update_accepted": _accepted,
    "workflow_execution_update_completed": _completed,
    "workflow_execution_signaled": _signaled,
    "workflow_execution_completed": _ended,
    "marker_recorded": _marked,
    "activity_task_completed": _acted,
}
