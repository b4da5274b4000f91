"""The embedded Temporal: the real server, durable, on loopback only, and never left behind."""

import os
import signal
import socket
import sqlite3
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.client import Client
from temporalio.service import RetryConfig, RPCError

from local.ports import free_ports
from local.temporal import (
    DYNAMIC_CONFIG,
    AlreadyRunning,
    CannotStart,
    EmbeddedTemporal,
    dynamic_config_options,
)
from tests.local.processes import processes_that_use, within

NINETY_DAYS = 90 * 24 * 60 * 60


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """A new data folder; afterwards nothing may use it any more."""
    yield tmp_path / "data"
    assert within(5, lambda: not processes_that_use(tmp_path / "data"))


async def start_workflow(address: str, *, tries: int = 10) -> str:
    """A workflow that nobody works on: it stays open."""
    client = await Client.connect(address, retry_config=RetryConfig(max_retries=tries))
    handle = await client.start_workflow("Anything", id=str(uuid.uuid4()), task_queue="nobody")
    return handle.id


async def is_open(address: str, workflow: str) -> bool:
    client = await Client.connect(address)
    description = await client.get_workflow_handle(workflow).describe()
    return description.status is not None and description.status.name == "RUNNING"


async def retention_of(address: str, namespace: str) -> float:
    client = await Client.connect(address)
    request = DescribeNamespaceRequest(namespace=namespace)
    answer = await client.workflow_service.describe_namespace(request)
    return answer.config.workflow_execution_retention_ttl.ToTimedelta().total_seconds()


@pytest.mark.parametrize("namespace", ["default", "dondoc"])
async def test_closed_workflows_are_kept_for_ninety_days(data: Path, namespace: str) -> None:
    """The development server keeps them for one day; ours for ninety, after a restart too."""
    for _ in range(2):
        with EmbeddedTemporal(data, namespace=namespace) as server:
            assert await retention_of(server.address, namespace) == NINETY_DAYS


async def test_a_stopped_server_goes_on_with_its_workflows(data: Path) -> None:
    """Workflows survive a stop and a start on the same folder."""
    with EmbeddedTemporal(data) as server:
        workflow = await start_workflow(server.address)

    with EmbeddedTemporal(data) as server:
        assert await is_open(server.address, workflow)


async def test_answered_starts_survive_a_killed_server(data: Path) -> None:
    """After kill -9 of the server the same object starts it again, on the same port and with every workflow."""
    server, workflows = EmbeddedTemporal(data), []
    address = server.start()
    for _ in range(3):
        workflows.append(await start_workflow(address))
        assert server.pid is not None
        os.kill(server.pid, signal.SIGKILL)
        assert within(5, lambda: server.pid is None)
        assert server.start() == address

    still_open = [await is_open(address, workflow) for workflow in workflows]
    server.stop()

    assert still_open == [True, True, True]


async def test_a_server_answers_as_soon_as_it_has_started(data: Path) -> None:
    """`start` returns when a client can start workflows, not before."""
    with EmbeddedTemporal(data) as server:
        assert await start_workflow(server.address, tries=0)


def sockets_of(pid: int | None) -> set[str]:
    """The inode numbers of a process's sockets; what it closes meanwhile is left out."""
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            kind, _, number = str(link.readlink()).partition(":[")
            if kind == "socket":
                found.add(number.removesuffix("]"))
    return found


def test_only_this_machine_can_reach_the_server(data: Path) -> None:
    """Every port of it is on the loopback interface."""
    with EmbeddedTemporal(data) as server:
        sockets = sockets_of(server.pid)
        listening = [
            line.split()[1]
            for table in ("tcp", "tcp6")
            for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]
            if line.split()[3] == "0A" and line.split()[9] in sockets
        ]

    assert listening
    assert {place.partition(":")[0] for place in listening} == {"0100007F"}


def test_files_can_be_read_by_their_owner_only(data: Path) -> None:
    """Histories name people and offices."""
    with EmbeddedTemporal(data):
        modes = {path.name: path.stat().st_mode & 0o077 for path in data.glob("temporal.db*")}

    assert set(modes.values()) == {0}


