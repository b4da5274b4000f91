"""`dondoc intake FILE`: what a document asks of whom by when; with -o the review that a person edits."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.desk import Desk, desk_of
from cli.intake.files import person_or_user, write_new
from cli.intake.group import intake_app
from cli.output import Cell, Column
from cli.words import Both
from schemas.refusals import MalformedInput, Unreachable

if TYPE_CHECKING:
    from intake import Document, Proposal
    from intake.review import Review


@intake_app.command("read")
def read_document(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="REVIEW")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME")] = None,
) -> None:
    """Writes nothing but the review it is asked for, and its draft where a system is running."""
    import intake

    desk = desk_of(ctx)
    document, proposal = _read(desk, path)
    if output is not None:
        _write(desk, document, proposal, output, person_or_user(person))
    answer = intake.as_json(document, proposal)
    if desk.wishes.as_json:
        desk.out.document(answer)
    elif output is None:
        _show(desk, answer)


def _read(desk: Desk, path: Path) -> "tuple[Document, Proposal]":
    import intake

    try:
        with desk.out.progress(desk.out.say(_READING)) as progress:
            document = intake.read(path, progress=progress)
        with desk.out.progress(desk.out.say(_PROPOSING)) as progress:
            return document, intake.propose(document, progress=progress)
    except KeyboardInterrupt:
        desk.out.note(desk.out.say(_STOPPED))
        raise
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error


def _write(
    desk: Desk, document: "Document", proposal: "Proposal", output: Path, person: str
) -> None:
    from intake.review import start_review, write_review

    review = start_review(document, proposal)
    try:
        review = desk.run(_registered(desk, review, person))
    except (Unreachable, OSError):
        desk.out.note(desk.out.say(_NO_SYSTEM))
    write_new(desk, output, write_review(review))
    desk.out.note(desk.out.say(_REVIEW_WRITTEN).format(path=output))
    show_repeats(desk, review)


async def _registered(desk: Desk, review: "Review", person: str) -> "Review":
    """The review with what it repeats, and as the first version of its draft unless somebody has one already."""
    from cli.intake.known import saved
    from console.intake_known import with_known
    from register import drafts

    async with desk.database() as pool:
        review = await with_known(pool, review)
        there = await drafts.draft_of_document(pool, review.document_sha256)
        if there is None:
            return replace(review, draft=await saved(pool, review, person, desk.lang))
        desk.out.note(
            desk.out.say(_DRAFT_THERE).format(id=there.id, by=there.saved_by, version=there.version)
        )
        return review


def show_repeats(desk: Desk, review: "Review") -> None:
    """What is here already, beside what is new; a person decides in the file."""
    from intake.review import open_repeats

    waiting = open_repeats(review)
    if not waiting:
        return
    desk.out.note(desk.out.say(_REPEATS).format(count=len(waiting)))
    for one in waiting:
        where = (
            desk.out.say(_DOCUMENT) if one.n is None else desk.out.say(_DIRECTIVE).format(n=one.n)
        )
        said = " ".join(one.said.split())[:100]
        desk.out.note(f"  {where} ~ {one.id} ({one.score:g} %): {said}")


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


_READING = Both("Đọc văn bản", "Reading the document")
_PROPOSING = Both("Tìm nhiệm vụ", "Looking for directives")
_STOPPED = Both("Đã dừng; chưa ghi gì.", "Stopped; nothing was written.")
_REVIEW_WRITTEN = Both(
    "Đã ghi bản rà soát {path}; sửa rồi chạy: dondoc intake approve {path} --as MÃ_CƠ_QUAN",
    "Wrote the review {path}; edit it, then: dondoc intake approve {path} --as OFFICE",
)
_NO_SYSTEM = Both(
    "Hệ thống chưa chạy: chưa lưu bản nháp vào sổ và chưa so với việc đã có; dondoc intake save sẽ làm cả hai.",
    "No system is running: the draft is not in the register and nothing was compared; dondoc intake save does both.",
)
_DRAFT_THERE = Both(
    "Văn bản này đã có bản nháp {id} (phiên bản {version}, {by} lưu). Lấy bản ấy: dondoc intake open {id} -o TỆP",
    "This document has a draft already: {id} (version {version}, by {by}). Fetch it: dondoc intake open {id} -o FILE",
)
_REPEATS = Both(
    "{count} chỗ giống việc đã có, phải quyết định trong mục trung_lap trước khi duyệt:",
    "{count} resemblances to what is here already; decide them under trung_lap before approving:",
)
_DOCUMENT = Both("cả văn bản", "the document")
_DIRECTIVE = Both("nhiệm vụ {n}", "directive {n}")
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
