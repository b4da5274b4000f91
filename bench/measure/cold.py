"""`dondoc up` on this machine: from the command to the run file, with a new data folder and with an old one."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from bench.figures import WORKSHOP, Figure, figure
from bench.lab import bare_environment, seconds_since
from bootstrap import CHECKOUT
from local.runfile import NAME

REPEATS: Final = 5
_PATIENCE_S: Final = 60.0
_LOOK_EVERY_S: Final = 0.002


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """Each repeat has a folder of its own: started new, then once more."""
    new, existing = [], []
    await asyncio.to_thread(WORKSHOP.mkdir, parents=True, exist_ok=True)
    for _ in range(REPEATS):
        folder = Path(tempfile.mkdtemp(prefix="up-", dir=WORKSHOP))
        try:
            new.append(await up_in(folder / "up"))
            if "cold_start_existing_s" in wanted:
                existing.append(await up_in(folder / "up"))
        finally:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
    if "cold_start_new_s" in wanted:
        yield figure("cold_start_new_s", new)
    if existing:
        yield figure("cold_start_existing_s", existing)


async def up_in(folder: Path) -> float:
    """Seconds from the command to its run file; the system is stopped afterwards."""
    program = Path(sys.executable).with_name("dondoc")
    names = {"DONDOC_DATA_DIR": str(folder), "DONDOC_PORT": "0", "DONDOC_LOG": "json"}
    with tempfile.TemporaryFile(dir=WORKSHOP) as said:
        began = time.perf_counter()
        process = await asyncio.create_subprocess_exec(
            *(program, "up"),
            cwd=CHECKOUT,
            env=bare_environment(dict(os.environ)) | names,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
        try:
            while not _is_there(folder / NAME):
                if process.returncode is not None or seconds_since(began) > _PATIENCE_S:
                    said.seek(0)
                    raise RuntimeError(f"dondoc up did not start: {said.read()[-500:].decode()}")
                await asyncio.sleep(_LOOK_EVERY_S)
            return seconds_since(began)
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
            await process.wait()


def _is_there(file: Path) -> bool:
    return file.exists()
