"""One assignment as lists, pages and exports show it (interfaces, "Reads")."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from asyncpg import Record

from policy.indicators import aim_of, expected, short_from
from policy.timeliness import schedule_of_day
from register.deriving.standings import REASSIGNED
from schemas.conclusion import Indicator
from schemas.states import Schedule

__all__ = ["indicators_of", "item_of", "schedule_in"]


def item_of(row: Record, as_of: date) -> dict[str, Any]:
    """The item of `list` for a row of assignment, directive and conclusion; days and instants as ISO text."""
    schedule = schedule_in(row, as_of)
    return {
        "id": row["id"],
        "workflow_id": row["stream"],
        "seq": row["seq"],
        "holder": row["holder"],
        "conclusion": f"kl/{row['ref']}",
        "n": row["n"],
        "clause": row["clause"],
        "text": row["text"],
        "lead": row["lead"],
        "level": row["level"],
        "coordinating": row["coordinating"],
        "programmes": row["programmes"],
        "session": row["session"],
        "state": row["state"],
        "declared": row["declared"],
        "verified": row["verified"],
        "schedule": schedule,
        "deadline": {
            "raw": row["deadline_raw"],
            "precision": row["precision"],
            "due_on": _iso(row["due_on"]),
            "first_due_on": _iso(row["first_due_on"]),
            "review_on": _iso(row["review_on"]),
            "version": row["version"],
            "set_by": row["set_by"],
        },
        "days_late": _days_late(row, schedule, as_of),
        "rung": row["rung"],
        "indicators": indicators_of(row, as_of),
        "behind": row["behind_from"] is not None and row["behind_from"] <= as_of,
        "progress": row["progress"],
        "title": row["title"],
        "issued_on": _iso(row["issued_on"]),
        "product": row["product"],
        "carried_over_from": row["carried_over"],
        "illustrative": row["illustrative"],
        "next_wake_at": _iso(row["next_wake_at"]),
    }


def indicators_of(row: Record, as_of: date) -> list[dict[str, Any]]:
    """The indicators with their newest values, what the trajectory asks by that day, and whether they are behind."""
    told = {one["name"]: one for one in json.loads(row["measured"] or "[]")}
    return [_indicator(one, told, row, as_of) for one in row["indicators"]]


def _indicator(
    said: dict[str, Any], told: Mapping[str, Any], row: Record, as_of: date
) -> dict[str, Any]:
    aim = aim_of(Indicator.model_validate(said))
    newest = told.get(aim.name)
    if newest is not None:
        aim = aim.but(value=newest["value"], value_on=date.fromisoformat(newest["on"]))
    asked, short = expected(aim, as_of), short_from(aim)
    is_asked = row["behind_from"] is not None
    return said | {
        "value": aim.value,
        "value_on": _iso(aim.value_on),
        "expected": asked.value if asked else None,
        "expected_on": _iso(asked.on) if asked else None,
        "behind": is_asked and short is not None and short <= as_of,
    }


def schedule_in(row: Record, as_of: date) -> str | None:
    """The statistical group of a row on that day; None for what was reassigned, because its successor counts."""
    if row["grp"] == REASSIGNED:
        return None
    return schedule_of_day(Schedule(row["grp"]), row["late_from"], as_of).value


def _days_late(row: Record, schedule: str | None, as_of: date) -> int:
    late_from: date | None = row["late_from"]
    if schedule == Schedule.OPEN_OVERDUE.value and late_from is not None:
        return (as_of - late_from).days + 1
    return int(row["days_late"])


def _iso(moment: date | None) -> str | None:
    return moment.isoformat() if moment else None
