"""The acts of offices: one command for each of `schemas.commands`, its fields as options.

They are sent through the gateway and answered once the register holds them. Nothing is decided here.
"""

import inspect
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from pydantic import ValidationError

from cli.desk import Desk, desk_of
from cli.fields import Given, Parameter, Typed, option, typed
from cli.output import Cell
from cli.words import phrases
from cli.words.tags import schedule_tag, state_tag
from policy.transitions import MOVES, ON_CONCLUSIONS, Capacity
from schemas.commands import COMMANDS, Command, EvidenceFile
from schemas.ids import parsed
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.return_reasons import ABOUT, worded
from schemas.states import Role

if TYPE_CHECKING:
    from bootstrap import Parts

app = typer.Typer(add_completion=False)

COMMON: Final = frozenset({"command_id", "target", "actor", "expected_seq"})
NOT_TYPED: Final = COMMON | {"leads"}
"""What is typed in another way, or put in by the gateway."""

_USUAL: Final[Mapping[Capacity, Role]] = {
    Capacity.STANDING_OFFICE: Role.OFFICER,
    Capacity.LEAD: Role.FOCAL_POINT,
    Capacity.COORDINATOR: Role.COORDINATOR,
    Capacity.CONSULTED: Role.FOCAL_POINT,
    Capacity.SUPERVISOR: Role.SUPERVISOR,
    Capacity.OPERATOR: Role.OPERATOR,
}
_ROLES: Final[Mapping[str, Role]] = {
    "review_evidence": Role.EXAMINER,
    "review_report": Role.EXAMINER,
    "request_opinion": Role.EXAMINER,
    "submit_explanation": Role.AGENCY_HEAD,
}
"""Where the usual role of whoever may do it is not the one that does."""


def role_for(command: str) -> Role:
    """The role in which an office does this when `--as` names none."""
    by = next(
        (move.by for act, move in MOVES.items() if act.partition(":")[0] == command),
        ON_CONCLUSIONS[command][0] if command in ON_CONCLUSIONS else Capacity.OPERATOR,
    )
    return _ROLES.get(command, _USUAL[by])


def actor_from(acting: str, person: str | None, role: Role) -> dict[str, Any]:
    """Who acts: `--as` is recorded together with the operating-system user until accounts exist."""
    from bootstrap import system_user

    office, _, named = acting.partition(":")
    if not office or (named and named not in set(Role)):
        raise MalformedInput("office_wrong", field="--as", given=acting, known=", ".join(Role))
    user = f"os:{system_user()}"
    return {
        "office": office,
        "role": named or role.value,
        "person": f"{person} · {user}" if person else user,
    }


def command_from(
    model: type[Command], given: Given, fields: Mapping[str, Any], actor: Mapping[str, Any]
) -> Command:
    """The typed command; raises MalformedInput that names the field."""
    if parsed(given["target"]) is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=given["target"])
    said = {name: value for name, value in fields.items() if value is not None}
    common = {
        "command_id": _command_id(given["command_id"]),
        "target": given["target"],
        "actor": actor,
        "expected_seq": given["expected_seq"],
    }
    try:
        return model.model_validate(said | common)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if first["loc"][:2] == ("actor", "office"):
            raise MalformedInput(
                "office_wrong", field="--as", given=actor["office"], known=", ".join(Role)
            ) from None
        field = ".".join(str(step) for step in first["loc"])
        raise MalformedInput("field_wrong", field=field or None, problem=first["msg"]) from None


def _command_id(given: str | None) -> str:
    if given is None:
        return str(uuid.uuid4())  # noqa: TID251 - a new act gets a new id; giving it again repeats it
    try:
        return str(uuid.UUID(given))
    except ValueError:
        raise MalformedInput("not_a_command_id", field="command_id", given=given) from None


async def _sent(
    desk: Desk, model: type[Command], given: Given, fields: dict[str, Any]
) -> dict[str, Any]:
    actor = actor_from(given["acting"], given["person"], role_for(model.name))
    paths = fields.pop("files", None)
    command_from(model, given, fields | ({"files": _PLACEHOLDER} if paths else {}), actor)
    async with desk.parts() as parts:
        from gateway.commands import Commands

        if paths:
            fields["files"] = await _stored(desk, parts, paths)
        command = command_from(model, given, fields, actor)
        return await Commands(parts.pool, parts.client, parts.task_queue).send(command)


