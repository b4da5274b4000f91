"""Commands: one route for each of `schemas.commands` and each thing it may be sent to, its fields as the body.

They go through the gateway, as everybody's do, and are answered once the register holds them.
"""

import uuid
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Depends, Security
from pydantic import ConfigDict, Field, create_model

from console.api.bearer import Caller, Needs, who_may
from console.api.documents import CommandAnswer, GroupAnswer, Json
from console.api.inputs import (
    ASSIGNMENT,
    CONCLUSION,
    DIRECTIVE,
    CommandId,
    SeenVersion,
    assignment_at,
    conclusion_at,
    directive_at,
)
from console.api.keepable import refuse_unkeepable
from console.api.problems import Unreadable
from console.api.route import GuardedRoute
from console.auth import TheConsole
from console.desk import Console
from policy.transitions import ON_CONCLUSIONS
from register import reads
from schemas.commands import COMMANDS, Command
from schemas.ids import Kind, Target
from schemas.permits import Permit
from schemas.refusals import Code, Refusal
from schemas.states import Role

router = APIRouter(route_class=GuardedRoute)

PATIENCE_S: Final = 25.0
"""Shorter than the usual patience of proxies; a caller goes on with the same Idempotency-Key."""
_PUT_IN: Final = frozenset({"command_id", "target", "actor", "leads"})
_BLIND: Final = frozenset({Role.OPERATOR, Role.ADMIN})
"""Roles that read no work and still act on it: they run the system."""


class Place(NamedTuple):
    """What a command can be sent to, and the address of it."""

    path: str
    at: Callable[..., Target]
    suffix: str
    answer: Any


ON_ONE: Final = Place(ASSIGNMENT, assignment_at, "", CommandAnswer)
ON_DIRECTIVE: Final = Place(DIRECTIVE, directive_at, "_on_directive", GroupAnswer)
ON_CONCLUSION: Final = Place(CONCLUSION, conclusion_at, "_on_conclusion", GroupAnswer)


def body_of(model: type[Command]) -> Any:
    """The command's own fields and `expected_seq`; an unknown field is an error, as in files."""
    own: dict[str, Any] = {
        name: (field.annotation, field)
        for name, field in model.model_fields.items()
        if name not in _PUT_IN and name != "expected_seq"
    }
    own["expected_seq"] = (
        int | None,
        Field(default=None, ge=0, le=2**31 - 1, description="as If-Match"),
    )
    name = f"{model.__name__}Fields"
    made: Any = create_model(
        name,
        __config__=ConfigDict(extra="forbid", frozen=True),
        __doc__=model.__doc__,
        **own,
    )
    return made


def _act(model: type[Command], place: Place, body: Any) -> Callable[..., Coroutine[Any, Any, Json]]:
    """The function behind one command at one kind of place."""
    needs = Needs(Permit.ACT, who_may(model.name))

    async def act(  # noqa: PLR0913 - one parameter for each part of a request
        at: Annotated[Target, Depends(place.at)],
        said: body,
        caller: Annotated[Caller, Security(needs, scopes=[Permit.ACT.value])],
        console: TheConsole,
        command_id: CommandId,
        seen: SeenVersion,
    ) -> Json:
        own = command_id or str(uuid.uuid4())  # noqa: TID251 - a new act gets a new id; giving it again repeats it
        common = {"command_id": own, "target": at.id, "actor": caller.actor}
        fields = {name: getattr(said, name) for name in said.model_fields_set}
        command = model.model_validate(fields | common | {"expected_seq": _version(said, seen)})
        refuse_unkeepable(command.fields())
        answer = await sent(console, caller, command, at)
        headers = {"idempotency-key": own}
        if "seq" in answer:
            headers["etag"] = f'"{answer["seq"]}"'
        return Json(answer, headers=headers)

    act.__doc__ = model.__doc__
    return act


def _version(said: Any, seen: int | None) -> int | None:
    """The version the caller saw, from the body or from If-Match; raises Unreadable when they differ."""
    given: int | None = said.expected_seq
    if given is not None and seen is not None and given != seen:
        raise Unreadable("header_wrong", field="If-Match", given=f'"{seen}"', wanted=f'"{given}"')
    return seen if given is None else given


async def sent(console: Console, caller: Caller, command: Command, at: Target) -> dict[str, Any]:
    """The gateway's answer; of what the caller may not see nothing is said, not even that it is there."""
    seen = await _seen(console, caller, at)
    try:
        answer = await console.commands.send(command, patience_s=PATIENCE_S)
    except Refusal as refusal:
        raise await _with_versions(refusal, console, command, at) from None
    if seen is not None and "skipped" in answer:
        answer = answer | {"skipped": [one for one in answer["skipped"] if one["id"] in seen]}
    return answer


async def _seen(console: Console, caller: Caller, at: Target) -> frozenset[str] | None:
    if caller.role in _BLIND:
        return None
    seen = await reads.seen_of(console.pool, caller.scope, at.ref)
    if seen is not None and not any(one == at.id or at.covers(one) for one in seen):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=at.id)
    return seen


async def _with_versions(
    refusal: Refusal, console: Console, command: Command, at: Target
) -> Refusal:
    """Whoever says what they saw is told that it has changed, also where the new state is what refuses them."""
    expected = command.expected_seq
    if expected is None or refusal.code is not Code.WRONG_STATE or at.kind is not Kind.ASSIGNMENT:
        return refusal
    now = await reads.standing_of(console.pool, at.id)
    if now is None or now.state.seq == expected:
        return refusal
    return Refusal(Code.CONFLICT, "changed_meanwhile", expected=expected, seq=now.state.seq)


def _add(model: type[Command], place: Place, body: Any, suffix: str) -> None:
    router.add_api_route(
        f"{place.path}/{model.name}",
        _act(model, place, body),
        methods=["POST"],
        response_model=place.answer,
        operation_id=f"{model.name}{suffix}",
        summary=model.name.replace("_", " "),
        tags=[f"commands on {suffix.removeprefix('_on_') or 'assignments'}"],
    )


for _name, _model in COMMANDS.items():
    _body = body_of(_model)
    if _name in ON_CONCLUSIONS:
        _add(_model, ON_CONCLUSION, _body, "_on_conclusion")
        continue
    for _place in (ON_ONE, ON_DIRECTIVE, ON_CONCLUSION):
        _add(_model, _place, _body, _place.suffix)
