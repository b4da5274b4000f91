"""A directive that a document adds to a running conclusion: its checks, its assignments, the packet for it.

`policy.decide` calls `added` inside the workflow; the gateway chooses the packet with `packet_with_room`
before it sends.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from policy.directives import deadline_of, planned_with, problems_of_deadline
from schemas.case import PACKET_HOLDS, Case
from schemas.commands import AddDirective
from schemas.events import Fact
from schemas.ids import codes_among
from schemas.refusals import Code, Refusal

Draft = tuple[Fact, str, dict[str, Any]]


def added(case: Case, command: AddDirective) -> list[Draft]:
    """The directive as a fact, then each of its assignments opened; raises the Refusal it meets.

    The day of the deciding document stands for the day of issue: counted periods begin there.
    """
    if command.decision is None:
        raise Refusal(Code.MISSING_DOCUMENT, "decision_missing", command=command.name)
    directive = command.directive
    refuse_used_number([case], directive.n)
    leads = _leads(command)
    issued_on: date = command.decision.date
    problems = problems_of_deadline(directive, issued_on, case.rules.calendar)
    if (problem := next(problems, None)) is not None:
        field = ".".join(("directive", *map(str, problem.path)))
        raise Refusal(Code.MALFORMED, problem.reason, field=field, **problem.said)
    if packet_with_room([case], len(leads)) is None:
        raise no_room([case], len(leads))
    origin, calendar = directive.carried_over_from, case.rules.calendar
    deadline = deadline_of(directive.deadline, origin, issued_on, calendar)
    planned = planned_with(case.ref, directive, leads, deadline.but(set_by=command.decision.number))
    opened = [(Fact.ASSIGNMENT_OPENED, one.id, one.model_dump(mode="json")) for one in planned]
    return [(Fact.DIRECTIVE_ADDED, command.target, command.fields()), *opened]


def refuse_used_number(cases: Iterable[Case], n: int) -> None:
    """A number names one directive of the conclusion for ever."""
    if any(one.n == n for case in cases for one in case.assignments.values()):
        raise Refusal(Code.CONFLICT, "number_used", field="directive.n", n=n)


def packet_with_room(cases: Iterable[Case], count: int) -> Case | None:
    """The last packet that can take so many more assignments; None: a new one would be needed."""
    found = None
    for case in cases:
        if len(case.assignments) + len(case.planned) + count <= PACKET_HOLDS:
            found = case
    return found


def no_room(cases: Iterable[Case], count: int) -> Refusal:
    """Every packet is as full as a workflow may be."""
    held = [len(case.assignments) + len(case.planned) for case in cases]
    room = PACKET_HOLDS - min(held, default=0)
    return Refusal(Code.WRONG_STATE, "no_room", count=count, room=room, most=PACKET_HOLDS)


def _leads(command: AddDirective) -> tuple[str, ...]:
    """The agencies as the gateway expanded them, else the plain codes of the directive."""
    assignees = command.directive.assignees
    leads = command.leads
    if not leads:
        leads = codes_among(assignees)
        groups = [one for one in assignees if one not in leads]
        if groups:
            field = "directive.assignees"
            raise Refusal(Code.MALFORMED, "group_not_expanded", field=field, given=groups[0])
    twice = next((code for code in leads if leads.count(code) > 1), None)
    if twice is None and len(set(assignees)) < len(assignees):
        twice = next(one for one in assignees if assignees.count(one) > 1)
    if twice is not None:
        raise Refusal(Code.MALFORMED, "lead_twice", field="directive.assignees", office=twice)
    return leads
