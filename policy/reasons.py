"""Why an assignment is due when it is: the present deadline and every version before it, as reasons.

The part of `policy.why` that tells of days; read off the state, so that it cannot differ from it.
"""

from datetime import date
from typing import Any, Final

from policy.counting import bare_end
from policy.deadlines import last_day_in_time
from schemas.case import Assignment, Case, Counted, DeadlineNow
from schemas.labels import count_word
from schemas.rules import Calendar
from schemas.states import BeforeDay, CountUnit, Precision

Reason = dict[str, Any]

CIVIL_CODE: Final = "Bộ luật Dân sự 2015"
_KINDS: Final = {
    Precision.MONTH: ("tháng", "month"),
    Precision.QUARTER: ("quý", "quarter"),
    Precision.YEAR: ("năm", "year"),
}


def reason(rule: str, source: str, seq: int | None, vi: str, en: str) -> Reason:
    """One reason: the rule, the document or table behind it, the event, and the sentence in both languages."""
    return {"rule": rule, "source": source, "event_seq": seq or None, "text_vi": vi, "text_en": en}


def of_due_day(case: Case, assignment: Assignment) -> list[Reason]:
    """The present day first, then how it is read, then each earlier version, newest first."""
    deadline = assignment.deadline
    if deadline.due_on is None:
        present = _without_day(case, assignment)
    else:
        present = [_present(case, assignment, deadline.due_on), *_read_strictly(case, assignment)]
    return [*present, *_how_it_was_asked(assignment), *_before(case, assignment)]


def vn(day: date | None) -> str:
    """The day as people write it."""
    return f"{day:%d/%m/%Y}" if day else "–"


def _document(case: Case, assignment: Assignment) -> str:
    return assignment.deadline.set_by or f"kl/{case.ref}/{assignment.n}"


def _present(case: Case, assignment: Assignment, due_on: date) -> Reason:
    deadline, source = assignment.deadline, _document(case, assignment)
    seq, origin = deadline.set_seq, assignment.origin
    if origin is not None and deadline.version == 1 and due_on == origin.due_on:
        return reason(
            "carried_over",
            origin.ref or source,
            seq,
            f"Chuyển tiếp từ kỳ {origin.period}, chưa có hạn mới: hạn gốc {vn(due_on)} vẫn tính.",
            f"Carried over from {origin.period} without a new day: {due_on} still counts.",
        )
    if deadline.count is not None and deadline.count.from_on is not None:
        return _counted(deadline, deadline.count, source, case.rules.calendar)
    if deadline.precision in _KINDS:
        vi, en = _KINDS[deadline.precision]
        return reason(
            f"end_of_{deadline.precision}",
            f"{source}; {CIVIL_CODE}, điều 147",
            seq,
            f"Văn bản ghi theo {vi}: hạn là hết ngày {vn(due_on)}; ngày này không bị dời.",
            f"The document names a {en}: due by the end of {due_on}, which is never moved.",
        )
    if deadline.version > 1:
        return reason(
            "deadline_changed",
            source,
            seq,
            f"Hạn {vn(due_on)} do văn bản {source} ấn định (lần {deadline.version}).",
            f"{due_on} was set by {source} (version {deadline.version}).",
        )
    return reason(
        "printed_day",
        source,
        seq,
        f"Hạn {vn(due_on)} theo văn bản; ngày in trong văn bản không bị dời.",
        f"{due_on} as printed; a printed day is never moved.",
    )


def _counted(deadline: DeadlineNow, count: Counted, source: str, calendar: Calendar) -> Reason:
    start, due_on = count.from_on or date.min, deadline.due_on
    end = bare_end(count, start, calendar)
    vi, en = count_word(count.unit, "vi"), count_word(count.unit, "en")
    text_vi = f"{count.amount} {vi} kể từ {vn(start)}, không tính ngày đầu: đến {vn(end)}"
    text_en = f"{count.amount} {en} from {start}, the first day not counted: until {end}"
    if end != due_on:
        text_vi += f"; là ngày nghỉ nên hết ngày làm việc tiếp theo, {vn(due_on)}"
        text_en += f", a day off, so until the end of the next working day, {due_on}"
    articles = "điều 147, 148" if count.unit is not CountUnit.WORKING_DAY else "điều 147"
    rule_source = f"{source}; {CIVIL_CODE}, {articles}; lịch {calendar.version}"
    return reason("counted_period", rule_source, deadline.set_seq, f"{text_vi}.", f"{text_en}.")


