"""A cluster set up word for word from deploy/cluster: certificates on every hop, tokens, passwords, payloads sealed. Who gets in, who does not, and what can be read in Temporal's database."""

import asyncio
import subprocess
from base64 import b64encode
from collections.abc import AsyncIterator
from random import Random
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
from temporalio.client import Client
from temporalio.service import RPCError, TLSConfig

from bench.cluster.engine import FRONTEND, NAMESPACE
from bench.cluster.hosts import NET
from bench.cluster.postgres import PORT
from bench.cluster.security import Security
from local.postgres import programs_of_the_wheel
from tests.builders import a_conclusion, a_directive, at
from tests.cluster.lab import Cluster, a_cluster, until
from tests.faults.callers import Callers, Issue, offset_to
from tests.faults.lives import EXAMINER, OPENS_ON

SECRET = "Bí mật nhà máy nước Sông Đuống"
TARGET = "kl/kin/1@G01"
REFUSED_WITHIN_S = 20.0


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def secured(
    tmp_path_factory: pytest.TempPathFactory,
    has_names: bool,  # noqa: FBT001 - a fixture
) -> AsyncIterator[Cluster]:
    """Everything of deploy/cluster switched on, its names included."""
    if not has_names:
        pytest.skip(
            "NOT TESTED: certificates of databases carry names, and this kernel lets us give none"
        )
    folder = tmp_path_factory.mktemp("secured")
    security = await asyncio.to_thread(Security.made, folder / "etc", "dondoc.example.internal")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in security.as_client().items():
            patch.setenv(name, value)
        async with a_cluster(folder, has_names=True, security=security, standby=True) as running:
            yield running


def file(security: Security, name: str) -> bytes:
    return (security.tls / name).read_bytes()


async def knocks(
    cluster: Cluster,
    *,
    token: str | None,
    certificate: str | None = "worker",
    server_name: str = "temporal-frontend",
    tls: bool = True,
    reads: bool = False,
) -> str:
    """Somebody connects and starts a workflow, or only counts them: `in`, or why not."""
    assert cluster.security is not None
    held: dict[str, Any] = {"server_root_ca_cert": file(cluster.security, "ca.crt")}
    if certificate is not None:
        held |= {
            "client_cert": file(cluster.security, f"{certificate}.crt"),
            "client_private_key": file(cluster.security, f"{certificate}.key"),
        }
    try:
        async with asyncio.timeout(REFUSED_WITHIN_S):
            client = await Client.connect(
                f"{FRONTEND}:7233",
                namespace=NAMESPACE,
                api_key=token,
                tls=TLSConfig(**held, domain=server_name) if tls else False,
            )
            if reads:
                await client.count_workflows()
            else:
                await client.start_workflow("Nobody", id=f"la-{token}"[:40], task_queue="nobody")
    except (RPCError, RuntimeError, TimeoutError) as refusal:
        return f"out: {refusal}"
    return "in"


@pytest.fixture(scope="module")
def stranger(secured: Cluster) -> str:
    """A certificate with our name from somebody else's authority."""
    assert secured.security is not None
    other = Security(secured.folder / "other")
    made = Security.made(other.folder, "dondoc.example.internal")
    for end in ("crt", "key"):
        (secured.security.tls / f"stranger.{end}").write_bytes(file(made, f"worker.{end}"))
    return "stranger"


async def test_only_certificates_and_tokens_of_ours_get_in(secured: Cluster, stranger: str) -> None:
    """Sixteen ways to the frontend; what is not ours ends at the door, what may only read reads."""
    security = secured.security
    assert security is not None
    write = security.token("w", "dondoc:write")
    read = security.token("r", "dondoc:read")
    other = security.token("o", "khac:write")
    expired = security.token("e", "dondoc:write", -1)
    head, body, seal = write.split(".")
    forged = f"{head}.{body}.{seal[:-8]}AAAAAAAA"

    outside = {
        "without TLS": await knocks(secured, token=write, tls=False),
        "without a certificate": await knocks(secured, token=write, certificate=None),
        "a stranger's certificate": await knocks(secured, token=write, certificate=stranger),
        "a server of another name": await knocks(secured, token=write, server_name="somebody"),
        "without a token": await knocks(secured, token=None),
        "an expired token": await knocks(secured, token=expired),
        "a forged token": await knocks(secured, token=forged),
        "a token that only reads": await knocks(secured, token=read),
        "a token of another namespace": await knocks(secured, token=other),
        "reading another namespace": await knocks(secured, token=other, reads=True),
    }
    inside = {
        "a token that writes": await knocks(secured, token=write),
        "reading with a token that reads": await knocks(secured, token=read, reads=True),
    }

    assert {} == {how: said for how, said in outside.items() if not said.startswith("out: ")}
    assert {} == {how: said for how, said in inside.items() if said != "in"}


