"""Task tables: which columns they have, and where the cells of each row stand.

A table comes as rows between bars, or broken into one line for each cell (as copies from the web and
from PDF do); then the kinds of its cells, a body, a date or a text, and the order of the columns tell them apart.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from intake.layout.lines import Line, cells_of
from intake.words import phrase

Span = tuple[int, int]


class Column(StrEnum):
    """What a column of a task table holds."""

    NUMBER = "number"
    CONTENT = "content"
    LEAD = "lead"
    COORDINATING = "coordinating"
    TIME = "time"
    PRODUCT = "product"
    OTHER = "other"


# The first row that fits names the column; a head that says both roles holds the lead.
_HEADS: Final = tuple(
    (column, phrase(pattern))
    for column, pattern in (
        (Column.NUMBER, r"(?:tt|stt|số tt|số thứ tự|s tt|no\.?)$"),
        (Column.OTHER, r"(?:ghi chú|căn cứ|cấp trình|(?:nguồn )?kinh phí|dự toán|cơ quan (?:ban hành|trình|thẩm định)|cấp (?:ban hành|thẩm quyền)|lãnh đạo|người|nguồn|địa điểm|đối tượng|quy mô|thẩm quyền)\b"),
        (Column.LEAD, r"(?!.{0,60}thời)(?:.{0,50}\bchủ trì\b|(?:các )?(?:cơ quan|đơn vị|bộ phận|tổ chức|bộ, ngành|sở, ngành)[, /]*(?:và )?(?:cơ quan|đơn vị|cá nhân)?[ ,/]*(?:tham mưu|thực hiện|chịu trách nhiệm|phụ trách|đầu mối)\b|(?:cơ quan|đơn vị)(?:,|/)? ?(?:đơn vị)?$|phân công\b|trách nhiệm\b|đầu mối\b)"),
        (Column.COORDINATING, r".{0,50}\bphối hợp\b|(?:các )?(?:cơ quan|đơn vị)(?:,|/)? ?(?:đơn vị )?(?:cùng )?(?:tham gia|hỗ trợ)\b"),
        (Column.TIME, r"(?:dự kiến )?(?:thời gian|thời hạn|tiến độ|thời điểm|hạn|kỳ hạn|mốc thời gian|lộ trình|năm (?:hoàn thành|thực hiện)|hoàn thành)\b"),
        (Column.PRODUCT, r"(?:dự kiến )?(?:sản phẩm|kết quả|hình thức văn bản|đầu ra|mục tiêu|yêu cầu)\b"),
        (Column.CONTENT, r"(?:tên )?(?:các )?(?:nội dung|nhiệm vụ|công việc|hoạt động|giải pháp|hạng mục|đề án|văn bản|chương trình|danh mục|chỉ tiêu|nhóm nhiệm vụ|đầu việc|tên)\b"),
    )
)  # fmt: skip
_LONGEST_HEAD: Final = 75
_LABEL: Final = re.compile(
    r"\s*\(?(?:(?:\d{1,3}(?:\.\d{1,2})*|(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})(?![a-zđ])|[a-zđ])[.)]*)\s*"
)
_NUMBERS: Final = re.compile(r"\(?\d{1,2}\)?")
_STOP: Final = phrase(r"(?:nơi nhận|phụ lục|ghi chú ?:|tm\.|kt\.|biểu mẫu|mẫu số)\b")


@dataclass(slots=True)
class Row:
    """One row: its label and the spans of its cells by column; a cell may be in several pieces."""

    start: int
    end: int
    label: str = ""
    cells: dict[Column, list[Span]] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A task table: columns in order, and its rows. `lines` are those it takes up, head included."""

    columns: list[Column]
    first_line: int
    last_line: int
    rows: list[Row]
    is_broken: bool
    head: Span = (0, 0)
    says_both: bool = False


def column_of(words: str) -> Column | None:
    """The column a head cell names."""
    words = words.strip(" :|")
    if not words or len(words) > _LONGEST_HEAD or words.endswith((";", ".")):
        return None
    return next((column for column, pattern in _HEADS if pattern.match(words)), None)


def tables_in(lines: list[Line]) -> list[Table]:
    """Every task table of the document, in order."""
    found: list[Table] = []
    at = 0
    while at < len(lines):
        table = _table_at(lines, at)
        if table is None:
            at += 1
            continue
        found.append(table)
        at = table.last_line + 1
    return found


def _table_at(lines: list[Line], at: int) -> Table | None:
    line = lines[at]
    if line.is_row:
        columns = [
            column_of(" ".join(line.folded[a - line.start : b - line.start].split()))
            for a, b in cells_of(line)
        ]
        columns, last = _with_second_head(lines, at, columns)
        columns = _with_content(columns)
        if not _is_task_head(columns):
            return None
        return _table_of_rows(lines, at, last, [column or Column.OTHER for column in columns])
    if line.is_blank or column_of(line.words) is None:
        return None
    columns_found, last = _broken_head(lines, at)
    if not _is_task_head(columns_found):
        return None
    return _broken_table(lines, at, last + 1, [column for column in columns_found if column])


def _with_second_head(
    lines: list[Line], at: int, columns: list[Column | None]
) -> tuple[list[Column | None], int]:
    """A head of two rows: "Cơ quan thực hiện" above "Chủ trì" and "Phối hợp"."""
    index = at + 1
    while index < len(lines) and (lines[index].is_blank or lines[index].is_rule):
        index += 1
    if index >= len(lines) or not lines[index].is_row:
        return columns, at
    line = lines[index]
    words = [
        " ".join(line.folded[a - line.start : b - line.start].split()) for a, b in cells_of(line)
    ]
    below = [column_of(one) for one in words]
    is_head = all(column or not one for column, one in zip(below, words, strict=True))
    roles = {Column.LEAD, Column.COORDINATING, Column.TIME} & {one for one in below if one}
    if not is_head or not roles or len(below) != len(columns):
        return columns, at
    return [lower or upper for lower, upper in zip(below, columns, strict=True)], index


