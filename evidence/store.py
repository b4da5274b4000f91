"""The evidence store of the local default: one folder, one file per content, named by its SHA-256.

The CLI and the API put files here before a command names them; the commit activity checks that what
a command names is here. Nothing is ever overwritten.
"""

import asyncio
import hashlib
import os
from pathlib import Path

import filetype

from schemas.commands import EvidenceFile
from schemas.refusals import MalformedInput

MOST_BYTES = 20 * 1024 * 1024
"""20 MB a file (design §6)."""
_CHUNK = 1024 * 1024


class EvidenceStore:
    """A folder of files named by their hash: `sha256/ab/abcdef…`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, path: Path) -> EvidenceFile:
        """Copy a file in and read it back; raises MalformedInput when it cannot be, and keeps nothing then."""
        return await asyncio.to_thread(self._put, path)

    async def holds(self, file: EvidenceFile) -> bool:
        """Whether the file can be read back with the hash and the size the reference names."""
        return await asyncio.to_thread(self._reads_back, file.sha256, file.size)

    def path_of(self, sha256: str) -> Path:
        """Where the file with that hash lies."""
        return self._folder / "sha256" / sha256[:2] / sha256

    def _put(self, path: Path) -> EvidenceFile:
        content = _read(path)
        sha256 = hashlib.sha256(content).hexdigest()
        target = self.path_of(sha256)
        if not self._reads_back(sha256, len(content)):
            _write_durably(target, content)
            if not self._reads_back(sha256, len(content)):
                target.unlink(missing_ok=True)
                raise MalformedInput(
                    "evidence_unreadable", field="file", name=path.name, problem="SHA-256"
                )
        kind = filetype.guess_mime(content) or "application/octet-stream"
        return EvidenceFile(sha256=sha256, size=len(content), name=path.name, type=kind)

    def _reads_back(self, sha256: str, size: int) -> bool:
        target = self.path_of(sha256)
        try:
            if target.stat().st_size != size:
                return False
            digest = hashlib.sha256()
            with target.open("rb") as stored:
                while chunk := stored.read(_CHUNK):
                    digest.update(chunk)
        except OSError:
            return False
        return digest.hexdigest() == sha256


def _read(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size == 0 or size > MOST_BYTES:
            raise MalformedInput(
                "evidence_size", field="file", name=path.name, size=size, most=MOST_BYTES
            )
        return path.read_bytes()
    except OSError as error:
        raise MalformedInput(
            "evidence_unreadable", field="file", name=path.name, problem=error.strerror
        ) from error


def _write_durably(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_suffix(f".{os.getpid()}.part")
    try:
        with half.open("wb") as out:
            half.chmod(0o600)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        half.replace(target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise MalformedInput(
            "evidence_unreadable", field="file", name=target.name, problem=error.strerror
        ) from error
