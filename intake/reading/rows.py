"""Rows of task tables as directives: content, lead, coordination and time by column."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from intake.bodies import Mention
from intake.document import Span
from intake.layout.clauses import Clause
from intake.layout.tables import Column, Row, Table
from intake.proposal import SegmentKind
from intake.reading.cells import assign_cells, bodies_in_cell, roles_in_cell, says_done
from intake.reading.drafts import Context, Draft
from intake.reading.openings import OpeningReader
from intake.reading.roles import unique
from intake.words import phrase

Reading = tuple[Draft | None, SegmentKind, str]
_NOTHING: Final = phrase(r"\s*(?:[\s\-–./…_x]*|không(?: có)?\.?\s*)$")


class RowReader:
    """Reads the rows of the tables of one document."""

    def __init__(self, openings: OpeningReader, text: str, issued_on: date) -> None:
        self._openings, self._text, self._issued_on = openings, text, issued_on
        self._folded = openings.folded
        self._heading: dict[int, Row] = {}
        self._last: dict[int, Draft] = {}

    def learn(self, tables: Iterable[Table]) -> None:
        """Sorts the lines of broken rows into their columns before any row is read."""
        for table in tables:
            for row in table.rows if table.is_broken else ():
                assign_cells(self._openings, self._text, row, table.columns, self._issued_on)

    def read(self, clause: Clause, context: Context) -> Reading:
        """The draft of a row, or what it is instead."""
        table, row = clause.table, clause.row
        if table is None or row is None:
            return None, SegmentKind.NO_TASK, "bảng"
        time = self._filled(row, Column.TIME)
        if not self._filled(row, Column.CONTENT):
            kind = SegmentKind.HEADING if row.label else SegmentKind.NO_TASK
            return None, kind, "dòng bảng không có nội dung"
        if time and says_done(self._folded, time[0]):
            return None, SegmentKind.NO_TASK, "đã hoàn thành"
        leads, aside = self._roles(table, row)
        helpers = self._bodies(row, Column.COORDINATING)
        heading = self._heading.get(id(table))
        is_part = bool(re.fullmatch(r"[ivx]+", row.label)) and self._is_capital(row)
        is_bare = (
            not leads and not helpers and (is_part or not time) and not self._is_under(heading, row)
        )
        if is_bare or self._leads_a_group(table, row) or self._opens_part(table, row):
            self._heading[id(table)] = row
            return None, SegmentKind.HEADING, "dòng nhóm của bảng"
        draft = Draft(clause, leads, unique([*aside, *helpers]))
        draft.rule("dòng bảng")
        return self._finished(draft, table, row, context)

    def _roles(self, table: Table, row: Row) -> tuple[list[Mention], list[Mention]]:
        """Who leads and who helps in the lead cell; under "chủ trì/phối hợp" who stands behind the bar or the first helps."""
        leads, aside = roles_in_cell(self._openings, self._filled(row, Column.LEAD))
        if not table.says_both or len(leads) < 2 or aside:
            return leads, aside
        cell = " ".join(self._text[start:end] for start, end in self._filled(row, Column.LEAD))
        behind = [at for at, one in enumerate(leads) if cell[: one.start].rstrip().endswith("/")]
        cut = behind[0] if behind else len(leads)
        first = leads[:cut] if behind else [replace(one, is_sure=False) for one in leads]
        return first, leads[cut:]

    def _finished(self, draft: Draft, table: Table, row: Row, context: Context) -> Reading:
        """The draft with lead, time and product, if somebody is named at all."""
        if not draft.leads:
            self._fill(draft, row, table, self._heading.get(id(table)), context)
        if not draft.leads:
            return None, SegmentKind.UNDECIDED, "dòng bảng không có chủ trì"
        if any(not lead.is_sure for lead in draft.leads):
            draft.doubt("chủ thể chưa chắc")
        if table.is_broken and any(
            len(row.cells.get(one, [])) > 1 for one in (Column.LEAD, Column.TIME)
        ):
            draft.doubt("ô bảng vỡ dòng")
        time, product = self._filled(row, Column.TIME), self._filled(row, Column.PRODUCT)
        draft.time_cell = time[0] if time else None
        draft.product = (product[0][0], product[-1][1]) if product else None
        self._last[id(table)] = draft
        return draft, SegmentKind.DIRECTIVE, "dòng bảng"

    def _fill(
        self, draft: Draft, row: Row, table: Table, heading: Row | None, context: Context
    ) -> None:
        """A blank lead cell takes the heading row's lead, the clause's above the table, or that of a merged cell."""
        if heading and (leads := self._bodies(heading, Column.LEAD)):
            draft.leads = leads
        elif context.leads:
            draft.leads, draft.coordinating = (
                list(context.leads),
                draft.coordinating or list(context.coordinating),
            )
        elif id(table) in self._last and Column.LEAD in table.columns:
            draft.leads = list(self._last[id(table)].leads)
            draft.coordinating = draft.coordinating or list(self._last[id(table)].coordinating)
            draft.doubt("ô chủ trì để trống")

    def _leads_a_group(self, table: Table, row: Row) -> bool:
        """A row whose lead is meant for the rows under it: the next has a deeper label and a blank lead."""
        after = table.rows[table.rows.index(row) + 1 :]
        return (
            bool(after)
            and self._is_deeper(row, after[0])
            and not self._filled(after[0], Column.LEAD)
            and bool(self._filled(row, Column.LEAD))
        )

    def _opens_part(self, table: Table, row: Row) -> bool:
        """ "II | TIẾP CẬN ĐẤT ĐAI | Sở X |": a part of the table, whose lead holds where a row under it has none."""
        after = table.rows[table.rows.index(row) + 1 :]
        return (
            bool(re.fullmatch(r"[ivx]+", row.label))
            and self._is_capital(row)
            and not self._filled(row, Column.TIME)
            and not self._filled(row, Column.COORDINATING)
            and bool(after)
            and bool(re.fullmatch(r"\d+", after[0].label))
        )

    def _is_under(self, heading: Row | None, row: Row) -> bool:
        return (
            heading is not None
            and self._is_deeper(heading, row)
            and bool(self._filled(heading, Column.LEAD))
        )

    def _is_deeper(self, row: Row, other: Row) -> bool:
        is_group = bool(re.fullmatch(r"\d+|[ivx]+", row.label)) and not self._is_capital(other)
        return (
            is_group
            and bool(re.fullmatch(r"\d+(?:\.\d+)+|[a-zđ]", other.label))
            and other.label not in {"i", "v", "x"}
        )

    def _is_capital(self, row: Row) -> bool:
        """ "B" opens a new part of the table, "b" is under what stands above it."""
        return self._text[row.start : row.end].lstrip(" |*(\t")[:1].isupper()

    def _filled(self, row: Row, column: Column) -> list[Span]:
        return [
            span
            for span in row.cells.get(column, [])
            if not _NOTHING.match(self._folded[span[0] : span[1]])
        ]

    def _bodies(self, row: Row, column: Column) -> list[Mention]:
        spans = self._filled(row, column)
        return bodies_in_cell(self._openings, spans)
