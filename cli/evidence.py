"""The evidence store from a terminal: put a file in, read back every file that the register names."""

from datetime import date, datetime
from fractions import Fraction
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


@evidence_app.command("reasons")
def reasons(ctx: typer.Context) -> None:
    """The ready reasons of `review-evidence --return --template` and `review-report`."""
    from cli.output import Column, Row
    from schemas.return_reasons import reasons_for

    desk = desk_of(ctx)
    found = reasons_for()
    if desk.wishes.as_json:
        items = [
            {"code": one.code, "about": one.about, "vi": one.text.vi, "en": one.text.en}
            for one in found
        ]
        desk.out.document({"items": items})
        return
    rows: list[Row] = [
        (one.code, desk.out.say(_ABOUT[one.about]), desk.out.say(one.text)) for one in found
    ]
    desk.out.table([Column(desk.out.say(head)) for head in _REASON_HEADS], rows)


@evidence_app.command("check")
def check_signatures(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    agency: Annotated[str, typer.Option("--agency", metavar="CODE")],
) -> int:
    """What the signatures of a file say for an agency; exit code 1 without a valid one of its own."""
    from cli import clock
    from evidence.kinds import kind_of
    from evidence.signatures import check
    from evidence.trust import Trust
    from schemas.refusals import MalformedInput

    desk = desk_of(ctx)
    try:
        content, trust = path.read_bytes(), Trust.in_folder(desk.settings.trust_dir)
    except (OSError, ValueError) as error:
        raise MalformedInput(
            "evidence_unreadable", field="file", name=path.name, problem=str(error)
        ) from error
    kind = kind_of(content, path.name)
    report = check(content, kind, office=agency, trust=trust, now=clock.now())
    if desk.wishes.as_json:
        desk.out.document(report)
    else:
        desk.out.line(desk.out.say(_SIGNED[report.state]), f"  {report.problem or ''}")
        for one in report.signatures:
            told = desk.out.say(_SIGNATURE).format(**one.model_dump() | _marks(one))
            desk.out.line(told)
    return 0 if report.is_valid else FAILED


@evidence_app.command("draw")
def draw(
    ctx: typer.Context,
    seed: Annotated[str, typer.Option("--seed")],
    share: Annotated[str, typer.Option("--share", metavar="5%")],
    as_of: Annotated[datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Draw a share of completed assignments to be verified again; the same seed and day draw the same."""
    desk = desk_of(ctx)
    day = desk.day(as_of.date() if as_of else None)
    found = desk.run(_drawn(desk, seed, _share(share), day))
    if desk.wishes.as_json:
        desk.out.document(found)
        return
    for one in found["items"]:
        desk.out.line(f"{one['lot'][:16]}  {one['id']}")
    desk.out.line(desk.out.say(_DRAWN).format(count=len(found["items"]), **found))


def _share(given: str) -> Fraction:
    from schemas.refusals import MalformedInput

    try:
        share = Fraction(given.rstrip("% ")) / (100 if given.rstrip().endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(0)
    if not 0 < share <= 1:
        raise MalformedInput("share_wrong", field="share", given=given)
    return share


async def _drawn(desk: Desk, seed: str, share: Fraction, day: date) -> dict[str, Any]:
    from policy.draw import drawn
    from register.reads import completed_by

    async with desk.database() as db:
        completed = await completed_by(db, day)
    lots = drawn(completed, seed=seed, share=share)
    items = [{"lot": lot, "id": own} for lot, own in lots]
    said = {"seed": seed, "share": str(share), "as_of": day.isoformat(), "of": len(completed)}
    return said | {"items": items}


def _marks(one: Any) -> dict[str, str]:
    names = ("intact", "trusted", "in_time", "of_agency")
    marks = {name: "✓" if getattr(one, name) else "✗" for name in names}
    return marks | {"changed_after": "✗" if one.changed_after else "✓"}


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
_SIGNED = {
    "valid": Both("✓ Có chữ ký hợp lệ của cơ quan.", "✓ A valid signature of the agency."),
    "invalid": Both(
        "✗ Có chữ ký, không hợp lệ hoặc không phải của cơ quan.",
        "✗ Signed, not validly or not by the agency.",
    ),
    "none": Both("– Không có chữ ký.", "– No signature."),
    "unreadable": Both("✗ Không đọc được chữ ký.", "✗ The signatures cannot be read."),
}
_SIGNATURE = Both(
    "  {signer}  nguyên vẹn {intact} · không sửa sau ký {changed_after} · tin cậy {trusted} · còn hạn khi ký {in_time} · thu hồi: {revocation} · đúng cơ quan {of_agency}",
    "  {signer}  intact {intact} · unchanged after {changed_after} · trusted {trusted} · in time {in_time} · revocation: {revocation} · of the agency {of_agency}",
)
_DRAWN = Both(
    "{count} / {of} nhiệm vụ, mầm «{seed}», tỷ lệ {share}, đến hết {as_of}. Không đạt thì: dondoc reopen ID --as … --reason …",
    "{count} of {of} assignments, seed '{seed}', share {share}, up to {as_of}. What fails: dondoc reopen ID --as … --reason …",
)
_ABOUT = {"evidence": Both("minh chứng", "evidence"), "report": Both("báo cáo", "report")}
_REASON_HEADS = (Both("MÃ", "CODE"), Both("VỀ", "ABOUT"), Both("LÝ DO", "REASON"))
