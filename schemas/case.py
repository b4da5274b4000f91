"""The state of a case: what a workflow carries and policy decides from. Texts stay in the register.

A case is one packet of a conclusion. Every field beyond the first release has a default, so that
older states decode; what a default means for them stands beside it.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from pydantic import Field, field_serializer

from schemas.base import Carried
from schemas.rules import Rules
from schemas.states import CountUnit, Declared, Owed, Precision, ReportPart, Rhythm, State, Verified

REMEMBERED_COMMANDS = 400
"""Command ids a case remembers; older ones are answered by the register (design §2)."""


UNIT_KEPT = 200
"""Characters of a unit's name that the state keeps; the whole name is in the event."""

PACKET_HOLDS = 256
"""Assignments in one workflow at most (design §2)."""

REMEMBERED_VERSIONS = 8
"""Earlier versions a deadline carries: the first and the newest; all of them are in the event log."""


class Counted(Carried):
    """A counted period; `from_on` is not counted itself, None while the event is awaited."""

    amount: int
    unit: CountUnit
    from_on: dt.date | None = None


class DeadlineBefore(Carried):
    """An earlier version of a deadline: the day, the document and the event that set it."""

    due_on: dt.date | None = None
    set_by: str | None = None
    set_seq: int = 0


class DeadlineNow(Carried):
    """The deadline that holds now, with the versions before it."""

    due_on: dt.date | None = None
    precision: Precision = Precision.NONE
    names_day_before: bool = False
    """Printed as "trước ngày D": under strict rules the last day is D - 1."""
    first_due_on: dt.date | None = None
    """What the conclusion said, for ever."""
    review_on: dt.date | None = None
    version: int = 1
    set_by: str | None = None
    """The document that set it; None = the conclusion itself."""
    set_seq: int = 0
    """The event that set it."""
    count: Counted | None = None
    """The period it is counted by, or will be once its event is recorded; None: a printed day."""
    past: tuple[DeadlineBefore, ...] = ()
    """Oldest first, at most REMEMBERED_VERSIONS; empty in states from before they were kept."""


class Origin(Carried):
    """The period a carried-over assignment was not done in; its age counts from `due_on`, the day it missed, if any."""

    period: str
    due_on: dt.date | None = None
    ref: str | None = None


class Duty(Carried):
    """The reporting rhythm; day of the month that ends the period, or of the week (Monday = 1)."""

    rhythm: Rhythm
    day: int | None = None
    contains: tuple[ReportPart, ...] = ()
    """What every report must have beside its results."""


class Obligation(Carried):
    """Something somebody owes by the end of a day, until it is done or its ladder has run out."""

    key: str
    """Unique within the assignment for ever: `acknowledge`, `final_evidence:2`, `periodic_report:2023-07`."""
    owed: Owed
    by: str
    """The code of the office that owes it."""
    due_on: dt.date
    opened_at: dt.datetime
    recorded: tuple[str, ...] = ()
    """Names of the rungs already sent, collapsed or skipped."""
    collapsed: tuple[str, ...] = ()
    """Those of `recorded` that gave way to a higher one."""
    within: int | None = None
    """Working days it was given, from `opened_at`; None: it has a day of its own."""


class Milestone(Carried):
    """The value an indicator should have reached by the end of a day."""

    on: dt.date
    value: float


class Aim(Carried):
    """An indicator of the directive with what was last reported of it; unit and baseline are in the register."""

    name: str
    falls: bool = False
    """The better value is the lower one."""
    points: tuple[Milestone, ...] = ()
    """The trajectory with the target at its end, in the order of days."""
    value: float | None = None
    value_on: dt.date | None = None
    value_seq: int = 0
    """The event that reported it; 0 in states from before it was kept."""


