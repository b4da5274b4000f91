"""Work that a new conclusion carries over is closed where it comes from, so that it is counted once.

Called by the CLI after the new conclusion was issued; each old assignment is withdrawn by the command
anybody else would send, with the new conclusion as its deciding document.
"""

from datetime import date
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from gateway.commands import Commands
from policy.carrying import origins_of
from register import reads
from register.pool import Db
from schemas.actors import Actor, Decision
from schemas.agencies import successors_of
from schemas.commands import Withdraw
from schemas.conclusion import Conclusion
from schemas.ids import Kind, parsed
from schemas.refusals import Code, Refusal
from schemas.states import State

_NOBODY: Final = "–"


async def settle(db: Db, commands: Commands, ref: str, actor: Actor) -> dict[str, Any]:
    """Withdraw the open assignments that the conclusion carried over; safe to repeat.

    Answers `affected` and `skipped`; raises UnknownTarget as a refusal when there is no such conclusion.
    """
    found = await reads.conclusion(db, ref)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"kl/{ref}")
    conclusion = Conclusion.model_validate(found.document)
    decision = Decision(
        number=conclusion.number or f"kl/{ref}",
        date=conclusion.issued_on,
        signer=conclusion.chair or _NOBODY,
    )
    affected, skipped = [], []
    for target in await _open_origins(db, conclusion):
        try:
            affected.append(await commands.send(_withdrawal(target, ref, actor, decision)))
        except Refusal as refusal:
            skipped.append({"id": target, "code": refusal.code.value})
    return {"affected": affected, "skipped": skipped}


async def _open_origins(db: Db, conclusion: Conclusion) -> list[str]:
    """Assignments by their ids; of a whole directive those whose holders the new one names."""
    targets: list[str] = []
    on = conclusion.issued_on
    for origin, directive in origins_of(conclusion):
        meant = parsed(origin)
        shown = await reads.show(db, origin, date.max)
        if meant is None or shown is None:
            continue
        items = [shown] if meant.kind is Kind.ASSIGNMENT else shown.get("assignments", [])
        targets += [
            item["id"]
            for item in items
            if not State(item["state"]).is_closed
            and (
                meant.kind is Kind.ASSIGNMENT or _heirs(item["holder"], on) & {*directive.assignees}
            )
        ]
    return targets


def _heirs(holder: str, on: date) -> set[str]:
    """The holder, or who had succeeded it when the new conclusion was issued."""
    return {holder, *(one.code for one in successors_of(holder, on))}


def _withdrawal(target: str, ref: str, actor: Actor, decision: Decision) -> Withdraw:
    return Withdraw(
        command_id=str(uuid5(NAMESPACE_URL, f"settle|{target}|kl/{ref}")),
        target=target,
        actor=actor,
        reason=f"Chuyển tiếp sang kl/{ref}",
        decision=decision,
    )
