"""Looks at the signatures of evidence when it is submitted and when it is accepted; keeps what it saw for the examiner.

Called by the commit. What is asked for stands in the event (`signed_by`, put there by policy); here
is only looked and compared.
"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final

from evidence.kinds import PDF
from evidence.store import EvidenceStore
from register.pool import Db
from register.post.signatures import keep, known, submission
from schemas.commands import EvidenceFile
from schemas.events import Event, Fact
from schemas.signatures import SignatureReport, Signed

__all__ = ["Signing", "load_ahead"]

YOUNG: Final = timedelta(minutes=5)
"""A check is not repeated within this time, so that a commit that is tried again gets on."""
_MOST_REMEMBERED: Final = 4_096


def load_ahead() -> None:
    """Load what a check needs, some time after a worker has started: the first paper then waits no second for it."""
    import_module("evidence.signatures")


class Signing:
    """Checks with the operator's trust list, read anew for each check: it may have changed."""

    def __init__(self, pool: Db, store: EvidenceStore, trust_dir: Path | None) -> None:
        self._pool = pool
        self._store = store
        self._trust_dir = trust_dir
        self._seen: dict[tuple[str, str], datetime] = {}

    async def missing(self, events: Sequence[Event]) -> list[str]:
        """The commands that need a valid signature and do not bring one; every file is looked at on the way."""
        return [event.key for event in events if not await self._is_signed(event, events)]

    async def _is_signed(self, event: Event, events: Sequence[Event]) -> bool:
        files, office = await self._files_of(event, events)
        asked = event.payload.get("signed_by")
        reports = [await self._look(file, asked or office, event) for file in files if office]
        return asked is None or any(one is not None and one.is_valid for one in reports)

    async def _files_of(
        self, event: Event, events: Sequence[Event]
    ) -> tuple[list[EvidenceFile], str]:
        """The files a fact is about, and the agency whose they are."""
        if event.type is Fact.EVIDENCE_SUBMITTED:
            return _files(event), event.actor.office if event.actor else ""
        if event.type is not Fact.EVIDENCE_ACCEPTED:
            return [], ""
        seq = event.payload.get("reviewed_seq") or 0
        same = next((one for one in events if one.seq == seq), None)
        if same is not None:
            return _files(same), same.actor.office if same.actor else ""
        return await submission(self._pool, event.stream, seq) or ([], "")

    async def _look(self, file: EvidenceFile, office: str, event: Event) -> SignatureReport | None:
        """The report on a file; None when nothing is asked for and it was looked at a moment ago."""
        if file.type != PDF:
            return None
        now = datetime.now(UTC)  # noqa: TID251 - the edge: certificates end in real time
        seen = self._seen.get((file.sha256, office))
        if event.payload.get("signed_by") is None and seen is not None and now - seen < YOUNG:
            return None
        report = await known(self._pool, file.sha256, office, younger_than=YOUNG)
        if report is None:
            content = await self._store.read(file.sha256)
            report = await asyncio.to_thread(self._checked, content, office, now)
            await keep(self._pool, file.sha256, report)
        self._remember(file, office, now)
        return report

    def _checked(self, content: bytes, office: str, now: datetime) -> SignatureReport:
        # Half a second of processor, which a start does not need.
        from evidence.signatures import check
        from evidence.trust import Trust

        try:
            trust = Trust.in_folder(self._trust_dir)
        except (ValueError, OSError) as error:
            problem = f"DONDOC_TRUST_DIR: {error}"[:300]
            return SignatureReport(
                state=Signed.UNREADABLE, office=office, checked_at=now, problem=problem
            )
        return check(content, PDF, office=office, trust=trust, now=now)

    def _remember(self, file: EvidenceFile, office: str, now: datetime) -> None:
        if len(self._seen) >= _MOST_REMEMBERED:
            self._seen.pop(next(iter(self._seen)))
        self._seen[file.sha256, office] = now


def _files(event: Event) -> list[EvidenceFile]:
    return [EvidenceFile.model_validate(one) for one in event.payload.get("files") or ()]
