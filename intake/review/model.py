"""A review in progress: the proposal, what a person has decided of it, and by whom. Frozen; operations return a new one."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from intake.document import Document
from intake.duplicates import Likeness
from intake.proposal import Proposal, ProposedDirective, SegmentKind
from intake.refusals import IntakeCode, IntakeRefusal
from schemas.states import Precision, Rhythm

# The rule under which lines such as "Cơ quan chủ trì: …" are read.
AFTER_LIST: Final = "dòng phân công"


class Decision(StrEnum):
    """What a person has said of a proposed directive."""

    OPEN = "open"
    ACCEPTED = "accepted"


class Verdict(StrEnum):
    """What a person has said of a document or directive that resembles a known one."""

    OTHER = "other"
    RENEWS = "renews"


@dataclass(frozen=True, slots=True)
class Repeat:
    """Something known that the document, or its directive `n`, resembles; and what a person decided."""

    like: Likeness
    id: str
    score: float
    n: int | None = None
    said: str = ""
    verdict: Verdict | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class DraftMark:
    """Which version of which draft in the register a review is; `by` and `at` say who saved it when."""

    id: str
    version: int
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class ReviewedSegment:
    """A stretch of the text, the directives it belongs to, and who said that it holds no task."""

    id: str
    start: int
    end: int
    kind: SegmentKind
    rule: str
    clause: str = ""
    directives: tuple[int, ...] = ()
    person: str | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class ReviewedDirective:
    """A directive as the person leaves it; leads are agency codes, or names and groups as printed."""

    n: int
    ref: str
    text: str
    leads: tuple[str, ...]
    coordinating: tuple[str, ...] = ()
    deadline_text: str | None = None
    precision: Precision = Precision.NONE
    due_on: date | None = None
    review_on: date | None = None
    periodic: Rhythm | None = None
    report_day: int | None = None
    product: str | None = None
    renews: tuple[str, ...] = ()
    is_request: bool = False
    sure: bool = False
    decision: Decision = Decision.OPEN
    decided_by: str | None = None
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """Everything a person works on, with the hash and the text it is about."""

    document_name: str
    document_sha256: str
    text: str
    number: str | None
    type: str | None
    issued_on: date | None
    title: str | None
    issuer: str | None
    signer: str | None
    segments: tuple[ReviewedSegment, ...]
    directives: tuple[ReviewedDirective, ...]
    repeats: tuple[Repeat, ...] = ()
    draft: DraftMark | None = None

    def directive(self, n: int) -> ReviewedDirective:
        """The directive with a number; refuses an unknown one."""
        for one in self.directives:
            if one.n == n:
                return one
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line="?", field=f"nhiệm vụ {n}", found="không có nhiệm vụ này"
        )

    def with_directives(self, directives: tuple[ReviewedDirective, ...]) -> "Review":
        return replace(self, directives=tuple(sorted(directives, key=lambda one: one.n)))

    def source_of(self, n: int) -> str:
        """The sentence or row a directive was read from, as printed."""
        return "".join(
            self.text[one.start : one.end]
            for one in self.segments
            if n in one.directives and one.kind is SegmentKind.DIRECTIVE
        )


def start_review(document: Document, proposal: Proposal) -> Review:
    """A review in which nobody has decided anything yet; headings belong to the directives that follow under them."""
    head = document.header
    owners = {ident: one.n for one in proposal.directives for ident in one.segments}
    segments = tuple(
        ReviewedSegment(
            one.id,
            one.start,
            one.end,
            one.kind,
            one.rule,
            one.clause,
            (owners[one.id],) if one.id in owners else (),
        )
        for one in proposal.segments
    )
    return Review(
        document.name, document.sha256, document.text, head.number, head.type, head.issued_on, head.subject or head.meeting, head.issuer, head.signer,
        with_headings(segments), tuple(_reviewed(one) for one in proposal.directives),
    )  # fmt: skip


def with_headings(segments: tuple[ReviewedSegment, ...]) -> tuple[ReviewedSegment, ...]:
    """Gives each heading the directives from it to the next heading that is cited at its level or above."""
    found = []
    for index, segment in enumerate(segments):
        if segment.kind is SegmentKind.HEADING:
            segment = replace(segment, directives=_under(segments, index))
        found.append(segment)
    return tuple(found)


def _under(segments: tuple[ReviewedSegment, ...], index: int) -> tuple[int, ...]:
    """The directives a heading is shared by: those after it at its level or below; for a line that follows a list, those before."""
    clause = segments[index].clause
    is_wide = not clause or "đoạn" in clause
    numbers: list[int] = []
    for later in segments[index + 1 :]:
        if (
            later.kind is SegmentKind.HEADING
            and not is_wide
            and not later.clause.startswith((f"{clause}.", f"{clause},"))
        ):
            break
        numbers += later.directives if later.kind is SegmentKind.DIRECTIVE else ()
    if segments[index].rule == AFTER_LIST:
        earlier = [
            n
            for one in segments[:index]
            if one.kind is SegmentKind.DIRECTIVE
            for n in one.directives
        ]
        numbers = earlier[-1:] or numbers
    return tuple(dict.fromkeys(numbers))


def _reviewed(one: ProposedDirective) -> ReviewedDirective:
    return ReviewedDirective(
        n=one.n, ref=one.ref, text=one.text, leads=tuple(lead.code or lead.name for lead in one.leads), coordinating=tuple(body.code or body.name for body in one.coordinating),
        deadline_text=one.deadline_text, precision=one.precision, due_on=one.deadline, periodic=one.periodic, report_day=one.report_day,
        product=one.product, renews=one.renews, is_request=one.is_request, sure=one.sure, rules=one.rules,
    )  # fmt: skip
