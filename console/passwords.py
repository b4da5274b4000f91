"""Passwords: argon2id in a thread of its own, since one check takes as long as twenty pages."""

import asyncio
import secrets
from functools import lru_cache
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST: Final = 10
"""Characters of a password that a person chooses."""
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    # RFC 9106, second recommended set, with one lane: 64 MiB and three passes.
    return PasswordHasher(time_cost=3, memory_cost=65_536, parallelism=1)


async def hashed(password: str) -> str:
    """What is kept of a password."""
    return await asyncio.to_thread(_hasher().hash, password)


async def agrees(password: str, kept: str | None) -> bool:
    """Whether it is the password; as slow for an unknown account, so that time tells nothing."""
    return await asyncio.to_thread(_agrees, password, kept)


def invented() -> str:
    """A password to print once: four groups of four, about 79 bits, without letters that look alike."""
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))


def _agrees(password: str, kept: str | None) -> bool:
    try:
        _hasher().verify(kept or _unknown(), password)
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@lru_cache(maxsize=1)
def _unknown() -> str:
    return _hasher().hash(secrets.token_urlsafe(16))
