"""Which facts are told to whom: at most one notice per fact and recipient, with an id that never changes.

The register writes them as outbox rows in the transaction of the fact; the dispatcher groups and
sends them. A recipient is an office in a capacity, never a person (design §4).
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from schemas.case import Assignment, Case
from schemas.events import Event, Fact
from schemas.ids import notice_id
from schemas.states import Told

INBOX: Final = "inbox"
"""The channel every notice has; mail and webhooks are added by the dispatcher's settings."""


class Notice(NamedTuple):
    """One row of the outbox."""

    id: str
    stream: str
    seq: int
    target: str
    kind: str
    """The fact it tells, for the template."""
    channel: str
    office: str
    """The agency or standing office; for leaders above offices the name of the rung's addressee."""
    to: Told
    said: Mapping[str, Any]


Recipient = tuple[str, Told]


def _lead(case: Case, event: Event, assignment: Assignment) -> Recipient:
    return assignment.holder, Told.FOCAL_POINT


def _officer(case: Case, event: Event, assignment: Assignment) -> Recipient:
    return case.standing_office, Told.OFFICER


def _rung(case: Case, event: Event, assignment: Assignment) -> Recipient:
    return str(event.payload["office"]), Told(event.payload["to"])


def _asked(case: Case, event: Event, assignment: Assignment) -> Recipient:
    return str(event.payload["to"]), Told.COORDINATOR


def _successor(case: Case, event: Event, assignment: Assignment) -> Recipient:
    to = str(event.payload["to"])
    return to, Told.FOCAL_POINT if to == assignment.holder else Told.COORDINATOR


def _head(case: Case, event: Event, assignment: Assignment) -> Recipient:
    return assignment.holder, Told.AGENCY_HEAD


TOLD: Final[Mapping[Fact, Callable[[Case, Event, Assignment], Recipient]]] = {
    Fact.ASSIGNMENT_OPENED: _lead,
    Fact.REMINDED: _lead,
    Fact.EVIDENCE_SUBMITTED: _officer,
    Fact.EVIDENCE_ACCEPTED: _lead,
    Fact.EVIDENCE_RETURNED: _lead,
    Fact.REPORT_RETURNED: _lead,
    Fact.OBJECTED: _officer,
    Fact.OBJECTION_REJECTED: _lead,
    Fact.REASSIGNED: _lead,
    Fact.HANDED_OVER: _successor,
    Fact.EXTENSION_REQUESTED: _officer,
    Fact.EXTENSION_GRANTED: _lead,
    Fact.EXTENSION_REFUSED: _lead,
    Fact.CONTRIBUTION_REQUESTED: _asked,
    Fact.CONTRIBUTED: _lead,
    Fact.OPINION_REQUESTED: _asked,
    Fact.OPINION_GIVEN: _officer,
    Fact.AMENDED: _lead,
    Fact.SUSPENDED: _lead,
    Fact.RESUMED: _lead,
    Fact.WITHDRAWN: _lead,
    Fact.REOPENED: _lead,
    Fact.EXPLANATION_DEMANDED: _head,
    Fact.EXPLANATION_SUBMITTED: _officer,
    Fact.INSPECTION_OPENED: _head,
    Fact.INSPECTION_RECORDED: _head,
    Fact.RUNG_SENT: _rung,
}
"""Facts that are told; the others are read where they are looked for."""


def notice_of(case: Case, event: Event, assignment: Assignment | None) -> Notice | None:
    """The notice an event causes, given its case and the assignment after it; None when nobody is told."""
    addressed = TOLD.get(event.type)
    if addressed is None or assignment is None:
        return None
    office, to = addressed(case, event, assignment)
    said = event.payload if event.type is Fact.RUNG_SENT else {}
    return Notice(
        id=notice_id(event.stream, event.seq, INBOX, f"{office}:{to}"),
        stream=event.stream,
        seq=event.seq,
        target=event.target,
        kind=event.type.value,
        channel=INBOX,
        office=office,
        to=to,
        said=said,
    )
