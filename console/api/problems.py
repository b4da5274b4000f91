"""From a failure to a problem document (RFC 9457), in the caller's language: the one translation of the API.

KINDS is the table of codes and statuses; the codes of refusals are those of every other way in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import structlog
from asyncpg import InterfaceError, PostgresConnectionError
from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from temporalio.service import RPCError

from console.api.words import FIELD_WORDS, OTHER, WORDS
from console.guard import TooLarge
from console.words.problems import Words
from schemas.labels import Lang
from schemas.refusals import Code, MalformedInput, Refusal, Unreachable
from schemas.sentences import sentence_of
from schemas.wording import Both

MEDIA_TYPE: Final = "application/problem+json"


class Kind(NamedTuple):
    """What a code means to HTTP and to people."""

    status: int
    title: Both


KINDS: Final[Mapping[str, Kind]] = {
    Code.WRONG_STATE: Kind(409, Both("Chưa làm được ở trạng thái hiện nay", "Not possible in the present state")),
    Code.NO_RIGHT: Kind(403, Both("Không có quyền", "No right")),
    Code.CONFLICT: Kind(409, Both("Xung đột", "Conflict")),
    Code.UNKNOWN_TARGET: Kind(404, Both("Không tìm thấy", "Not found")),
    Code.OTHER_PACKET: Kind(409, Both("Nằm ở gói khác", "In another packet")),  # followed before anybody sees it
    Code.MALFORMED: Kind(422, Both("Nội dung chưa đúng", "Malformed")),
    Code.MISSING_DOCUMENT: Kind(422, Both("Thiếu văn bản quyết định", "The deciding document is missing")),
    Code.FAULT: Kind(500, Both("Lỗi ngoài dự kiến", "Unexpected fault")),
    "Unreadable": Kind(400, Both("Yêu cầu không đọc được", "The request cannot be read")),
    "NoToken": Kind(401, Both("Cần mã truy cập", "A token is needed")),
    "NoSuchMethod": Kind(405, Both("Sai phương thức", "Wrong method")),
    "TooLarge": Kind(413, Both("Quá lớn", "Too large")),
    "TooMany": Kind(429, Both("Gọi quá nhanh", "Too many calls")),
    "Unreachable": Kind(503, Both("Tạm thời không phản hồi", "Away for the moment")),
}  # fmt: skip


class NoToken(Exception):
    """No token came, or none that holds."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason: Final = reason


class TooMany(Exception):
    """This caller has used up its calls for the moment."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(wait_s)
        self.wait_s: Final = wait_s


class Unreadable(Exception):
    """A header or the body as a whole is not what HTTP or JSON would have."""

    def __init__(self, reason: str, **said: Any) -> None:
        super().__init__(reason, said)
        self.reason: Final = reason
        self.said: Final = said


@dataclass(frozen=True, slots=True)
class Found:
    """A failure, told apart: code, reason, what it says, and the fields it names."""

    code: str
    reason: str
    said: Mapping[str, Any]
    errors: Sequence[Mapping[str, Any]] = ()


def failure_response(request: Request, failure: Exception) -> Response:
    """The problem document of a failure; faults of ours are logged with the trace they are told by."""
    lang = language_of(request)
    place = "query" if request.method == "GET" else "body"
    found = told_apart(failure, lang, place)
    kind = KINDS[found.code]
    if kind.status >= 500:
        structlog.get_logger().error(
            "api_failed", path=request.url.path, trace=request.state.trace, exc_info=failure
        )
    detail, remedy = _sentence(found.reason, found.said, lang)
    problem = {
        "type": f"urn:dondoc:problem:{found.code}",
        "title": kind.title.in_(lang),
        "status": kind.status,
        "detail": detail,
        "code": found.code,
        "reason": found.reason,
        "remedy": remedy,
        "trace_id": request.state.trace,
    }
    if found.errors:
        problem["errors"] = found.errors
    problem |= _extensions(found.said)
    return JSONResponse(problem, kind.status, _headers(found, lang, failure), media_type=MEDIA_TYPE)


def told_apart(failure: Exception, lang: Lang, place: str) -> Found:  # noqa: C901 - one line for each kind of failure
    """What kind of failure it is."""
    match failure:
        case Refusal():
            return Found(failure.code, failure.reason, failure.said, _fields(failure, lang, place))
        case MalformedInput():
            said = failure.said | ({"field": failure.field} if failure.field else {})
            return Found(Code.MALFORMED, failure.reason, said, _fields(failure, lang, place))
        case RequestValidationError() | ValidationError():
            return _invalid(failure, lang)
        case Unreadable():
            return Found("Unreadable", failure.reason, failure.said)
        case NoToken():
            return Found("NoToken", failure.reason, {})
        case TooMany():
            return Found("TooMany", "calls_too_often", {"seconds": failure.wait_s})
        case TooLarge():
            return Found("TooLarge", "body_too_large", {})
        case Unreachable():
            return Found("Unreachable", failure.reason, failure.said)
        case HTTPException():
            return _of_http(failure)
        case OverflowError():  # a day near the end of the calendar, and rules that count on from it
            return Found(Code.MALFORMED, "not_possible_dates", {})
        case PostgresConnectionError() | InterfaceError() | RPCError() | ConnectionError():
            return Found("Unreachable", "service_lost", {})
    return Found(Code.FAULT, "unexpected", {})


def language_of(request: Request) -> Lang:
    """The first of our languages by the caller's weights; Vietnamese when none of them is asked for."""
    weighed = []
    for one in request.headers.get("accept-language", "").lower().split(","):
        name, _, weight = one.partition(";q=")
        try:
            weighed.append((-float(weight or 1), name.strip()[:2]))
        except ValueError:
            continue
    found = next(
        (name for _, name in sorted(weighed, key=lambda one: one[0]) if name in _OURS), "vi"
    )
    return "en" if found == "en" else "vi"


