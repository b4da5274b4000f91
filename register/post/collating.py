"""Notices of one office and one moment become one message, across packets and conclusions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from asyncpg import Record

from policy.quiet import is_urgent, tellable_from
from register.log.stored import as_rows
from register.pool import Db, connection
from register.sql import SQL
from schemas.calendar_file import calendar_today
from schemas.rules import Calendar

__all__ = ["MOMENT", "Waiting", "collate", "messages_of"]

MOMENT: Final = timedelta(seconds=60)
"""Notices of an office that lie no further apart belong to one moment."""
_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that is in no message yet."""

    notice: UUID
    office: str
    at: datetime
    told_at: datetime
    """Real instant of its commit; `at` is the business one."""
    urgent: bool


async def collate(db: Db, *, settle: timedelta) -> int | None:
    """Put waiting notices into messages and hand them to the in-app inbox; how many.

    Notices rest for *settle* first, so that all packets of a conclusion have committed. None: another
    dispatcher collates, and may have begun before the last of them had rested.
    """
    async with connection(db) as one, one.transaction():
        if not await one.fetchval(SQL["one_collator"]):
            return None
        rows = await one.fetch(SQL["notices_to_collate"], settle, _AT_ONCE)
        if not rows:
            return 0
        messages = messages_of([_waiting(row) for row in rows], calendar_today())
        notices = [
            {"notice": str(notice), "message": message["id"]}
            for message in messages
            for notice in message.pop("notices")
        ]
        await one.execute(SQL["collate"], as_rows(messages), as_rows(notices))
    return len(rows)


def messages_of(waiting: Iterable[Waiting], calendar: Calendar) -> list[dict[str, Any]]:
    """One message for each office and moment, as the statement `collate` reads them, and their notices.

    A message may leave as soon as one of its notices may. Its id follows from its notices.
    """
    return [_message(group, calendar) for group in _moments(waiting)]


def _moments(waiting: Iterable[Waiting]) -> Iterable[Sequence[Waiting]]:
    group: list[Waiting] = []
    for one in sorted(waiting, key=lambda one: (one.office, one.at, one.notice)):
        if group and (one.office != group[-1].office or one.at - group[-1].at > MOMENT):
            yield group
            group = []
        group.append(one)
    if group:
        yield group


def _message(group: Sequence[Waiting], calendar: Calendar) -> dict[str, Any]:
    named = ",".join(sorted(str(one.notice) for one in group))
    return {
        "id": str(uuid5(NAMESPACE_URL, f"dondoc:message:{named}")),
        "office": group[0].office,
        "moment": group[0].at,
        "not_before": min(_leaves_at(one, calendar) for one in group),
        "notices": [one.notice for one in group],
    }


def _leaves_at(one: Waiting, calendar: Calendar) -> datetime:
    """On the real clock; the rest of the quiet hours is counted on the business one."""
    if one.urgent:
        return one.told_at
    return one.told_at + (tellable_from(one.at, calendar) - one.at)


def _waiting(row: Record) -> Waiting:
    state = json.loads(row["state_json"]) if row["state_json"] else {}
    hurry = is_urgent(row["kind"], of_urgent_directive=bool(state.get("urgent")))
    return Waiting(row["notice"], row["office"], row["at"], row["told_at"], hurry)
