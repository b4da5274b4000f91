"""What happened: the facts of the event log, in order, hash-chained in the register. docs/event-log.md lists the payloads."""

import datetime as dt
from enum import StrEnum
from typing import Any

from pydantic import Field

from schemas.actors import Actor
from schemas.base import Carried


class Fact(StrEnum):
    """Types of events. Each is a past-tense sentence of the business."""

    CONCLUSION_ISSUED = "ConclusionIssued"
    ASSIGNMENT_OPENED = "AssignmentOpened"
    ACKNOWLEDGED = "Acknowledged"
    UNIT_NAMED = "UnitNamed"
    OBJECTED = "Objected"
    OBJECTION_UPHELD = "ObjectionUpheld"
    OBJECTION_REJECTED = "ObjectionRejected"
    REASSIGNED = "Reassigned"
    HANDED_OVER = "HandedOver"
    REPORT_SUBMITTED = "ReportSubmitted"
    REPORT_ACCEPTED = "ReportAccepted"
    REPORT_RETURNED = "ReportReturned"
    EVIDENCE_SUBMITTED = "EvidenceSubmitted"
    EVIDENCE_ACCEPTED = "EvidenceAccepted"
    EVIDENCE_RETURNED = "EvidenceReturned"
    EXTENSION_REQUESTED = "ExtensionRequested"
    EXTENSION_GRANTED = "ExtensionGranted"
    EXTENSION_REFUSED = "ExtensionRefused"
    CONTRIBUTION_REQUESTED = "ContributionRequested"
    CONTRIBUTED = "Contributed"
    OPINION_REQUESTED = "OpinionRequested"
    OPINION_GIVEN = "OpinionGiven"
    REVIEW_DATE_SET = "ReviewDateSet"
    REMINDED = "Reminded"
    AMENDED = "Amended"
    SUSPENDED = "Suspended"
    RESUMED = "Resumed"
    WITHDRAWN = "Withdrawn"
    REOPENED = "Reopened"
    DIRECTIVE_ADDED = "DirectiveAdded"
    RULES_CHANGED = "RulesChanged"
    STANDING_OFFICE_REPLACED = "StandingOfficeReplaced"
    NOTED = "Noted"
    EXPLANATION_DEMANDED = "ExplanationDemanded"
    EXPLANATION_SUBMITTED = "ExplanationSubmitted"
    INSPECTION_OPENED = "InspectionOpened"
    INSPECTION_RECORDED = "InspectionRecorded"
    RUNG_SENT = "RungSent"
    RUNG_COLLAPSED = "RungCollapsed"
    RUNG_SKIPPED = "RungSkipped"
    COMMAND_REFUSED = "CommandRefused"
    CHECKPOINTED = "Checkpointed"


class Event(Carried):
    """One fact of one stream. `seq` rises by one; `(key, ordinal)` is unique in the stream."""

    stream: str
    seq: int
    type: Fact
    target: str
    """The assignment it is about, or the conclusion."""
    key: str
    """The command id, or the obligation and rung, that caused it."""
    ordinal: int = 0
    at: dt.datetime
    """Business time (UTC instant); when it was recorded stands beside it in the register."""
    actor: Actor | None = None
    """None: the clock did it."""
    payload: dict[str, Any] = Field(default_factory=dict)
    digest: str | None = None
    """On the first event of a command: what it said, so that the same id with other content is a conflict."""


class Recorded(Event):
    """An event as the register holds it, with the chain."""

    recorded_at: dt.datetime
    prev_hash: str
    hash: str
