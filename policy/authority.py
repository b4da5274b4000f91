"""Who may act: the capacity of an office and role towards one assignment (design §3).

Authoritative for every way in: screens, CLI, API, signals and the bare engine.
"""

from collections.abc import Mapping
from typing import Final

from policy.transitions import Capacity
from schemas.actors import Actor
from schemas.case import Assignment
from schemas.states import Role

ROLES_OF: Final[Mapping[Capacity, frozenset[Role]]] = {
    Capacity.STANDING_OFFICE: frozenset(
        {Role.OFFICER, Role.EXAMINER, Role.HEAD_OF_STANDING_OFFICE}
    ),
    Capacity.LEAD: frozenset({Role.FOCAL_POINT, Role.AGENCY_HEAD}),
    Capacity.COORDINATOR: frozenset({Role.COORDINATOR, Role.FOCAL_POINT, Role.AGENCY_HEAD}),
    Capacity.CONSULTED: frozenset({Role.COORDINATOR, Role.FOCAL_POINT, Role.AGENCY_HEAD}),
    Capacity.SUPERVISOR: frozenset({Role.SUPERVISOR}),
    Capacity.OPERATOR: frozenset({Role.OPERATOR, Role.ADMIN}),
}


def acts_for_standing_office(actor: Actor, standing_office: str) -> bool:
    """An officer, examiner or head of the office that examines this conclusion."""
    return actor.office == standing_office and actor.role in ROLES_OF[Capacity.STANDING_OFFICE]


def may_act_as(
    capacity: Capacity, actor: Actor, assignment: Assignment, standing_office: str
) -> bool:
    """Whether the actor has that capacity towards the assignment.

    An office can be both: the Ministry that is the standing office of a committee also leads
    directives of its conclusions. The role tells in which of the two it acts.
    """
    match capacity:
        case Capacity.STANDING_OFFICE:
            return acts_for_standing_office(actor, standing_office)
        case Capacity.LEAD:
            return actor.office == assignment.holder and actor.role in ROLES_OF[capacity]
        case Capacity.COORDINATOR:
            return actor.office in assignment.asked and actor.role in ROLES_OF[capacity]
        case Capacity.CONSULTED:
            return actor.office in assignment.consulted and actor.role in ROLES_OF[capacity]
        case Capacity.SUPERVISOR | Capacity.OPERATOR:
            return actor.role in ROLES_OF[capacity]
