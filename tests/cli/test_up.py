"""`dondoc up`: one at a time on a folder, everything ended when it ends, everything kept."""

import json
import signal

import pytest

from tests.cli.program import Program
from tests.cli.written import a_conclusion
from tests.local.processes import processes_that_use, within


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_leaves_no_process_and_no_run_file(
    bare: Program, number: signal.Signals
) -> None:
    """Ctrl+C and SIGTERM alike, exit code 0, within 20 s."""
    bare.serve()
    run_file = json.loads((bare.folder / "run.json").read_text())

    code = bare.stop(number)

    assert 0 == code
    assert [] == processes_that_use(bare.folder)
    assert not (bare.folder / "run.json").exists()
    assert {"pid", "database_url", "temporal_address", "namespace", "task_queue", "as_of"} <= set(
        run_file
    )
    assert "accounts" not in run_file


def test_what_was_started_is_there_after_a_restart(bare: Program) -> None:
    """Register and engine keep everything; the work goes on where it was."""
    bare.serve()
    conclusion = a_conclusion()
    bare.start(conclusion)
    bare.stop()

    bare.serve()

    one = f"kl/{conclusion['ref']}/1@G18"
    assert "acknowledged" == bare.ask("acknowledge", one, "--as", "G18")["state"]
    assert 0 == bare.stop()


def test_second_up_on_the_same_folder_is_refused(dondoc: Program) -> None:
    """Two servers on the same files would destroy them; the answer says who holds the folder."""
    second = dondoc("up", "--json")

    assert (4, "Conflict") == (second.code, second.error["code"])
    assert str(dondoc.folder) in second.error["message"]
    assert dondoc.ask("doctor")["ok"]


def test_killed_outright_it_leaves_no_process(bare: Program) -> None:
    """The kernel ends the servers; a run file left behind counts as none."""
    bare.serve()

    assert bare.stop(signal.SIGKILL) == -signal.SIGKILL

    assert within(10, lambda: processes_that_use(bare.folder) == [])
    assert (5, "Unreachable") == bare.refused("list")


@pytest.mark.parametrize("name", ["DONDOC_DATABASE_URL", "TEMPORAL_ADDRESS"])
def test_demo_never_touches_a_server_named_in_the_environment(bare: Program, name: str) -> None:
    """Exit code 2, and it says so."""
    answer = bare("demo", "--exit", "--json", **{name: "127.0.0.1:1"})

    assert (2, "Malformed") == (answer.code, answer.error["code"])


@pytest.mark.parametrize(
    "words", [("list",), ("start", "{file}"), ("show", "kl/x"), ("verify",), ("doctor",)]
)
def test_without_a_running_system_the_answer_is_unreachable(
    bare: Program, words: tuple[str, ...]
) -> None:
    """Exit code 5 and how to get one."""
    path = bare.written(a_conclusion())

    answer = bare(*(word.format(file=path) for word in words), "--json")

    assert 5 == answer.code
    if words != ("doctor",):
        assert "make up" in answer.error["remedy"]


def test_database_that_does_not_answer_is_unreachable(bare: Program) -> None:
    """Named in the environment, but away."""
    answer = bare(
        "list", "--json", DONDOC_DATABASE_URL="postgresql://someone:secret@127.0.0.1:1/dondoc"
    )

    assert (5, "Unreachable") == (answer.code, answer.error["code"])
    assert "secret" not in answer.err