class Assignment(Carried):
    """One agency's part of a directive: who answers for it, how far it is, what is owed."""

    id: str
    n: int
    holder: str
    """Who answers for it today; the id keeps the code it was issued to."""
    coordinating: tuple[str, ...] = ()
    """Codes only; groups stay as text in the register."""
    state: State = State.ASSIGNED
    state_seq: int = 0
    """The event that led to this state."""
    resumes_as: State | None = None
    """The state a suspension or an objection interrupted."""
    resumes_then: State | None = None
    """The state beneath an objection that was itself interrupted by a suspension."""
    unit: str | None = None
    """The unit the agency named for the work; its first UNIT_KEPT characters."""
    declared: Declared = Declared.NONE
    progress: int | None = None
    verified: Verified = Verified.NONE
    deadline: DeadlineNow = DeadlineNow()
    origin: Origin | None = None
    duty: Duty | None = None
    reported_through: dt.date | None = None
    """Due day of the newest periodic report that has become an obligation."""
    reported_until: dt.date | None = None
    """Due day of the latest period that has been reported on."""
    reports_since: int = 0
    """The event from which the rhythm counts anew, after an amendment or a reopening; part of the keys since."""
    reports: int = 0
    """Reports submitted, the predecessors' included."""
    opened_at: dt.datetime
    submitted_at: dt.datetime | None = None
    submitted_by: str | None = None
    submission_seq: int | None = None
    unreviewed_report_seq: int | None = None
    unreviewed_report: Obligation | None = None
    """What the unreviewed report settled; owed again if the report is returned."""
    extension_to: dt.date | None = None
    """The day asked for in the open request for an extension."""
    extensions_asked: int = 0
    """Requests for an extension, the predecessors' included."""
    extensions_granted: int = 0
    asked: tuple[str, ...] = ()
    """Offices that were asked for a contribution, each once."""
    silent: tuple[str, ...] = ()
    """Those of `asked` whose last silence counted as agreement."""
    consulted: tuple[str, ...] = ()
    """Offices that the standing office asked what they think of the evidence, each once; none in older states."""
    inspection_seq: int | None = None
    """The event that opened the inspection whose findings are still to be recorded."""
    proposed_office: str | None = None
    """The office proposed in the open objection."""
    completed_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    successor: str | None = None
    predecessor: str | None = None
    rung: str | None = None
    """The highest rung sent for the final evidence under the present deadline."""
    rung_seq: int | None = None
    obligations: tuple[Obligation, ...] = ()
    aims: tuple[Aim, ...] = ()
    """Indicators with their newest values; empty in states from before they were carried."""
    urgent: bool = False
    seq: int = 0
    next_wake_at: dt.datetime | None = None


class Planned(Carried):
    """An assignment as the gateway planned it from the conclusion; opened by the first decision of its case."""

    id: str
    n: int
    holder: str
    coordinating: tuple[str, ...] = ()
    deadline: DeadlineNow = DeadlineNow()
    urgent: bool = False
    """ "ngay", "khẩn trương", "hỏa tốc": acknowledged within one working day instead of two."""
    origin: Origin | None = None
    duty: Duty | None = None
    predecessor: str | None = None
    """The assignment a successor takes over from; what it remembers of it follows."""
    reports: int = 0
    extensions_asked: int = 0
    extensions_granted: int = 0
    aims: tuple[Aim, ...] = ()


def planned_payloads(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """Plans as JSON objects: one that differs from the last in id, number and agency only is copied from it.

    A conclusion for all provinces plans hundreds that are alike; each is written three times on its way.
    """
    payloads: list[dict[str, Any]] = []
    last: Planned | None = None
    for one in planned:
        own = {"id": one.id, "n": one.n, "holder": one.holder}
        if last is not None and last.__dict__ | own == one.__dict__:
            payloads.append(payloads[-1] | own)
        else:
            payloads.append(one.model_dump(mode="json"))
        last = one
    return payloads


class Span(Carried):
    """What one packet of the conclusion holds, from and to: enough to send a stray command to the right one."""

    packet: int
    first_n: int
    first_code: str
    last_n: int
    last_code: str


class Done(Carried):
    """A command the case has carried out: enough to answer a repetition and to see a conflict."""

    digest: str
    target: str
    seq: int = 0
    """Its first event; 0 in older states, where every assignment counts as reached."""


class Case(Carried):
    """One packet of a conclusion: the input of its workflow, the state over continue-as-new, the fold of its stream."""

    schema_version: int = 1
    ref: str
    packet: int = 1
    stream: str
    issued_on: dt.date
    standing_office: str
    clock_offset_s: int = 0
    """Business time minus real time; zero everywhere but in the demo and in tests."""
    rules: Rules
    spans: tuple[Span, ...] = ()
    """All packets of the conclusion as issued; empty when there is one."""
    planned: tuple[Planned, ...] = ()
    """What is still to be opened; empty once the first events are folded."""
    assignments: dict[str, Assignment] = Field(default_factory=dict)
    seq: int = 0
    processed: dict[str, Done] = Field(default_factory=dict)
    """In order of first processing; at most REMEMBERED_COMMANDS."""

    @field_serializer("planned", when_used="json")
    def _written_plans(self, planned: tuple[Planned, ...]) -> list[dict[str, Any]]:
        return planned_payloads(planned)

    @property
    def is_open(self) -> bool:
        """Whether its first events are folded."""
        return self.seq > 0

    @property
    def is_closed(self) -> bool:
        """Whether nothing is owed any more; a packet without assignments waits for its first directive."""
        if not self.assignments:
            return False
        return self.is_open and all(one.state.is_closed for one in self.assignments.values())
