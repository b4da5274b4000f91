"""`dondoc paper …`: official papers from the register as it stood when a day ended, one command each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from cli.desk import Desk, desk_of
from cli.fields import day
from cli.output import plain
from cli.reads.listing import one_of
from cli.words import Both
from papers.formats import Format, render
from papers.paper import Facts, Paper, fingerprint
from policy.periods import RHYTHMS, Period, period_around, period_named
from schemas.agencies import agency as agency_of
from schemas.agencies import name_of
from schemas.ids import Kind, parsed
from schemas.refusals import Code, MalformedInput, Refusal

app = typer.Typer(add_completion=False)
paper_app = typer.Typer(add_completion=False)
app.add_typer(paper_app, name="paper")

AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE")]
As = Annotated[str, typer.Option("--format", metavar="|".join(Format))]
To = Annotated[Path | None, typer.Option("-o", "--output", metavar="FILE", show_default=False)]
Number = Annotated[str | None, typer.Option("--number", metavar="NO")]
Dated = Annotated[str | None, typer.Option("--dated", metavar="DATE")]
By = Annotated[str | None, typer.Option("--from", metavar="CODE")]
Agency = Annotated[str, typer.Option("--agency", metavar="CODE")]
Target = Annotated[str, typer.Argument(metavar="ID", show_default=False)]

ANSWER_WITHIN: Final = timedelta(days=14)

Make = Callable[[Any, Facts, str | None], Awaitable[Paper]]
"""From the register, the facts and the office that was named to the paper."""


@paper_app.command("urging")
def urging(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    *,
    agency: Agency,
    answer_by: Annotated[str | None, typer.Option("--answer-by", metavar="DATE")] = None,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The urging letter to one agency, with its overdue work."""
    _check_agency(agency, "--agency")
    until = day(answer_by, "--answer-by") if answer_by else None

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from papers.kinds.letters import urging_letter
        from register import reads

        works = await reads.work_at(db, facts.as_of, reads.WorkWanted(holder=agency, overdue=True))
        sender = office or _office_of(works) or await reads.office_of_papers(db) or ""
        return urging_letter(
            works,
            agency=agency,
            office=sender,
            answer_by=until or facts.as_of + ANSWER_WITHIN,
            facts=replace(facts, about=f"cơ quan {agency} {name_of(agency)}, quá hạn"),
        )

    _written(ctx, make, as_of, (as_format, to_file), (number, dated, by_office))


