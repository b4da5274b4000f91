"""`GET /healthz`, `/live` and `/ready`: for load balancers, Kubernetes and people."""

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from console.auth import TheConsole
from console.health import parts_of

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz(console: TheConsole) -> JSONResponse:
    """200 when all three answer, else 503 naming the part; open, and says nothing else."""
    parts = await parts_of(console)
    unwell = [one.name for one in parts if not one.ok]
    return JSONResponse(
        {"ok": not unwell, "unwell": unwell, "parts": {one.name: one.ok for one in parts}},
        status_code=503 if unwell else 200,
    )


@router.get("/live")
async def live() -> JSONResponse:
    """200 as long as this process answers at all; whoever asks in vain starts it again."""
    return JSONResponse({"ok": True})


@router.get("/ready")
async def ready(console: TheConsole) -> JSONResponse:
    """200 when this console can serve: register and engine answer. Workers are no part of it."""
    parts = {one.name: one.ok for one in await parts_of(console) if one.name != "worker"}
    well = all(parts.values())
    return JSONResponse({"ok": well, "parts": parts}, status_code=200 if well else 503)
