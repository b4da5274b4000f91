"""`python worker.py` as an administrator runs it: probes, figures, several hosts, builds, a drain."""

import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.client import Client

from bootstrap import worker_of
from gateway.connect import connect
from gateway.renewal import Renewal
from local.ports import LOOPBACK, free_ports
from tests.process.engine import an_engine

CHECKOUT = Path(__file__).parents[2]
PATIENCE_S = 60.0


@contextmanager
def a_worker(folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """The program itself, ready; ended afterwards in any case."""
    with (folder / "worker.log").open("a") as log:
        process = subprocess.Popen(
            [sys.executable, "worker.py"],
            cwd=CHECKOUT,
            env={"PATH": os.environ["PATH"], "DONDOC_DATA_DIR": str(folder), **environment},
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first == "worker_ready\n", (folder / "worker.log").read_text()
        yield process
    finally:
        process.kill()
        process.communicate()


def asked(where: str, path: str) -> tuple[int, str]:
    """Status and body of a question by HTTP."""
    try:
        with urllib.request.urlopen(f"http://{where}{path}", timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code, refused.read().decode()


async def test_a_worker_finds_the_primary_answers_probes_and_drains(tmp_path: Path) -> None:
    """The first host of two is dead; both probes, figures for Prometheus, and exit 0 after SIGTERM."""
    answering, figured, dead = free_ports(3)
    probes, figures = f"{LOOPBACK}:{answering}", f"{LOOPBACK}:{figured}"
    async with an_engine(tmp_path, with_worker=False) as engine:
        alone = engine.database_url
        both = alone.replace("host=", f"host={LOOPBACK},").replace("port=", f"port={dead},")
        both += "&target_session_attrs=read-write"
        _, _, port = engine.client.service_client.config.target_host.rpartition(":")
        with a_worker(
            tmp_path,
            DONDOC_DATABASE_URL=both,
            DONDOC_TASK_QUEUE=engine.parts.task_queue,
            DONDOC_PROBES=probes,
            DONDOC_METRICS=figures,
            DONDOC_TEMPORAL_LOOKUP_S="1",
            TEMPORAL_ADDRESS=f"localhost:{port}",
        ) as worker:
            case = await engine.issues()
            await case.lead("acknowledge")
            live, ready, other = (asked(probes, path) for path in ("/live", "/ready?x=1", "/"))
            counted = asked(figures, "/metrics")
            worker.send_signal(signal.SIGTERM)
            code = worker.wait(90)

    assert (200, {"ok": True}) == (live[0], json.loads(live[1]))
    assert (200, {"database": True, "engine": True, "works": True}) == (
        ready[0],
        json.loads(ready[1])["parts"],
    )
    assert 404 == other[0]
    assert "temporal_workflow_task_execution_latency" in counted[1]
    assert 0 == code


async def test_a_worker_whose_engine_is_away_lives_but_is_not_ready(tmp_path: Path) -> None:
    """It is not started again for somebody else's outage; no new work is sent to it."""
    (port,) = free_ports(1)
    probes = f"{LOOPBACK}:{port}"
    async with an_engine(tmp_path, with_worker=False) as engine:
        address = engine.client.service_client.config.target_host
        with a_worker(
            tmp_path,
            DONDOC_DATABASE_URL=engine.database_url,
            DONDOC_PROBES=probes,
            TEMPORAL_ADDRESS=address,
        ) as worker:
            engine.stop_temporal()
            status, body = asked(probes, "/ready")
            alive = worker.poll() is None and asked(probes, "/live")[0] == 200

    assert alive
    assert 503 == status
    assert not all(json.loads(body)["parts"].values())


async def test_a_build_gets_cases_once_it_is_current(tmp_path: Path) -> None:
    """A worker of a named deployment waits until the administrator makes its build the current one."""
    async with an_engine(tmp_path, with_worker=False) as engine:
        address = engine.client.service_client.config.target_host
        with a_worker(
            tmp_path,
            DONDOC_DATABASE_URL=engine.database_url,
            DONDOC_TASK_QUEUE=engine.parts.task_queue,
            DONDOC_DEPLOYMENT="dondoc",
            DONDOC_BUILD_ID="2026.11",
            TEMPORAL_ADDRESS=address,
        ):
            made_current(address, "dondoc", "2026.11")
            case = await engine.issues()
            answer = await case.lead("acknowledge")
            described = await case.handles[0].describe()

    assert "acknowledged" == answer["state"]
    versioned = described.raw_description.workflow_execution_info.versioning_info
    assert "2026.11" == versioned.deployment_version.build_id


def made_current(address: str, deployment: str, build: str) -> None:
    """As the runbook says, with the stock command; the build is known a moment after its worker polls."""
    program = Path(sysconfig.get_path("scripts")) / "temporal"
    command: list[str | Path] = [program, "worker", "deployment", "set-current-version"]
    command += ["--address", address]
    command += ["--deployment-name", deployment, "--build-id", build, "--yes"]
    give_up_at = time.monotonic() + PATIENCE_S
    while True:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            return
        assert time.monotonic() < give_up_at, done.stderr
        time.sleep(0.2)


async def test_a_token_is_taken_up_when_its_file_changes(tmp_path: Path) -> None:
    """No restart; a file that is empty for a moment leaves the last token in use."""
    file = tmp_path / "token"
    file.write_text("one\n")
    async with an_engine(tmp_path, with_worker=False) as engine:
        client = engine.client
        renewal = Renewal(client, file)
        used: list[Client] = []

        async def anew() -> Client:
            raise AssertionError("certificates have not changed")

        assert not await renewal.look(anew, used.append)
        file.write_text("")
        assert not await renewal.look(anew, used.append)
        file.write_text("two\n")
        assert await renewal.look(anew, used.append)
        assert "two" == client.api_key
        assert not await renewal.look(anew, used.append)
    assert [] == used


async def test_a_worker_goes_on_with_a_new_connection_when_a_certificate_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files are compared by content; the running worker takes the new client and serves the next command."""
    authority = tmp_path / "ca.crt"
    authority.write_text("one")
    async with an_engine(tmp_path, with_worker=False) as engine:
        address = engine.client.service_client.config.target_host
        later = await connect(address=address, namespace=None, identity="renewed")
        first = await connect(address=address, namespace=None, identity="first")
        parts = replace(engine.parts, client=first)
        async with worker_of(parts, strict=True) as worker:
            case = await engine.issues()
            await case.lead("acknowledge")
            monkeypatch.setenv("TEMPORAL_TLS_SERVER_CA_CERT_PATH", str(authority))
            renewal = Renewal(first)

            async def anew() -> Client:
                return later

            def use(client: Client) -> None:
                worker.client = client

            assert not await renewal.look(anew, use)
            authority.write_text("two")
            assert await renewal.look(anew, use)
            assert not await renewal.look(anew, use)
            monkeypatch.delenv("TEMPORAL_TLS_SERVER_CA_CERT_PATH")
            answer = await case.lead("request_extension", new_due_on="2023-11-30")
            assert later is worker.client

    assert "acknowledged" == answer["state"]
