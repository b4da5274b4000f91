"""Does the register say the same as the workflows? Every assignment, field by field."""

from datetime import date
from typing import Any, Final

from gateway.queries import snapshot
from policy.timeliness import schedule_of_day
from register import reads
from register.pool import Db
from schemas.states import Schedule, State

FIELDS: Final = ("state", "declared", "verified", "schedule", "due_on", "rung", "seq")


async def disagreements(pool: Db, client: Any, as_of: date) -> tuple[int, list[dict[str, Any]]]:
    """How many assignments were compared, and every field in which register and workflow differ."""
    compared, found = 0, []
    registered = {row["id"]: row for row in await reads.comparable(pool, as_of)}
    streams = await reads.streams(pool)
    for stream in streams:
        for held in (await snapshot(client, stream))["assignments"]:
            row = registered.pop(held["id"], None)
            compared += 1
            found += _differing(held["id"], row, _comparable(held, as_of))
    for left in registered:
        found += _differing(left, registered[left], None)
    return compared, found


def _comparable(held: dict[str, Any], as_of: date) -> dict[str, Any]:
    """What a snapshot says of that day; a query cannot know how far a quiet workflow's day has come."""
    late_from = date.fromisoformat(held["late_from"]) if held["late_from"] else None
    schedule = held["schedule"] and schedule_of_day(Schedule(held["schedule"]), late_from, as_of)
    return held | {"due_on": held["deadline"]["due_on"], "schedule": schedule}


def _differing(
    assignment: str, row: dict[str, Any] | None, held: dict[str, Any] | None
) -> list[dict[str, Any]]:
    if row is None or held is None:
        there = "workflow" if row is None else "register"
        return [
            {"id": assignment, "field": "id", "register": row and there, "workflow": held and there}
        ]
    reassigned = held["state"] == State.REASSIGNED.value
    return [
        {"id": assignment, "field": name, "register": row[name], "workflow": held[name]}
        for name in FIELDS
        if row[name] != held[name] and not (name == "schedule" and reassigned)
    ]
