"""PostgreSQL reached by address: a primary, and a synchronous standby where a test wants one to be lost."""

import os
import shutil
import signal
from dataclasses import replace
from pathlib import Path
from typing import Final

import asyncpg

from bench.cluster.programs import LEASH, Program
from local import leash
from local.postgres import give_to, programs_of_the_wheel, who_serves

PORT: Final = 5432
_TRUSTED: Final = "host all all 127.0.0.0/8 trust\nhost replication all 127.0.0.0/8 trust\n"
_SECURED: Final = (
    "host all postgres 127.0.0.0/8 trust\nhost replication postgres 127.0.0.0/8 trust\n"
    "host all all 127.0.0.0/8 scram-sha-256\n"
)
_SETTINGS: Final = """
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
timezone = UTC
log_timezone = UTC
wal_level = replica
max_wal_senders = 10
wal_receiver_timeout = 5s
jit = off
"""


class Postgres:
    """One server on an address of its own, with everything durable. Without TLS: the wheel's has none."""

    def __init__(
        self, name: str, address: str, folder: Path, *, asks_passwords: bool = False
    ) -> None:
        self.name, self.address = name, address
        self.data = folder / name
        self._folder = folder
        self._bin = programs_of_the_wheel()
        self._identity = who_serves()
        self._asks_passwords = asks_passwords
        where = ["-c", f"listen_addresses={address}", "-c", f"port={PORT}"]
        self.program = Program(
            name,
            [self._bin / "postgres", "-D", self.data, *where],
            folder,
            is_ready=lambda _: self._takes_connections(),
            tied=replace(LEASH, identity=self._identity),
        )

    def create(self) -> None:
        """An empty cluster. Blocks."""
        self._own_folder()
        making = ["-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        making += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-sync"]
        self._run("initdb", "-D", str(self.data), *making)
        with (self.data / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
        # Instead of initdb's own, which trusts everybody from 127.0.0.1.
        rules = _SECURED if self._asks_passwords else _TRUSTED
        (self.data / "pg_hba.conf").write_text(rules)

    def follow(self, primary: "Postgres") -> None:
        """A copy of the primary that follows it; started by the caller. Blocks."""
        self._own_folder()
        source = f"host={primary.address} port={PORT} user=postgres application_name={self.name}"
        how = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
        slot = ["--create-slot", "--slot", self.name]
        self._run("pg_basebackup", "-D", str(self.data), "-d", source, *how, *slot)

    def start(self) -> None:
        """Start it and wait until it takes connections. Blocks."""
        self.program.start()
        self.program.wait()

    def kill(self) -> None:
        """kill -9 of the server; what it forked ends by itself."""
        self.program.kill()

    def promote(self) -> None:
        """Make the standby the primary, as the runbook does. Blocks."""
        self._run("pg_ctl", "promote", "-w", "-D", str(self.data))

    def stop(self) -> None:
        """A fast shutdown, not waiting for clients. Blocks."""
        self.program.stop(signal.SIGINT)

    def url(self, database: str = "dondoc", user: str = "postgres") -> str:
        """For asyncpg."""
        return f"postgresql://{user}@{self.address}:{PORT}/{database}"

    async def does(self, *statements: str, database: str = "postgres") -> None:
        """Statements of the administrator, each by itself."""
        db = await asyncpg.connect(self.url(database))
        try:
            for one in statements:
                await db.execute(one)
        finally:
            await db.close()

    async def asked(self, question: str, database: str = "postgres") -> object:
        """The one value that answers a question."""
        db = await asyncpg.connect(self.url(database))
        try:
            return await db.fetchval(question)
        finally:
            await db.close()

    @property
    def cpu_s(self) -> float:
        """Processor time of the server and everything that it forked, those that have ended included."""
        pid = self.program.pid
        if pid is None:
            return 0.0
        ticks, hertz = 0, os.sysconf("SC_CLK_TCK")
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                head, _, tail = stat.read_text(encoding="ascii", errors="replace").rpartition(")")
            except OSError:
                continue
            fields = tail.split()
            own = int(head.split()[0]) == pid
            if own or int(fields[1]) == pid:
                ticks += sum(map(int, fields[11 : 15 if own else 13]))
        return ticks / hertz

    def _own_folder(self) -> None:
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(mode=0o700, parents=True)
        give_to(self._identity, self.data)

    def _takes_connections(self) -> bool:
        asking = ["-q", "-h", self.address, "-p", str(PORT)]
        code, _ = leash.run([self._bin / "pg_isready", *asking], LEASH)
        return code == 0

    def _run(self, program: str, *words: str) -> None:
        tied = replace(LEASH, identity=self._identity)
        code, said = leash.run([self._bin / program, *words], tied)
        if code != 0:
            raise RuntimeError(f"{program}: {said.strip()[-600:]}")
