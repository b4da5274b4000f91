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


async def _put(desk: Desk, path: Path) -> EvidenceFile:
    from evidence.store import EvidenceStore

    return await EvidenceStore(desk.place.data_dir / "evidence").put(path)


async def _verified(desk: Desk) -> dict[str, Any]:
    from evidence.store import EvidenceStore
    from register import reads

    store = EvidenceStore(desk.place.data_dir / "evidence")
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
