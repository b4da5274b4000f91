"""The cells of task tables: bodies in a cell, and which broken line belongs to which column."""

import re
from dataclasses import replace
from datetime import date
from typing import Final

from intake.bodies import Listing, Mention, NameKind
from intake.bodies.fields import written_out
from intake.bodies.printed import is_abbreviated
from intake.bodies.units import begins_name
from intake.document import Span
from intake.layout.lines import Line
from intake.layout.tables import Column, Row
from intake.reading.openings import OpeningReader
from intake.reading.roles import unique
from intake.timing import deadline_of_cell
from intake.words import phrase

_BETWEEN: Final = re.compile(r"[\s,;.+/&|-]*(?:và\b|cùng\b|<br ?/?>|\(|\))?[\s,;.+/&|-]*")
_CHUNK: Final = re.compile(r"[^;,\n|]+")
_TIME: Final = phrase(
    r"\s*(?:(?:trước|trong|chậm nhất|đến|hết|từ|cuối|đầu|giữa|ngày|tháng|quý|năm|giai đoạn|thường xuyên|hằng|hàng|định kỳ|theo (?:tiến độ|kế hoạch|yêu cầu|quy định|lộ trình|thời)|đã hoàn thành|ngay|khi|sau khi|liên tục|\d{1,2}/\d|(?:19|20)\d\d|q[iv1-4]|tiếp tục|sau|kể từ|các năm|hoàn thành|thực hiện thường|cả năm|có kết)\b)"
)
# The share of a line that names must cover to make it a cell of bodies.
_MOST: Final = 0.6
_DONE: Final = phrase(r"\bđã (?:hoàn thành|thực hiện|ban hành)\b")
_JOINING: Final = re.compile(r"(?:[,;/-]|\b(?:và|các))\s*$")
_UNFINISHED: Final = re.compile(
    r"(?:[,;/-]|\b(?:và|các|cục|vụ|bộ|sở|viện|ban|ubnd|văn phòng|trung tâm|phòng|ủy ban|nhân dân|hội))\s*$"
)
_TAIL: Final = phrase(r"(?:có )?liên quan|trực thuộc|khác")
_KEYED: Final = phrase(
    r"\s*[-+]?\s*(?:(?:cơ quan|đơn vị) )?(?:(?:chủ trì|phối hợp|thực hiện)\s*:\s*|(?:chủ trì|phối hợp|tổng hợp|đầu mối|tham mưu|là đầu mối)(?:,? (?:thực hiện|tham mưu|cùng|với))*(?:\b|$))"
)


_ASKED: Final = phrase(r"(?:đề nghị|giao) (?=\w)")
# "Sở A chủ trì; Hội B, UBND các xã phối hợp": the role behind the names.
_HELP_BEHIND: Final = phrase(
    r" (?:cùng |tham gia )?(?:phối hợp|hướng dẫn|hỗ trợ|tham gia)(?: (?:thực hiện|triển khai))?(?= ?(?:[.;,)]|$))"
)
_LEADS_BEHIND: Final = phrase(
    r" (?:là (?:cơ quan|đơn vị) )?chủ trì(?: (?:thực hiện|tham mưu))?(?= ?(?:[.;,)]|$))"
)
_HELPS: Final = phrase(r" ?\( ?(?:cùng )?phối hợp(?: thực hiện)? ?\)")


def bodies_in_cell(openings: OpeningReader, spans: list[Span]) -> list[Mention]:
    """Every body of a cell in order, whatever its role."""
    leads, helpers = roles_in_cell(openings, spans)
    return unique([*leads, *helpers])


