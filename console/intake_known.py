"""What the register knows that a review may repeat. Used by the screens of intake and by the command line."""

from typing import Final

from intake.duplicates import KnownDirective, KnownDocument
from intake.review import Review, with_repeats
from register import drafts
from register.pool import Db

_DRAFT: Final = "nháp "


async def with_known(db: Db, review: Review, *, own: str | None = None) -> Review:
    """The review with everything in the register that it repeats; `own` is the conclusion it already is."""
    documents = [
        KnownDocument(
            f"kl/{one.ref}", one.document_sha256, one.number, one.title, one.issued_on.year
        )
        for one in await drafts.known_documents(db)
        if one.ref != own
    ]
    documents += [
        KnownDocument(f"{_DRAFT}{one.id}", None, one.number, one.title)
        for one in await drafts.drafts(db)
        if one.document_sha256 != review.document_sha256
    ]
    directives = [
        KnownDirective(f"kl/{one.ref}/{one.n}", one.text, one.leads)
        for one in await drafts.known_directives(db)
        if one.ref != own
    ]
    return with_repeats(review, documents, directives)
