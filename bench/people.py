"""People at browsers, as far as a server notices them: connections, cookies, forms, the line that tells of changes.

Written on bare streams: the load comes from the machine that serves, so it must cost little.
"""

import asyncio
import gzip
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from asyncpg import Pool

from console.auth import COOKIE, form_token, hash_of, new_session_id
from register import accounts
from register.accounts import Account
from schemas.states import Role

PATIENCE_S: Final = 30.0
_IDLE_S: Final = 3.0
"""The server ends a connection after five idle seconds; a browser then opens another, and so does this."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many milliseconds."""

    status: int
    headers: Mapping[str, str]
    packed: bytes
    ms: float

    @property
    def body(self) -> bytes:
        return (
            gzip.decompress(self.packed)
            if self.headers.get("content-encoding") == "gzip"
            else self.packed
        )


@dataclass(slots=True)
class Person:
    """Somebody who is signed in."""

    login: str
    role: Role
    office: str
    key: str
    address: str
    _line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
    _used_at: float = field(default=0.0)

    async def get(self, path: str) -> Answer:
        return await self._asked("GET", path, b"")

    async def send(self, path: str, **fields: str) -> Answer:
        """A form of ours."""
        said = {"_token": form_token(self.key), "command_id": str(uuid4()), **fields}
        return await self._asked("POST", path, urlencode(said).encode())

    async def listen(self, path: str) -> None:
        """Hold the line on which changes are told, until cancelled."""
        reader, writer = await self._open()
        try:
            writer.write(self._head("GET", path, b""))
            while await reader.read(4096):
                pass
        finally:
            writer.close()

    def leave(self) -> None:
        if self._line is not None:
            self._line[1].close()
            self._line = None

    async def _asked(self, method: str, path: str, body: bytes) -> Answer:
        began = time.perf_counter()
        async with asyncio.timeout(PATIENCE_S):
            if self._line is None or began - self._used_at > _IDLE_S:
                self.leave()
                self._line = await self._open()
            reader, writer = self._line
            writer.write(self._head(method, path, body))
            status, headers = _head_of(await reader.readuntil(b"\r\n\r\n"))
            packed = await _body_of(reader, headers) if status not in {204, 304} else b""
        self._used_at = time.perf_counter()
        return Answer(status, headers, packed, (self._used_at - began) * 1000)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        parts = urlsplit(self.address)
        return await asyncio.open_connection(parts.hostname, parts.port, limit=2**22)

    def _head(self, method: str, path: str, body: bytes) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"host: {urlsplit(self.address).netloc}",
            f"cookie: {COOKIE}={self.key}",
            "accept-encoding: gzip",
        ]
        if body:
            lines += [
                "content-type: application/x-www-form-urlencoded",
                f"content-length: {len(body)}",
            ]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


async def signed_in(
    pool: "Pool[Any]", address: str, cast: Iterable[tuple[Role, str]]
) -> list[Person]:
    """An account and a session for each; passwords are not what is measured here."""
    people = []
    for number, (role, office) in enumerate(cast):
        login, key = f"bench{number}", new_session_id()
        await accounts.add_account(
            pool,
            Account(login, f"Người đo {number}", office, role.value),
            "-",
            must_change=False,
            by="bench",
        )
        await accounts.open_session(pool, hash_of(key), login, "127.0.0.1", "bench")
        people.append(Person(login, role, office, key, address))
    return people


def _head_of(head: bytes) -> tuple[int, dict[str, str]]:
    first, *others = head.decode("latin-1").split("\r\n")
    headers = (one.partition(":") for one in others if one)
    return int(first.split(" ", 2)[1]), {name.lower(): value.strip() for name, _, value in headers}


async def _body_of(reader: asyncio.StreamReader, headers: Mapping[str, str]) -> bytes:
    if "content-length" in headers:
        return await reader.readexactly(int(headers["content-length"]))
    found = b""
    while size := int((await reader.readline()).strip(), 16):
        found += await reader.readexactly(size)
        await reader.readline()
    await reader.readline()
    return found
