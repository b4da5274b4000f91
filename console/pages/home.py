"""«Việc của tôi»: what this person must do now, most urgent first, by role."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Anybody, TheConsole
from console.rendering import page

router = APIRouter(include_in_schema=False)


@router.get("/")
async def home(request: Request, viewer: Anybody, console: TheConsole) -> Response:
    """The first screen after sign-in."""
    return await page(request, "home.html")
