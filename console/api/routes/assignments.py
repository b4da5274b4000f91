"""Assignments: listed with every filter, shown in full, and why a field is what it is."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query

from console.api.bearer import Reading
from console.api.documents import AssignmentDetails, Json, Overdue, Page, Reason, Totals
from console.api.inputs import (
    ASSIGNMENT,
    USUAL,
    After,
    AssignmentAt,
    Day,
    Filters,
    Limit,
)
from console.api.route import GuardedRoute
from console.auth import TheConsole
from policy.why import why as reasons_for
from register import reads
from register.reads.lists import MOST
from register.reads.totals import DIMENSIONS
from schemas.ids import CODE_PATTERN
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Schedule

router = APIRouter(route_class=GuardedRoute, tags=["reads"])


@router.get("/assignments", response_model=Page, operation_id="list")
async def list_assignments(  # noqa: PLR0913 - one parameter for each thing a page depends on
    caller: Reading,
    console: TheConsole,
    filters: Filters,
    *,
    as_of: Day | None = None,
    limit: Limit = USUAL,
    after: After = None,
) -> Json:
    """What the caller may see, overdue first, as it stands at the end of a day; today unless given."""
    day = as_of or await console.today()
    page = await reads.list_for(console.pool, caller.scope, filters, day, (limit, after))
    return Json({"as_of": page.as_of, "items": page.items, "next": page.next})


@router.get(ASSIGNMENT, response_model=AssignmentDetails, operation_id="show_assignment")
async def show(at: AssignmentAt, caller: Reading, console: TheConsole) -> Json:
    """Everything the register knows of it; the ETag is the version that a command gives back in If-Match."""
    found = await reads.show_for(console.pool, caller.scope, at.id, await console.today())
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=at.id)
    return Json(found, headers={"etag": f'"{found["seq"]}"'})


@router.get(f"{ASSIGNMENT}/why/{{field}}", response_model=list[Reason], operation_id="why")
async def why(at: AssignmentAt, field: str, caller: Reading, console: TheConsole) -> Json:
    """The rules, sources and events behind one of due_on, schedule, state, rung, next_wake_at, indicators."""
    stream = await reads.stream_of(console.pool, at.id)
    seen = await reads.seen_of(console.pool, caller.scope, at.ref)
    if stream is None or (seen is not None and at.id not in seen):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=at.id)
    case = await reads.case_of(console.pool, stream)
    # `why` adds the case's clock offset to the engine's now; the console's clock is business time already.
    now = await console.now() - timedelta(seconds=case.clock_offset_s)
    return Json(reasons_for(case, at.id, field, now))


@router.get("/stats", response_model=Totals, operation_id="stats")
async def stats(
    caller: Reading, console: TheConsole, by: str = "agency", as_of: Day | None = None
) -> Json:
    """The seven groups of what the caller may see, by agency, level, session, conclusion or programme."""
    if by not in DIMENSIONS:
        raise MalformedInput("unknown_field", field="by", known=list(DIMENSIONS))
    day = as_of or await console.today()
    return Json(await reads.stats_for(console.pool, caller.scope, by, day))


@router.get("/check", response_model=Overdue, operation_id="check")
async def check(
    caller: Reading,
    console: TheConsole,
    *,
    agency: Annotated[str | None, Query(pattern=CODE_PATTERN)] = None,
    as_of: Day | None = None,
) -> Json:
    """What is overdue at the end of a day, most days first, of one agency or of all the caller may see."""
    day = as_of or await console.today()
    wanted = reads.ListFilters(agency=agency, schedule=Schedule.OPEN_OVERDUE)
    items: list[dict[str, Any]] = []
    after: str | None = None
    while True:
        page = await reads.list_for(console.pool, caller.scope, wanted, day, (MOST, after))
        items += page.items
        after = page.next
        if after is None:
            return Json({"as_of": day, "overdue": len(items), "items": items})
