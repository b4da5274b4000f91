"""Whoever a command hands work or a question to must exist on that day: checked here, since a workflow reads no table.

Called by `gateway.commands` before it sends.
"""

from datetime import date
from typing import Final

from schemas.agencies import agency, successors_of
from schemas.commands import Command
from schemas.refusals import Code, Refusal

_FIELDS: Final = ("to", "reassign_to", "proposed_office")
"""Fields of commands that name a body; a unit of one (`G18.01`) exists as long as the body does."""


def names_an_office(command: Command) -> bool:
    """Whether there is anything to look up: most commands name nobody, and need no day for it."""
    return any(isinstance(getattr(command, field, None), str) for field in _FIELDS)


def refuse_unless_it_exists(command: Command, on: date) -> None:
    """Raises a `Malformed` refusal that names the field, and the successors of a body that has ceased."""
    for field in _FIELDS:
        given = getattr(command, field, None)
        if not isinstance(given, str) or agency(body := given.partition(".")[0], on):
            continue
        said = {"field": field, "given": given, "on": on.isoformat()}
        successors = ", ".join(one.code for one in successors_of(body, on))
        if successors:
            raise Refusal(Code.MALFORMED, "agency_ceased", successors=successors, **said)
        raise Refusal(Code.MALFORMED, "unknown_agency", **said)
