"""From a failure to a page that says what happened, why, and what to do: the one translation of the console.

Refusals bring their reason from policy; the sentences are those of the command line. The API translates
the same failures into problems (console.api).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from asyncpg import InterfaceError, PostgresConnectionError
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from console.auth import NotAllowed, NotSignedIn, PasswordDue, lang_of
from console.forms import ForgedForm
from console.guard import TooLarge
from console.rendering import page
from console.words.problems import PROBLEMS
from intake import IntakeRefusal
from schemas.labels import Lang
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.sentences import sentence_of

STATUS_OF_CODE: Final[Mapping[str, int]] = {
    Code.WRONG_STATE: 409,
    Code.NO_RIGHT: 403,
    Code.CONFLICT: 409,
    Code.UNKNOWN_TARGET: 404,
    Code.OTHER_PACKET: 409,
    Code.MALFORMED: 422,
    Code.MISSING_DOCUMENT: 422,
    Code.FAULT: 500,
}
_LOST: Final = (PostgresConnectionError, InterfaceError, RPCError, ConnectionError)


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure as the reader gets it."""

    status: int
    code: str
    message: str
    remedy: str
    field: str | None = None


def problem_of(failure: Exception, lang: Lang) -> Problem:  # noqa: C901 - one line for each kind of failure
    """What a failure means for the one who asked."""
    match failure:
        case Refusal():
            return _told(
                STATUS_OF_CODE[failure.code], failure.code, failure.reason, failure.said, lang
            )
        case MalformedInput():
            told = _told(422, Code.MALFORMED, failure.reason, failure.said, lang)
            return Problem(told.status, told.code, told.message, told.remedy, failure.field)
        case IntakeRefusal():
            sentence = failure.sentence(lang)
            return Problem(422, Code.MALFORMED, f"{sentence.what} {sentence.why}", sentence.remedy)
        case Unreachable():
            return _told(503, "Unreachable", failure.reason, failure.said, lang)
        case NotSignedIn():
            return _own(401, "session_ended" if failure.ended else "not_signed_in", lang)
        case NotAllowed():
            return _own(403, "not_allowed", lang)
        case ForgedForm():
            return _own(403, "forged_form", lang)
        case TooLarge():
            return _own(413, "too_large", lang)
        case HTTPException():
            return _own(
                failure.status_code, _OF_STATUS.get(failure.status_code, "bad_request"), lang
            )
    if isinstance(failure, _LOST):
        return _own(503, "service_lost", lang)
    return _own(500, "unexpected", lang)


_OF_STATUS: Final = {404: "not_found", 405: "not_found", 413: "too_large"}


def _told(status: int, code: str, reason: str, said: Mapping[str, Any], lang: Lang) -> Problem:
    if reason in PROBLEMS:
        own = _own(status, reason, lang, said)
        return Problem(status, code, own.message, own.remedy, said.get("field"))
    message, remedy = sentence_of(reason, said, lang)
    return Problem(status, code, message, remedy, said.get("field"))


def _own(status: int, reason: str, lang: Lang, said: Mapping[str, Any] | None = None) -> Problem:
    words = PROBLEMS[reason]
    filled = _Words(said or {})
    return Problem(
        status,
        reason,
        words.what.in_(lang).format_map(filled),
        words.remedy.in_(lang).format_map(filled),
    )


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


async def problem_page(request: Request, failure: Exception) -> Response:
    """The page of a failure; somebody who is not signed in gets the sign-in form with it."""
    from console.pages.sign_in import sign_in_page

    problem = problem_of(failure, lang_of(request))
    if problem.status >= 500:
        structlog.get_logger().error(
            "page_failed", path=request.url.path, trace=request.state.trace, exc_info=failure
        )
    if isinstance(failure, NotSignedIn):
        return await sign_in_page(request, status=401, notice=problem if failure.ended else None)
    return await page(
        request, "problem.html", problem.status, problem=problem, trace=request.state.trace
    )


async def _password_first(request: Request, failure: Exception) -> Response:
    return RedirectResponse("/mat-khau", status_code=303)


def translate_failures(app: FastAPI) -> None:
    """Every failure of a page becomes a page; the API registers its own on its own application."""
    app.add_exception_handler(PasswordDue, _password_first)
    for kind in (
        Refusal, MalformedInput, IntakeRefusal, Unreachable, NotSignedIn, NotAllowed, ForgedForm,
        HTTPException, *_LOST,
    ):  # fmt: skip
        app.add_exception_handler(kind, problem_page)