def _read_strictly(case: Case, assignment: Assignment) -> list[Reason]:
    deadline = assignment.deadline
    if case.rules.before_day is not BeforeDay.STRICT or not deadline.names_day_before:
        return []
    last = last_day_in_time(deadline, case.rules.before_day)
    return [
        reason(
            "before_day_strict",
            f"kl/{case.ref} rules.before_day",
            case.rules.changed_seq,
            f"«Trước ngày» hiểu chặt: ngày cuối còn đúng hạn là {vn(last)}.",
            f"'Before the day' read strictly: the last day in time is {last}.",
        )
    ]


def _without_day(case: Case, assignment: Assignment) -> list[Reason]:
    deadline, source = assignment.deadline, _document(case, assignment)
    if deadline.precision is Precision.EVENT:
        vi = "Hạn tính từ một sự kiện chưa được ghi nhận; đến lúc đó không bị tính quá hạn."
        en = (
            "The deadline counts from an event that is not recorded yet; until then it is not late."
        )
        if deadline.count is not None:
            length = f"{deadline.count.amount} {count_word(deadline.count.unit, 'vi')}"
            vi += f" Thời hạn: {length} kể từ sự kiện."
            length = f"{deadline.count.amount} {count_word(deadline.count.unit, 'en')}"
            en += f" Period: {length} from the event."
        reasons = [reason("event_awaited", source, deadline.set_seq, vi, en)]
    else:
        vi = "Văn bản không ghi ngày cụ thể nên nhiệm vụ không bao giờ bị tính quá hạn."
        en = "The document names no day, so the assignment can never be overdue."
        reasons = [reason("no_deadline", source, deadline.set_seq, vi, en)]
    if deadline.review_on is not None:
        day = deadline.review_on
        vi, en = (
            f"Thường trực hẹn rà soát ngày {vn(day)}.",
            f"The standing office set {day} to look at it again.",
        )
        reasons.append(reason("review_date", source, deadline.set_seq, vi, en))
    return reasons


def _how_it_was_asked(assignment: Assignment) -> list[Reason]:
    """Requests for more time, when there were any: repeated ones are seen at once."""
    asked, granted = assignment.extensions_asked, assignment.extensions_granted
    if not asked:
        return []
    open_vi = f"; đang xin đến {vn(assignment.extension_to)}" if assignment.extension_to else ""
    open_en = f"; {assignment.extension_to} is asked for now" if assignment.extension_to else ""
    return [
        reason(
            "extensions",
            "docs/states.md",
            None,
            f"Đã xin gia hạn {asked} lần, được {granted} lần{open_vi}.",
            f"More time was asked for {asked} times and granted {granted} times{open_en}.",
        )
    ]


def _before(case: Case, assignment: Assignment) -> list[Reason]:
    """Every version the state still carries, with the document that set it; and where the work comes from."""
    deadline, own = assignment.deadline, f"kl/{case.ref}/{assignment.n}"
    reasons = [
        reason(
            "earlier_deadline",
            one.set_by or own,
            one.set_seq,
            f"Trước đó: {'hạn ' + vn(one.due_on) if one.due_on else 'không có ngày'}, theo {one.set_by or own}.",
            f"Before that: {one.due_on or 'no day'}, by {one.set_by or own}.",
        )
        for one in reversed(deadline.past)
    ]
    origin = assignment.origin
    if origin is not None and origin.due_on is None:
        reasons.append(
            reason(
                "carried_over_in_time",
                origin.ref or own,
                None,
                f"Việc chuyển tiếp từ kỳ {origin.period}, khi ấy chưa đến hạn hoặc không có hạn.",
                f"Carried over from {origin.period}, when it was not due or had no day.",
            )
        )
    elif origin is not None and deadline.due_on != origin.due_on:
        reasons.append(
            reason(
                "first_due_day",
                origin.ref or own,
                None,
                f"Việc chuyển tiếp từ kỳ {origin.period}, hạn gốc {vn(origin.due_on)}.",
                f"Carried over from {origin.period}, first due on {origin.due_on}.",
            )
        )
    if assignment.predecessor is not None:
        reasons.append(
            reason(
                "taken_over",
                assignment.predecessor,
                None,
                f"Nhận lại từ {assignment.predecessor}, giữ nguyên hạn và các lần đổi hạn.",
                f"Taken over from {assignment.predecessor} with its deadline and all versions of it.",
            )
        )
    return reasons
