"""Why a day, a schedule, a rung, a state, a wake-up or an indicator is what it is: rule, source and event (design §4, goal B13).

Read off the same fields and functions that decided it, so the answer cannot differ from the fact.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from policy.deadlines import last_day_in_time
from policy.decide import business_now
from policy.obligations import is_running, open_rungs
from policy.reasons import CIVIL_CODE, Reason, of_due_day, reason, vn
from policy.reasons_of_indicators import of_indicators
from policy.timeliness import is_submitted_in_time, late_from, schedule_on
from schemas.case import Assignment, Case, Obligation
from schemas.labels import owed_word, schedule_word, state_word, told_word
from schemas.moments import HANOI, day_of
from schemas.refusals import Code, Refusal
from schemas.rules import Rung
from schemas.states import Owed, Schedule, State

_STATES: Final = "docs/states.md"


def why(case: Case, assignment_id: str, field: str, now: datetime) -> list[Reason]:
    """The reasons behind one field of one assignment, the nearest first."""
    assignment = case.assignments.get(assignment_id)
    if assignment is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=assignment_id)
    explain = FIELDS.get(field)
    if explain is None:
        raise Refusal(Code.MALFORMED, "unknown_field", field=field, known=sorted(FIELDS))
    return explain(case, assignment, day_of(business_now(case, now)))


def _due_on(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    return of_due_day(case, assignment)


def _schedule(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    group = schedule_on(assignment, today, case.rules)
    if group is None:
        return [
            reason(
                "reassigned",
                assignment.successor or _STATES,
                assignment.state_seq,
                f"Đã chuyển cơ quan: nhiệm vụ kế tiếp {assignment.successor} được thống kê thay.",
                f"Reassigned: its successor {assignment.successor} is counted instead.",
            )
        ]
    seq, vi, en = _of_group(case, assignment, group)
    first = reason(f"schedule_{group}", f"{CIVIL_CODE}, điều 148; {_STATES}", seq, vi, en)
    return [first, *_due_on(case, assignment, today)]


def _of_group(case: Case, assignment: Assignment, group: Schedule) -> tuple[int | None, str, str]:
    """The event behind a group, and what it says of its days."""
    last = last_day_in_time(assignment.deadline, case.rules.before_day)
    vi, en = schedule_word(group, "vi"), schedule_word(group, "en")
    if group in {Schedule.DONE_ON_TIME, Schedule.DONE_LATE} and last is not None:
        day = day_of(assignment.submitted_at) if assignment.submitted_at else None
        vi += f": minh chứng được chấp nhận đã gửi ngày {vn(day)}, hạn {vn(last)}."
        en += f": the accepted evidence came on {day}, due {last}."
        if not is_submitted_in_time(assignment, case.rules):
            vi += " Sau 24:00 ngày đến hạn là quá hạn."
            en += " After the end of the due day is late."
        return assignment.submission_seq, vi, en
    if group is Schedule.OPEN_OVERDUE and last is not None:
        late = late_from(assignment, case.rules)
        vi += f" từ {vn(late)}: hết 24:00 ngày {vn(last)} chưa gửi minh chứng được chấp nhận."
        en += f" since {late}: no evidence that stands had been sent by the end of {last}."
        return assignment.deadline.set_seq, vi, en
    if group is Schedule.OPEN_IN_TIME and last is not None:
        waits = assignment.state is State.UNDER_REVIEW
        vi += f": hạn {vn(last)}" + (
            "; minh chứng gửi trong hạn đang chờ thẩm tra." if waits else "."
        )
        en += f": due {last}" + ("; evidence sent in time is under review." if waits else ".")
        return (assignment.submission_seq if waits else assignment.deadline.set_seq), vi, en
    return assignment.state_seq, f"{vi}.", f"{en}."


def _state(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    state, seq = assignment.state, assignment.state_seq
    reasons = [
        reason(
            f"state_{state}",
            _STATES,
            seq,
            f"{state_word(state, 'vi')}, do sự kiện số {seq}.",
            f"{state_word(state, 'en')}, by event {seq}.",
        )
    ]
    if assignment.resumes_as is not None:
        before = assignment.resumes_as
        reasons.append(
            reason(
                "interrupted",
                _STATES,
                seq,
                f"Trước đó là «{state_word(before, 'vi')}» và sẽ trở lại đó.",
                f"It was '{state_word(before, 'en')}' before, and goes back to it.",
            )
        )
    if assignment.successor is not None:
        vi, en = f"Kế tiếp: {assignment.successor}.", f"Its successor is {assignment.successor}."
        reasons.append(reason("successor", assignment.successor, seq, vi, en))
    return reasons


def _rung(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    if assignment.rung is None:
        vi = "Chưa có nấc nhắc hoặc báo cáo nào được gửi cho thời hạn hiện tại."
        en = "No rung has been sent for the present deadline."
        return [reason("no_rung", _STATES, None, vi, en), *_due_on(case, assignment, today)]
    sent, seq = assignment.rung, assignment.rung_seq
    reasons = [
        reason(
            f"rung_{sent}",
            f"bậc thang {case.rules.version}",
            seq,
            f"Nấc {sent} của minh chứng hoàn thành đã gửi.",
            f"Rung {sent} of the final evidence has been sent.",
        )
    ]
    owed = (one for one in assignment.obligations if one.owed is Owed.FINAL_EVIDENCE)
    collapsed = [name for one in owed for name in one.collapsed]
    if collapsed:
        listed = ", ".join(collapsed)
        reasons.append(
            reason(
                "rungs_collapsed",
                f"bậc thang {case.rules.version}; {_STATES}",
                seq,
                f"Các nấc {listed} đến hạn cùng lúc với nấc cao hơn nên chỉ ghi nhận, không gửi.",
                f"Rungs {listed} came due together with a higher one: recorded, not sent.",
            )
        )
    return [*reasons, *_due_on(case, assignment, today)]


def _next_wake_at(case: Case, assignment: Assignment, today: date) -> list[Reason]:
    if assignment.next_wake_at is None:
        vi, en = "Không có việc nào tự đến hạn.", "Nothing will come due by itself."
        return [reason("nothing_due", _STATES, assignment.state_seq, vi, en)]
    return [
        _wakes(case, assignment, one, rung)
        for one in assignment.obligations
        if is_running(one, assignment.state)
        for rung, moment, _ in open_rungs(assignment, one, case.rules)
        if moment == assignment.next_wake_at
    ]


def _wakes(case: Case, assignment: Assignment, one: Obligation, rung: Rung) -> Reason:
    local = (assignment.next_wake_at or one.opened_at).astimezone(HANOI)
    return reason(
        f"{one.owed}_{rung.name}",
        f"bậc thang {case.rules.version}, lịch {case.rules.calendar.version}",
        assignment.seq,
        f"{local:%H:%M %d/%m/%Y}: nấc {rung.name} của «{owed_word(one.owed, 'vi')}» "
        f"(hạn {vn(one.due_on)}), báo {told_word(rung.to, 'vi')}.",
        f"{local:%Y-%m-%d %H:%M}: rung {rung.name} of '{owed_word(one.owed, 'en')}' "
        f"(due {one.due_on}) tells the {told_word(rung.to, 'en')}.",
    )


FIELDS: Final[Mapping[str, Callable[[Case, Assignment, date], list[Reason]]]] = {
    "due_on": _due_on,
    "schedule": _schedule,
    "state": _state,
    "rung": _rung,
    "next_wake_at": _next_wake_at,
    "indicators": of_indicators,
}
