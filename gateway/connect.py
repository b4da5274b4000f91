"""The connection to Temporal: one converter, one identity, for worker, starter, CLI and console."""

from dataclasses import dataclass, field
from functools import lru_cache
from ipaddress import ip_address
from typing import Any, Final

from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from temporalio.runtime import (
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)
from temporalio.service import DnsLoadBalancingConfig, RPCError

from gateway.keyring import Keyring
from gateway.sealing import converter
from schemas.refusals import Unreachable

LOCAL: Final = "127.0.0.1:7233"


@dataclass(frozen=True, slots=True)
class Line:
    """How to reach the engine, beside what Temporal's own environment configuration says.

    *token* is sent instead of the API key of that configuration. *look_up_every_s*: calls are spread
    over all addresses of the frontend's name, which is looked up so often; None keeps one connection.
    *metrics* is the `host:port` where Prometheus finds the figures of the SDK, one per process.
    """

    keys: Keyring = field(default_factory=Keyring)
    token: str | None = None
    look_up_every_s: float | None = None
    metrics: str | None = None


async def connect(
    *, address: str | None, namespace: str | None, identity: str, line: Line | None = None
) -> Client:
    """Connect as Temporal's own environment configuration says, profiles and TLS included.

    *address* and *namespace* come from a run file and fill in what the environment leaves open.
    Raises Unreachable when nobody answers or the configuration cannot be read.
    """
    line = line or Line()
    target = address or LOCAL
    try:
        config: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
        if address is not None:
            config["target_host"] = address
        if namespace is not None:
            config["namespace"] = namespace
        if line.token is not None:
            config["api_key"] = line.token
        target = config.setdefault("target_host", LOCAL)
        return await Client.connect(
            **config,
            data_converter=converter(line.keys),
            identity=identity,
            runtime=_runtime(line.metrics),
            dns_load_balancing_config=_balancing(target, line.look_up_every_s),
        )
    except (OSError, RPCError, RuntimeError) as error:
        raise Unreachable("engine_unreachable", address=target) from error


def _balancing(target: str, every_s: float | None) -> DnsLoadBalancingConfig | None:
    """Only a name can have several addresses."""
    if every_s is None or _is_address(target.rpartition(":")[0].strip("[]")):
        return None
    return DnsLoadBalancingConfig(resolution_interval_millis=max(1, round(every_s * 1000)))


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


@lru_cache(maxsize=1)
def _runtime(metrics: str | None) -> Runtime:
    """One for the process. Its library tells of every retry of a connection; what matters reaches the caller."""
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    exposed = PrometheusConfig(bind_address=metrics, durations_as_seconds=True) if metrics else None
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(quiet), metrics=exposed))
