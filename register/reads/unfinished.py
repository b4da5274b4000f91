"""What is open at the end of a day, with its age and the causes its reports name: for closing a period."""

import json
from collections import defaultdict
from datetime import date
from typing import Any, Final

from asyncpg import Record

from register.pool import Db, connection
from register.reads.items import item_of
from register.reads.wanted import ListFilters, rows_wanted
from register.sql import SQL
from schemas.moments import end_of
from schemas.states import Schedule

__all__ = ["unfinished"]

_OPEN: Final = (
    *(Schedule.OPEN_OVERDUE, Schedule.OPEN_IN_TIME, Schedule.NO_DEADLINE, Schedule.SUSPENDED),
)
_EVERYTHING: Final = 1_000_000
_CAUSES_SHOWN: Final = 3


async def unfinished(db: Db, as_of: date, conclusion: str | None = None) -> list[dict[str, Any]]:
    """Items of `list` that are open at the end of that day, the oldest first.

    Each with `age_days` and `since` (the first due day of carried-over work, else the day the directive was
    first given), `causes` (the newest first, each once), `late_from`, `wording`, `report`, `standing_office`.
    """
    async with connection(db) as one:
        rows = [
            row
            for schedule in _OPEN
            for row in await rows_wanted(
                one,
                ListFilters(schedule=schedule, conclusion=conclusion),
                as_of,
                _EVERYTHING,
                None,
            )
        ]
        ids = [row["id"] for row in rows]
        more = {row["id"]: row for row in await one.fetch(SQL["more_of_unfinished"], ids)}
        causes = _causes(await one.fetch(SQL["reports_of"], ids, end_of(as_of)))
    found = [
        _item(row, more[row["id"]], as_of) | {"causes": causes[row["id"]][:_CAUSES_SHOWN]}
        for row in rows
    ]
    return sorted(found, key=lambda item: (-item["age_days"], item["id"]))


def _item(row: Record, more: Record, as_of: date) -> dict[str, Any]:
    item = item_of(row, as_of)
    origin = item["carried_over_from"]
    known = (origin.get("due_on") or origin.get("given_on")) if origin else None
    since = date.fromisoformat(known) if known else more["since"]
    late_from: date | None = row["late_from"]
    return item | {
        "age_days": (as_of - since).days,
        "since": since.isoformat(),
        "late_from": late_from.isoformat() if late_from else None,
        "wording": more["wording"],
        "report": more["report"],
        "standing_office": more["standing_office"],
    }


def _causes(reports: list[Record]) -> defaultdict[str, list[str]]:
    """What the reports of each assignment name as causes, newest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in reports:
        cause = json.loads(row["payload"]).get("causes")
        if cause and cause not in found[row["target"]]:
            found[row["target"]].append(cause)
    return found
