"""Programs of the cluster as children that die with this process, and the binaries that `make cluster-tools` builds."""

import os
import shutil
import signal
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bootstrap import CHECKOUT
from local import leash
from local.leash import Command, Leash

SERVER_VERSION: Final = "1.32.0"
TOOLS: Final = CHECKOUT / ".dondoc" / "cluster-tools" / SERVER_VERSION
SERVER: Final = TOOLS / "temporal-server"
SQL_TOOL: Final = TOOLS / "temporal-sql-tool"
CLI: Final = Path(sysconfig.get_path("scripts")) / "temporal"
LEASH: Final = Leash(death_signal=signal.SIGKILL)
"""Nothing of a run that was cut off stays behind, to hold the ports of the next."""
_READY_WITHIN_S: Final = 90.0
_DRAINED_WITHIN_S: Final = 90.0


class NotThere(RuntimeError):
    """A part did not become ready; the text names its log."""


def are_built() -> bool:
    """Whether the servers of a cluster are there."""
    return SERVER.exists() and SQL_TOOL.exists()


def haproxy() -> str | None:
    """The balancer of this machine, if it has one."""
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")


class Program:
    """One process, which may be killed, frozen, ended and started again."""

    def __init__(
        self,
        name: str,
        command: Command,
        folder: Path,
        *,
        is_ready: Callable[["Program"], bool],
        tied: Leash = LEASH,
    ) -> None:
        self.name = name
        self.log = folder / f"{name}.log"
        self.is_wanted = False
        self._command = command
        self._looks_ready = is_ready
        self._tied = tied
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = 0
        self._starting = threading.Lock()

    @property
    def pid(self) -> int | None:
        """Its number while it lives."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def is_ready(self) -> bool:
        """Whether it lives and does what it is there for."""
        return self.pid is not None and self._looks_ready(self)

    @property
    def said(self) -> str:
        """What it has said since its last start."""
        with self.log.open("rb") as log:
            log.seek(self._said_before)
            return log.read().decode(errors="replace")

    def start(self) -> None:
        """Start it, ready or not; at once by two who look after it, only one of them does."""
        with self._starting:
            if self.pid is None:
                self._start()
        self.is_wanted = True

    def _start(self) -> None:
        self._said_before = self.log.stat().st_size if self.log.exists() else 0
        with self.log.open("ab") as log:
            self._process = leash.start(self._command, self._tied, output=log)

    def wait(self, within_s: float = _READY_WITHIN_S) -> None:
        """Until it is ready; one that ended is started again, as any supervisor does. Blocks."""
        give_up_at = time.monotonic() + within_s
        while not self.is_ready:
            if time.monotonic() > give_up_at:
                raise NotThere(
                    f"{self.name} did not become ready, see {leash.last_words(self.log)}"
                )
            if self.pid is None:
                time.sleep(0.5)
                self.start()
            time.sleep(0.05)

    def kill(self) -> None:
        """At once, and it stays away."""
        self.is_wanted = False
        self.send(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def send(self, number: signal.Signals) -> None:
        """A signal, if it lives."""
        if self._process is not None and self.pid is not None:
            self._process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> float:
        """Let it finish what is at hand; how many seconds that took. Blocks."""
        self.is_wanted = False
        began = time.monotonic()
        self.send(signal.SIGCONT)
        if self._process is not None:
            leash.end(self._process, (number, _DRAINED_WITHIN_S))
        return time.monotonic() - began

    @property
    def cpu_s(self) -> float:
        """Processor time of its whole life, that of children which have ended included."""
        if self.pid is None:
            return 0.0
        fields = (
            Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def listens(address: str, port: int) -> bool:
    """Whether somebody takes connections there."""
    try:
        with socket.create_connection((address, port), 0.3):
            return True
    except OSError:
        return False


def ran(command: Command, environment: Mapping[str, str] | None = None) -> str:
    """A program to its end; what it said. Raises NotThere when it failed."""
    done = subprocess.run(  # noqa: S603 - programs of ours, no shell
        [str(word) for word in command],
        env={"PATH": os.defpath, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        raise NotThere(f"{command[0]} ended with {done.returncode}: {done.stdout.strip()[-600:]}")
    return done.stdout
