"""An export read into an empty register: the identical one, checked by its hash chains. Run by `dondoc import`.

Plans and log are read back, everything else is derived anew by the code behind `rebuild`. One
transaction: whatever is wrong, the register stays empty.
"""

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Final

import pydantic_core
from asyncpg import Connection, Record

from register.exchange.manifest import File, Manifest, digest_of, original_name, read_manifest
from register.fresh import derive
from register.log.chain import canonical, seed
from register.log.stored import as_rows
from register.pool import Db, connection
from register.post.addresses import new_secret
from register.rebuild import replace
from register.sql import SQL
from register.writing.frames import header_hash, header_of
from schemas.case import Case
from schemas.refusals import Code, MalformedInput, Refusal

__all__ = ["Imported", "import_from"]

CHUNK: Final = 1_000
_BESIDE: Final = {
    "deliveries.jsonl": ("import_delivery", False),
    "tokens.jsonl": ("import_token", False),
    "access.jsonl": ("import_access", False),
    "drafts.jsonl": ("import_draft", False),
    "addresses.jsonl": ("import_address", True),
    "messages.jsonl": ("import_message", False),
    "inbound_keys.jsonl": ("import_inbound_key", True),
    "inbound.jsonl": ("import_inbound", False),
    "signatures.jsonl": ("import_signature", False),
    "reads.jsonl": ("import_read", False),
    "views.jsonl": ("import_view", False),
}
"""What does not follow from the log, in an order in which nothing refers to what is not there yet; True: a new secret each."""
_EVENT: Final = (
    *("stream", "seq", "type", "target", "key", "ordinal", "at", "actor", "payload"),
    *("digest", "recorded_at", "prev_hash", "hash"),
)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in; `digest` is that of the manifest."""

    conclusions: int
    events: int
    digest: str


async def import_from(
    db: Db, folder: Path, *, progress: Callable[..., None] = lambda *_: None
) -> Imported:
    """Read an export into this register.

    Raises MalformedInput for files that are not as they were written, a Conflict refusal when the
    register is not empty.
    """
    manifest = read_manifest(folder)
    async with connection(db) as one, one.transaction():
        await one.execute(SQL["hold_commits"])
        if not await one.fetchval(SQL["is_empty"]):
            raise Refusal(Code.CONFLICT, "register_not_empty")
        for setting in _lines(folder / "settings.jsonl"):
            await one.execute(SQL["import_setting"], setting["key"], setting["value"])
        for said in _lines(folder / "conclusions.jsonl"):
            await _conclusion(one, said)
        await one.copy_records_to_table(
            "event", records=_events(folder / "events.jsonl", manifest, progress), columns=_EVENT
        )
        await one.execute(SQL["analyse_log"])
        _, found = await derive(one, progress)
        if found:
            raise MalformedInput("export_broken", field=found[0]["id"], count=len(found))
        await _aside(one, folder, manifest)
        await replace(one)
        digest = digest_of(await one.fetch(SQL["heads"]))
        if digest != manifest.digest:
            raise MalformedInput("export_broken", field="digest", count=1)
    return Imported(manifest.conclusions, manifest.events, digest)


async def _conclusion(db: "Connection[Record]", said: dict[str, Any]) -> None:
    document = said["document"]
    await db.execute(
        SQL["import_conclusion"],
        *(said["ref"], said["content_hash"], document, document.get("number"), document["title"]),
        *(date.fromisoformat(document["issued_on"]), document.get("session")),
        *(document["standing_office"], list(document.get("programmes") or ())),
        *(said["clock_offset_s"], len(said["packets"])),
        datetime.fromisoformat(said["planned_at"]),
    )
    rows = as_rows(_stream(packet, said["content_hash"]) for packet in said["packets"])
    await db.execute(SQL["plan_streams"], said["ref"], rows)


def _stream(packet: dict[str, Any], content_hash: str) -> dict[str, Any]:
    """A packet as it was planned: nothing of what happened since."""
    header = header_of(Case.model_validate_json(packet["plan"]))
    return {
        "id": packet["id"],
        "packet": packet["packet"],
        "plan": packet["plan"],
        "head_hash": seed(content_hash, packet["packet"]),
        "header": header,
        "header_hash": header_hash(header, content_hash),
    }


async def _events(
    path: Path, manifest: Manifest, progress: Callable[..., None]
) -> AsyncIterator[tuple[Any, ...]]:
    """The log row by row, payload and actor as the text that was hashed."""
    for number, said in enumerate(_lines(path), start=1):
        if number % CHUNK == 0:
            progress(number, manifest.events)
        yield (
            *(said["stream"], said["seq"], said["type"], said["target"], said["key"]),
            *(said["ordinal"], datetime.fromisoformat(said["at"])),
            None if said["actor"] is None else canonical(said["actor"]),
            canonical(said["payload"]),
            *(said["digest"], datetime.fromisoformat(said["recorded_at"])),
            *(said["prev_hash"], said["hash"]),
        )


async def _aside(db: "Connection[Record]", folder: Path, manifest: Manifest) -> None:
    """Everything that does not follow from the log; a file that an older export lacks holds nothing."""
    for said in _lines(folder / "certificates.jsonl"):
        await _certificate(db, said)
    for said in _lines(folder / "accounts.jsonl"):
        await _account(db, said)
    known = {file.name: file for file in manifest.files}
    if "originals.jsonl" in known:
        for said in _lines(folder / "originals.jsonl"):
            await _original(db, folder, said, known)
    for name, (statement, with_secrets) in _BESIDE.items():
        if name in known:
            await _beside(db, folder / name, SQL[statement], with_secrets=with_secrets)


async def _original(
    db: "Connection[Record]", folder: Path, said: dict[str, Any], known: Mapping[str, File]
) -> None:
    """A document with its bytes, which must be those it is named after."""
    name = original_name(said["sha256"])
    if name not in known or known[name].sha256 != said["sha256"]:
        raise MalformedInput("export_changed", field=name[:100])
    await db.execute(
        SQL["import_original"],
        *(said["sha256"], said["name"], (folder / name).read_bytes(), said["places"]),
        *(said["taken_by"], _instant(said["taken_at"])),
    )


async def _beside(
    db: "Connection[Record]", path: Path, statement: str, *, with_secrets: bool
) -> None:
    """The lines of one file as they stand there, so many at a time.

    In place of a secret that stayed behind comes one that nobody knows: nothing is signed in another's name.
    """
    lines = _texts(path)
    while chunk := list(islice(lines, CHUNK)):
        fresh = ([new_secret() for _ in chunk],) if with_secrets else ()
        await db.execute(statement, f"[{','.join(chunk)}]", *fresh)


async def _certificate(db: "Connection[Record]", said: dict[str, Any]) -> None:
    await db.execute(
        SQL["import_certificate"],
        *(said["ref"], said["document_sha256"], said["certificate"], said["text"]),
        *(said["office"], said["approved_by"], _instant(said["approved_at"])),
    )


async def _account(db: "Connection[Record]", said: dict[str, Any]) -> None:
    await db.execute(
        SQL["import_account"],
        *(said["login"], said["name"], said["office"], said["role"]),
        *(_instant(said["created_at"]), said["created_by"], _instant(said["disabled_at"])),
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _lines(path: Path) -> Iterator[Any]:
    """The documents of a file of JSON Lines, one after the other."""
    return (said for _, said in _read(path))


def _texts(path: Path) -> Iterator[str]:
    """The same as the text that stands there, so that numbers come in as they were written."""
    return (line.decode() for line, _ in _read(path))


def _read(path: Path) -> Iterator[tuple[bytes, Any]]:
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield line, pydantic_core.from_json(line)
            except ValueError as error:
                raise MalformedInput(
                    "export_unreadable", field=path.name, line=number, problem=str(error)
                ) from None
