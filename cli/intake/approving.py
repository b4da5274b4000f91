"""`intake approve` starts the conclusion of a finished review; `intake verify` checks its certificate later.

The certificate is kept in the register with the conclusion, and as a file in the data folder.
"""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.errors import FAILED
from cli.intake.files import bytes_of, person_or_user, review_in, text_of, write_whole
from cli.intake.group import intake_app
from cli.words import Both
from schemas.folding import fold_vi
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable

if TYPE_CHECKING:
    from gateway.starting import Started
    from intake.certificate import Certificate
    from intake.review import Review
    from register.drafts import KeptCertificate

KEPT: Final = "intake"
"""The folder below the data folder that keeps certificates with their texts."""


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
    from intake.review import Opening, certificate_of, conclusion_of

    desk = desk_of(ctx)
    review = review_in(path)
    certificate = certificate_of(review, person_or_user(person))
    opening = Opening(ref=ref or _ref_of(review), standing_office=acting.partition(":")[0])
    said = json.dumps(conclusion_of(review, opening), ensure_ascii=False, default=str)
    conclusion = conclusion_from(said)
    started, kept = desk.run(_approved(desk, review, certificate, conclusion, path))
    copy = _copied(desk, kept)
    if desk.wishes.as_json:
        desk.out.document(
            asdict(started) | {"certificate": dict(kept.certificate), "kept": str(copy)}
        )
        return
    desk.out.line(
        desk.out.say(_STARTED if started.outcome == "started" else _ALREADY).format(
            id=started.workflow_id, directives=started.directives, assignments=started.assignments
        )
    )
    desk.out.note(desk.out.say(_KEPT).format(path=copy))


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
    kept = _certificate_in(desk, which)
    sha256 = hashlib.sha256(bytes_of(document)).hexdigest() if document else None
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


async def _approved(
    desk: Desk, review: "Review", certificate: "Certificate", conclusion: Any, path: Path
) -> "tuple[Started, KeptCertificate]":
    """Refuse what is stale or repeats something undecided; start; keep the certificate and end the draft."""
    from cli.intake.known import refuse_stale
    from console.intake_known import with_known
    from gateway.starting import Starter
    from intake.review import open_repeats
    from register import drafts

    async with desk.parts() as parts:
        before = await drafts.certificate_of(parts.pool, conclusion.ref)
        is_repeated = before is not None and before.document_sha256 == review.document_sha256
        if not is_repeated:
            await refuse_stale(parts.pool, review, desk.lang)
        own = conclusion.ref if before is None or is_repeated else None
        waiting = open_repeats(await with_known(parts.pool, review, own=own))
        if waiting and not is_repeated:
            raise Refusal(
                Code.CONFLICT,
                "repeats_open",
                count=len(waiting),
                first=waiting[0].id,
                path=str(path),
            )
        started = await Starter(parts.pool, parts.client, parts.task_queue).start(conclusion)
        wanted = _wanted(desk, review, certificate, conclusion)
        seen = review.draft.version if review.draft else None
        return started, await drafts.conclude(parts.pool, wanted, seen=seen)


def _wanted(
    desk: Desk, review: "Review", certificate: "Certificate", conclusion: Any
) -> "KeptCertificate":
    from cli import clock
    from intake.certificate import to_dict
    from register.drafts import KeptCertificate

    return KeptCertificate(
        ref=conclusion.ref, document_sha256=review.document_sha256, certificate=to_dict(certificate), text=review.text,
        office=conclusion.standing_office, approved_by=certificate.approved_by, approved_at=clock.now(),
    )  # fmt: skip


def _certificate_in(desk: Desk, which: str) -> dict[str, Any]:
    """A certificate file, or the register's, or where no system runs the copy in the data folder."""
    if Path(which).exists():
        return _certificate_file(Path(which))
    ref = which.removeprefix("kl/")
    try:
        found = desk.run(_in_register(desk, ref))
    except Unreachable:
        copy = desk.settings.data_dir / KEPT / f"{ref}.certificate.json"
        if not copy.exists():
            raise
        return _certificate_file(copy)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "certificate_unknown", id=which)
    return {"certificate": found.certificate, "text": found.text}


def _certificate_file(path: Path) -> dict[str, Any]:
    try:
        kept = json.loads(text_of(path))
        return {"certificate": kept["certificate"], "text": str(kept["text"])}
    except (ValueError, KeyError, TypeError) as error:
        raise MalformedInput("not_yaml", line=1, problem=str(error)) from error


async def _in_register(desk: Desk, ref: str) -> "KeptCertificate | None":
    from register import drafts

    async with desk.database() as pool:
        return await drafts.certificate_of(pool, ref)


def _copied(desk: Desk, kept: "KeptCertificate") -> Path:
    """The copy in the data folder, for whoever checks without the register."""
    path = desk.place.data_dir / KEPT / f"{kept.ref}.certificate.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    document = {"ref": kept.ref, "certificate": dict(kept.certificate), "text": kept.text}
    write_whole(path, json.dumps(document, ensure_ascii=False))
    return path


def _ref_of(review: "Review") -> str:
    """`tb-467-2024` from "467/TB-VPCP" of 2024; without a number the beginning of the file's hash."""
    year = review.issued_on.year if review.issued_on else ""
    match = re.match(r"\s*(\d+)\s*[/-]\s*([^-/\d]+)", review.number or "")
    if match is None:
        return f"vb-{review.document_sha256[:12]}"
    kind = re.sub(r"[^a-z0-9]+", "-", fold_vi(match[2])).strip("-")
    return f"{kind}-{match[1]}-{year}".strip("-")[:60]


_STARTED = Both(
    "✓ Đã bắt đầu {id}: {directives} chỉ đạo, {assignments} nhiệm vụ.",
    "✓ Started {id}: {directives} directives, {assignments} assignments.",
)
_ALREADY = Both(
    "✓ {id} đã bắt đầu từ trước: {directives} chỉ đạo, {assignments} nhiệm vụ.",
    "✓ {id} was started before: {directives} directives, {assignments} assignments.",
)
_KEPT = Both(
    "Chứng nhận đầy đủ ở trong sổ, bản sao: {path}",
    "The completeness certificate is in the register; a copy: {path}",
)
_WHOLE = Both(
    "✓ Chứng nhận nguyên vẹn: mọi ký tự của văn bản có đúng một nơi chịu trách nhiệm.",
    "✓ The certificate holds: every character of the text is answered for exactly once.",
)
_BROKEN = Both("✗ Chứng nhận không đúng:", "✗ The certificate does not hold:")
