"""How the two tags look: an icon and words always, colour only beside them (contrast checked by axe).

Red means overdue and nothing else; green means verified and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from policy.calendar import plus_working_days, working_days_between
from schemas.calendar_file import calendar_today
from schemas.labels import SCHEDULES, STATES, Lang, word
from schemas.states import Schedule, State
from schemas.wording import Both, day_text

SOON_WITHIN: Final = 5
"""Working days before the due day from which open work is "due soon"."""
ESCALATED: Final = frozenset({"+7d", "+14d", "+30d"})
"""Rungs from the standing office upwards."""

STATE_ICONS: Final[Mapping[State, str]] = {
    State.ASSIGNED: "mail",
    State.ACKNOWLEDGED: "mail-opened",
    State.IN_PROGRESS: "player-play",
    State.UNDER_REVIEW: "search",
    State.RETURNED: "arrow-back-up",
    State.COMPLETED: "circle-check",
    State.OBJECTED: "hand-stop",
    State.SUSPENDED: "player-pause",
    State.REASSIGNED: "arrow-right",
    State.WITHDRAWN: "x",
}
SCHEDULE_ICONS: Final[Mapping[Schedule, str]] = {
    Schedule.OPEN_IN_TIME: "clock",
    Schedule.OPEN_OVERDUE: "alert-triangle-filled",
    Schedule.DONE_ON_TIME: "check",
    Schedule.DONE_LATE: "check",
    Schedule.NO_DEADLINE: "circle",
    Schedule.SUSPENDED: "player-pause",
    Schedule.WITHDRAWN: "x",
}


class Tag(NamedTuple):
    """A label: the class that colours it, its icon, its words."""

    look: str
    icon: str
    text: str


def state_tag(state: str, lang: Lang) -> Tag:
    """Where the work stands."""
    known = State(state)
    return Tag(f"state-{known.value}", STATE_ICONS[known], word(STATES, known, lang))


def schedule_tag(item: Mapping[str, Any], today: date, lang: Lang) -> Tag | None:
    """Where the schedule stands; None where the state's tag says it already."""
    if not item["schedule"]:
        return None
    schedule = Schedule(item["schedule"])
    if schedule in {Schedule.SUSPENDED, Schedule.WITHDRAWN}:
        return None
    look, icon, text = (
        f"sched-{schedule.value}",
        SCHEDULE_ICONS[schedule],
        _short_word(schedule, lang),
    )
    due = item["deadline"]["due_on"]
    due_on = date.fromisoformat(due) if due else None
    if schedule is Schedule.OPEN_OVERDUE:
        text = _LATE.in_(lang).format(text, item["days_late"])
        if item.get("rung") in ESCALATED:
            return Tag("sched-escalated", "chevrons-up", text + _ESCALATED.in_(lang))
    elif schedule is Schedule.NO_DEADLINE and item["deadline"]["review_on"]:
        text += _REVIEW.in_(lang).format(day_text(item["deadline"]["review_on"], lang))
    elif schedule is Schedule.OPEN_IN_TIME and due_on is not None and due_on >= today:
        if is_soon(due_on, today):
            look, icon, text = "sched-soon", "hourglass", _SOON.in_(lang)
        text += _LEFT.in_(lang).format((due_on - today).days)
    return Tag(look, icon, text)


def is_soon(due_on: date, today: date) -> bool:
    """Whether a day is at most SOON_WITHIN working days away."""
    return due_on <= plus_working_days(today, SOON_WITHIN, calendar_today())


def schedule_word(key: str, lang: Lang) -> str:
    """The name of one of the seven groups."""
    return word(SCHEDULES, Schedule(key), lang)


def working_days_left(due: str | None, today: date, lang: Lang) -> str:
    """How many working days until a day, or since it; empty without a day."""
    if not due:
        return ""
    due_on = date.fromisoformat(due)
    if due_on >= today:
        return _WORKING_LEFT.in_(lang).format(_between(today, due_on))
    return _WORKING_LATE.in_(lang).format(_between(due_on, today))


@lru_cache(maxsize=4096)
def _between(first: date, last: date) -> int:
    """Lists ask for the same few pairs of days again and again."""
    return working_days_between(first, last, calendar_today())


def _short_word(schedule: Schedule, lang: Lang) -> str:
    return _SHORT[schedule].in_(lang) if schedule in _SHORT else word(SCHEDULES, schedule, lang)


_SHORT: Final = {
    Schedule.DONE_ON_TIME: Both("Đúng hạn", "On time"),
    Schedule.DONE_LATE: Both("Hoàn thành quá hạn", "Done late"),
}
_LATE = Both("{} {} ngày", "{} by {} days")
_ESCALATED = Both(" · đã báo cáo cấp trên", " · escalated")
_REVIEW = Both(" · rà soát {}", " · review {}")
_SOON = Both("Sắp đến hạn", "Due soon")
_LEFT = Both(" · còn {} ngày", " · {} days left")
_WORKING_LEFT = Both("còn {} ngày làm việc", "{} working days left")
_WORKING_LATE = Both("{} ngày làm việc trước", "{} working days ago")
