"""One assignment: where it stands and why, what happened, and every act that this person may do on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from console.acts.forms import FormErrors, command_in, fields_of, new_command_id
from console.acts.names import ACTS, FIELDS
from console.acts.offered import acts_offered
from console.acts.uploads import harmless, stored
from console.auth import Acting, Reader, TheConsole, TheLang, Viewer, console_of, lang_of
from console.desk import Console
from console.errors import Problem, problem_of
from console.forms import Form, files_in
from console.rendering import page, see_other
from console.story import story_of
from policy.why import FIELDS as EXPLAINED
from policy.why import why as reasons_for
from register import documents, reads
from schemas.agencies import name_of, valid_on
from schemas.happened import what, who
from schemas.ids import Kind, assignment_id, parsed
from schemas.labels import Lang, owed_word
from schemas.moments import HANOI
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.states import Owed

router = APIRouter(include_in_schema=False)

_AT: Final = "/nhiem-vu/{ref}/{n}/{agency}"


def id_in_path(ref: str, n: Annotated[int, Path(ge=1, le=9_999)], agency: str) -> str:
    """The id that an address means; one that cannot be an id is not found."""
    own = assignment_id(ref, n, agency)
    target = parsed(own)
    if target is None or target.kind is not Kind.ASSIGNMENT:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:120])
    return own


TheId = Annotated[str, Depends(id_in_path)]


@dataclass(frozen=True, slots=True)
class _Tried:
    """An act that did not come about: which, what was typed, why."""

    act: str
    typed: dict[str, str]
    command_id: str
    problem: Problem | None = None
    errors: FormErrors | None = None


@router.get(_AT)
async def assignment(
    request: Request, own: TheId, viewer: Reader, console: TheConsole, done: str = ""
) -> Response:
    """Everything about one assignment."""
    return await _shown(request, own, viewer, done=done if done in ACTS else "")


@router.get(_AT + "/vi-sao/{field}")
async def why(
    request: Request, own: TheId, field: str, viewer: Reader, console: TheConsole
) -> Response:
    """Rule, source and event behind one field; a part of the page for htmx, a page of its own without."""
    if field not in EXPLAINED:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=field[:40])
    await _found(console, viewer, own)
    stream = await reads.stream_of(console.pool, own)
    case = await reads.case_of(console.pool, str(stream))
    now = await console.now() - timedelta(seconds=case.clock_offset_s)
    reasons = reasons_for(case, own, field, now)
    template = "why_part.html" if request.headers.get("hx-request") else "why.html"
    return await page(request, template, own=own, field=field, reasons=reasons)


@router.get(_AT + "/tep/{sha256}")
async def evidence_file(
    own: TheId,
    sha256: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    viewer: Reader,
    console: TheConsole,
) -> Response:
    """A file that an event of this assignment names; always as a download, never shown by us."""
    await _found(console, viewer, own)
    events = await reads.events_of(console.pool, own)
    named = {file["sha256"]: file for one in events for file in one["payload"].get("files") or ()}
    if sha256 not in named:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=sha256[:12])
    try:
        content = await console.store.read(sha256)
    except FileNotFoundError:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=sha256[:12]) from None
    name = quote(harmless(named[sha256]["name"]))
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "content-disposition": f"attachment; filename*=utf-8''{name}",
            "content-security-policy": "sandbox; default-src 'none'",
        },
    )


@router.post(_AT + "/{act}")
async def act_on(
    request: Request, own: TheId, act: str, form: Form, viewer: Acting, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Sends the command; what is wrong is shown on the same page, with everything that was typed."""
    if act not in ACTS:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=act[:40])
    await _found(console, viewer, own)
    typed = {name: value for name, value in form.items() if isinstance(value, str)}
    kept_id = typed.get("command_id", "")
    try:
        # Everything else is checked before a file is kept.
        at = await console.now() if act == "submit_evidence" else None
        files = await stored(console.store, files_in(form, "files"), unaltered_at=at)
        command = command_in(act, form, own, (viewer.actor, lang), files)
        await console.commands.send(command)
    except FormErrors as errors:
        return await _shown(request, own, viewer, _Tried(act, typed, kept_id, errors=errors))
    except (Refusal, MalformedInput, Unreachable) as failure:
        problem = await _problem(console, own, failure, lang)
        kept = kept_id if isinstance(failure, Unreachable) else new_command_id()
        return await _shown(request, own, viewer, _Tried(act, typed, kept, problem))
    return see_other(request, f"{request.url.path.rpartition('/')[0]}?done={act}")


async def _problem(console: Console, own: str, failure: Exception, lang: Lang) -> Problem:
    """A conflict also says who was first, and with what."""
    problem = problem_of(failure, lang)
    if not isinstance(failure, Refusal) or failure.code not in {Code.CONFLICT, Code.WRONG_STATE}:
        return problem
    events = await reads.events_of(console.pool, own)
    last = next((one for one in reversed(events) if one.get("actor")), None)
    if last is None:
        return problem
    at = _clock(last["at"])
    told = f"{who(last, lang)}: {what(last, lang)} ({at}). "
    return Problem(
        problem.status, problem.code, told + problem.message, problem.remedy, problem.field
    )


def _clock(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(HANOI):%H:%M %d/%m/%Y}"


async def _found(console: Console, viewer: Viewer, own: str) -> dict[str, Any]:
    """The assignment, for whoever may see it; for others it is not there."""
    found = await reads.show_for(console.pool, viewer.scope, own, await console.today())
    if found is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own)
    return found


async def _shown(
    request: Request, own: str, viewer: Viewer, tried: _Tried | None = None, *, done: str = ""
) -> Response:
    console, lang = console_of(request), lang_of(request)
    one = await _found(console, viewer, own)
    standing = await reads.standing_of(console.pool, own)
    offered = acts_offered(standing, viewer.actor) if standing else []
    events = await reads.events_of(console.pool, own)
    status = 200
    if tried is not None:
        status = tried.problem.status if tried.problem else 422
    today = await console.today()
    return await page(
        request,
        "assignment.html",
        status,
        today=today,
        one=one,
        has_source=await documents.has_source(console.pool, one["conclusion"][3:]),
        base=f"/nhiem-vu/{own[3:].replace('@', '/')}",
        story=story_of(events, lang),
        seq=standing.state.seq if standing else 0,
        acts=[(name, ACTS[name], fields_of(name), new_command_id()) for name in offered],
        tried=tried,
        errors={one.field: one.text for one in tried.errors.errors}
        if tried and tried.errors
        else {},
        done=ACTS[done] if done else None,
        owed=[
            (
                name_of(o["by"] or one["standing_office"]),
                owed_word(Owed(o["owed"]), lang),
                o["due_on"],
            )
            for o in one["obligations"]
        ],
        labels=FIELDS,
        agencies=[(body.code, body.name_vi) for body in valid_on(today)],
    )
