"""One served API for all tests of the session in this folder."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.api.world import World, a_world


@pytest_asyncio.fixture(scope="session")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """Everything real, on throw-away data."""
    async with a_world(tmp_path_factory.mktemp("api")) as running:
        yield running
