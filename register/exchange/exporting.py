"""Everything written out: JSON Lines for programs, CSV for people, a manifest with hashes. Run by `dondoc export`.

One snapshot, so an export of a running system is whole. The server writes the lines itself and they go
through in pieces, so memory stays small however long the log is.
"""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, BinaryIO, Final

from asyncpg import Connection, Record

from register.exchange.lines import schema
from register.exchange.manifest import (
    FORMAT,
    NAME,
    VERSION,
    File,
    Manifest,
    digest_of,
    original_name,
)
from register.pool import Db, connection
from register.sql import SQL
from schemas.refusals import Code, Refusal

__all__ = ["LINES", "export"]

LINES: Final[Mapping[str, str]] = {
    "settings.jsonl": "export_settings",
    "conclusions.jsonl": "export_conclusions",
    "events.jsonl": "export_events",
    "deliveries.jsonl": "export_deliveries",
    "certificates.jsonl": "export_certificates",
    "accounts.jsonl": "export_accounts",
    "tokens.jsonl": "export_tokens",
    "access.jsonl": "export_access",
    "drafts.jsonl": "export_drafts",
    "addresses.jsonl": "export_addresses",
    "messages.jsonl": "export_messages",
    "inbound_keys.jsonl": "export_inbound_keys",
    "inbound.jsonl": "export_inbound",
    "signatures.jsonl": "export_signatures",
    "originals.jsonl": "export_originals",
    "reads.jsonl": "export_reads",
    "views.jsonl": "export_views",
}
"""What is read back, and the statement behind each."""

_FIELD, _QUOTE = "\x01", "\x02"
"""Never in JSON, so the lines come out as they are and not as CSV."""


@dataclass
class _Sink:
    """A file that is being written, its hash and its lines counted on the way."""

    path: Path
    to: BinaryIO
    tell: Callable[[int], None]
    lines: int = 0
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    async def take(self, data: bytes) -> None:
        self.to.write(data)
        self.digest.update(data)
        self.size += len(data)
        new = data.count(b"\n")
        self.lines += new
        self.tell(new)

    def file(self, heads: int = 0) -> File:
        return File(
            name=self.path.name,
            lines=self.lines - heads,
            size=self.size,
            sha256=self.digest.hexdigest(),
        )


async def export(
    db: Db, folder: Path, made_at: datetime, *, progress: Callable[..., None] = lambda *_: None
) -> Manifest:
    """Write the register into a new or empty folder; the manifest last, so that half an export is none.

    Raises a Conflict refusal when something is in the folder already.
    """
    _claim(folder)
    async with (
        connection(db) as one,
        one.transaction(isolation="repeatable_read", readonly=True),
    ):
        of = int(await one.fetchval(SQL["log_size"]))
        written: list[File] = []
        for name, statement in LINES.items():
            tell = _teller(progress, of) if statement == "export_events" else lambda _: None
            written.append(await _lines(one, folder / name, SQL[statement], tell))
        written += await _originals(one, folder)
        written += await _for_people(one, folder)
        manifest = Manifest(
            format=FORMAT,
            version=VERSION,
            made_at=made_at.isoformat(),
            conclusions=next(one.lines for one in written if one.name == "conclusions.jsonl"),
            events=of,
            digest=digest_of(await one.fetch(SQL["heads"])),
            files=tuple(written),
        )
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")
    return manifest


def _claim(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise Refusal(Code.CONFLICT, "export_folder_used", folder=str(folder))


def _teller(progress: Callable[..., None], of: int) -> Callable[[int], None]:
    done = 0

    def tell(new: int) -> None:
        nonlocal done
        done += new
        progress(done, of)

    return tell


async def _lines(
    db: "Connection[Record]", path: Path, statement: str, tell: Callable[[int], None]
) -> File:
    with path.open("wb") as to:
        sink = _Sink(path, to, tell)
        await db.copy_from_query(
            statement, output=sink.take, format="csv", delimiter=_FIELD, quote=_QUOTE
        )
        return sink.file()


async def _originals(db: "Connection[Record]", folder: Path) -> list[File]:
    """The documents that were taken in, one after the other, each as it was given."""
    return [
        await _whole(
            folder / original_name(row["sha256"]),
            await db.fetchval(SQL["original_content"], row["sha256"]),
        )
        for row in await db.fetch(SQL["original_hashes"])
    ]


async def _for_people(db: "Connection[Record]", folder: Path) -> list[File]:
    """Assignments and evidence as CSV, the table of agencies that the codes come from, and the schema of the lines."""
    with (folder / "assignments.csv").open("wb") as to:
        sink = _Sink(folder / "assignments.csv", to, lambda _: None)
        await db.copy_from_query(
            SQL["export_assignments"], output=sink.take, format="csv", header=True
        )
        # Texts may hold line breaks, so lines are no rows: rows are counted by the register.
        assignments = sink.file()
    with (folder / "evidence.csv").open("wb") as to:
        sink = _Sink(folder / "evidence.csv", to, lambda _: None)
        await sink.take(_row("assignment", "sha256", "size", "name", "type"))
        async for row in db.cursor(SQL["evidence_named"], prefetch=1_000):
            for file in json.loads(row["payload"])["files"]:
                told = (file.get(name) for name in ("sha256", "size", "name", "type"))
                await sink.take(_row(row["target"], *told))
        evidence = sink.file(heads=1)
    table = (files("schemas") / "agencies.csv").read_bytes()
    form = json.dumps(schema(), ensure_ascii=False, indent=1).encode() + b"\n"
    agencies = await _whole(folder / "agencies.csv", table, heads=1)
    return [assignments, evidence, agencies, await _whole(folder / "schema.json", form)]


async def _whole(path: Path, content: bytes, heads: int = 0) -> File:
    with path.open("wb") as to:
        sink = _Sink(path, to, lambda _: None)
        await sink.take(content)
        return sink.file(heads)


def _row(*cells: Any) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode()
