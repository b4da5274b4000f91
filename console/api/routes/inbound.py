"""Signed letters from the systems of agencies (Standard Webhooks): a command in each, carried out as any other.

No token: the agency's key signs the letter, and what is not signed is kept and refused (notices.inbound).
"""

from typing import Annotated, Any
from uuid import NAMESPACE_URL, uuid5

from fastapi import APIRouter, Path, Request

from console.api.bearer import Caller
from console.api.documents import CommandAnswer, GroupAnswer, Json
from console.api.keepable import refuse_unkeepable, refuse_unreadable
from console.api.routes.commands import sent
from console.auth import TheConsole, Viewer
from notices.inbound import received
from schemas.commands import COMMANDS, Command
from schemas.ids import CODE_PATTERN, parsed
from schemas.refusals import Code, Refusal
from schemas.states import Role

router = APIRouter(tags=["inbound"])

_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "A command as the signal `deliver` carries it: command, target and its fields.",
        "content": {"application/json": {"schema": {"type": "object"}}},
    },
    "parameters": [
        {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
        for name in ("webhook-id", "webhook-timestamp", "webhook-signature")
    ],
    "security": [],
}


@router.post(
    "/inbound/{system}",
    operation_id="inbound",
    response_model=GroupAnswer | CommandAnswer,
    openapi_extra=_BODY,
)
async def inbound(
    request: Request,
    system: Annotated[str, Path(pattern=CODE_PATTERN, description="code of the agency that signs")],
    console: TheConsole,
) -> Json:
    """The agency acts as its focal point. The same letter again is carried out once; its id is the command's unless it names one."""
    address = request.client.host if request.client else "-"
    request.app.state.letters.take(f"{system} {address}")
    body = await request.body()
    letter = await received(console.pool, system, request.headers, body)
    refuse_unreadable(body)
    command = _command(letter.command, system, request.headers.get("webhook-id", ""))
    refuse_unkeepable(command.fields())
    target = parsed(command.target)
    if target is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=command.target)
    viewer = Viewer("", f"Hệ thống {system}", system, Role.FOCAL_POINT, "", "")
    answer = await sent(console, Caller(viewer, ""), command, target)
    return Json(answer)


def _command(said: dict[str, Any], system: str, own: str) -> Command:
    name = str(said.get("command"))
    model = COMMANDS.get(name)
    if model is None:
        raise Refusal(Code.MALFORMED, "unknown_command", command=name[:60], known=list(COMMANDS))
    named = {"command_id": str(uuid5(NAMESPACE_URL, f"dondoc:inbound:{system}:{own}"))}
    return model.model_validate(named | {k: v for k, v in said.items() if k != "command"})
