"""What the tests of the embedded servers ask the operating system."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def start_parent(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.local.parent", str(folder)],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        text=True,
    )


def processes_that_use(folder: Path) -> list[str]:
    """Command lines and open files that name the folder, over all processes of this machine."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = process.joinpath("cmdline").read_text().replace("\0", " ")
            files = {str(file.readlink()) for file in process.joinpath("fd").iterdir()}
            place = str(process.joinpath("cwd").readlink())
        except OSError:  # it ended while we looked
            continue
        if any(text.startswith(str(folder)) for text in (*files, place)) or f" {folder}" in words:
            found.append(f"{process.name}: {words}")
    return found


def within(seconds: float, happens: Callable[[], bool]) -> bool:
    """Whether it happens in time; looked at every 20 ms."""
    give_up_at = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > give_up_at:
            return False
        time.sleep(0.02)
    return True
