"""What an amendment changes: its fields, what each must bring, and what the rules then hold (design §3).

Words change in the register; here only the deadline, the coordinating agencies and the rhythm of
reports are worked out, once, so that the fold decides nothing.
"""

from datetime import date
from typing import Any, Final

from pydantic import ValidationError

from policy.counting import counted_end
from policy.directives import deadline_of, problems_of_printed
from schemas.amendments import Changes
from schemas.case import Assignment, Case, DeadlineNow
from schemas.commands import Amend
from schemas.ids import codes_among
from schemas.refusals import Code, Refusal
from schemas.states import Precision

FIELDS: Final = frozenset(Changes.model_fields)
_OF_THE_DEADLINE: Final = ("due_on", "deadline", "event_on")


def refuse_unless_amendable(
    case: Case, assignment: Assignment, command: Amend, today: date
) -> None:
    """Known fields of the right form, one way of setting the deadline, and a day to come."""
    changes = changes_in(command)
    named = [field for field in _OF_THE_DEADLINE if field in changes.model_fields_set]
    if len(named) > 1:
        raise Refusal(Code.MALFORMED, "deadline_twice", field=named[1], fields=named)
    issued_on = command.decision.date if command.decision else today
    if "deadline" in named:
        problems = problems_of_printed(changes.deadline, issued_on, case.rules.calendar)
        if (problem := next(problems, None)) is not None:
            field = ".".join(("changes", *map(str, problem.path)))
            raise Refusal(Code.MALFORMED, problem.reason, field=field, **problem.said)
    if "event_on" in named:
        _refuse_unless_awaited(assignment, changes)
        return
    deadline = _deadline(case, assignment, command, changes)
    if deadline is not None and deadline.due_on is not None and deadline.due_on < today:
        raise Refusal(Code.MALFORMED, "day_not_later", field=named[0], than=today.isoformat())


def what_follows(case: Case, assignment: Assignment, command: Amend) -> dict[str, Any]:
    """The payload's part for the rules: the deadline, the codes and the rhythm that hold from now on."""
    changes = changes_in(command)
    given = changes.model_fields_set
    follows: dict[str, Any] = {}
    if (deadline := _deadline(case, assignment, command, changes)) is not None:
        follows["deadline"] = deadline.model_dump(mode="json")
    if "coordinating" in given:
        follows["coordinating_codes"] = list(codes_among(changes.coordinating))
    if "report" in given:
        follows["duty"] = changes.report and changes.report.model_dump(mode="json")
    return follows


def changes_in(command: Amend) -> Changes:
    """The changes as typed fields; raises a `Malformed` refusal that names the first wrong one."""
    unknown = sorted(set(command.changes) - FIELDS)
    if unknown:
        known = ", ".join(sorted(FIELDS))
        raise Refusal(Code.MALFORMED, "not_amendable", field=unknown[0], known=known)
    try:
        return Changes.model_validate(command.changes)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        field = ".".join(("changes", *map(str, first["loc"])))
        raise Refusal(Code.MALFORMED, "field_wrong", field=field, problem=first["msg"]) from None


def _refuse_unless_awaited(assignment: Assignment, changes: Changes) -> None:
    """An event has a day, and the deadline has been waiting for it with a period to count."""
    if changes.event_on is None:
        raise Refusal(Code.MALFORMED, "due_day_missing", field="changes.event_on")
    deadline = assignment.deadline
    if deadline.precision is not Precision.EVENT or deadline.count is None:
        raise Refusal(Code.WRONG_STATE, "no_event_awaited", id=assignment.id)


def _deadline(
    case: Case, assignment: Assignment, command: Amend, changes: Changes
) -> DeadlineNow | None:
    """The deadline that the amendment sets; None when it sets none.

    An event that was recorded late may lead to a day that has passed: then the work is late, and
    saying otherwise would hide it.
    """
    given, before = changes.model_fields_set, assignment.deadline
    if "deadline" in given:
        issued_on = command.decision.date if command.decision else case.issued_on
        return deadline_of(changes.deadline, None, issued_on, case.rules.calendar)
    if "due_on" in given:
        precision = Precision.DAY if changes.due_on else Precision.NONE
        return DeadlineNow(due_on=changes.due_on, precision=precision, review_on=before.review_on)
    if "event_on" in given and changes.event_on is not None and before.count is not None:
        return DeadlineNow(
            due_on=counted_end(before.count, changes.event_on, case.rules.calendar),
            precision=Precision.PERIOD,
            review_on=before.review_on,
            count=before.count.but(from_on=changes.event_on),
        )
    return None
