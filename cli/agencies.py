"""Agencies through time: when one has ceased, its open work is listed and handed over to its successor."""

import inspect
import sys
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.acts import actor_from
from cli.desk import Desk, desk_of
from cli.fields import SPECIAL, day
from cli.output import Column
from cli.reads.listing import shortened
from cli.words import Both
from schemas.actors import Actor, Decision
from schemas.agencies import name_of
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Role

if TYPE_CHECKING:
    from gateway.handover import Handing

app = typer.Typer(add_completion=False)
agencies_app = typer.Typer(add_completion=False)
app.add_typer(agencies_app, name="agencies")

_DECISION: Final = SPECIAL["decision"]()


@agencies_app.command("handover")
def handover(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    ceased: Annotated[str | None, typer.Argument(metavar="CODE", show_default=False)] = None,
    *,
    acting: Annotated[str | None, typer.Option("--as", metavar="OFFICE:ROLE")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="CODE")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", metavar="DATE")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    yes: Annotated[bool, typer.Option("--yes")] = False,
    **decision: Any,
) -> int:
    """List all that agencies which have ceased lead, coordinate or examine; hand it over once that is confirmed."""
    desk = desk_of(ctx)
    if to is not None and ceased is None:
        raise MalformedInput("field_wrong", field="--to", problem="--to cần CODE / needs a CODE")
    on = desk.day(day(as_of, "--as-of") if as_of else None)
    document = _DECISION.read(decision)
    if not dry_run:
        _refuse_unless_decided(acting, document)
    found = desk.run(_found(desk, on, ceased, to))
    preview = {"as_of": on.isoformat(), "changes": [one.as_change() for one in found]}
    if not desk.wishes.as_json:
        _show(desk, found, on)
    if dry_run or not found or not (yes or _confirmed(desk, found)):
        if desk.wishes.as_json:
            desk.out.document(preview | {"applied": False})
        elif found:
            desk.out.note(desk.out.say(_NOT_DONE))
        return 0
    actor = Actor.model_validate(actor_from(str(acting), person, Role.OPERATOR))
    done = desk.run(_handed_over(desk, found, actor, Decision.model_validate(document)))
    if desk.wishes.as_json:
        desk.out.document(preview | {"applied": True} | done)
    else:
        counts = {"count": len(done["affected"]), "skipped": len(done["skipped"])}
        desk.out.line(desk.out.say(_DONE).format(**counts))
    return 0


_own = inspect.signature(handover)
handover.__signature__ = _own.replace(  # type: ignore[attr-defined]
    parameters=[
        *(one for one in _own.parameters.values() if one.kind is not inspect.Parameter.VAR_KEYWORD),
        *_DECISION.options,
    ]
)


def _refuse_unless_decided(acting: str | None, document: Any) -> None:
    """Who acts and by which document, before anything is listed that is then refused."""
    if acting is None:
        raise MalformedInput("office_wrong", field="--as", given="–", known=", ".join(Role))
    if document is None:
        raise Refusal(Code.MISSING_DOCUMENT, "decision_missing", command="hand_over")


async def _found(desk: Desk, on: date, ceased: str | None, to: str | None) -> "list[Handing]":
    from gateway.handover import handings

    async with desk.database() as db:
        return await handings(db, on, ceased=ceased, to=to)


async def _handed_over(
    desk: Desk, found: "list[Handing]", actor: Actor, decision: Decision
) -> dict[str, Any]:
    from gateway.commands import Commands
    from gateway.handover import hand_over

    async with desk.parts() as parts:
        commands = Commands(parts.pool, parts.client, parts.task_queue)
        return dict(await hand_over(commands, found, actor, decision))


def _show(desk: Desk, found: "list[Handing]", on: date) -> None:
    out = desk.out
    if not found:
        out.line(out.say(_NONE).format(on=f"{on:%d/%m/%Y}"))
        return
    columns = [Column(out.say(head), folds=head is _TEXT) for head in _HEADS]
    rows = [
        (
            one.id,
            f"{one.ceased}  {name_of(one.ceased)}",
            f"{one.to}  {name_of(one.to, on)}",
            out.say(_PARTS[one.field]),
            shortened(one.text),
        )
        for one in found
    ]
    out.table(columns, rows)
    counts = {part: sum(one.field == part for one in found) for part in _PARTS}
    out.line(out.say(_COUNT).format(**counts))


def _confirmed(desk: Desk, found: "list[Handing]") -> bool:
    """Asked on a terminal only; elsewhere `--yes` says it."""
    if desk.wishes.as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return typer.confirm(desk.out.say(_ASK).format(count=len(found)))


_TEXT = Both("NHIỆM VỤ", "WORK")
_HEADS: Final = (
    Both("MÃ", "ID"),
    Both("CƠ QUAN ĐÃ CHẤM DỨT", "CEASED AGENCY"),
    Both("CƠ QUAN KẾ TIẾP", "SUCCESSOR"),
    Both("VAI", "AS"),
    _TEXT,
)
_PARTS: Final = {
    "holder": Both("chủ trì", "lead"),
    "coordinating": Both("phối hợp", "coordinating"),
    "standing_office": Both("thường trực", "standing office"),
}
_NONE = Both(
    "✓ Không có việc mở nào do cơ quan đã chấm dứt giữ hay phối hợp, tính đến {on}.",
    "✓ No open work is held or coordinated by an agency that has ceased by {on}.",
)
_COUNT = Both(
    "{holder} nhiệm vụ chủ trì; {coordinating} phối hợp; {standing_office} kết luận do cơ quan đã chấm dứt thường trực.",
    "{holder} assignments led, {coordinating} coordinated; {standing_office} conclusions whose standing office has ceased.",
)
_ASK = Both("Bàn giao {count} mục này?", "Hand over these {count}?")
_NOT_DONE = Both(
    "Chưa bàn giao; thêm --yes, --as và --decision-… để thực hiện.",
    "Nothing was handed over; add --yes, --as and --decision-… to do it.",
)
_DONE = Both(
    "✓ Đã bàn giao {count}, bỏ qua {skipped}.", "✓ {count} handed over, {skipped} skipped."
)
