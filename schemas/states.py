"""The closed lists of the domain. Values are the names of JSON, files and exports; labels.py has the words for people."""

from enum import StrEnum


class State(StrEnum):
    """Where an assignment stands. Being late is not a state: the schedule says it."""

    ASSIGNED = "assigned"
    ACKNOWLEDGED = "acknowledged"
    IN_PROGRESS = "in_progress"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    COMPLETED = "completed"
    SUSPENDED = "suspended"
    OBJECTED = "objected"
    REASSIGNED = "reassigned"
    WITHDRAWN = "withdrawn"

    @property
    def is_closed(self) -> bool:
        """Nothing is owed any more; only reopening leads out."""
        return self in _CLOSED


_CLOSED = frozenset({State.COMPLETED, State.REASSIGNED, State.WITHDRAWN})


class Declared(StrEnum):
    """What the agency says of its own work."""

    NONE = "none"
    IN_PROGRESS = "in_progress"
    DONE = "done"


class Verified(StrEnum):
    """What the standing office has found."""

    NONE = "none"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class Schedule(StrEnum):
    """The seven groups of the statistics; derived from days, never typed."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    OPEN_OVERDUE = "open_overdue"
    NO_DEADLINE = "no_deadline"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """The capacity in which a person acts for an office."""

    OFFICER = "officer"
    EXAMINER = "examiner"
    HEAD_OF_STANDING_OFFICE = "head_of_standing_office"
    FOCAL_POINT = "focal_point"
    AGENCY_HEAD = "agency_head"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    OPERATOR = "operator"
    ADMIN = "admin"


class Precision(StrEnum):
    """How exactly a deadline was printed; `none` and `event` never go overdue."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    PERIOD = "period"
    EVENT = "event"
    NONE = "none"


class CountUnit(StrEnum):
    """What a counted deadline counts ("trong 10 ngày làm việc")."""

    DAY = "day"
    WORKING_DAY = "working_day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


class Rhythm(StrEnum):
    """How often the agency reports on an assignment."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    SEMIANNUAL = "semiannual"
    ANNUAL = "annual"


class ReportPart(StrEnum):
    """The parts of a report beside its results, by the fields of `submit_report`."""

    FIGURES = "figures"
    SHORTCOMINGS = "shortcomings"
    LIMITS = "limits"
    BOTTLENECKS = "bottlenecks"
    CAUSES = "causes"
    PROPOSALS = "proposals"


class Owed(StrEnum):
    """What can be owed by a moment; each has its ladder."""

    ACKNOWLEDGE = "acknowledge"
    PERIODIC_REPORT = "periodic_report"
    CONTRIBUTION = "contribution"
    FINAL_EVIDENCE = "final_evidence"
    REVIEW_REPORT = "review_report"
    REVIEW_EVIDENCE = "review_evidence"
    DECIDE_EXTENSION = "decide_extension"
    DECIDE_OBJECTION = "decide_objection"
    EXPLANATION = "explanation"
    OPINION = "opinion"
    REVIEW_DATE = "review_date"
    INDICATOR = "indicator"


class Told(StrEnum):
    """The offices a ladder speaks to; offices, never persons."""

    FOCAL_POINT = "focal_point"
    AGENCY_HEAD = "agency_head"
    COORDINATOR = "coordinator"
    OFFICER = "officer"
    HEAD_OF_STANDING_OFFICE = "head_of_standing_office"
    STANDING_OFFICE = "standing_office"
    DEPUTY_PRIME_MINISTER = "deputy_prime_minister"
    PRIME_MINISTERS_LIST = "prime_ministers_list"
    SUPERVISOR = "supervisor"


class RungKind(StrEnum):
    """What happened to a rung when its moment had come."""

    SENT = "sent"
    COLLAPSED = "collapsed"
    SKIPPED = "skipped"


class BeforeDay(StrEnum):
    """Whether "trước ngày D" still allows the day D itself (domain practice) or not (the letter)."""

    LENIENT = "lenient"
    STRICT = "strict"


class Tier(StrEnum):
    """`key` marks a "nhiệm vụ trọng tâm"."""

    NORMAL = "normal"
    KEY = "key"


class SignatureNeed(StrEnum):
    """What a case asks of the digital signatures on its evidence."""

    SHOWN = "shown"
    """Checked and shown to the examiner, who decides."""
    TO_SUBMIT = "to_submit"
    """Evidence without a valid signature of the assigned agency cannot be submitted."""
    TO_ACCEPT = "to_accept"
    """It can be submitted and not accepted."""


class Verdict(StrEnum):
    """The standing office's finding on a report or on evidence."""

    ACCEPT = "accept"
    RETURN = "return"
