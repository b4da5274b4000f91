"""What the register knows of a review: its draft, and what it repeats."""

from typing import TYPE_CHECKING

from cli.words import Lang
from cli.words.tags import moment_text
from register import drafts
from register.pool import Db
from schemas.refusals import Code, Refusal

if TYPE_CHECKING:
    from intake.review import DraftMark, Review


async def saved(db: Db, review: "Review", by: str, lang: Lang) -> "DraftMark":
    """The review is the newest version of its draft now; refuses when somebody was faster."""
    from intake.review import review_to_plain

    seen = review.draft.version if review.draft else None
    wanted = drafts.DraftToSave(
        document_sha256=review.document_sha256, name=review.document_name, number=review.number, title=review.title,
        review=review_to_plain(review), by=by,
    )  # fmt: skip
    try:
        return mark_of(await drafts.save(db, wanted, seen=seen))
    except drafts.DraftChanged as changed:
        raise refusal_of(changed.now, review, lang) from changed


async def refuse_stale(db: Db, review: "Review", lang: Lang) -> None:
    """Refuses a review that is not the newest version of its draft."""
    now = await drafts.draft_of_document(db, review.document_sha256)
    seen = review.draft.version if review.draft else None
    if (now.version if now else None) != seen:
        raise refusal_of(now, review, lang)


def refusal_of(now: "drafts.Draft | None", review: "Review", lang: Lang) -> Refusal:
    """Who was faster, and when."""
    if now is None:
        return Refusal(Code.CONFLICT, "draft_ended", id=review.document_sha256[:12])
    return Refusal(
        Code.CONFLICT, "draft_changed", id=now.id, by=now.saved_by, at=moment_text(now.saved_at.isoformat(), lang),
        version=now.version, seen=review.draft.version if review.draft else "–",
    )  # fmt: skip


def mark_of(draft: "drafts.Draft") -> "DraftMark":
    """What the file says of the version it was made from."""
    from intake.review import DraftMark

    at = draft.saved_at.isoformat(timespec="seconds")
    return DraftMark(draft.id, draft.version, draft.saved_by, at)
