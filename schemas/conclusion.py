"""A conclusion as the standing office writes it down: the file of `starter.py`, of intake and of the API."""

import datetime as dt
from typing import Annotated

from pydantic import BeforeValidator, Field

from schemas.base import Text, Written
from schemas.ids import CODE_PATTERN, REF_PATTERN
from schemas.states import (
    BeforeDay,
    CountUnit,
    Owed,
    Precision,
    ReportPart,
    Rhythm,
    SignatureNeed,
    Tier,
)

MOST_DIRECTIVES = 500
MOST_ASSIGNMENTS = 5_000
LONGEST_TEXT = 20_000


def _plain_day(value: object) -> object:
    """YAML reads `2023-07-12` as a date; a time of day beside it would be cut off in silence."""
    if isinstance(value, dt.datetime):
        raise ValueError("a date without a time of day is expected")
    return value


Day = Annotated[dt.date, BeforeValidator(_plain_day)]
ShortText = Annotated[Text, Field(min_length=1, max_length=500)]
LongText = Annotated[Text, Field(min_length=1, max_length=LONGEST_TEXT)]


class Count(Written):
    """A counted period, as "trong 10 ngày làm việc"; of a range ("18-24 tháng") the upper end.

    `from_on` is the day it is counted from, itself not counted; without it the issue, and for
    precision `event` the day of the event once it is recorded.
    """

    amount: int = Field(ge=1, le=3_660)
    unit: CountUnit
    from_on: Day | None = None


class Deadline(Written):
    """A deadline as printed and as understood; the printed day is never moved (design §4).

    With precision `period` the day may be left out: it is counted at the issue.
    """

    raw: Text | None = Field(default=None, max_length=500)
    precision: Precision = Precision.NONE
    due_on: Day | None = None
    review_on: Day | None = None
    count: Count | None = None


class ReportDuty(Written):
    """The reporting rhythm of a directive. `day`: 1–31 of the month that ends the period, or 1–7 (Monday = 1) of the week.

    `contains`: what every report must have beside its results; one without is refused.
    """

    rhythm: Rhythm
    day: int | None = Field(default=None, ge=1, le=31)
    contains: tuple[ReportPart, ...] = Field(default=(), max_length=len(ReportPart))


class TrajectoryPoint(Written):
    """The value an indicator should have reached by a day."""

    on: Day
    value: float


class Indicator(Written):
    """A measurable result: "chỉ tiêu cụ thể đo lường được" (Prime Minister, 30/11/2021)."""

    name: ShortText
    unit: ShortText
    baseline: float | None = None
    target: float
    by: Day
    trajectory: tuple[TrajectoryPoint, ...] = Field(default=(), max_length=60)


class CarriedOver(Written):
    """Where a directive comes from that was not done in an earlier period; its age counts from `due_on`.

    Work that was open and not due has no such day; its age counts from `given_on`, where that is known.
    """

    period: ShortText
    due_on: Day | None = None
    given_on: Day | None = None
    ref: str | None = Field(default=None, max_length=120)


class Directive(Written):
    """One thing the Prime Minister ordered, with those who answer for it: one assignment for each assignee."""

    n: int = Field(ge=1, le=9_999)
    clause: Text | None = Field(default=None, max_length=200)
    text: LongText
    assignees: tuple[ShortText, ...] = Field(min_length=1, max_length=1_000)
    coordinating: tuple[ShortText, ...] = Field(default=(), max_length=1_000)
    deadline: Deadline = Deadline()
    report: ReportDuty | None = None
    product: Text | None = Field(default=None, max_length=2_000)
    indicators: tuple[Indicator, ...] = Field(default=(), max_length=100)
    carried_over_from: CarriedOver | None = None
    illustrative: bool = False


class RuleChoice(Written):
    """The rules a conclusion may choose for itself."""

    before_day: BeforeDay = BeforeDay.LENIENT
    tier: Tier = Tier.NORMAL
    signature: SignatureNeed = SignatureNeed.SHOWN
    ladders: dict[Owed, tuple[ShortText, ...]] = Field(default_factory=dict)
    """Ladders of its own in place of the standard ones: `final_evidence: [-7d focal_point, +1d agency_head]`."""


class Conclusion(Written):
    """A "Thông báo kết luận" with its directives."""

    ref: str = Field(pattern=REF_PATTERN)
    number: Text | None = Field(default=None, max_length=100)
    issued_on: Day
    session: int | None = Field(default=None, ge=1, le=9_999)
    title: ShortText
    chair: Text | None = Field(default=None, max_length=500)
    standing_office: str = Field(pattern=CODE_PATTERN)
    programmes: tuple[ShortText, ...] = Field(default=(), max_length=20)
    source: Text | None = Field(default=None, max_length=2_000)
    secrecy: Text | None = Field(default=None, max_length=100)
    directives: tuple[Directive, ...] = Field(min_length=1, max_length=MOST_DIRECTIVES)
    rules: RuleChoice = RuleChoice()
