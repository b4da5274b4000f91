"""What intake proposes: segments that cover the text, and directives that point to them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from schemas.states import Precision, Rhythm


class SegmentKind(StrEnum):
    """What a stretch of text is, until a person says otherwise."""

    DIRECTIVE = "directive"
    HEADING = "heading"
    NO_TASK = "no_task"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the text; all segments together are the text, and none overlaps another."""

    id: str
    page: int
    start: int
    end: int
    kind: SegmentKind
    rule: str
    clause: str = ""


@dataclass(frozen=True, slots=True)
class NamedBody:
    """A lead or a coordinator: the name to show, and the code if the table of agencies knows it."""

    name: str
    code: str | None = None
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class ProposedDirective:
    """One directive as the rules read it; `sure` means that lead and deadline need only a glance."""

    n: int
    ref: str
    text: str
    leads: tuple[NamedBody, ...]
    coordinating: tuple[NamedBody, ...]
    deadline: date | None
    deadline_text: str | None
    precision: Precision
    periodic: Rhythm | None
    report_day: int | None
    first_due: date | None
    product: str | None
    renews: tuple[str, ...]
    is_request: bool
    segments: tuple[str, ...]
    rules: tuple[str, ...]
    sure: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Everything proposed for one document."""

    segments: tuple[Segment, ...]
    directives: tuple[ProposedDirective, ...]
