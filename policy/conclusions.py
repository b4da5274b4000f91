"""What a command to a conclusion as a whole does: a directive more, other rules, a checkpoint.

Called by `policy.decide`; every packet of the conclusion decides for itself.
"""

from policy.adding import Draft, added
from policy.authority import ROLES_OF, acts_for_standing_office
from policy.ladders import rules_after
from policy.transitions import ON_CONCLUSIONS, Capacity
from schemas.case import Case
from schemas.commands import AddDirective, ChangeRules, Command, ReplaceStandingOffice
from schemas.events import Fact
from schemas.ids import Kind, parsed
from schemas.refusals import Code, Refusal


def drafts_on_conclusion(case: Case, command: Command) -> list[Draft]:
    """The facts of a command to a conclusion as a whole; a preview makes none."""
    by, fact = ON_CONCLUSIONS[command.name]
    target = parsed(command.target)
    if target is None or target.ref != case.ref:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=command.target)
    if target.kind is not Kind.CONCLUSION:
        raise Refusal(Code.MALFORMED, "conclusion_expected", field="target", id=command.target)
    allowed = (
        acts_for_standing_office(command.actor, case.standing_office)
        if by is Capacity.STANDING_OFFICE
        else command.actor.role in ROLES_OF[by]
    )
    if not allowed:
        raise Refusal(
            Code.NO_RIGHT,
            f"not_{by}",
            office=command.actor.office,
            role=command.actor.role.value,
            command=command.name,
            standing_office=case.standing_office,
        )
    if isinstance(command, AddDirective):
        return added(case, command)
    if isinstance(command, ChangeRules):
        return _rules_changed(case, command)
    if isinstance(command, ReplaceStandingOffice):
        _refuse_unless_its_office(case, command)
    return [(fact, command.target, command.fields())]


def _refuse_unless_its_office(case: Case, command: ReplaceStandingOffice) -> None:
    """The office that ceased was this conclusion's, and a document says who follows it."""
    if command.decision is None:
        raise Refusal(Code.MISSING_DOCUMENT, "decision_missing", command=command.name)
    office = case.standing_office
    if command.ceased != office:
        said = {"standing_office": office, "ceased": command.ceased}
        raise Refusal(Code.WRONG_STATE, "not_its_office", id=command.target, **said)
    if command.to == office:
        raise Refusal(Code.MALFORMED, "same_office", field="to", office=office)


def _rules_changed(case: Case, command: ChangeRules) -> list[Draft]:
    """The full new rules, whatever part of them was given."""
    calendar = command.rules.calendar
    if calendar == "today":
        raise Refusal(Code.MALFORMED, "calendar_not_given", field="rules.calendar")
    known = case.rules.calendar
    if calendar is not None and calendar.version == known.version and calendar != known:
        raise Refusal(
            Code.CONFLICT, "calendar_version_used", field="rules.calendar", version=known.version
        )
    if command.preview:
        return []
    rules = rules_after(case.rules, command.rules, seq=case.seq + 1)
    payload = {"rules": rules.model_dump(mode="json")}
    return [(Fact.RULES_CHANGED, command.target, payload)]
