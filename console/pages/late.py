"""«Quá hạn»: late work by agency or level, and the urging of one or many."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.acts.forms import new_command_id
from console.auth import STANDING, Reader, StandingOffice, TheConsole, TheLang
from console.errors import Problem, problem_of
from console.exports import (
    ITEM_HEADS,
    Exported,
    TheEnding,
    exported,
    item_row,
    items_of,
)
from console.filters import LEVELS
from console.forms import Form, text_in
from console.rendering import page
from register import reads
from register.reads import ListFilters
from schemas.agencies import Level, name_of
from schemas.commands import Remind
from schemas.folding import sort_key_vi
from schemas.labels import Lang
from schemas.refusals import MalformedInput, Refusal, Unreachable
from schemas.states import Schedule
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

MOST: Final = 500
"""Urged at once, at most."""
SHOWN: Final = 100
_LATE: Final = ListFilters(schedule=Schedule.OPEN_OVERDUE)


@router.get("/qua-han")
async def late(
    request: Request, viewer: Reader, console: TheConsole, lang: TheLang, theo: str = "co-quan"
) -> Response:
    """Grouped by agency, or by level; the worst first within each."""
    today = await console.today()
    found = await reads.list_for(console.pool, viewer.scope, _LATE, today, (SHOWN, None))
    stats = await reads.stats_for(console.pool, viewer.scope, "level", today)
    by_level = theo == "cap"
    return await page(
        request,
        "late.html",
        today=today,
        groups=_grouped(found.items, lang, by_level=by_level),
        shown=len(found.items),
        count=stats["total"][Schedule.OPEN_OVERDUE],
        by_level=by_level,
        may_urge=viewer.role in STANDING,
        batch=new_command_id(),
    )


@router.get("/qua-han.{ending}")
async def late_as_file(
    request: Request, viewer: Reader, ending: TheEnding, console: TheConsole, lang: TheLang, theo: str = "co-quan"
) -> Response:  # fmt: skip
    """All late work in the groups of the screen, the worst first within each."""
    today = await console.today()
    items = await items_of(console, viewer.scope, _LATE, today)
    groups = _grouped(items, lang, by_level=theo == "cap")
    table = Exported(
        name=("nhiem-vu", "qua-han"),
        title=Both("Quá hạn", "Overdue"),
        heads=ITEM_HEADS,
        rows=[item_row(one, lang) for _, _, rows in groups for one in rows],
        filter=Both("Tiến độ hạn: quá hạn", "Schedule: overdue").in_(lang),
    )
    return await exported(request, viewer, ending, table, today)


@router.post("/qua-han/don-doc")
async def urge(
    request: Request, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """Urges each one chosen under an id made from the form's; sent twice it is done once. Answers row by row."""
    chosen = [one for one in form.getlist("id") if isinstance(one, str)][:MOST]
    batch, note = _batch(form), text_in(form, "note") or None
    results: list[tuple[str, Problem | None, bool]] = []
    for own in chosen:
        command = Remind(
            command_id=str(uuid5(batch, own)), target=own, actor=viewer.actor, note=note
        )
        try:
            answer = await console.commands.send(command)
            results.append((own, None, answer["repeated"]))
        except (Refusal, MalformedInput, Unreachable) as failure:
            results.append((own, problem_of(failure, lang), False))
    done = sum(problem is None for _, problem, _ in results)
    return await page(request, "urged.html", results=results, done=done)


def _batch(form: Form) -> UUID:
    try:
        return UUID(text_in(form, "command_id"))
    except ValueError:
        raise MalformedInput("filter_wrong", field="command_id") from None


def _grouped(
    items: Iterable[dict[str, Any]], lang: Lang, *, by_level: bool
) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Key, name and rows of each group; the largest heap first."""
    key = "level" if by_level else "holder"
    ordered = sorted(items, key=lambda one: (one[key], -one["days_late"]))
    groups = [(own, list(rows)) for own, rows in groupby(ordered, key=lambda one: str(one[key]))]
    named = [
        (own, LEVELS[Level(own)].in_(lang) if by_level else name_of(own), rows)
        for own, rows in groups
    ]
    return sorted(named, key=lambda one: (-len(one[2]), sort_key_vi(one[1])))
