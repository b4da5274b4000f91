"""Which command is possible in which state, for whom, and where it leads: one visible table.

docs/states.md draws it and a test keeps the two equal. Being overdue is not a state.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas.commands import (
    Command,
    DecideExtension,
    DecideObjection,
    ReviewEvidence,
    ReviewReport,
)
from schemas.events import Fact
from schemas.states import State


class Capacity(StrEnum):
    """What an actor is to an assignment, by office and role (policy.authority)."""

    STANDING_OFFICE = "standing_office"
    LEAD = "lead"
    COORDINATOR = "coordinator"
    CONSULTED = "consulted"
    SUPERVISOR = "supervisor"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table: whoever may do the act, from these states, with this outcome."""

    by: Capacity
    states: frozenset[State]
    to: State | None
    """None: the state stays."""
    fact: Fact


_A, _K, _P, _U, _R = (
    State.ASSIGNED,
    State.ACKNOWLEDGED,
    State.IN_PROGRESS,
    State.UNDER_REVIEW,
    State.RETURNED,
)
_S, _O = State.SUSPENDED, State.OBJECTED
_C, _W = State.COMPLETED, State.WITHDRAWN
_WORKING = (_K, _P, _R)
_OPEN = (_A, _K, _P, _U, _R, _S, _O)

_LEAD, _OFFICE, _SUPERVISOR = Capacity.LEAD, Capacity.STANDING_OFFICE, Capacity.SUPERVISOR


def _move(by: Capacity, states: tuple[State, ...], to: State | None, fact: Fact) -> Move:
    return Move(by, frozenset(states), to, fact)


MOVES: Final[Mapping[str, Move]] = {
    # the lead agency
    "acknowledge": _move(_LEAD, (_A,), _K, Fact.ACKNOWLEDGED),
    "name_unit": _move(_LEAD, (_A, _K, _P, _U, _R), None, Fact.UNIT_NAMED),
    "object": _move(_LEAD, (_A, _K, _P), _O, Fact.OBJECTED),
    "submit_report": _move(_LEAD, (_K, _P, _U, _R), None, Fact.REPORT_SUBMITTED),
    "submit_evidence": _move(_LEAD, _WORKING, _U, Fact.EVIDENCE_SUBMITTED),
    "request_extension": _move(_LEAD, (_A, *_WORKING), None, Fact.EXTENSION_REQUESTED),
    "request_contribution": _move(_LEAD, (_A, *_WORKING), None, Fact.CONTRIBUTION_REQUESTED),
    "submit_explanation": _move(_LEAD, _OPEN, None, Fact.EXPLANATION_SUBMITTED),
    # a coordinating agency
    "contribute": _move(Capacity.COORDINATOR, _OPEN, None, Fact.CONTRIBUTED),
    # an office that was asked about the evidence
    "give_opinion": _move(Capacity.CONSULTED, (_U,), None, Fact.OPINION_GIVEN),
    # the standing office
    "request_opinion": _move(_OFFICE, (_U,), None, Fact.OPINION_REQUESTED),
    "review_evidence:accept": _move(_OFFICE, (_U,), _C, Fact.EVIDENCE_ACCEPTED),
    "review_evidence:return": _move(_OFFICE, (_U,), _R, Fact.EVIDENCE_RETURNED),
    "review_report:accept": _move(_OFFICE, (_P, _U, _R), None, Fact.REPORT_ACCEPTED),
    "review_report:return": _move(_OFFICE, (_P, _U, _R), None, Fact.REPORT_RETURNED),
    "decide_objection:uphold": _move(_OFFICE, (_O,), None, Fact.OBJECTION_UPHELD),
    "decide_objection:reject": _move(_OFFICE, (_O,), None, Fact.OBJECTION_REJECTED),
    "decide_extension:grant": _move(_OFFICE, (_A, _K, _P, _U, _R), None, Fact.EXTENSION_GRANTED),
    "decide_extension:refuse": _move(_OFFICE, _OPEN, None, Fact.EXTENSION_REFUSED),
    "reassign": _move(_OFFICE, _OPEN, State.REASSIGNED, Fact.REASSIGNED),
    "amend": _move(_OFFICE, _OPEN, None, Fact.AMENDED),
    "suspend": _move(_OFFICE, (_A, _K, _P, _U, _R, _O), _S, Fact.SUSPENDED),
    "resume": _move(_OFFICE, (_S,), None, Fact.RESUMED),
    "withdraw": _move(_OFFICE, _OPEN, _W, Fact.WITHDRAWN),
    "set_review_date": _move(_OFFICE, _OPEN, None, Fact.REVIEW_DATE_SET),
    "remind": _move(_OFFICE, (_A, *_WORKING), None, Fact.REMINDED),
    "reopen": _move(_OFFICE, (_C, _W), _P, Fact.REOPENED),
    # when an agency has ceased
    "hand_over": _move(Capacity.OPERATOR, _OPEN, None, Fact.HANDED_OVER),
    # supervisors
    "note": _move(_SUPERVISOR, _OPEN, None, Fact.NOTED),
    "demand_explanation": _move(_SUPERVISOR, _OPEN, None, Fact.EXPLANATION_DEMANDED),
    "open_inspection": _move(_SUPERVISOR, _OPEN, None, Fact.INSPECTION_OPENED),
    "record_inspection": _move(_SUPERVISOR, _OPEN, None, Fact.INSPECTION_RECORDED),
}
"""Acts on an assignment. `submit_report` also moves acknowledged work to in progress; an upheld
objection is followed by the reassignment; `resume` and a rejected objection lead back to the state
that was interrupted."""

ON_CONCLUSIONS: Final[Mapping[str, tuple[Capacity, Fact]]] = {
    "add_directive": (_OFFICE, Fact.DIRECTIVE_ADDED),
    "change_rules": (_OFFICE, Fact.RULES_CHANGED),
    "replace_standing_office": (Capacity.OPERATOR, Fact.STANDING_OFFICE_REPLACED),
    "checkpoint": (Capacity.OPERATOR, Fact.CHECKPOINTED),
}
"""Acts on a conclusion as a whole."""


def act_of(command: Command) -> str:
    """The row of the table: the command's name, with the verdict where it decides."""
    if isinstance(command, ReviewEvidence | ReviewReport | DecideExtension | DecideObjection):
        return f"{command.name}:{command.verdict}"
    return command.name


def possible_in(state: State, by: Capacity | None = None) -> tuple[str, ...]:
    """Names of the acts that are possible in that state, for that capacity or for anybody, in table order."""
    return tuple(
        act for act, move in MOVES.items() if state in move.states and (by is None or move.by is by)
    )
