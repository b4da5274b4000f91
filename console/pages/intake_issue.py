"""«Giao nhiệm vụ»: what will happen is rehearsed, then the conclusion is issued."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console import intake_desk, looks
from console.auth import StandingOffice, TheConsole, TheLang, Viewer, viewer_or_none
from console.desk import Console
from console.errors import Problem, problem_of
from console.exports import Exported, Heads, TheEnding, exported
from console.forms import Form, text_in
from console.intake_known import with_known
from console.pages.intake import FAILURES, draft_of
from console.rendering import page, see_other
from intake.review import Opening, Review, certificate_of, open_repeats
from policy.rehearsal import steps_of
from register import reads
from register.accounts import Access, record_access
from register.drafts import Draft
from schemas.ids import REF_PATTERN
from schemas.moments import opening_of
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.wording import Both

router = APIRouter(include_in_schema=False)

MOST_STEPS_SHOWN: Final = 300
_STEP_HEADS: Final[Heads] = (
    (Both("Khi nào", "When"), 1.2, "moment"),
    (Both("Nhiệm vụ", "Assignment"), 2.2, "text"),
    (Both("Việc phải làm", "Owed"), 2, "text"),
    (Both("Nấc", "Rung"), 0.7, "text"),
    (Both("Báo ai", "Tells"), 2, "text"),
    (Both("Cách báo", "How"), 1.4, "text"),
)


@router.get("/tiep-nhan/{own}/giao")
async def rehearse(
    request: Request, own: str, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:
    """What will happen if it is issued as it stands: every reminder, deadline and rung with its day."""
    draft = await draft_of(console, viewer, own)
    wish = _wish(request.query_params, intake_desk.opened(draft))
    return await _rehearsed(request, draft, wish, lang)


@router.get("/tiep-nhan/{own}/dien-tap.{ending}")
async def rehearsal_as_file(
    request: Request, own: str, viewer: StandingOffice, ending: TheEnding, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Every step of the rehearsal."""
    draft = await draft_of(console, viewer, own)
    reviewed = intake_desk.opened(draft)
    conclusion = _conclusion(reviewed, viewer, _wish(request.query_params, reviewed))
    steps = steps_of(conclusion, opening_of(conclusion.issued_on))
    rows = [
        [datetime.fromisoformat(one["at"]), one["assignment"], looks.owed_text(one["obligation"], lang), one["rung"], looks.told_text(one["to"], lang), looks.rung_kind_text(one["kind"], lang)]
        for one in steps
    ]  # fmt: skip
    table = Exported(
        name=("dien-tap", conclusion.ref),
        title=Both("Diễn tập", "Rehearsal"),
        heads=_STEP_HEADS,
        rows=rows,
        filter=f"kl/{conclusion.ref}",
    )
    return await exported(request, viewer, ending, table, await console.today())


@router.post("/tiep-nhan/{own}/giao/thuc-hien")
async def issue(
    request: Request, own: str, form: Form, viewer: StandingOffice, console: TheConsole, lang: TheLang
) -> Response:  # fmt: skip
    """Starts the conclusion, under its ref once for ever; keeps the certificate of completeness."""
    draft = await draft_of(console, viewer, own)
    reviewed = intake_desk.opened(draft)
    said = {name: text_in(form, name) for name in ("ref", "session", "programmes", "chair")}
    wish = _wish(said, reviewed)
    try:
        conclusion = _conclusion(reviewed, viewer, wish)
        certificate = certificate_of(reviewed, viewer.name)
        known = await with_known(console.pool, reviewed)
        if waiting := open_repeats(known):
            await intake_desk.save(console, viewer.login, known, seen=draft.version)
            raise Refusal(Code.CONFLICT, "repeats_undecided", count=len(waiting))
        offset = await _offset(console, conclusion.issued_on) if console.is_demo else 0
        await console.starter.start(conclusion, clock_offset_s=offset)
    except FAILURES as failure:
        return await _rehearsed(request, draft, wish, lang, problem_of(failure, lang))
    await intake_desk.concluded(console, draft, conclusion, certificate, reviewed.text)
    await record_access(console.pool, Access("issued", viewer.login, "-", f"kl/{conclusion.ref}"))
    return see_other(request, f"/thong-bao/{conclusion.ref}")


@dataclass(frozen=True, slots=True)
class _Wish:
    """What the document does not say."""

    ref: str
    session: str
    programmes: str
    chair: str


def _wish(said: Any, review: Review) -> _Wish:
    return _Wish(
        said.get("ref") or intake_desk.ref_of(review),
        said.get("session") or "",
        said.get("programmes") or "",
        said.get("chair") or "",
    )


def _conclusion(review: Review, viewer: Viewer, wish: _Wish) -> Any:
    if not re.match(REF_PATTERN, wish.ref):
        raise MalformedInput("ref_wrong", field="ref", given=wish.ref[:80])
    programmes = tuple(one.strip() for one in wish.programmes.split(",") if one.strip())
    session = int(wish.session) if wish.session.isdigit() else None
    opening = Opening(wish.ref, viewer.office, wish.chair or None, session, programmes)
    return intake_desk.conclusion_from_review(review, opening)


async def _offset(console: Console, issued_on: Any) -> int:
    """In the demo, the clock under which its conclusions live: the day the demo has come to."""
    (newest, *_) = await reads.conclusions(console.pool)
    return newest.clock_offset_s


async def _rehearsed(
    request: Request, draft: Draft, wish: _Wish, lang: TheLang, problem: Problem | None = None
) -> Response:
    viewer = await viewer_or_none(request)
    assert viewer is not None  # noqa: S101 - the route's type says so
    steps: list[dict[str, Any]] = []
    review = intake_desk.opened(draft)
    if problem is None:
        try:
            conclusion = _conclusion(review, viewer, wish)
            steps = steps_of(conclusion, opening_of(conclusion.issued_on))
        except FAILURES as failure:
            problem = problem_of(failure, lang)
    return await page(
        request,
        "intake_issue.html",
        problem.status if problem else 200,
        problem=problem,
        draft=draft,
        review=review,
        wish=wish,
        steps=steps[:MOST_STEPS_SHOWN],
        count=len(steps),
    )
