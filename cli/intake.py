"""An official document from a terminal: what it asks for, a review to edit, the approval that starts the conclusion.

`dondoc intake FILE` writes nothing but the review it is asked for; `approve` keeps the completeness
certificate with the text it speaks of, so that `verify` can check it later.
"""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from cli.desk import Desk, desk_of
from cli.errors import FAILED
from cli.output import Cell, Column
from cli.words import Both
from schemas.folding import fold_vi

if TYPE_CHECKING:
    from gateway.starting import Started
    from intake.certificate import Certificate
    from intake.review import Review

KEPT: Final = "intake"
"""The folder below the data folder that keeps certificates with their texts."""


class _FileOrCommand(TyperGroup):
    """`dondoc intake FILE` reads the file; a file cannot be called like a command."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["read", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        # An option before the file belongs to reading it.
        known = any(one in self.commands for one in args)
        return super().parse_args(ctx, args if known or not args else ["read", *args])


app = typer.Typer(add_completion=False)
intake_app = typer.Typer(add_completion=False, cls=_FileOrCommand)
app.add_typer(intake_app, name="intake")


@intake_app.command("read")
def read_document(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="REVIEW")] = None,
) -> None:
    """What the document asks of whom by when; with -o also the review that a person edits."""
    import intake
    from intake.review import start_review, write_review

    desk = desk_of(ctx)
    with desk.out.progress(desk.out.say(_READING)) as progress:
        document = intake.read(path, progress=progress)
        proposal = intake.propose(document, progress=progress)
    if output is not None:
        output.write_text(write_review(start_review(document, proposal)), encoding="utf-8")
        desk.out.note(desk.out.say(_REVIEW_WRITTEN).format(path=output))
    answer = intake.as_json(document, proposal)
    if desk.wishes.as_json:
        desk.out.document(answer)
    elif output is None:
        _show(desk, answer)


@intake_app.command("approve")
def approve(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="REVIEW", show_default=False)],
    acting: Annotated[str, typer.Option("--as", metavar="OFFICE", show_default=False)],
    person: Annotated[str | None, typer.Option("--person", metavar="NAME")] = None,
    ref: Annotated[str | None, typer.Option("--ref", metavar="REF")] = None,
) -> None:
    """Start the conclusion that the edited review describes; until every sentence is answered for, nothing starts."""
    from gateway.reading import conclusion_from
    from intake.certificate import to_dict
    from intake.review import Opening, certificate_of, conclusion_of, read_review

    desk = desk_of(ctx)
    review = read_review(_text_of(path))
    certificate = certificate_of(review, person or _system_person())
    opening = Opening(ref=ref or _ref_of(review), standing_office=acting.partition(":")[0])
    said = json.dumps(conclusion_of(review, opening), ensure_ascii=False, default=str)
    started = desk.run(_started(desk, conclusion_from(said)))
    kept = _keep(desk, opening.ref, certificate, review.text)
    if desk.wishes.as_json:
        desk.out.document(
            asdict(started) | {"certificate": to_dict(certificate), "kept": str(kept)}
        )
        return
    desk.out.line(
        desk.out.say(_STARTED).format(
            id=started.workflow_id, directives=started.directives, assignments=started.assignments
        )
    )
    desk.out.note(desk.out.say(_KEPT).format(path=kept))


@intake_app.command("verify")
def verify(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar="REF|FILE", show_default=False)],
    document: Annotated[Path | None, typer.Option("--document", metavar="FILE")] = None,
) -> int:
    """Exit code 1 when the certificate does not cover its text exactly once, or is of another file."""
    import hashlib

    from intake.certificate import from_dict, problems_of

    desk = desk_of(ctx)
    given = Path(which)
    path = given if given.exists() else _kept(desk, which.removeprefix("kl/"))
    kept = json.loads(_text_of(path))
    sha256 = hashlib.sha256(document.read_bytes()).hexdigest() if document else None
    certificate = from_dict(kept["certificate"])
    found = problems_of(certificate, kept["text"], sha256)
    if desk.wishes.as_json:
        segments = len(certificate.segments)
        desk.out.document({"ok": not found, "checked": segments, "differences": list(found)})
    else:
        desk.out.line(desk.out.say(_BROKEN if found else _WHOLE))
        for one in found:
            desk.out.line(f"  {one}")
    return FAILED if found else 0


async def _started(desk: Desk, conclusion: Any) -> "Started":
    from gateway.starting import Starter

    async with desk.parts() as parts:
        return await Starter(parts.pool, parts.client, parts.task_queue).start(conclusion)


def _show(desk: Desk, answer: dict[str, Any]) -> None:
    say = desk.out.say
    desk.out.table(
        [Column(say(head), folds=head is _TEXT) for head in (_N, _LEADS, _DUE, _SURE, _TEXT)],
        [
            (
                str(one["n"]),
                ", ".join(one["lead_agencies"]) or "–",
                one["deadline"] or one["deadline_text"] or "–",
                Cell(say(_YES if one["sure"] else _LOOK), "" if one["sure"] else "bold"),
                one["text"],
            )
            for one in answer["directives"]
        ],
    )
    undecided = sum(one["kind"] == "undecided" for one in answer["segments"])
    desk.out.line(say(_SUM).format(count=len(answer["directives"]), open=undecided))


def _ref_of(review: "Review") -> str:
    """`tb-467-2024` from "467/TB-VPCP" of 2024; without a number the beginning of the file's hash."""
    year = review.issued_on.year if review.issued_on else ""
    match = re.match(r"\s*(\d+)\s*[/-]\s*([^-/\d]+)", review.number or "")
    if match is None:
        return f"vb-{review.document_sha256[:12]}"
    kind = re.sub(r"[^a-z0-9]+", "-", fold_vi(match[2])).strip("-")
    return f"{kind}-{match[1]}-{year}".strip("-")[:60]


