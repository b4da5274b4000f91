"""Two receivers that keep every delivery and can be told to misbehave."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class Mails:
    """What the mail server took; `refuse` maps a recipient to the reply it gets instead."""

    port: int = 0
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?from=don-doc@vpcp.example"

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, server: Any, session: Any, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        content = envelope.content
        assert isinstance(content, bytes)
        self.raw.append((envelope.rcpt_tos[0], content))
        return "250 kept"

    def read(self) -> list[EmailMessage]:
        """Every mail as the standard library reads it."""
        return [message_from_bytes(raw, policy=policy.default) for _, raw in self.raw]


@dataclass
class Hooks:
    """What the web server took; `answers` maps a path to the replies it gives, the last one for ever."""

    port: int = 0
    received: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)

    def url(self, path: str = "/hook") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._once(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _once(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        first, *lines = head.split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = first.split(" ")[1]
        self.tried.append(path)
        waiting = self.answers.get(path, ["204 No Content"])
        answer = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        if answer == "silence":
            await asyncio.sleep(3600)
        if answer.startswith("2"):
            self.received.append((path, headers, body))
        status, _, more = answer.partition("|")
        extra = f"{more}\r\n" if more else ""
        writer.write(f"HTTP/1.1 {status}\r\n{extra}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.received]


@pytest_asyncio.fixture
async def mails() -> AsyncIterator[Mails]:
    """A real SMTP server on this machine."""
    sink = Mails()
    loop = asyncio.get_running_loop()
    serving = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    sink.port = serving.sockets[0].getsockname()[1]
    yield sink
    serving.close()
    await serving.wait_closed()


@pytest_asyncio.fixture
async def webhooks() -> AsyncIterator[Hooks]:
    """A real web server on this machine."""
    sink, serving_tasks = Hooks(), set[asyncio.Task[Any]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        serving_tasks.add(task)
        await sink.serve(reader, writer)
        serving_tasks.discard(task)

    serving = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink.port = serving.sockets[0].getsockname()[1]
    yield sink
    serving.close()
    for task in list(serving_tasks):
        task.cancel()
    await asyncio.gather(*serving_tasks, return_exceptions=True)
