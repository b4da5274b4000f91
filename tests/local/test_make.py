"""A program under `make` ends with it, whichever of the two is told to."""

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.local.processes import CHECKOUT, within

pytestmark = pytest.mark.skipif(
    shutil.which("make") is None or sys.platform != "linux", reason="needs make and /proc"
)

PROGRAM = """
import os, signal, sys, threading
from local.make import when_make_ends
over = threading.Event()
when_make_ends(over.set)
signal.signal(signal.SIGINT, lambda *_: over.set())
print(os.getpid(), flush=True)
over.wait(60)
"""


@pytest.mark.parametrize("blow", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_to_make_alone_ends_the_program(tmp_path: Path, blow: signal.Signals) -> None:
    """GNU make passes SIGTERM on, but not SIGINT, and nothing when it is killed: the program looks itself."""
    (tmp_path / "program.py").write_text(PROGRAM)
    (tmp_path / "Makefile").write_text(
        f".SILENT:\nrun:\n\texec env PYTHONPATH={CHECKOUT} {sys.executable} program.py\n"
    )
    with subprocess.Popen(
        ["make", "run"],
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin"},  # nothing of a `make test` above us
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as make:
        assert make.stdout is not None
        program = Path("/proc") / make.stdout.readline().strip()
        assert program.exists()

        make.send_signal(blow)

        assert within(5, lambda: not program.exists())
        make.wait(5)
