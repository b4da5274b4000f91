"""Puts the proposal together: reads the clauses, dates the drafts, says what is sure, cuts the segments."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from intake.bodies import Mention, NameKind, NameReader
from intake.document import Document
from intake.layout.clauses import clauses_of
from intake.layout.tables import Column
from intake.proposal import NamedBody, Proposal, ProposedDirective
from intake.reading.drafts import Draft
from intake.reading.products import product_of, renewed_in
from intake.reading.reader import ClauseReader
from intake.reading.references import references_of
from intake.reading.segments import marks_of_drafts, segments_of
from intake.reading.setting import setting_of
from intake.timing import PrintedDeadline, PrintedRhythm, deadline_in, deadline_of_cell, rhythm_in
from intake.words import fold, squeezed

Progress = Callable[[int, int], None]
_UNDATED: Final = date(2000, 1, 1)


def propose_for(document: Document, progress: Progress | None = None) -> Proposal:
    """The proposal for a document; `progress` is told how many clauses of how many are read."""
    folded = fold(document.text)
    issued_on = document.header.issued_on or _UNDATED
    setting = setting_of(NameReader(document.text, issued_on, folded), document.header)
    clauses = clauses_of(document.text, folded)
    reader = ClauseReader(document.text, folded, issued_on, setting)
    reader.read(clauses, progress or (lambda done, of: None))
    drafts = sorted(reader.found.drafts, key=lambda draft: draft.pieces[0])
    refs = references_of(clauses)
    marks = [*reader.found.marks, *marks_of_drafts(drafts)]
    segments, owned = segments_of(document, marks, refs)
    finish = _Finisher(document, folded, issued_on, _merged_names(folded, document.text))
    directives = tuple(
        finish.directive(n, draft, refs, tuple(owned.get(id(draft), ())))
        for n, draft in enumerate(drafts, start=1)
    )
    return Proposal(segments, directives)


class _Finisher:
    """Turns the drafts of one document into proposed directives."""

    def __init__(
        self, document: Document, folded: str, issued_on: date, same: dict[str, str]
    ) -> None:
        self._document, self._folded, self._issued_on, self._same = (
            document,
            folded,
            issued_on,
            same,
        )

    def _is_within(self, rhythm: int, deadline: int) -> bool:
        """ "định kỳ hằng năm báo cáo … trước ngày 30 tháng 11": the day belongs to the rhythm beside it."""
        between = self._folded[min(rhythm, deadline) : max(rhythm, deadline)]
        return len(between) < 60 or (
            rhythm < deadline and len(between) < 140 and ";" not in between
        )

    def directive(
        self, n: int, draft: Draft, refs: dict[int, str], segments: tuple[str, ...]
    ) -> ProposedDirective:
        deadline = self._deadline(draft)
        rhythm = self._rhythm(draft)
        if (
            rhythm
            and deadline.due_on
            and deadline.rule in {"ngày/tháng", "ngày tháng"}
            and self._is_within(rhythm.start, deadline.start)
        ):
            deadline = replace(deadline, due_on=None, rule="ngày trong kỳ", is_sure=False)
        text = self._text(draft)
        reference = refs.get(id(draft.clause), "")
        rules = [
            *draft.rules,
            *([f"thời hạn: {deadline.rule}"] if deadline.rule else []),
            *(f"ngờ: {why}" for why in draft.doubts),
        ]
        return ProposedDirective(
            n=n,
            ref=reference if draft.part < 2 else f"{reference}, ý {draft.part}",
            text=text,
            leads=self._bodies(draft.leads),
            coordinating=self._bodies(
                [
                    one
                    for one in draft.coordinating
                    if one.kind is NameKind.GROUP
                    or one.name not in {lead.name for lead in draft.leads}
                ]
            ),
            deadline=deadline.due_on,
            deadline_text=deadline.raw,
            precision=deadline.precision,
            periodic=rhythm.rhythm if rhythm else None,
            report_day=rhythm.day if rhythm else None,
            first_due=rhythm.first_due if rhythm else None,
            product=squeezed(self._document.text[slice(*draft.product)])
            if draft.product
            else product_of(text),
            renews=renewed_in(text),
            is_request=draft.is_request,
            segments=segments,
            rules=tuple(rules),
            sure=self._is_sure(draft, deadline),
        )

    def _deadline(self, draft: Draft) -> PrintedDeadline:
        if draft.time_cell:
            return deadline_of_cell(
                self._document.text, self._folded, draft.time_cell, self._issued_on
            )
        if draft.clause.row is not None:
            return PrintedDeadline()
        return self._best(
            [
                deadline_in(self._document.text, self._folded, piece, self._issued_on)
                for piece in draft.pieces
            ]
        )

    def _best(self, found: list[PrintedDeadline]) -> PrintedDeadline:
        dated = [one for one in found if one.due_on]
        worded = [one for one in found if one.raw]
        best = (dated or worded or found)[0]
        is_sure = all(one.is_sure for one in found) and len({one.due_on for one in dated}) < 2
        return best if is_sure else replace(best, is_sure=False)

    def _rhythm(self, draft: Draft) -> PrintedRhythm | None:
        if draft.time_cell:
            return rhythm_in(self._document.text, self._folded, draft.time_cell, self._issued_on)
        for piece in draft.pieces if draft.clause.row is None else ():
            if rhythm := rhythm_in(self._document.text, self._folded, piece, self._issued_on):
                return rhythm
        return None

    def _text(self, draft: Draft) -> str:
        """The words as printed: the row's content, or the pieces of the clause without its label."""
        row = draft.clause.row
        if row is not None:
            return "\n".join(
                self._document.text[start:end] for start, end in row.cells.get(Column.CONTENT, [])
            )
        runs: list[list[int]] = []
        for start, end in sorted(draft.pieces):
            if runs and not self._document.text[runs[-1][1] : start].strip():
                runs[-1][1] = end
            else:
                runs.append([start, end])
        return "\n".join(self._document.text[start:end].strip() for start, end in runs)

    def _bodies(self, mentions: list[Mention]) -> tuple[NamedBody, ...]:
        named: dict[str, NamedBody] = {}
        for mention in mentions:
            name = self._same.get(mention.name, mention.name)
            if name:
                named.setdefault(
                    name.casefold(), NamedBody(name, mention.code, mention.kind is NameKind.GROUP)
                )
        return tuple(named.values())

    def _is_sure(self, draft: Draft, deadline: PrintedDeadline) -> bool:
        is_dated_scan = self._document.is_scan and deadline.raw is not None
        is_known = bool(draft.leads) and all(lead.is_sure for lead in draft.leads)
        return (
            is_known
            and deadline.is_sure
            and not draft.doubts
            and not is_dated_scan
            and self._document.header.issued_on is not None
        )


def _merged_names(folded: str, text: str) -> dict[str, str]:
    """ "Cục X và Cục Y" is one body where the document elsewhere says "Cục X và Y"; the second name then falls away."""
    same: dict[str, str] = {}
    for found in re.finditer(
        r"((?:Cục|Vụ|Sở|Ban|Viện|Trung tâm) )([^,;\n|()]{2,60}?) và \1([^,;\n|()]{2,60}?)(?=[,;\n|.)]|$)",
        text,
    ):
        whole = f"{found[1]}{found[2]} và {found[3].strip()}"
        if fold(whole) in folded:
            same[f"{found[1]}{found[2]}".strip()] = whole
            same[f"{found[1]}{found[3]}".strip()] = whole
    return same
