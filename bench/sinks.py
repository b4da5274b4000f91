"""Two receivers that keep every delivery and can be told to misbehave: a real SMTP server and a web server.

Used by the benchmark, by the tests of notices and by the fault tests.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope


@dataclass
class Mails:
    """What the mail server took; `refuse` maps a recipient to the reply it gets instead."""

    port: int = 0
    raw: list[tuple[str, bytes]] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    """The idempotency keys that have arrived."""

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
        content = bytes(envelope.content or b"")  # type: ignore[arg-type]
        self.raw.append((envelope.rcpt_tos[0], content))
        self.keys.add(content.partition(b"Idempotency-Key: ")[2][:36].decode())
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
    keys: set[str] = field(default_factory=set)
    """The idempotency keys that have arrived."""

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
            self.keys.add(headers.get("idempotency-key", ""))
        status, _, more = answer.partition("|")
        extra = f"{more}\r\n" if more else ""
        writer.write(f"HTTP/1.1 {status}\r\n{extra}Content-Length: 0\r\n\r\n".encode())
        await writer.drain()
        return True

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.received]


@asynccontextmanager
async def a_mail_server() -> AsyncIterator[Mails]:
    """On a free port of this machine, for as long as the block lasts."""
    sink, loop = Mails(), asyncio.get_running_loop()
    serving = await loop.create_server(
        lambda: SMTP(sink, enable_SMTPUTF8=True, hostname="sink", loop=loop), "127.0.0.1", 0
    )
    sink.port = serving.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        serving.close()
        await serving.wait_closed()


@asynccontextmanager
async def a_web_server() -> AsyncIterator[Hooks]:
    """The same; connections still open are ended with the block."""
    sink, tasks = Hooks(), set[asyncio.Task[Any]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        await sink.serve(reader, writer)

    serving = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink.port = serving.sockets[0].getsockname()[1]
    try:
        yield sink
    finally:
        serving.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
