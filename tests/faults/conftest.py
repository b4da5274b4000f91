"""Labs for the fault tests. Each test has its own, since each breaks it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.faults.lab import Lab, a_lab


@pytest_asyncio.fixture(loop_scope="session")
async def lab(tmp_path: Path) -> AsyncIterator[Lab]:
    """Everything real and durable, with one worker."""
    async with a_lab(tmp_path) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def lab_of_two(tmp_path: Path) -> AsyncIterator[Lab]:
    """The same with two workers."""
    async with a_lab(tmp_path, workers=2) as running:
        yield running