def _with_content(columns: list[Column | None]) -> list[Column | None]:
    """Under "Chỉ số, giải pháp" or any other word the column before the lead is what is to be done."""
    if Column.CONTENT in columns or Column.LEAD not in columns:
        return columns
    free = [
        at
        for at, column in enumerate(columns[: columns.index(Column.LEAD)])
        if column in {None, Column.OTHER, Column.PRODUCT}
    ]
    if not free:
        return columns
    at = next((one for one in free if columns[one] is None), free[0])
    return [*columns[:at], Column.CONTENT, *columns[at + 1 :]]


def _is_task_head(columns: list[Column | None]) -> bool:
    named = {column for column in columns if column}
    return (
        Column.CONTENT in named
        and len(named) >= 3
        and bool(named & {Column.LEAD, Column.TIME, Column.COORDINATING})
    )


def _broken_head(lines: list[Line], at: int) -> tuple[list[Column | None], int]:
    """A head with one cell, or half a cell, on each line."""
    columns: list[Column | None] = []
    last, index, pending = at, at, ""
    while index < min(len(lines), at + 24):
        words = lines[index].words
        if words:
            if len(words) > 60:
                break
            column = column_of(f"{pending} {words}".strip()) or column_of(words)
            if (
                column is None
                and not pending
                and phrase(r"(?:cơ quan|đơn vị|thời gian|thời hạn|nội dung|bộ|sản phẩm)\b").match(
                    words
                )
            ):
                pending = words
                index += 1
                continue
            if column is None:
                if (
                    phrase(r"(?:hoàn thành|thực hiện|chủ trì|phối hợp|công việc|nhiệm vụ)$").match(
                        words
                    )
                    and columns
                ):
                    last, index = index, index + 1
                    continue
                break
            if not (
                columns
                and columns[-1] is column
                and phrase(r"(?:hoàn thành|thực hiện)$").match(words)
            ):
                columns.append(column)
            pending, last = "", index
        index += 1
    return columns, last


def _table_of_rows(lines: list[Line], at: int, head: int, columns: list[Column]) -> Table:
    rows: list[Row] = []
    index, last = head + 1, head
    while index < len(lines):
        line = lines[index]
        if line.is_rule:
            last = index
        elif line.is_row:
            rows.append(_row_of_bars(line, [] if _is_repeated_head(line) else columns))
            last = index
        elif not line.is_blank:
            break
        index += 1
    if rows:
        return Table(
            columns, at, last, rows, is_broken=False, head=(lines[at].start, lines[head].end),
            says_both=any(_says_both(line) for line in lines[at : head + 1]) and Column.COORDINATING not in columns,
        )  # fmt: skip
    # Only the head kept its bars; the cells follow one by one, perhaps with more head cells first.
    index = last + 1
    while index < len(lines) and (lines[index].is_blank or column_of(lines[index].words)):
        column = column_of(lines[index].words) if not lines[index].is_blank else None
        if column:
            columns.append(column)
        index += 1
    return _broken_table(lines, at, index, columns)


def _says_both(line: Line) -> bool:
    """ "Cơ quan chủ trì/phối hợp": one column for both roles."""
    cells = [line.folded[a - line.start : b - line.start] for a, b in cells_of(line)]
    return any("chủ trì" in cell and "phối hợp" in cell for cell in cells)


def _is_repeated_head(line: Line) -> bool:
    """The head again at the top of the next page."""
    words = [line.folded[a - line.start : b - line.start].strip() for a, b in cells_of(line)]
    named = [column_of(" ".join(one.split())) for one in words if one]
    return len(named) >= 3 and all(named)


def _row_of_bars(line: Line, columns: list[Column]) -> Row:
    row = Row(line.start, line.end, lines=[line])
    for column, (start, end) in zip(columns, cells_of(line), strict=False):
        if end > start:
            row.cells.setdefault(column, []).append((start, end))
    number = row.cells.get(Column.NUMBER)
    if number:
        start, end = number[0]
        row.label = line.folded[start - line.start : end - line.start].strip(" .()")
    return row


def _broken_table(lines: list[Line], at: int, first: int, columns: list[Column]) -> Table:
    """Rows from a label to the next; a line of the text's own clauses or the list of recipients ends the table."""
    rows: list[Row] = []
    index, last = first, first - 1
    while index < len(lines):
        line = lines[index]
        if line.is_blank:
            index += 1
            continue
        if _STOP.match(line.words) or line.is_row:
            break
        label = _row_label(line)
        if label is not None:
            rows.append(
                Row(
                    line.start,
                    line.end,
                    label[0],
                    lines=[Line(line.start + label[1], line.end, line.folded[label[1] :])],
                )
            )
        elif rows:
            rows[-1].lines.append(line)
            rows[-1].end = line.end
        last = index
        index += 1
    return Table(
        columns,
        at,
        last,
        rows,
        is_broken=True,
        head=(lines[at].start, lines[max(at, first - 1)].end),
    )


def _row_label(line: Line) -> tuple[str, int] | None:
    """ "1", "a)", "2.1" alone on a line or before the content."""
    found = _LABEL.match(line.folded)
    if found is None or not found[0].strip() or found[0].strip() in {".", ")"}:
        return None
    is_alone = found.end() == len(line.folded.rstrip()) or found.end() == len(line.folded)
    if not is_alone and not re.search(r"[.)]\s*$", found[0]) and "\t" not in found[0]:
        return None
    return found[0].strip(" .()"), found.end()
