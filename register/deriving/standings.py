"""An assignment as a row: the columns that lists filter, order and count by, from its folded state.

Pure, and the only place where they are computed: commit, rebuild and verify agree because they all
come here.
"""

import json
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

from policy.deadlines import last_day_in_time
from policy.indicators import behind_from
from policy.timeliness import days_late, late_from, schedule_on
from schemas.agencies import Level, agency
from schemas.case import Assignment
from schemas.moments import day_of
from schemas.rules import Rules
from schemas.states import Schedule

__all__ = [
    "GROUP",
    "LAST_TURN",
    "REASSIGNED",
    "TURNS_PER_GROUP",
    "Standing",
    "level_of",
    "standing_of",
    "storable",
]

REASSIGNED: Final = "reassigned"
"""The group of what is not counted, because its successor is."""

TURNS_PER_GROUP: Final = 4_000_000
"""More than there are days; see `Group`."""


class GROUP:
    """The groups in the default order of lists, most pressing first; each is a range of `turn`."""

    MAY_BE_LATE: Final = 0
    BEFORE_THE_OFFICE: Final = 1
    NO_DEADLINE: Final = 2
    SUSPENDED: Final = 3
    DONE_LATE: Final = 4
    DONE_ON_TIME: Final = 5
    WITHDRAWN: Final = 6
    REASSIGNED: Final = 7


_PLACE_OF: Final = {
    Schedule.NO_DEADLINE: GROUP.NO_DEADLINE,
    Schedule.SUSPENDED: GROUP.SUSPENDED,
    Schedule.DONE_LATE: GROUP.DONE_LATE,
    Schedule.DONE_ON_TIME: GROUP.DONE_ON_TIME,
    Schedule.WITHDRAWN: GROUP.WITHDRAWN,
}
LAST_TURN: Final = date.max.toordinal()
"""Within a group: what has no day."""


class Standing(NamedTuple):
    """Where an assignment stands, as a row of `standing` has it and of `assignment` begins."""

    turn: int
    grp: str
    late_from: date | None
    state: str
    declared: str
    progress: int | None
    verified: str
    days_late: int
    due_on: date | None
    precision: str
    review_on: date | None
    version: int
    set_by: str | None
    rung: str | None
    holder: str
    level: str
    behind_from: date | None
    measured: str | None


def standing_of(assignment: Assignment, rules: Rules, issued_on: date) -> Standing:
    """Where it stands after its newest event, until something happens; *issued_on* tells what a code meant."""
    # On the first of all days nothing is overdue yet: what is left is the group apart from time.
    schedule = schedule_on(assignment, date.min, rules)
    late = late_from(assignment, rules)
    deadline = assignment.deadline
    return Standing(
        turn=_turn(assignment, schedule, late, rules),
        grp=schedule.value if schedule else REASSIGNED,
        late_from=late,
        state=assignment.state.value,
        declared=assignment.declared.value,
        progress=assignment.progress,
        verified=assignment.verified.value,
        days_late=days_late(assignment, date.min, rules) if assignment.completed_at else 0,
        due_on=deadline.due_on,
        precision=deadline.precision.value,
        review_on=deadline.review_on,
        version=deadline.version,
        set_by=storable(deadline.set_by),
        rung=assignment.rung,
        holder=assignment.holder,
        level=level_of(assignment.holder, issued_on),
        behind_from=behind_from(assignment),
        measured=_measured(assignment),
    )


@lru_cache(maxsize=4096)
def level_of(code: str, on: date) -> str:
    """The level at which the results of an office are counted; a unit counts with its agency."""
    body = agency(code, on) or agency(code) or agency(code.partition(".")[0])
    return (body.reach if body else Level.NATIONAL).value


def _measured(assignment: Assignment) -> str | None:
    """The newest value of each indicator, as JSON; None: nothing was reported."""
    told = [
        {"name": aim.name, "value": aim.value, "on": aim.value_on}
        for aim in assignment.aims
        if aim.value is not None
    ]
    return storable(json.dumps(told, ensure_ascii=False, default=str)) if told else None


def storable(text: str | None) -> str | None:
    """PostgreSQL cannot hold the character zero; a fact must never be unstorable for it."""
    return text.replace("\0", "\ufffd") if text else text


def _turn(
    assignment: Assignment, schedule: Schedule | None, late: date | None, rules: Rules
) -> int:
    if schedule is Schedule.OPEN_IN_TIME:
        if late is not None:
            return _at(GROUP.MAY_BE_LATE, late)
        last = last_day_in_time(assignment.deadline, rules.before_day)
        return _at(GROUP.BEFORE_THE_OFFICE, last and last + timedelta(days=1))
    place = _PLACE_OF[schedule] if schedule else GROUP.REASSIGNED
    if assignment.closed_at is not None:  # newest first
        return place * TURNS_PER_GROUP + LAST_TURN - day_of(assignment.closed_at).toordinal()
    deadline = assignment.deadline
    return _at(place, deadline.due_on if place == GROUP.SUSPENDED else deadline.review_on)


def _at(place: int, day: date | None) -> int:
    return place * TURNS_PER_GROUP + (day.toordinal() if day else LAST_TURN)
