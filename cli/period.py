"""Closing a period: what is open, how old and why; what is carried over into the next conclusion; what that closes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import yaml

from cli.acts import actor_from
from cli.desk import Desk, desk_of
from cli.fields import day
from cli.output import Cell, Column
from cli.reads.listing import ref_of, shortened
from cli.words import Both
from cli.words.tags import day_text, schedule_tag
from policy.carrying import Opening, chosen, extended, is_left_over, next_conclusion
from policy.issuing import problems_of
from policy.periods import Period, period_named
from register import reads
from schemas.actors import Actor
from schemas.agencies import name_of
from schemas.conclusion import Conclusion
from schemas.refusals import MalformedInput
from schemas.states import Role

app = typer.Typer(add_completion=False)
period_app = typer.Typer(add_completion=False)
app.add_typer(period_app, name="period")

Name = Annotated[str, typer.Argument(metavar="2023-H1", show_default=False)]
Ref = Annotated[str | None, typer.Option("--conclusion", metavar="ID")]


@period_app.command("close")
def close(ctx: typer.Context, name: Name, conclusion: Ref = None) -> None:
    """What is open at the end of the period, or today while it runs, by agency, the oldest first."""
    desk = desk_of(ctx)
    period = period_named(name)
    as_of = min(period.last, desk.day(None))
    items = desk.run(_unfinished(desk, as_of, ref_of(conclusion)))
    rows = _by_agency(items, period)
    if desk.wishes.as_json:
        desk.out.document(
            {
                "period": period.name,
                "as_of": as_of.isoformat(),
                "rows": rows,
                "total": len(items),
            }
        )
    else:
        _show(desk, period, as_of, rows)


@period_app.command("carry-over")
def carry_over(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    name: Name,
    *,
    ref: Annotated[str | None, typer.Option("--ref", metavar="REF")] = None,
    into: Annotated[Path | None, typer.Option("--into", metavar="FILE")] = None,
    issued_on: Annotated[str | None, typer.Option("--issued-on", metavar="DATE")] = None,
    due_on: Annotated[str | None, typer.Option("--due-on", metavar="DATE")] = None,
    all_open: Annotated[bool, typer.Option("--all-open")] = False,
    conclusion: Ref = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE")] = None,
) -> None:
    """The file of the next conclusion, with what was not done in the period, or all that is open, as directives of its own."""
    desk = desk_of(ctx)
    period = period_named(name)
    still_open = desk.run(_still_open(desk, period, ref_of(conclusion)))
    items = chosen(still_open, period, all_open=all_open)
    wish = _Wish(
        ref=ref,
        into=into,
        issued_on=day(issued_on, "--issued-on") if issued_on else None,
        due_on=day(due_on, "--due-on") if due_on else None,
    )
    following = _following(items, period, wish)
    for problem in problems_of(following):
        field = ".".join(str(step) for step in problem.path)
        raise MalformedInput(problem.reason, field=field, **problem.said)
    count = len(items)
    if output is not None:
        output.write_text(as_file(following), encoding="utf-8")
    if desk.wishes.as_json:
        desk.out.document(
            {"period": period.name, "carried": count, "conclusion": _plain(following)}
        )
    elif output is None:
        desk.out.line(as_file(following).rstrip())
    else:
        said = {"count": count, "directives": len(following.directives), "path": output}
        desk.out.line(desk.out.say(_WRITTEN).format(**said))


@period_app.command("settle")
def settle(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", show_default=False)],
    *,
    acting: Annotated[str, typer.Option("--as", metavar="OFFICE:ROLE")],
    person: Annotated[str | None, typer.Option("--person", metavar="NAME")] = None,
) -> None:
    """Withdraw where they come from the assignments that an issued conclusion has carried over."""
    desk = desk_of(ctx)
    actor = Actor.model_validate(actor_from(acting, person, Role.OFFICER))
    done = desk.run(_settled(desk, ref.removeprefix("kl/"), actor))
    if desk.wishes.as_json:
        desk.out.document(done)
    else:
        counts = {"count": len(done["affected"]), "skipped": len(done["skipped"])}
        desk.out.line(desk.out.say(_SETTLED).format(**counts))


def as_file(conclusion: Conclusion) -> str:
    """The conclusion as people read and `dondoc start` takes it."""
    return yaml.safe_dump(_plain(conclusion), allow_unicode=True, sort_keys=False, width=100)


def _plain(conclusion: Conclusion) -> dict[str, Any]:
    said: dict[str, Any] = conclusion.model_dump(mode="json", exclude_defaults=True)
    return said


async def _unfinished(desk: Desk, as_of: date, ref: str | None) -> list[dict[str, Any]]:
    async with desk.database() as db:
        return await reads.unfinished(db, as_of, ref)


async def _still_open(desk: Desk, period: Period, ref: str | None) -> list[dict[str, Any]]:
    """As it stood at the end of the period, without what has been closed since."""
    async with desk.database() as db:
        today = desk.day(None)
        now = {item["id"] for item in await reads.unfinished(db, today, ref)}
        then = await reads.unfinished(db, min(period.last, today), ref)
        return [item for item in then if item["id"] in now]


async def _settled(desk: Desk, ref: str, actor: Actor) -> dict[str, Any]:
    from gateway.commands import Commands
    from gateway.settling import settle as settled

    async with desk.parts() as parts:
        commands = Commands(parts.pool, parts.client, parts.task_queue)
        return await settled(parts.pool, commands, ref, actor)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What `carry-over` was told of the next conclusion."""

    ref: str | None
    into: Path | None
    issued_on: date | None
    due_on: date | None


