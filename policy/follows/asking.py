"""What follows from questions to others: coordinating agencies, heads who explain, inspections; and from rungs."""

from policy import obligations
from policy.follows.owing import owe, owed_by, settled, without
from policy.follows.reports import period_over
from policy.ladders import CONTRIBUTE_WITHIN, EXPLAIN_WITHIN, OPINION_WITHIN
from schemas.case import Assignment, Obligation
from schemas.events import Event, Fact
from schemas.rules import Rules
from schemas.states import Owed


def contribution_requested(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """Several agencies can be asked at once; each answers, or is silent, for itself."""
    office, within = str(event.payload["to"]), CONTRIBUTE_WITHIN[assignment.urgent]
    asked = assignment.but(
        asked=tuple(dict.fromkeys((*assignment.asked, office))),
        silent=tuple(one for one in assignment.silent if one != office),
    )
    return owe(asked, owed_by(office, Owed.CONTRIBUTION, event, rules, within=within))


def contributed(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    office = event.actor.office if event.actor else ""
    return without(assignment, lambda one: one.owed is Owed.CONTRIBUTION and one.by == office)


def opinion_requested(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """The office's own clock runs on: it decides whether it waits for the answer."""
    office = str(event.payload["to"])
    asked = assignment.but(consulted=tuple(dict.fromkeys((*assignment.consulted, office))))
    return owe(asked, owed_by(office, Owed.OPINION, event, rules, within=OPINION_WITHIN))


def opinion_given(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    office = event.actor.office if event.actor else ""
    return without(assignment, lambda one: one.owed is Owed.OPINION and one.by == office)


def explanation_demanded(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    holder = assignment.holder
    return owe(assignment, owed_by(holder, Owed.EXPLANATION, event, rules, within=EXPLAIN_WITHIN))


def explanation_submitted(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return settled(assignment, Owed.EXPLANATION)


def inspection_opened(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return assignment.but(inspection_seq=event.seq)


def inspection_recorded(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    return assignment.but(inspection_seq=None)


def rung_recorded(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    """A rung happens once; a report or an answer whose ladder has run out is no longer waited for."""
    key, name = str(event.payload["obligation_key"]), str(event.payload["rung"])
    before = next((one for one in assignment.obligations if one.key == key), None)
    if before is None:
        return assignment
    collapsed = (name,) if event.type is Fact.RUNG_COLLAPSED else ()
    climbed = before.but(
        recorded=(*before.recorded, name), collapsed=(*before.collapsed, *collapsed)
    )
    assignment = assignment.but(
        obligations=tuple(climbed if one is before else one for one in assignment.obligations)
    )
    if climbed.owed is Owed.FINAL_EVIDENCE and event.type is Fact.RUNG_SENT:
        assignment = assignment.but(rung=name, rung_seq=event.seq)
    if climbed.owed is Owed.CONTRIBUTION:
        return _agreed(assignment, climbed) if name == "0" else assignment
    if climbed.owed is Owed.PERIODIC_REPORT and obligations.has_run_out(climbed, rules):
        return period_over(assignment, key)
    return assignment


def _agreed(assignment: Assignment, unanswered: Obligation) -> Assignment:
    """Silence counts as agreement (working regulation of 2026, art. 7, 12, 17)."""
    left = without(assignment, lambda one: one.key == unanswered.key)
    return left.but(silent=tuple(dict.fromkeys((*left.silent, unanswered.by))))
