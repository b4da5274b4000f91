"""Evidence: files are stored before a command names them, and given back to those who may see the assignment."""

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, File, Request, UploadFile
from fastapi import Path as InPath
from fastapi.responses import Response

from console.api.bearer import Reading, Sending
from console.api.documents import Json, StoredFile
from console.api.inputs import ASSIGNMENT, AssignmentAt
from console.api.route import GuardedRoute
from console.auth import TheConsole
from register import reads
from schemas.commands import EvidenceFile
from schemas.refusals import Code, Refusal

router = APIRouter(route_class=GuardedRoute, tags=["evidence"])

_POLICY: Final = "sandbox; default-src 'none'"


@router.post("/evidence", response_model=StoredFile, status_code=201, operation_id="put_evidence")
async def put(
    request: Request,
    file: Annotated[UploadFile, File(description="PDF, DOCX, XLSX, JPG or PNG, at most 20 MB")],
    caller: Sending,
    console: TheConsole,
) -> Json:
    """Store a file; the answer is what `submit_evidence` and other commands name under `files`.

    The same content again is the same file. What is no document of daily use is refused (evidence.kinds).
    """
    request.app.state.uploads.take(caller.token)
    stored = await console.store.put_bytes(await file.read(), file.filename or "")
    return Json(stored.model_dump(mode="json"), 201)


@router.get(
    f"{ASSIGNMENT}/evidence/{{sha256}}",
    operation_id="get_evidence",
    response_class=Response,
    responses={200: {"content": {"application/octet-stream": {}}, "description": "The file."}},
)
async def get(
    at: AssignmentAt,
    sha256: Annotated[str, InPath(pattern="^[0-9a-f]{64}$")],
    caller: Reading,
    console: TheConsole,
) -> Response:
    """A file that a fact of this assignment names, to be kept and never to be shown as a page of ours."""
    found = await reads.show_for(console.pool, caller.scope, at.id, await console.today())
    named = _named(found or {}, sha256)
    if named is None or not await console.store.holds(named):
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=f"{at.id} · {sha256}")
    content = await console.store.read(sha256)
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{quote(named.name, safe='')}",
        "content-security-policy": _POLICY,
        "etag": f'"{sha256}"',
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


def _named(found: dict[str, Any], sha256: str) -> EvidenceFile | None:
    entries = [*found.get("evidence", ()), *found.get("exchanges", ())]
    for entry in entries:
        for file in entry.get("files") or ():
            if file["sha256"] == sha256:
                return EvidenceFile.model_validate(file)
    return None
