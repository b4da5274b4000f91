"""The keys that payloads are sealed with: read from text or a file, the first seals, all of them open.

Built by bootstrap/settings.py from `DONDOC_PAYLOAD_KEYS` or `DONDOC_PAYLOAD_KEYS_FILE`; used by `gateway.sealing`.
One key is `id=base64 of 32 bytes`; several are separated by commas or lines; `#` begins a comment.
"""

import base64
import binascii
import re
from pathlib import Path
from typing import Final

import structlog
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from schemas.refusals import MalformedInput

KEY_BYTES: Final = 32
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,40}")
_COMMENT: Final = re.compile(r"#.*")

log = structlog.get_logger("keyring")


class Keyring:
    """No key at all (sealing is off), keys from text, or keys of a file that is read again when it changes."""

    def __init__(self, keys: dict[str, AESGCM] | None = None, file: Path | None = None) -> None:
        self._keys = keys or {}
        self._file = file
        self._read_at: tuple[int, int] | None = None
        if file is not None:
            self._read_again(file)

    @classmethod
    def of_text(cls, text: str) -> "Keyring":
        """Keys as the environment holds them; raises MalformedInput without repeating any key."""
        return cls(keys_in(text))

    @classmethod
    def of_file(cls, file: Path) -> "Keyring":
        """Keys as a file holds them; raises MalformedInput when it is missing or wrong at the start."""
        return cls(file=file)

    @property
    def ids(self) -> list[str]:
        """Names of the keys, the sealing one first; they are no secret."""
        self._refresh()
        return list(self._keys)

    def sealing(self) -> tuple[str, AESGCM] | None:
        """The key for new payloads, or None when sealing is off."""
        self._refresh()
        return next(iter(self._keys.items()), None)

    def opening(self, key_id: str) -> AESGCM | None:
        """The key that a payload names, or None when we do not have it."""
        self._refresh()
        return self._keys.get(key_id)

    def _refresh(self) -> None:
        """A file in the middle of being replaced must not stop work: the last good keys stay in force."""
        if self._file is None:
            return
        try:
            if _stamp(self._file) != self._read_at:
                self._read_again(self._file)
        except (OSError, MalformedInput) as problem:
            log.error("payload_keys_not_read_again", problem=str(problem))

    def _read_again(self, file: Path) -> None:
        try:
            stamp, text = _stamp(file), file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise MalformedInput(
                "payload_keys_wrong", field="DONDOC_PAYLOAD_KEYS_FILE", problem=str(error)
            ) from error
        self._keys, self._read_at = keys_in(text), stamp


def keys_in(text: str) -> dict[str, AESGCM]:
    """The keys of a text in their order; at least one, each id once, each key of 32 bytes."""
    entries = [
        part.strip()
        for line in text.splitlines()
        for part in _COMMENT.sub("", line).split(",")
        if part.strip()
    ]
    keys: dict[str, AESGCM] = {}
    for number, entry in enumerate(entries, start=1):
        key_id, _, encoded = entry.partition("=")
        if not _ID.fullmatch(key_id) or key_id in keys:
            raise _wrong(f"key {number}: an id of its own is needed, [A-Za-z0-9._-] up to 40")
        keys[key_id] = AESGCM(_decoded(encoded, number))
    if not keys:
        raise _wrong("there is no key")
    return keys


def _decoded(encoded: str, number: int) -> bytes:
    try:
        key = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise _wrong(f"key {number} is not base64") from None
    if len(key) != KEY_BYTES:
        raise _wrong(f"key {number} has {len(key)} bytes instead of {KEY_BYTES}")
    return key


def _stamp(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_ino


def _wrong(problem: str) -> MalformedInput:
    return MalformedInput("payload_keys_wrong", field="DONDOC_PAYLOAD_KEYS", problem=problem)
