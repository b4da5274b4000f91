"""The embedded PostgreSQL: durable, private, alone on its folder, and never left behind."""

import asyncio
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from local import leash
from local.postgres import AlreadyRunning, EmbeddedPostgres
from tests.local.processes import CHECKOUT, processes_that_use, start_parent, within

LINUX_ROOT = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="tells how root is avoided; this user is not root",
)


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A new data folder; afterwards nothing may use it any more."""
    yield tmp_path / "data"
    assert within(5, lambda: not processes_that_use(tmp_path / "data"))


async def ask(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def write_row(url: str, number: int) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE IF NOT EXISTS note (number int)")
    await connection.execute("INSERT INTO note VALUES ($1)", number)
    await connection.close()


async def test_first_start_creates_the_database_and_speaks_vietnamese(data: Path) -> None:
    """An empty folder becomes a UTF-8 cluster with the database `dondoc`, the same on every machine."""
    with EmbeddedPostgres(data) as server:
        assert await ask(server.url, "SELECT current_database()") == "dondoc"
        assert await ask(server.url, "SHOW server_encoding") == "UTF8"
        assert await ask(server.url, "SELECT upper('đường hoà ễ')") == "ĐƯỜNG HOÀ Ễ"
        assert await ask(server.url, "SHOW timezone") == "UTC"


async def test_a_stopped_server_goes_on_with_its_rows(data: Path) -> None:
    """Data survives a stop and a start on the same folder."""
    server = EmbeddedPostgres(data)
    await write_row(server.start(), 1)
    server.stop()

    again = EmbeddedPostgres(data)
    rows = await ask(again.start(), "SELECT array_agg(number) FROM note")
    again.stop()

    assert rows == [1]


async def test_committed_rows_survive_a_killed_server(data: Path) -> None:
    """After kill -9 the same object starts the server again, at the same URL and with every committed row."""
    server, urls = EmbeddedPostgres(data), set()
    for number in range(5):
        urls.add(server.start())
        await write_row(server.url, number)
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert within(5, lambda: server.pid is None)

    url = server.start()
    count = await ask(url, "SELECT count(*) FROM note")
    server.stop()

    assert count == 5
    assert urls == {url}


async def test_a_killed_server_is_not_taken_for_a_running_one(data: Path) -> None:
    """The note of a dead server ("ready", with a number) is no sign of life: start answers when it is true."""
    server = EmbeddedPostgres(data)
    server.start()
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    assert within(5, lambda: server.pid is None)
    note = data / "postgres" / "postmaster.pid"
    # Worse than left behind: the number now belongs to a living process that has nothing to do with it.
    lines = note.read_text().splitlines()
    note.write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")

    url = server.start()
    answer = await ask(url, "SELECT 1")
    server.stop()

    assert answer == 1


async def test_a_commit_is_on_the_disk_before_it_is_answered(data: Path) -> None:
    """The three settings that make a commit durable are on, and off only for data meant to be thrown away."""
    settings = "SELECT current_setting('fsync') || current_setting('synchronous_commit') || current_setting('full_page_writes')"
    safe, unsafe = EmbeddedPostgres(data), EmbeddedPostgres(data / "unsafe", fast_and_unsafe=True)

    assert await ask(safe.start(), settings) == "ononon"
    assert await ask(unsafe.start(), settings) == "offoffoff"

    safe.stop()
    unsafe.stop()


async def test_only_the_owner_can_reach_the_server(data: Path) -> None:
    """There is no TCP port, and the socket lies in a folder closed to everybody else."""
    with EmbeddedPostgres(data) as server:
        folder = Path(server.url.partition("host=")[2])

        assert await ask(server.url, "SHOW listen_addresses") == ""
        assert folder.stat().st_mode & 0o077 == 0
        assert (data / "postgres").stat().st_mode & 0o077 == 0
    assert not folder.exists()


def test_a_second_start_on_the_folder_is_refused(data: Path) -> None:
    """Two servers on the same files would destroy them: the second start names the process that holds them."""
    with (
        EmbeddedPostgres(data),
        pytest.raises(AlreadyRunning, match=f"process {os.getpid()}") as refusal,
    ):
        EmbeddedPostgres(data).start()

    assert refusal.value.pid == os.getpid()


def test_a_socket_path_is_never_too_long(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Socket names hold about a hundred bytes; a long folder for temporary files does not get in the way."""
    long = data / ("x" * 120)
    long.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(long))

    with EmbeddedPostgres(data) as server:
        assert len(server.url.partition("host=")[2]) < 90


