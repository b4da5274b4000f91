"""Which acts a person is offered on an assignment now: the transition table, the authority behind it, what waits.

The workflow's validator judges again; here it only decides which buttons there are.
"""

from collections.abc import Callable, Mapping
from typing import Final

from policy.authority import may_act_as
from policy.transitions import MOVES
from register.reads import Standing
from schemas.actors import Actor
from schemas.case import Assignment
from schemas.states import Owed, State

_MAIN: Final = (
    *("review_evidence", "decide_objection", "resume", "decide_extension", "acknowledge"),
    *(
        "give_opinion",
        "contribute",
        "submit_explanation",
        "submit_evidence",
        "submit_report",
        "review_report",
    ),
    *("remind", "request_opinion"),
)
"""What comes first when it is possible."""
_LAST: Final = ("note", "name_unit", "suspend", "withdraw", "reopen")


def acts_offered(standing: Standing, actor: Actor) -> list[str]:
    """Names of the commands this actor may send now, the one that is waited for first."""
    state = standing.state
    found = {
        act.partition(":")[0]: None
        for act, move in MOVES.items()
        if state.state in move.states
        and may_act_as(move.by, actor, state, standing.standing_office)
        and _WAITED.get(act.partition(":")[0], _always)(state, actor)
    }
    return sorted(found, key=_place)


def _place(name: str) -> int:
    if name in _MAIN:
        return _MAIN.index(name)
    return 90 + _LAST.index(name) if name in _LAST else 50


def _always(state: Assignment, actor: Actor) -> bool:
    return True


def _owes(owed: Owed, state: Assignment, by: str | None = None) -> bool:
    return any(one.owed is owed and by in {None, one.by} for one in state.obligations)


_WAITED: Final[Mapping[str, Callable[[Assignment, Actor], bool]]] = {
    "decide_extension": lambda state, actor: state.extension_to is not None,
    "request_extension": lambda state, actor: (
        state.extension_to is None and state.deadline.due_on is not None
    ),
    "review_report": lambda state, actor: state.unreviewed_report_seq is not None,
    "contribute": lambda state, actor: _owes(Owed.CONTRIBUTION, state, actor.office),
    "give_opinion": lambda state, actor: _owes(Owed.OPINION, state, actor.office),
    "submit_explanation": lambda state, actor: _owes(Owed.EXPLANATION, state),
    "demand_explanation": lambda state, actor: not _owes(Owed.EXPLANATION, state),
    "open_inspection": lambda state, actor: state.inspection_seq is None,
    "record_inspection": lambda state, actor: state.inspection_seq is not None,
    "set_review_date": lambda state, actor: state.deadline.due_on is None,
    "review_evidence": lambda state, actor: state.state is State.UNDER_REVIEW,
}
