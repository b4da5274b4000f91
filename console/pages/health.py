"""`GET /healthz`: whether database, engine and worker answer; for load balancers and for people."""

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
