"""«Xuất toàn bộ sổ»: an office leaves with its data, as `dondoc export` writes it, in one archive.

For the auditor, and for the head of a standing office that sees everything. Coming is the operator's work on
the command line (`dondoc import`), since in an empty register nobody can sign in yet.
"""

import asyncio
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

from console.auth import Allowed, TheConsole, Viewer
from console.forms import Form
from console.rendering import page
from register.accounts import Access, record_access
from register.exchange.exporting import export
from register.reads.scope import widened
from schemas.refusals import Code, Refusal
from schemas.states import Role

router = APIRouter(include_in_schema=False)

MAY_LEAVE: Final = frozenset({Role.AUDITOR, Role.HEAD_OF_STANDING_OFFICE})
Leaving = Annotated[Viewer, Depends(Allowed(MAY_LEAVE))]


@router.get("/xuat-so")
async def about(request: Request, viewer: Leaving, console: TheConsole) -> Response:
    """What is in the archive, and what stays behind."""
    sees_all = (await widened(console.pool, viewer.scope)).whole
    return await page(request, "leaving.html", sees_all=sees_all)


@router.post("/xuat-so")
async def leave(form: Form, viewer: Leaving, console: TheConsole) -> Response:
    """Everything as of one moment; that it was taken away stands in the log of sign-ins."""
    if not (await widened(console.pool, viewer.scope)).whole:
        raise Refusal(Code.NO_RIGHT, "export_needs_whole", office=viewer.office)
    now = await console.now()
    await record_access(console.pool, Access("register_exported", viewer.login, "-"))
    workshop = Path(await asyncio.to_thread(tempfile.mkdtemp, prefix="dondoc-export-"))
    try:
        await export(console.pool, workshop / "so", now)
        archive = await asyncio.to_thread(_packed, workshop)
    except BaseException:
        await asyncio.to_thread(shutil.rmtree, workshop, ignore_errors=True)
        raise
    return FileResponse(
        archive,
        media_type="application/zip",
        filename=f"so-theo-doi_{now:%Y-%m-%d}.zip",
        headers={"cache-control": "no-store"},
        background=BackgroundTask(shutil.rmtree, workshop, ignore_errors=True),
    )


def _packed(workshop: Path) -> Path:
    """File by file, so memory stays small however long the log is."""
    archive = workshop / "so.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as into:
        for one in sorted((workshop / "so").iterdir()):
            into.write(one, f"so/{one.name}")
    return archive