def roles_in_cell(
    openings: OpeningReader, spans: list[Span]
) -> tuple[list[Mention], list[Mention]]:
    """The bodies of a cell, and apart those after "phối hợp"; what the rules do not know stays as printed and unsure.

    The pieces of a broken cell are read as one line, so positions are those of the cell.
    """
    apart = openings.apart(" ".join(openings.text[start:end] for start, end in spans))
    text, folded, end = apart.text, apart.folded, len(apart.text)
    leads: list[Mention] = []
    helpers: list[Mention] = []
    found, position = leads, 0
    while position < end:
        gap = _BETWEEN.match(folded, position)
        position = gap.end() if gap else position
        asked = _ASKED.match(folded, position)
        position = asked.end() if asked else position
        keyed = _KEYED.match(folded, position)
        position = keyed.end() if keyed else position
        if keyed:
            found = helpers if "phối hợp" in keyed[0] and leads else leads
        if position >= end:
            break
        listing = apart.bodies_at(position, end, semicolons=True)
        if listing:
            position = listing.end
            behind = _HELP_BEHIND if leads else _LEADS_BEHIND
            if role := behind.match(folded, listing.end):
                (helpers if leads else found).extend(listing.mentions)
                position = role.end()
            else:
                position = max(position, _take_marked(leads, helpers, found, listing, folded))
            continue
        chunk = _CHUNK.match(folded, position)
        if chunk is None:
            position += 1
            continue
        _take(found, text, folded, (chunk.start(), chunk.end()))
        position = chunk.end()
    return unique(leads), unique(helpers)


def _take_marked(
    leads: list[Mention],
    helpers: list[Mention],
    found: list[Mention],
    listing: Listing,
    folded: str,
) -> int:
    """Names of a list, each to its role: "Cục A, Vụ B (phối hợp)"; returns where the last mark ends."""
    position = 0
    for mention in listing.mentions:
        is_marked = _HELPS.match(folded, mention.end) if leads else None
        (helpers if is_marked else found).append(mention)
        position = max(position, is_marked.end() if is_marked else 0)
    return position


def _take(found: list[Mention], text: str, folded: str, span: Span) -> None:
    """Words that no rule knows: the rest of the name before them, or a name as printed."""
    start, end = span
    name = written_out(text[start:end]).strip(" .()-+")
    if found and (_TAIL.match(folded, start) or _goes_on(found[-1], text, start)):
        longer = f"{found[-1].name} {name}"
        found[-1] = replace(found[-1], name=longer, kind=NameKind.GROUP, code=None)
    elif _is_rest_of_name(found, text, start):
        whole = f"{found[-1].name}{text[found[-1].end : start]}{name}"
        found[-1] = replace(found[-1], name=whole, end=end, is_sure=False)
    elif re.search(r"\w", name):
        found.append(Mention(name, start, end, NameKind.UNKNOWN, is_sure=False))


def _goes_on(last: Mention, text: str, start: int) -> bool:
    """ "các doanh nghiệp viễn thông": small letters right after a group still say which group."""
    is_plural = last.kind is NameKind.GROUP or " các " in last.name
    return is_plural and text[start].islower() and not text[last.end : start].strip()


def _is_rest_of_name(found: list[Mention], text: str, start: int) -> bool:
    """ "Cục Quản lý, giám sát chính sách thuế, phí và lệ phí": small letters after a comma are no new name."""
    return (
        bool(found)
        and found[-1].kind in {NameKind.PATTERN, NameKind.UNKNOWN}
        and text[start].islower()
        and not is_abbreviated(found[-1].name)
        and text[found[-1].end : start].strip() == ","
    )


def is_time(text: str, folded: str, span: Span, issued_on: date) -> bool:
    """Whether a line is a cell of the time column."""
    if len(folded[span[0] : span[1]]) > 110:
        return False
    return bool(_TIME.match(folded, span[0])) or (
        deadline_of_cell(text, folded, span, issued_on).due_on is not None
        and span[1] - span[0] < 40
    )


def says_done(folded: str, span: Span) -> bool:
    return bool(_DONE.search(folded, *span))


