"""«Nhập danh sách»: the Excel list that an office follows today, checked row by row, then issued as a conclusion."""

import asyncio
import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from console.auth import StandingOffice, TheConsole, TheLang, Viewer
from console.errors import problem_of
from console.forms import Form, files_in, text_in
from console.pages.intake import FAILURES
from console.rendering import page, see_other
from console.words.tasks import told
from policy.issuing import problems_of
from register.accounts import Access, record_access
from schemas.conclusion import Conclusion
from schemas.labels import Lang
from schemas.refusals import Code, MalformedInput, Refusal

if TYPE_CHECKING:
    from intake.tasks.reading import Problem, Read

router = APIRouter(include_in_schema=False)

MOST_BYTES: Final = 8_000_000
FIELDS: Final = ("ref", "number", "issued_on", "title")


@router.get("/nhap-danh-sach")
async def form_of_list(request: Request, viewer: StandingOffice, console: TheConsole) -> Response:
    """Where a list is given, and what the conclusion is called."""
    today = await console.today()
    return await _shown(request, today=today, wish={"issued_on": today.isoformat()})


@router.post("/nhap-danh-sach")
async def check(
    request: Request, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """Every problem by sheet, row and column; nothing is started by that."""
    today = await console.today()
    wish = {name: text_in(form, name) for name in FIELDS}
    try:
        file = next(iter(files_in(form, "file")), None)
        opening = _opening(wish, viewer, file)
        read = await _read(file, opening)
    except FAILURES as failure:
        problem = problem_of(failure, lang)
        return await _shown(request, problem.status, today=today, wish=wish, problem=problem)
    conclusion = json.dumps(read.conclusion(opening), ensure_ascii=False) if read.found else ""
    rows = [_row(one, lang) for one in read.problems]
    notes = [_row(one, lang) for one in read.notes]
    status = 422 if read.problems or not read.found else 200
    return await _shown(
        request, status, today=today, wish=wish, read=read, rows=rows, notes=notes, ready=conclusion
    )


@router.post("/nhap-danh-sach/giao")
async def issue(
    request: Request, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """Starts what was checked, under its ref once for ever."""
    try:
        conclusion = _conclusion(text_in(form, "conclusion"), viewer)
        await console.starter.start(conclusion)
    except FAILURES as failure:
        problem = problem_of(failure, lang)
        today = await console.today()
        return await _shown(request, problem.status, today=today, wish={}, problem=problem)
    await record_access(console.pool, Access("issued", viewer.login, "-", f"kl/{conclusion.ref}"))
    return see_other(request, f"/thong-bao/{conclusion.ref}")


async def _shown(request: Request, status: int = 200, **shown: Any) -> Response:
    empty: dict[str, Any] = {"problem": None, "read": None, "rows": [], "notes": [], "ready": ""}
    wish = dict.fromkeys(FIELDS, "") | shown.pop("wish")
    return await page(request, "lists.html", status, wish=wish, **(empty | shown))


def _opening(wish: dict[str, str], viewer: Viewer, file: UploadFile | None) -> dict[str, Any]:
    if file is None:
        raise MalformedInput("no_document", field="file")
    try:
        issued_on = date.fromisoformat(wish["issued_on"])
    except ValueError:
        raise MalformedInput("no_date", field="issued_on", given=wish["issued_on"][:40]) from None
    name = (file.filename or "danh-sach.xlsx")[:200]
    return {
        "ref": wish["ref"],
        "number": wish["number"] or None,
        "issued_on": issued_on.isoformat(),
        "title": wish["title"] or f"Danh sách nhiệm vụ {name}",
        "standing_office": viewer.office,
        "source": f"Nhập từ tệp {name}",
    }


async def _read(file: UploadFile | None, opening: dict[str, Any]) -> "Read":
    data = await file.read(MOST_BYTES + 1) if file else b""
    if len(data) > MOST_BYTES:
        raise MalformedInput("file_too_large", field="file", size=len(data), most=MOST_BYTES)
    return await asyncio.to_thread(_tasks_in, data, opening)


def _tasks_in(data: bytes, opening: dict[str, Any]) -> "Read":
    # Here and not above: reading workbooks takes a tenth of the console's start, and few do it.
    from intake.tasks.reading import read_tasks
    from intake.tasks.workbook import sheets_of

    return read_tasks(sheets_of(data), opening, problems_of)


def _conclusion(text: str, viewer: Viewer) -> Conclusion:
    """What the form brings back is checked anew: it has been on somebody's machine."""
    try:
        conclusion = Conclusion.model_validate_json(text)
    except ValidationError as error:
        raise MalformedInput("value_wrong", field="conclusion", problem=str(error)[:300]) from None
    if conclusion.standing_office != viewer.office:
        raise Refusal(Code.NO_RIGHT, "not_standing_office", office=viewer.office, role=viewer.role, standing_office=conclusion.standing_office)  # fmt: skip
    return conclusion


def _row(one: "Problem", lang: Lang) -> dict[str, Any]:
    what, remedy = told(one.reason, one.field, one.said, lang)
    return {"sheet": one.sheet, "row": one.row, "column": one.column, "what": what, "remedy": remedy}  # fmt: skip
