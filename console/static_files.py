"""Style sheets, scripts, fonts and icons: read once, compressed once, named by content so that browsers keep them."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

_TYPES: Final = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "woff2": "font/woff2",
    "png": "image/png",
}
_PACKED: Final = frozenset({"css", "js", "svg"})
_YEAR: Final = "public, max-age=31536000, immutable"

router = APIRouter()


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    kind: str
    version: str


@lru_cache(maxsize=64)
def _read(path: str) -> _File | None:
    """The file of that name; None for what is not ours. Names come from a list, so no path leads outside."""
    if path not in _names():
        return None
    content = (files("console") / "static" / path).read_bytes()
    ending = path.rpartition(".")[2]
    packed = gzip.compress(content, 6, mtime=0) if ending in _PACKED else None
    return _File(content, packed, _TYPES[ending], hashlib.sha256(content).hexdigest()[:12])


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    root = files("console") / "static"
    found, folders = set(), [("", root)]
    while folders:
        prefix, folder = folders.pop()
        for one in folder.iterdir():
            if one.is_dir():
                folders.append((f"{prefix}{one.name}/", one))
            elif one.name.rpartition(".")[2] in _TYPES:
                found.add(f"{prefix}{one.name}")
    return frozenset(found)


@lru_cache(maxsize=64)
def address_of(path: str) -> str:
    """Where a page finds a file, its version in the address."""
    file = _read(path)
    if file is None:
        raise LookupError(path)
    return f"/static/{path}?v={file.version}"


@router.get("/static/{path:path}", include_in_schema=False)
async def static_file(request: Request, path: str) -> Response:
    """Open to everybody: the sign-in page needs it."""
    file = _read(path)
    if file is None:
        return Response(status_code=404)
    headers = {"cache-control": _YEAR, "vary": "accept-encoding"}
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(
            file.packed, media_type=file.kind, headers=headers | {"content-encoding": "gzip"}
        )
    return Response(file.content, media_type=file.kind, headers=headers)