_OURS: Final = frozenset({"vi", "en"})


def _of_http(failure: HTTPException) -> Found:
    cause: BaseException | None = failure
    while cause is not None:  # the framework wraps what ended the reading of a body
        if isinstance(cause, TooLarge):
            return Found("TooLarge", "body_too_large", {})
        cause = cause.__cause__ or cause.__context__
    match failure.status_code:
        case 404:
            return Found(Code.UNKNOWN_TARGET, "no_such_address", {})
        case 405:
            return Found("NoSuchMethod", "no_such_method", {})
        case 413:
            return Found("TooLarge", "body_too_large", {})
    return Found("Unreadable", "body_unreadable", {})


def _invalid(failure: RequestValidationError | ValidationError, lang: Lang) -> Found:
    """Every field that is wrong, with its path; a body that is no JSON at all is another matter."""
    raised = failure.errors()
    if any(one["type"] == "json_invalid" for one in raised):
        return Found("Unreadable", "body_unreadable", {})
    places = [one["loc"] for one in raised]
    # What holds a wrong field is not wrong once more because that field fell out of it.
    errors = [_error(one, lang) for one in raised if not _holds_another(one["loc"], places)]
    return Found(Code.MALFORMED, "fields_wrong", {"count": len(errors)}, errors)


def _holds_another(place: tuple[Any, ...], places: Sequence[tuple[Any, ...]]) -> bool:
    return any(len(one) > len(place) and one[: len(place)] == place for one in places)


def _error(one: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    place, *steps = one["loc"] or ("body",)
    if place not in {"body", "path", "query", "header"}:
        place, steps = "body", [place, *steps]
    words = FIELD_WORDS.get(one["type"], OTHER)
    said = _Words({"msg": one["msg"], **(one.get("ctx") or {})})
    return {
        "in": place,
        "field": ".".join(str(step) for step in steps),
        "detail": words.in_(lang).format_map(said),
    }


def _fields(failure: Refusal | MalformedInput, lang: Lang, place: str) -> list[dict[str, Any]]:
    field = failure.said.get("field") or getattr(failure, "field", None)
    if not field:
        return []
    said = failure.said | {"field": field}
    place = "query" if failure.reason == "query_unknown" else place
    return [{"in": place, "field": str(field), "detail": _sentence(failure.reason, said, lang)[0]}]


def _sentence(reason: str, said: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    words: Words | None = WORDS.get(reason)
    if words is None:
        return sentence_of(reason, said, lang)
    filled = _Words(said)
    return words.what.in_(lang).format_map(filled), words.remedy.in_(lang).format_map(filled)


class _Words(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _extensions(said: Mapping[str, Any]) -> Iterator[tuple[str, Any]] | dict[str, Any]:
    """What a program goes on with: the versions of a conflict, the differences of two conclusions, the command's id."""
    named = {"expected_seq": "expected", "seq": "seq", "differences": "differences"}
    named |= {"command_id": "command_id"}
    return {name: said[key] for name, key in named.items() if key in said}


def _headers(found: Found, lang: Lang, failure: Exception) -> dict[str, str]:
    headers = {"content-language": lang, "vary": "accept-language"}
    if found.code == "NoToken":
        headers["www-authenticate"] = 'Bearer realm="dondoc"'
    if isinstance(failure, TooMany):
        headers["retry-after"] = str(failure.wait_s)
    if isinstance(failure, HTTPException) and failure.headers and "Allow" in failure.headers:
        headers["allow"] = failure.headers["Allow"]
    return headers
