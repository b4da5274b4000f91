"""An office that can leave with its data, and come back: `export` and `import`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli import clock
from cli.desk import Desk, desk_of
from cli.output import plain
from cli.words import Both

app = typer.Typer(add_completion=False)

Folder = Annotated[Path, typer.Argument(metavar="DIR", show_default=False)]


@app.command("export")
def export(ctx: typer.Context, folder: Folder) -> None:
    """Everything as JSON Lines and CSV, with hashes."""
    desk = desk_of(ctx)
    manifest = desk.run(_exported(desk, folder))
    if desk.wishes.as_json:
        desk.out.document(plain(manifest) | {"folder": str(folder)})
    else:
        said = {"conclusions": manifest.conclusions, "events": manifest.events, "folder": folder}
        desk.out.line(desk.out.say(_EXPORTED).format(**said, digest=manifest.digest))


@app.command("import")
def import_(ctx: typer.Context, folder: Folder) -> None:
    """An export into an empty register, and every open packet started from it."""
    desk = desk_of(ctx)
    answer = desk.run(_imported(desk, folder))
    if desk.wishes.as_json:
        desk.out.document(answer)
    else:
        desk.out.line(desk.out.say(_IMPORTED).format(**answer))


async def _exported(desk: Desk, folder: Path) -> Any:
    from register.exchange.exporting import export as written

    async with desk.database() as db:
        with desk.out.progress(desk.out.say(_WRITING)) as progress:
            return await written(db, folder, clock.now(), progress=progress)


async def _imported(desk: Desk, folder: Path) -> dict[str, Any]:
    from gateway.starting import Starter
    from register.exchange.importing import import_from

    async with desk.parts() as parts:
        with desk.out.progress(desk.out.say(_READING)) as progress:
            imported = await import_from(parts.pool, folder, progress=progress)
        starter = Starter(parts.pool, parts.client, parts.task_queue)
        started = await starter.start_planned()
        started += len(await starter.start_lost())
    answer: dict[str, Any] = plain(imported)
    return answer | {"started": started}


_WRITING = Both("Xuất sổ", "Exporting the register")
_READING = Both("Nhập sổ", "Importing the register")
_EXPORTED = Both(
    "✓ Đã xuất {conclusions} kết luận, {events} sự kiện vào {folder}.\n  Mã băm nhật ký: {digest}",
    "✓ {conclusions} conclusions and {events} events are in {folder}.\n  Hash of the log: {digest}",
)
_IMPORTED = Both(
    "✓ Đã nhập {conclusions} kết luận, {events} sự kiện; khởi động {started} gói đang mở.\n  Mã băm nhật ký: {digest}\n  Mật khẩu, thẻ và khoá ký không đi theo: đặt lại mật khẩu (users), cấp thẻ mới (tokens), khoá mới (notices rotate-secret, inbound-key).",
    "✓ {conclusions} conclusions and {events} events came in; {started} open packets were started.\n  Hash of the log: {digest}\n  Passwords, tokens and keys stayed behind: set new ones (users, tokens, notices rotate-secret, inbound-key).",
)
