"""Which addresses a webhook may go to: resolved first, judged by number, and connected to by that number.

Keeps a webhook from reaching into our own network, also by a name that resolves differently the
second time (DNS rebinding).
"""

import asyncio
import ipaddress
import socket
from dataclasses import dataclass
from typing import Final
from urllib.parse import SplitResult, urlsplit

from notices.channel import Never, NotNow

_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Door:
    """Where to connect for a URL, and what to say there."""

    url: str
    """With the number in the place of the name."""
    host: str
    """The value of `Host`."""
    name: str
    """Whose certificate is expected."""


def split(address: str) -> SplitResult:
    """The parts of a webhook's URL; raises ValueError with what is wrong."""
    parts = urlsplit(address)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("https://… expected")
    if parts.username or parts.password or parts.fragment:
        raise ValueError("no user, password or fragment")
    _ = parts.port
    return parts


async def door_of(address: str, *, may_be_private: bool) -> Door:
    """The door behind a URL; raises Never for one that must not be opened, NotNow when the name is not known."""
    try:
        parts = split(address)
    except ValueError as error:
        raise Never(f"bad address: {error}") from error
    name, port = str(parts.hostname), parts.port or _PORTS[parts.scheme]
    numbers = await _resolved(name, port)
    if not may_be_private:
        _refuse_private(name, numbers)
        if parts.scheme != "https":
            raise Never("not https")
    number = f"[{numbers[0]}]" if ":" in numbers[0] else numbers[0]
    url = parts._replace(netloc=f"{number}:{port}").geturl()
    return Door(url=url, host=parts.netloc, name=name)


def _refuse_private(name: str, numbers: list[str]) -> None:
    """All of them: a name with one public and one private number is a trick."""
    for number in numbers:
        known = ipaddress.ip_address(number.partition("%")[0])
        inner = getattr(known, "ipv4_mapped", None) or known
        if not inner.is_global or inner.is_multicast or inner.is_reserved:
            raise Never(f"private address: {name} is {number}")


async def _resolved(name: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(name, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NotNow(f"name not known: {name}") from error
    return list(dict.fromkeys(str(one[4][0]) for one in found))