@paper_app.command("assignment")
def assignment(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    target: Target,
    *,
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE")] = None,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The letter that gives an agency its work from a conclusion."""
    named = _parsed(target)
    holder = agency or (named.agency if named.kind is Kind.ASSIGNMENT else None)
    if holder is None:
        raise MalformedInput("missing", field="--agency", command="dondoc paper assignment")
    _check_agency(holder, "--agency")

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from papers.kinds.letters import assignment_letter
        from register import reads

        works = await reads.work_at(
            db, facts.as_of, reads.WorkWanted(holder=holder, conclusion=named.ref)
        )
        if named.kind is not Kind.CONCLUSION:
            works = [work for work in works if named.covers(work.id)]
        if not works:
            raise _unknown(target)
        return assignment_letter(
            works,
            agency=holder,
            office=office or works[0].standing_office,
            facts=replace(facts, about=f"{target}, cơ quan {holder}"),
        )

    _written(ctx, make, as_of, (as_format, to_file), (number, dated, by_office))


@paper_app.command("extension")
def extension(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    target: Target,
    *,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    number: Number = None,
    dated: Dated = None,
) -> None:
    """The decision on the newest request for more time."""
    if _parsed(target).kind is not Kind.ASSIGNMENT:
        raise _unknown(target)

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from papers.kinds.letters import extension_decision
        from register import reads

        if not await reads.work_at(db, facts.as_of, reads.WorkWanted(assignment=target)):
            raise _unknown(target)
        asked = await reads.extension_asked(db, target, facts.as_of)
        if asked is None:
            raise Refusal(Code.WRONG_STATE, "no_extension_asked", id=target)
        return extension_decision(asked, facts=replace(facts, about=target))

    _written(ctx, make, as_of, (as_format, to_file), (number, dated, None))


@paper_app.command("follow-up")
def follow_up(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    target: Target,
    *,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The follow-up table of a conclusion."""
    named = _parsed(target)

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from papers.kinds.follow_up import follow_up as table_of
        from register import reads

        whole = await reads.conclusion(db, named.ref)
        if whole is None:
            raise _unknown(target)
        works = await reads.work_at(db, facts.as_of, reads.WorkWanted(conclusion=named.ref))
        return table_of(
            works,
            title=whole.title,
            office=office or whole.standing_office,
            facts=replace(facts, about=f"kết luận {whole.id}"),
        )

    _written(ctx, make, as_of, (as_format, to_file), (number, dated, by_office))


@paper_app.command("report")
def report(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    *,
    period: Annotated[str, typer.Option("--period", metavar="2023-H1|…|" + "|".join(RHYTHMS))],
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The periodic report."""
    desk = desk_of(ctx)

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from papers.kinds.report import periodic_report
        from register import reads

        wanted = _period(period, facts.as_of)
        with desk.out.progress(desk.out.say(_READING)) as progress:
            figures = await reads.period_figures(db, wanted, facts.as_of, progress=progress)
        if office:
            figures = replace(figures, office=office)
        return periodic_report(
            figures, facts=replace(facts, about=f"kỳ {wanted.name}, toàn bộ sổ theo dõi")
        )

    _written(ctx, make, as_of, (as_format, to_file), (number, dated, by_office))


def _written(
    ctx: typer.Context,
    make: Make,
    as_of: str | None,
    file: tuple[str, Path | None],
    head: tuple[str | None, str | None, str | None],
) -> None:
    """Make the paper, write it, say what it is; *file* is format and path, *head* number, date and office."""
    desk = desk_of(ctx)
    wanted = Format(one_of(file[0], Format, "format"))
    number, dated, office = head
    on = day(dated, "--dated") if dated else None
    if office:
        _check_agency(office, "--from")
    until = desk.day(day(as_of, "--as-of") if as_of else None)
    paper = desk.run(_made(desk, make, until, office))
    paper = replace(paper, head=replace(paper.head, number=number, dated=on))
    path = file[1] or Path(f"{paper.name}.{wanted}")
    path.write_bytes(render(paper, wanted))
    _say(desk, paper, wanted, path)


async def _made(desk: Desk, make: Make, as_of: date, office: str | None) -> Paper:
    async with desk.database() as db:
        return await make(db, Facts(as_of=as_of, about="", made_at=desk.now), office)


def _say(desk: Desk, paper: Paper, wanted: Format, path: Path) -> None:
    from papers.paper import tables_of

    if desk.wishes.as_json:
        rows = {
            table.sheet: [[plain(cell) for cell in row] for row in table.rows]
            for table in tables_of(paper)
        }
        desk.out.document(
            {
                "file": str(path),
                "format": wanted.value,
                "as_of": paper.facts.as_of,
                "data_hash": fingerprint(paper),
                "tables": rows,
            }
        )
        return
    desk.out.line(
        desk.out.say(_DONE).format(file=path, name=f"{paper.kind} {paper.subject}".strip())
    )


def _period(given: str, as_of: date) -> Period:
    return period_around(as_of, given) if given in RHYTHMS else period_named(given)


def _parsed(given: str) -> Any:
    named = parsed(given) or parsed(f"kl/{given}")
    if named is None:
        raise _unknown(given)
    return named


def _check_agency(code: str, flag: str) -> None:
    if agency_of(code) is None:
        raise MalformedInput("no_such_agency", field=flag, given=code)


def _unknown(target: str) -> Refusal:
    return Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target)


def _office_of(works: Any) -> str | None:
    """The standing office that most of the work belongs to."""
    offices = [work.standing_office for work in works]
    return max(sorted(set(offices)), key=offices.count) if offices else None


_READING = Both("Đọc sổ theo dõi", "Reading the register")
_DONE = Both("✓ {name}\n  {file}", "✓ {name}\n  {file}")
