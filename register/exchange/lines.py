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
    message: str | None = None
    """In messages.jsonl; None while it waits, and in exports of version 1."""


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


class TokenLine(Carried):
    """tokens.jsonl: a token of the API without its text or hash: a record that opens nothing elsewhere."""

    id: str
    login: str
    name: str
    scopes: tuple[str, ...]
    created_at: dt.datetime
    created_by: str
    ends_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None
    last_used_at: dt.datetime | None = None


class AccessLine(Carried):
    """access.jsonl: a sign-in, a refused one, or an act of administration."""

    at: dt.datetime
    act: str
    login: str
    address: str
    subject: str
    said: dict[str, Any]


class DraftLine(Carried):
    """drafts.jsonl: a review of a document that is not concluded yet (intake.review.stored)."""

    id: str
    document_sha256: str
    version: int
    name: str
    number: str | None = None
    title: str | None = None
    review: dict[str, Any]
    opened_by: str
    opened_at: dt.datetime
    saved_by: str
    saved_at: dt.datetime


class AddressLine(Carried):
    """addresses.jsonl: where an office is reached outside; the secret of a webhook stays behind."""

    office: str
    channel: str
    address: str
    may_be_private: bool
    set_at: dt.datetime
    set_by: str


class DispatchLine(Carried):
    """How far a message went in one channel."""

    channel: str
    state: str
    attempts: int
    next_try_at: dt.datetime
    since: dt.datetime
    done_at: dt.datetime | None = None
    receipt: str | None = None
    last_error: str | None = None


class MessageLine(Carried):
    """messages.jsonl: what an office was sent at one moment."""

    id: str
    office: str
    kind: str
    moment: dt.datetime
    day: dt.date | None = None
    items: Any = None
    made_at: dt.datetime
    not_before: dt.datetime
    dispatches: tuple[DispatchLine, ...]


class InboundKeyLine(Carried):
    """inbound_keys.jsonl: an agency whose system signs its letters; the key stays behind."""

    office: str
    set_at: dt.datetime
    set_by: str


class InboundLine(Carried):
    """inbound.jsonl: a letter of an agency's system, taken or refused."""

    office: str
    webhook_id: str
    received_at: dt.datetime
    outcome: str
    digest: str
    body: str | None = None


class SignatureLine(Carried):
    """signatures.jsonl: what the signatures in a stored file said when they were last checked for an office."""

    sha256: str
    office: str
    result: Any
    checked_at: dt.datetime


class OriginalLine(Carried):
    """originals.jsonl: a document that was taken in; its bytes are the file `original-` and the hash."""

    sha256: str
    name: str
    places: str | None = None
    """Where its words stand on its pages, as JSON text (intake.places); None for what has no pages."""
    taken_by: str
    taken_at: dt.datetime


class ReadLine(Carried):
    """reads.jsonl: a notice that somebody of the office has read in the inbox."""

    notice: str
    office: str
    read_at: dt.datetime
    read_by: str


class ViewLine(Carried):
    """views.jsonl: a list that somebody keeps under a name: filters and columns, no rows."""

    login: str
    name: str
    query: str
    office: str | None = None
    kept_at: dt.datetime


LINES: Final[dict[str, type[BaseModel]]] = {
    "settings.jsonl": SettingLine,
    "conclusions.jsonl": ConclusionLine,
    "events.jsonl": EventLine,
    "deliveries.jsonl": DeliveryLine,
    "certificates.jsonl": CertificateLine,
    "accounts.jsonl": AccountLine,
    "tokens.jsonl": TokenLine,
    "access.jsonl": AccessLine,
    "drafts.jsonl": DraftLine,
    "addresses.jsonl": AddressLine,
    "messages.jsonl": MessageLine,
    "inbound_keys.jsonl": InboundKeyLine,
    "inbound.jsonl": InboundLine,
    "signatures.jsonl": SignatureLine,
    "originals.jsonl": OriginalLine,
    "reads.jsonl": ReadLine,
    "views.jsonl": ViewLine,
}


def schema() -> dict[str, Any]:
    """The JSON Schema of every file of JSON Lines, by the file's name."""
    return {name: TypeAdapter(line).json_schema() for name, line in LINES.items()}