def is_bodies(openings: OpeningReader, folded: str, span: Span) -> bool:
    """Whether a line is made of names of bodies and nothing else to speak of."""
    start, end = span
    if end - start > 400 or not re.search(r"\w", folded[start:end]):
        return False
    bodies = bodies_in_cell(openings, [span])
    covered = sum(one.end - one.start for one in bodies if one.kind is not NameKind.UNKNOWN)
    if covered >= _MOST * len(folded[start:end].strip()):
        return True
    first = bodies[0] if bodies else None
    return (
        first is not None
        and first.kind is not NameKind.UNKNOWN
        and first.start == 0
        and folded[start + first.end : end].lstrip()[:1] in {";", ","}
    )


def assign_cells(
    openings: OpeningReader, text: str, row: Row, columns: list[Column], issued_on: date
) -> None:
    """Gives each line of a broken row its column, by kind and by the order of the columns."""
    folded = openings.folded
    order: list[Column] = [column for column in columns if column is not Column.NUMBER]
    at, seen_time = order.index(Column.CONTENT) if Column.CONTENT in order else 0, False
    previous: Line | None = None
    lines = [line for line in row.lines if not line.is_blank]
    for index, line in enumerate(lines):
        span = _stripped(folded, line.start, line.end)
        if index == 0:
            _put(row, order[at], span)
        elif is_time(text, folded, span, issued_on) and Column.TIME in order:
            _put(row, Column.TIME, span)
            at, seen_time = order.index(Column.TIME), True
        elif (
            previous
            and not seen_time
            and _continues_cell(text, previous, line)
            and not (order[at] is Column.CONTENT and is_bodies(openings, folded, span))
        ):
            _put(row, order[at], span)
        elif is_bodies(openings, folded, span):
            at = _next_body_column(order, at, row, seen_time=seen_time)
            _put(row, order[at], span)
        elif seen_time:
            at = _overflow(order, row, folded, at)
            _put(row, order[at], span)
        else:
            at = _next_text_column(order, at)
            _put(row, order[at], span)
        previous = line


def _continues_cell(text: str, previous: Line, line: Line) -> bool:
    first = text[line.start + len(line.folded) - len(line.folded.lstrip())]
    if _JOINING.search(previous.folded):
        return True
    is_cut = bool(_UNFINISHED.search(previous.folded)) and not begins_name(
        line.folded, len(line.folded) - len(line.folded.lstrip())
    )
    return is_cut or (first.islower() and not phrase(r"\s*các\b").match(line.folded))


def _next_body_column(order: list[Column], at: int, row: Row, *, seen_time: bool) -> int:
    wanted = [
        index for index, column in enumerate(order) if column in {Column.LEAD, Column.COORDINATING}
    ]
    later = [index for index in wanted if index > at]
    if later and not seen_time:
        return later[0]
    free = [index for index in wanted if order[index] not in row.cells]
    if free:
        return free[0]
    return wanted[-1] if wanted else at


def _next_text_column(order: list[Column], at: int) -> int:
    if order[at] is Column.CONTENT:
        return at
    later = [
        index
        for index, column in enumerate(order)
        if index > at and column in {Column.PRODUCT, Column.OTHER, Column.CONTENT}
    ]
    return later[0] if later else at


def _overflow(order: list[Column], row: Row, folded: str, at: int) -> int:
    """After a page break the rest of content and lead comes behind the date."""
    later = [
        index
        for index, column in enumerate(order)
        if index > order.index(Column.TIME) and column in {Column.PRODUCT, Column.OTHER}
    ]
    if later and order[at] is not Column.CONTENT:
        return later[0]
    for column in (Column.LEAD, Column.COORDINATING):
        spans = row.cells.get(column)
        if (
            order[at] is Column.CONTENT
            and spans
            and _UNFINISHED.search(folded[spans[-1][0] : spans[-1][1]])
        ):
            return order.index(column)
    return order.index(Column.CONTENT)


def _put(row: Row, column: Column, span: Span) -> None:
    row.cells.setdefault(column, []).append(span)


def _stripped(folded: str, start: int, end: int) -> Span:
    while start < end and folded[start].isspace():
        start += 1
    while end > start and folded[end - 1].isspace():
        end -= 1
    return start, end
