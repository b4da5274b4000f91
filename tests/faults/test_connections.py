"""Connections that are slow, that break in the middle, that answer after doing or not at all; a database that fails
under the worker.
"""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from random import Random

import pytest
import pytest_asyncio

from tests.faults.injectors import FaultLog, FaultyPool, TcpProxy, storm
from tests.faults.lab import ODD_WORKER, Lab, Reach, a_lab
from tests.faults.runs import Run, replays


class Between:
    """A lab whose workers and callers reach both servers through proxies."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.log = FaultLog()
        host, port = lab.temporal.address.split(":")
        self.to_postgres = TcpProxy(
            partial(asyncio.open_unix_connection, lab.postgres_socket()), self.log
        )
        self.to_temporal = TcpProxy(partial(asyncio.open_connection, host, int(port)), self.log)

    async def start(self) -> None:
        await self.to_postgres.start()
        await self.to_temporal.start()
        self.lab.reach = Reach(
            f"postgresql://postgres@127.0.0.1:{self.to_postgres.port}/dondoc?sslmode=disable",
            f"127.0.0.1:{self.to_temporal.port}",
        )
        await self.lab.connect()
        await self.lab.start_workers()

    async def stop(self) -> None:
        await self.to_postgres.stop()
        await self.to_temporal.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def between(tmp_path: Path) -> AsyncIterator[Between]:
    """Everything real, with a proxy in front of each server."""
    lab = Lab(tmp_path)
    try:
        await lab.start_servers()
        proxied = Between(lab)
        await proxied.start()
        try:
            yield proxied
        finally:
            await proxied.stop()
    finally:
        await lab.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def faulty(tmp_path: Path) -> AsyncIterator[Lab]:
    """A worker whose pool fails as often as a file says."""
    async with a_lab(tmp_path, program=(ODD_WORKER, "--faulty", str(tmp_path / "faulty"))) as lab:
        yield lab


async def _through_cut_lines(between: Between, seed: int, lives: int, strikes: int) -> None:
    run = Run(between.lab, "connections", seed)
    run.faults = between.log
    proxies = [between.to_postgres, between.to_temporal]

    sources = await run.lives_through(lives, storm(proxies, run.dice, strikes=strikes))

    run.judged(sources)
    assert sum(proxy.done.total() for proxy in proxies) > 0
    assert await replays(sources, Random(seed), at_most=20) > 0


async def _through_a_failing_pool(lab: Lab, seed: int, lives: int, strikes: int) -> None:
    run = Run(lab, "faulty-pool", seed)
    injector = FaultyPool(lab.folder / "faulty", run.faults)

    sources = await run.lives_through(lives, storm([injector], run.dice, strikes=strikes))

    run.judged(sources)


async def test_nothing_is_lost_or_doubled_over_bad_lines(between: Between) -> None:
    """Also when a request was carried out and its answer never came."""
    await _through_cut_lines(between, 0, 60, 4)


async def test_nothing_is_lost_or_doubled_when_statements_fail(faulty: Lab) -> None:
    """Before the statement arrives, or after it was carried out."""
    await _through_a_failing_pool(faulty, 0, 60, 3)


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(200, 210))
async def test_nothing_is_lost_or_doubled_over_bad_lines_for_long(
    between: Between, seed: int
) -> None:
    """The same at full size."""
    await _through_cut_lines(between, seed, 500, 40)


@pytest.mark.long
@pytest.mark.timeout(2_400)
@pytest.mark.parametrize("seed", range(300, 305))
async def test_nothing_is_lost_or_doubled_when_statements_fail_for_long(
    faulty: Lab, seed: int
) -> None:
    """The same at full size."""
    await _through_a_failing_pool(faulty, seed, 500, 20)
