"""The console beside the worker, in the process of `up` and of the demo; it ends with them."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from fastapi import FastAPI

    from bootstrap import Parts, Place, Settings

API: str = "/api/v1"
_SETTLED_S = 5.0
"""After this the rest is loaded: every page, and the API."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where people and programs find us, and whether that is the port that was asked for."""

    console: str
    wanted_port: int

    @property
    def api(self) -> str:
        return self.console + API

    @property
    def port(self) -> int:
        return int(urlsplit(self.console).port or 0)

    @property
    def is_next_port(self) -> bool:
        """Whether somebody else had the wanted port."""
        return self.wanted_port not in {0, self.port}


def load() -> None:
    """Import what the console needs; called in a thread while the servers start, so that nobody waits for it."""
    gc.disable()  # what is imported stays: looking through it again and again is a seventh of the time
    try:
        import console.app
        import console.serving  # noqa: F401 - only loaded
    finally:
        gc.enable()


def _load_the_rest(app: "FastAPI") -> None:
    """What nobody needs to see the first page, and the first who asks for it should not wait for."""
    from console.rendering import load_ahead

    load_ahead()
    app.state.api_later.load()


@asynccontextmanager
async def console_beside(
    parts: "Parts",
    place: "Place",
    settings: "Settings",
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),  # noqa: TID251 - the edge
    is_demo: bool = False,
) -> AsyncIterator[Address]:
    """Serve pages and API until the block is left."""
    from bootstrap import loading_ahead
    from console.app import create_app
    from console.desk import Console
    from console.serving import served
    from gateway.commands import Commands
    from gateway.health import engine_of, stuck_workflows
    from gateway.starting import Starter

    console = Console(
        pool=parts.pool,
        commands=Commands(parts.pool, parts.client, parts.task_queue),
        starter=Starter(parts.pool, parts.client, parts.task_queue),
        store=parts.store,
        engine=lambda: engine_of(parts.client, parts.task_queue, datetime.now(UTC)),  # noqa: TID251 - the edge
        stuck=lambda: stuck_workflows(parts.client),
        clock=clock,
        is_demo=is_demo,
        folder=place.data_dir,
    )
    app = create_app(console)
    async with (
        served(app, settings.host, settings.port, proxies=settings.proxies) as url,
        loading_ahead(lambda: _load_the_rest(app), after_s=_SETTLED_S),
    ):
        yield Address(url, settings.port)
