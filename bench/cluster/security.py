"""Certificates, tokens and payload keys of a cluster, made by the scripts of deploy/ as an administrator makes them."""

import secrets
from base64 import b64encode
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.cluster.programs import ran
from bootstrap import CHECKOUT

_SCRIPTS: Final = CHECKOUT / "deploy" / "cluster"


@dataclass(frozen=True)
class Security:
    """One folder with everything, as the README of deploy/cluster distributes it to the nodes."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, console: str) -> "Security":
        """An authority of its own, all certificates, a signing key, a payload key, a token for workers. Blocks."""
        one = cls(folder)
        ran(["/bin/sh", _SCRIPTS / "certificates.sh", one.tls], {"CONSOLE_NAME": console})
        ran(["/bin/sh", _SCRIPTS / "tokens.sh", folder, "keys"])
        (folder / "payload-keys").write_text(
            f"2026-11={b64encode(secrets.token_bytes(32)).decode()}\n"
        )
        (folder / "token").write_text(one.token("worker", "dondoc:write"))
        return one

    @property
    def tls(self) -> Path:
        return self.folder / "tls"

    @property
    def jwks(self) -> Path:
        return self.folder / "jwks.json"

    def token(self, name: str, permissions: str, hours: int = 24) -> str:
        """A token of deploy/cluster/tokens.sh. Blocks."""
        asked = [
            str(_SCRIPTS / "tokens.sh"),
            str(self.folder),
            "token",
            name,
            permissions,
            str(hours),
        ]
        return ran(["/bin/sh", *asked]).strip()

    def renew(self, name: str) -> None:
        """A new certificate of that name in place of the old one. Blocks."""
        ran(["/bin/sh", _SCRIPTS / "certificates.sh", self.tls, name])

    def as_client(self, name: str = "worker") -> dict[str, str]:
        """Temporal's own names for the certificates of a client."""
        return {
            "TEMPORAL_TLS_SERVER_CA_CERT_PATH": str(self.tls / "ca.crt"),
            "TEMPORAL_TLS_CLIENT_CERT_PATH": str(self.tls / f"{name}.crt"),
            "TEMPORAL_TLS_CLIENT_KEY_PATH": str(self.tls / f"{name}.key"),
            "TEMPORAL_TLS_SERVER_NAME": "temporal-frontend",
        }

    def as_administrator(self) -> dict[str, str]:
        """The same for whoever makes namespaces and builds current."""
        token = self.token("admin", "temporal-system:admin,dondoc:admin")
        return {**self.as_client("admin"), "TEMPORAL_API_KEY": token}
