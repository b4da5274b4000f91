"""Walks the clauses of a document, holds who is inherited, and lets lines after a list speak for its items.

Called by `intake.propose` through `propose_for`; sentences are read by `SentenceReader`, rows by `RowReader`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from intake.actions import begins_action
from intake.bodies import NameReader
from intake.bodies.units import begins_name
from intake.document import Span
from intake.layout.clauses import Clause, ClauseKind
from intake.layout.sentences import sentences_in
from intake.proposal import SegmentKind
from intake.reading.attributes import Attributes, Key, attributes_in
from intake.reading.drafts import Context, Draft, Mark, Pending
from intake.reading.findings import Findings
from intake.reading.headings import HeadingReader
from intake.reading.nontasks import is_quiet_section
from intake.reading.openings import OpeningReader, Setting
from intake.reading.rows import RowReader
from intake.reading.sentence import SentenceReader
from intake.timing.deadline import deadlines_in

_PLAIN = {
    ClauseKind.HEAD: "đầu văn bản",
    ClauseKind.TAIL: "nơi nhận, chữ ký",
}


@dataclass(slots=True)
class _Brothers:
    """What is known of a list of clauses while it is read."""

    owner: Pending | None
    made_from: int
    pending: list[Pending]
    lines: list[Attributes]
    spoke_for_owner: bool = False


class ClauseReader:
    """Walks the clauses of one document; `found` is what it finds."""

    def __init__(self, text: str, folded: str, issued_on: date, setting: Setting) -> None:
        self.text, self.folded = text, folded
        self._issued_on = issued_on
        self.openings = OpeningReader(NameReader(text, issued_on, folded), setting)
        self.found = Findings(self.openings)
        self._headings = HeadingReader(self.openings, folded)
        self._sentences = SentenceReader(self.openings, self._headings, self.found, issued_on)
        self._rows = RowReader(self.openings, text, issued_on)
        self._spoken: Attributes | None = None
        self._step: Callable[[], None] = lambda: None

    def read(self, clauses: list[Clause], step: Callable[[int, int], None]) -> None:
        """Every clause of the document, with what it inherits."""
        done = iter(range(len(clauses) + 1))
        self._step = lambda: step(next(done, len(clauses)), len(clauses))
        self._rows.learn({id(one.table): one.table for one in clauses if one.table}.values())
        left, _ = self._list([one for one in clauses if one.parent is None], Context(), None)
        for pending in left:
            self.found.leave(pending)

    def _list(
        self, clauses: list[Clause], context: Context, owner: Pending | None, *, made: int = 0
    ) -> tuple[list[Pending], bool]:
        """Reads brothers in order: the items still without a doer, and whether a line spoke for the owner."""
        state = _Brothers(owner, len(self.found.drafts) - made, [], [])
        for clause in clauses:
            self._step()
            line = None if context.is_quiet else self._attribute_line(clause)
            if line and not line.only_content:
                state.lines.append(line)
                self.found.mark(
                    clause.start, clause.end, SegmentKind.HEADING, "dòng phân công", clause
                )
                continue
            self._spread(state)
            if line and owner:
                owner.pieces.append((clause.start, clause.end))
                continue
            self._brother(clause, context, state)
        self._spread(state)
        return state.pending, state.spoke_for_owner

    def _brother(self, clause: Clause, context: Context, state: _Brothers) -> None:
        """One clause of a list; lines under the last item of a list speak for the items before it too."""
        self._spoken = None
        left = self._clause(clause, context)
        if self._spoken and state.pending and clause.label and not left:
            self.found.speak_for(state.pending, self._spoken)
            state.pending = []
        state.pending += left

    def _attribute_line(self, clause: Clause) -> Attributes | None:
        if clause.kind is not ClauseKind.TEXT:
            return None
        line = attributes_in(self.folded, clause.first, clause.end)
        gap = self.folded[clause.first : line.start].strip(" -+•(\n") if line else "x"
        return line if line and not gap and not clause.children else None

    def _clause(self, clause: Clause, context: Context) -> list[Pending]:
        """One clause and all below it; returns the items that have no doer yet."""
        if clause.kind is ClauseKind.ROW:
            self._row(clause, context)
            return []
        if clause.kind is not ClauseKind.TEXT:
            self.found.mark(
                clause.start, clause.end, SegmentKind.NO_TASK, _PLAIN[clause.kind], clause
            )
            return []
        sentences = sentences_in(self.text, self.folded, clause.first, clause.end)
        heading = sentences.pop() if self._is_intro(clause, sentences[-1]) else None
        if heading and self._is_spelled_out_below(clause, heading):
            return self._with_things_below(clause, [*sentences, heading], context)
        own = self._sentences.read(clause, sentences, context) if sentences else None
        pending = [self._pending(clause, sentences[-1][1])] if own is None and sentences else []
        if clause.children:
            below = self._inherited(clause, heading, context, own)
            return self._below(clause, (below, heading), pending, made=len(own or []))
        if heading and sentences:
            self.found.mark(*heading, SegmentKind.HEADING, "câu dẫn", clause)
        elif heading:
            pending.append(self._pending(clause, clause.end, is_title=True))
        return pending

    def _is_spelled_out_below(self, clause: Clause, heading: Span) -> bool:
        """ "Bộ X báo cáo trong tháng 3 các vấn đề sau: - Tình hình …": an order with a day whose items are things."""
        is_order = self._headings.lists_contents(heading) or deadlines_in(
            self.text, self.folded, heading, self._issued_on
        )
        if not clause.children or not is_order:
            return False
        return not any(
            one.kind is not ClauseKind.TEXT
            or one.children
            or begins_action(self.folded, one.first, one.end)
            or self.openings.at(one.first, one.end)
            for one in clause.children
        )

    def _with_things_below(
        self, clause: Clause, sentences: list[Span], context: Context
    ) -> list[Pending]:
        own = self._sentences.read(clause, sentences, context)
        below = [(one.start, one.end) for one in clause.children]
        for _ in below:
            self._step()
        if own:
            own[-1].pieces += below
            return []
        pending = self._pending(clause, sentences[-1][1])
        pending.pieces += below
        return [pending]

    def _pending(self, clause: Clause, end: int, *, is_title: bool = False) -> Pending:
        is_action = begins_action(self.folded, clause.first, clause.end)
        return Pending(clause, [(clause.start, end)], is_action, is_title)

    def _inherited(
        self, clause: Clause, heading: Span | None, context: Context, own: list[Draft] | None
    ) -> Context:
        """What the clauses below inherit: from the heading, else from the clause's last directive, else from above."""
        is_quiet = context.is_quiet
        if heading:
            named = self._headings.bodies(heading)
            if named:
                leads, helpers = named
                return Context(
                    leads.mentions,
                    tuple(helpers),
                    leads.is_sure,
                    is_request=leads.is_request,
                    is_directing=self._headings.is_directing(heading),
                )
            is_quiet = is_quiet or (
                is_quiet_section(self.folded, clause.first, heading[1])
                and not self._is_assigned_below(clause)
            )
        if own:
            last = own[-1]
            return Context(
                tuple(last.leads), is_sure=False, is_quiet=is_quiet, is_request=last.is_request
            )
        is_sure = context.is_sure
        if heading:
            is_quiet = is_quiet and not self._headings.names_tasks(heading)
            # A heading that looks like a body nobody knows: what stands below may be meant for it.
            is_sure = is_sure and not begins_name(self.folded, clause.first)
        return Context(context.leads, context.coordinating, is_sure, is_quiet, context.is_request)

    def _is_assigned_below(self, clause: Clause) -> bool:
        """ "2. Đánh giá sản phẩm" with a line "- Phân công: …" under it is work, not an assessment."""
        lines = (self._attribute_line(child) for child in clause.children)
        return any(line and line.first(Key.LEAD) for line in lines)

    def _below(
        self,
        clause: Clause,
        inherited: tuple[Context, Span | None],
        own: list[Pending],
        *,
        made: int,
    ) -> list[Pending]:
        """The clauses under one; lines among them speak for its own directives, or make the clause itself one."""
        below, heading = inherited
        is_item = bool(own) and not heading
        owner = (
            own[0]
            if is_item
            else self._pending(clause, heading[1] if heading else clause.end, is_title=True)
        )
        drafts_before, marks_before = len(self.found.drafts), len(self.found.marks)
        left, spoke = self._list(clause.children, below, None if made else owner, made=made)
        if spoke:
            return left
        self._spoken = None
        if (
            heading
            and len(owner.pieces) > 1
            and len(self.found.drafts) == drafts_before
            and not left
        ):
            return [owner]
        if heading:
            start = clause.start if heading[0] == clause.first else heading[0]
            self.found.marks.insert(
                marks_before, Mark(start, heading[1], SegmentKind.HEADING, "đề mục", clause)
            )
        return own + left

    def _is_intro(self, clause: Clause, last: Span) -> bool:
        """Whether the last sentence of a clause announces what follows it."""
        words = self.folded[last[0] : last[1]].rstrip(" \n")
        is_open = not words.endswith((".", ";", "/", "!", "?")) and not clause.is_item
        return words.endswith(":") or (bool(clause.children) and is_open)

    def _row(self, clause: Clause, context: Context) -> None:
        draft, kind, rule = self._rows.read(clause, context)
        if draft:
            draft.pieces = [(clause.start, clause.end)]
            self.found.add(draft, [])
        else:
            self.found.mark(clause.start, clause.end, kind, rule, clause)

    def _spread(self, state: _Brothers) -> None:
        """Lines after a list speak for its items without a doer, else for those read since, else for the owner."""
        if not state.lines:
            return
        merged = Attributes()
        for line in state.lines:
            for key, spans in line.values.items():
                merged.values.setdefault(key, []).extend(spans)
        made = self.found.drafts[state.made_from :]
        items = [item for item in state.pending if not item.is_title] or state.pending
        if not items and not made and state.owner:
            items, state.spoke_for_owner = [state.owner], True
        for item in state.pending:
            if item not in items:
                self.found.leave(item)
        self.found.speak_for(items, merged)
        for draft in made:
            self.found.apply(draft, merged)
        self._spoken = merged if state.spoke_for_owner else None
        state.pending, state.lines, state.made_from = [], [], len(self.found.drafts)
