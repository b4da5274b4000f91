"""The values that papers are made of: work as it stood when a day ended, what agencies said of it, and sums.

Filled by the register's reads, laid out by `papers`; both know nothing else of each other. Plain
dataclasses, since a yearly report holds many thousands of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

__all__ = ["Counts", "ExtensionAsked", "IndicatorCourse", "PeriodFigures", "Said", "Span", "Work"]

Counts = Mapping[str, int]
"""The seven groups of the statistics and `total`."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period of a report: its name (`2023-H1`), its first and last day, and its length in months."""

    name: str
    first: date
    last: date
    months: int


@dataclass(frozen=True, slots=True)
class Said:
    """What an agency itself said about work that lags, and when: its newest report or explanation that says anything."""

    on: date
    causes: str | None = None
    bottlenecks: str | None = None
    limits: str | None = None
    shortcomings: str | None = None
    proposals: str | None = None
    explanation: str | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """One assignment as it stood at the end of a day."""

    id: str
    conclusion: str
    number: str | None
    """Of the conclusion, as printed; None = not known."""
    issued_on: date
    title: str
    standing_office: str
    clause: str | None
    n: int
    text: str
    product: str | None
    holder: str
    level: str
    coordinating: tuple[str, ...]
    raw: str | None
    """The deadline as printed."""
    due_on: date | None
    first_due_on: date | None
    set_by: str | None
    """The document that set the deadline in force; None = the conclusion."""
    origin_period: str | None
    origin_due_on: date | None
    """First due day of what was carried over from an earlier period."""
    state: str
    schedule: str
    days_late: int
    progress: int | None
    submitted_on: date | None
    """When the newest evidence was submitted."""
    illustrative: bool
    said: Said | None

    @property
    def owed_since(self) -> date | None:
        """The day its age counts from: the first due day of what was carried over, else the day in force."""
        return self.origin_due_on or self.due_on

    @property
    def is_done(self) -> bool:
        return self.schedule in {"done_on_time", "done_late"}

    def age_on(self, day: date) -> int:
        """Days since it was owed: up to the submission once done, else up to that day."""
        if self.owed_since is None:
            return 0
        until = self.submitted_on if self.is_done and self.submitted_on else day
        return max(0, (until - self.owed_since).days)


@dataclass(frozen=True, slots=True)
class IndicatorCourse:
    """A measurable result, the path it should take and the values its agency reported."""

    assignment: str
    holder: str
    name: str
    unit: str
    baseline: float | None
    target: float
    by: date
    trajectory: tuple[tuple[date, float], ...]
    reported: tuple[tuple[date, float], ...]
    value: float | None = None
    """The newest value: of the latest day."""
    expected: float | None = None
    """What the path asks for by the day of the report; None before its first point."""
    behind: bool = False
    """Whether the newest value does not suffice (policy.indicators)."""


@dataclass(frozen=True, slots=True)
class ExtensionAsked:
    """The newest request for more time on an assignment, and the decision on it when there is one."""

    work: Work
    asked_on: date
    due_before: date | None
    new_due_on: date
    reason: str
    granted: bool | None
    """None while nobody has decided."""
    granted_to: date | None = None
    decision_number: str | None = None
    decision_date: date | None = None
    decision_signer: str | None = None


@dataclass(frozen=True, slots=True)
class PeriodFigures:
    """Everything a periodic report says, as it stood at the end of `as_of`."""

    span: Span
    as_of: date
    office: str
    """The standing office that reports."""
    by: Mapping[str, tuple[tuple[str, Counts], ...]]
    """Rows of `stats` by agency, level and programme; the empty key belongs to none."""
    total: Counts
    before: Span
    total_before: Counts
    """At the end of the period before."""
    facts: Mapping[str, int]
    """How often each thing happened in the period, up to `as_of`."""
    facts_before: Mapping[str, int]
    not_done: tuple[Work, ...]
    """Due in the period, and not done by its end (or by `as_of`, when that is earlier)."""
    carried: tuple[Work, ...]
    """Due before the period began, and not done by then."""
    due: Mapping[str, int]
    """How much was due in the period, by agency: what `not_done` is a part of."""
    indicators: tuple[IndicatorCourse, ...]
