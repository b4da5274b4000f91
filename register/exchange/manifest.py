"""What a folder of an export holds: its files, their hashes and counts, and what the whole log comes down to."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from schemas.base import Carried
from schemas.refusals import MalformedInput

__all__ = [
    "FORMAT",
    "NAME",
    "VERSION",
    "File",
    "Manifest",
    "digest_of",
    "original_name",
    "read_manifest",
]

NAME: Final = "manifest.json"
FORMAT: Final = "dondoc-export"
VERSION: Final = 2
_READABLE: Final = (1, 2)
"""Version 1 has no tokens, drafts, addresses, messages, letters and sign-ins."""
_CHUNK: Final = 1 << 20


class File(Carried):
    """One file of the folder."""

    name: str
    lines: int
    """Of data; the head of a CSV is not counted."""
    size: int
    sha256: str


class Manifest(Carried):
    """The first file that an import reads."""

    format: str
    version: int
    made_at: str
    conclusions: int
    events: int
    digest: str
    """Of the heads of all streams: two registers with the same digest hold the same events."""
    files: tuple[File, ...]


def original_name(sha256: str) -> str:
    """The file that holds a document as it was taken in."""
    return f"original-{sha256}"


def digest_of(heads: Iterable[Any]) -> str:
    """One hash for the heads of all streams, in order of their ids."""
    digest = hashlib.sha256()
    for head in heads:
        digest.update(f"{head['id']} {head['seq']} {head['head_hash']}\n".encode())
    return digest.hexdigest()


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a folder whose files are whole; raises MalformedInput, naming the file, otherwise."""
    try:
        manifest = Manifest.model_validate(json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        raise MalformedInput("export_unreadable", field=NAME, problem=str(error)[:300]) from None
    if manifest.format != FORMAT or manifest.version not in _READABLE:
        said = f"{manifest.format} {manifest.version}"
        raise MalformedInput("export_other_version", field=NAME, given=said, known=VERSION)
    for file in manifest.files:
        _check(folder, file)
    return manifest


def _check(folder: Path, file: File) -> None:
    if Path(file.name).name != file.name:
        raise MalformedInput("export_changed", field=file.name)
    digest = hashlib.sha256()
    try:
        with (folder / file.name).open("rb") as content:
            while chunk := content.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise MalformedInput("export_unreadable", field=file.name, problem=str(error)) from None
    if digest.hexdigest() != file.sha256:
        raise MalformedInput("export_changed", field=file.name)
