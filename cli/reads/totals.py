"""`stats` and `check`: how many in time, how many late, and whether anything is overdue."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.errors import FOUND_OVERDUE
from cli.fields import day
from cli.output import Cell, Column, plain
from cli.reads.listing import as_of_text, one_of, table_of
from cli.words import Both
from register import reads
from schemas.agencies import Level, name_of
from schemas.labels import schedule_word
from schemas.states import Schedule

app = typer.Typer(add_completion=False)


class By(StrEnum):
    """What totals are counted by."""

    AGENCY = "agency"
    LEVEL = "level"
    SESSION = "session"
    CONCLUSION = "conclusion"
    PROGRAMME = "programme"


AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE")]


@app.command("stats")
def stats(
    ctx: typer.Context,
    by: Annotated[str, typer.Option("--by", metavar="|".join(By))] = By.AGENCY,
    as_of: AsOf = None,
) -> None:
    """The seven groups, which add up to the total in every row."""
    desk = desk_of(ctx)
    counted = one_of(by, By, "by")
    asked = day(as_of, "--as-of") if as_of else None
    totals = desk.run(_totals(desk, counted.value, desk.day(asked)))
    if desk.wishes.as_json:
        desk.out.document(totals)
    else:
        _show_totals(desk, counted, totals)


@app.command("check")
def check(
    ctx: typer.Context,
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE")] = None,
    as_of: AsOf = None,
) -> int:
    """For cron: exit code 10 when anything is overdue."""
    desk = desk_of(ctx)
    asked = day(as_of, "--as-of") if as_of else None
    found = desk.run(_overdue(desk, desk.day(asked), agency))
    if desk.wishes.as_json:
        desk.out.document(found)
    else:
        _show_overdue(desk, found)
    return FOUND_OVERDUE if found["overdue"] else 0


async def _totals(desk: Desk, by: str, as_of: date) -> dict[str, Any]:
    async with desk.database() as db:
        totals: dict[str, Any] = plain(await reads.stats(db, by, as_of))
        return totals


async def _overdue(desk: Desk, as_of: date, agency: str | None) -> dict[str, Any]:
    async with desk.database() as db:
        items = plain(await reads.overdue(db, as_of))
    items = [one for one in items if agency is None or one["holder"] == agency]
    return {"as_of": as_of.isoformat(), "overdue": len(items), "items": items}


def _show_totals(desk: Desk, by: By, totals: dict[str, Any]) -> None:
    out = desk.out
    heads = [Column(out.say(_BY[by])), Column(out.say(_ALL), is_number=True)]
    heads += [Column(_head(group, desk), is_number=True) for group in Schedule]
    groups: list[str] = list(Schedule)
    if totals["total"]["behind"]:  # lies across the seven, which add up without it
        heads.append(Column(out.say(_BEHIND), is_number=True))
        groups.append("behind")
    rows = [_row(_name(by, row["key"], desk), row, groups) for row in totals["rows"]]
    out.table(heads, [*rows, _row(out.say(_TOTAL), totals["total"], groups, "bold")])
    out.line(as_of_text(totals["as_of"], desk))
    if totals.get("formula"):
        out.line(totals["formula"])


def _row(name: str, counts: dict[str, Any], groups: list[str], style: str = "") -> list[Cell | str]:
    numbers = [counts["total"], *(counts[group] for group in groups)]
    return [Cell(name, style), *(Cell(str(number), style) for number in numbers)]


def _head(group: Schedule, desk: Desk) -> str:
    return _HEADS[group].in_(desk.lang) if group in _HEADS else schedule_word(group, desk.lang)


def _name(by: By, key: Any, desk: Desk) -> str:
    if by is By.AGENCY:
        return f"{key}  {name_of(str(key))}"
    if by is By.LEVEL:
        return _LEVELS[Level(key)].in_(desk.lang)
    return "–" if key is None else str(key)


def _show_overdue(desk: Desk, found: dict[str, Any]) -> None:
    out = desk.out
    if not found["overdue"]:
        out.line(out.say(_NONE_OVERDUE).format(as_of=as_of_text(found["as_of"], desk)))
        return
    table_of(desk, found["items"], date.fromisoformat(found["as_of"]))
    told = out.say(_OVERDUE)
    told = told.format(count=found["overdue"], as_of=as_of_text(found["as_of"], desk))
    out.line(Cell(told, "bold red"))


_BY: Final = {
    By.AGENCY: Both("CƠ QUAN", "AGENCY"),
    By.LEVEL: Both("CẤP", "LEVEL"),
    By.SESSION: Both("PHIÊN", "SESSION"),
    By.CONCLUSION: Both("KẾT LUẬN", "CONCLUSION"),
    By.PROGRAMME: Both("CHƯƠNG TRÌNH", "PROGRAMME"),
}
_LEVELS: Final = {
    Level.NATIONAL: Both("Quốc gia", "National"),
    Level.MINISTRY: Both("Bộ, ngành", "Ministries"),
    Level.LOCAL: Both("Địa phương", "Localities"),
}
_HEADS: Final = {
    Schedule.DONE_ON_TIME: Both("Xong đúng hạn", "Done on time"),
    Schedule.DONE_LATE: Both("Xong quá hạn", "Done late"),
}
_ALL = Both("GIAO", "ALL")
_BEHIND = Both("Chậm lộ trình", "Behind")
_TOTAL = Both("Tổng", "Total")
_NONE_OVERDUE = Both(
    "✓ Không có nhiệm vụ quá hạn, tính đến {as_of}.", "✓ Nothing is overdue as of {as_of}."
)
_OVERDUE = Both("▲ {count} nhiệm vụ quá hạn, tính đến {as_of}.", "▲ {count} overdue as of {as_of}.")
