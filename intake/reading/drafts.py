"""Work in progress while a document is read: drafts of directives and the marks that become segments."""

from dataclasses import dataclass, field

from intake.bodies import Mention
from intake.document import Span
from intake.layout.clauses import Clause
from intake.proposal import SegmentKind
from intake.timing import PrintedDeadline


@dataclass(slots=True, eq=False)
class Draft:
    """One directive while its pieces are being found."""

    clause: Clause
    leads: list[Mention]
    coordinating: list[Mention] = field(default_factory=list)
    pieces: list[Span] = field(default_factory=list)
    deadline: PrintedDeadline | None = None
    time_cell: Span | None = None
    product: Span | None = None
    rules: list[str] = field(default_factory=list)
    is_request: bool = False
    doubts: list[str] = field(default_factory=list)
    part: int = 0

    def doubt(self, why: str) -> None:
        if why not in self.doubts:
            self.doubts.append(why)

    def rule(self, name: str) -> None:
        if name not in self.rules:
            self.rules.append(name)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch of text was found to be."""

    start: int
    end: int
    kind: SegmentKind
    rule: str
    clause: Clause | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What a clause inherits from the clauses above it."""

    leads: tuple[Mention, ...] = ()
    coordinating: tuple[Mention, ...] = ()
    is_sure: bool = True
    is_quiet: bool = False
    is_request: bool = False
    # "Bộ trưởng Bộ X chỉ đạo:": who stands in the items below only carries it out.
    is_directing: bool = False


@dataclass(slots=True, eq=False)
class Pending:
    """An item without a doer so far; a line after the list may still name one."""

    clause: Clause
    pieces: list[Span]
    is_action: bool
    is_title: bool = False
