"""Why a day, a schedule, a rung, a state or a wake-up is what it is: rule, source and event (design §4, goal B13).

Read off the same fields and functions that decided it, so the answer cannot differ from the fact.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from policy.deadlines import last_day_in_time
from policy.decide import business_now
from policy.obligations import is_running, open_rungs
from policy.timeliness import is_submitted_in_time, late_from, schedule_on
from schemas.case import Assignment, Case
from schemas.labels import owed_word, schedule_word, state_word, told_word
from schemas.moments import HANOI, day_of
from schemas.refusals import Code, Refusal
from schemas.states import BeforeDay, Schedule

Reason = dict[str, Any]


def why(case: Case, assignment_id: str, field: str, now: datetime) -> list[Reason]:
    """The reasons behind one field of one assignment, the nearest first."""
    assignment = case.assignments.get(assignment_id)
    if assignment is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=assignment_id)
    explain = FIELDS.get(field)
    if explain is None:
        raise Refusal(Code.MALFORMED, "unknown_field", field=field, known=sorted(FIELDS))
    return explain(case, assignment, day_of(business_now(case, now)))


def _reason(rule: str, source: str, seq: int | None, vi: str, en: str) -> Reason:
    return {"rule": rule, "source": source, "event_seq": seq, "text_vi": vi, "text_en": en}


def _document(case: Case, assignment: Assignment) -> str:
    return assignment.deadline.set_by or f"kl/{case.ref}/{assignment.n}"


def _due_on(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    deadline, source = assignment.deadline, _document(case, assignment)
    seq = deadline.set_seq or None
    if deadline.due_on is None:
        reasons = [
            _reason(
                "no_deadline",
                source,
                seq,
                "Văn bản không ghi ngày cụ thể nên nhiệm vụ không bao giờ bị tính quá hạn.",
                "The document names no day, so the assignment can never be overdue.",
            )
        ]
        if deadline.review_on is not None:
            day = _vn(deadline.review_on)
            reasons.append(
                _reason(
                    "review_date",
                    source,
                    seq,
                    f"Thường trực hẹn rà soát ngày {day}.",
                    f"The standing office set {deadline.review_on} to look at it again.",
                )
            )
        return reasons
    if assignment.origin is not None and deadline.due_on == assignment.origin.due_on:
        rule, vi, en = (
            "carried_over",
            f"Chuyển tiếp từ kỳ {assignment.origin.period}, chưa có hạn mới: hạn gốc "
            f"{_vn(deadline.due_on)} vẫn tính.",
            f"Carried over from {assignment.origin.period} without a new day: "
            f"{deadline.due_on} still counts.",
        )
    elif deadline.version > 1:
        rule, vi, en = (
            "deadline_changed",
            f"Hạn {_vn(deadline.due_on)} do văn bản {source} ấn định (lần {deadline.version}).",
            f"{deadline.due_on} was set by {source} (version {deadline.version}).",
        )
    else:
        rule, vi, en = (
            "printed_day",
            f"Hạn {_vn(deadline.due_on)} theo văn bản; ngày in trong văn bản không bị dời.",
            f"{deadline.due_on} as printed; a printed day is never moved.",
        )
    reasons = [_reason(rule, source, seq, vi, en)]
    if case.rules.before_day is BeforeDay.STRICT and deadline.names_day_before:
        last = last_day_in_time(deadline, case.rules.before_day)
        reasons.append(
            _reason(
                "before_day_strict",
                f"kl/{case.ref} rules.before_day",
                None,
                f"«Trước ngày» hiểu chặt: ngày cuối còn đúng hạn là {_vn(last)}.",
                f"'Before the day' read strictly: the last day in time is {last}.",
            )
        )
    return reasons


def _schedule(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    group = schedule_on(assignment, today, case.rules)
    if group is None:
        return [
            _reason(
                "reassigned",
                "thiết kế §4",
                assignment.state_seq,
                "Đã chuyển cơ quan: nhiệm vụ kế tiếp được thống kê thay.",
                "Reassigned: its successor is counted instead.",
            )
        ]
    last = last_day_in_time(assignment.deadline, case.rules.before_day)
    word_vi, word_en = schedule_word(group, "vi"), schedule_word(group, "en")
    text_vi, text_en = f"{word_vi}.", f"{word_en}."
    seq: int | None = assignment.state_seq
    if group in {Schedule.DONE_ON_TIME, Schedule.DONE_LATE} and last is not None:
        in_time = is_submitted_in_time(assignment, case.rules)
        day = day_of(assignment.submitted_at) if assignment.submitted_at else None
        seq = assignment.submission_seq
        text_vi = f"{word_vi}: minh chứng được chấp nhận đã gửi ngày {_vn(day)}, hạn {_vn(last)}."
        text_en = f"{word_en}: the accepted evidence came on {day}, due {last}."
        if not in_time:
            text_vi += " Sau 24:00 ngày đến hạn là quá hạn."
    elif group is Schedule.OPEN_OVERDUE and last is not None:
        late = late_from(assignment, case.rules)
        text_vi = f"{word_vi} từ {_vn(late)}: hết 24:00 ngày {_vn(last)} chưa gửi minh chứng được chấp nhận."
        text_en = (
            f"{word_en} since {late}: no evidence that stands had been sent by the end of {last}."
        )
    elif group is Schedule.OPEN_IN_TIME and last is not None:
        text_vi = f"{word_vi}: hạn {_vn(last)}."
        text_en = f"{word_en}: due {last}."
    first = _reason(
        f"schedule_{group}", "thiết kế §4; Bộ luật Dân sự 2015, điều 148", seq, text_vi, text_en
    )
    return [first, *_due_on(case, assignment, today)]


def _state(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    state = assignment.state
    return [
        _reason(
            f"state_{state}",
            "docs/states.md",
            assignment.state_seq,
            f"{state_word(state, 'vi')}, do sự kiện số {assignment.state_seq}.",
            f"{state_word(state, 'en')}, by event {assignment.state_seq}.",
        )
    ]


def _rung(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    if assignment.rung is None:
        return [
            _reason(
                "no_rung",
                "thiết kế §4",
                None,
                "Chưa có nấc nhắc hoặc báo cáo nào được gửi cho thời hạn hiện tại.",
                "No rung has been sent for the present deadline.",
            )
        ]
    return [
        _reason(
            f"rung_{assignment.rung}",
            f"bậc thang {case.rules.version}",
            assignment.rung_seq,
            f"Nấc {assignment.rung} của minh chứng hoàn thành đã gửi.",
            f"Rung {assignment.rung} of the final evidence has been sent.",
        ),
        *_due_on(case, assignment, today),
    ]


def _next_wake_at(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    if assignment.next_wake_at is None:
        return [
            _reason(
                "nothing_due",
                "thiết kế §4",
                assignment.seq,
                "Không có việc nào tự đến hạn.",
                "Nothing will come due by itself.",
            )
        ]
    local = assignment.next_wake_at.astimezone(HANOI)
    return [
        _reason(
            f"{one.owed}_{rung.name}",
            f"bậc thang {case.rules.version}, lịch {case.rules.calendar.version}",
            assignment.seq,
            f"{local:%H:%M %d/%m/%Y}: nấc {rung.name} của «{owed_word(one.owed, 'vi')}» "
            f"(hạn {_vn(one.due_on)}), báo {told_word(rung.to, 'vi')}.",
            f"{local:%Y-%m-%d %H:%M}: rung {rung.name} of '{owed_word(one.owed, 'en')}' "
            f"(due {one.due_on}) tells the {told_word(rung.to, 'en')}.",
        )
        for one in assignment.obligations
        if is_running(one, assignment.state)
        for rung, moment, _ in open_rungs(assignment, one, case.rules)
        if moment == assignment.next_wake_at
    ]


FIELDS: Final[Mapping[str, Callable[[Case, Assignment, date], list[Reason]]]] = {
    "due_on": _due_on,
    "schedule": _schedule,
    "state": _state,
    "rung": _rung,
    "next_wake_at": _next_wake_at,
}


def _vn(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else "–"
