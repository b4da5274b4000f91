"""`list`: assignments by agency, level, state, schedule, day or words, most pressing first."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.fields import day
from cli.output import Cell, Column, plain
from cli.words import Both
from cli.words.tags import day_text, moment_text, schedule_tag, state_tag
from register import reads
from schemas.agencies import Level, name_of
from schemas.refusals import MalformedInput
from schemas.states import Schedule, State

app = typer.Typer(add_completion=False)

MOST: Final = 500
USUAL: Final = 50


@app.command("list")
def list_assignments(  # noqa: PLR0913 - one parameter for each filter of the command line
    ctx: typer.Context,
    *,
    agency: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    level: Annotated[str | None, typer.Option(metavar="|".join(Level))] = None,
    state: Annotated[str | None, typer.Option(metavar="STATE")] = None,
    schedule: Annotated[str | None, typer.Option(metavar="SCHEDULE")] = None,
    overdue: Annotated[bool, typer.Option("--overdue")] = False,
    behind: Annotated[bool, typer.Option("--behind")] = False,
    conclusion: Annotated[str | None, typer.Option(metavar="ID")] = None,
    session: Annotated[int | None, typer.Option(metavar="N")] = None,
    programme: Annotated[str | None, typer.Option(metavar="NAME")] = None,
    due_before: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    due_after: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    text: Annotated[str | None, typer.Option(metavar="WORDS")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="DATE")] = None,
    limit: Annotated[int, typer.Option(min=1, max=MOST)] = USUAL,
    after: Annotated[str | None, typer.Option(metavar="NEXT")] = None,
) -> None:
    """One page of assignments; `next` leads to the following one."""
    desk = desk_of(ctx)
    wanted = reads.ListFilters(
        agency=agency,
        level=one_of(level, Level, "level"),
        state=one_of(state, State, "state"),
        schedule=one_of("open_overdue" if overdue else schedule, Schedule, "schedule"),
        conclusion=ref_of(conclusion),
        session=session,
        programme=programme,
        due_before=day(due_before, "--due-before") if due_before else None,
        due_after=day(due_after, "--due-after") if due_after else None,
        text=text,
        behind=behind,
    )
    asked = day(as_of, "--as-of") if as_of else None
    page = desk.run(_page(desk, wanted, desk.day(asked), limit, after))
    if desk.wishes.as_json:
        desk.out.document(page)
    else:
        show_page(desk, page)


async def _page(
    desk: Desk, wanted: reads.ListFilters, on: date, limit: int, after: str | None
) -> dict[str, Any]:
    async with desk.database() as db:
        page: dict[str, Any] = plain(await reads.list_assignments(db, wanted, on, limit, after))
        return page


def one_of(given: str | None, known: type[StrEnum], field: str) -> Any:
    """The value of a closed list; raises MalformedInput that names the list."""
    if given is None:
        return None
    try:
        return known(given)
    except ValueError:
        raise MalformedInput(
            "filter_unknown", field=field, given=given, known=", ".join(known)
        ) from None


def ref_of(given: str | None) -> str | None:
    """A conclusion by its id or its bare ref."""
    return given.removeprefix("kl/") if given else None


def show_page(desk: Desk, page: dict[str, Any]) -> None:
    """The page as a table, its sums below."""
    out, items = desk.out, page["items"]
    if not items:
        out.line(out.say(_NOTHING).format(as_of=day_text(page["as_of"], desk.lang)))
        return
    table_of(desk, items, date.fromisoformat(page["as_of"]))
    out.line(_sums(desk, page))
    if page.get("next"):
        out.note(out.say(_MORE).format(next=page["next"]))


def table_of(desk: Desk, items: Sequence[dict[str, Any]], as_of: date) -> None:
    """Assignments as they stand on that day, as a table."""
    columns = [Column(desk.out.say(head), folds=head is _TEXT) for head in _HEADS]
    desk.out.table(columns, _rows(desk, items, as_of))


def _rows(desk: Desk, items: Sequence[dict[str, Any]], as_of: date) -> list[list[Cell | str]]:
    """A row for each assignment: id, deadline, both tags, the rung reached, the text."""
    return [
        [
            one["id"],
            day_text(one["deadline"]["due_on"], desk.lang),
            state_tag(one["state"], desk.lang),
            schedule_tag(one, desk.lang, as_of=as_of),
            one["rung"] or "",
            _marked(desk, one),
        ]
        for one in items
    ]


def _marked(desk: Desk, one: dict[str, Any]) -> str:
    """The text, after a mark when an indicator is behind its trajectory."""
    mark = f"{desk.out.say(BEHIND)} · " if one["behind"] else ""
    return mark + shortened(one["text"])


def shortened(text: str, most: int = 90) -> str:
    """The beginning of a text on one line."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _sums(desk: Desk, page: dict[str, Any]) -> str:
    """How many, whose when it is one agency's, how many late, as of when."""
    items = page["items"]
    late = sum(one["schedule"] == Schedule.OPEN_OVERDUE for one in items)
    parts = [desk.out.say(_COUNT).format(count=len(items))]
    holders = {one["holder"] for one in items}
    if len(holders) == 1:
        parts.append(name_of(holders.pop()))
    parts.append(desk.out.say(_LATE).format(count=late))
    parts.append(desk.out.say(_AS_OF).format(as_of=as_of_text(page["as_of"], desk)))
    return " · ".join(parts)


def as_of_text(as_of: str, desk: Desk) -> str:
    """A day, or an instant, as it is read."""
    return moment_text(as_of, desk.lang) if "T" in as_of else day_text(as_of, desk.lang)


_TEXT = Both("NHIỆM VỤ", "WORK")
_HEADS: Final = (
    Both("MÃ", "ID"),
    Both("HẠN", "DUE"),
    Both("TRẠNG THÁI", "STATE"),
    Both("TIẾN ĐỘ", "SCHEDULE"),
    Both("NẤC", "RUNG"),
    _TEXT,
)
BEHIND: Final = Both("▼ chậm lộ trình", "▼ behind")
_NOTHING = Both(
    "Không có nhiệm vụ nào khớp, tính đến {as_of}.", "No assignment matches, as of {as_of}."
)
_COUNT = Both("{count} nhiệm vụ", "{count} assignments")
_LATE = Both("{count} quá hạn", "{count} overdue")
_AS_OF = Both("tính đến {as_of}", "as of {as_of}")
_MORE = Both("Còn nữa: thêm --after {next}", "There is more: add --after {next}")
