"""The run file: how the command line finds what runs, and is not misled by what ran once."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from local.leash import AlreadyRunning
from local.runfile import DemoAccount, RunFile
from tests.local.processes import CHECKOUT

RUNNING = RunFile(
    pid=os.getpid(),
    console_url="http://127.0.0.1:8080",
    api_url="http://127.0.0.1:8080/api/v1",
    database_url="postgresql://postgres@/dondoc?host=/tmp/x",
    temporal_address="127.0.0.1:7233",
    namespace="default",
    task_queue="dondoc",
    as_of=datetime(2023, 7, 12, 8, tzinfo=timezone(timedelta(hours=7))),
)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    """Another process gets every field as it was written."""
    RUNNING.write(tmp_path)

    assert RunFile.read(tmp_path) == RUNNING
    RunFile.remove(tmp_path)


def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    """A console that uses servers elsewhere begins with nothing on its machine."""
    folder = tmp_path / "console" / "1"

    RUNNING.write(folder)

    assert RUNNING == RunFile.read(folder)
    assert 0o700 == folder.stat().st_mode & 0o777
    RunFile.remove(folder)


def test_the_fields_are_those_that_other_programs_read(tmp_path: Path) -> None:
    """The names are fixed; accounts are there in the demo only; the date has its offset."""
    usual = json.loads(RUNNING.write(tmp_path).read_text())
    account = DemoAccount(login="vpcp", password="x", role="officer", office="G01")
    demo = json.loads(
        RUNNING.model_copy(update={"accounts": (account,)}).write(tmp_path).read_text()
    )
    RunFile.remove(tmp_path)

    assert list(usual) == [
        "pid", "console_url", "api_url", "database_url", "temporal_address", "namespace", "task_queue", "as_of",
    ]  # fmt: skip
    assert usual["as_of"] == "2023-07-12T08:00:00+07:00"
    assert demo["accounts"] == [
        {"login": "vpcp", "password": "x", "role": "officer", "office": "G01"}
    ]


def test_only_the_owner_may_read_it(tmp_path: Path) -> None:
    """It holds the passwords of the demo's accounts."""
    path = RUNNING.write(tmp_path)
    RunFile.remove(tmp_path / "other")

    assert path.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.glob("*.json")] == ["run.json"]
    RunFile.remove(tmp_path)


def test_nothing_runs_where_nothing_was_written(tmp_path: Path) -> None:
    """An absent file, also an absent folder, means that nothing runs; taking it away is no error."""
    RunFile.remove(tmp_path)

    assert RunFile.read(tmp_path) is None
    assert RunFile.read(tmp_path / "absent") is None


def test_a_stopped_instance_is_not_found(tmp_path: Path) -> None:
    """What stops takes its file away."""
    RUNNING.write(tmp_path)
    RunFile.remove(tmp_path)

    assert RunFile.read(tmp_path) is None


def test_a_killed_instance_is_not_found(tmp_path: Path) -> None:
    """A file left behind by a process that is gone counts as none."""
    code = (
        "import os, signal, sys; from pathlib import Path; from tests.local.test_runfile import RUNNING\n"
        "RUNNING.model_copy(update={'pid': os.getpid()}).write(Path(sys.argv[1]))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    killed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "run.json").exists()
    assert RunFile.read(tmp_path) is None


def test_a_number_that_is_somebody_elses_by_now_is_no_sign_of_life(tmp_path: Path) -> None:
    """In a container process numbers start anew at each start: the writer's lock tells, not the number."""
    code = (
        "import os, sys; from pathlib import Path; from tests.local.test_runfile import RUNNING\n"
        f"RUNNING.model_copy(update={{'pid': {os.getpid()}}}).write(Path(sys.argv[1]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT, check=True)

    assert RunFile.read(tmp_path) is None


def test_two_instances_cannot_share_a_folder(tmp_path: Path) -> None:
    """The second one is refused with the number of the first."""
    code = (
        "import sys, time; from pathlib import Path; from tests.local.test_runfile import RUNNING\n"
        "RUNNING.write(Path(sys.argv[1])); print('written', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        other.stdout.readline()

        with pytest.raises(AlreadyRunning) as refusal:
            RUNNING.write(tmp_path)
        other.kill()

    assert refusal.value.pid == other.pid
