"""The connection to Temporal: one converter, one identity, for worker, starter, CLI and console."""

from functools import lru_cache
from typing import Any

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.envconfig import ClientConfig
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig, TelemetryFilter
from temporalio.service import RPCError

from schemas.refusals import Unreachable


async def connect(*, address: str | None, namespace: str | None, identity: str) -> Client:
    """Connect as Temporal's own environment configuration says, profiles and TLS included.

    *address* and *namespace* come from a run file and fill in what the environment leaves open.
    Raises Unreachable when nobody answers.
    """
    config: dict[str, Any] = dict(ClientConfig.load_client_connect_config())
    if address is not None:
        config["target_host"] = address
    if namespace is not None:
        config["namespace"] = namespace
    config.setdefault("target_host", "127.0.0.1:7233")
    try:
        return await Client.connect(
            **config,
            data_converter=pydantic_data_converter,
            identity=identity,
            runtime=_runtime(),
        )
    except (RPCError, RuntimeError) as error:
        raise Unreachable("engine_unreachable", address=config["target_host"]) from error


@lru_cache(maxsize=1)
def _runtime() -> Runtime:
    """One for the process. Its library tells of every retry of a connection; what matters reaches the caller."""
    quiet = TelemetryFilter(core_level="ERROR", other_level="ERROR")
    return Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(quiet)))
