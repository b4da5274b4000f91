"""«Trợ giúp»: what each state means, which keys there are."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from console.auth import Newcomer
from console.rendering import page
from schemas.states import Schedule, State

router = APIRouter(include_in_schema=False)

SCHEDULES: Final = tuple(one.value for one in Schedule)


@router.get("/tro-giup")
async def help_page(request: Request, viewer: Newcomer) -> Response:
    """For everybody who is signed in."""
    return await page(request, "help.html", states=list(State), schedules=SCHEDULES)
