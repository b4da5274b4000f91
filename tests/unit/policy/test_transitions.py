"""Which command is possible in which state, for whom: the whole table, and every refusal around it."""

import re
from itertools import product

import pytest

from policy.acts import drafts_of
from policy.decide import decide
from policy.transitions import MOVES, ON_CONCLUSIONS, Capacity, possible_in
from schemas.case import Assignment, Obligation
from schemas.commands import Command
from schemas.labels import Lang
from schemas.refusals import Code, Refusal
from schemas.sentences import SENTENCES, TABLES, sentence_of
from schemas.states import Owed, Role, State
from tests.builders import (
    DECISION,
    FIELDS,
    LEAD,
    OFFICE,
    OTHER,
    ROLE_OF,
    Story,
    a_command,
    a_directive,
    at,
)

ACTS = sorted(MOVES)
OFFICE_OF = {
    Capacity.STANDING_OFFICE: OFFICE,
    Capacity.LEAD: LEAD,
    Capacity.COORDINATOR: OTHER,
    Capacity.CONSULTED: OTHER,
    Capacity.SUPERVISOR: "Z05",
    Capacity.OPERATOR: "Z05",
}
DAY = Story().one.opened_at.date()


def an_assignment(state: State) -> tuple[Story, Assignment]:
    """An assignment in that state for which everything has been asked, so that only state and actor decide."""
    story = Story(a_directive_without_day()) if state is State.WITHDRAWN else Story()
    asked = tuple(
        Obligation(key=owed, owed=owed, by=OTHER, due_on=DAY, opened_at=story.now)
        for owed in (Owed.CONTRIBUTION, Owed.OPINION, Owed.EXPLANATION)
    )
    one = story.one.but(
        state=state,
        resumes_as=State.ACKNOWLEDGED,
        obligations=asked,
        extension_to=DAY.replace(month=12),
        unreviewed_report_seq=1,
        submission_seq=1,
        proposed_office="G01",
        asked=(OTHER,),
        consulted=(OTHER,),
        inspection_seq=1,
    )
    return story, one


def a_directive_without_day() -> dict[str, object]:
    return a_directive(due_on=None)


def the_command(act: str, office: str, role: str) -> Command:
    name, _, verdict = act.partition(":")
    said = {"verdict": verdict, "reason": "Lý do"} if verdict else {}
    if act == "decide_extension:grant":
        said["decision"] = FIELDS["reassign"]["decision"]
    return a_command(name, Story().one.id, office, role, **said)


@pytest.mark.parametrize(("act", "state"), list(product(ACTS, State)))
def test_an_act_is_possible_exactly_in_the_states_of_its_row(act: str, state: State) -> None:
    """State by act: in the row's states the right office may act, in all others it is told what is possible."""
    move = MOVES[act]
    story, one = an_assignment(state)
    needs_absence = {
        "request_extension",
        "demand_explanation",
        "set_review_date",
        "request_contribution",
        "request_opinion",
        "open_inspection",
    }
    if act in needs_absence:
        deadline = one.deadline.but(due_on=None) if act == "set_review_date" else one.deadline
        one = one.but(extension_to=None, obligations=(), deadline=deadline, inspection_seq=None)
    command = the_command(act, OFFICE_OF[move.by], ROLE_OF[move.by])

    if state in move.states:
        assert drafts_of(story.case, one, command, story.now)[0][0] is move.fact
        return
    with pytest.raises(Refusal) as refused:
        drafts_of(story.case, one, command, story.now)

    assert refused.value.code is Code.WRONG_STATE
    assert refused.value.said.get("possible", []) == list(possible_in(state, move.by))


