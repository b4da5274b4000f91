"""`why`: the rule, the source and the event behind one field of one assignment."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from cli.desk import Desk, desk_of
from policy.why import why as reasons_for
from register import reads
from schemas.refusals import Code, Refusal

app = typer.Typer(add_completion=False)


@app.command("why")
def why(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ID", show_default=False)],
    field: Annotated[str, typer.Argument(metavar="FIELD", show_default=False)],
) -> None:
    """Answered from the register, so that it works for closed work too."""
    desk = desk_of(ctx)
    reasons = desk.run(_reasons(desk, target, field))
    if desk.wishes.as_json:
        desk.out.document(reasons)
        return
    for reason in reasons:
        desk.out.line(f"• {reason[f'text_{desk.lang}']}")
        event = "" if reason["event_seq"] is None else f" · seq {reason['event_seq']}"
        desk.out.line(f"  {reason['rule']} · {reason['source']}{event}")


async def _reasons(desk: Desk, target: str, field: str) -> list[dict[str, Any]]:
    async with desk.database() as db:
        stream = await reads.stream_of(db, target)
        if stream is None:
            raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target)
        case = await reads.case_of(db, stream)
    # `why` adds the case's clock offset to the engine's now; what we have is business time already.
    return reasons_for(case, target, field, desk.now - timedelta(seconds=case.clock_offset_s))
