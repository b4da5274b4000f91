"""One real PostgreSQL, one real Temporal server with skipped time and one worker for all process tests of a session."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.process.breakable import Breakable
from tests.process.engine import Engine, an_engine


@pytest_asyncio.fixture(scope="session")
async def engine(tmp_path_factory: object) -> AsyncIterator[Engine]:
    """Everything real, on throw-away data."""
    folder = Path(str(tmp_path_factory.mktemp("engine")))  # type: ignore[attr-defined]
    async with an_engine(folder) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def broken(tmp_path: Path) -> AsyncIterator[tuple[Breakable, Engine]]:
    """An engine for one test, which breaks it; no worker runs yet."""
    lab = Breakable(tmp_path)
    engine = await lab.start()
    try:
        yield lab, engine
    finally:
        engine.pool.terminate()
        lab.stop()
