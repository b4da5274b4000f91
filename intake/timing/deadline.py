"""Which of the printed dates is the deadline of an action, and in which words.

A date counts when a cue stands before it ("trước ngày", "hoàn thành trong", "chậm nhất"); dates of
cited documents, of meetings and of periods in titles do not. A printed date is never moved.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from intake.timing.expressions import Expression, expressions_in, last_of_month
from intake.words import phrase, squeezed
from schemas.states import Precision

_HOUR: Final = r"(?:(?:\d{1,2} ?(?:h|giờ|g|:) ?(?:\d{2})?(?: ?phút)?,? ?)|(?:cuối |hết )?(?:giờ làm việc|buổi sáng|buổi chiều|sáng|chiều|tối|thời điểm|đầu|cuối|giữa)?,? ?)?(?:của )?"
# Words directly before a date that make it a deadline, by how exact the date is.
_CUES: Final = {
    Precision.DAY: rf"(?:(?:trước|chậm nhất|muộn nhất|không (?:muộn|chậm) hơn|không quá|đến hết|hết|tới|hạn(?: cuối| chót)?|trong|xong|hoàn thành|(?:thời hạn|thời gian|hạn)(?: [\w ]{{0,30}})?:?|gửi về)(?: (?:là|vào|đến|trước|trong|tới|hết))* ?:? ?{_HOUR}|(?:hoàn thành|xong|trình|gửi|báo cáo|kết thúc|khởi công|thông xe|khánh thành|đưa vào (?:sử dụng|khai thác|vận hành)|ban hành)[^.;]{{0,90}} (?:vào|đến) {_HOUR}|tổ chức[^.;]{{0,60}} (?:vào|trong) {_HOUR}|từ nay đến(?: hết)? |(?<!tính_)(?<!từ_)\bđến {_HOUR})$",
    Precision.MONTH: r"(?:(?:trong|trước|chậm nhất|muộn nhất|đến hết|đến|hết|tới|hoàn thành|xong|hạn|vào|từ nay đến|(?:thời hạn|thời gian|hạn)(?: [\w ]{0,30})?:?)(?: (?:là|vào|đến|trước|trong|tới|hết))* ?:? ?(?:đầu |giữa |cuối )?)$",
    Precision.QUARTER: r"(?:(?:trong|trước|chậm nhất|muộn nhất|đến hết|đến|hết|hoàn thành|xong|hạn|vào|cuối|đầu|từ nay đến|(?:thời hạn|thời gian|hạn)(?: [\w ]{0,30})?:?)(?: (?:là|vào|đến|trước|trong|tới|hết|cuối|đầu))* ?:? ?)$",
    Precision.YEAR: r"(?:(?:vào|trong|trước|chậm nhất|muộn nhất|đến hết|đến cuối|hết|hoàn thành|xong|hạn|từ nay đến|từ nay đến cuối|từ nay đến hết|(?:thời hạn|thời gian|hạn)(?: [\w ]{0,30})?:?)(?: (?:là|vào|đến|trước|trong|tới|hết|cuối))* ?:? ?)$",
}
_CUE: Final = {precision: phrase(pattern) for precision, pattern in _CUES.items()}
# Words before a date that say it is no deadline: a cited document, a meeting, the start of something.
_CITED: Final = phrase(
    r"(?:số [\w./&-]+(?: [\w./&-]+)?,?|/[\w-]+(?:-[\w&]+)*,?|thông báo[^.;]{0,40}|công văn[^.;]{0,40}|văn bản[^.;]{0,30}|tờ trình|(?:cuộc |phiên |kỳ |buổi )?họp|hội nghị|ký|ban hành|hiệu lực(?: thi hành)?(?: kể)?(?: từ)?|kể từ|từ|sinh|giai đoạn|tính đến(?: hết)?|tại thời điểm|bắt đầu)\s*,?\s*(?:vào )?$"
)
_STARTING: Final = phrase(
    r"(?:kể từ|từ|bắt đầu(?: từ)?|sau|giai đoạn|kỳ|vụ|thời kỳ|tính đến(?: hết)?|khóa|so với(?: cùng kỳ)?|cùng kỳ)\s*$"
)
_EARLIER_TIME: Final = phrase(r"(?:đã |được )(?:[\w,-]+ ){0,10}$")
_REPORTED: Final = phrase(
    r"(?:chưa (?:triển khai|hoàn thành|thực hiện)|tồn đọng|kết quả|tình hình|số liệu|chỉ tiêu|sơ kết|tổng kết|kế hoạch|nhiệm vụ|dự toán|báo cáo)(?: [\w-]+){0,4} $"
)
_FINISH: Final = phrase(r"\b(?:hoàn thành|hoàn thiện|kết thúc|đạt|chấm dứt|xong|đưa vào)\b")
_UNTIL_YEAR: Final = phrase(r"\bđến (?:hết |cuối )?$")
# "đến hết năm 2026" also says how long something lasts; beside a plain deadline it is that.
_LASTING: Final = phrase(r"(?:đến|tới)\b")
# "các dự án giải ngân dưới 30% đến hết quý II": how things stood then.
_SHARE: Final = phrase(r"\d ?% ?$")
_SIDE_BY_SIDE: Final = phrase(r"\s*(?:,|;|và|, và)\s*")
# "kế hoạch cao điểm từ ngày 15/5 đến ngày 15/6/2025": how long something lasts.
_RANGE: Final = phrase(
    r"\btừ (?:ngày )?\d{1,2}(?:[/.]\d{1,2}| tháng \d{1,2})?(?:[/.]\d{4}| năm \d{4})? (?:đến|tới)(?: hết)?(?: ngày)? ?$"
)
_OR_ELSE: Final = phrase(r"\s*(?:\([^)]{0,40}\) )?hoặc ")
# What is not to be done in a period has no day by which it is done.
_FORBIDDEN: Final = phrase(
    r"\b(?:không|chưa|tạm dừng|tạm ngừng|tạm hoãn|dừng|ngừng|miễn)(?! (?:để|chậm|muộn|quá))\b[^,;.:]*$"
)
_OPEN_ENDED: Final = phrase(
    r"\s*(?:và|đến) (?:những |các )?(?:năm )?(?:tiếp theo|về sau|sau|kế tiếp)"
)
# Words of time without a day; they never fall due.
_WORDS: Final = phrase(
    r"\b(?:thực hiện thường xuyên(?:, liên tục)?|thường xuyên(?:, liên tục)?|khẩn trương|sớm|kịp thời|ngay(?: sau khi| từ)?|trong thời gian (?:tới|sớm nhất)|thời gian tới|nhanh chóng|theo (?:đúng )?(?:tiến độ|thời gian|thời hạn|lộ trình)(?: [\w]+){0,3}|theo yêu cầu của [\w ]{0,30}|đã hoàn thành)"
)
_EVENT: Final = phrase(
    r"(?:trong (?:thời hạn |vòng |thời gian )?(?:tối đa |không quá )?\d+(?: ?- ?\d+)? (?:ngày làm việc|ngày|tuần|tháng|năm)(?:,? (?:kể )?từ [^.;,]{3,120})?|(?:trước|sau|ngay sau|ngay) khi [^.;,)]{3,100}|(?:kể )?từ khi [^.;,)]{3,100})"
)


@dataclass(frozen=True, slots=True)
class PrintedDeadline:
    """A deadline as printed and as understood; without a day it can never be overdue."""

    raw: str | None = None
    due_on: date | None = None
    precision: Precision = Precision.NONE
    rule: str | None = None
    start: int = -1
    end: int = -1
    is_sure: bool = True


_NO_DEADLINE: Final = PrintedDeadline()


def deadlines_in(
    text: str, folded: str, span: tuple[int, int], issued_on: date
) -> tuple[PrintedDeadline, ...]:
    """Every dated deadline of a stretch of prose, in order."""
    start, end = span
    found = []
    for expression in expressions_in(folded, start, end, issued_on):
        cue = _cue_before(folded, start, expression)
        if (
            cue is None
            or expression.due_on < issued_on
            or _OPEN_ENDED.match(folded, expression.end)
            or _is_either(folded, span, expression)
        ):
            continue
        due_on = _before_a_year(folded[cue : expression.start], expression)
        raw = squeezed(text[cue : expression.end])
        found.append(
            PrintedDeadline(
                raw,
                due_on,
                expression.precision,
                expression.rule,
                cue,
                expression.end,
                expression.has_year,
            )
        )
    plain = [
        one
        for one in found
        if not _is_lasting(folded, one) and not _is_spoken_of(folded, one, found)
    ]
    return tuple(plain or [replace(one, is_sure=False) for one in found])


def _is_lasting(folded: str, deadline: PrintedDeadline) -> bool:
    """ "… đến hết năm 2026" without a verb of finishing before it."""
    if not _LASTING.match(folded, deadline.start):
        return False
    return not _FINISH.search(folded[max(0, deadline.start - 60) : deadline.start])


def _is_spoken_of(folded: str, deadline: PrintedDeadline, found: list[PrintedDeadline]) -> bool:
    """ "giảm thuế trong năm 2026, trình trước ngày 20/3/2026": what is due earlier comes later in the sentence."""
    is_bare = folded[deadline.start : deadline.end].startswith("trong")
    return (
        is_bare
        and not _FINISH.search(folded[max(0, deadline.start - 60) : deadline.start])
        and any(
            one.start > deadline.start
            and one.due_on is not None
            and deadline.due_on is not None
            and one.due_on < deadline.due_on
            for one in found
        )
    )


def _is_either(folded: str, span: tuple[int, int], expression: Expression) -> bool:
    """ "tháng 6 hoặc tháng 12": a person has to say which."""
    before = folded[max(span[0], expression.start - 8) : expression.start]
    return bool(_OR_ELSE.match(folded, expression.end)) or before.rstrip().endswith("hoặc")


def deadline_in(text: str, folded: str, span: tuple[int, int], issued_on: date) -> PrintedDeadline:
    """The deadline of one action in prose; the first of several, which is then not sure."""
    dated = deadlines_in(text, folded, span, issued_on)
    if dated:
        first = _last_in_a_row(folded, dated)
        days = {one.due_on for one in dated}
        if len(days) > 1 or _has_loose_date(folded, span, issued_on, dated):
            return replace(first, is_sure=False)
        return first
    is_sure = not _has_loose_date(folded, span, issued_on, ())
    if event := _EVENT.search(folded, *span):
        return PrintedDeadline(
            squeezed(text[event.start() : event.end()]),
            None,
            Precision.EVENT,
            "sự kiện",
            event.start(),
            event.end(),
            is_sure,
        )
    if word := _WORDS.search(folded, *span):
        return PrintedDeadline(
            squeezed(text[word.start() : word.end()]),
            None,
            Precision.NONE,
            "không ngày",
            word.start(),
            word.end(),
            is_sure,
        )
    return PrintedDeadline(is_sure=is_sure)


def _last_in_a_row(folded: str, dated: tuple[PrintedDeadline, ...]) -> PrintedDeadline:
    """ "trước ngày 25/12 và trước ngày 20/01": of several days side by side the last."""
    last = dated[0]
    for one in dated[1:]:
        if not _SIDE_BY_SIDE.fullmatch(folded, last.end, one.start):
            break
        last = one
    return last


def _cue_before(folded: str, start: int, expression: Expression) -> int | None:
    """Where the words that make it a deadline begin, or None."""
    window = folded[max(start, expression.start - 130) : expression.start]
    if expression.rule in {"năm nay", "tháng này"}:
        return (
            expression.start
            if expression.rule == "tháng này" or _FINISH.search(window[-60:])
            else None
        )
    if expression.rule == "6 tháng":
        found = phrase(r"(?:trong|hết|trước|từ nay đến(?: hết)?|hoàn thành) $").search(window)
        is_past = _REPORTED.search(window[: found.start()]) if found else None
        return expression.start - len(window) + found.start() if found and not is_past else None
    cue = _CUE[expression.precision].search(window)
    if cue is None:
        if expression.precision is Precision.YEAR and _UNTIL_YEAR.search(window):
            return _until_year(window, expression)
        is_bracket = window.rstrip().endswith("(") and expression.has_year
        is_end = (
            expression.precision is Precision.QUARTER
            and expression.has_year
            and not _REPORTED.search(window)
        )
        return (
            expression.start
            if (is_bracket and expression.precision is not Precision.YEAR) or is_end
            else None
        )
    if _is_span(window, cue.start(), cue[0].strip()):
        return None
    if cue[0].strip() in {"trong", "ngay trong"} and _FORBIDDEN.search(window[: cue.start()]):
        return None
    if _STARTING.search(window) or (
        expression.precision is Precision.DAY
        and _CITED.search(window[: cue.start()] + " ")
        and cue[0].strip() in {"", "trong"}
    ):
        return None
    return expression.start - len(window) + cue.start()


def _is_span(window: str, cue_start: int, cue: str) -> bool:
    """ "từ ngày A đến ngày B" without a verb of finishing, "dưới 30% đến hết quý II": how long or how far, not until when."""
    is_range = bool(_RANGE.search(window)) and not _FINISH.search(window)
    return is_range or (cue.startswith("đến") and bool(_SHARE.search(window[:cue_start])))


def _until_year(window: str, expression: Expression) -> int | None:
    """ "đến năm 2030" is a deadline only of something to be finished, not in the name of a programme."""
    near = window[-70:]
    named = phrase(
        r"(?:chiến lược|đề án|chương trình|quy hoạch|kế hoạch|tầm nhìn|giai đoạn|mục tiêu|định hướng|quốc gia|phát triển)\b[^.;]*$"
    ).search(near)
    return None if named or not _FINISH.search(near) else expression.start - 4


def _before_a_year(cue: str, expression: Expression) -> date:
    """ "trước năm 2026" and "trước tháng 9/2026" end with the day before."""
    is_before = cue.strip() in {"trước", "hoàn thành trước", "xong trước"}
    if is_before and expression.precision is Precision.YEAR:
        return date(expression.due_on.year - 1, 12, 31)
    if is_before and expression.precision is Precision.MONTH:
        return date(expression.due_on.year, expression.due_on.month, 1) - timedelta(days=1)
    return expression.due_on


def _has_loose_date(
    folded: str, span: tuple[int, int], issued_on: date, dated: tuple[PrintedDeadline, ...]
) -> bool:
    """Whether a day from now on stands there that nothing explains; a person then looks."""
    for expression in expressions_in(folded, *span, issued_on):
        if expression.precision is Precision.YEAR or expression.due_on < issued_on:
            continue
        if not expression.has_year and expression.precision is not Precision.DAY:
            continue
        if not any(one.start <= expression.start < one.end for one in dated):
            window = folded[max(span[0], expression.start - 60) : expression.start]
            if not _CITED.search(window) and not _STARTING.search(window):
                return True
    return False


_CELL: Final = phrase(
    r"(?P<m>\d{1,2}) ?[/-] ?(?P<my>(?:19|20)\d\d)|(?P<years>(?:19|20)\d\d(?:(?: ?[-,;&] ?| và )(?:19|20)\d\d)*)"
)
# "Thường xuyên, cao điểm …" goes on for ever, whatever dates follow.
_CONTINUING: Final = phrase(
    r"\s*(?:thực hiện )?(?:thường xuyên|hằng năm|hàng năm|hằng tháng|hàng tháng|hằng quý|hàng quý)(?!.*(?:hoàn thành|chậm nhất))"
)
# "Trước Tết Nguyên đán 2026", "kỳ họp cuối năm 2026": a person knows the day.
_NAMED_TIME: Final = phrase(
    r"\b(?:tết|năm học|học kỳ|kỳ họp|mùa (?:mưa|khô|bão|lũ)|vụ|đại hội|khai giảng|lễ|bầu cử|festival)\b"
)
_OR: Final = phrase(r"\bhoặc\b|\bvà (?:thực hiện |duy trì )?(?:thường xuyên|hằng năm|hàng năm)\b")


def deadline_of_cell(
    text: str, folded: str, span: tuple[int, int], issued_on: date
) -> PrintedDeadline:
    """The deadline of a table cell or of "Thời gian: …", where a bare month or year is a date."""
    start, end = span
    raw = squeezed(text[start:end])
    expressions = expressions_in(folded, start, end, issued_on)
    last = max((one.due_on for one in expressions), default=None)
    precision = expressions[-1].precision if expressions else Precision.NONE
    bare = _bare_in_cell(folded, span, expressions)
    if bare and (last is None or bare[0] > last):
        last, precision = bare
    is_open = (
        bool(_OPEN_ENDED.search(folded, start, end))
        or bool(_OR.search(folded, start, end))
        or bool(re.search(r"hàng năm|hằng năm", folded[start:end]) and not expressions)
    )
    is_open = is_open or bool(_CONTINUING.match(folded, start, end))
    is_named = bool(_NAMED_TIME.search(folded, start, end)) and precision is Precision.YEAR
    if is_named:
        return PrintedDeadline(
            raw, None, Precision.EVENT, "ô thời gian: dịp", start, end, is_sure=False
        )
    if last is None or is_open:
        event = _EVENT.search(folded, start, end)
        return PrintedDeadline(
            raw or None,
            None,
            Precision.EVENT if event and not expressions else Precision.NONE,
            "ô thời gian",
            start,
            end,
            not _OR.search(folded, start, end),
        )
    if len(expressions) == 1 and not (bare and bare[0] == last):
        window = folded[start : expressions[0].start]
        if phrase(r"(?:từ|bắt đầu(?: từ)?|kể từ)\s*$").search(window):
            return PrintedDeadline(
                raw, None, Precision.NONE, "ô thời gian: bắt đầu", start, end, is_sure=False
            )
        last = _before_a_year(window, expressions[0])
    return PrintedDeadline(raw, last, precision, "ô thời gian", start, end, len(raw) < 80)


def _bare_in_cell(
    folded: str, span: tuple[int, int], known: tuple[Expression, ...]
) -> tuple[date, Precision] | None:
    best: tuple[date, Precision] | None = None
    for found in _CELL.finditer(folded, *span):
        if any(one.start < found.end() and found.start() < one.end for one in known):
            continue
        if found["m"]:
            due_on = last_of_month(int(found["my"]), int(found["m"]))
            read = (due_on, Precision.MONTH) if due_on else None
        else:
            read = (
                date(max(int(year) for year in re.findall(r"\d{4}", found["years"])), 12, 31),
                Precision.YEAR,
            )
        if read and (best is None or read[0] > best[0]):
            best = read
    return best
