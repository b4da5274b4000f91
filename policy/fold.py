"""The one fold: events × rules → state, deadlines, obligations, next wake-up (design §4).

The same code runs in the workflow, in the register's commit and rebuild, in rehearsal and behind
`why`. It never refuses: what is in the log has happened.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import islice
from typing import Final

from policy import obligations
from policy.follows import asking, course, deadlines, owing, reports
from policy.openings import Openings
from schemas.case import REMEMBERED_COMMANDS, Assignment, Case, Done, Planned
from schemas.events import Event, Fact
from schemas.rules import Rules

Follow = Callable[[Assignment, Event, Rules], Assignment]

FOLLOWS: Final[Mapping[Fact, Follow]] = {
    Fact.ACKNOWLEDGED: course.acknowledged,
    Fact.UNIT_NAMED: course.unit_named,
    Fact.OBJECTED: course.objected,
    Fact.OBJECTION_UPHELD: course.objection_upheld,
    Fact.OBJECTION_REJECTED: course.objection_rejected,
    Fact.REASSIGNED: course.reassigned,
    Fact.HANDED_OVER: course.handed_over,
    Fact.REPORT_SUBMITTED: reports.report_submitted,
    Fact.REPORT_ACCEPTED: reports.report_accepted,
    Fact.REPORT_RETURNED: reports.report_returned,
    Fact.EVIDENCE_SUBMITTED: course.evidence_submitted,
    Fact.EVIDENCE_ACCEPTED: course.evidence_accepted,
    Fact.EVIDENCE_RETURNED: course.evidence_returned,
    Fact.EXTENSION_REQUESTED: deadlines.extension_requested,
    Fact.EXTENSION_GRANTED: deadlines.extension_granted,
    Fact.EXTENSION_REFUSED: deadlines.extension_refused,
    Fact.CONTRIBUTION_REQUESTED: asking.contribution_requested,
    Fact.CONTRIBUTED: asking.contributed,
    Fact.OPINION_REQUESTED: asking.opinion_requested,
    Fact.OPINION_GIVEN: asking.opinion_given,
    Fact.REVIEW_DATE_SET: deadlines.review_date_set,
    Fact.REMINDED: owing.nothing,
    Fact.AMENDED: deadlines.amended,
    Fact.SUSPENDED: deadlines.suspended,
    Fact.RESUMED: deadlines.resumed,
    Fact.WITHDRAWN: course.withdrawn,
    Fact.REOPENED: course.reopened,
    Fact.NOTED: owing.nothing,
    Fact.EXPLANATION_DEMANDED: asking.explanation_demanded,
    Fact.EXPLANATION_SUBMITTED: asking.explanation_submitted,
    Fact.INSPECTION_OPENED: asking.inspection_opened,
    Fact.INSPECTION_RECORDED: asking.inspection_recorded,
    Fact.RUNG_SENT: asking.rung_recorded,
    Fact.RUNG_COLLAPSED: asking.rung_recorded,
    Fact.RUNG_SKIPPED: asking.rung_recorded,
}
"""What follows from each fact about an assignment; the others are about the case."""


def follow(
    assignment: Assignment | None, event: Event, rules: Rules, openings: Openings
) -> Assignment | None:
    """The assignment after one event about it; None while none has opened it.

    Called by the register for each touched assignment, and by `fold` below, with one *openings* for
    all events of a run.
    """
    if event.type is Fact.ASSIGNMENT_OPENED:
        return openings.opened(event, rules)
    step = FOLLOWS.get(event.type)
    if assignment is None or step is None:
        return assignment
    after = step(assignment, event, rules).but(seq=event.seq)
    return after.but(next_wake_at=obligations.next_wake_at(after, rules))


def fold(case: Case, events: Iterable[Event]) -> Case:
    """The case after these events, which must continue its stream."""
    assignments = dict(case.assignments)
    processed = dict(case.processed)
    seq, rules, planned, office = case.seq, case.rules, case.planned, case.standing_office
    openings = Openings()
    for event in events:
        if event.seq != seq + 1:
            raise ValueError(f"{case.stream}: event {event.seq} does not follow {seq}")
        seq = event.seq
        planned, office = _of_the_case(event, planned, office)
        if event.type is Fact.RULES_CHANGED:
            rules = Rules.model_validate(event.payload["rules"])
            assignments = {
                one.id: deadlines.rules_changed(one, event, rules) for one in assignments.values()
            }
        after = follow(assignments.get(event.target), event, rules, openings)
        if after is not None:
            assignments[event.target] = after
        if event.digest is not None:
            processed[event.key] = Done(digest=event.digest, target=event.target, seq=event.seq)
    if len(processed) > REMEMBERED_COMMANDS:
        processed = dict(islice(processed.items(), len(processed) - REMEMBERED_COMMANDS, None))
    return case.but(
        assignments=assignments,
        processed=processed,
        seq=seq,
        rules=rules,
        planned=planned,
        standing_office=office,
    )


def _of_the_case(
    event: Event, planned: tuple[Planned, ...], office: str
) -> tuple[tuple[Planned, ...], str]:
    """What is still planned, and who examines, after one event."""
    if event.type is Fact.CONCLUSION_ISSUED:
        return (), office
    if event.type is Fact.STANDING_OFFICE_REPLACED:
        return planned, str(event.payload["to"])
    return planned, office
