"""A worker with changed code on old histories: the replayer finds it before anybody deploys it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest
import pytest_asyncio

from bootstrap import CHECKOUT
from tests.faults.lab import a_lab
from tests.faults.runs import Run

CHANGES: Final = {
    "another kind of activity": (
        "effects.py",
        "workflow.execute_local_activity(",
        "workflow.execute_activity(",
    ),
    "another activity": ("effects.py", '"commit"', '"commit_2"'),
    "a timer before the first decision": (
        "conclusion.py",
        "        is_opening = self._case.seq == 0\n",
        "        await workflow.sleep(1)\n        is_opening = self._case.seq == 0\n",
    ),
    "no timer": ("alarm.py", "workflow.sleep(wait)", "workflow.wait_condition(lambda: False)"),
    "a timer armed anew each time": (
        "alarm.py",
        "if at == self._rings_at and not self.has_rung:",
        "if False:",
    ),
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def old(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """Histories of a few lives on the code as it is, one of them continued as new."""
    folder = tmp_path_factory.mktemp("old")
    async with a_lab(folder / "system", durable=False) as lab:
        run = Run(lab, "histories", 0)
        await run.lives_through(6)
        ref = next(iter(run.callers.log.issues))
        await run.callers.send(
            run.callers.as_command("checkpoint", f"kl/{ref}", ("G22", "operator"))
        )
        sources = await run.examined()
    for stream, told in sources.engine.items():
        for number, history in enumerate(told.histories):
            name = f"{stream.replace('/', '-')}.{number}.json"
            (folder / name).write_text(history.to_json(), encoding="utf-8")
    yield folder


def replayed(workflows: Path, histories: Path) -> dict[str, str | None]:
    """What becomes of every history on the workflows in that folder."""
    script = Path(__file__).with_name("replaying.py")
    done = subprocess.run(
        [sys.executable, str(script), str(workflows), *map(str, sorted(histories.glob("*.json")))],
        cwd=CHECKOUT,
        env=dict(os.environ) | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        check=True,
    )
    # The engine's own warnings come first.
    became: dict[str, str | None] = json.loads(done.stdout.splitlines()[-1])
    return became


def copied(folder: Path) -> Path:
    shutil.copytree(CHECKOUT / "workflows", folder / "workflows")
    return folder


def test_the_code_as_it_is_replays_every_history(old: Path, tmp_path: Path) -> None:
    """The control: a copy without a change."""
    became = replayed(copied(tmp_path), old)

    assert len(became) > 1
    assert {name: why for name, why in became.items() if why} == {}


@pytest.mark.parametrize("change", CHANGES)
def test_the_replayer_finds_a_changed_sequence_of_commands(
    old: Path, tmp_path: Path, change: str
) -> None:
    """Each of these would leave running cases stuck."""
    name, before, after = CHANGES[change]
    file = copied(tmp_path) / "workflows" / name
    code = file.read_text(encoding="utf-8")
    assert before in code
    file.write_text(code.replace(before, after), encoding="utf-8")

    found = [why for why in replayed(tmp_path, old).values() if why]

    assert any("Nondeterminism" in why for why in found)
