"""What a command must bring beside the right state and the right office; each check raises one refusal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from policy.amending import refuse_unless_amendable
from policy.deadlines import last_day_in_time
from policy.indicators import known_names
from schemas.case import Assignment, Case
from schemas.commands import (
    Amend,
    Command,
    DecideExtension,
    DecideObjection,
    DemandExplanation,
    HandOver,
    OpenInspection,
    Reassign,
    RequestContribution,
    RequestExtension,
    RequestOpinion,
    Resume,
    ReviewEvidence,
    SetReviewDate,
    SubmitReport,
)
from schemas.folding import fold_vi
from schemas.ids import assignment_id
from schemas.refusals import Code, Refusal
from schemas.states import Owed

Check = Callable[[Case, Assignment, Any, date], None]


def needs_decision(case: Case, assignment: Assignment, command: Any, today: date) -> None:
    """The deadline belongs to the one who set it: the deciding document is named (design §3)."""
    if command.decision is None:
        raise Refusal(Code.MISSING_DOCUMENT, "decision_missing", command=command.name)


def four_eyes(case: Case, assignment: Assignment, command: ReviewEvidence, today: date) -> None:
    """Whoever submitted the evidence does not examine it; two people may share one system account ("os:…")."""
    person = command.actor.person
    if person is None or person.startswith("os:"):
        return
    if person == assignment.submitted_by:
        raise Refusal(Code.NO_RIGHT, "four_eyes", person=person)


def asks_for_more_time(
    case: Case, assignment: Assignment, command: RequestExtension, today: date
) -> None:
    """There is a day to move, it moves forward, and no other request is open."""
    last = last_day_in_time(assignment.deadline, case.rules.before_day)
    if last is None:
        raise Refusal(Code.WRONG_STATE, "no_deadline", id=assignment.id)
    if assignment.extension_to is not None:
        raise Refusal(Code.WRONG_STATE, "extension_open", asked=assignment.extension_to.isoformat())
    if command.new_due_on <= max(last, today):
        latest = max(last, today).isoformat()
        raise Refusal(Code.MALFORMED, "day_not_later", field="new_due_on", than=latest)


def answers_a_request(
    case: Case, assignment: Assignment, command: DecideExtension, today: date
) -> None:
    """Only an open request is decided; granting names the document and a day to come, after the present one."""
    if assignment.extension_to is None:
        raise Refusal(Code.WRONG_STATE, "no_extension_open", id=assignment.id)
    if command.verdict == "grant":
        needs_decision(case, assignment, command, today)
        day = command.new_due_on or assignment.extension_to
        last = last_day_in_time(assignment.deadline, case.rules.before_day)
        _not_past(day, "new_due_on", today)
        if last is not None and day <= last:
            latest = last.isoformat()
            raise Refusal(Code.MALFORMED, "day_not_later", field="new_due_on", than=latest)


def names_another_office(
    case: Case, assignment: Assignment, command: DecideObjection, today: date
) -> None:
    """An upheld objection says who answers instead."""
    if command.verdict != "uphold":
        return
    to = command.reassign_to or assignment.proposed_office
    if to is None:
        raise Refusal(Code.MALFORMED, "reassign_to_missing", field="reassign_to")
    _can_go_to(case, assignment, to, "reassign_to")


def can_be_reassigned(case: Case, assignment: Assignment, command: Reassign, today: date) -> None:
    needs_decision(case, assignment, command, today)
    _can_go_to(case, assignment, command.to, "to")


def is_held_by_the_ceased(
    case: Case, assignment: Assignment, command: HandOver, today: date
) -> None:
    """Only what the ceased agency holds or coordinates goes over; whether it has ceased, the gateway's table knows."""
    needs_decision(case, assignment, command, today)
    if assignment.holder != command.ceased and not takes_part(assignment, command.ceased):
        said = {"holder": assignment.holder, "ceased": command.ceased}
        raise Refusal(Code.WRONG_STATE, "not_held_by", id=assignment.id, **said)
    if command.to == command.ceased:
        raise Refusal(Code.MALFORMED, "same_office", field="to", office=command.to)


def takes_part(assignment: Assignment, office: str) -> bool:
    """Whether the office coordinates, or owes an answer."""
    return office in assignment.coordinating or any(
        one.by == office for one in assignment.obligations
    )


def names_a_day_to_come(case: Case, assignment: Assignment, command: Resume, today: date) -> None:
    """`resume` names the new due day wherever there was one (design §4)."""
    needs_decision(case, assignment, command, today)
    if command.new_due_on is None and assignment.deadline.due_on is not None:
        raise Refusal(Code.MALFORMED, "due_day_missing", field="new_due_on")
    _not_past(command.new_due_on, "new_due_on", today)


def has_no_deadline(
    case: Case,
    assignment: Assignment,
    command: SetReviewDate,
    today: date,
) -> None:
    """Review dates are for what has no day of its own."""
    if assignment.deadline.due_on is not None:
        due = assignment.deadline.due_on.isoformat()
        raise Refusal(Code.WRONG_STATE, "has_deadline", due_on=due)
    _not_past(command.review_on, "review_on", today)


def asks_another_agency(
    case: Case,
    assignment: Assignment,
    command: RequestContribution,
    today: date,
) -> None:
    """Another agency, not asked already, and a day to come."""
    if command.to == assignment.holder:
        raise Refusal(Code.MALFORMED, "asks_itself", field="to")
    if any(
        one.owed is Owed.CONTRIBUTION and one.by == command.to for one in assignment.obligations
    ):
        raise Refusal(Code.WRONG_STATE, "contribution_open", office=command.to)
    _not_past(command.due_on, "due_on", today)