def _following(items: list[dict[str, Any]], period: Period, wish: _Wish) -> Conclusion:
    """The conclusion of `--into` with more directives, or one of its own under `--ref`."""
    if wish.into is not None:
        from gateway.reading import read_conclusion

        base = read_conclusion(wish.into)
        if wish.issued_on is not None:
            base = base.model_copy(update={"issued_on": wish.issued_on})
        _refuse_unless_over(period, base.issued_on)
        return extended(base, items, period, wish.due_on)
    if wish.ref is None:
        raise MalformedInput("field_wrong", field="--ref", problem="--ref REF | --into FILE")
    if not items:
        raise MalformedInput("nothing_to_carry", field="name", period=period.name)
    opening = Opening(
        ref=wish.ref,
        issued_on=wish.issued_on or period.last + timedelta(days=1),
        title=f"Việc chuyển tiếp từ kỳ {period.name}",
        standing_office=items[0]["standing_office"],
        due_on=wish.due_on,
    )
    _refuse_unless_over(period, opening.issued_on)
    return next_conclusion(items, period, opening)


def _refuse_unless_over(period: Period, issued_on: date) -> None:
    if issued_on <= period.last:
        last, issued = period.last.isoformat(), issued_on.isoformat()
        raise MalformedInput(
            "period_not_over", field="issued_on", period=period.name, last=last, issued_on=issued
        )


def _by_agency(items: list[dict[str, Any]], period: Period) -> list[dict[str, Any]]:
    """Agencies in the order of their codes, the oldest work of each first."""
    in_order = sorted(items, key=lambda item: (item["holder"], -item["age_days"], item["id"]))
    return [
        {"agency": holder, "items": [_closed_item(item, period) for item in some]}
        for holder, some in groupby(in_order, key=lambda item: item["holder"])
    ]


def _closed_item(item: Mapping[str, Any], period: Period) -> dict[str, Any]:
    names = ("id", "age_days", "causes", "text", "state", "schedule", "days_late", "behind")
    return {name: item[name] for name in names} | {
        "due_on": item["deadline"]["due_on"],
        "carried_over_from": item["carried_over_from"],
        "left_over": is_left_over(dict(item), period),
    }


def _show(desk: Desk, period: Period, as_of: date, rows: list[dict[str, Any]]) -> None:
    out, lang = desk.out, desk.lang
    out.line(
        Cell(
            out.say(_HEAD).format(name=period.name, as_of=day_text(as_of.isoformat(), lang)), "bold"
        )
    )
    columns = [Column(out.say(head), folds=head in {_WORK, _CAUSES}) for head in _HEADS]
    for row in rows:
        out.line(Cell(f"{row['agency']}  {name_of(row['agency'], as_of)}", "bold"))
        out.table(
            columns,
            [
                (
                    one["id"],
                    str(one["age_days"]),
                    day_text(one["due_on"], lang),
                    schedule_tag(one, lang, as_of=as_of),
                    shortened(one["text"]),
                    "; ".join(one["causes"]) or "–",
                )
                for one in row["items"]
            ],
        )
    total = sum(len(row["items"]) for row in rows)
    left = sum(one["left_over"] for row in rows for one in row["items"])
    out.line(out.say(_TOTAL).format(total=total, left=left))


_WORK = Both("NHIỆM VỤ", "WORK")
_CAUSES = Both("NGUYÊN NHÂN (báo cáo)", "CAUSES (reports)")
_HEADS: Final = (
    Both("MÃ", "ID"),
    Both("TUỔI (NGÀY)", "AGE (DAYS)"),
    Both("HẠN", "DUE"),
    Both("TIẾN ĐỘ", "SCHEDULE"),
    _WORK,
    _CAUSES,
)
_HEAD = Both("Khép kỳ {name}, tính đến {as_of}", "Closing {name}, as of {as_of}")
_TOTAL = Both(
    "{total} nhiệm vụ còn mở, {left} phải xong trong kỳ mà chưa xong (dondoc period carry-over).",
    "{total} open, {left} of them should have been done by now (dondoc period carry-over).",
)
_WRITTEN = Both(
    "✓ {count} nhiệm vụ chuyển tiếp; {path} có {directives} chỉ đạo. Ban hành: dondoc start {path}; "
    "rồi khép việc cũ: dondoc period settle.",
    "✓ {count} assignments carried over; {path} has {directives} directives. Issue it: dondoc start "
    "{path}; then close what it came from: dondoc period settle.",
)
_SETTLED = Both(
    "✓ Đã khép {count} nhiệm vụ cũ, bỏ qua {skipped}.",
    "✓ {count} earlier assignments closed, {skipped} skipped.",
)
