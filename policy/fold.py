"""The one fold: events × rules → state, deadlines, obligations, next wake-up (design §4).

The same code runs in the workflow, in the register's commit and rebuild, in rehearsal and behind
`why`. It never refuses: what is in the log has happened.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

from policy import follows, obligations
from schemas.case import REMEMBERED_COMMANDS, Assignment, Case, Done, Planned
from schemas.events import Event, Fact
from schemas.rules import Rules

Follow = Callable[[Assignment, Event, Rules], Assignment]

FOLLOWS: Final[Mapping[Fact, Follow]] = {
    Fact.ACKNOWLEDGED: follows.acknowledged,
    Fact.UNIT_NAMED: follows.nothing,
    Fact.OBJECTED: follows.objected,
    Fact.OBJECTION_UPHELD: follows.objection_decided,
    Fact.OBJECTION_REJECTED: follows.objection_rejected,
    Fact.REASSIGNED: follows.reassigned,
    Fact.REPORT_SUBMITTED: follows.report_submitted,
    Fact.REPORT_ACCEPTED: follows.report_reviewed,
    Fact.REPORT_RETURNED: follows.report_reviewed,
    Fact.EVIDENCE_SUBMITTED: follows.evidence_submitted,
    Fact.EVIDENCE_ACCEPTED: follows.evidence_accepted,
    Fact.EVIDENCE_RETURNED: follows.evidence_returned,
    Fact.EXTENSION_REQUESTED: follows.extension_requested,
    Fact.EXTENSION_GRANTED: follows.extension_granted,
    Fact.EXTENSION_REFUSED: follows.extension_refused,
    Fact.CONTRIBUTION_REQUESTED: follows.contribution_requested,
    Fact.CONTRIBUTED: follows.contributed,
    Fact.REVIEW_DATE_SET: follows.review_date_set,
    Fact.REMINDED: follows.nothing,
    Fact.AMENDED: follows.amended,
    Fact.SUSPENDED: follows.suspended,
    Fact.RESUMED: follows.resumed,
    Fact.WITHDRAWN: follows.withdrawn,
    Fact.REOPENED: follows.reopened,
    Fact.NOTED: follows.nothing,
    Fact.EXPLANATION_DEMANDED: follows.explanation_demanded,
    Fact.EXPLANATION_SUBMITTED: follows.explanation_submitted,
    Fact.INSPECTION_OPENED: follows.nothing,
    Fact.INSPECTION_RECORDED: follows.nothing,
    Fact.RUNG_SENT: follows.rung_recorded,
    Fact.RUNG_COLLAPSED: follows.rung_recorded,
    Fact.RUNG_SKIPPED: follows.rung_recorded,
}
"""What follows from each fact about an assignment; the others are about the case."""


def opened(event: Event, rules: Rules) -> Assignment:
    """The assignment as the event that opened it makes it."""
    planned = Planned.model_validate(event.payload)
    return _closing_step(follows.opened(planned, event, rules), event, rules)


def follow(assignment: Assignment | None, event: Event, rules: Rules) -> Assignment | None:
    """The assignment after one event about it; None while none has opened it.

    Called by the register for each touched assignment, and by `fold` below.
    """
    if event.type is Fact.ASSIGNMENT_OPENED:
        return opened(event, rules)
    step = FOLLOWS.get(event.type)
    if assignment is None or step is None:
        return assignment
    return _closing_step(step(assignment, event, rules), event, rules)


def fold(case: Case, events: Iterable[Event]) -> Case:
    """The case after these events, which must continue its stream."""
    assignments = dict(case.assignments)
    processed = dict(case.processed)
    seq, rules, planned = case.seq, case.rules, case.planned
    for event in events:
        if event.seq != seq + 1:
            raise ValueError(f"{case.stream}: event {event.seq} does not follow {seq}")
        seq = event.seq
        if event.type is Fact.CONCLUSION_ISSUED:
            planned = ()
        if event.type is Fact.RULES_CHANGED:
            rules = Rules.model_validate(event.payload["rules"])
            assignments = {
                one.id: follows.rules_changed(one, event, rules) for one in assignments.values()
            }
        after = follow(assignments.get(event.target), event, rules)
        if after is not None:
            assignments[event.target] = after
        if event.digest is not None:
            processed[event.key] = Done(digest=event.digest, target=event.target)
    if len(processed) > REMEMBERED_COMMANDS:
        processed = dict(islice(processed.items(), len(processed) - REMEMBERED_COMMANDS, None))
    return case.but(
        assignments=assignments, processed=processed, seq=seq, rules=rules, planned=planned
    )


def _closing_step(assignment: Assignment, event: Event, rules: Rules) -> Assignment:
    awake = assignment.but(seq=event.seq)
    return awake.but(next_wake_at=obligations.next_wake_at(awake, rules))