def asks_about_evidence(
    case: Case, assignment: Assignment, command: RequestOpinion, today: date
) -> None:
    """Neither the agency whose evidence it is nor the office that examines it; each once at a time, by a day to come."""
    if command.to == assignment.holder:
        raise Refusal(Code.MALFORMED, "asks_the_lead", field="to", office=command.to)
    if command.to == case.standing_office:
        raise Refusal(Code.MALFORMED, "asks_the_standing_office", field="to", office=command.to)
    if _awaits_opinion(assignment, command.to):
        raise Refusal(Code.WRONG_STATE, "opinion_open", office=command.to)
    _not_past(command.due_on, "due_on", today)


def opinion_is_awaited(case: Case, assignment: Assignment, command: Command, today: date) -> None:
    """Late opinions are welcome for as long as the evidence lies there; silence is no opinion."""
    office = command.actor.office
    if not _awaits_opinion(assignment, office):
        raise Refusal(Code.WRONG_STATE, "opinion_not_awaited", id=assignment.id, office=office)


def explanation_is_owed(case: Case, assignment: Assignment, command: Command, today: date) -> None:
    if not any(one.owed is Owed.EXPLANATION for one in assignment.obligations):
        raise Refusal(Code.WRONG_STATE, "no_explanation_owed", id=assignment.id)


def explanation_is_not_owed(
    case: Case,
    assignment: Assignment,
    command: DemandExplanation,
    today: date,
) -> None:
    if any(one.owed is Owed.EXPLANATION for one in assignment.obligations):
        raise Refusal(Code.WRONG_STATE, "explanation_open", id=assignment.id)
    _not_past(command.due_on, "due_on", today)


def has_what_a_report_needs(
    case: Case, assignment: Assignment, command: SubmitReport, today: date
) -> None:
    """Every part that the directive asks for; and no indicator under a name that it does not have.

    A mistyped name would be a value lost in silence.
    """
    asked = assignment.duty.contains if assignment.duty else ()
    missing = [part for part in asked if getattr(command, part) is None]
    if missing:
        parts = [part.value for part in missing]
        raise Refusal(Code.MALFORMED, "report_incomplete", field=parts[0], missing_parts=parts)
    known = known_names(assignment)
    folded = {fold_vi(name) for name in known}
    unknown = [one.name for one in command.indicators if fold_vi(one.name) not in folded]
    if known and unknown:
        names = "; ".join(known)
        raise Refusal(
            Code.MALFORMED, "indicator_unknown", field="indicators", given=unknown[0], known=names
        )


def report_waits(case: Case, assignment: Assignment, command: Command, today: date) -> None:
    if assignment.unreviewed_report_seq is None:
        raise Refusal(Code.WRONG_STATE, "no_report_waits", id=assignment.id)


def can_be_amended(case: Case, assignment: Assignment, command: Amend, today: date) -> None:
    needs_decision(case, assignment, command, today)
    refuse_unless_amendable(case, assignment, command, today)


def no_inspection_runs(
    case: Case, assignment: Assignment, command: OpenInspection, today: date
) -> None:
    """One inspection at a time, so that findings belong to one."""
    if assignment.inspection_seq is not None:
        raise Refusal(Code.WRONG_STATE, "inspection_open", id=assignment.id)
    _not_past(command.due_on, "due_on", today)


def inspection_runs(case: Case, assignment: Assignment, command: Command, today: date) -> None:
    if assignment.inspection_seq is None:
        raise Refusal(Code.WRONG_STATE, "no_inspection_open", id=assignment.id)


def answer_is_awaited(case: Case, assignment: Assignment, command: Command, today: date) -> None:
    """Once silence has counted as agreement, or the answer is given, a contribution comes too late."""
    office = command.actor.office
    if any(one.owed is Owed.CONTRIBUTION and one.by == office for one in assignment.obligations):
        return
    lapsed = office in assignment.silent
    reason = "contribution_lapsed" if lapsed else "contribution_given"
    raise Refusal(Code.WRONG_STATE, reason, id=assignment.id, office=office)


CHECKS: Final[Mapping[str, Check]] = {
    "review_evidence": four_eyes,
    "submit_report": has_what_a_report_needs,
    "review_report": report_waits,
    "request_extension": asks_for_more_time,
    "decide_extension": answers_a_request,
    "decide_objection": names_another_office,
    "reassign": can_be_reassigned,
    "hand_over": is_held_by_the_ceased,
    "amend": can_be_amended,
    "suspend": needs_decision,
    "withdraw": needs_decision,
    "resume": names_a_day_to_come,
    "set_review_date": has_no_deadline,
    "request_contribution": asks_another_agency,
    "demand_explanation": explanation_is_not_owed,
    "submit_explanation": explanation_is_owed,
    "open_inspection": no_inspection_runs,
    "record_inspection": inspection_runs,
    "contribute": answer_is_awaited,
    "request_opinion": asks_about_evidence,
    "give_opinion": opinion_is_awaited,
}


def _awaits_opinion(assignment: Assignment, office: str) -> bool:
    return any(one.owed is Owed.OPINION and one.by == office for one in assignment.obligations)


def _can_go_to(case: Case, assignment: Assignment, to: str, field: str) -> None:
    if to == assignment.holder:
        raise Refusal(Code.MALFORMED, "same_office", field=field, office=to)
    if assignment_id(case.ref, assignment.n, to) in case.assignments:
        raise Refusal(Code.CONFLICT, "already_has_it", office=to)


def _not_past(day: date | None, field: str, today: date) -> None:
    if day is not None and day < today:
        raise Refusal(Code.MALFORMED, "day_not_later", field=field, than=today.isoformat())
