"""What a command and the queries answer about assignments, from the state of the case alone."""

from datetime import datetime
from typing import Any

from policy.decide import business_now
from policy.timeliness import days_late, late_from, schedule_on
from schemas.answers import Answer, GroupAnswer, Skipped
from schemas.case import Assignment, Case
from schemas.commands import AddDirective, Command
from schemas.ids import Kind, Target, parsed
from schemas.moments import day_of


def answer_to(
    case: Case,
    command: Command,
    now: datetime,
    *,
    skipped: tuple[Skipped, ...] = (),
    repeated: bool,
) -> dict[str, Any]:
    """The answer of interfaces.md, for one assignment or for a directive or conclusion."""
    target = parsed(command.target)
    if target is not None and target.kind is Kind.ASSIGNMENT:
        one = case.assignments[command.target]
        return written(_answer(case, one, command.command_id, now, repeated=repeated))
    if target is not None and isinstance(command, AddDirective):
        target = Target(target.ref, command.directive.n)
    left_out = {one.id for one in skipped}
    done = case.processed.get(command.command_id)
    since = done.seq if done else 0
    affected = tuple(
        _answer(case, one, command.command_id, now, repeated=repeated)
        for one in case.assignments.values()
        if target is not None and target.covers(one.id) and one.id not in left_out
        # What was closed before the command was not reached by it.
        if not one.state.is_closed or one.state_seq >= since
    )
    group = GroupAnswer(
        command_id=command.command_id,
        id=command.target,
        affected=affected,
        skipped=skipped,
        repeated=repeated,
    )
    return written(group)


def written(answer: Answer | GroupAnswer) -> dict[str, Any]:
    """As JSON with every field, also the empty ones: outside programs read these names."""
    if isinstance(answer, GroupAnswer):
        return {
            "command_id": answer.command_id,
            "id": answer.id,
            "affected": [written(one) for one in answer.affected],
            "skipped": [{"id": one.id, "code": one.code} for one in answer.skipped],
            "repeated": answer.repeated,
        }
    said = answer.model_dump(mode="json")
    return {name: said.get(name) for name in Answer.model_fields}


def snapshot_of(case: Case, assignment: Assignment, now: datetime) -> dict[str, Any]:
    """One assignment as `list` shows it, without the texts that only the register holds."""
    today = day_of(business_now(case, now))
    schedule = schedule_on(assignment, today, case.rules)
    late = late_from(assignment, case.rules)
    deadline = assignment.deadline
    return {
        "id": assignment.id,
        "workflow_id": case.stream,
        "seq": assignment.seq,
        "holder": assignment.holder,
        "conclusion": f"kl/{case.ref}",
        "n": assignment.n,
        "lead": assignment.id.rpartition("@")[2],
        "coordinating": list(assignment.coordinating),
        "state": assignment.state.value,
        "declared": assignment.declared.value,
        "progress": assignment.progress,
        "verified": assignment.verified.value,
        "schedule": schedule.value if schedule else None,
        "late_from": late.isoformat() if late else None,
        "deadline": {
            "due_on": deadline.due_on.isoformat() if deadline.due_on else None,
            "precision": deadline.precision.value,
            "first_due_on": deadline.first_due_on.isoformat() if deadline.first_due_on else None,
            "review_on": deadline.review_on.isoformat() if deadline.review_on else None,
            "version": deadline.version,
            "set_by": deadline.set_by,
        },
        "days_late": days_late(assignment, today, case.rules),
        "rung": assignment.rung,
        "next_wake_at": assignment.next_wake_at.isoformat() if assignment.next_wake_at else None,
        "unit": assignment.unit,
        "reports": assignment.reports,
        "extensions_asked": assignment.extensions_asked,
        "extensions_granted": assignment.extensions_granted,
        "predecessor": assignment.predecessor,
        "successor": assignment.successor,
    }


def _answer(
    case: Case, one: Assignment, command_id: str, now: datetime, *, repeated: bool
) -> Answer:
    schedule = schedule_on(one, day_of(business_now(case, now)), case.rules)
    return Answer(
        command_id=command_id,
        id=one.id,
        seq=one.seq,
        state=one.state.value,
        declared=one.declared.value,
        verified=one.verified.value,
        schedule=schedule.value if schedule else "",
        due_on=one.deadline.due_on,
        next_wake_at=one.next_wake_at,
        repeated=repeated,
    )
