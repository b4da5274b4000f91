"""What waits for somebody: requests and reports for a standing office, what an office owes by a day."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from register.deriving.states import state_in
from register.pool import Db
from register.reads.items import item_of
from register.sql import SQL
from schemas.case import Assignment

__all__ = [
    "Debt",
    "Objection",
    "Standing",
    "Waiting",
    "extensions_waiting",
    "heaps",
    "items_by_ids",
    "lags",
    "newest_recorded",
    "newness",
    "objections_to",
    "owed_by",
    "reports_waiting",
    "standing_of",
    "standings_by_ids",
]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request or a report that waits for an answer."""

    id: str
    at: datetime
    said: str
    """The day asked for, or the period reported on."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an agency says that it is not its work, and whose it is."""

    at: datetime
    reason: str
    proposed_office: str


@dataclass(frozen=True, slots=True)
class Debt:
    """Something an office owes on an assignment."""

    id: str
    owed: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """An assignment as policy knows it, and whose conclusion it belongs to."""

    state: Assignment
    standing_office: str


async def standing_of(db: Db, assignment_id: str) -> Standing | None:
    """What decides which acts are possible now; None when there is no such assignment."""
    row = await db.fetchrow(SQL["state_of_assignment"], assignment_id)
    return Standing(state_in(row["state_json"]), row["standing_office"]) if row else None


async def standings_by_ids(db: Db, ids: list[str]) -> dict[str, Standing]:
    """The same for several at once."""
    rows = await db.fetch(SQL["states_by_ids"], ids)
    return {
        row["id"]: Standing(state_in(row["state_json"]), row["standing_office"]) for row in rows
    }


async def objections_to(db: Db, ids: list[str], office: str) -> dict[str, Objection]:
    """The newest objection of each of these assignments that are under that standing office."""
    rows = await db.fetch(SQL["objections_to"], ids, office)
    return {
        row["id"]: Objection(row["at"], row["reason"] or "", row["proposed"] or "") for row in rows
    }


async def items_by_ids(db: Db, ids: list[str], as_of: date) -> list[dict[str, Any]]:
    """These assignments as lists show them, most pressing first."""
    return [item_of(row, as_of) for row in await db.fetch(SQL["items_by_ids"], ids)]


async def extensions_waiting(db: Db, office: str | None, at_most: int = 500) -> list[Waiting]:
    """The most pressing requests for more time without an answer, oldest first; of one standing office or of all."""
    rows = await db.fetch(SQL["extensions_waiting"], office, at_most)
    return [Waiting(row["id"], row["at"], row["asked"], row["reason"] or "") for row in rows]


async def reports_waiting(db: Db, office: str | None, at_most: int = 500) -> list[Waiting]:
    """The most pressing reports that nobody has reviewed, oldest first; of one standing office or of all."""
    rows = await db.fetch(SQL["reports_waiting"], office, at_most)
    return [Waiting(row["id"], row["at"], row["period"] or "") for row in rows]


async def owed_by(db: Db, office: str, until: date, at_most: int = 200) -> list[Debt]:
    """What an office owes up to that day beside acknowledging and the work itself, the earliest first."""
    return [Debt(**row) for row in await db.fetch(SQL["owed_by_office"], office, until, at_most)]


async def lags(db: Db) -> dict[str, int | None]:
    """Seconds since the newest commit, and by which the oldest notice is late; None where there is none."""
    return dict(await db.fetchrow(SQL["lags"]) or {})


async def newness(db: Db, office: str | None, since: datetime) -> int:
    """A number that rises when something happens to what an office holds, or since an instant to anything at all."""
    if office is None:
        return int(await db.fetchval(SQL["recorded_since"], since))
    return int(await db.fetchval(SQL["recorded_of_office"], office))


async def newest_recorded(db: Db) -> datetime:
    """When the newest event was recorded, by the clock of the database."""
    at: datetime = await db.fetchval(SQL["newest_recorded"])
    return at


async def heaps(db: Db) -> dict[str, int]:
    """How much waits where, for the operator."""
    row = await db.fetchrow(SQL["heaps"])
    return {name: int(count) for name, count in dict(row or {}).items()}
