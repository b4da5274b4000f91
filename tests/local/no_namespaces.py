"""A machine like a container under Docker's default profile: root, and no further user namespaces.

Run as a program by `test_postgres`: makes a user namespace in which all users exist but new namespaces are
forbidden, reads the row there from a server that has to run as nobody. Exit code 77: not possible here.
"""

import asyncio
import ctypes
import os
import sys
from pathlib import Path

import asyncpg

from local import postgres
from local.shim import CLONE_NEWUSER


def enter() -> None:
    """Become root of a new namespace that maps every user, with a helper outside to write the maps."""
    outside, here = os.pipe(), os.pipe()
    target = os.getpid()
    helper = os.fork()
    if helper == 0:
        os.read(outside[0], 1)
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{target}/{name}").write_text("0 0 65536")
        os.write(here[1], b"x")
        os._exit(0)
    if ctypes.CDLL(None).unshare(CLONE_NEWUSER) != 0:
        sys.exit(77)
    os.write(outside[1], b"x")
    os.read(here[0], 1)
    os.waitpid(helper, 0)
    try:
        Path("/proc/sys/user/max_user_namespaces").write_text("0")
    except OSError as error:
        sys.stderr.write(str(error))
        sys.exit(77)


async def main(data: Path) -> None:
    with postgres.EmbeddedPostgres(data) as server:
        connection = await asyncpg.connect(server.url)
        numbers = await connection.fetchval("SELECT array_agg(number) FROM note")
        await connection.close()
        owner = (data / "postgres" / "PG_VERSION").owner()
        sys.stdout.write(f"{owner} {numbers}\n")


if __name__ == "__main__":
    enter()
    asyncio.run(main(Path(sys.argv[1])))
