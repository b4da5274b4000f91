"""An office outgrows one machine: what deploy/cluster/README.md says about moving, done with its own commands."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest_asyncio

from bench.cluster.engine import NAMESPACE
from bench.cluster.house import QUEUE
from bootstrap import CHECKOUT
from register import reads
from tests.builders import a_conclusion, a_directive, at
from tests.cluster.lab import Cluster, a_cluster
from tests.faults.callers import Callers, Issue, offset_to
from tests.faults.lab import QUEUE as OLD_QUEUE
from tests.faults.lab import Lab, a_lab
from tests.faults.lives import EXAMINER, OPENS_ON

CASES = 6


@pytest_asyncio.fixture(loop_scope="session")
async def empty(tmp_path: Path, has_names: bool) -> AsyncIterator[Cluster]:  # noqa: FBT001 - a fixture
    """A cluster that holds nothing yet: its clock is the old office's, so it is made on arrival."""
    folder = tmp_path / "new"
    folder.mkdir()
    async with a_cluster(
        folder, has_names=has_names, with_workers=False, virtual_clock=False
    ) as running:
        yield running


async def dondoc(*words: str, **environment: str) -> Any:
    """`dondoc … --json` as the administrator types it; what it printed."""
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "cli", *words, "--json"],
        cwd=CHECKOUT,
        env=bare() | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == done.returncode, done.stderr
    return json.loads(done.stdout)


def bare() -> dict[str, str]:
    """Our environment without any server that it names."""
    return {n: v for n, v in os.environ.items() if not n.startswith(("DONDOC_", "TEMPORAL_", "PG"))}


def at_the_old(lab: Lab) -> Mapping[str, str]:
    return {
        "DONDOC_DATABASE_URL": lab.reach.database_url,
        "DONDOC_DATA_DIR": str(lab.folder),
        "DONDOC_TASK_QUEUE": OLD_QUEUE,
        "TEMPORAL_ADDRESS": lab.reach.temporal_address,
        "TEMPORAL_NAMESPACE": "default",
    }


def at_the_new(cluster: Cluster) -> Mapping[str, str]:
    return {
        "DONDOC_DATABASE_URL": cluster.database_url,
        "DONDOC_DATA_DIR": str(cluster.folder),
        "DONDOC_TASK_QUEUE": QUEUE,
        "TEMPORAL_ADDRESS": cluster.frontend,
        "TEMPORAL_NAMESPACE": NAMESPACE,
    }


async def test_an_office_moves_from_one_machine_to_the_cluster(
    tmp_path: Path, empty: Cluster
) -> None:
    """Export, import, evidence, worker, re-seed: every open case answers, every wake-up is the same, chains are intact."""
    async with a_lab(tmp_path / "old") as old:
        callers = Callers(old, Random(3))
        targets = await asyncio.gather(*(lived(callers, n) for n in range(CASES)))
        wakes = await wake_ups(old.pool)
        exported = await dondoc("export", str(tmp_path / "dump"), **at_the_old(old))

    await dondoc("import", str(tmp_path / "dump"), **at_the_new(empty))
    shutil.copytree(tmp_path / "old" / "evidence", empty.folder / "evidence", dirs_exist_ok=True)
    await empty.start_workers()
    reseeded = await dondoc("register", "reseed", **at_the_new(empty))
    moved = Callers(empty, Random(4))
    moved_wakes = await wake_ups(empty.pool)
    for target in targets:
        accepted = moved.as_command("review_evidence", target, EXAMINER, verdict="accept")
        assert "done" == (await moved.send(accepted)).outcome
    verified = await dondoc("verify", **at_the_new(empty))
    files = await dondoc("evidence", "verify", **at_the_new(empty))

    assert exported
    assert reseeded
    assert len(wakes) == CASES
    assert wakes == moved_wakes
    assert [] == await reads.open_streams(empty.pool)
    assert verified["ok"]
    assert files["ok"]


async def lived(callers: Callers, n: int) -> str:
    """A conclusion on whose directive the agency has acted, evidence included."""
    target = f"kl/chuyen-nha-{n}/1@G01"
    conclusion = a_conclusion(a_directive(1, assignees=["G01"]), ref=f"chuyen-nha-{n}")
    await callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (target,)))
    lead = ("G01", "focal_point")
    paper = await callers.evidence(f"chuyen-nha-{n}.pdf")
    said = {"files": [paper.model_dump()], "document_no": "77/BC", "document_date": "2023-08-01"}
    for command in (
        callers.as_command("acknowledge", target, lead),
        callers.as_command("submit_evidence", target, lead, **said),
    ):
        assert "done" == (await callers.send(command)).outcome
    return target


async def wake_ups(pool: Any) -> dict[str, Any]:
    rows = await pool.fetch("SELECT id, next_wake_at FROM assignment ORDER BY id")
    return {row["id"]: row["next_wake_at"] for row in rows}
