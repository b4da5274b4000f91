"""What holds of every story: the fold agrees with an independent model, however it is cut and in whatever order it was recorded."""

import itertools
import random
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from policy.decide import decide, next_wake_at
from policy.fold import fold
from policy.issuing import cases_of
from policy.timeliness import days_late, late_from, schedule_on
from policy.why import FIELDS, why
from schemas.case import Case
from schemas.events import Event, Fact
from schemas.moments import day_of
from schemas.states import State
from tests.builders import DECISION, OFFICE, Story, a_command, a_directive, at
from tests.unit.policy.model import WHERE, Model
from tests.unit.policy.stories import Step, at_the_end, steps, steps_of, told

LETTERS: Final = {
    "A": State.ASSIGNED,
    "K": State.ACKNOWLEDGED,
    "P": State.IN_PROGRESS,
    "U": State.UNDER_REVIEW,
    "R": State.RETURNED,
    "C": State.COMPLETED,
    "S": State.SUSPENDED,
    "O": State.OBJECTED,
    "W": State.WITHDRAWN,
}
COMMANDS: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "acknowledge": ("acknowledge", {}),
    "object": ("object", {}),
    "reject_objection": ("decide_objection", {"verdict": "reject", "reason": "Đúng chức năng"}),
    "report": ("submit_report", {}),
    "hand_in": ("submit_evidence", {}),
    "accept": ("review_evidence", {"verdict": "accept"}),
    "send_back": ("review_evidence", {"verdict": "return", "reason": "Thiếu"}),
    "ask_for_time": ("request_extension", {"new_due_on": None}),
    "grant": ("decide_extension", {"verdict": "grant", "reason": "Được", "decision": DECISION}),
    "refuse": ("decide_extension", {"verdict": "refuse", "reason": "Không"}),
    "amend": ("amend", {"changes": None}),
    "suspend": ("suspend", {}),
    "resume": ("resume", {"new_due_on": None}),
    "withdraw": ("withdraw", {}),
    "reopen": ("reopen", {}),
}
BY_LEAD: Final = {"acknowledge", "object", "report", "hand_in", "ask_for_time"}
MONTHLY: Final = {"rhythm": "monthly", "day": 25}
QUICK: Final = settings(
    max_examples=150,
    deadline=None,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
LONG: Final = settings(QUICK, max_examples=10_000)


class OneAssignment(RuleBasedStateMachine):
    """Acts and waiting in any order; the model says what is allowed and what it changes."""

    @initialize()
    def issue(self) -> None:
        self.story = Story(a_directive(report=MONTHLY))
        self.model = Model(date(2023, 10, 31))
        self.count = 0

    @property
    def today(self) -> date:
        return day_of(self.story.now)

    @rule(days=st.sampled_from((1, 3, 10, 45)))
    def wait(self, days: int) -> None:
        self.story.waits_until(self.story.now + timedelta(days=days))

    @rule(days=st.sampled_from((-1, 0, 0, 1)))
    def wait_for_the_due_day(self, days: int) -> None:
        day = self.model.due + timedelta(days=days)
        if day > self.today:
            self.story.waits_until(at(day, 23, 59))

    @rule(data=st.data(), days=st.integers(-5, 120))
    def possible_act(self, data: st.DataObject, days: int) -> None:
        """What the state allows, so that stories come far; the day may still be wrong."""
        acts = sorted(act for act, states in WHERE.items() if self.model.state in states)
        self.does(data.draw(st.sampled_from(acts)), days)

    @rule(act=st.sampled_from(sorted(WHERE)), days=st.integers(-5, 120))
    def any_act(self, act: str, days: int) -> None:
        self.does(act, days)

    def does(self, act: str, days: int) -> None:
        """The act on both sides; both refuse it or neither."""
        self.count += 1
        day = self.today + timedelta(days=days)
        name, said = COMMANDS[act]
        said = {field: day.isoformat() if value is None else value for field, value in said.items()}
        if act == "amend":
            said = {"changes": {"due_on": day.isoformat()}}
        by_lead = act in BY_LEAD
        office, role = (self.story.one.holder, "focal_point") if by_lead else (OFFICE, "officer")
        command = a_command(name, self.story.one.id, office, role, id=f"{self.count}", **said)
        decision = decide(self.story.case, [command], self.story.now)

        assert (not decision.refused) == self.model.allows(act, self.today, day)
        if not decision.refused:
            self.model.does(act, self.today, day)
            self.story._decided(decision)

    @invariant()
    def the_fold_agrees_with_the_model(self) -> None:
        one, rules = self.story.one, self.story.case.rules
        assert one.state is LETTERS[self.model.state]
        assert one.deadline.due_on == self.model.due
        assert one.deadline.first_due_on == self.model.first_due
        assert one.extension_to == self.model.asked
        assert schedule_on(one, self.today, rules) == self.model.schedule(self.today)
        assert days_late(one, self.today, rules) == self.model.days_late(self.today)

    @invariant()
    def what_is_over_or_suspended_asks_for_nothing(self) -> None:
        if self.model.state in "CWS":
            assert self.story.one.next_wake_at is None

    @invariant()
    def no_key_stands_twice(self) -> None:
        keys = [(event.key, event.ordinal) for event in self.story.events]
        assert len(keys) == len(set(keys))


def test_one_assignment_does_what_the_model_says() -> None:
    """State, due day, schedule, days late, and which act is refused, after any sequence of acts."""
    run_state_machine_as_test(OneAssignment, settings=QUICK)


@pytest.mark.long
@pytest.mark.timeout(3_600)
def test_one_assignment_does_what_the_model_says_ten_thousand_times() -> None:
    """The same at full size."""
    run_state_machine_as_test(OneAssignment, settings=LONG)


@QUICK
@given(steps(), st.lists(st.integers(0, 200), max_size=6))
def test_a_fold_in_pieces_equals_a_fold_at_once(story_steps: list[Step], cuts: list[int]) -> None:
    """However the log is cut, and written down and read again between the pieces, the case is the same."""
    story = told(story_steps)
    (empty,) = cases_of(story.conclusion)
    marks = sorted({0, len(story.events), *(cut % (len(story.events) + 1) for cut in cuts)})

    case = empty
    for first, last in itertools.pairwise(marks):
        case = fold(Case.model_validate_json(case.model_dump_json()), story.events[first:last])

    assert case == fold(empty, story.events) == story.case


@QUICK
@given(steps(), st.integers(0, 1_000_000))
def test_timeliness_is_the_same_in_whatever_order_facts_were_recorded(
    story_steps: list[Step], seed: int
) -> None:
    """What counts is business time: a reminder, a note or a report recorded earlier or later changes nothing."""
    story = told(story_steps)
    (empty,) = cases_of(story.conclusion)

    other = fold(empty, recorded_otherwise(story.events, random.Random(seed)))

    for own, one in story.case.assignments.items():
        then, rules = other.assignments[own], story.case.rules
        assert late_from(then, rules) == late_from(one, rules)
        for day in range(0, 400, 20):
            as_of = story.case.issued_on + timedelta(days=day)
            assert schedule_on(then, as_of, rules) == schedule_on(one, as_of, rules)
            assert days_late(then, as_of, rules) == days_late(one, as_of, rules)


MOVES: Final = frozenset(
    {
        *(Fact.CONCLUSION_ISSUED, Fact.ASSIGNMENT_OPENED, Fact.ACKNOWLEDGED, Fact.OBJECTED),
        *(Fact.OBJECTION_UPHELD, Fact.OBJECTION_REJECTED, Fact.REASSIGNED, Fact.REPORT_SUBMITTED),
        *(Fact.EVIDENCE_SUBMITTED, Fact.EVIDENCE_ACCEPTED, Fact.EVIDENCE_RETURNED, Fact.AMENDED),
        *(Fact.EXTENSION_GRANTED, Fact.SUSPENDED, Fact.RESUMED, Fact.WITHDRAWN, Fact.REOPENED),
        Fact.RULES_CHANGED,
    }
)
"""Facts that lead from state to state: their order is what happened, not how it was recorded."""


def recorded_otherwise(events: list[Event], draw: random.Random) -> list[Event]:
    """The same facts with their own business times, all but the moves in another order and place."""
    moves = [event for event in events if event.type in MOVES]
    others = [event for event in events if event.type not in MOVES]
    draw.shuffle(others)
    places = sorted(draw.randint(0, len(moves)) for _ in others)
    mixed: list[Event] = []
    for here, move in enumerate([*moves, None]):
        mixed += [event for event, place in zip(others, places, strict=True) if place == here]
        mixed += [move] if move is not None else []
    return [event.but(seq=seq) for seq, event in enumerate(mixed, start=1)]


@QUICK
@given(steps())
def test_every_story_comes_to_rest_with_every_rung_once_and_every_answer_explained(
    story_steps: list[Step],
) -> None:
    """Nothing is due twice, nothing waits in the past, and why knows only events that exist."""
    story = at_the_end(told(story_steps), days=60)
    keys = [(event.key, event.ordinal) for event in story.events]
    known = {event.seq for event in story.events} | {None}

    assert len(keys) == len(set(keys))
    assert [event.seq for event in story.events] == list(range(1, len(keys) + 1))
    wake = next_wake_at(story.case)
    assert wake is None or wake > story.now
    for one in story.case.assignments.values():
        assert len({owed.key for owed in one.obligations}) == len(one.obligations)
        for field in FIELDS:
            reasons = why(story.case, one.id, field, story.now)
            assert {reason["event_seq"] for reason in reasons} <= known


def test_the_same_number_tells_the_same_story() -> None:
    """So that a story found here can be played on the real engine."""
    assert steps_of(7) == steps_of(7)
    assert told(steps_of(7)).events == told(steps_of(7)).events
