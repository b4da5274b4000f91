"""The only file that names activities: one typed function each."""

from datetime import date
from typing import Any

from temporalio import workflow
from temporalio.exceptions import FailureError, is_cancelled_exception

from schemas.case import Case
from schemas.commit import Committed
from schemas.events import Event
from workflows.options import (
    COMMIT_AT_ONCE,
    COMMIT_WHEN_POSSIBLE,
    RECONCILE_ONCE_AN_HOUR,
    SWEEP_AT_LEISURE,
)


async def commit(case: Case, events: list[Event]) -> Committed:
    """The register's answer to these events, which continue the case."""
    args: list[object] = [case.stream, case.seq, events]
    try:
        committed: Committed = await workflow.execute_local_activity(
            "commit", args=args, result_type=Committed, **COMMIT_AT_ONCE
        )
    except (
        FailureError
    ) as failure:  # not ActivityError: a failed local activity raises ApplicationError
        if is_cancelled_exception(failure):
            raise
        committed = await workflow.execute_activity(
            "commit", args=args, result_type=Committed, **COMMIT_WHEN_POSSIBLE
        )
    return committed


async def post_digests(day: date) -> int:
    """How many offices got their digest of that day."""
    posted: int = await workflow.execute_activity(
        "post_digests", day.isoformat(), result_type=int, **COMMIT_WHEN_POSSIBLE
    )
    return posted


async def sweep_evidence() -> int:
    """How many files that nothing names were taken away."""
    removed: int = await workflow.execute_activity(
        "sweep_evidence", result_type=int, **SWEEP_AT_LEISURE
    )
    return removed


async def reconcile() -> dict[str, Any]:
    """What the comparison of register and workflows found."""
    found: dict[str, Any] = await workflow.execute_activity(
        "reconcile", result_type=dict, **RECONCILE_ONCE_AN_HOUR
    )
    return found
