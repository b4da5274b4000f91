"""The daily digest: every open item of every office, as it stands in the morning.

Complete by construction and by test: an office's digest has each assignment it holds that is not
closed, and each assignment in which it owes something else (a contribution, a review, a decision).
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from policy.calendar import is_working_day
from register.log.stored import as_rows
from register.pool import Db, connection
from register.sql import SQL
from schemas.calendar_file import calendar_today

__all__ = ["digests_of", "post_digests"]

Item = dict[str, Any]


async def post_digests(db: Db, day: date) -> int:
    """Give every office that has open items its digest of that day, once; how many offices.

    None on days off. Safe to repeat: the first one of the day stays.
    """
    if not is_working_day(day, calendar_today()):
        return 0
    async with connection(db) as one, one.transaction():
        found = digests_of(await one.fetch(SQL["open_items"]), day)
        rows = as_rows(
            {
                "id": str(uuid5(NAMESPACE_URL, f"dondoc:digest:{office}:{day}")),
                "office": office,
                "items": items,
            }
            for office, items in sorted(found.items())
        )
        await one.execute(SQL["post_digests"], rows, day)
    return len(found)


def digests_of(rows: Iterable[Any], day: date) -> dict[str, list[Item]]:
    """Each office's open items, in the order of the conclusions."""
    found: dict[str, list[Item]] = {}
    for row in rows:
        owed = _owed(row)
        for office in dict.fromkeys((row["holder"], *owed)):
            found.setdefault(office, []).append(_item(row, day, owed.get(office, [])))
    return found


def _owed(row: Any) -> dict[str, list[Item]]:
    """What is owed in an assignment, by whom."""
    found: dict[str, list[Item]] = {}
    for one in json.loads(row["state_json"]).get("obligations", ()):
        found.setdefault(one["by"], []).append({"owed": one["owed"], "due_on": one["due_on"]})
    return found


def _item(row: Any, day: date, owes: list[Item]) -> Item:
    late_from: date | None = row["late_from"]
    late = (day - late_from).days + 1 if late_from is not None and late_from <= day else 0
    return {
        "id": row["id"],
        "conclusion": f"kl/{row['ref']}",
        "number": row["number"],
        "clause": row["clause"],
        "text": row["text"],
        "holder": row["holder"],
        "state": row["state"],
        "due_on": row["due_on"].isoformat() if row["due_on"] else None,
        "days_late": late,
        "owes": owes,
    }
