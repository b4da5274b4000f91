"""Queries of one workflow: for comparison, support and reconciliation. Lists and totals come from the register."""

from typing import Any

from temporalio.client import Client
from temporalio.service import RPCError

from schemas.refusals import Unreachable


async def snapshot(client: Client, stream: str, target: str | None = None) -> dict[str, Any]:
    """What the workflow holds now; raises Unreachable when it, or every worker, is away."""
    try:
        held: dict[str, Any] = await client.get_workflow_handle(stream).query(
            "snapshot", target, result_type=dict
        )
    except RPCError as error:
        raise Unreachable("engine_unreachable", command_id=stream) from error
    return held