def test_a_second_start_on_the_folder_is_refused(data: Path) -> None:
    """SQLite would let two servers write the same file: the second start names the process that holds it."""
    with (
        EmbeddedTemporal(data),
        pytest.raises(AlreadyRunning, match=f"process {os.getpid()}") as refusal,
    ):
        EmbeddedTemporal(data).start()

    assert refusal.value.pid == os.getpid()


def test_several_servers_run_side_by_side(data: Path) -> None:
    """Tests, the demo and `up` may run together: no two servers want the same port."""
    servers = [EmbeddedTemporal(data / str(number)) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        addresses = list(pool.map(lambda server: server.start(), servers))
    for server in servers:
        server.stop()

    assert len(set(addresses)) == 4


async def test_a_wanted_port_is_taken_or_said_to_be_occupied(data: Path) -> None:
    """`port` is where the server is, or the reason why it is not."""
    (port,) = free_ports(1)

    with EmbeddedTemporal(data, port=port) as server:
        assert server.address == f"127.0.0.1:{port}"
    with socket.create_server(("127.0.0.1", port)), pytest.raises(CannotStart, match=str(port)):
        EmbeddedTemporal(data, port=port).start()


def test_stopping_ends_the_process(data: Path) -> None:
    """Ctrl+C must end everything; what was answered is on the disk anyway."""
    server = EmbeddedTemporal(data)
    server.start()
    pid = server.pid

    server.stop()

    assert server.pid is None
    assert not Path(f"/proc/{pid}").exists()


def test_a_first_start_that_was_interrupted_is_made_good(data: Path) -> None:
    """A database without its last table would keep the server from ever starting; it holds nothing yet."""
    data.mkdir()
    with sqlite3.connect(data / "temporal.db") as half_made:
        half_made.execute("CREATE TABLE executions (shard_id INTEGER)")
    half_made.close()

    with EmbeddedTemporal(data) as server:
        assert server.pid is not None


def test_every_entry_of_the_shared_configuration_becomes_an_option() -> None:
    """The development server takes no configuration file, so each entry is handed over by itself."""
    options = dynamic_config_options(DYNAMIC_CONFIG, time_skipping=False)

    assert options[::2] == ["--dynamic-config-value"] * (len(options) // 2)
    given = dict(option.split("=", 1) for option in options[1::2])
    assert set(given) == set(yaml.safe_load(DYNAMIC_CONFIG.read_text()))
    assert given["history.maxInFlightUpdates"] == "1000"
    assert given["history.timerProcessorMaxTimeShift"] == '"1ms"'
    assert given["limit.maxIDLength"] == "255"


def test_time_can_be_skipped_only_where_it_was_asked_for() -> None:
    """`up` never skips time; tests and the demo ask for it."""
    usual = set(dynamic_config_options(DYNAMIC_CONFIG, time_skipping=False))
    skipping = set(dynamic_config_options(DYNAMIC_CONFIG, time_skipping=True))

    assert skipping - usual == {
        "frontend.workflowTimeSkippingEnabled=true",
        "system.workflowTimeSkippingEnabled=true",
    }


def test_an_entry_for_one_namespace_only_is_refused(tmp_path: Path) -> None:
    """The development server cannot honour constraints, and silently widening one would be worse."""
    file = tmp_path / "dynamicconfig.yaml"
    file.write_text("limit.maxIDLength:\n  - value: 9\n    constraints: {namespace: dondoc}\n")

    with pytest.raises(CannotStart, match="constraints"):
        dynamic_config_options(file, time_skipping=False)


async def test_the_server_obeys_the_shared_configuration(data: Path) -> None:
    """An id longer than the configured 255 characters is refused, where the server itself allows 1000."""
    with EmbeddedTemporal(data) as server:
        client = await Client.connect(server.address)

        with pytest.raises(RPCError, match="length"):
            await client.start_workflow("Anything", id="x" * 256, task_queue="nobody")