@pytest.mark.parametrize(("act", "role"), list(product(ACTS, Role)))
@pytest.mark.parametrize("office", [OFFICE, LEAD, OTHER, "H26"])
def test_nobody_acts_in_a_capacity_that_office_and_role_do_not_give(
    act: str, role: Role, office: str
) -> None:
    """Office by role by act: an agency cannot act for another, and only the standing office judges."""
    move = MOVES[act]
    state = next(iter(sorted(move.states)))
    story, one = an_assignment(state)
    entitled = {
        Capacity.STANDING_OFFICE: office == OFFICE
        and role in {Role.OFFICER, Role.EXAMINER, Role.HEAD_OF_STANDING_OFFICE},
        Capacity.LEAD: office == LEAD and role in {Role.FOCAL_POINT, Role.AGENCY_HEAD},
        Capacity.COORDINATOR: office == OTHER
        and role in {Role.COORDINATOR, Role.FOCAL_POINT, Role.AGENCY_HEAD},
        Capacity.CONSULTED: office == OTHER
        and role in {Role.COORDINATOR, Role.FOCAL_POINT, Role.AGENCY_HEAD},
        Capacity.SUPERVISOR: role is Role.SUPERVISOR,
        Capacity.OPERATOR: role in {Role.OPERATOR, Role.ADMIN},
    }[move.by]
    command = the_command(act, office, role)

    try:
        drafts_of(story.case, one, command, story.now)
        code = None
    except Refusal as refusal:
        code = refusal.code

    assert (code is not Code.NO_RIGHT) == entitled


@pytest.mark.parametrize("state", [state for state in State if state.is_closed])
def test_a_closed_assignment_takes_no_command_but_reopening(state: State) -> None:
    """Completed, reassigned and withdrawn work is over; only `reopen` leads back, never from reassigned."""
    expected = () if state is State.REASSIGNED else ("reopen",)

    assert possible_in(state) == expected


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("reason", sorted(SENTENCES))
def test_every_refusal_says_what_happened_and_what_to_do_in_both_languages(
    reason: str, lang: Lang
) -> None:
    """A sentence and a remedy, never an empty one."""
    sentence, remedy = sentence_of(reason, {"state": "assigned"}, lang)

    assert len(sentence) > 10
    assert len(remedy) > 5


def test_a_reason_has_one_sentence() -> None:
    """No table hides the row of another."""
    assert len(SENTENCES) == sum(len(table) for table in TABLES)


@pytest.mark.parametrize("act", ACTS)
def test_every_refusal_of_an_act_fills_every_blank_of_its_sentence(act: str) -> None:
    """State by role: whatever is refused names all that its sentence promises, in both languages."""
    refusals: list[Refusal] = []
    for state, role, office in product(State, Role, (OFFICE, LEAD, OTHER)):
        story, one = an_assignment(state)
        try:
            drafts_of(story.case, one, the_command(act, office, role), story.now)
        except Refusal as refusal:
            refusals.append(refusal)

    assert "closed" in {one.reason for one in refusals}
    for one_refusal in refusals:
        blanks = "".join(SENTENCES[one_refusal.reason])
        assert set(re.findall(r"{(\w+)}", blanks)) <= set(one_refusal.said)


@pytest.mark.parametrize("name", sorted(ON_CONCLUSIONS))
@pytest.mark.parametrize(("office", "role"), list(product((OFFICE, LEAD, "Z05"), Role)))
def test_a_command_to_a_conclusion_is_for_its_own_capacity_alone(
    name: str, office: str, role: Role
) -> None:
    """The standing office adds and changes, the operator checkpoints, nobody else."""
    story = Story()
    said = {"directive": a_directive(9), "decision": DECISION} if name == "add_directive" else {}
    command = a_command(name, "kl/vi-du", office, role, **said)
    by, fact = ON_CONCLUSIONS[name]
    entitled = (
        role in {Role.OPERATOR, Role.ADMIN}
        if by is Capacity.OPERATOR
        else office == OFFICE
        and role in {Role.OFFICER, Role.EXAMINER, Role.HEAD_OF_STANDING_OFFICE}
    )

    decision = decide(story.case, [command], story.now)

    if entitled:
        assert decision.events[0].type is fact
        return
    (refusal,) = decision.refused.values()
    assert refusal.code is Code.NO_RIGHT
    blanks = "".join(SENTENCES[refusal.reason])
    assert set(re.findall(r"{(\w+)}", blanks)) <= set(refusal.said) | {"holder"}


def test_only_the_moves_of_the_table_change_a_state() -> None:
    """A day passing changes no state: being overdue is not a state."""
    story = Story()

    story.waits_until(at(DAY.replace(month=12)))

    assert story.one.state is State.ASSIGNED
