"""Documents that were taken in, and the jobs that read them: how far, by whom, what failed. Called by the console."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from asyncpg import Record

from register.pool import Db, connection
from register.sql import SQL

__all__ = [
    "Job",
    "beat",
    "content_of",
    "end_job",
    "forget",
    "job",
    "jobs_of",
    "keep_page",
    "kept_pages",
    "open_job",
    "places_of",
    "set_places",
    "take_job",
]

_GONE_AFTER: Final = timedelta(seconds=15)
"""A reading process says how far it is at least every few seconds."""


@dataclass(frozen=True, slots=True)
class Job:
    """The reading of one document as it stands."""

    id: str
    sha256: str
    name: str
    office: str
    opened_by: str
    opened_at: datetime
    state: str
    """reading, done, failed or cancelled."""
    step: str
    done: int
    whole: int
    ended_at: datetime | None
    failure: Mapping[str, Any] | None
    """Code and said of the refusal."""
    seconds: int
    """How long it has been going on, or went on."""


async def open_job(db: Db, own: str, file: tuple[str, str, bytes], office: str, login: str) -> None:
    """Keeps the file (hash, name, content) and a job that nobody works on yet, both or neither."""
    sha256, name, content = file
    async with connection(db) as one, one.transaction():
        await one.execute(SQL["keep_document"], sha256, name, content, login)
        await one.execute(SQL["open_job"], own, sha256, name, office, login)


async def job(db: Db, own: str) -> Job | None:
    """One job; None when there is none of that id."""
    row = await db.fetchrow(SQL["job"], own)
    return _job(row) if row else None


async def jobs_of(db: Db, office: str) -> list[Job]:
    """The jobs of an office that go on, and those that failed within a day, newest first."""
    return [_job(row) for row in await db.fetch(SQL["jobs_of_office"], office)]


async def take_job(db: Db, own: str) -> bool:
    """Whether the job is now this process's to do."""
    return await db.fetchval(SQL["take_job"], own, _GONE_AFTER) is not None


async def beat(db: Db, own: str, step: str, done: int, whole: int) -> bool:
    """Says how far the job is; False when it is to stop."""
    return bool(await db.fetchval(SQL["beat_job"], own, step, done, whole) == "reading")


async def end_job(db: Db, own: str, state: str, failure: Mapping[str, Any] | None = None) -> None:
    """The job has ended; what was kept of single pages goes."""
    said = json.dumps(failure, ensure_ascii=False, default=str) if failure is not None else None
    async with connection(db) as one, one.transaction():
        sha256 = await one.fetchval(SQL["end_job"], own, state, said)
        if sha256 is not None:
            await one.execute(SQL["forget_pages"], sha256)


async def keep_page(db: Db, sha256: str, page: int, said: Mapping[str, Any]) -> None:
    """One page that was read."""
    await db.execute(SQL["keep_page"], sha256, page, json.dumps(said, ensure_ascii=False))


async def kept_pages(db: Db, sha256: str) -> dict[int, Any]:
    """The pages that were read before, by number."""
    return {
        row["page"]: json.loads(row["said"]) for row in await db.fetch(SQL["kept_pages"], sha256)
    }


async def set_places(db: Db, sha256: str, places: list[Any]) -> None:
    """Where the words of the text stand on the pages."""
    await db.execute(SQL["set_document_places"], sha256, json.dumps(places, separators=(",", ":")))


async def places_of(db: Db, sha256: str) -> list[Any] | None:
    """The same; None for a document that has no pages, or is not here."""
    said = await db.fetchval(SQL["document_places"], sha256)
    return json.loads(said) if said else None


async def content_of(db: Db, sha256: str) -> tuple[str, bytes] | None:
    """Name and bytes of the file; None when it is not here."""
    row = await db.fetchrow(SQL["document_content"], sha256)
    return (row["name"], row["content"]) if row else None


async def forget(db: Db, sha256: str) -> None:
    """The file goes, unless a draft or a conclusion stands on it."""
    await db.execute(SQL["forget_document"], sha256)


def _job(row: Record) -> Job:
    said = dict(row)
    now, failure = said.pop("now"), said.pop("failure")
    seconds = int(((said["ended_at"] or now) - said["opened_at"]).total_seconds())
    return Job(**said, failure=json.loads(failure) if failure else None, seconds=seconds)