def _keep(desk: Desk, ref: str, certificate: "Certificate", text: str) -> Path:
    from intake.certificate import to_dict

    path = _kept(desk, ref)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    document = {"ref": ref, "certificate": to_dict(certificate), "text": text}
    half = path.with_suffix(".part")
    half.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    half.replace(path)
    return path


def _kept(desk: Desk, ref: str) -> Path:
    return desk.place.data_dir / KEPT / f"{ref}.certificate.json"


def _text_of(path: Path) -> str:
    from schemas.refusals import MalformedInput

    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise MalformedInput("no_file", path=str(path), problem=str(error)) from error


def _system_person() -> str:
    from bootstrap import system_user

    return f"os:{system_user()}"


_READING = Both("Đọc văn bản", "Reading the document")
_REVIEW_WRITTEN = Both(
    "Đã ghi bản rà soát {path}; sửa rồi chạy: dondoc intake approve {path} --as MÃ_CƠ_QUAN",
    "Wrote the review {path}; edit it, then: dondoc intake approve {path} --as OFFICE",
)
_STARTED = Both(
    "✓ Đã bắt đầu {id}: {directives} chỉ đạo, {assignments} nhiệm vụ.",
    "✓ Started {id}: {directives} directives, {assignments} assignments.",
)
_KEPT = Both("Chứng nhận đầy đủ: {path}", "Completeness certificate: {path}")
_WHOLE = Both(
    "✓ Chứng nhận nguyên vẹn: mọi ký tự của văn bản có đúng một nơi chịu trách nhiệm.",
    "✓ The certificate holds: every character of the text is answered for exactly once.",
)
_BROKEN = Both("✗ Chứng nhận không đúng:", "✗ The certificate does not hold:")
_SUM = Both(
    "{count} nhiệm vụ đề xuất; {open} đoạn chưa quyết định. Ghi bản rà soát: -o review.yaml",
    "{count} directives proposed; {open} segments undecided. Write a review: -o review.yaml",
)
_N = Both("SỐ", "NO")
_LEADS = Both("CHỦ TRÌ", "LEAD")
_DUE = Both("HẠN", "DUE")
_SURE = Both("CHẮC CHẮN", "SURE")
_TEXT = Both("NỘI DUNG", "TEXT")
_YES = Both("có", "yes")
_LOOK = Both("cần xem kỹ", "look closely")
