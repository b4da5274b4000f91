"""A new build of the worker on a cluster, with running cases, while a history node dies; and the way back."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bench.cluster.engine import deployment
from bench.cluster.programs import NotThere, Program
from tests.builders import a_conclusion, a_directive, at
from tests.cluster.lab import Cluster, a_cluster, until
from tests.faults.callers import Callers, Issue, offset_to
from tests.faults.checker import violations
from tests.faults.lives import OPENS_ON, SUPERVISOR
from tests.faults.runs import Run

OLD, MORE = 12, 8


@pytest_asyncio.fixture(loop_scope="session")
async def released(tmp_path: Path, has_names: bool) -> AsyncIterator[Cluster]:  # noqa: FBT001 - a fixture
    """A cluster with one worker of each of two builds; neither runs yet."""
    async with a_cluster(tmp_path, has_names=has_names, workers=0, with_workers=False) as running:
        running.workers = [
            running.worker(f"build-{n}", DONDOC_DEPLOYMENT="dondoc", DONDOC_BUILD_ID=str(n))
            for n in (1, 2)
        ]
        yield running


async def made_current(cluster: Cluster, build: str, within_s: float = 90.0) -> float:
    """What the operator types, until it succeeds; the seconds it took."""
    began = time.monotonic()
    words = ["set-current-version", "--deployment-name", "dondoc", "--build-id", build, "--yes"]
    while True:
        try:
            await asyncio.to_thread(deployment, cluster.engine.frontends[1], *words)
        except NotThere:
            if time.monotonic() - began > within_s:
                raise
            await asyncio.sleep(0.5)
        else:
            return time.monotonic() - began


class Cases:
    """Conclusions of one directive each, and which build decided them last."""

    def __init__(self, cluster: Cluster, callers: Callers) -> None:
        self._cluster, self._callers = cluster, callers
        self.targets: list[str] = []

    async def begin(self, count: int) -> None:
        """So many more, issued and acknowledged."""
        numbers = range(len(self.targets), len(self.targets) + count)
        await asyncio.gather(*(self._one(n) for n in numbers))

    async def _one(self, n: int) -> None:
        target = f"kl/ban-{n}/1@G01"
        conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref=f"ban-{n}")
        self._callers.log.lives += 1
        await self._callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (target,)))
        self.targets.append(target)
        await self._callers.send(
            self._callers.as_command("acknowledge", target, ("G01", "focal_point"))
        )

    async def decided_by(self, build: str, within_s: float = 60.0) -> set[str]:
        """A note to every case until that build has decided each; routing takes the engine a moment."""
        give_up_at = time.monotonic() + within_s
        while True:
            await asyncio.gather(*map(self._note, self.targets))
            builds = set(await asyncio.gather(*map(self._build_of, self.targets)))
            if builds == {build} or time.monotonic() > give_up_at:
                return builds

    async def _note(self, target: str) -> None:
        note = self._callers.as_command("note", target, SUPERVISOR, text="Theo dõi")
        assert "done" == (await self._callers.send(note)).outcome

    async def _build_of(self, target: str) -> str:
        stream = target.rpartition("/")[0]
        described = await self._cluster.client.get_workflow_handle(stream).describe()
        info = described.raw_description.workflow_execution_info.versioning_info
        return str(info.deployment_version.build_id)


async def test_running_cases_move_to_a_new_build_and_back(released: Cluster) -> None:
    """The new build decides old and new cases although a node has just died; taken back, the old build does; nothing is lost."""
    run = Run(released, "cluster: rollout", 1)
    cases = Cases(released, run.callers)
    first, second = released.workers

    await released.start_workers(first)
    await made_current(released, "1")
    await cases.begin(OLD)
    by_first = await cases.decided_by("1")

    await released.start_workers(second)
    released.engine.nodes["history-1"].kill()
    await made_current(released, "2")
    await cases.begin(MORE)
    by_second = await cases.decided_by("2")
    await revived(released.engine.nodes["history-1"])

    await made_current(released, "1")
    back = await cases.decided_by("1")
    sources = await run.examined()

    assert ({"1"}, {"2"}, {"1"}) == (by_first, by_second, back)
    assert [] == violations(sources)


async def revived(node: Program) -> None:
    node.start()
    await until(lambda: node.is_ready)
