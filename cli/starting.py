"""Starting a conclusion from its file, and rehearsing it before."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cli.desk import Desk, desk_of
from cli.fields import day
from cli.output import Cell, Column
from cli.words import Both, phrases
from cli.words.tags import moment_text
from gateway.reading import read_conclusion
from policy.rehearsal import steps_of
from schemas.conclusion import Conclusion
from schemas.labels import RUNGS, owed_word, told_word, word
from schemas.moments import end_of, opening_of
from schemas.states import Owed, RungKind, Told

if TYPE_CHECKING:
    from gateway.starting import Started

app = typer.Typer(add_completion=False)

File = Annotated[Path, typer.Argument(metavar="FILE", show_default=False)]
IssuedOn = Annotated[str | None, typer.Option("--issued-on", metavar="DATE")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE")]


@app.command("start")
def start(ctx: typer.Context, path: File, issued_on: IssuedOn = None) -> None:
    """Start the conclusion; the same file again starts nothing and says so."""
    desk = desk_of(ctx)
    conclusion = _read(path, issued_on)
    started = desk.run(_started(desk, conclusion))
    if desk.wishes.as_json:
        desk.out.document(asdict(started))
        return
    text = phrases.STARTED if started.outcome == "started" else phrases.ALREADY_STARTED
    desk.out.line(
        desk.out.say(text).format(
            id=started.workflow_id,
            directives=started.directives,
            assignments=started.assignments,
        )
    )
    desk.out.note(desk.out.say(phrases.SEE_LIST).format(id=f"kl/{conclusion.ref}"))


@app.command("issue")
def issue(ctx: typer.Context, path: File, issued_on: IssuedOn = None) -> None:
    """The standing office issues a conclusion: the same as start."""
    start(ctx, path, issued_on)


@app.command("rehearse")
def rehearse(
    ctx: typer.Context, path: File, issued_on: IssuedOn = None, until: Until = None
) -> None:
    """Every rung of every ladder, for a story in which nobody does anything."""
    desk = desk_of(ctx)
    conclusion = _read(path, issued_on)
    end = end_of(day(until, "--until")) if until is not None else None
    steps = steps_of(conclusion, opening_of(conclusion.issued_on), until=end)
    if desk.wishes.as_json:
        desk.out.document({"steps": steps})
    else:
        _show_steps(desk, steps)


def _read(path: Path, issued_on: str | None) -> Conclusion:
    conclusion = read_conclusion(path)
    if issued_on is None:
        return conclusion
    return conclusion.model_copy(update={"issued_on": day(issued_on, "--issued-on")})


async def _started(desk: Desk, conclusion: Conclusion) -> "Started":
    from gateway.starting import Starter

    async with desk.parts() as parts:
        return await Starter(parts.pool, parts.client, parts.task_queue).start(conclusion)


def _show_steps(desk: Desk, steps: list[dict[str, Any]]) -> None:
    say, lang = desk.out.say, desk.lang
    heads = (_WHEN, _WHAT_ID, _RUNG, _OWED, _WHO)
    desk.out.table(
        [Column(say(head), folds=head is _WHO) for head in heads],
        [
            (
                moment_text(step["at"], lang),
                step["assignment"],
                Cell(step["rung"], "" if step["kind"] == RungKind.SENT else "dim"),
                owed_word(Owed(step["obligation"]), lang),
                told_word(Told(step["to"]), lang)
                if step["kind"] == RungKind.SENT
                else word(RUNGS, RungKind(step["kind"]), lang),
            )
            for step in steps
        ],
    )
    desk.out.line(say(phrases.STEPS).format(count=len(steps)))


_WHEN = Both("KHI NÀO", "WHEN")
_WHAT_ID = Both("NHIỆM VỤ", "ASSIGNMENT")
_RUNG = Both("NẤC", "RUNG")
_OWED = Both("VIỆC PHẢI LÀM", "OWED")
_WHO = Both("BÁO AI", "TELLS")
