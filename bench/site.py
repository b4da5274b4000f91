"""`dondoc up` on a full register, as its own process with everything durable, and the people who are signed in there.

One conclusion is issued now and alive in the engine; the kept ones are as read from a copy.
"""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from asyncpg import Pool

from bench.figures import WORKSHOP
from bench.lab import bare_environment
from bench.people import Person, signed_in
from bench.stories import OFFICE, a_conclusion
from bootstrap import CHECKOUT
from gateway.connect import connect
from gateway.starting import Starter
from local import leash
from local.leash import Leash
from local.runfile import NAME, RunFile
from schemas.agencies import AgencyLevel, valid_on
from schemas.conclusion import Conclusion
from schemas.moments import day_of
from schemas.states import Role

READERS: Final = 200
ACTORS: Final = 20
_READY_WITHIN_S: Final = 60.0
_GONE_WITHIN_S: Final = 20.0


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    people: list[Person]
    conclusion: Conclusion
    """Issued just now."""

    def one(self, role: Role, office: str = "") -> Person:
        return next(p for p in self.people if p.role is role and (not office or p.office == office))

    @property
    def actors(self) -> list[Person]:
        return [one for one in self.people if one.role is Role.AGENCY_HEAD][:ACTORS]

    @property
    def readers(self) -> list[Person]:
        return [one for one in self.people if one not in self.actors][:READERS]


@asynccontextmanager
async def a_site(pool: "Pool[Any]", url: str) -> AsyncIterator[Site]:
    """The console on that register, on a free port; ended with everything it started."""
    folder = Path(tempfile.mkdtemp(prefix="console-", dir=WORKSHOP))
    names = {"DONDOC_DATA_DIR": str(folder), "DONDOC_DATABASE_URL": url, "DONDOC_PORT": "0"}
    tie = leash.words(Leash(death_signal=signal.SIGTERM))
    with (folder / "up.log").open("ab") as log:
        serving = await asyncio.create_subprocess_exec(
            *(*tie, sys.executable, "-m", "cli", "up"),
            cwd=CHECKOUT,
            env=bare_environment(dict(os.environ)) | names,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        run = await _run_file(folder, serving)
        client = await connect(
            address=run.temporal_address, namespace=run.namespace, identity="bench"
        )
        conclusion = _issued_now()
        await Starter(pool, client, run.task_queue).start(conclusion)
        address = str(run.console_url)
        yield Site(address, await signed_in(pool, address, _cast()), conclusion)
    finally:
        if serving.returncode is None:
            serving.terminate()
            try:
                await asyncio.wait_for(serving.wait(), _GONE_WITHIN_S)
            except TimeoutError:
                serving.kill()
                await serving.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _run_file(folder: Path, serving: asyncio.subprocess.Process) -> RunFile:
    give_up_at = time.monotonic() + _READY_WITHIN_S
    while not (folder / NAME).exists():
        if serving.returncode is not None or time.monotonic() > give_up_at:
            raise RuntimeError(f"the console did not start: {leash.last_words(folder / 'up.log')}")
        await asyncio.sleep(0.05)
    return RunFile.model_validate_json((folder / NAME).read_text(encoding="utf-8"))


def _issued_now() -> Conclusion:
    """Twelve directives to every province of today, due in six days: what the people act on."""
    now = day_of(datetime.now(UTC))
    provinces = tuple(one.code for one in valid_on(now) if one.level is AgencyLevel.PROVINCE)
    due_on = now + timedelta(days=6)
    return a_conclusion("hom-nay", [provinces] * 12, issued_on=now, due_on=due_on)


def _cast() -> list[tuple[Role, str]]:
    """Half of the readers in agencies, the others where everything comes together; and who acts."""
    now = day_of(datetime.now(UTC))
    bodies = [one.code for one in valid_on(now)]
    provinces = [one.code for one in valid_on(now) if one.level is AgencyLevel.PROVINCE]
    readers = [(Role.FOCAL_POINT, bodies[n % len(bodies)]) for n in range(READERS - 100)]
    readers += [(Role.OFFICER, OFFICE)] * 60 + [(Role.SUPERVISOR, OFFICE)] * 36
    others = [
        (Role.EXAMINER, OFFICE),
        (Role.OPERATOR, OFFICE),
        (Role.AUDITOR, OFFICE),
        (Role.ADMIN, OFFICE),
    ]
    return [*readers, *others, *((Role.AGENCY_HEAD, code) for code in provinces[:ACTORS])]
