"""The whole system: PostgreSQL, Temporal's nodes, workers and consoles, and the callers' way in through the gateway."""

import asyncio
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.request import urlopen

from bench.cluster import hosts
from bench.cluster.engine import FRONTEND, NAMESPACE, Databases, Engine, settings_of
from bench.cluster.hosts import DOMAIN, NET
from bench.cluster.postgres import PORT, Postgres
from bench.cluster.programs import LEASH, Program, ran
from bench.cluster.security import Security
from bootstrap import CHECKOUT
from evidence.store import EvidenceStore
from gateway.commands import Commands
from gateway.connect import Line, connect
from gateway.keyring import Keyring
from gateway.renewal import token_in
from gateway.starting import Starter
from local.postgres import programs_of_the_wheel
from register import reads
from register.migrations import migrate
from register.pool import open_pool

QUEUE: Final = "dondoc"
NAMES: Final = {
    FRONTEND: (NET.address(31), NET.address(32)),
    f"db1.{DOMAIN}": (NET.address(51),),
    f"db2.{DOMAIN}": (NET.address(52),),
    f"dondoc.{DOMAIN}": (NET.address(61),),
}
LOOK_UP_EVERY_S: Final = 2.0
_PASSWORD: Final = "dondoc"  # noqa: S105 - of a database that lives for minutes
_TEMPORAL_PASSWORD: Final = "temporal"  # noqa: S105 - the same


