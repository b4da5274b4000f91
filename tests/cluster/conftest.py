"""Clusters for tests: everything here needs what `make cluster-tools` builds, and is left out of `make test`."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bench.cluster import programs
from bench.cluster.house import names_for
from tests.cluster.lab import Cluster, a_cluster

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder is one of the cluster."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.cluster)


@pytest.fixture(scope="session", autouse=True)
def servers() -> None:
    """The servers of a cluster are there, on a system where each can have an address of its own."""
    if sys.platform != "linux":
        pytest.skip("NO CLUSTER TEST: addresses of its own for every node need Linux")
    if not programs.are_built():
        pytest.skip(
            f"NO CLUSTER TEST: {programs.SERVER} is missing, `make cluster-tools` builds it"
        )


@pytest.fixture(scope="session")
def has_names(tmp_path_factory: pytest.TempPathFactory) -> bool:
    """Whether the names of deploy/cluster are known to this process and its children."""
    return names_for(tmp_path_factory.mktemp("hosts"))


@pytest_asyncio.fixture(loop_scope="session")
async def cluster(tmp_path: Path, has_names: bool) -> AsyncIterator[Cluster]:  # noqa: FBT001 - a fixture
    """Seven nodes, PostgreSQL, two workers."""
    async with a_cluster(tmp_path, has_names=has_names) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def mirrored(tmp_path: Path, has_names: bool) -> AsyncIterator[Cluster]:  # noqa: FBT001 - a fixture
    """The same with a synchronous standby of PostgreSQL."""
    async with a_cluster(tmp_path, has_names=has_names, standby=True) as running:
        yield running
