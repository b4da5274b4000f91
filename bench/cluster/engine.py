"""Temporal as separate server processes, told what deploy/cluster/temporal.env.example tells them.

Seven nodes: two each of history, matching and frontend, one for Temporal's own workers; one address per node, the usual
ports everywhere, so that the shape is that of several machines. An internal frontend is added where tokens are asked for.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from bench.cluster.hosts import DOMAIN, NET
from bench.cluster.programs import CLI, LEASH, SERVER, SQL_TOOL, Program, listens, ran
from bootstrap import CHECKOUT
from local.leash import Command

DEPLOY: Final = CHECKOUT / "deploy"
NAMESPACE: Final = "dondoc"
FRONTEND: Final = f"temporal.{DOMAIN}"
SHARDS: Final = 512
_PORTS: Final = {
    "frontend": 7233,
    "history": 7234,
    "matching": 7235,
    "internal-frontend": 7236,
    "worker": 6939,
}
# Temporal's own workers listen to their membership only.
_NODES: Final = {
    "history-1": ("history", 11),
    "history-2": ("history", 12),
    "matching-1": ("matching", 21),
    "matching-2": ("matching", 22),
    "frontend-1": ("frontend", 31),
    "frontend-2": ("frontend", 32),
    "worker-1": ("worker", 41),
}
_INTERNAL: Final = {"internal-1": ("internal-frontend", 45)}
_SECURITY: Final = (
    "TEMPORAL_TLS_",
    "TEMPORAL_JWT_",
    "TEMPORAL_AUTH_",
    "USE_INTERNAL_",
)
_DATABASE_TLS: Final = ("SQL_TLS_", "SQL_CA", "SQL_HOST_")
"""Left out always: PostgreSQL of the wheel was built without TLS."""
_ONLY_WITH_CERTIFICATES: Final = ("system.enableRingpopTLS",)


@dataclass(frozen=True)
class Databases:
    """Where Temporal finds its databases: one host, or several as `POSTGRES_SEEDS` names them."""

    seeds: str
    password: str
    environment: Mapping[str, str] = field(default_factory=dict)


def settings_of(example: Path) -> dict[str, str]:
    """The settings of an example of deploy/, as systemd would read it."""
    lines = example.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def dynamic_config(file: Path, *, secured: bool) -> Path:
    """Both files of deploy/ joined, as the README says; without certificates what needs them is left out."""
    parts = (DEPLOY / "dynamicconfig.yaml", DEPLOY / "cluster" / "dynamicconfig-cluster.yaml")
    joined: dict[str, Any] = {}
    for part in parts:
        joined |= yaml.safe_load(part.read_text(encoding="utf-8"))
    if not secured:
        joined = {name: v for name, v in joined.items() if name not in _ONLY_WITH_CERTIFICATES}
    file.write_text(yaml.safe_dump(joined), encoding="utf-8")
    return file


class Engine:
    """All nodes."""

    def __init__(
        self,
        folder: Path,
        databases: Databases,
        *,
        tls: Path | None = None,
        jwks: Path | None = None,
    ) -> None:
        self.folder = folder
        self._databases = databases
        settings = settings_of(DEPLOY / "cluster" / "temporal.env.example")
        settings = {n: v for n, v in settings.items() if not n.startswith(_DATABASE_TLS)}
        if tls is None:
            settings = {n: v for n, v in settings.items() if not n.startswith(_SECURITY)}
        settings = {
            name: value.replace("/etc/temporal/tls", str(tls)) for name, value in settings.items()
        }
        settings |= {
            "POSTGRES_SEEDS": databases.seeds,
            "POSTGRES_PWD": databases.password,
            "NUM_HISTORY_SHARDS": str(SHARDS),
            "DYNAMIC_CONFIG_FILE_PATH": str(
                dynamic_config(folder / "dynamicconfig.yaml", secured=tls is not None)
            ),
            "CLUSTER_RPC_ADDRESS": f"{NET.address(31)}:7233",
            "CLUSTER_HTTP_ADDRESS": f"{NET.address(31)}:7243",
        }
        if tls is not None:
            settings["TEMPORAL_TLS_REFRESH_INTERVAL"] = "5s"
        if jwks is not None:
            settings["TEMPORAL_JWT_KEY_SOURCE1"] = jwks.as_uri()
        self.settings = settings | dict(databases.environment)
        nodes = _NODES | (_INTERNAL if tls is not None else {})
        self.nodes = {name: self._node(name, *where) for name, where in nodes.items()}

    def _node(self, name: str, service: str, last: int) -> Program:
        address = NET.address(last)
        own = {
            "BIND_ON_IP": address,
            "TEMPORAL_BROADCAST_ADDRESS": address,
            "TEMPORAL_SERVICES": service,
            "PROMETHEUS_ENDPOINT": f"{address}:9090",
        }
        return Program(
            name,
            [SERVER, "start"],
            self.folder,
            is_ready=lambda _: listens(address, _PORTS[service]),
            tied=replace(LEASH, environment=self.settings | own),
        )

    @property
    def frontends(self) -> list[str]:
        """Addresses of the frontends."""
        return [f"{NET.address(last)}:7233" for last in (31, 32)]

    def prepare(self, host: str, environment: Mapping[str, str] | None = None) -> None:
        """Temporal's databases by deploy/schema.sh. Blocks."""
        names = {"SQL_HOST": host, "SQL_USER": "temporal", "SQL_PASSWORD": self._databases.password}
        path = {"PATH": f"{SQL_TOOL.parent}:/usr/bin:/bin"}
        ran(["/bin/sh", DEPLOY / "schema.sh"], path | names | dict(environment or {}))

    def start(self) -> None:
        """One node first, as on any empty database; then the others together. Blocks."""
        first, *others = self.nodes.values()
        first.start()
        first.wait()
        for node in others:
            node.start()
        for node in others:
            node.wait()

    def make_namespace(self, address: str, environment: Mapping[str, str] | None = None) -> str:
        """By deploy/namespace.sh, which waits until the cluster answers. Blocks."""
        names = {
            "PATH": f"{CLI.parent}:/usr/bin:/bin",
            "TEMPORAL_ADDRESS": address,
            "HOME": str(self.folder),
        }
        return ran(
            ["/bin/sh", DEPLOY / "namespace.sh", NAMESPACE, "90d"], names | dict(environment or {})
        )

    async def stop(self) -> None:
        """All at once, as when the lights go out: nothing is left to drain for."""
        await asyncio.gather(*(asyncio.to_thread(node.kill) for node in self.nodes.values()))

    @property
    def cpu_s(self) -> dict[str, float]:
        """Processor time by node."""
        return {name: node.cpu_s for name, node in self.nodes.items()}


def deployment(address: str, *words: str, environment: Mapping[str, str] | None = None) -> str:
    """`temporal worker deployment …` of the namespace. Blocks; raises NotThere when it fails."""
    asked: Command = [
        CLI,
        "worker",
        "deployment",
        *words,
        "--namespace",
        NAMESPACE,
        "--address",
        address,
    ]
    return ran(asked, environment)
