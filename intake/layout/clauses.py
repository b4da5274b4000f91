"""The clauses of a document as a tree: which paragraph stands under which label.

Paragraphs are lines, joined where a line was only broken at the margin. Head, recipients and signature
are set apart; task tables become rows. Every character that is no blank belongs to exactly one clause.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intake.actions import is_action_list
from intake.layout.labels import Label, LabelKind, inline_items, label_at
from intake.layout.lines import Line, is_hard_wrapped, lines_of
from intake.layout.tables import Row, Table, tables_in
from intake.layout.zones import Zone, ZoneFinder


class ClauseKind(StrEnum):
    """What part of a document a clause is."""

    HEAD = "head"
    TEXT = "text"
    ROW = "row"
    TAIL = "tail"


@dataclass(slots=True, eq=False)
class Clause:
    """One labelled clause, paragraph or table row; `first` is where its words begin after the label."""

    kind: ClauseKind
    start: int
    end: int
    first: int
    label: Label | None = None
    parent: "Clause | None" = None
    children: list["Clause"] = field(default_factory=list)
    row: Row | None = None
    table: Table | None = None
    is_item: bool = False

    def ancestors(self) -> Iterable["Clause"]:
        above = self.parent
        while above is not None:
            yield above
            above = above.parent


_DANGLING: Final = re.compile(
    r"(?:khoản|điều|điểm|mục|số|và|của|các|với|về|theo|,|nghị định|quyết định|ngày|tháng|năm|-)\s*$"
)
# Titles under titles: no document has more; one word a line must not nest for ever.
_DEEPEST: Final = 40
_ENDED: Final = re.compile(r"[.;:?!…/|\"”]\s*\**\s*$")
_UPPER: Final = {LabelKind.PART, LabelKind.ARTICLE, LabelKind.ROMAN}
_MINOR: Final = {LabelKind.DASH, LabelKind.PLUS, LabelKind.BRACKET, LabelKind.LETTER}


def clauses_of(text: str, folded: str) -> list[Clause]:
    """Every clause in document order; parents come before their children."""
    lines = lines_of(folded)
    tables = {table.first_line: table for table in tables_in(lines)}
    builder = _Tree(text, folded)
    zones = ZoneFinder(text, folded)
    is_wrapped = is_hard_wrapped(lines)
    index = 0
    while index < len(lines):
        if table := tables.get(index):
            zones.enter_annex()
            builder.add_table(table)
            index = table.last_line + 1
            continue
        if lines[index].is_blank:
            index += 1
            continue
        last = _paragraph_end(text, lines, index, tables, is_wrapped=is_wrapped)
        zone = zones.of(lines[index].start, lines[last].end)
        builder.add_paragraph(lines[index].start, lines[last].end, zone)
        index = last + 1
    return builder.clauses


def _paragraph_end(
    text: str, lines: list[Line], index: int, tables: dict[int, Table], *, is_wrapped: bool
) -> int:
    last = index
    while last + 1 < len(lines) and last + 1 not in tables:
        here, after = lines[last], lines[last + 1]
        if (
            after.is_blank
            or after.is_row
            or here.is_row
            or not _continues(text, here, after, is_wrapped=is_wrapped)
        ):
            break
        last += 1
    return last


def _continues(text: str, here: Line, after: Line, *, is_wrapped: bool) -> bool:
    if (
        _DANGLING.search(here.folded)
        and not here.folded.strip().endswith("-")
        and len(here.folded.split()) > 3
    ):
        return not re.match(r"\s*[-+•]\s", after.folded) or not here.folded.rstrip().endswith(",")
    if _ENDED.search(here.folded) or label_at(text, after.folded, 0):
        return False
    first = text[after.start + len(after.folded) - len(after.folded.lstrip())]
    if first.islower():
        return True
    return is_wrapped and len(here.folded.rstrip()) >= 60


class _Tree:
    """Adds paragraphs one after another under the labels that are open."""

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded
        self.clauses: list[Clause] = []
        self._open: list[Clause] = []

    def add_paragraph(self, start: int, end: int, zone: Zone) -> None:
        if zone is not Zone.BODY:
            kind = ClauseKind.HEAD if zone is Zone.HEAD else ClauseKind.TAIL
            self.clauses.append(Clause(kind, start, end, start))
            if zone is Zone.TAIL:
                self._open = []
            return
        label = label_at(self._text, self._folded, start)
        if label is not None and label.end <= end:
            self._add_labelled(start, end, label)
        else:
            self._add_unlabelled(start, end)

    def add_table(self, table: Table) -> None:
        if table.head[1] > table.head[0]:
            self.clauses.append(Clause(ClauseKind.HEAD, *table.head, table.head[0]))
        parent = self._open[-1] if self._open else None
        for row in table.rows:
            clause = Clause(
                ClauseKind.ROW, row.start, row.end, row.start, parent=parent, row=row, table=table
            )
            self.clauses.append(clause)
            if parent:
                parent.children.append(clause)

    def _add_labelled(self, start: int, end: int, label: Label) -> None:
        level = next(
            (
                at
                for at, one in enumerate(self._open)
                if one.label and _same_level(one.label, label)
            ),
            None,
        )
        if level is not None:
            del self._open[level:]
        else:
            self._close_finished(label)
        self._attach(start, end, label)
        self._open.append(self.clauses[-1])
        self._split_inline(self.clauses[-1])

    def _close_finished(self, label: Label) -> None:
        """A number under a dash begins a new level only when the dash announced a list; a Roman number never stands low."""
        if label.kind in _UPPER:
            while self._open and not self._stays_above(self._open[-1]):
                self._open.pop()
        while self._open and label.kind not in _MINOR:
            top = self._open[-1]
            if (
                top.label is None
                or top.label.kind not in {LabelKind.DASH, LabelKind.PLUS}
                or self._announces(top)
            ):
                break
            self._open.pop()

    def _stays_above(self, clause: Clause) -> bool:
        """Parts, articles and the preamble that announces everything stay open."""
        if clause.label is not None:
            return clause.label.kind in _UPPER
        return len(self._open) == 1 and self._announces(clause)

    def _add_unlabelled(self, start: int, end: int) -> None:
        announces = self._folded[start:end].rstrip().endswith(":")
        while self._open:
            top = self._open[-1]
            is_finished = (
                top.label is not None and top.label.kind in _MINOR and not self._announces(top)
            )
            is_replaced = top.label is None and bool(top.children) and announces
            if not is_finished and not is_replaced:
                break
            self._open.pop()
        self._attach(start, end, None)
        clause = self.clauses[-1]
        if (announces or self._is_title(clause)) and len(self._open) < _DEEPEST:
            self._open.append(clause)
        self._split_inline(clause)

    def _is_title(self, clause: Clause) -> bool:
        words = self._folded[clause.start : clause.end].strip()
        return len(words) < 120 and not re.search(r"[.;,:]$", words) and not words.startswith("|")

    def _announces(self, clause: Clause) -> bool:
        words = self._folded[clause.start : clause.end].rstrip(" \n")
        return words.endswith(":") or not _ENDED.search(words)

    def _attach(
        self, start: int, end: int, label: Label | None, kind: ClauseKind = ClauseKind.TEXT
    ) -> None:
        parent = self._open[-1] if self._open else None
        clause = Clause(kind, start, end, label.end if label else start, label, parent)
        self.clauses.append(clause)
        if parent:
            parent.children.append(clause)

    def _split_inline(self, clause: Clause) -> None:
        """ "(i) …; (ii) …" inside a paragraph are clauses of their own when they are actions."""
        starts = inline_items(self._folded, clause.first, clause.end)
        if not starts or not is_action_list(self._folded, clause.first, starts):
            return
        bounds = [*starts, clause.end]
        clause.end = starts[0]
        for start, end in zip(starts, bounds[1:], strict=False):
            label = label_at(self._text, self._folded, _after_blank(self._folded, start))
            item = Clause(
                ClauseKind.TEXT,
                start,
                end,
                label.end if label else start,
                label,
                clause,
                is_item=True,
            )
            self.clauses.append(item)
            clause.children.append(item)


def _same_level(one: Label, other: Label) -> bool:
    return (
        one.kind is other.kind
        and one.depth == other.depth
        and (one.kind is not LabelKind.DASH or one.printed == other.printed)
    )


def _after_blank(folded: str, start: int) -> int:
    found = re.compile(r"\s*(?:và\s+)?").match(folded, start)
    return found.end() if found else start
