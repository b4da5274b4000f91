"""Ends a program that `make` started when `make` itself was told to end.

On Ctrl+C the terminal tells both. But a SIGINT sent to `make` alone is not passed on: it waits for its
program for ever, and killed outright it leaves the program behind. `make demo` and `make up` shall do neither.
"""

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path


def when_make_ends(stop: Callable[[], object]) -> None:
    """Call `stop` once, from a thread of its own, when the `make` above us was interrupted or is gone.

    Does nothing when another program started us, or where there is no /proc. `stop` may come after
    our own SIGINT, so it must be harmless then.
    """
    make = os.getppid()
    if _name_of(make) in {"make", "gmake"}:
        watch = threading.Thread(target=_watch, args=(make, stop), name="make", daemon=True)
        watch.start()


def _watch(make: int, stop: Callable[[], object]) -> None:
    while os.getppid() == make and _still_listens(make):
        time.sleep(0.25)
    stop()


def _name_of(pid: int) -> str | None:
    try:
        return Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
    except OSError:
        return None


def _still_listens(make: int) -> bool:
    """Whether it still has its handler for SIGINT: GNU make gives it up when it serves the first one."""
    try:
        status = Path(f"/proc/{make}/status").read_text(encoding="utf-8")
    except OSError:
        return False
    caught = int(status.partition("SigCgt:")[2].split()[0], 16)
    return bool(caught >> (signal.SIGINT - 1) & 1)
