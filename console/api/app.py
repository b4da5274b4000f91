"""The API as an application of its own, mounted by the console under /api/v1.

Reads and commands are those of the pages; who calls is settled by tokens alone (console.api.bearer).
"""

from importlib.metadata import version
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from console.api import viewer
from console.api.openapi import document_of
from console.api.pace import OF_LETTERS, OF_STRANGERS, OF_TOKENS, OF_UPLOADS, Buckets
from console.api.problems import failure_response
from console.api.routes import assignments, commands, conclusions, evidence, history, inbound
from console.desk import Console

ROUTES: Final = (conclusions, assignments, history, evidence, commands, inbound)

DESCRIPTION: Final = """
**Tiếng Việt.** Cùng những điều xem được và làm được như trên màn hình, cho hệ thống của các cơ quan. Mã truy cập do
vận hành cấp (`dondoc tokens make`), chỉ có quyền của cơ quan và vai của tài khoản. `Idempotency-Key` là mã lệnh: gửi
lại cùng mã thì không làm hai lần (`repeated: true`), cùng mã mà khác nội dung là 409. `If-Match` (hoặc
`expected_seq`) là phiên bản đã xem: khác đi là 409 kèm cả hai phiên bản. Mọi lỗi là một văn bản RFC 9457 có `code`
như ở dòng lệnh, bằng tiếng Việt hoặc theo `Accept-Language`. Trang sau: `after` = `next` của trang trước.

**English.** The same reads and commands as on the screens, for the systems of offices. Operators make tokens
(`dondoc tokens make`); a token may what the office and role of its account may. `Idempotency-Key` is the command's id:
the same again is not done twice (`repeated: true`), with other content it is a 409. `If-Match` (or `expected_seq`) is
the version you saw: another one is a 409 with both. Every failure is an RFC 9457 document with a `code` as on the
command line, in Vietnamese or as Accept-Language asks. The next page: `after` = `next` of the page before.
"""


def create_api(console: Console) -> FastAPI:
    """The API on these parts; its routes are found in `app.routes`, each with the scope and roles it needs."""
    api = FastAPI(
        title="Đôn đốc",
        summary="Giao việc và theo dõi thực hiện kết luận · Directive assignment and follow-up",
        description=DESCRIPTION,
        version=version("dondoc"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    api.state.console = console
    api.state.callers = Buckets(OF_TOKENS)
    api.state.strangers = Buckets(OF_STRANGERS)
    api.state.uploads = Buckets(OF_UPLOADS)
    api.state.letters = Buckets(OF_LETTERS)
    api.openapi = lambda: document_of(api)  # type: ignore[method-assign]
    for noun in ROUTES:
        api.include_router(noun.router)
    api.include_router(viewer.router)
    api.add_route("/openapi.json", _openapi, include_in_schema=False)
    for kind in (RequestValidationError, ValidationError, HTTPException):
        api.add_exception_handler(kind, _answered)
    api.add_middleware(Edge)
    return api


async def _openapi(request: Request) -> Response:
    """Open to everybody, as every description of an interface is."""
    return JSONResponse(request.app.openapi())


async def _answered(request: Request, failure: Exception) -> Response:
    return failure_response(request, failure)


class Edge:
    """Every failure becomes a problem document, also our own faults."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = _Watched(send)
        try:
            await self._app(scope, receive, begun)
        except (
            Exception
        ) as failure:  # the edge: whatever it is, the caller gets a document with a trace
            if begun.has_begun:
                raise
            answer = failure_response(Request(scope, receive), failure)
            await answer(scope, receive, send)


class _Watched:
    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False

    async def __call__(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)
