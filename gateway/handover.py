"""When an agency ceases, its open work goes to its successor: listed first, then one command for each assignment.

Called by the CLI and the console. Whoever ceased, and who succeeds it, stands in the table of agencies.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from gateway.commands import Commands
from register import reads
from register.pool import Db
from schemas.actors import Actor, Decision
from schemas.agencies import agency, ceased_by, successors_of
from schemas.commands import HandOver, ReplaceStandingOffice
from schemas.refusals import Code, Refusal

_AT_ONCE: Final = 40
"""Commands in flight together."""


@dataclass(frozen=True, slots=True)
class Handing:
    """One open assignment that a ceased agency leads or coordinates, or a conclusion it examines, and who takes it over."""

    id: str
    text: str
    ceased: str
    to: str
    field: str = "holder"
    """`holder` or `coordinating` of an assignment, `standing_office` of a conclusion."""

    def as_change(self) -> dict[str, str]:
        """As a line of a preview."""
        return {"id": self.id, "field": self.field, "from": self.ceased, "to": self.to}


async def handings(
    db: Db, on: date, *, ceased: str | None = None, to: str | None = None
) -> list[Handing]:
    """Every open assignment whose holder or coordinator has ceased by that day, and the conclusions such an agency examines.

    The first successor takes over unless *to* names another body of that day. Raises Refusal for an
    agency that has not ceased, or has no successor.
    """
    if ceased is not None:
        _refuse_unless_ceased(ceased, on)
    if to is not None and agency(to, on) is None:
        raise Refusal(Code.MALFORMED, "unknown_agency", field="to", given=to, on=on.isoformat())
    codes = [ceased] if ceased is not None else ceased_by(on)
    heirs = {code: to or successors_of(code, on)[0].code for code in codes}
    held = await reads.held_by(db, list(heirs))
    seen = await reads.overseen_by(db, list(heirs))
    found = [Handing(one["id"], one["text"], one["holder"], heirs[one["holder"]]) for one in held]
    for one in await reads.coordinated_by(db, list(heirs)):
        ceasing = one["coordinator"]
        found.append(Handing(one["id"], one["text"], ceasing, heirs[ceasing], "coordinating"))
    for one in seen:
        ceasing = one["standing_office"]
        found.append(Handing(one["id"], one["title"], ceasing, heirs[ceasing], "standing_office"))
    return found


async def hand_over(
    commands: Commands, found: Sequence[Handing], actor: Actor, decision: Decision
) -> dict[str, list[dict[str, Any]]]:
    """Hand all of them over; what was refused stands under `skipped` with its code. Safe to repeat."""
    answers: list[Any] = []
    for start in range(0, len(found), _AT_ONCE):
        some = found[start : start + _AT_ONCE]
        sent = (commands.send(_command(one, actor, decision)) for one in some)
        answers += await asyncio.gather(*sent, return_exceptions=True)
    grave = [one for one in answers if isinstance(one, BaseException)]
    for failure in grave:
        if not isinstance(failure, Refusal):
            raise failure
    return {
        "affected": [one for one in answers if isinstance(one, dict)],
        "skipped": [
            {"id": handing.id, "code": one.code.value}
            for handing, one in zip(found, answers, strict=True)
            if isinstance(one, Refusal)
        ],
    }


def _command(one: Handing, actor: Actor, decision: Decision) -> HandOver | ReplaceStandingOffice:
    """Named by what it does, so that the same handing-over again does nothing twice."""
    model = ReplaceStandingOffice if one.field == "standing_office" else HandOver
    what = f"hand_over|{one.id}|{one.ceased}|{one.to}|{decision.number}"
    return model(
        command_id=str(uuid5(NAMESPACE_URL, what)),
        target=one.id,
        actor=actor,
        ceased=one.ceased,
        to=one.to,
        decision=decision,
    )


def _refuse_unless_ceased(code: str, on: date) -> None:
    said = {"field": "ceased", "given": code, "on": on.isoformat()}
    if agency(code) is None:
        raise Refusal(Code.MALFORMED, "unknown_agency", **said)
    if not successors_of(code, on):
        raise Refusal(Code.WRONG_STATE, "agency_not_ceased", **said)
