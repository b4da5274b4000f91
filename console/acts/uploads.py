"""Files people send: into the evidence store under their content's hash, whatever they are called."""

import asyncio
import re
import shutil
import tempfile
import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Final

from starlette.datastructures import UploadFile

from evidence.kinds import PDF, kind_of
from evidence.store import EvidenceStore
from schemas.commands import EvidenceFile
from schemas.moments import day_of
from schemas.refusals import MalformedInput

_FORBIDDEN: Final = re.compile(r"[\x00-\x1f\x7f<>:\"|?*\\/]+")
_LONGEST: Final = 120


async def stored(
    store: EvidenceStore, files: list[UploadFile], *, unaltered_at: datetime | None = None
) -> list[EvidenceFile]:
    """Every file in the store; raises MalformedInput for one that cannot be kept, and keeps none after it.

    With *unaltered_at*, the instant of the check, also for one that was changed after somebody had signed it:
    whoever sends it has the original, and nobody else may.
    """
    kept = []
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        for number, file in enumerate(files):
            place = Path(folder) / str(number)
            place.mkdir()
            path = place / harmless(file.filename or "")
            await asyncio.to_thread(_write, file, path)
            if unaltered_at is not None:
                await asyncio.to_thread(_refuse_altered, path, unaltered_at)
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


def _refuse_altered(path: Path, now: datetime) -> None:
    content = path.read_bytes()
    if kind_of(content, path.name) != PDF:
        return
    # Reading signatures loads more than all pages together; only who sends evidence waits for it.
    from evidence.signatures import check
    from evidence.trust import Trust

    report = check(content, PDF, office="", trust=Trust(), now=now)
    if one := next((one for one in report.signatures if one.is_broken), None):
        by = one.organisation or one.signer or one.field
        on = f", {day_of(one.signed_at):%d/%m/%Y}" if one.signed_at else ""
        raise MalformedInput("evidence_altered", name=path.name, by=by + on)
