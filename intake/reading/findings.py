"""What has been found in a document so far: drafts of directives, and marks on everything else."""

from typing import Final

from intake.bodies import Mention, NameKind
from intake.layout.clauses import Clause
from intake.proposal import SegmentKind
from intake.reading.attributes import Attributes, Key, attributes_in
from intake.reading.cells import bodies_in_cell, roles_in_cell
from intake.reading.drafts import Draft, Mark, Pending
from intake.reading.openings import OpeningReader
from intake.reading.roles import unique

_LONGEST_NAME: Final = 80


class Findings:
    """Collects the drafts and marks of one document."""

    def __init__(self, openings: OpeningReader) -> None:
        self._openings, self._folded = openings, openings.folded
        self.drafts: list[Draft] = []
        self.marks: list[Mark] = []

    def add(self, draft: Draft, siblings: list[Draft]) -> None:
        """Keeps a draft, with what a bracket inside it says of lead and time."""
        for start, end in draft.pieces:
            inside = attributes_in(self._folded, start, end)
            if inside and not inside.only_content:
                self.apply(draft, inside)
        draft.part = len(siblings) + 1
        siblings.append(draft)
        self.drafts.append(draft)

    def mark(self, start: int, end: int, kind: SegmentKind, rule: str, clause: Clause) -> None:
        """Says what a stretch without a directive is."""
        self.marks.append(Mark(start, end, kind, rule, clause))

    def apply(self, draft: Draft, attributes: Attributes) -> None:
        """Fills what a draft lacks from "key: value" lines."""
        leads, beside = self._roles(attributes)
        if leads and not draft.leads:
            draft.leads = leads
            if any(not mention.is_sure for mention in leads):
                draft.doubt("chủ thể chưa chắc")
        helpers = [*beside, *self._bodies(attributes, Key.COORDINATING)]
        if helpers:
            draft.coordinating = unique([*draft.coordinating, *helpers])
        time, product = attributes.first(Key.TIME), attributes.first(Key.PRODUCT)
        if time and draft.time_cell is None:
            draft.time_cell = time
            draft.rule("thời hạn: dòng riêng")
        draft.product = draft.product or product

    def leave(self, item: Pending) -> None:
        """An item nobody was named for: a person decides on it."""
        kind = (
            SegmentKind.UNDECIDED if item.is_action and item.clause.label else SegmentKind.NO_TASK
        )
        kind = SegmentKind.HEADING if item.is_title and not item.clause.label else kind
        for start, end in item.pieces:
            self.mark(start, end, kind, "không có chủ thể", item.clause)

    def speak_for(self, items: list[Pending], merged: Attributes) -> None:
        """Makes directives of items that had no doer; lines under the last of a list speak for its brothers too."""
        for item in items:
            draft = Draft(item.clause, [], [], list(item.pieces))
            draft.rule("chủ trì: dòng sau danh sách")
            self.apply(draft, merged)
            if draft.leads:
                self.add(draft, [])
            else:
                self.leave(item)

    def _roles(self, attributes: Attributes) -> tuple[list[Mention], list[Mention]]:
        """Who leads, and who helps, in what stands behind "Chủ trì:" or "Phân công:"."""
        spans = attributes.values.get(Key.LEAD, [])
        leads, helpers = roles_in_cell(self._openings, spans)
        return _short(leads), _short(helpers)

    def _bodies(self, attributes: Attributes, key: Key) -> list[Mention]:
        spans = attributes.values.get(key, [])
        return _short(bodies_in_cell(self._openings, spans))


def _short(mentions: list[Mention]) -> list[Mention]:
    return [
        one for one in mentions if one.kind is not NameKind.UNKNOWN or len(one.name) < _LONGEST_NAME
    ]
