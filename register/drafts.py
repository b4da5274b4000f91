"""Reviews that wait for a person, each with a version; certificates of what was concluded; what a new document may repeat.

Called by the command line and the console. A draft is plain JSON values here: what they mean is
intake's to know.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from asyncpg import Record

from register.pool import Db, connection
from register.sql import SQL

__all__ = [
    "Draft",
    "DraftChanged",
    "DraftToSave",
    "KeptCertificate",
    "KnownDirective",
    "KnownDocument",
    "certificate_of",
    "conclude",
    "discard",
    "draft",
    "draft_of_document",
    "drafts",
    "known_directives",
    "known_documents",
    "save",
]

_ID_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft as it stands; `review` only where it was asked for."""

    id: str
    document_sha256: str
    version: int
    name: str
    number: str | None
    title: str | None
    opened_by: str
    opened_at: datetime
    saved_by: str
    saved_at: datetime
    review: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class DraftToSave:
    """What is saved of a review, and by whom."""

    document_sha256: str
    name: str
    number: str | None
    title: str | None
    review: Mapping[str, Any]
    by: str


class DraftChanged(Exception):
    """Somebody else has saved, discarded or concluded the draft since; `now` is what stands there, if anything."""

    def __init__(self, now: Draft | None) -> None:
        super().__init__(now)
        self.now: Final = now


@dataclass(frozen=True, slots=True)
class KeptCertificate:
    """The certificate of a conclusion, with the text it speaks of."""

    ref: str
    document_sha256: str
    certificate: Mapping[str, Any]
    text: str
    office: str
    approved_by: str
    approved_at: datetime


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """A conclusion whose document may be the same."""

    ref: str
    number: str | None
    title: str
    issued_on: date
    document_sha256: str | None


@dataclass(frozen=True, slots=True)
class KnownDirective:
    """A directive with open work: printed assignees and present holders together."""

    ref: str
    n: int
    text: str
    leads: tuple[str, ...]


async def save(db: Db, draft: DraftToSave, *, seen: int | None) -> Draft:
    """The draft as saved; `seen` is the version the person worked on, None for a new one.

    Raises DraftChanged when another version stands there, or none where one was seen.
    """
    if seen is None:
        row = await db.fetchrow(
            SQL["open_draft"], draft.document_sha256[:_ID_DIGITS], draft.document_sha256,
            draft.name, draft.number, draft.title, dict(draft.review), draft.by,
        )  # fmt: skip
    else:
        row = await db.fetchrow(
            SQL["save_draft"], draft.document_sha256, draft.name, draft.number, draft.title,
            dict(draft.review), draft.by, seen,
        )  # fmt: skip
    if row is None:
        raise DraftChanged(await draft_of_document(db, draft.document_sha256))
    return _read(row)


async def draft(db: Db, ident: str) -> Draft | None:
    """One draft with its review."""
    row = await db.fetchrow(SQL["draft_by_id"], ident)
    return _read(row) if row else None


async def draft_of_document(db: Db, document_sha256: str) -> Draft | None:
    """The draft of a document, without its review."""
    row = await db.fetchrow(SQL["draft_of_document"], document_sha256)
    return _read(row) if row else None


async def drafts(db: Db) -> list[Draft]:
    """All drafts, the newest first, without their reviews."""
    return [_read(row) for row in await db.fetch(SQL["drafts"])]


async def discard(db: Db, document_sha256: str, *, seen: int) -> bool:
    """Whether the draft of this version was there and is gone now."""
    return str(await db.execute(SQL["end_draft"], document_sha256, seen)) == "DELETE 1"


async def conclude(db: Db, kept: KeptCertificate, *, seen: int | None) -> KeptCertificate:
    """Keep the certificate with its conclusion, and end the draft it was made from, both or neither.

    The certificate that stands there afterwards; a repetition changes nothing. `approved_at` is the
    register's to say.
    """
    async with connection(db) as one, one.transaction():
        await one.execute(
            SQL["keep_certificate"], kept.ref, kept.document_sha256,
            json.dumps(dict(kept.certificate), ensure_ascii=False), kept.text, kept.office, kept.approved_by,
        )  # fmt: skip
        if seen is not None:
            await one.execute(SQL["end_draft"], kept.document_sha256, seen)
        standing = await certificate_of(one, kept.ref)
    if standing is None:
        raise LookupError(kept.ref)
    return standing


async def certificate_of(db: Db, ref: str) -> KeptCertificate | None:
    """The certificate of a conclusion; None when it was not taken in from a document."""
    row = await db.fetchrow(SQL["certificate_of"], ref)
    if row is None:
        return None
    return KeptCertificate(**{**dict(row), "certificate": json.loads(row["certificate"])})


async def known_documents(db: Db) -> list[KnownDocument]:
    """Every conclusion, with the hash of the file it was taken in from where there was one."""
    return [KnownDocument(**dict(row)) for row in await db.fetch(SQL["intake_documents"])]


async def known_directives(db: Db) -> list[KnownDirective]:
    """Every directive with open work."""
    rows = await db.fetch(SQL["intake_directives"])
    return [
        KnownDirective(row["ref"], row["n"], row["text"], tuple(dict.fromkeys(row["leads"])))
        for row in rows
    ]


def _read(row: Record) -> Draft:
    return Draft(**dict(row))
