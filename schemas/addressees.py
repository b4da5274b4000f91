"""Whoever a command hands work or a question to must exist on that day, in every way in.

Called by the validator of a case and by the commit of its events, and never by what a replay decides: the
table of agencies is newer than the histories. The validator leaves no history, and the answer of a commit
stands in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

from schemas.agencies import agency, successors_of
from schemas.events import Event, Fact
from schemas.ids import codes_among
from schemas.moments import day_of
from schemas.refusals import Code, Refusal

_FIELDS: Final = ("to", "reassign_to", "proposed_office")
"""Fields of commands that name a body."""


def refuse_unless_they_exist(fields: Mapping[str, Any], on: date) -> None:
    """Raises a `Malformed` refusal that names the field, and the successors of a body that has ceased.

    *fields* are those of a command; a unit of a body (`G18.01`) exists as long as the body does.
    """
    for field, given in _named(fields):
        if agency(body := given.partition(".")[0], on) is not None:
            continue
        said = {"field": field, "given": given, "on": on.isoformat()}
        successors = ", ".join(one.code for one in successors_of(body, on))
        if successors:
            raise Refusal(Code.MALFORMED, "agency_ceased", successors=successors, **said)
        raise Refusal(Code.MALFORMED, "unknown_agency", **said)


def refused_among(events: Iterable[Event]) -> dict[str, Refusal]:
    """The commands behind these events that name a body which does not exist on their day, by id."""
    refused: dict[str, Refusal] = {}
    for event in events:
        if event.actor is None or event.key in refused:
            continue
        opens = event.type is Fact.ASSIGNMENT_OPENED
        fields = {"to": event.payload["holder"]} if opens else event.payload
        try:
            refuse_unless_they_exist(fields, day_of(event.at))
        except Refusal as refusal:
            refused[event.key] = refusal
    return refused


def _named(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each code with the field it stands in; groups and printed names are no codes."""
    for name in _FIELDS:
        if isinstance(given := fields.get(name), str):
            yield name, given
    directive, changes = fields.get("directive"), fields.get("changes")
    if isinstance(directive, Mapping):
        for name in ("assignees", "coordinating"):
            for code in codes_among(directive.get(name) or ()):
                yield f"directive.{name}", code
    if isinstance(changes, Mapping) and isinstance(coded := changes.get("coordinating"), list):
        for code in codes_among(one for one in coded if isinstance(one, str)):
            yield "changes.coordinating", code
