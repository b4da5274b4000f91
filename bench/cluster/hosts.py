"""The names of deploy/cluster, known to this process and its children only: a hosts file in a mount namespace of ours.

Names with several addresses are what the clients' balancing and PostgreSQL's failover are made for, and no
other way gives them to one process. Where the kernel does not allow it, addresses stand for names.
"""

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

# From <sched.h> and <sys/mount.h>; Python 3.11 has no names for them.
_CLONE_NEWNS: Final = 0x00020000
_MS_BIND: Final = 4096
_MS_REC: Final = 16384
_MS_PRIVATE: Final = 1 << 18
_HOSTS: Final = b"/etc/hosts"
DOMAIN: Final = "example.internal"


@dataclass(frozen=True)
class Net:
    """127.0.0.0/8 as this run uses it: two runs at once have different second and third numbers."""

    pid: int

    @cached_property
    def prefix(self) -> str:
        return f"127.{64 + self.pid % 128}.{self.pid // 128 % 250}."

    def address(self, last: int) -> str:
        return f"{self.prefix}{last}"


NET: Final = Net(os.getpid())


def names_are_given(names: Mapping[str, Sequence[str]], folder: Path) -> bool:
    """Let each name mean its addresses, for this process from now on; False where that is not allowed.

    Called from the main thread before other threads start: only what begins later knows the names.
    """
    if sys.platform != "linux":
        return False
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.unshare(_CLONE_NEWNS) != 0:
        return False
    if kernel.mount(b"none", b"/", None, _MS_REC | _MS_PRIVATE, None) != 0:
        return False
    hosts = folder / "hosts"
    given = [f"{address} {name}" for name, addresses in names.items() for address in addresses]
    kept = Path(_HOSTS.decode()).read_text(encoding="utf-8")
    hosts.write_text("\n".join([kept.rstrip("\n"), *given, ""]), encoding="utf-8")
    hosts.chmod(0o644)
    return bool(kernel.mount(os.fsencode(hosts), _HOSTS, None, _MS_BIND, None) == 0)
