"""Reviews that survive in the register: save, list, fetch, discard."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.desk import Desk, desk_of
from cli.intake.files import person_or_user, review_in, write_new, write_whole
from cli.intake.group import intake_app
from cli.intake.reading import show_repeats
from cli.output import Column
from cli.words import Both
from cli.words.tags import moment_text
from schemas.refusals import Code, Refusal

if TYPE_CHECKING:
    from intake.review import Review
    from register.drafts import Draft

Person = Annotated[str | None, typer.Option("--person", metavar="NAME")]
DraftId = Annotated[str, typer.Argument(metavar="DRAFT", show_default=False)]


@intake_app.command("save")
def save(
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="REVIEW", show_default=False)],
    person: Person = None,
) -> None:
    """Do the acts written in the review, look for repetitions, keep the next version; the file shows all of it."""
    from intake.review import open_repeats, open_segments, write_review
    from intake.review.model import Decision

    desk = desk_of(ctx)
    review = desk.run(_saved(desk, review_in(path), person_or_user(person)))
    write_whole(path, write_review(review))
    waiting = [one.n for one in review.directives if one.decision is not Decision.ACCEPTED]
    left = open_segments(review)
    if desk.wishes.as_json:
        desk.out.document(
            {
                "draft": review.draft,
                "directives": len(review.directives),
                "directives_open": waiting,
                "segments_open": [one.id for one in left],
                "repeats_open": open_repeats(review),
            }
        )
        return
    desk.out.line(
        desk.out.say(_SAVED).format(
            id=review.draft.id if review.draft else "–",
            version=review.draft.version if review.draft else "–",
            waiting=len(waiting),
            left=len(left),
        )
    )
    show_repeats(desk, review)


@intake_app.command("drafts")
def show_drafts(ctx: typer.Context) -> None:
    """Every draft, the newest first."""
    desk = desk_of(ctx)
    found = desk.run(_drafts(desk))
    if desk.wishes.as_json:
        fields = ("id", "version", "number", "title", "name", "opened_by", "opened_at", "saved_by", "saved_at", "document_sha256")  # fmt: skip
        desk.out.document(
            {"drafts": [{name: getattr(one, name) for name in fields} for one in found]}
        )
        return
    if not found:
        desk.out.line(desk.out.say(_NONE))
        return
    desk.out.table(
        [Column(desk.out.say(head), folds=head is _TITLE) for head in _HEADS],
        [
            (one.id, str(one.version), one.number or "–", one.saved_by,
             moment_text(one.saved_at.isoformat(), desk.lang), one.title or one.name)
            for one in found
        ],
    )  # fmt: skip


@intake_app.command("open")
def open_draft(
    ctx: typer.Context,
    draft_id: DraftId,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="REVIEW")],
) -> None:
    """The newest version as a file to edit."""
    from cli.intake.known import mark_of
    from intake.review import review_from, write_review

    desk = desk_of(ctx)
    draft = desk.run(_draft(desk, draft_id))
    review = replace(review_from(draft.review or {}), draft=mark_of(draft))
    write_new(desk, output, write_review(review))
    if desk.wishes.as_json:
        desk.out.document({"draft": review.draft, "path": output})
    else:
        desk.out.line(desk.out.say(_OPENED).format(id=draft.id, version=draft.version, path=output))


@intake_app.command("discard")
def discard(ctx: typer.Context, draft_id: DraftId) -> None:
    """The draft is gone; the document can be read again."""
    desk = desk_of(ctx)
    draft = desk.run(_discarded(desk, draft_id))
    if desk.wishes.as_json:
        desk.out.document({"id": draft.id, "version": draft.version})
    else:
        desk.out.line(desk.out.say(_DISCARDED).format(id=draft.id, by=draft.saved_by))


async def _saved(desk: Desk, review: "Review", person: str) -> "Review":
    from cli.intake.known import saved
    from console.intake_known import with_known

    async with desk.database() as pool:
        review = await with_known(pool, review)
        return replace(review, draft=await saved(pool, review, person, desk.lang))


async def _drafts(desk: Desk) -> "list[Draft]":
    from register import drafts

    async with desk.database() as pool:
        return await drafts.drafts(pool)


async def _draft(desk: Desk, ident: str) -> "Draft":
    from register import drafts

    async with desk.database() as pool:
        found = await drafts.draft(pool, ident)
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "draft_unknown", id=ident)
    return found


async def _discarded(desk: Desk, ident: str) -> "Draft":
    from register import drafts

    found = await _draft(desk, ident)
    async with desk.database() as pool:
        if not await drafts.discard(pool, found.document_sha256, seen=found.version):
            raise Refusal(Code.CONFLICT, "draft_ended", id=ident)
    return found


_SAVED = Both(
    "✓ Đã lưu bản nháp {id}, phiên bản {version}: còn {waiting} nhiệm vụ chưa duyệt, {left} đoạn chưa ai quyết định.",
    "✓ Saved draft {id}, version {version}: {waiting} directives not accepted yet, {left} segments undecided.",
)
_OPENED = Both(
    "✓ Bản nháp {id}, phiên bản {version}: {path}", "✓ Draft {id}, version {version}: {path}"
)
_DISCARDED = Both("✓ Đã huỷ bản nháp {id} ({by} lưu).", "✓ Discarded draft {id} (saved by {by}).")
_NONE = Both("Không có bản nháp nào.", "There are no drafts.")
_TITLE = Both("TRÍCH YẾU", "TITLE")
_HEADS = (
    Both("MÃ", "ID"),
    Both("PHIÊN BẢN", "VERSION"),
    Both("SỐ VĂN BẢN", "NUMBER"),
    Both("NGƯỜI LƯU", "SAVED BY"),
    Both("LÚC", "AT"),
    _TITLE,
)
