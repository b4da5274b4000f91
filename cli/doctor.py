"""`doctor`: every part of the system looked at, each with what to do when it is not well.

Never stops at the first bad part. A part that is only useful, as OCR is, cannot make the whole unwell.
"""

import os
import platform
import shutil
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import typer

from cli import clock
from cli.desk import Desk, desk_of
from cli.errors import FAILED, UNREACHABLE, problem_of
from cli.output import Cell
from cli.words import Both
from schemas.calendar_file import calendar_today
from schemas.moments import day_of
from schemas.refusals import Unreachable

if TYPE_CHECKING:
    from bootstrap import Place
    from gateway.health import Engine

app = typer.Typer(add_completion=False)

_OLDEST_PYTHON: Final = (3, 11)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part as the doctor finds it; without a remedy it is well."""

    name: str
    detail: str
    remedy: str = ""
    is_needed: bool = True
    is_service: bool = False

    @property
    def ok(self) -> bool:
        return not self.remedy


@app.command("doctor")
def doctor(ctx: typer.Context) -> int:
    """Exit code 5 when a service is away, 1 when something else is not well."""
    desk = desk_of(ctx)
    parts = desk.run(_examined(desk))
    unwell = [part for part in parts if not part.ok and part.is_needed]
    if desk.wishes.as_json:
        shown = [
            {"name": one.name, "ok": one.ok, "detail": one.detail, "remedy": one.remedy}
            for one in parts
        ]
        desk.out.document({"ok": not unwell, "parts": shown})
    else:
        for part in parts:
            _show(desk, part)
    if any(part.is_service for part in unwell):
        return UNREACHABLE
    return FAILED if unwell else 0


def _show(desk: Desk, part: Part) -> None:
    mark = Cell("✓ ", "green") if part.ok else Cell("✗ " if part.is_needed else "! ", "red")
    desk.out.line(mark, f"{part.name}: {part.detail}")
    if part.remedy:
        desk.out.line(f"  → {part.remedy}")


async def _examined(desk: Desk) -> list[Part]:
    parts = [_python(desk), _folder(desk), _calendar(desk), _ocr(desk)]
    try:
        place = desk.place
    except Unreachable as failure:
        return [*parts, _away("run_file", failure, desk)]
    return [*parts, _run_file(desk, place), await _database(desk), *await _temporal(desk)]


def _python(desk: Desk) -> Part:
    remedy = "" if sys.version_info >= _OLDEST_PYTHON else desk.out.say(_OLD_PYTHON)
    return Part(name="python", detail=platform.python_version(), remedy=remedy)


def _folder(desk: Desk) -> Part:
    """Whether the data folder, or the nearest folder above it that exists, can be written to."""
    folder = desk.settings.data_dir
    nearest = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    is_writable = nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)
    remedy = "" if is_writable else desk.out.say(_NOT_WRITABLE)
    return Part(name="data_dir", detail=str(folder), remedy=remedy)


def _calendar(desk: Desk) -> Part:
    """Days off are announced year by year; a deadline beyond the last announced year is a forecast."""
    calendar, year = calendar_today(), day_of(clock.now()).year
    detail = desk.out.say(_ANNOUNCED).format(
        through=calendar.announced_through,
        year=year,
        off=sum(day.year == year for day in calendar.off),
        worked=sum(day.year == year for day in calendar.worked),
    )
    remedy = "" if calendar.announced_through >= year else desk.out.say(_NOT_ANNOUNCED)
    return Part(name="calendar", detail=detail, remedy=remedy)


def _ocr(desk: Desk) -> Part:
    found, say = shutil.which("tesseract"), desk.out.say
    if found:
        return Part(name="tesseract", detail=found)
    return Part(name="tesseract", detail=say(_NO_OCR), remedy=say(_GET_OCR), is_needed=False)


def _run_file(desk: Desk, place: "Place") -> Part:
    if place.run_file is None:
        return Part(name="run_file", detail=desk.out.say(_NAMED))
    where = f"{place.data_dir / 'run.json'} (pid {place.run_file.pid})"
    return Part(name="run_file", detail=where)


async def _database(desk: Desk) -> Part:
    try:
        async with desk.database() as pool, pool.acquire() as db:
            version = db.get_server_version()
    except Unreachable as failure:
        return _away("postgresql", failure, desk)
    return Part(name="postgresql", detail=f"PostgreSQL {version.major}.{version.micro}")


async def _temporal(desk: Desk) -> list[Part]:
    """The engine, and whether anybody works."""
    say, queue = desk.out.say, desk.place.task_queue
    try:
        engine = await _engine(desk)
    except Unreachable as failure:
        return [_away("temporal", failure, desk)]
    where = f"Temporal {engine.version}, {engine.address}, {engine.namespace}"
    worker = Part(
        name="worker",
        detail=say(_POLLED).format(queue=queue, workers=", ".join(engine.workers))
        if engine.workers
        else say(_NOT_POLLED).format(queue=queue),
        remedy="" if engine.workers else say(_RUN_WORKER),
        is_service=True,
    )
    return [Part(name="temporal", detail=where), worker]


async def _engine(desk: Desk) -> "Engine":
    from bootstrap import client_of
    from gateway.health import engine_of

    place = desk.place
    client = await client_of(place)
    return await engine_of(client, place.task_queue, clock.now())


def _away(name: str, failure: Unreachable, desk: Desk) -> Part:
    problem = problem_of(failure, desk.lang)
    remedy = problem.remedy or problem.code
    return Part(name=name, detail=problem.message, remedy=remedy, is_service=True)


_OLD_PYTHON = Both("Cần Python 3.11 trở lên.", "Python 3.11 or newer is needed.")
_NOT_WRITABLE = Both(
    "Không ghi được vào thư mục này; sửa quyền hoặc đặt DONDOC_DATA_DIR khác.",
    "This folder cannot be written to; change its rights or choose another DONDOC_DATA_DIR.",
)
_ANNOUNCED = Both(
    "lịch làm việc công bố đến hết {through}; {year}: {off} ngày nghỉ, {worked} ngày làm bù",
    "working days announced through {through}; {year}: {off} days off, {worked} worked in exchange",
)
_NOT_ANNOUNCED = Both(
    "Thêm ngày nghỉ của năm nay vào schemas/calendar.csv theo văn bản công bố.",
    "Add this year's days off to schemas/calendar.csv as announced.",
)
_NO_OCR = Both("không có → không nhận dạng được bản chụp", "absent → scans cannot be read")
_GET_OCR = Both(
    "apt-get install tesseract-ocr tesseract-ocr-vie (không bắt buộc)",
    "apt-get install tesseract-ocr tesseract-ocr-vie (optional)",
)
_NAMED = Both("máy chủ nêu trong môi trường", "servers named in the environment")
_POLLED = Both("hàng đợi «{queue}»: {workers}", "queue '{queue}': {workers}")
_NOT_POLLED = Both(
    "không có worker nào ở hàng đợi «{queue}»", "no worker polls the queue '{queue}'"
)
_RUN_WORKER = Both(
    "Chạy «python worker.py» hoặc «make up».", "Run 'python worker.py' or 'make up'."
)
