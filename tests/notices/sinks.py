"""The outside world's ends as fixtures."""

from collections.abc import AsyncIterator

import pytest_asyncio

from bench.sinks import Hooks, Mails, a_mail_server, a_web_server

__all__ = ["Hooks", "Mails", "mails", "webhooks"]


@pytest_asyncio.fixture
async def mails() -> AsyncIterator[Mails]:
    """A real SMTP server on this machine."""
    async with a_mail_server() as sink:
        yield sink


@pytest_asyncio.fixture
async def webhooks() -> AsyncIterator[Hooks]:
    """A real web server on this machine."""
    async with a_web_server() as sink:
        yield sink
