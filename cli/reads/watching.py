"""`watch`: what happens from now on, line by line; `refused`: what systems delivered in vain."""

import asyncio
import time
from collections.abc import Mapping
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.output import Cell, Column
from cli.words import Both
from cli.words.tags import clock_text, moment_text
from register import reads
from schemas.happened import what, who
from schemas.ids import Target, parsed
from schemas.refusals import Code, Refusal
from schemas.sentences import sentence_of

app = typer.Typer(add_completion=False)

_LOOK_EVERY_S: Final = 0.5


@app.command("watch")
def watch(
    ctx: typer.Context,
    target: Annotated[str | None, typer.Argument(metavar="ID", show_default=False)] = None,
    for_s: Annotated[float | None, typer.Option("--for", metavar="SECONDS", min=0)] = None,
) -> None:
    """Follow new events until Ctrl+C; with `--json` one document a line."""
    desk = desk_of(ctx)
    meant = parsed(target) if target is not None else None
    if target is not None and meant is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target)
    try:
        desk.run(_follow(desk, meant, for_s))
    except KeyboardInterrupt:
        return


@app.command("refused")
def refused(ctx: typer.Context) -> None:
    """Delivered commands that were refused, newest first."""
    desk = desk_of(ctx)
    letters = desk.run(_refused(desk))
    if desk.wishes.as_json:
        desk.out.document(letters)
    elif not letters:
        desk.out.line(desk.out.say(_NONE_REFUSED))
    else:
        desk.out.table(
            [Column(desk.out.say(head), folds=head is _LETTER) for head in _HEADS],
            [
                (
                    moment_text(one["recorded_at"], desk.lang),
                    one["conclusion"],
                    Cell(one["code"], "red"),
                    sentence_of(one["reason"], one.get("said") or {}, desk.lang)[0],
                    one["letter"],
                )
                for one in letters
            ],
        )


async def _follow(desk: Desk, meant: Target | None, for_s: float | None) -> None:
    """Each event once, whatever the order of commits."""
    until = None if for_s is None else time.monotonic() + for_s
    async with desk.database() as db:
        if meant is not None and not await reads.streams_for(db, meant.id):
            raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=meant.id)
        _, cursor = await reads.events_since(db, None)
        desk.out.note(desk.out.say(_WATCHING))
        while until is None or time.monotonic() < until:
            await asyncio.sleep(_LOOK_EVERY_S)
            events, cursor = await reads.events_since(db, cursor)
            for event in events:
                if meant is None or event["target"] == meant.id or meant.covers(event["target"]):
                    _show(desk, event)


def _show(desk: Desk, event: Mapping[str, Any]) -> None:
    if desk.wishes.as_json:
        desk.out.json_line(event)
    else:
        happened = f"{event['target']}  {what(event, desk.lang)}  "
        desk.out.line(f"{clock_text(event['at'])}  ", happened, Cell(who(event, desk.lang), "dim"))
    desk.out.flush()


async def _refused(desk: Desk) -> list[dict[str, Any]]:
    async with desk.database() as db:
        return await reads.refused(db)


_WATCHING = Both("Đang theo dõi; Ctrl+C để dừng.", "Watching; Ctrl+C stops.")
_NONE_REFUSED = Both("Không có lệnh nào bị từ chối.", "Nothing was refused.")
_LETTER = Both("NỘI DUNG GỬI ĐẾN", "LETTER")
_HEADS: Final = (
    Both("KHI NÀO", "WHEN"),
    Both("KẾT LUẬN", "CONCLUSION"),
    Both("MÃ LỖI", "CODE"),
    Both("VÌ SAO", "WHY"),
    _LETTER,
)
