"""Gives birth to workers in a tenth of the time: one process has loaded everything, and each worker is its fork.

Started once for a test run by `tests.faults.lab`; `python nursery.py` is the process itself. Only where the kernel
can tie a child to its parent and hand out process descriptors (Linux); elsewhere workers are started as programs.
"""

import contextlib
import ctypes
import json
import os
import runpy
import select
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
CAN_FORK: Final = sys.platform == "linux" and hasattr(os, "pidfd_open")


class Newborn:
    """A worker that is no child of ours: known by its descriptor, so that no other process can be meant."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._descriptor = os.pidfd_open(pid)
        self._end = select.poll()
        self._end.register(self._descriptor, select.POLLIN)

    def poll(self) -> int | None:
        """None while it lives, like that of subprocess; how it ended only the nursery could know."""
        return 0 if self._end.poll(0) else None

    def send_signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._descriptor, number)

    def wait(self) -> None:
        self._end.poll()

    def __del__(self) -> None:
        os.close(self._descriptor)


class Nursery:
    """The process that has loaded everything; it dies with us, and its workers with it."""

    def __init__(self, checkout: Path, leash: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [*leash, sys.executable, __file__],
            cwd=checkout,
            env=dict(os.environ) | {"PYTHONPATH": str(checkout)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def born(self, program: Sequence[str], names: Mapping[str, str], log: Path) -> Newborn:
        """A worker running that program, with these names beside our environment, that writes to the log."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        wanted = {"program": list(program), "names": dict(names), "log": str(log)}
        self._process.stdin.write(json.dumps(wanted).encode() + b"\n")
        self._process.stdin.flush()
        return Newborn(int(self._process.stdout.readline()))


def _become(program: list[str], names: Mapping[str, str], log: str) -> None:
    """In the fork: tie it to the nursery, give it the log and the environment, run the program to its end."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    output = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    os.environ.update(names)
    sys.argv = program
    try:
        runpy.run_path(program[0], run_name="__main__")
    finally:
        sys.stdout.flush()
        os._exit(1)


def main() -> None:
    """Fork for every line that comes in, and say the child's number."""
    import gc

    import worker  # noqa: F401 - that it is loaded is the point

    gc.freeze()
    # Nobody waits for the children, so the kernel takes them away.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _become(**json.loads(line))
        print(pid, flush=True)


if __name__ == "__main__":
    main()
