"""Conclusions and their directives: listed, shown, started, and what starting one would mean."""

import asyncio
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from console.api.bearer import Caller, Issuing, Reading
from console.api.documents import (
    ConclusionDetails,
    Conclusions,
    DirectiveDetails,
    Json,
    Planned,
    Started,
    Steps,
)
from console.api.inputs import (
    CONCLUSION,
    DIRECTIVE,
    USUAL,
    After,
    ConclusionAt,
    Day,
    DirectiveAt,
    Limit,
)
from console.api.keepable import refuse_unkeepable
from console.api.pages import page_of
from console.api.route import GuardedRoute
from console.auth import TheConsole
from console.desk import Console
from policy.issuing import cases_of, problems_of
from policy.rehearsal import steps_of
from register import reads
from register.reads import ConclusionNow
from schemas.conclusion import Conclusion
from schemas.ids import Target
from schemas.moments import end_of, opening_of
from schemas.refusals import Code, MalformedInput, Refusal

router = APIRouter(route_class=GuardedRoute, tags=["conclusions"])


@router.get("/conclusions", response_model=Conclusions, operation_id="list_conclusions")
async def list_conclusions(
    caller: Reading, console: TheConsole, limit: Limit = USUAL, after: After = None
) -> Json:
    """Conclusions of which the caller may see anything, newest first."""
    found = await reads.conclusions_for(console.pool, caller.scope)
    shown, following = page_of(found, _place, limit, after)
    return Json({"items": [_line(one) for one in shown], "next": following})


@router.get(CONCLUSION, response_model=ConclusionDetails, operation_id="show_conclusion")
async def show_conclusion(at: ConclusionAt, caller: Reading, console: TheConsole) -> Json:
    """A conclusion with its directives and assignments, of which the caller gets what concerns them."""
    return await _shown(at, caller, console)


@router.get(DIRECTIVE, response_model=DirectiveDetails, operation_id="show_directive")
async def show_directive(at: DirectiveAt, caller: Reading, console: TheConsole) -> Json:
    """A directive, how it was amended, and its assignments."""
    return await _shown(at, caller, console)


@router.post(
    "/conclusions",
    response_model=Started,
    status_code=201,
    operation_id="start",
    responses={200: {"model": Started, "description": "It was started before, with this content."}},
)
async def start(said: Conclusion, caller: Issuing, console: TheConsole) -> Json:
    """Start a conclusion, given as in its file; answered once the register holds every assignment.

    The same `ref` with other content is a conflict that names the differences. It starts now: there
    is no clock to choose.
    """
    _refuse_unless_own(said, caller)
    refuse_unkeepable(said.model_dump())
    try:
        started = await console.starter.start(said)
    except Refusal as refusal:
        raise await _without_secrets_of_others(refusal, said, console) from None
    return Json(asdict(started), 201 if started.outcome == "started" else 200)


@router.post("/conclusions/preview", response_model=Planned, operation_id="preview")
async def preview(said: Conclusion, caller: Issuing) -> Json:
    """The assignments that starting this conclusion would make, with their days; nothing is stored."""
    _refuse_wrong(said)
    cases = await asyncio.to_thread(cases_of, said)
    return Json(
        {
            "workflow_id": cases[0].stream,
            "packets": len(cases),
            "directives": len(said.directives),
            "assignments": sum(len(case.planned) for case in cases),
            "items": [_planned(case.stream, one) for case in cases for one in case.planned],
        }
    )


@router.post("/conclusions/rehearse", response_model=Steps, operation_id="rehearse")
async def rehearse(
    said: Conclusion, caller: Issuing, until: Annotated[Day | None, Query()] = None
) -> Json:
    """Every rung of every ladder, for a story in which nobody does anything; nothing is stored."""
    _refuse_wrong(said)
    end = end_of(until) if until else None
    steps = await asyncio.to_thread(steps_of, said, opening_of(said.issued_on), until=end)
    return Json({"steps": steps})


async def _shown(at: Target, caller: Caller, console: Console) -> Json:
    found = await reads.show_for(console.pool, caller.scope, at.id, await console.today())
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=at.id)
    return Json(found)


def _refuse_unless_own(said: Conclusion, caller: Caller) -> None:
    """A system issues for its own office and no other."""
    office = caller.actor.office
    if said.standing_office != office:
        offices = {"office": office, "standing_office": said.standing_office}
        raise Refusal(Code.NO_RIGHT, "not_own_office", field="standing_office", **offices)


def _refuse_wrong(said: Conclusion) -> None:
    refuse_unkeepable(said.model_dump())
    for problem in problems_of(said):
        field = ".".join(str(step) for step in problem.path)
        raise MalformedInput(problem.reason, field=field, **problem.said)


async def _without_secrets_of_others(
    refusal: Refusal, said: Conclusion, console: Console
) -> Refusal:
    """Whoever tries a `ref` of another standing office learns that it is taken and nothing of its content."""
    running = await reads.conclusion(console.pool, said.ref)
    if running is None or running.standing_office == said.standing_office:
        return refusal
    return Refusal(refusal.code, refusal.reason, id=f"kl/{said.ref}")


def _planned(stream: str, one: Any) -> dict[str, Any]:
    written: dict[str, Any] = one.model_dump(mode="json")
    names = ("id", "n", "holder", "coordinating", "deadline")
    return {"workflow_id": stream} | {name: written.get(name) for name in names}


def _place(one: ConclusionNow) -> list[Any]:
    return [date.max.toordinal() - one.issued_on.toordinal(), one.ref]


def _line(one: ConclusionNow) -> dict[str, Any]:
    names = (
        *("id", "ref", "number", "title", "issued_on", "session", "standing_office"),
        *("programmes", "opened_at", "closed_at"),
    )
    return {name: getattr(one, name) for name in names}
