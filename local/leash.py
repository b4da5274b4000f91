"""Child processes that never outlive this one, however it ends, and locks that say whether they live.

Used by the embedded PostgreSQL and the embedded Temporal. The promise holds for a return from main, an
exception, `os._exit` and SIGKILL alike, because the kernel keeps it and not our code.
"""

import fcntl
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Final, TypeAlias

Command: TypeAlias = Sequence[str | Path]
SHIM: Final = Path(__file__).with_name("shim.py")
GUARD: Final = "kernel" if sys.platform == "linux" else "watch"
# Nothing of the caller's environment reaches a server: PGPORT, TEMPORAL_NAMESPACE and their like would.
BARE_ENVIRONMENT: Final = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class AlreadyRunning(RuntimeError):
    """The data folder is in use; two servers on the same files would destroy them."""

    def __init__(self, folder: Path, pid: int | None) -> None:
        holder = f"process {pid}" if pid else "another process"
        super().__init__(
            f"{folder} is in use by {holder}; stop it first or choose another data folder"
        )
        self.folder = folder
        self.pid = pid


class CannotStart(RuntimeError):
    """A server ended before it was ready, or its program is missing; the text names the remedy or the log."""


@dataclass(frozen=True, kw_only=True)
class Leash:
    """How a child is tied to this process: the signal it gets at our death, who it is, what it inherits.

    *environment* is added to the bare one: a server of a cluster is told everything by it.
    """

    death_signal: signal.Signals
    identity: str = "same"
    holds: Sequence[int] = ()
    guard: str = GUARD
    environment: Mapping[str, str] = field(default_factory=dict)


def words(leash: Leash) -> list[str]:
    """What stands before the words of a program that is to be on the leash, for who starts it in a way of its own."""
    tied = (os.getpid(), leash.death_signal.value, leash.guard, leash.identity)
    return [sys.executable, "-I", "-S", str(SHIM), *map(str, tied)]


def start(
    command: Command,
    leash: Leash,
    *,
    output: IO[bytes] | int,
    standard_input: IO[bytes] | int = subprocess.DEVNULL,
) -> subprocess.Popen[bytes]:
    """Start the program in its own session, so that Ctrl+C on the terminal reaches us and not it."""

    def spawn() -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - our own launcher, no shell
            [*words(leash), *map(str, command)],
            stdin=standard_input,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=BARE_ENVIRONMENT | dict(leash.environment),
            pass_fds=leash.holds,
            start_new_session=True,
            umask=0o077,
        )

    return _nursery.run(spawn)


def run(command: Command, leash: Leash, *, text: bytes = b"") -> tuple[int, str]:
    """Run a program on the leash to its end; its exit code and everything it said."""
    process = start(command, leash, output=subprocess.PIPE, standard_input=subprocess.PIPE)
    said, _ = process.communicate(text)
    return process.returncode, said.decode(errors="replace")


def end(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> None:
    """Send each signal in turn and wait its seconds; SIGKILL when none was enough."""
    for number, patience in steps:
        if process.poll() is not None:
            return
        process.send_signal(number)
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            continue
    if process.poll() is None:
        process.kill()
        process.wait()


def claim(lock_file: Path, *, after_a_crash: bool = False) -> int:
    """Lock the file and give its descriptor, for the server to inherit; `AlreadyRunning` when it is taken.

    The caller closes its copy once the server runs, so the lock says exactly that a process of the
    server lives, also when its parent was killed. A server that is known to be dying, because its owner
    is dead or saw its main process end, is given the time its last processes need.
    """
    descriptor = os.open(lock_file, os.O_RDWR | os.O_CREAT, 0o600)
    owner = int(os.pread(descriptor, 20, 0) or 0)
    dying = after_a_crash or not (owner and is_alive(owner))
    give_up_at = time.monotonic() + (15.0 if dying else 1.0)
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() < give_up_at:
                time.sleep(0.02)
                continue
            os.close(descriptor)
            raise AlreadyRunning(lock_file.parent, owner or None) from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return descriptor


def last_words(log: Path) -> str:
    """Where to look when a server did not start, and the last thing it said there."""
    lines = log.read_text(errors="replace").split("\n")
    said = [line for line in lines[-20:] if line.strip()]
    return f"{log}: {said[-1].strip()}" if said else f"{log} (empty)"


def is_alive(pid: int) -> bool:
    """Whether a process has this number; another user's counts too."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class _Nursery:
    """One thread that starts all children and ends only with the process.

    The kernel ties the death signal to the *thread* that forked. A child started by a short-lived worker
    thread, as `asyncio.to_thread` uses, would be killed when that thread is retired.
    """

    def __init__(self) -> None:
        self._orders: queue.SimpleQueue[
            tuple[Callable[[], subprocess.Popen[bytes]], Future[subprocess.Popen[bytes]]]
        ] = queue.SimpleQueue()
        self._opening = threading.Lock()
        self._home: int | None = None

    def run(self, spawn: Callable[[], subprocess.Popen[bytes]]) -> subprocess.Popen[bytes]:
        with self._opening:
            if self._home != os.getpid():  # also after a fork, which leaves threads behind
                threading.Thread(target=self._work, name="nursery", daemon=True).start()
                self._home = os.getpid()
        answer: Future[subprocess.Popen[bytes]] = Future()
        self._orders.put((spawn, answer))
        return answer.result()

    def _work(self) -> None:
        while True:
            spawn, answer = self._orders.get()
            try:
                answer.set_result(spawn())
            except OSError as error:
                answer.set_exception(error)


_nursery = _Nursery()
