"""The evidence store from a terminal: put a file in, read back every file that the register names."""

from pathlib import Path
from typing import Annotated, Any

import typer

from cli.desk import Desk, desk_of
from cli.errors import FAILED
from cli.words import Both
from schemas.commands import EvidenceFile

app = typer.Typer(add_completion=False)
evidence_app = typer.Typer(add_completion=False)
app.add_typer(evidence_app, name="evidence")


@evidence_app.command("put")
def put(
    ctx: typer.Context, path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
) -> None:
    """Store a file and give the reference that commands carry."""
    desk = desk_of(ctx)
    file = desk.run(_put(desk, path))
    if desk.wishes.as_json:
        desk.out.document(file)
    else:
        desk.out.line(f"✓ {file.name}  {file.size} byte  {file.type}  sha256 {file.sha256}")


@evidence_app.command("verify")
def verify(ctx: typer.Context) -> int:
    """Exit code 1 when a file that the register names cannot be read back with its hash."""
    desk = desk_of(ctx)
    report = desk.run(_verified(desk))
    if desk.wishes.as_json:
        desk.out.document(report)
    elif report["ok"]:
        desk.out.line(desk.out.say(_ALL_THERE).format(count=report["checked"]))
    else:
        desk.out.line(desk.out.say(_SOME_GONE).format(count=len(report["differences"])))
        for one in report["differences"]:
            desk.out.line(f"  {one['assignment']}  {one['name']}  {one['sha256']}")
    return 0 if report["ok"] else FAILED


@evidence_app.command("sweep")
def sweep(ctx: typer.Context) -> None:
    """Take away files older than a day that no fact names; a file that is named stays for ever."""
    desk = desk_of(ctx)
    swept = desk.run(_swept(desk))
    if desk.wishes.as_json:
        desk.out.document(swept)
    else:
        told = desk.out.say(_SWEPT).format(seen=swept["seen"], removed=len(swept["removed"]))
        desk.out.line(told)


async def _swept(desk: Desk) -> dict[str, Any]:
    from cli import clock
    from cli.output import plain
    from register.reads import evidence_named

    async with desk.database() as db:

        async def named() -> set[str]:
            return {said["sha256"] for _, said in await evidence_named(db)}

        found: dict[str, Any] = plain(await desk.place.store.sweep(named, clock.now()))
        return found


async def _put(desk: Desk, path: Path) -> EvidenceFile:
    return await desk.place.store.put(path)


async def _verified(desk: Desk) -> dict[str, Any]:
    from register import reads

    store = desk.place.store
    async with desk.database() as db:
        named = await reads.evidence_named(db)
    lost = []
    with desk.out.progress(desk.out.say(_READING)) as progress:
        for done, (assignment, said) in enumerate(named, start=1):
            file = EvidenceFile.model_validate(said)
            if not await store.holds(file):
                lost.append({"assignment": assignment, "name": file.name, "sha256": file.sha256})
            progress(done, len(named))
    return {"ok": not lost, "checked": len(named), "differences": lost}


_READING = Both("Đọc lại minh chứng", "Reading evidence back")
_ALL_THERE = Both(
    "✓ Đọc lại đủ {count} tệp, đúng mã băm.", "✓ All {count} files read back with their hashes."
)
_SOME_GONE = Both("✗ Không đọc lại được {count} tệp:", "✗ {count} files cannot be read back:")
_SWEPT = Both(
    "✓ Đã xem {seen} tệp, bỏ {removed} tệp không có trong sổ.",
    "✓ {seen} files seen, {removed} removed that the register does not name.",
)
