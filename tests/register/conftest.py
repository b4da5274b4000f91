"""One PostgreSQL for the session, one migrated database of it as the template, one clone for each test."""

from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from local.postgres import EmbeddedPostgres
from register.migrations import migrate
from register.pool import open_pool

_NUMBERS = count()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a running server; its data is thrown away."""
    with_data: Path = tmp_path_factory.mktemp("register")
    postgres = EmbeddedPostgres(with_data, fast_and_unsafe=True)
    try:
        yield postgres.start()
    finally:
        postgres.stop()


@pytest.fixture(scope="session")
async def template(server: str) -> str:
    """The URL of a migrated database that nobody is connected to."""
    url = await a_database(server, like="template1")
    await migrate(url)
    return url


@pytest.fixture
async def url(server: str, template: str) -> str:
    """A fresh migrated database."""
    return await a_database(server, like=urlsplit(template).path.strip("/"))


@pytest.fixture(scope="module")
async def shared(server: str, template: str) -> AsyncIterator["asyncpg.Pool[asyncpg.Record]"]:
    """A pool on one register for all tests of a file that only read it."""
    pool = await open_pool(await a_database(server, like=urlsplit(template).path.strip("/")))
    yield pool
    await pool.close()


@pytest.fixture
async def pool(url: str) -> AsyncIterator["asyncpg.Pool[asyncpg.Record]"]:
    """A pool on a fresh register."""
    pool = await open_pool(url)
    yield pool
    await pool.close()


async def a_database(server: str, *, like: str) -> str:
    """The URL of a new database, a copy of another one."""
    name = f"register_{next(_NUMBERS)}"
    db = await asyncpg.connect(server)
    try:
        await db.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    finally:
        await db.close()
    return urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
