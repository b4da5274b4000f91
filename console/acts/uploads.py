"""Files people send: into the evidence store under their content's hash, whatever they are called."""

import asyncio
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import Final

from starlette.datastructures import UploadFile

from evidence.store import EvidenceStore
from schemas.commands import EvidenceFile

_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\/]+")
_LONGEST: Final = 120


async def stored(store: EvidenceStore, files: list[UploadFile]) -> list[EvidenceFile]:
    """Every file in the store; raises MalformedInput for one that cannot be kept, and keeps none after it."""
    kept = []
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        for number, file in enumerate(files):
            place = Path(folder) / str(number)
            place.mkdir()
            path = place / harmless(file.filename or "")
            await asyncio.to_thread(_write, file, path)
            kept.append(await store.put(path))
    return kept


def harmless(name: str) -> str:
    """The last part of a name without anything that leads elsewhere; never empty."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    plain = _FORBIDDEN.sub("_", last).strip(". ")
    while len(plain.encode()) > _LONGEST:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[:-1]}{dot}{ending}" if dot and len(ending) < 10 else plain[:-1]
    return plain or "tep"


def _write(file: UploadFile, path: Path) -> None:
    with path.open("wb") as out:
        shutil.copyfileobj(file.file, out)