_PLACEHOLDER: Final = (EvidenceFile(sha256="0" * 64, size=1, name="-", type="-"),)
"""Stands for the files while the rest is checked, so that a mistyped command stores nothing."""


async def _stored(desk: Desk, parts: "Parts", paths: list[Path]) -> list[EvidenceFile]:
    files = []
    for path in paths:
        file = await parts.store.put(path)
        size = f"{file.size:,}".replace(",", ".") if desk.lang == "vi" else f"{file.size:,}"
        desk.out.note(f"{file.name}  {size} byte  sha256 {file.sha256[:4]}…{file.sha256[-2:]}")
        files.append(file)
    return files


def _answered(desk: Desk, answer: Mapping[str, Any]) -> None:
    """The answer as one sentence, or one line for each assignment of a directive or conclusion."""
    out = desk.out
    if desk.wishes.as_json:
        out.document(answer)
        return
    if "changes" in answer:
        _previewed(desk, answer["changes"])
        return
    again = out.say(phrases.REPEATED) if answer["repeated"] else ""
    for one in answer.get("affected", [answer]):
        state, schedule = state_tag(one["state"], desk.lang), schedule_tag(one, desk.lang)
        out.line(Cell("✓ ", "green"), f"{one['id']}  ", state, " · ", schedule, again)
    skipped = answer.get("skipped", [])
    if skipped:
        listed = ", ".join(f"{one['id']} ({one['code']})" for one in skipped[:20])
        out.line(out.say(phrases.SKIPPED).format(count=len(skipped), listed=listed))


def _previewed(desk: Desk, changes: list[dict[str, Any]]) -> None:
    """What would change, before it does."""
    for one in changes:
        desk.out.line(f"{one['id']}  {one['field']}: {one['from']} → {one['to']}")
    desk.out.line(desk.out.say(phrases.PREVIEWED).format(count=len(changes)))


def _act(name: str, model: type[Command]) -> Callable[..., int]:
    """The function behind one command, with the options that Typer reads off its signature."""
    fields: dict[str, Typed] = {
        field: typed(name, field, info)
        for field, info in model.model_fields.items()
        if field not in NOT_TYPED
    }

    def act(ctx: typer.Context, target: str, **given: Any) -> int:
        desk = desk_of(ctx)
        said = {field: one.read(given) for field, one in fields.items()}
        if name in ABOUT:
            said["reason"] = worded(name, given["template"], said["reason"], desk.lang)
        if name == "submit_evidence" and not said["files"]:
            raise MalformedInput("files_missing", field="files")
        _answered(desk, desk.run(_sent(desk, model, given | {"target": target}, said)))
        return 0

    parameters = [
        Parameter("ctx", Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context),
        Parameter(
            "target",
            Parameter.POSITIONAL_OR_KEYWORD,
            annotation=Annotated[str, typer.Argument(metavar="ID", show_default=False)],
        ),
        *(one for field in fields.values() for one in field.options),
        *([option("template", str | None, metavar="CODE")] if name in ABOUT else []),
        *_COMMON_OPTIONS,
    ]
    act.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    act.__annotations__ = {one.name: one.annotation for one in parameters}
    act.__doc__ = model.__doc__
    return act


def _common_options() -> tuple[Parameter, ...]:
    return (
        _in_panel("acting", str, Parameter.empty, flag="--as", metavar="OFFICE:ROLE"),
        _in_panel("person", str | None, flag="--person", metavar="NAME"),
        _in_panel("command_id", str | None, flag="--command-id", metavar="UUID"),
        _in_panel("expected_seq", int | None, flag="--expected-seq", metavar="SEQ"),
    )


def _in_panel(name: str, kind: Any, default: Any = None, *, flag: str, metavar: str) -> Parameter:
    declared = typer.Option(flag, metavar=metavar, rich_help_panel="act")
    return Parameter(
        name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, declared]
    )


_COMMON_OPTIONS: Final = _common_options()

for _name, _model in COMMANDS.items():
    app.command(_name.replace("_", "-"))(_act(_name, _model))
