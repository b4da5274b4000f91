"""One conclusion, directive or assignment in full: texts, deadlines, reports, evidence, who decided what."""

import json
from datetime import date
from typing import Any

from asyncpg import Record

from register.deriving.states import state_in
from register.deriving.wordings import directive_id
from register.pool import Db, connection
from register.post.signatures import signatures_of
from register.reads.clock import business_latest
from register.reads.conclusions import conclusion
from register.reads.dossier import dossier_of
from register.reads.items import item_of
from register.reads.totals import counts_of
from register.sql import SQL
from schemas.case import Assignment
from schemas.ids import Kind, Target, parsed
from schemas.moments import day_of

__all__ = ["show"]

Details = dict[str, Any]


async def show(db: Db, target_id: str, as_of: date | None = None) -> Details | None:
    """Everything the register knows of an id; None when there is nothing of that name.

    Schedules are those of *as_of*, or of the day of the newest event.
    """
    target = parsed(target_id)
    if target is None:
        return None
    async with connection(db) as one:
        latest = await business_latest(one)
        day = as_of or (day_of(latest) if latest else date.max)
        match target.kind:
            case Kind.ASSIGNMENT:
                return await _assignment(one, target, day)
            case Kind.DIRECTIVE:
                return await _directive(one, target, day)
            case Kind.CONCLUSION:
                return await _conclusion(one, target, day)


async def _assignment(db: Db, target: Target, day: date) -> Details | None:
    items = await _items(db, target, day)
    row = await db.fetchrow(SQL["state_of_assignment"], target.id)
    if not items or row is None:
        return None
    state = state_in(row["state_json"])
    events = await db.fetch(SQL["events_about"], target.id, "{}")
    return {
        "kind": target.kind.value,
        **items[0],
        "directive": directive_id(target.ref, state.n),
        "number": row["number"],
        "issued_on": row["issued_on"].isoformat(),
        "standing_office": row["standing_office"],
        "source": row["source"],
        **state_details(state),
        **await _with_signatures(db, dossier_of(events)),
    }


async def _with_signatures(db: Db, dossier: dict[str, list[Details]]) -> dict[str, list[Details]]:
    """Beside each file of the evidence what its signatures said at the last check; null: not looked at."""
    files = [
        (file, (entry.get("actor") or {}).get("office", ""))
        for entry in dossier["evidence"]
        for file in entry.get("files") or ()
    ]
    known = await signatures_of(db, [file["sha256"] for file, _ in files])
    for file, office in files:
        file["signature"] = known.get((file["sha256"], office))
    return dossier


async def _directive(db: Db, target: Target, day: date) -> Details | None:
    wordings = await db.fetch(SQL["directives_of"], target.ref, target.n)
    if not wordings:
        return None
    return {
        "kind": target.kind.value,
        "conclusion": f"kl/{target.ref}",
        **_wording(wordings[0]),
        "amended": [_wording(one) | {"held_by": one["held_by"]} for one in wordings[1:]],
        "assignments": await _items(db, target, day),
    }


async def _conclusion(db: Db, target: Target, day: date) -> Details | None:
    found = await conclusion(db, target.ref)
    if found is None:
        return None
    items = await _items(db, target, day)
    by_directive: dict[int, list[Details]] = {}
    for item in items:
        by_directive.setdefault(item["n"], []).append(item)
    wordings = await db.fetch(SQL["directives_of"], target.ref, None)
    document = found.document
    return {
        "kind": target.kind.value,
        "id": found.id,
        "ref": found.ref,
        "number": found.number,
        "title": found.title,
        "issued_on": found.issued_on.isoformat(),
        "session": found.session,
        "chair": document.get("chair"),
        "standing_office": found.standing_office,
        "programmes": list(found.programmes),
        "source": document.get("source"),
        "rules": document.get("rules"),
        "content_hash": found.content_hash,
        "packets": [row["id"] for row in await db.fetch(SQL["packets_of"], target.ref)],
        "opened_at": found.opened_at.isoformat() if found.opened_at else None,
        "closed_at": found.closed_at.isoformat() if found.closed_at else None,
        "totals": counts_of(items),
        "directives": [
            _wording(one) | {"assignments": by_directive.get(one["n"], [])}
            for one in wordings
            if one["as_issued"]
        ],
    }


async def _items(db: Db, target: Target, day: date) -> list[Details]:
    own = target.id if target.kind is Kind.ASSIGNMENT else None
    rows = await db.fetch(SQL["items_of"], target.ref, target.n, own)
    return [item_of(row, day) for row in rows]


def _wording(row: Record) -> Details:
    return {
        "id": row["id"],
        "n": row["n"],
        "clause": row["clause"],
        "text": row["text"],
        "product": row["product"],
        "assignees": row["assignees"],
        "coordinating": row["coordinating"],
        "deadline_raw": row["deadline_raw"],
        "report": row["report"],
        "indicators": row["indicators"],
        "carried_over_from": row["carried_over"],
        "illustrative": row["illustrative"],
    }


def state_details(state: Assignment) -> Details:
    """What the state of an assignment says beyond the item of a list."""
    said = json.loads(state.model_dump_json(exclude={"processed"}))
    names = ("opened_at", "submitted_at", "completed_at", "closed_at", "successor", "predecessor")
    return {name: said.get(name) for name in names} | {
        "urgent": state.urgent,
        "duty": said.get("duty"),
        "extension_to": said.get("extension_to"),
        "proposed_office": state.proposed_office,
        "obligations": said.get("obligations", []),
    }
