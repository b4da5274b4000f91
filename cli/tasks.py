"""`dondoc import-tasks FILE.xlsx`: the list an office follows today becomes a conclusion; problems are shown before anything starts."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from cli.desk import Desk, desk_of
from cli.errors import MALFORMED
from cli.fields import day
from cli.words import Both
from console.words.tasks import told
from intake.tasks.reading import Problem, Read, read_tasks
from intake.tasks.workbook import sheets_of
from policy.issuing import problems_of
from schemas.refusals import MalformedInput

app = typer.Typer(add_completion=False)

MOST_BYTES = 8_000_000


@app.command("import-tasks")
def import_tasks(  # noqa: PLR0913 - one parameter for each option of the command line
    ctx: typer.Context,
    path: Annotated[Path, typer.Argument(metavar="FILE", show_default=False)],
    *,
    ref: Annotated[str, typer.Option("--ref", metavar="REF")],
    office: Annotated[str, typer.Option("--office", metavar="CODE")],
    issued_on: Annotated[str, typer.Option("--issued-on", metavar="DATE")],
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT")] = None,
    paper_no: Annotated[str | None, typer.Option("--number", metavar="NO")] = None,
    to_yaml: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", show_default=False)
    ] = None,
    leave_out: Annotated[bool, typer.Option("--leave-out")] = False,
    starts: Annotated[bool, typer.Option("--start")] = False,
) -> int:
    """Read the list, show every problem by row and column, write the conclusion file or start it."""
    desk = desk_of(ctx)
    opening = {
        "ref": ref,
        "number": paper_no,
        "issued_on": day(issued_on, "--issued-on").isoformat(),
        "title": title or f"Danh sách nhiệm vụ {path.name}",
        "standing_office": office,
        "source": f"Nhập từ tệp {path.name}",
    }
    read = _read(path, opening)
    good = bool(read.found) and (leave_out or not read.problems)
    answer = _answer(desk, read)
    if good and starts:
        answer["started"] = desk.run(_started(desk, read.conclusion(opening)))
    elif good:
        file = to_yaml or Path(f"{ref}.yaml")
        text = yaml.safe_dump(_dated(read.conclusion(opening)), allow_unicode=True, sort_keys=False)
        file.write_text(text, encoding="utf-8")
        answer["file"] = str(file)
    _show(desk, answer)
    return 0 if good else MALFORMED


def _read(path: Path, opening: dict[str, Any]) -> Read:
    try:
        if (size := path.stat().st_size) > MOST_BYTES:
            raise MalformedInput("file_too_large", field=path.name, size=size, most=MOST_BYTES)
        data = path.read_bytes()
    except OSError as error:
        raise MalformedInput("no_file", path=str(path), problem=error.strerror) from error
    return read_tasks(sheets_of(data), opening, problems_of)


async def _started(desk: Desk, said: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    from gateway.starting import Starter
    from schemas.conclusion import Conclusion

    async with desk.parts() as parts:
        starter = Starter(parts.pool, parts.client, parts.task_queue)
        return asdict(await starter.start(Conclusion.model_validate(said)))


def _dated(said: dict[str, Any]) -> dict[str, Any]:
    """Days as YAML writes them, so that people may read and change the file."""
    directives = [
        one
        | {
            "deadline": {
                name: date.fromisoformat(value) if name == "due_on" else value
                for name, value in one["deadline"].items()
            }
        }
        if "deadline" in one
        else one
        for one in said["directives"]
    ]
    return said | {"issued_on": date.fromisoformat(said["issued_on"]), "directives": directives}


def _answer(desk: Desk, read: Read) -> dict[str, Any]:
    return {
        "rows": read.rows,
        "directives": len(read.found),
        "refused_rows": len(read.refused),
        "problems": [_told(desk, one) for one in read.problems],
        "notes": [_told(desk, one) for one in read.notes],
        "file": None,
        "started": None,
    }


def _told(desk: Desk, one: Problem) -> dict[str, Any]:
    what, remedy = told(one.reason, one.field, one.said, desk.lang)
    cell = f"{one.column}{one.row}" if one.column and one.row else None
    return {
        "sheet": one.sheet,
        "row": one.row,
        "column": one.column,
        "cell": cell,
        "field": one.field,
        "code": one.reason,
        "message": what,
        "remedy": remedy,
    }


def _show(desk: Desk, answer: dict[str, Any]) -> None:
    out = desk.out
    if desk.wishes.as_json:
        out.document(answer)
        return
    for one in answer["problems"]:
        out.line(f"✗ {_place(desk, one)}: {one['message']}")
        if one["remedy"]:
            out.line(f"    {one['remedy']}")
    for one in answer["notes"]:
        out.line(f"· {_place(desk, one)}: {one['message']}")
    out.line(out.say(_READ).format(**answer))
    if answer["started"]:
        out.line(out.say(_STARTED).format(**answer["started"]))
    elif answer["file"]:
        out.line(out.say(_WRITTEN).format(**answer))
    else:
        out.line(out.say(_NOTHING))


def _place(desk: Desk, one: dict[str, Any]) -> str:
    where = [desk.out.say(_SHEET).format(one["sheet"])]
    if one["row"]:
        where.append(desk.out.say(_ROW).format(one["row"]))
    if one["column"]:
        where.append(desk.out.say(_COLUMN).format(one["column"]))
    return ", ".join(where)


_SHEET = Both("trang tính «{}»", "sheet '{}'")
_ROW = Both("dòng {}", "row {}")
_COLUMN = Both("cột {}", "column {}")
_READ = Both(
    "Đã đọc {rows} dòng: {directives} nhiệm vụ dùng được, {refused_rows} dòng bị từ chối.",
    "{rows} rows read: {directives} usable, {refused_rows} refused.",
)
_STARTED = Both(
    "✓ Đã bắt đầu {workflow_id}: {directives} chỉ đạo, {assignments} nhiệm vụ.",
    "✓ Started {workflow_id}: {directives} directives, {assignments} assignments.",
)
_WRITTEN = Both(
    "✓ Đã ghi {file}; xem lại rồi chạy: dondoc start {file}",
    "✓ {file} is written; look at it, then run: dondoc start {file}",
)
_NOTHING = Both(
    "Chưa bắt đầu gì. Sửa các dòng trên rồi chạy lại, hoặc thêm --leave-out để bỏ chúng.",
    "Nothing was started. Correct these rows and run again, or add --leave-out to leave them out.",
)
