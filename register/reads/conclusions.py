"""Conclusions as a whole: what was issued, and how far it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from asyncpg import Record

from register.pool import Db
from register.sql import SQL

__all__ = [
    "FIRST",
    "ConclusionNow",
    "Place",
    "as_now",
    "conclusion",
    "conclusions",
    "conclusions_page",
]

Place = tuple[date, str]
"""Where a page of conclusions begins: after the one of that day and ref."""
FIRST: Final[Place] = (date.max, "")


@dataclass(frozen=True, slots=True)
class ConclusionNow:
    """A conclusion as issued, and what has become of it."""

    id: str
    ref: str
    content_hash: str
    number: str | None
    title: str
    issued_on: date
    session: int | None
    standing_office: str
    programmes: tuple[str, ...]
    clock_offset_s: int
    packets: int
    packets_opened: int
    directives: int
    assignments: int
    open_assignments: int
    planned_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    document: dict[str, Any]

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


async def conclusion(db: Db, ref: str) -> ConclusionNow | None:
    """One conclusion; None when the ref is unknown."""
    row = await db.fetchrow(SQL["conclusion_by_ref"], ref)
    return as_now(row) if row else None


async def conclusions(db: Db) -> list[ConclusionNow]:
    """All conclusions, newest first, without their documents."""
    return [as_now(row) for row in await db.fetch(SQL["conclusions"])]


async def conclusions_page(db: Db, at_most: int, after: Place) -> list[ConclusionNow]:
    """So many of them, newest first, from that place on."""
    return [as_now(row) for row in await db.fetch(SQL["conclusions_page"], at_most, *after)]


def as_now(row: Record) -> ConclusionNow:
    """A row of one of the statements about conclusions."""
    fields = dict(row) | {"id": f"kl/{row['ref']}", "programmes": tuple(row["programmes"])}
    return ConclusionNow(**fields)
