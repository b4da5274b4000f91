"""The REST API behind its address, loaded when it is first asked or a little after the start.

Building its routes and their descriptions takes as long as half of everything else that a start loads, and the
first page of a person needs none of it.
"""

import asyncio
import threading
from importlib import import_module

from fastapi import FastAPI
from starlette.types import Receive, Scope, Send

from console.desk import Console

__all__ = ["ApiLater"]


class ApiLater:
    """Mounted by `console.app`; who asks first waits for the loading, and nobody else does."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._one_loads = threading.Lock()
        self._loaded: FastAPI | None = None

    def load(self) -> FastAPI:
        """The application itself, loaded once; called in a thread where others are served meanwhile."""
        with self._one_loads:
            if self._loaded is None:
                self._loaded = _load(self._console)
            return self._loaded

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        api = self._loaded
        if api is None:
            api = await asyncio.to_thread(self.load)
        await api(scope, receive, send)


def _load(console: Console) -> FastAPI:
    api: FastAPI = import_module("console.api.app").create_api(console)
    return api
