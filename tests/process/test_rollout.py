"""A release while cases run: two builds of the worker, one current after the other, by Worker Deployment Versioning."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bootstrap import CHECKOUT
from gateway.reconciling import Reconciler
from tests.builders import at
from tests.process.engine import Case, Engine, an_engine
from tests.process.test_long_life import RUNG_DAY

TEMPORAL = Path(sys.executable).with_name("temporal")


@contextmanager
def a_worker(engine: Engine, build: str, folder: Path) -> Iterator[None]:
    """`python worker.py` as one build of the deployment."""
    environment = os.environ | {
        "DONDOC_DATABASE_URL": engine.database_url,
        "DONDOC_DATA_DIR": str(folder),
        "DONDOC_TASK_QUEUE": engine.parts.task_queue,
        "TEMPORAL_ADDRESS": engine.client.service_client.config.target_host,
        "DONDOC_DEPLOYMENT": "dondoc",
        "DONDOC_BUILD_ID": build,
        "PYTHONPATH": str(CHECKOUT),
    }
    with subprocess.Popen(
        [sys.executable, "worker.py"],
        cwd=CHECKOUT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == b"worker_ready\n"
        try:
            yield
        finally:
            worker.terminate()
            assert worker.wait(20) == 0


async def make_current(engine: Engine, build: str) -> None:
    """What the operator types; tried until the engine has seen a worker of that build."""
    words = ["worker", "deployment", "set-current-version", "--deployment-name", "dondoc"]
    address = engine.client.service_client.config.target_host
    said = b""
    for _ in range(50):
        asked = await asyncio.create_subprocess_exec(
            TEMPORAL, *words, "--build-id", build, "--yes", "--address", address,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        _, said = await asked.communicate()
        if asked.returncode == 0:
            return
        await asyncio.sleep(0.2)
    raise AssertionError(said)


async def build_of(case: Case) -> str:
    """The build that worked on the case last, as the engine knows it."""
    described = await case.handles[0].describe()
    info = described.raw_description.workflow_execution_info.versioning_info
    return str(info.deployment_version.build_id)


async def acts(case: Case, name: str, build: str) -> str:
    """One command, and the build that decides: routing takes the engine a moment."""
    await case.lead(name)
    for _ in range(100):
        if await build_of(case) == build:
            break
        await case.does("note", "Z05", "supervisor")
        await asyncio.sleep(0.1)
    return await build_of(case)


async def test_running_cases_move_to_the_new_build_and_back(tmp_path: Path) -> None:
    """Cases of the old build are decided by the new one from its first day, a release is taken back, nobody waits."""
    async with an_engine(tmp_path, with_worker=False) as engine:
        with a_worker(engine, "1", tmp_path):
            await make_current(engine, "1")
            case, other = await engine.issues(), await engine.issues()
            first = await acts(case, "acknowledge", "1")
            with a_worker(engine, "2", tmp_path):
                await make_current(engine, "2")
                second = await acts(case, "submit_report", "2")
                await case.skips_to(at(RUNG_DAY, 8, 1))
                new = await engine.issues()
                of_new = await acts(new, "acknowledge", "2")
                parts = engine.parts
                found = await Reconciler(parts.pool, parts.client, parts.task_queue).run()
                await make_current(engine, "1")
                third = await acts(other, "acknowledge", "1")
                back = await acts(case, "submit_evidence", "1")

    assert (first, second, of_new, third, back) == ("1", "2", "2", "1", "1")
    assert found.ok
    assert found.checked == 3
