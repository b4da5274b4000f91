"""The full register of the benchmarks, filled once and kept: every run works on a copy of its own.

Filling takes minutes, copying seconds. What was written by another generator is not used again; newer
migrations are applied to the copy, as in production.
"""

import asyncio
import hashlib
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit, urlunsplit

import asyncpg
from asyncpg import Pool

from bench import generator, stories
from bench.figures import WORKSHOP
from bench.lab import seconds_since
from local.postgres import EmbeddedPostgres
from register.migrations import migrate
from register.pool import open_pool

KEPT: Final = WORKSHOP / "kept"
_COPY: Final = "run"
_FILLED: Final = "filled"
_TOLD: Final = "UPDATE delivery SET state = 'sent', attempts = 1, done_at = next_try_at"
"""What was given years ago was told then: a dispatcher must not begin with 192,000 letters beside the measurement."""


@asynccontextmanager
async def a_kept_register(
    size: int, *, durable: bool = False
) -> AsyncIterator[tuple["Pool[Any]", str]]:
    """A copy of the register of that size, and its URL; `durable` for those who write to it."""
    folder = KEPT / f"register-{size}-{_written_by()}"
    if not (folder / _FILLED).exists():
        await _fill(folder, size)
    postgres = EmbeddedPostgres(folder, fast_and_unsafe=not durable)
    url = postgres.start()
    try:
        copy = await _copied(url)
        await migrate(copy)
        pool = await open_pool(copy)
        try:
            yield pool, copy
        finally:
            pool.terminate()
            await _sent(url, f"DROP DATABASE IF EXISTS {_COPY} WITH (FORCE)")
    finally:
        postgres.stop()


async def _fill(folder: Path, size: int) -> None:
    """What was begun and not finished is begun anew; older ones are of no use and go."""
    await asyncio.to_thread(_make_anew, folder)
    began = time.perf_counter()
    with EmbeddedPostgres(folder, fast_and_unsafe=True) as postgres:
        await migrate(postgres.url)
        conclusions = await generator.fill(postgres.url, size)
        await _sent(postgres.url, _TOLD)
        await _sent(postgres.url, "VACUUM ANALYZE")
    (folder / _FILLED).touch()
    said = f"  {size} assignments in {conclusions} conclusions written in {seconds_since(began):.0f} s and kept in {folder}"
    print(said, file=sys.stderr, flush=True)


def _make_anew(folder: Path) -> None:
    shutil.rmtree(KEPT, ignore_errors=True)
    folder.mkdir(parents=True)


async def _copied(url: str) -> str:
    """The copy's URL. Its pages are copied as files: quicker than through the log."""
    name = urlsplit(url).path.strip("/")
    admin = urlunsplit(urlsplit(url)._replace(path="/postgres"))
    await _sent(admin, f"DROP DATABASE IF EXISTS {_COPY} WITH (FORCE)")
    await _sent(admin, f'CREATE DATABASE {_COPY} TEMPLATE "{name}" STRATEGY FILE_COPY')
    return urlunsplit(urlsplit(url)._replace(path=f"/{_COPY}"))


async def _sent(url: str, statement: str) -> None:
    db = await asyncpg.connect(url)
    try:
        await db.execute(statement)
    finally:
        await db.close()


def _written_by() -> str:
    """Names what decides the content."""
    sources = (Path(str(one.__file__)).read_bytes() for one in (generator, stories))
    return hashlib.sha256(b"".join(sources) + _TOLD.encode()).hexdigest()[:12]
