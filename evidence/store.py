"""The evidence store: one file per content, named by its SHA-256, in a folder or in an S3-compatible store.

The CLI and the API put files here before a command names them; the commit activity checks that what
a command names is here. Nothing is ever overwritten.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qsl, unquote, urlsplit

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, S3Store

from evidence.kinds import kind_of, safe_name
from schemas.commands import EvidenceFile
from schemas.refusals import MalformedInput

__all__ = ["KEPT_UNNAMED", "MOST_BYTES", "EvidenceStore", "Swept"]

MOST_BYTES: Final = 20 * 1024 * 1024
"""20 MB a file unless set otherwise (design §6)."""
KEPT_UNNAMED: Final = timedelta(days=1)
"""How long a file may wait for the command that names it."""
COMMITS_WITHIN_S: Final = 30.0
"""Longer than a commit that has looked at its files can still take (workflows.options)."""
_CHUNK: Final = 1024 * 1024
_ASIDE: Final = "aside/"
_PREFIX: Final = "sha256/"


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep found and took away."""

    seen: int
    removed: tuple[str, ...]


class EvidenceStore:
    """Files named by their hash: `sha256/ab/abcdef…`, below a folder or a bucket's prefix."""

    def __init__(self, folder: Path, *, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._folder: Path | None = folder
        self._store: LocalStore | S3Store | None = None

    @classmethod
    def at(cls, url: str | None, folder: Path, *, most_bytes: int = MOST_BYTES) -> Self:
        """The store that DONDOC_EVIDENCE_URL names, else the folder; raises ValueError for another kind of URL.

        `file:///srv/minh-chung`, or `s3://bucket/prefix?endpoint=https://…&region=…`; what is not in the
        URL (keys above all) comes from the usual AWS names of the environment.
        """
        if url is None:
            return cls(folder, most_bytes=most_bytes)
        parts = urlsplit(url)
        if parts.scheme == "file" and not parts.netloc and parts.path:
            return cls(Path(unquote(parts.path)), most_bytes=most_bytes)
        if parts.scheme != "s3" or not parts.netloc:
            raise ValueError(
                "file:///folder or s3://bucket[/prefix][?endpoint=…&region=…] expected"
            )
        own = cls(folder, most_bytes=most_bytes)
        own._folder, own._store = None, _bucket(parts.netloc, parts.path, parts.query)
        return own

    async def put(self, path: Path) -> EvidenceFile:
        """Copy a file in and read it back; raises MalformedInput when it cannot be, and keeps nothing then."""
        name = safe_name(path.name)
        return await self.put_bytes(await asyncio.to_thread(self._read, path), name)

    async def put_bytes(self, content: bytes, name: str) -> EvidenceFile:
        """The same for what has been received already."""
        name = safe_name(name)
        self._check_size(len(content), name)
        kind = await asyncio.to_thread(kind_of, content, name)
        sha256 = await asyncio.to_thread(_digest, content)
        file = EvidenceFile(sha256=sha256, size=len(content), name=name, type=kind)
        if not await self.holds(file) or await self._may_be_swept(sha256):
            await self._write(file, content)
            if not await self.holds(file):
                raise MalformedInput(
                    "evidence_unreadable", field="file", name=name, problem="SHA-256"
                )
        return file

    async def holds(self, file: EvidenceFile) -> bool:
        """Whether the file can be read back with the hash and the size the reference names."""
        digest, size = hashlib.sha256(), 0
        try:
            async for chunk in self._chunks(file.sha256):
                size += len(chunk)
                if size > file.size:
                    return False
                await asyncio.to_thread(digest.update, chunk)
        except (OSError, BaseError):
            return False
        return (digest.hexdigest(), size) == (file.sha256, file.size)

    async def read(self, sha256: str) -> bytes:
        """The content; raises FileNotFoundError."""
        try:
            return b"".join([chunk async for chunk in self._chunks(sha256)])
        except FileNotFoundError:
            raise
        except (OSError, BaseError) as error:
            raise FileNotFoundError(sha256) from error

    async def sweep(
        self,
        named: Callable[[], Awaitable[Iterable[str]]],
        now: datetime,
        *,
        older_than: timedelta = KEPT_UNNAMED,
        rest_s: float | None = None,
    ) -> Swept:
        """Take away files that nothing names, once they are older than that; what is named stays for ever.

        They are put aside first. A command that saw its file a moment before may still be
        committing, so *named* is asked again after a rest, and what is named by then comes back.
        """
        keep, opened = frozenset(await named()), self._opened()
        files = await self._listed(_PREFIX)
        old = [key for key, changed in files if now - changed > older_than]
        for key in old:
            if _hash_in(key) not in keep:
                await obstore.rename_async(opened, key, _ASIDE + _hash_in(key))
        aside = [key for key, _ in await self._listed(_ASIDE)]
        if aside:
            await asyncio.sleep(COMMITS_WITHIN_S if rest_s is None else rest_s)
            keep = frozenset(await named())
        for key in aside:
            if _hash_in(key) in keep:
                await obstore.rename_async(opened, key, key_of(_hash_in(key)))
            else:
                await obstore.delete_async(opened, key)
        removed = (_hash_in(key) for key in aside if _hash_in(key) not in keep)
        return Swept(len(files), tuple(sorted(removed)))

    async def _listed(self, prefix: str) -> list[tuple[str, datetime]]:
        return [
            (str(one["path"]), one["last_modified"])
            async for batch in obstore.list(self._opened(), prefix)
            for one in batch
        ]

    async def _chunks(self, sha256: str) -> AsyncIterator[bytes]:
        found = await obstore.get_async(self._opened(), key_of(sha256))
        async for chunk in found.stream(min_chunk_size=_CHUNK):
            yield bytes(chunk)

    async def _may_be_swept(self, sha256: str) -> bool:
        """A file that was put once before and is put again is written again, so that it is young."""
        known = await obstore.head_async(self._opened(), key_of(sha256))
        return datetime.now(UTC) - known["last_modified"] > KEPT_UNNAMED / 2  # noqa: TID251 - compared with the store's own clock

    async def _write(self, file: EvidenceFile, content: bytes) -> None:
        """Create, never overwrite; a damaged file of that name is replaced, since its name says what belongs there."""
        opened, key = self._opened(), key_of(file.sha256)
        try:
            try:
                await obstore.put_async(opened, key, content, mode="create")
            except AlreadyExistsError:
                await obstore.put_async(opened, key, content)
            if self._folder is not None:
                await asyncio.to_thread(_make_durable, self._folder / key, self._folder)
        except (OSError, BaseError) as error:
            problem = getattr(error, "strerror", None) or type(error).__name__
            raise MalformedInput(
                "evidence_unreadable", field="file", name=file.name, problem=problem
            ) from error

    def _opened(self) -> LocalStore | S3Store:
        if self._store is None:
            assert self._folder is not None  # noqa: S101 - one of the two is set
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._store = LocalStore(self._folder, mkdir=True)
        return self._store

    def _read(self, path: Path) -> bytes:
        try:
            # Refused by its size before it is read whole.
            self._check_size(path.stat().st_size, path.name)
            return path.read_bytes()
        except OSError as error:
            raise MalformedInput(
                "evidence_unreadable", field="file", name=path.name, problem=error.strerror
            ) from error

    def _check_size(self, size: int, name: str) -> None:
        if size == 0 or size > self._most_bytes:
            raise MalformedInput(
                "evidence_size", field="file", name=name, size=size, most=self._most_bytes
            )


def key_of(sha256: str) -> str:
    """Where the file with that hash lies, below the store's own place."""
    return f"{_PREFIX}{sha256[:2]}/{sha256}"


def _hash_in(key: str) -> str:
    return key.rpartition("/")[2]


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _bucket(name: str, path: str, query: str) -> S3Store:
    said = dict(parse_qsl(query))
    endpoint = said.get("endpoint")
    options = {"allow_http": True} if endpoint and endpoint.startswith("http://") else {}
    config = {name: said[name] for name in ("endpoint", "region") if name in said}
    return S3Store(name, prefix=path.strip("/") or None, config=config, client_options=options)  # type: ignore[arg-type]


def _make_durable(target: Path, root: Path) -> None:
    """On the disk before a row names it, and for our eyes only."""
    target.chmod(0o600)
    folders = [one for one in (target.parent, *target.parent.parents) if one.is_relative_to(root)]
    for folder in folders:
        folder.chmod(0o700)
    for path in (target, *folders):
        opened = os.open(path, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
