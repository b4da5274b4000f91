"""`dondoc paper …`: official papers from the register as it stood when a day ended, one command each."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from cli.desk import Desk, desk_of
from cli.fields import day
from cli.output import plain
from cli.reads.listing import one_of
from cli.words import Both
from papers.formats import Format, render
from papers.paper import Facts, Paper, fingerprint
from papers.parting import parted
from policy.periods import RHYTHMS, Period, period_around, period_named
from schemas.agencies import agency as agency_of
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
Parts = Annotated[bool, typer.Option("--parts")]
Agency = Annotated[str, typer.Option("--agency", metavar="CODE")]
Target = Annotated[str, typer.Argument(metavar="ID", show_default=False)]

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
    in_parts: Parts = False,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The urging letter to one agency, with its overdue work."""
    _check_agency(agency, "--agency")
    until = day(answer_by, "--answer-by") if answer_by else None

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from console import papers

        return await papers.urging(db, facts, agency, answer_by=until, office=office)

    _written(ctx, make, as_of, (as_format, to_file, in_parts), (number, dated, by_office))


@paper_app.command("assignment")
def assignment(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    target: Target,
    *,
    agency: Annotated[str | None, typer.Option("--agency", metavar="CODE")] = None,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    in_parts: Parts = False,
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
        from console import papers

        return await papers.assignment(db, facts, target, holder, office=office)

    _written(ctx, make, as_of, (as_format, to_file, in_parts), (number, dated, by_office))


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
        from console import papers

        return await papers.extension(db, facts, target)

    _written(ctx, make, as_of, (as_format, to_file, False), (number, dated, None))


@paper_app.command("follow-up")
def follow_up(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    target: Target,
    *,
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    in_parts: Parts = False,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The follow-up table of a conclusion."""
    _parsed(target)

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from console import papers

        return await papers.follow_up(db, facts, target, office=office)

    _written(ctx, make, as_of, (as_format, to_file, in_parts), (number, dated, by_office))


@paper_app.command("report")
def report(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    *,
    period: Annotated[str, typer.Option("--period", metavar="2023-H1|…|" + "|".join(RHYTHMS))],
    as_of: AsOf = None,
    as_format: As = Format.PDF,
    to_file: To = None,
    in_parts: Parts = False,
    number: Number = None,
    dated: Dated = None,
    by_office: By = None,
) -> None:
    """The periodic report."""
    desk = desk_of(ctx)

    async def make(db: Any, facts: Facts, office: str | None) -> Paper:
        from console import papers

        wanted = _period(period, facts.as_of)
        with desk.out.progress(desk.out.say(_READING)) as progress:
            return await papers.report(db, facts, wanted, office=office, progress=progress)

    _written(ctx, make, as_of, (as_format, to_file, in_parts), (number, dated, by_office))


def _written(
    ctx: typer.Context,
    make: Make,
    as_of: str | None,
    file: tuple[str, Path | None, bool],
    head: tuple[str | None, str | None, str | None],
) -> None:
    """Make the paper, write it, say what it is; *file* is format, path and whether long lists are printed, *head* number, date and office."""
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
    _say(desk, paper, wanted, _files(desk, paper, wanted, path, in_parts=file[2]))


def _files(desk: Desk, paper: Paper, wanted: Format, path: Path, *, in_parts: bool) -> list[Path]:
    """Write the paper; lists that are too long for it go beside it as a table file, and printed in parts when asked."""
    main, parts = (paper, []) if wanted is Format.XLSX else parted(replace(paper, name=path.stem))
    path.write_bytes(render(main, wanted))
    files = [path]
    if parts:
        beside = path.with_name(f"{path.stem}.xlsx")
        beside.write_bytes(render(paper, Format.XLSX))
        files.append(beside)
    if parts and in_parts:
        with desk.out.progress(desk.out.say(_PRINTING)) as progress:
            for at, part in enumerate(parts, start=1):
                one = path.with_name(f"{part.name}.{wanted}")
                one.write_bytes(render(part, wanted))
                files.append(one)
                progress(at, len(parts))
    return files


async def _made(desk: Desk, make: Make, as_of: date, office: str | None) -> Paper:
    async with desk.database() as db:
        return await make(db, Facts(as_of=as_of, about="", made_at=desk.now), office)


def _say(desk: Desk, paper: Paper, wanted: Format, files: list[Path]) -> None:
    from papers.paper import tables_of

    if desk.wishes.as_json:
        rows = {
            table.sheet: [[plain(cell) for cell in row] for row in table.rows]
            for table in tables_of(paper)
        }
        desk.out.document(
            {
                "file": str(files[0]),
                "files": [str(one) for one in files],
                "format": wanted.value,
                "as_of": paper.facts.as_of,
                "data_hash": fingerprint(paper),
                "tables": rows,
            }
        )
        return
    desk.out.line(
        desk.out.say(_DONE).format(file=files[0], name=f"{paper.kind} {paper.subject}".strip())
    )
    for one in files[1:]:
        desk.out.line(f"  {one}")
    if len(files) == 2:
        desk.out.line(desk.out.say(_IN_PARTS))


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


_PRINTING = Both("In các phần của danh sách", "Printing the parts of the lists")
_IN_PARTS = Both(
    "  Danh sách quá dài để in trong văn bản: đủ dòng ở tệp XLSX. Thêm --parts để in cả danh sách thành từng phần.",
    "  The lists are too long for the paper: every row is in the XLSX. Add --parts to print them as well, part by part.",
)
_READING = Both("Đọc sổ theo dõi", "Reading the register")
_DONE = Both("✓ {name}\n  {file}", "✓ {name}\n  {file}")
