"""One real PostgreSQL, one real Temporal server with skipped time and one worker for all process tests of a session."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.process.engine import Engine, an_engine


@pytest_asyncio.fixture(scope="session")
async def engine(tmp_path_factory: object) -> AsyncIterator[Engine]:
    """Everything real, on throw-away data."""
    folder = Path(str(tmp_path_factory.mktemp("engine")))  # type: ignore[attr-defined]
    async with an_engine(folder) as running:
        yield running
