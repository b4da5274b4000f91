"""What the signatures of stored files say, as of the last check: kept beside the log, since it depends on the trust list."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from register.pool import Db
from register.sql import SQL
from schemas.commands import EvidenceFile
from schemas.signatures import SignatureReport

__all__ = ["keep", "known", "signatures_of", "submission"]


async def known(
    db: Db, sha256: str, office: str, *, younger_than: timedelta
) -> SignatureReport | None:
    """The last check of a file for an agency, if it is young enough."""
    found = await db.fetchval(SQL["signature_known"], sha256, office, younger_than)
    return SignatureReport.model_validate(found) if found is not None else None


async def keep(db: Db, sha256: str, report: SignatureReport) -> None:
    """The newest check replaces the one before."""
    said = report.model_dump(mode="json")
    await db.execute(SQL["keep_signature"], sha256, report.office, said)


async def signatures_of(db: Db, hashes: Sequence[str]) -> dict[tuple[str, str], dict[str, Any]]:
    """What is known of these files, by hash and agency."""
    if not hashes:
        return {}
    rows = await db.fetch(SQL["signatures_of_files"], list(hashes))
    return {(row["sha256"], row["office"]): row["result"] for row in rows}


async def submission(db: Db, stream: str, seq: int) -> tuple[list[EvidenceFile], str] | None:
    """The files of a submission and the office that made it."""
    row = await db.fetchrow(SQL["submission"], stream, seq)
    if row is None:
        return None
    payload, actor = json.loads(row["payload"]), json.loads(row["actor"] or "{}")
    files = [EvidenceFile.model_validate(one) for one in payload.get("files") or ()]
    return files, str(actor.get("office", ""))
