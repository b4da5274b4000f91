"""What other rules would change, before anybody is bound by them: days, schedules, rungs, wake-ups.

The change is folded over the case as it would be, and both sides are compared, so a preview cannot
differ from what then happens. Called by the workflow for a `change_rules` with `preview`.
"""

from datetime import date, datetime
from typing import Any

from policy.decide import business_now, carried_out
from policy.fold import fold
from policy.ladders import rules_after
from policy.obligations import open_rungs
from policy.timeliness import schedule_on
from schemas.case import Assignment, Case
from schemas.commands import ChangeRules, Command
from schemas.events import Event, Fact
from schemas.moments import HANOI, day_of
from schemas.rules import Rules

Change = dict[str, Any]
"""One line of a preview: id, field, from, to."""

_Face = dict[str, str | None]


def answer(case: Case, command: Command, now: datetime) -> dict[str, Any] | None:
    """The answer to a preview; None: the command is none and has to be decided.

    Raises the Refusal that the change itself would meet.
    """
    if not isinstance(command, ChangeRules) or not command.preview:
        return None
    at = business_now(case, now)
    carried_out(case, command, at)
    rules = rules_after(case.rules, command.rules, seq=case.seq + 1)
    return {"changes": changes(case, rules, at)}


def changes(case: Case, rules: Rules, at: datetime) -> list[Change]:
    """Every due day, schedule, rung and wake-up that these rules would move, in the order of the conclusion.

    Times are of Hanoi. A rung whose new moment lies before *at* would be decided at once: the
    highest of an obligation sent, the others collapsed.
    """
    event = Event(
        stream=case.stream,
        seq=case.seq + 1,
        type=Fact.RULES_CHANGED,
        target=f"kl/{case.ref}",
        key="preview",
        at=at,
        payload={"rules": rules.model_dump(mode="json")},
    )
    after, today = fold(case, [event]), day_of(at)
    moved: list[Change] = []
    for one in case.assignments.values():
        if one.state.is_closed:
            continue
        was = _face(one, case.rules, today)
        then = _face(after.assignments[one.id], after.rules, today)
        moved += [
            {"id": one.id, "field": field, "from": was.get(field), "to": then.get(field)}
            for field in dict.fromkeys((*was, *then))
            if was.get(field) != then.get(field)
        ]
    return moved


def _face(assignment: Assignment, rules: Rules, today: date) -> _Face:
    """Everything about an assignment that rules decide, by the name of its field."""
    due_on, schedule = assignment.deadline.due_on, schedule_on(assignment, today, rules)
    face: _Face = {
        "due_on": due_on.isoformat() if due_on else None,
        "schedule": schedule.value if schedule else None,
        "next_wake_at": _local(assignment.next_wake_at),
    }
    for one in assignment.obligations:
        face[f"{one.key}.due_on"] = one.due_on.isoformat()
        for rung, moment, _ in open_rungs(assignment, one, rules):
            face[f"{one.key}.{rung.name}"] = _local(moment)
            face[f"{one.key}.{rung.name}.to"] = rung.to.value
    return face


def _local(moment: datetime | None) -> str | None:
    return moment.astimezone(HANOI).isoformat() if moment else None
