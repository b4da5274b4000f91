"""`run.json`: how another process finds the running `dondoc up` or the running demo.

Written by them when they are ready, removed when they stop, read by the command line. It holds passwords
of the demo's accounts, so only its owner may read it. A file left behind by a killed process counts as none.
"""

import fcntl
import os
import tempfile
from pathlib import Path
from typing import ClassVar, Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from local import leash

NAME: Final = "run.json"
LOCK: Final = "run.lock"


class DemoAccount(BaseModel):
    """Someone who can sign in at the demo's console."""

    model_config = ConfigDict(frozen=True)

    login: str
    password: str
    role: str
    office: str


class RunFile(BaseModel):
    """Where everything of a running instance is. The fields are fixed: other programs read them."""

    model_config = ConfigDict(frozen=True)

    pid: int
    console_url: str | None = None
    api_url: str | None = None
    database_url: str
    temporal_address: str
    namespace: str
    task_queue: str
    as_of: AwareDatetime
    accounts: tuple[DemoAccount, ...] | None = None  # in the demo only

    # Locks held for as long as this process lives: a process number alone may be somebody else's by now,
    # and in a container, where numbers start anew, it nearly always is.
    _locks: ClassVar[dict[Path, int]] = {}

    def write(self, folder: Path) -> Path:
        """Put the file into the folder in one step, readable by its owner alone; again to renew it."""
        place = folder.absolute()
        if place not in self._locks:
            # Where the environment names both servers, nobody has made it before us.
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._locks[place] = leash.claim(place / LOCK)
        hidden = {"accounts"} if self.accounts is None else None
        descriptor, name = tempfile.mkstemp(prefix=".run-", dir=place)  # mode 0600
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(self.model_dump_json(indent=2, exclude=hidden) + "\n")
        return Path(name).replace(place / NAME)

    @classmethod
    def read(cls, folder: Path) -> Self | None:
        """What runs in this folder; None when nothing was written there or its process is gone."""
        try:
            found = cls.model_validate_json((folder / NAME).read_bytes())
        except FileNotFoundError:
            return None
        return found if leash.is_alive(found.pid) and _is_held(folder / LOCK) else None

    @classmethod
    def remove(cls, folder: Path) -> None:
        """Take the file away; no error when it is not there."""
        (folder / NAME).unlink(missing_ok=True)
        lock = cls._locks.pop(folder.absolute(), None)
        if lock is not None:
            os.close(lock)


def _is_held(lock_file: Path) -> bool:
    """Whether the writer still holds its lock; a file put there without one is believed."""
    try:
        file = lock_file.open("rb")
    except FileNotFoundError:
        return True
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