async def test_databases_ask_for_the_password_of_the_role(secured: Cluster) -> None:
    """The register is closed to a wrong password, and Temporal's database to the role of the register."""
    host = secured.primary.address
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(f"postgresql://dondoc:sai@{host}:{PORT}/dondoc")
    db = await asyncpg.connect(f"postgresql://dondoc:dondoc@{host}:{PORT}/temporal")
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await db.fetch("SELECT * FROM executions")
    finally:
        await db.close()


async def test_a_whole_life_leaves_nothing_readable_in_temporals_database(secured: Cluster) -> None:
    """What people wrote is found in the register and nowhere in Temporal's databases, in no encoding."""
    callers = Callers(secured, Random(7))
    conclusion = a_conclusion(a_directive(1, assignees=["G01"], text=SECRET), ref="kin")
    await callers.issue(Issue(conclusion, offset_to(at(OPENS_ON)), (TARGET,)))
    lead = ("G01", "focal_point")
    acknowledged = await callers.send(callers.as_command("acknowledge", TARGET, lead))
    report = callers.as_command("submit_report", TARGET, lead, period="2023-08", results=SECRET, progress=40)  # fmt: skip
    reported = await callers.send(report)
    refused = await callers.send(
        callers.as_command("review_evidence", TARGET, EXAMINER, verdict="return", reason=SECRET)
    )
    # The visibility of closed and open workflows is written a moment later.
    await asyncio.sleep(2)

    assert ("done", "done") == (acknowledged.outcome, reported.outcome)
    assert "WrongState" == refused.outcome
    assert found(secured, "dondoc", SECRET)
    assert found(secured, "temporal", "kl/kin"), (
        "ids stay readable: the search does find what is there"
    )
    for database in ("temporal", "temporal_visibility"):
        assert not found(secured, database, SECRET), database


def found(cluster: Cluster, database: str, text: str) -> bool:
    """Whether a dump of the database holds the text: plain, as bytes in hexadecimal, as JSON, in base64."""
    dump = programs_of_the_wheel() / "pg_dump"
    where = ["-h", cluster.primary.address, "-U", "postgres", "--data-only", database]
    written = subprocess.run([dump, *where], capture_output=True, check=True).stdout.lower()
    raw = text.encode()
    forms = [raw, raw.hex().encode(), text.encode("unicode_escape")]
    # Base64 of a part, wherever it begins within three bytes.
    forms += [b64encode(raw[start : start + 18]) for start in range(3)]
    return any(form.lower() in written for form in forms)


async def test_certificates_and_tokens_are_taken_up_while_everything_runs(secured: Cluster) -> None:
    """New files on disk are enough: the frontend serves the new certificate, the worker goes on with new ones."""
    security = secured.security
    assert security is not None

    def served() -> bytes:
        asked = ["openssl", "s_client", "-connect", secured.engine.frontends[0]]
        how = ["-servername", "temporal-frontend", "-CAfile", str(security.tls / "ca.crt")]
        shown = subprocess.run([*asked, *how], input=b"", capture_output=True, check=False).stdout
        return shown.partition(b"-----BEGIN CERTIFICATE-----")[2].partition(b"-----END")[0]

    before = await asyncio.to_thread(served)
    await asyncio.to_thread(security.renew, "frontend")
    await asyncio.to_thread(security.renew, "worker")
    (security.folder / "token").write_text(security.token("worker-2", "dondoc:write"))
    await until(lambda: served() not in {before, b""}, within_s=60)
    await until(
        lambda: all(
            "certificates_renewed" in w.said or "token_renewed" in w.said for w in secured.workers
        ),
        within_s=60,
    )
    callers = Callers(secured, Random(9))
    noted = await callers.send(
        callers.as_command("note", TARGET, ("Z05", "supervisor"), text="Đã xem")
    )

    assert before
    assert "done" == noted.outcome


async def test_the_port_without_tokens_asks_for_a_certificate(secured: Cluster) -> None:
    """7236 asks for no token, so that nodes can talk to each other: without a certificate of ours it is closed too."""
    assert secured.security is not None
    address = f"{NET.address(45)}:7236"
    root = file(secured.security, "ca.crt")
    ways = (TLSConfig(server_root_ca_cert=root, domain="temporal-internode"), False)

    assert secured.engine.nodes["internal-1"].is_ready
    for tls in ways:
        with pytest.raises(RuntimeError):
            await Client.connect(address, namespace=NAMESPACE, tls=tls)
