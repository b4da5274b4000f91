"""What the API answers, as models for its OpenAPI document; the answers themselves are those of the reads."""

import datetime as dt
from typing import Any, Literal

import pydantic_core
from pydantic import BaseModel, Field
from starlette.responses import Response

from schemas.states import Declared, RungKind, Schedule, State, Verified

Object = dict[str, Any]


class Json(Response):
    """A JSON document; "not a number" has no JSON and becomes null."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        return pydantic_core.to_json(content, inf_nan_mode="null")


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    where: Literal["body", "path", "query", "header"] = Field(alias="in")
    field: str = Field(description="path of the field, steps joined by dots")
    detail: str


class Difference(BaseModel):
    """One field in which a running conclusion differs from the one given."""

    path: str
    running: Any
    given: Any


class Problem(BaseModel):
    """A problem document (RFC 9457). Texts are Vietnamese, or English as Accept-Language asks."""

    type: str = Field(description="urn:dondoc:problem:<code>")
    title: str
    status: int
    detail: str
    code: str
    reason: str = Field(description="finer than `code`: one for each sentence")
    remedy: str
    trace_id: str
    errors: list[FieldProblem] = Field(default_factory=list)
    expected_seq: int | None = Field(default=None, description="the version the caller saw")
    seq: int | None = Field(default=None, description="the version there is")
    differences: list[Difference] = Field(default_factory=list)
    command_id: str | None = None


class DeadlineNow(BaseModel):
    """A deadline as printed and as it stands."""

    raw: str | None
    precision: str
    due_on: dt.date | None
    first_due_on: dt.date | None
    review_on: dt.date | None
    version: int
    set_by: Any


class Item(BaseModel):
    """One assignment, as in lists."""

    id: str
    workflow_id: str
    seq: int
    holder: str
    conclusion: str
    n: int
    clause: str | None
    text: str
    lead: str
    level: str
    coordinating: list[str]
    programmes: list[str]
    session: int | None
    state: State
    declared: Declared
    verified: Verified
    schedule: Schedule | None = Field(description="null for what was reassigned")
    deadline: DeadlineNow
    days_late: int
    rung: str | None
    indicators: list[Object]
    behind: bool
    progress: int | None
    title: str
    product: str | None
    carried_over_from: Object | None
    illustrative: bool
    next_wake_at: dt.datetime | None


class Page(BaseModel):
    """One page of assignments, most pressing first."""

    as_of: dt.date
    items: list[Item]
    next: str | None = Field(description="`after` of the next page; null on the last one")


class AssignmentDetails(Item):
    """One assignment in full."""

    kind: Literal["assignment"]
    directive: str
    number: str | None
    issued_on: dt.date
    standing_office: str
    source: str | None
    reports: list[Object]
    evidence: list[Object]
    opinions: list[Object]
    decisions: list[Object]
    exchanges: list[Object]
    rungs: list[Object]
    obligations: list[Object]


class DirectiveDetails(BaseModel):
    """One directive with the assignments the caller may see."""

    kind: Literal["directive"]
    id: str
    conclusion: str
    amended: list[Object]
    assignments: list[Item]


class ConclusionLine(BaseModel):
    """One conclusion, as in lists."""

    id: str
    ref: str
    number: str | None
    title: str
    issued_on: dt.date
    session: int | None
    standing_office: str
    programmes: list[str]
    opened_at: dt.datetime | None
    closed_at: dt.datetime | None


class Conclusions(BaseModel):
    """One page of conclusions, newest first."""

    items: list[ConclusionLine]
    next: str | None


class ConclusionDetails(ConclusionLine):
    """One conclusion with the directives and assignments the caller may see, and their totals."""

    kind: Literal["conclusion"]
    chair: str | None
    source: str | None
    rules: Object | None
    content_hash: str
    packets: list[str]
    totals: dict[str, int]
    directives: list[Object]


class Event(BaseModel):
    """One fact, with its place in the hash chain (docs/event-log.md says how it is made)."""

    stream: str
    seq: int
    type: str
    target: str
    key: str
    ordinal: int
    at: dt.datetime
    recorded_at: dt.datetime
    actor: Object | None
    payload: Object
    digest: str | None
    prev_hash: str
    hash: str


class Events(BaseModel):
    """One page of a history, oldest first."""

    items: list[Event]
    next: str | None = Field(
        description="`after` of the next page, also later for what is new; null when there is nothing yet"
    )


class Reason(BaseModel):
    """One reason behind a field, the nearest first."""

    rule: str
    source: str
    event_seq: int | None
    text_vi: str
    text_en: str


class Totals(BaseModel):
    """The seven groups, which add up to `total` in every row; `behind` lies across them."""

    as_of: dt.date
    formula: str
    rows: list[Object]
    total: dict[str, int]


class Overdue(BaseModel):
    """What is overdue at the end of a day."""

    as_of: dt.date
    overdue: int
    items: list[Item]


class Refused(BaseModel):
    """Delivered commands that were refused, newest first."""

    items: list[Object]


class Started(BaseModel):
    """The answer of `starter.py`."""

    workflow_id: str
    run_id: str | None
    outcome: Literal["started", "already_started"]
    packets: int
    directives: int
    assignments: int


class Planned(BaseModel):
    """What issuing would make; nothing was stored."""

    workflow_id: str
    packets: int
    directives: int
    assignments: int
    items: list[Object]


class Step(BaseModel):
    """One rung of a rehearsal."""

    at: dt.datetime
    assignment: str
    obligation: str
    rung: str
    to: str
    kind: RungKind


class Steps(BaseModel):
    """Every rung in order of time, for a story in which nobody does anything."""

    steps: list[Step]


class StoredFile(BaseModel):
    """A file in the evidence store: what commands name under `files`."""

    sha256: str
    size: int
    name: str
    type: str


class CommandAnswer(BaseModel):
    """What a command to one assignment answers, after the register holds it."""

    command_id: str
    id: str
    seq: int
    state: State
    declared: Declared
    verified: Verified
    schedule: Schedule | Literal[""] = Field(description="empty for what was reassigned")
    due_on: dt.date | None
    next_wake_at: dt.datetime | None
    repeated: bool


class GroupAnswer(BaseModel):
    """What a command to a directive or a conclusion answers; a preview answers `changes` alone."""

    command_id: str | None = None
    id: str | None = None
    affected: list[CommandAnswer] = Field(default_factory=list)
    skipped: list[Object] = Field(default_factory=list)
    repeated: bool | None = None
    changes: list[Object] | None = None
