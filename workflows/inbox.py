"""What has reached a case and is not decided yet, and what became of it: the actor's letter box."""

from typing import Any

from pydantic import ValidationError

from schemas.characters import as_field, zero_character_in
from schemas.commands import COMMANDS, Command
from schemas.reach import out_of_reach
from schemas.refusals import Code, Refusal


class Inbox:
    """Commands in the order of their arrival; the main loop takes them all at once."""

    def __init__(self) -> None:
        self._waiting: dict[str, Command] = {}
        self._deciding: dict[str, Command] = {}

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def put(self, command: Command) -> None:
        """Queue a command; the same one again waits for the same decision, another under its id is a conflict."""
        known = self._waiting.get(command.command_id) or self._deciding.get(command.command_id)
        if known is None:
            self._waiting[command.command_id] = command
        elif known.digest() != command.digest():
            raise Refusal(Code.CONFLICT, "id_used", command_id=command.command_id)

    def holds(self, command_id: str) -> bool:
        """Whether its decision is still to come."""
        return command_id in self._waiting or command_id in self._deciding

    def take(self) -> list[Command]:
        """Everything that waits, in order; it counts as held until `settled`."""
        self._deciding, self._waiting = self._waiting, {}
        return list(self._deciding.values())

    def settled(self) -> None:
        """What was taken is decided, and the register holds it."""
        self._deciding = {}


def refuse_zero_character(said: Any) -> None:
    """No text holds U+0000; asked at the door and not of what an old history took."""
    if (path := zero_character_in(said)) is not None:
        raise Refusal(Code.MALFORMED, "zero_character", field=as_field(path))


def command_from(name: str, said: Any) -> Command:
    """The typed command behind an update or a signal; raises a `Malformed` refusal that names the field."""
    model = COMMANDS.get(name)
    if model is None:
        raise Refusal(Code.MALFORMED, "unknown_command", command=name, known=sorted(COMMANDS))
    try:
        command = model.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or None
        raise Refusal(Code.MALFORMED, "field_wrong", field=field, problem=first["msg"]) from None
    if (too_far := out_of_reach(command.fields())) is not None:
        raise Refusal(Code.MALFORMED, "day_too_far", field=too_far.field, **too_far.said)
    return command
