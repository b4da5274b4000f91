"""«Tiếp nhận»: a document is uploaded and read; a long one as a job with a page of its own."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import intake_desk
from console.auth import StandingOffice, TheConsole, TheLang, Viewer
from console.desk import Console
from console.errors import Problem, problem_of
from console.forms import Form, files_in
from console.intake_jobs import Jobs
from console.rendering import page, see_other
from intake import IntakeRefusal
from register import documents, drafts
from register.accounts import Access, record_access
from register.documents import Job
from register.drafts import Draft
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable

router = APIRouter(include_in_schema=False)

FAILURES: Final = (IntakeRefusal, MalformedInput, Refusal, Unreachable)
"""What a screen of intake shows beside its own content."""


def jobs_of(request: Request) -> Jobs:
    """The jobs of the process that serves this."""
    jobs: Jobs = request.app.state.jobs
    return jobs


async def draft_of(console: Console, viewer: Viewer, own: str) -> Draft:
    """The draft of that id, for the office that opened it; for others it is not there."""
    found = await drafts.draft(console.pool, own)
    if found is None or not await intake_desk.is_theirs(console, viewer, found):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:60])
    return found


@router.get("/tiep-nhan")
async def intake_list(request: Request, viewer: StandingOffice, console: TheConsole) -> Response:
    """The office's documents, newest first, what is being read, and the form for another."""
    return await _listed(request, viewer, console)


@router.post("/tiep-nhan")
async def take_in(
    request: Request, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """Reads one document or several; nothing is started by that."""
    files = files_in(form, "file")
    if not files:
        problem = problem_of(MalformedInput("no_document", field="file"), lang)
        return await _listed(request, viewer, console, [("", problem)])
    problems: list[tuple[str, Problem]] = []
    last: Draft | Job | None = None
    for file in files:
        try:
            last = await intake_desk.taken_in(console, jobs_of(request), viewer, file)
        except FAILURES as failure:
            name = file.filename or "" if len(files) > 1 else ""
            problems.append((name[:100], problem_of(failure, lang)))
            continue
        sha256 = last.sha256 if isinstance(last, Job) else last.document_sha256
        await record_access(console.pool, Access("document_taken_in", viewer.login, "-", sha256))
    if problems or len(files) > 1 or last is None:
        return await _listed(request, viewer, console, problems)
    where = f"/viec/{last.id}" if isinstance(last, Job) else f"/tiep-nhan/{last.id}"
    return see_other(request, where)


@router.get("/viec/{own}")
async def job(
    request: Request, own: str, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """How far a reading is; goes on with one that nobody works on, and leads to the draft when it is done."""
    found = await _job(console, viewer, own)
    if found.state == "reading":
        await jobs_of(request).go_on(console, own)
    is_part = bool(request.headers.get("hx-request"))
    if found.state == "done":
        draft = await drafts.draft_of_document(console.pool, found.sha256)
        where = f"/tiep-nhan/{draft.id}" if draft else "/tiep-nhan"
        return Response(headers={"hx-redirect": where}) if is_part else see_other(request, where)
    return await page(
        request,
        "job_part.html" if is_part else "job.html",
        job=found,
        problem=_problem(found, lang),
    )


@router.post("/viec/{own}/dung")
async def stop_job(
    request: Request, own: str, form: Form, viewer: StandingOffice, console: TheConsole
) -> Response:
    """Stops a reading; nothing of it stays."""
    found = await _job(console, viewer, own)
    await documents.end_job(console.pool, own, "cancelled")
    jobs_of(request).stop(own)
    await documents.forget(console.pool, found.sha256)
    return see_other(request, f"/viec/{own}")


async def _job(console: Console, viewer: Viewer, own: str) -> Job:
    found = await documents.job(console.pool, own)
    if found is None or found.office != viewer.office:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:60])
    return found


def _problem(job: Job, lang: TheLang) -> Problem | None:
    if job.state != "failed":
        return None
    refused = intake_desk.why_failed(job)
    return problem_of(refused or RuntimeError(job.id), lang)


async def _listed(
    request: Request,
    viewer: Viewer,
    console: Console,
    problems: list[tuple[str, Problem]] | None = None,
) -> Response:
    reading = await documents.jobs_of(console.pool, viewer.office)
    for one in reading:
        if one.state == "reading":
            await jobs_of(request).go_on(console, one.id)
    return await page(
        request,
        "intake.html",
        problems[0][1].status if problems else 200,
        problems=problems or [],
        jobs=reading,
        drafts=[
            one
            for one in await drafts.drafts(console.pool)
            if await intake_desk.is_theirs(console, viewer, one)
        ],
    )
