"""A paper whose lists are too long for one file on paper: the paper itself with an index, and the lists in parts.

Called before PDF and DOCX are made; XLSX holds everything in one file. No row is left out: what is not in the
paper stands in its parts, under the same hash.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from papers.paper import Annex, Block, Cell, Column, Paper, Table, fingerprint, tables_of
from papers.writing import whole

__all__ = ["MOST_TOGETHER", "PART", "parted"]

MOST_TOGETHER: Final = 2_000
"""Rows that one file holds: some 140 pages and three seconds of layout. Longer lists go into files of their own."""
PART: Final = 1_000
"""Rows of a part, so that memory and waiting stay the same however long a list is."""
_AGENCY: Final = ("Cơ quan chủ trì", "Chủ trì")


def parted(paper: Paper) -> tuple[Paper, list[Paper]]:
    """The paper, and its parts: none for all but the longest; the longest lists leave first."""
    tables = sorted(tables_of(paper), key=lambda table: -len(table.rows))
    room = sum(len(table.rows) for table in tables)
    leaving: list[Table] = []
    while room > MOST_TOGETHER:
        leaving.append(tables[len(leaving)])
        room -= len(leaving[-1].rows)
    if not leaving:
        return paper, []
    digest = fingerprint(paper)
    lists = [one for one in _lists(paper) if any(one.table is table for table in leaving)]
    parts = [
        part for at, one in enumerate(lists, start=1) for part in _parts(paper, one, at, digest)
    ]
    return replace(
        paper,
        digest=digest,
        body=tuple(_kept(block, leaving, paper.name) for block in paper.body),
        annexes=tuple(
            replace(annex, table=_kept_table(annex.table, leaving, paper.name))
            for annex in paper.annexes
        ),
    ), parts


def _lists(paper: Paper) -> Iterator[Annex]:
    """Every table as an annex with its label; one in the text is named by its caption."""
    for block in paper.body:
        if isinstance(block, Table):
            yield Annex(block.caption or paper.subject, block, label="Danh sách")
    for at, annex in enumerate(paper.annexes):
        yield replace(annex, label=label_of(annex, at, len(paper.annexes)))


def label_of(annex: Annex, at: int, of: int) -> str:
    """Phụ lục, or Phụ lục II where there are several."""
    return annex.label or ("Phụ lục" if of == 1 else f"Phụ lục {_ROMAN[at]}")


def _parts(paper: Paper, one: Annex, number: int, digest: str) -> Iterator[Paper]:
    rows = one.table.rows
    of = -(-len(rows) // PART)
    for at in range(of):
        table = replace(one.table, rows=rows[at * PART : (at + 1) * PART], notes=())
        yield replace(
            paper,
            name=f"{paper.name}_danh-sach-{number}_phan-{at + 1:02}",
            body=(),
            annexes=(Annex(one.title, table, label=f"{one.label}, phần {at + 1} trên {of}"),),
            digest=digest,
            is_part=True,
            landscape=True,
        )


def _kept(block: Block, leaving: Sequence[Table], name: str) -> Block:
    return _kept_table(block, leaving, name) if isinstance(block, Table) else block


def _kept_table(table: Table, leaving: Sequence[Table], name: str) -> Table:
    """The table itself, or the index of one that leaves."""
    if not any(table is one for one in leaving):
        return table
    places = [at for at, column in enumerate(table.columns) if column.head in _AGENCY]
    said = (
        f"Danh sách đầy đủ {whole(len(table.rows))} dòng ở trang tính «{table.sheet}» của tệp {name}.xlsx "
        f"kèm theo, cùng mã băm dữ liệu; khi in, danh sách chia thành phần, mỗi phần {whole(PART)} dòng."
    )  # fmt: skip
    return replace(
        table,
        columns=(
            Column("Cơ quan chủ trì" if places else "Danh sách", 4),
            Column("Số dòng", 1, "number"),
            Column("Từ dòng", 1, "number"),
            Column("Đến dòng", 1, "number"),
            Column("Phần", 1),
        ),
        rows=list(_index(table.rows, places[0] if places else None)),
        notes=(said, *table.notes),
        ends_with_total=False,
    )


def _index(rows: Sequence[tuple[Cell, ...]], place: int | None) -> Iterator[tuple[Cell, ...]]:
    """How many rows of whom stand where: by agency where the list is in its order, else part by part."""
    agencies = [str(row[place]) for row in rows] if place is not None else []
    runs = [(name, len(list(run))) for name, run in groupby(agencies)]
    if not runs or len(runs) > len(set(agencies)):
        runs = [("", min(PART, len(rows) - at)) for at in range(0, len(rows), PART)]
    first = 1
    for name, count in runs:
        last = first + count - 1
        begins, ends = (first - 1) // PART + 1, (last - 1) // PART + 1
        yield (
            *(name or f"Phần {begins}", count, first, last),
            str(begins) if begins == ends else f"{begins}–{ends}",
        )
        first = last + 1


_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
