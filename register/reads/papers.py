"""What official papers say, read from the register as it stood when a day ended; `papers` lays it out."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from asyncpg import Connection, Record

from policy.timeliness import schedule_of_day
from register.pool import Db, connection
from register.sql import SQL
from schemas.moments import day_of, end_of
from schemas.reporting import ExtensionAsked, Said, Work
from schemas.states import Schedule

__all__ = ["WorkWanted", "extension_asked", "office_of_papers", "work_at", "work_in"]

CHUNK: Final = 1_000
_SAID: Final = ("causes", "bottlenecks", "limits", "shortcomings", "proposals")


@dataclass(frozen=True, slots=True)
class WorkWanted:
    """Whose work, of which conclusion (with or without `kl/`), one assignment alone, only what is overdue; None means all."""

    holder: str | None = None
    conclusion: str | None = None
    assignment: str | None = None
    overdue: bool = False


async def work_at(db: Db, as_of: date, wanted: WorkWanted) -> list[Work]:
    """Assignments as they stood when that day ended, by agency, conclusion and number; what was reassigned is left out."""
    ref = wanted.conclusion.removeprefix("kl/") if wanted.conclusion else None
    given = (wanted.holder, ref, wanted.assignment, wanted.overdue, None)
    async with connection(db) as one, one.transaction(readonly=True):
        return [work async for work in work_in(one, as_of, *given)]


async def work_in(db: "Connection[Record]", as_of: date, *wanted: Any) -> AsyncIterator[Work]:
    """The same as a stream, within the caller's transaction; *wanted* are $3 to $7 of the statement."""
    async for row in db.cursor(SQL["work_at"], as_of, end_of(as_of), *wanted, prefetch=CHUNK):
        yield _work(row, as_of)


async def extension_asked(db: Db, assignment: str, as_of: date) -> ExtensionAsked | None:
    """The newest request for more time on an assignment by the end of that day; None when there is none."""
    async with connection(db) as one, one.transaction(readonly=True):
        works = await work_at(one, as_of, WorkWanted(assignment=assignment))
        row = await one.fetchrow(SQL["extension_asked"], assignment, end_of(as_of))
    if not works or row is None:
        return None
    asked = json.loads(row["payload"])
    said = json.loads(row["decision"]) if row["decision"] else {}
    granted = row["type"] == "ExtensionGranted" if row["type"] else None
    decision = said.get("decision") or {}
    return ExtensionAsked(
        work=works[0],
        asked_on=day_of(row["at"]),
        due_before=_due_in(row["set_before"]),
        new_due_on=date.fromisoformat(asked["new_due_on"]),
        reason=asked.get("reason", ""),
        granted=granted,
        granted_to=_day(said.get("new_due_on")) or _day(asked["new_due_on"]) if granted else None,
        decision_number=decision.get("number"),
        decision_date=_day(decision.get("date")),
        decision_signer=decision.get("signer"),
    )


async def office_of_papers(db: Db) -> str | None:
    """The standing office of the newest conclusion: who sends papers unless they say otherwise."""
    office: str | None = await db.fetchval(SQL["newest_standing_office"])
    return office


def _work(row: Record, as_of: date) -> Work:
    origin = row["carried_over"] or {}
    schedule = schedule_of_day(Schedule(row["grp"]), row["late_from"], as_of)
    late = row["late_from"]
    is_late = schedule is Schedule.OPEN_OVERDUE and late is not None
    return Work(
        id=row["id"],
        conclusion=f"kl/{row['ref']}",
        number=row["number"],
        issued_on=row["issued_on"],
        title=row["title"],
        standing_office=row["standing_office"],
        clause=row["clause"],
        n=row["n"],
        text=row["text"],
        product=row["product"],
        holder=row["holder"],
        level=row["level"],
        coordinating=tuple(row["coordinating"]),
        raw=row["deadline_raw"],
        due_on=row["due_on"],
        first_due_on=row["first_due_on"],
        set_by=row["set_by"],
        origin_period=origin.get("period"),
        origin_due_on=_day(origin.get("due_on")),
        state=row["state"],
        schedule=schedule.value,
        days_late=(as_of - late).days + 1 if is_late else row["days_late"],
        progress=row["progress"],
        submitted_on=day_of(row["submitted_at"]) if row["submitted_at"] else None,
        illustrative=row["illustrative"],
        said=_said(row),
    )


def _due_in(newest_first: list[str]) -> date | None:
    """The due day that the newest of these events set; an amendment may set other things only."""
    for text in newest_first:
        said = json.loads(text)
        if due := said.get("new_due_on") or (said.get("deadline") or {}).get("due_on"):
            return date.fromisoformat(due)
    return None


def _said(row: Record) -> Said | None:
    if row["told"] is None:
        return None
    payload = json.loads(row["told"])
    on = day_of(row["told_at"])
    if row["told_by"] == "ExplanationSubmitted":
        return Said(on=on, explanation=payload.get("text"))
    return Said(on=on, **{name: payload.get(name) for name in _SAID})


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