async def test_a_server_outlives_the_thread_that_started_it(data: Path) -> None:
    """Starting from a worker thread is safe, although Linux ties a child's life to a thread."""
    server = EmbeddedPostgres(data)
    starter = threading.Thread(target=server.start)
    starter.start()
    await asyncio.to_thread(starter.join)
    await asyncio.sleep(0.3)

    answer = await ask(server.url, "SELECT 1")
    server.stop()

    assert answer == 1


def test_a_first_start_that_was_interrupted_is_made_good(data: Path) -> None:
    """A cluster appears in one step, so what a killed first start left is thrown away."""
    (data / "postgres.new" / "base").mkdir(parents=True)

    with EmbeddedPostgres(data) as server:
        assert server.pid is not None
    assert not (data / "postgres.new").exists()


def test_nothing_remains_when_the_parent_is_killed(data: Path) -> None:
    """kill -9 of the process that started them ends PostgreSQL and Temporal, and a new start finds its data."""
    parent = start_parent(data)
    assert parent.stdout is not None
    with parent.stdout as said:
        assert said.readline().count(" ") == 3
    assert len(processes_that_use(data)) >= 3

    parent.kill()
    parent.wait()

    assert within(5, lambda: not processes_that_use(data)), processes_that_use(data)
    left = Path((data / "postgres.socket").read_text())
    with EmbeddedPostgres(data) as server:
        assert server.pid is not None
        assert not left.exists()


def test_a_start_right_after_the_parent_was_killed_waits_for_the_old_server(data: Path) -> None:
    """The folder belongs to the old server until its last process is gone, and then to the new one."""
    parent = start_parent(data)
    assert parent.stdout is not None
    with parent.stdout as said:
        said.readline()
    parent.kill()

    with EmbeddedPostgres(data) as server:
        assert server.pid is not None
    parent.wait()


def test_where_the_kernel_has_no_death_signal_a_watchdog_does_the_same(tmp_path: Path) -> None:
    """On macOS a second process looks after the parent; tried here with a program that only sleeps."""
    marker = tmp_path / "marker"
    code = (
        "import os, signal; from local import leash\n"
        f"out = open({str(marker)!r}, 'wb')\n"
        "tied = leash.Leash(death_signal=signal.SIGTERM, guard='watch')\n"
        "leash.start(['/bin/sleep', '600'], tied, output=out)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )

    killed = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert within(5, lambda: not processes_that_use(marker))


@LINUX_ROOT
@pytest.mark.parametrize("identity", ["namespace", "nobody"])
def test_root_becomes_somebody_else(tmp_path: Path, identity: str) -> None:
    """PostgreSQL refuses root: a user namespace hides it, and where that is forbidden user nobody runs it."""
    tied = leash.Leash(death_signal=signal.SIGKILL, identity=identity)

    code, said = leash.run(["/usr/bin/id", "-u"], tied)

    assert (code, said.strip()) == (0, "65534")


@LINUX_ROOT
async def test_where_user_namespaces_are_forbidden_the_server_runs_as_nobody(data: Path) -> None:
    """As in a container under Docker's default profile: folders closed to others are no obstacle, nor are
    files of an earlier start as somebody else."""
    with EmbeddedPostgres(data) as server:
        await write_row(server.url, 7)

    inside = subprocess.run(
        [sys.executable, "-m", "tests.local.no_namespaces", str(data)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    if inside.returncode == 77:
        pytest.skip(f"cannot forbid user namespaces here: {inside.stderr}")
    assert (inside.stdout, inside.stderr) == ("nobody [7]\n", "")
    with EmbeddedPostgres(data) as server:
        assert await ask(server.url, "SELECT number FROM note") == 7


def test_starting_is_quick(data: Path) -> None:
    """No figure is promised here (the benchmark does that), but a start that takes seconds is a fault."""
    began = time.monotonic()
    with EmbeddedPostgres(data):
        pass
    with EmbeddedPostgres(data):
        pass

    assert time.monotonic() - began < 20
