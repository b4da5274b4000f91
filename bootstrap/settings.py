"""The names of the environment, and nobody else's business: every setting is read here, once, by whoever starts.

docs/runbook.md explains each name; `dondoc settings show` prints what is in force.
"""

import os
import re
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AliasChoices, DirectoryPath, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from evidence.store import EvidenceStore
from gateway.keyring import Keyring
from notices.mail import Relay
from schemas.refusals import MalformedInput

CHECKOUT: Final = Path(__file__).resolve().parents[1]
HOST_AND_PORT: Final = r"^[^\s/]+:\d{1,5}$"
_SECRET_NAMES: Final = re.compile(r"API_KEY|_DATA$|GRPC_META")


class Settings(BaseSettings):
    """The names of the environment; docs/runbook.md explains each."""

    model_config = SettingsConfigDict(
        env_prefix="DONDOC_", env_ignore_empty=True, extra="ignore", validate_by_name=True
    )

    database_url: str | None = None
    task_queue: str = "dondoc"
    data_dir: Path = CHECKOUT / ".dondoc" / "up"
    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    proxies: str = "127.0.0.1"
    lang: Literal["vi", "en"] = "vi"
    log: Literal["json", "console"] | None = None
    smtp_url: str | None = None
    public_url: str | None = None
    evidence_url: str | None = None
    evidence_max_mb: int = Field(default=20, ge=1, le=1024)
    payload_keys: SecretStr | None = None
    payload_keys_file: Path | None = None
    temporal_token_file: Path | None = None
    temporal_lookup_s: float | None = Field(default=None, ge=1, le=3600)
    # The second names are those that Temporal's controller for Kubernetes gives its workers.
    deployment: str | None = Field(
        default=None, validation_alias=AliasChoices("DONDOC_DEPLOYMENT", "TEMPORAL_DEPLOYMENT_NAME")
    )
    build_id: str | None = Field(
        default=None, validation_alias=AliasChoices("DONDOC_BUILD_ID", "TEMPORAL_WORKER_BUILD_ID")
    )
    probes: str | None = Field(default=None, pattern=HOST_AND_PORT)
    metrics: str | None = Field(default=None, pattern=HOST_AND_PORT)
    trust_dir: DirectoryPath | None = None

    @field_validator("evidence_url")
    @classmethod
    def _names_a_store(cls, value: str | None) -> str | None:
        EvidenceStore.at(value, Path())
        return value

    @field_validator("smtp_url")
    @classmethod
    def _names_a_relay(cls, value: str | None) -> str | None:
        if value is not None:
            Relay.at(value)
        return value

    @property
    def temporal_is_named(self) -> bool:
        """Whether the environment names a Temporal of its own, by address or by profile."""
        return any(
            os.environ.get(name)
            for name in ("TEMPORAL_ADDRESS", "TEMPORAL_PROFILE", "TEMPORAL_CONFIG_FILE")
        )

    @property
    def names_a_server(self) -> bool:
        """Whether it names any server: the demo and the embedded default then stay away."""
        return self.database_url is not None or self.temporal_is_named


def keyring_of(settings: Settings) -> Keyring:
    """The keys that payloads are sealed with; none by default. Raises MalformedInput."""
    if settings.payload_keys is not None and settings.payload_keys_file is not None:
        raise MalformedInput(
            "setting_unusable",
            field="DONDOC_PAYLOAD_KEYS",
            problem="DONDOC_PAYLOAD_KEYS_FILE is set too; name one of them",
        )
    if settings.payload_keys_file is not None:
        return Keyring.of_file(settings.payload_keys_file)
    if settings.payload_keys is not None:
        return Keyring.of_text(settings.payload_keys.get_secret_value())
    return Keyring()


def settings_in_force(settings: Settings) -> dict[str, Any]:
    """Every name and its value, Temporal's own included; of keys only their ids. For `settings show`."""
    own = {f"DONDOC_{name.upper()}": v for name, v in settings.model_dump(mode="json").items()}
    own["DONDOC_PAYLOAD_KEYS"] = ", ".join(keyring_of(settings).ids) or None
    engine = dict.fromkeys(("TEMPORAL_ADDRESS", "TEMPORAL_NAMESPACE", "TEMPORAL_PROFILE"), None)
    engine |= {name: v for name, v in os.environ.items() if name.startswith("TEMPORAL_")}
    masked = {name: "…" if _SECRET_NAMES.search(name) else v for name, v in engine.items()}
    return dict(sorted(own.items())) | dict(sorted(masked.items()))