class House:
    """One cluster and what runs on it. Started part by part, so that a test takes what it needs."""

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 2,
        standby: bool = False,
        has_names: bool = False,
        security: Security | None = None,
    ) -> None:
        self.folder = folder
        self.has_names = has_names
        self.security = security
        tls, jwks = (security.tls, security.jwks) if security else (None, None)
        self.databases = [
            Postgres("db1", NET.address(51), folder, asks_passwords=security is not None)
        ]
        if standby:
            self.databases.append(
                Postgres("db2", NET.address(52), folder, asks_passwords=security is not None)
            )
        self.engine = Engine(folder, self._seeds(), tls=tls, jwks=jwks)
        self.workers = [self.worker(f"worker-{n}") for n in range(1, workers + 1)]
        self.store = EvidenceStore(folder / "evidence")

    @property
    def primary(self) -> Postgres:
        return self.databases[0]

    @property
    def frontend(self) -> str:
        """Where clients connect: the name of all frontends, or the first where there are no names."""
        return f"{FRONTEND}:7233" if self.has_names else self.engine.frontends[0]

    @property
    def database_url(self) -> str:
        """The register's, as deploy/cluster/dondoc.env.example names it."""
        where = ",".join(f"{self._host(one)}:{PORT}" for one in self.databases)
        return f"postgresql://dondoc:{_PASSWORD}@{where}/dondoc?target_session_attrs=read-write"

    def worker(self, name: str, **environment: str) -> Program:
        """`python worker.py`, not started."""
        return self._ours(name, ["worker.py"], lambda one: "worker_ready" in one.said, environment)

    def console(self, name: str, last: int, **environment: str) -> Program:
        """`dondoc up` with both servers named, as the unit of deploy/ runs it; not started."""
        address = NET.address(last)
        names = {"DONDOC_HOST": address, "DONDOC_DATA_DIR": str(self.folder / name)}
        return self._ours(
            name,
            ["-m", "cli", "up"],
            lambda _: answers(f"http://{address}:8080"),
            names | environment,
        )

    def _ours(
        self,
        name: str,
        words: list[str],
        is_ready: Callable[[Program], bool],
        environment: Mapping[str, str],
    ) -> Program:
        """A program of ours with the settings of the house."""
        names = {
            "DONDOC_DATABASE_URL": self.database_url,
            "DONDOC_DATA_DIR": str(self.folder),
            "DONDOC_EVIDENCE_URL": (self.folder / "evidence").as_uri(),
            "DONDOC_LOG": "json",
            "DONDOC_TASK_QUEUE": QUEUE,
            "TEMPORAL_ADDRESS": self.frontend,
            "TEMPORAL_NAMESPACE": NAMESPACE,
            "PYTHONPATH": str(CHECKOUT),
            "PATH": os.defpath,
            "HOME": str(self.folder),
        }
        if self.has_names:
            names["DONDOC_TEMPORAL_LOOKUP_S"] = str(LOOK_UP_EVERY_S)
        if self.security is not None:
            names |= self._as_deployed(self.security)
        return Program(
            name,
            [sys.executable, *words],
            self.folder,
            is_ready=is_ready,
            tied=replace(LEASH, environment=names | dict(environment)),
        )

    def _as_deployed(self, security: Security) -> dict[str, str]:
        """deploy/cluster/dondoc.env.example with its folders where ours are."""
        example = settings_of(CHECKOUT / "deploy" / "cluster" / "dondoc.env.example")
        folders = {"/etc/dondoc": str(security.folder), "/srv/dondoc": str(self.folder)}
        for old, new in folders.items():
            example = {name: value.replace(old, new) for name, value in example.items()}
        return example | {"DONDOC_PROXIES": NET.address(61)}

    async def start_servers(self, *, virtual_clock: bool = True) -> None:
        """Databases, Temporal and its namespace, by the scripts of deploy/."""
        (self.folder / "evidence").mkdir(exist_ok=True)
        await asyncio.to_thread(self._start_databases)
        admin = await asyncio.to_thread(self.security.as_administrator) if self.security else {}
        await asyncio.to_thread(self.engine.prepare, self._host(self.primary))
        await asyncio.to_thread(self.engine.start)
        await asyncio.to_thread(self.engine.make_namespace, self.engine.frontends[0], admin)
        pool = await open_pool(self.database_url, at_most=1)
        await migrate(pool)
        if virtual_clock:
            await reads.set_virtual_clock(pool)
        await pool.close()

    async def connect(self) -> None:
        """The callers' way in, balanced over the frontends where their name is known.

        With security the certificates are read from the environment, as everywhere.
        """
        line = Line(look_up_every_s=LOOK_UP_EVERY_S if self.has_names else None)
        if self.security is not None:
            keys = Keyring.of_file(self.security.folder / "payload-keys")
            line = replace(line, keys=keys, token=token_in(self.security.folder / "token"))
        self.pool = await open_pool(self.database_url)
        self.client = await connect(
            address=self.frontend, namespace=NAMESPACE, identity="callers", line=line
        )
        self.commands = Commands(self.pool, self.client, QUEUE)
        self.starter = Starter(self.pool, self.client, QUEUE)

    async def start_workers(self, *workers: Program) -> None:
        """All of them, ready to work."""
        some = workers or self.workers
        for worker in some:
            worker.start()
        await asyncio.gather(*(asyncio.to_thread(worker.wait) for worker in some))

    async def stop(self) -> None:
        """Everything, also what is frozen; nobody drains."""
        if hasattr(self, "pool"):
            self.pool.terminate()
        for worker in self.workers:
            worker.kill()
        await self.engine.stop()
        for one in self.databases:
            one.kill()

    def _start_databases(self) -> None:
        self.primary.create()
        self.primary.start()
        names = {"TEMPORAL_DB_PASSWORD": _TEMPORAL_PASSWORD, "DONDOC_DB_PASSWORD": _PASSWORD}
        asking = {"PGHOST": self.primary.address, "POSTGRES_USER": "postgres"}
        path = {"PATH": f"{programs_of_the_wheel()}:/usr/bin:/bin"}
        ran(["/bin/sh", CHECKOUT / "deploy" / "postgres-init.sh"], path | names | asking)
        for one in self.databases[1:]:
            one.follow(self.primary)
            one.start()

    def _host(self, database: Postgres) -> str:
        return f"{database.name}.{DOMAIN}" if self.has_names else database.address

    def _seeds(self) -> Databases:
        first, *others = [self._host(one) for one in self.databases]
        seeds = ",".join([f"{first}:{PORT}", *others]) if others else first
        return Databases(seeds, _TEMPORAL_PASSWORD)


def names_for(folder: Path) -> bool:
    """Whether the names of deploy/cluster are known in this process; see `bench.cluster.hosts`."""
    return hosts.names_are_given(NAMES, folder)


def answers(url: str) -> bool:
    """Whether a console says that it can work."""
    try:
        with urlopen(f"{url}/ready", timeout=5) as answer:  # noqa: S310 - ours
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False
