"""How the two tags look: an icon and words always, colour only beside them (contrast checked by axe).

Red means overdue and nothing else; green means verified and nothing else.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from markupsafe import Markup

from policy.calendar import (
    is_working_day,
    plus_working_days,
    working_day_from,
    working_days_between,
)
from schemas.calendar_file import calendar_today
from schemas.labels import DECLARED, OWED, RUNGS, SCHEDULES, STATES, TOLD, VERIFIED, Lang, word
from schemas.states import Declared, Owed, RungKind, Schedule, State, Told, Verified
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


def rest_day(day: date, lang: Lang) -> str:
    """What to know of a day that is not worked: it stays as printed, the last reminder goes before it."""
    calendar = calendar_today()
    if is_working_day(day, calendar):
        return ""
    before = working_day_from(day, calendar, step=-1)
    return _REST.in_(lang).format(day_text(day, lang), day_text(before, lang))


_REST: Final = Both(
    "{} là ngày nghỉ. Hạn giữ nguyên như văn bản; lời nhắc cuối gửi ngày làm việc {}.",
    "{} is not a working day. The day stays as printed; the last reminder goes out on {}.",
)


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


def declared_text(item: Mapping[str, Any], lang: Lang) -> str:
    """What the agency declares and what the office verified, as words and never as a colour."""
    said = word(DECLARED, Declared(item["declared"]), lang)
    if item["progress"] is not None:
        said += f" {item['progress']} %"
    return f"{said}; {word(VERIFIED, Verified(item['verified']), lang)}"


def strip(item: Mapping[str, Any], today: date, lang: Lang) -> Markup:
    """How much of the working time from the issue to the due day is used, as a small drawing with its words."""
    used = _used(item, today)
    if used is None:
        return Markup("")
    words = used_text(item, today, lang)
    late = today > date.fromisoformat(item["deadline"]["due_on"])
    return Markup(
        '<svg class="strip" viewBox="0 0 120 8" role="img" aria-label="{}"><title>{}</title>'
        '<rect width="120" height="8" rx="4" class="strip-all"></rect>'
        '<rect width="{}" height="8" rx="4" class="{}"></rect></svg>'
    ).format(words, words, round(120 * used, 1), "strip-late" if late else "strip-used")


def used_text(item: Mapping[str, Any], today: date, lang: Lang) -> str:
    """The same in words; empty where no clock runs."""
    used = _used(item, today)
    return "" if used is None else _USED.in_(lang).format(round(used * 100))


def _used(item: Mapping[str, Any], today: date) -> float | None:
    first, due = item.get("issued_on"), item["deadline"]["due_on"]
    if not first or not due or item["schedule"] not in {"open_in_time", "open_overdue"}:
        return None
    start, end = date.fromisoformat(first), date.fromisoformat(due)
    if today >= end:
        return 1.0
    return _between(start, max(today, start)) / max(_between(start, end), 1)


_USED = Both("đã dùng {} % thời gian làm việc", "{} % of the working time used")


def plot(indicator: Mapping[str, Any], reports: list[dict[str, Any]], lang: Lang) -> Markup:
    """The values reported, as a line against the trajectory, dashed; the words below are for everybody."""
    path = [
        (date.fromisoformat(p["on"]), float(p["value"])) for p in indicator.get("trajectory") or ()
    ]
    said = sorted(
        (date.fromisoformat(v["on"]), float(v["value"]))
        for report in reports
        for v in report.get("indicators") or ()
        if v["name"] == indicator["name"]
    )
    points = path + said
    if len(points) < 2:
        return Markup("<span class='muted'>{}</span>").format(_FEW.in_(lang))
    words = _last_words(path, said, lang)
    first, last = min(day for day, _ in points), max(day for day, _ in points)
    low, high = min(v for _, v in points), max(v for _, v in points)

    def at(day: date, value: float) -> str:
        x = 4 + 192 * ((day - first).days / max((last - first).days, 1))
        y = 52 - 44 * ((value - low) / ((high - low) or 1))
        return f"{x:.1f},{y:.1f}"

    dots = Markup("").join(
        Markup('<circle class="plot-dot" r="3" cx="{}" cy="{}"></circle>').format(
            *at(d, v).split(",")
        )
        for d, v in said
    )
    return Markup(
        '<svg class="plot" viewBox="0 0 200 66" role="img" aria-label="{}"><line class="plot-axis" x1="4" y1="56" x2="196" y2="56"></line>'
        '<polyline class="plot-path" points="{}"></polyline><polyline class="plot-real" points="{}"></polyline>{}</svg><br><small>{}</small>'
    ).format(words, " ".join(at(*p) for p in path), " ".join(at(*p) for p in said), dots, words)


def _last_words(path: list[tuple[date, float]], said: list[tuple[date, float]], lang: Lang) -> str:
    if not said:
        return _NONE_SAID.in_(lang)
    day, value = said[-1]
    wanted = [v for d, v in path if d <= day]
    text = _SAID.in_(lang).format(f"{value:g}", day_text(day, lang))
    return text + (_WANTED.in_(lang).format(f"{wanted[-1]:g}") if wanted else "")


_FEW = Both("chưa có số báo cáo", "no values reported")
_NONE_SAID = Both(
    "chưa có số báo cáo; đường đứt là lộ trình",
    "no values reported; the dashed line is the trajectory",
)
_SAID = Both("{} ngày {}", "{} on {}")
_WANTED = Both(", lộ trình {}", ", trajectory {}")


def owed_text(owed: str, lang: Lang) -> str:
    """What is owed, in words."""
    return word(OWED, Owed(owed), lang)


def told_text(told: str, lang: Lang) -> str:
    """Who is told, in words."""
    return word(TOLD, Told(told), lang)


def rung_kind_text(kind: str, lang: Lang) -> str:
    """What became of a rung, in words."""
    return word(RUNGS, RungKind(kind), lang)


def access_text(act: str, lang: Lang) -> str:
    """One act of the access log, in words."""
    return _ACCESS[act].in_(lang) if act in _ACCESS else act


_ACCESS: Final[Mapping[str, Both]] = {
    "signed_in": Both("Đăng nhập", "Signed in"),
    "signed_out": Both("Đăng xuất", "Signed out"),
    "sign_in_refused": Both("Đăng nhập sai", "Sign-in refused"),
    "session_revoked": Both("Kết thúc phiên", "Session ended"),
    "password_changed": Both("Đổi mật khẩu", "Password changed"),
    "password_reset": Both("Đặt lại mật khẩu", "Password reset"),
    "account_added": Both("Thêm người dùng", "User added"),
    "account_changed": Both("Sửa người dùng", "User changed"),
    "account_disabled": Both("Khoá người dùng", "User disabled"),
    "account_enabled": Both("Mở khoá người dùng", "User enabled"),
    "document_taken_in": Both("Tiếp nhận văn bản", "Document taken in"),
    "letters_sent_again": Both("Gửi lại thư", "Letters sent again"),
    "issued": Both("Giao kết luận", "Conclusion issued"),
    "token_made": Both("Cấp mã API", "Token made"),
    "token_revoked": Both("Thu hồi mã API", "Token revoked"),
    "log_checked": Both("Kiểm tra chuỗi băm", "Chain checked"),
    "register_exported": Both("Xuất toàn bộ sổ", "Register exported"),
}
