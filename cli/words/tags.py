"""The two tags of an assignment, state and schedule: always a sign and words, colour only beside them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from cli.output import Cell
from cli.words import Both, Lang
from policy.calendar import plus_working_days
from schemas.calendar_file import calendar_today
from schemas.labels import STATES, word
from schemas.moments import HANOI
from schemas.states import Schedule, State
from schemas.wording import day_text, moment_text

__all__ = ["clock_text", "day_text", "moment_text", "schedule_tag", "state_tag"]

_STATE_LOOKS: Final[Mapping[State, tuple[str, str]]] = {
    State.ASSIGNED: ("✉", "#1E3A8A on #DBEAFE"),
    State.ACKNOWLEDGED: ("✉", "#164E63 on #ECFEFF"),
    State.IN_PROGRESS: ("▸", "#1E40AF on #EFF6FF"),
    State.UNDER_REVIEW: ("⌕", "#5B21B6 on #EDE9FE"),
    State.RETURNED: ("↩", "#831843 on #FCE7F3"),
    State.COMPLETED: ("✓", "#14532D on #DCFCE7"),
    State.OBJECTED: ("✋", "#713F12 on #FEF9C3"),
    State.SUSPENDED: ("‖", "#1F2937 on #E5E7EB"),
    State.REASSIGNED: ("→", "#4B5563 on #FFFFFF"),
    State.WITHDRAWN: ("✗", "strike #4B5563 on #FFFFFF"),
}

_SCHEDULE_LOOKS: Final[Mapping[Schedule, tuple[str, str]]] = {
    Schedule.OPEN_IN_TIME: ("◷", "#334155 on #F1F5F9"),
    Schedule.OPEN_OVERDUE: ("▲", "#FFFFFF on #B91C1C"),
    Schedule.DONE_ON_TIME: ("✓", "#14532D on #DCFCE7"),
    Schedule.DONE_LATE: ("✓", "#365314 on #ECFCCB"),
    Schedule.NO_DEADLINE: ("○", "#374151 on #F3F4F6"),
}

_WORDS: Final[Mapping[Schedule, Both]] = {
    Schedule.OPEN_IN_TIME: Both("Trong hạn", "In time"),
    Schedule.OPEN_OVERDUE: Both("Quá hạn", "Overdue"),
    Schedule.DONE_ON_TIME: Both("Đúng hạn", "On time"),
    Schedule.DONE_LATE: Both("Hoàn thành quá hạn", "Done late"),
    Schedule.NO_DEADLINE: Both("Không có hạn", "No deadline"),
}
_SOON: Final = Both("Sắp đến hạn", "Due soon")
_NEAR: Final = ("⧗", "#7C2D12 on #FFEDD5")
_NEAR_WITHIN: Final = 5
"""Working days before the due day from which work is "due soon"."""
_LEFT: Final = Both(" · còn {} ngày", " · {} days left")
_DAYS: Final = Both(" {} ngày", " by {} days")
_DUE: Final = Both(" · hạn {}", " · due {}")
_REVIEW: Final = Both(" · rà soát {}", " · review on {}")
_ESCALATED: Final = Both(" · đã báo cáo cấp trên", " · escalated")
_FROM_HERE_ESCALATED: Final = frozenset({"+7d", "+14d", "+30d"})


def state_tag(state: str, lang: Lang) -> Cell:
    """Where the work stands, with its sign."""
    sign, style = _STATE_LOOKS[State(state)]
    return Cell(f"{sign} {word(STATES, State(state), lang)}", style)


def schedule_tag(item: Mapping[str, Any], lang: Lang, *, as_of: date | None = None) -> Cell:
    """Where the schedule stands; empty where the state's tag says it already.

    With *as_of*, in a list, how many days are left; without it the due day itself.
    """
    if not item.get("schedule") or Schedule(item["schedule"]) not in _SCHEDULE_LOOKS:
        return Cell("")
    schedule = Schedule(item["schedule"])
    sign, style = _SCHEDULE_LOOKS[schedule]
    deadline = item.get("deadline") or {"due_on": item.get("due_on")}
    due_on = date.fromisoformat(deadline["due_on"]) if deadline.get("due_on") else None
    if schedule is Schedule.OPEN_IN_TIME and as_of and due_on and _is_near(due_on, as_of):
        sign, style = _NEAR
    text = f"{sign} {(_SOON if sign == _NEAR[0] else _WORDS[schedule]).in_(lang)}"
    if item.get("days_late"):
        text += _DAYS.in_(lang).format(item["days_late"])
    elif schedule is Schedule.NO_DEADLINE and deadline.get("review_on"):
        text += _REVIEW.in_(lang).format(day_text(deadline["review_on"], lang))
    elif due_on and as_of is None:
        text += _DUE.in_(lang).format(day_text(due_on, lang))
    elif due_on and as_of and schedule is Schedule.OPEN_IN_TIME and due_on >= as_of:
        text += _LEFT.in_(lang).format((due_on - as_of).days)
    if schedule is Schedule.OPEN_OVERDUE and item.get("rung") in _FROM_HERE_ESCALATED:
        return Cell(text + _ESCALATED.in_(lang), "#FFFFFF on #7F1D1D")
    return Cell(text, style)


def _is_near(due_on: date, as_of: date) -> bool:
    return due_on <= plus_working_days(as_of, _NEAR_WITHIN, calendar_today())


def clock_text(moment: datetime | str) -> str:
    """An instant within a history: day, month, hour and minute in Hanoi."""
    known = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return f"{known.astimezone(HANOI):%d/%m %H:%M}"
