"""Parts of a cluster are killed, frozen and rolled while people work: what do they notice, and is anything lost?

Bounds are twice what was measured on the reference machine (docs/cluster.md), times the factor by which this machine is
slower now: the median of the same commands in the calm before the blow.
"""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

import pytest

from gateway.retrying import PATIENCE_S
from tests.cluster.lab import Cluster, until
from tests.cluster.pulse import Pulse, load_factor, shown
from tests.faults.callers import Callers
from tests.faults.runs import Run

LIVES = 60
CALM_S, AFTER_S = 5.0, 5.0
Strike = Callable[[Cluster], Awaitable[None]]


@dataclass(frozen=True)
class Bound:
    """Seconds without any answer, the slowest answer, and how many calls may fail for people."""

    still_s: float
    slowest_s: float
    errors: int = 0


async def killed(cluster: Cluster, name: str, away_s: float = 8.0) -> None:
    node = cluster.engine.nodes[name]
    node.kill()
    await asyncio.sleep(away_s)
    node.start()
    await until(lambda: node.is_ready)


async def history_dies(cluster: Cluster) -> None:
    await killed(cluster, "history-1")


async def frontend_dies(cluster: Cluster) -> None:
    await killed(cluster, "frontend-1")


async def matching_dies(cluster: Cluster) -> None:
    await killed(cluster, "matching-1")


async def worker_dies(cluster: Cluster) -> None:
    worker = cluster.workers[0]
    worker.kill()
    await asyncio.sleep(8)
    worker.start()
    await until(lambda: worker.is_ready)


async def postgres_dies(cluster: Cluster, away_s: float = 2.5) -> None:
    cluster.primary.kill()
    await asyncio.sleep(away_s)
    await asyncio.to_thread(cluster.primary.start)


async def postgres_is_long_away(cluster: Cluster) -> None:
    await postgres_dies(cluster, 16.0)


async def history_freezes(cluster: Cluster) -> None:
    """The picture of a hung machine: no connection is closed, nobody answers."""
    node = cluster.engine.nodes["history-1"]
    node.send(signal.SIGSTOP)
    await asyncio.sleep(12)
    node.send(signal.SIGCONT)


async def every_node_is_restarted(cluster: Cluster) -> None:
    """One after the other, as an upgrade does it; each drains first."""
    for node in cluster.engine.nodes.values():
        await asyncio.to_thread(node.stop)
        node.start()
        await until(lambda node=node: node.is_ready)  # type: ignore[misc]


async def every_worker_is_restarted(cluster: Cluster) -> None:
    for worker in cluster.workers:
        await asyncio.to_thread(worker.stop)
        worker.start()
        await until(lambda worker=worker: worker.is_ready)  # type: ignore[misc]


FAULTS: dict[Strike, Bound] = {
    history_dies: Bound(1.6, 14.2),
    frontend_dies: Bound(1.0, 4.8),
    matching_dies: Bound(1.2, 20.1),
    worker_dies: Bound(1.0, 20.1),
    postgres_dies: Bound(6.8, 17.4),
    postgres_is_long_away: Bound(46.0, 49.8),
    history_freezes: Bound(3.8, 25.8),
    every_node_is_restarted: Bound(1.4, 3.6),
    every_worker_is_restarted: Bound(1.0, 20.1),
}


@pytest.mark.parametrize("strike", FAULTS, ids=lambda strike: strike.__name__)
async def test_nothing_is_lost_and_little_is_noticed(
    cluster: Cluster, strike: Strike, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every acknowledged command is there once; nobody sees an error; the standstill stays within its bound."""
    await survives(cluster, strike, FAULTS[strike], capsys)


async def standby_takes_over(cluster: Cluster) -> None:
    """The primary is lost with its machine; a person promotes the standby three seconds later."""
    primary, standby = cluster.databases
    primary.kill()
    await asyncio.sleep(3)
    await asyncio.to_thread(standby.promote)
    await standby.does("ALTER SYSTEM SET synchronous_standby_names = ''", "SELECT pg_reload_conf()")


async def test_a_database_is_lost_with_its_machine(
    mirrored: Cluster, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both hosts are in the connection strings, so nothing is reconfigured; what was answered is on the standby."""
    primary, standby = mirrored.databases
    await primary.does("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (db1, db2)'", "SELECT pg_reload_conf()")  # fmt: skip
    while await primary.asked("SELECT sync_state FROM pg_stat_replication") != "quorum":  # noqa: ASYNC110
        await asyncio.sleep(0.1)

    await survives(mirrored, standby_takes_over, Bound(13.2, 17.8), capsys)

    assert not primary.program.is_ready
    assert not await standby.asked("SELECT pg_is_in_recovery()")


async def survives(
    cluster: Cluster, strike: Strike, bound: Bound, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lives and a steady pulse of commands, a blow in the middle of both, and the verdict on all of it."""
    name = strike.__name__
    run = Run(cluster, f"cluster: {name}", seed=sum(map(ord, name)), drain_within_s=240)
    # As people meet it: the gateway tries for its whole minute before it says that nobody answered.
    run.callers = Callers(
        cluster, Random(run.seed + 1), patience_s=PATIENCE_S, attempt_s=2 * PATIENCE_S
    )
    pulse, over = Pulse(run.callers), asyncio.Event()
    await pulse.prepares()
    times: list[float] = []

    async def blow() -> None:
        times.append(time.monotonic())
        await asyncio.sleep(CALM_S)
        times.append(time.monotonic())
        async with run.faults.strikes(name):
            await strike(cluster)
        await asyncio.sleep(AFTER_S)
        times.append(time.monotonic())
        over.set()

    sources = await run.lives_through(LIVES, blow(), pulse.goes_on(over), at_once=8)

    calm, hurt = pulse.felt(times[0], times[1]), pulse.felt(times[1], times[2])
    factor = load_factor(calm)
    with capsys.disabled():
        print(
            "\n"
            + shown(name, calm, hurt, lives=run.callers.log.lives, exits=cluster.unplanned_exits)
        )
    run.judged(sources)
    assert bound.errors == hurt.errors, [one.said for one in run.callers.log.attempts if one.said]
    assert bound.still_s * factor >= hurt.still_s
    assert bound.slowest_s * factor >= hurt.slowest_s
