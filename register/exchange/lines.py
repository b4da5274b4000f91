"""What a line of each exported file says: the schema that goes with an export, so that other programs can read it."""

import datetime as dt
from typing import Any, Final

from pydantic import BaseModel, TypeAdapter

from schemas.base import Carried
from schemas.conclusion import Conclusion
from schemas.events import Recorded

__all__ = ["LINES", "schema"]


class SettingLine(Carried):
    """settings.jsonl: a fact about the register as a whole."""

    key: str
    value: str


class PacketLine(Carried):
    """One packet of a conclusion; its plan is JSON as text (schemas.case.Case before its first event)."""

    id: str
    packet: int
    plan: str


class ConclusionLine(Carried):
    """conclusions.jsonl: a conclusion as issued, and how it was divided."""

    ref: str
    content_hash: str
    """Seeds the hash chains of its packets."""
    clock_offset_s: int
    planned_at: dt.datetime
    document: Conclusion
    packets: tuple[PacketLine, ...]


class EventLine(Recorded):
    """events.jsonl: one event, in the order of streams and numbers; docs/event-log.md says how its hash is made."""


class DeliveryLine(Carried):
    """deliveries.jsonl: what became of one notice in one channel."""

    notice: str
    channel: str
    state: str
    attempts: int
    next_try_at: dt.datetime
    done_at: dt.datetime | None = None
    last_error: str | None = None


class CertificateLine(Carried):
    """certificates.jsonl: the completeness certificate of a conclusion, as the JSON text that was sealed."""

    ref: str
    document_sha256: str
    certificate: str
    text: str
    office: str
    approved_by: str
    approved_at: dt.datetime


class AccountLine(Carried):
    """accounts.jsonl: a person who acts for one office in one role; passwords, sessions and tokens stay behind."""

    login: str
    name: str
    office: str
    role: str
    created_at: dt.datetime
    created_by: str
    disabled_at: dt.datetime | None = None


LINES: Final[dict[str, type[BaseModel]]] = {
    "settings.jsonl": SettingLine,
    "conclusions.jsonl": ConclusionLine,
    "events.jsonl": EventLine,
    "deliveries.jsonl": DeliveryLine,
    "certificates.jsonl": CertificateLine,
    "accounts.jsonl": AccountLine,
}


def schema() -> dict[str, Any]:
    """The JSON Schema of every file of JSON Lines, by the file's name."""
    return {name: TypeAdapter(line).json_schema() for name, line in LINES.items()}
