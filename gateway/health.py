"""What operators ask the engine itself: its version, and who polls the queue. Used by `doctor`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest, GetSystemInfoRequest
from temporalio.service import RPCError

from schemas.refusals import Unreachable

_PATIENCE: Final = timedelta(seconds=5)
_FRESH: Final = timedelta(seconds=70)
"""A poll lasts up to a minute; who was seen longer ago is gone."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The engine as a client finds it."""

    version: str
    address: str
    namespace: str
    workers: tuple[str, ...]
    backlog: int = 0
    """Workflow tasks that wait for a worker."""
    backlog_s: int = 0
    """How long the oldest of them has waited."""


async def engine_of(client: Any, task_queue: str, now: datetime) -> Engine:
    """Ask the server; raises Unreachable when it stays away."""
    address = str(client.service_client.config.target_host)
    service = client.workflow_service
    queue = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
        report_stats=True,
    )
    try:
        system = await service.get_system_info(GetSystemInfoRequest(), timeout=_PATIENCE)
        polled = await service.describe_task_queue(queue, timeout=_PATIENCE)
    except RPCError as error:
        raise Unreachable("engine_unreachable", address=address) from error
    seen = {
        one.identity
        for one in polled.pollers
        if now - one.last_access_time.ToDatetime(now.tzinfo) < _FRESH
    }
    waiting = polled.stats
    return Engine(
        system.server_version,
        address,
        client.namespace,
        tuple(sorted(seen)),
        waiting.approximate_backlog_count,
        waiting.approximate_backlog_age.seconds,
    )


async def stuck_workflows(client: Any, at_most: int = 50) -> list[str]:
    """Ids of running workflows whose tasks fail again and again; raises Unreachable."""
    query = "ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL"
    try:
        found = client.list_workflows(query, limit=at_most, rpc_timeout=_PATIENCE)
        return [one.id async for one in found]
    except RPCError as error:
        raise Unreachable("engine_unreachable") from error
