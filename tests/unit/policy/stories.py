"""Random stories of a conclusion: who does what after how many days. What is refused is simply not done.

The same steps can be played on the pure fold, as here, and on the real engine.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from hypothesis import strategies as st

from policy.decide import decide
from schemas.case import Assignment
from schemas.commands import Command
from tests.builders import DECISION, OFFICE, OTHER, ROLE_OF, Story, a_command, a_directive, at

ACTS: dict[str, tuple[str, ...]] = {
    "lead": (
        *("acknowledge", "name_unit", "submit_report", "submit_evidence", "object"),
        *("request_extension", "request_contribution", "submit_explanation"),
    ),
    "standing_office": (
        *("review_evidence:accept", "review_evidence:return", "review_report:accept"),
        *("review_report:return", "decide_objection:uphold", "decide_objection:reject"),
        *("decide_extension:grant", "decide_extension:refuse", "reassign", "amend", "suspend"),
        *("resume", "withdraw", "reopen", "remind", "set_review_date", "change_rules"),
        "request_opinion",
    ),
    "coordinator": ("contribute",),
    "consulted": ("give_opinion",),
    "operator": ("hand_over",),
    "supervisor": ("note", "demand_explanation", "open_inspection", "record_inspection"),
}
RATE = "Tỷ lệ hồ sơ trực tuyến"
LADDERS = (
    ["-7d focal_point", "+1d agency_head"],
    ["-3d focal_point", "+1d agency_head", "+9d officer"],
)
USUAL = (("lead", "acknowledge"), ("lead", "submit_report"), ("lead", "submit_evidence"))
"""Acts without which little happens; they are drawn more often."""
WHO = [*((capacity, act) for capacity, acts in ACTS.items() for act in acts), *USUAL * 3]


class Step(NamedTuple):
    """One act, so many days after the one before; `days` is what it asks for, where it names a day."""

    capacity: str
    act: str
    after_days: int
    days: int
    on: int = 0
    """Which assignment, by its place among those there are."""


def steps(most: int = 25) -> st.SearchStrategy[list[Step]]:
    """Any story of at most so many steps."""
    one = st.builds(
        lambda who, after, days, on: Step(who[0], who[1], after, days, on),
        st.sampled_from(WHO),
        st.sampled_from((0, 0, 1, 2, 7, 30)),
        st.integers(1, 120),
        st.integers(0, 5),
    )
    return st.lists(one, min_size=1, max_size=most)


def steps_of(seed: int, count: int = 20) -> list[Step]:
    """One story per number, for those who play it without hypothesis."""
    draw = random.Random(seed)
    return [
        Step(
            *draw.choice(WHO),
            draw.choice((0, 0, 1, 2, 7, 30)),
            draw.randint(1, 120),
            draw.randint(0, 5),
        )
        for _ in range(count)
    ]


def directives() -> Iterator[dict[str, Any]]:
    """Four kinds of work: printed day, reports and an indicator; no day; carried over; counted."""
    trajectory = [{"on": "2023-08-31", "value": 30}, {"on": "2023-12-31", "value": 60}]
    indicator = {"name": RATE, "unit": "%", "baseline": 0, "target": 90, "by": "2024-06-30"}
    indicators = [indicator | {"trajectory": trajectory}]
    yield a_directive(1, report={"rhythm": "monthly", "day": 25}, indicators=indicators)
    yield a_directive(2, deadline={"raw": "sớm", "review_on": "2023-09-29"}, assignees=["G14"])
    origin = {"period": "2023-H1", "due_on": "2023-06-30"}
    yield a_directive(3, due_on=None, carried_over_from=origin)
    count = {"amount": 10, "unit": "day"}
    yield a_directive(4, deadline={"raw": "trong 10 ngày", "precision": "period", "count": count})


def told(story_steps: Iterable[Step], *first: dict[str, Any]) -> Story:
    """The story of these steps on the pure fold, waking at every moment that asks for it."""
    story = Story(*(first or directives()))
    for number, step in enumerate(story_steps):
        story.waits_until(story.now + timedelta(days=step.after_days))
        story._decided(decide(story.case, [command_of(story, step, number)], story.now))
    return story


def command_of(story: Story, step: Step, number: int) -> Command:
    """The step as a command to one of the assignments there are."""
    assignments = list(story.case.assignments.values())
    one = assignments[step.on % len(assignments)]
    name, _, verdict = step.act.partition(":")
    on = (story.now + timedelta(days=step.days)).date().isoformat()
    said: dict[str, Any] = {"verdict": verdict, "reason": "Lý do"} if verdict else {}
    own: dict[str, dict[str, Any]] = {
        "decide_extension": {"decision": DECISION},
        "decide_objection": {"reassign_to": OTHER},
        "request_extension": {"new_due_on": on},
        "resume": {"new_due_on": on},
        "set_review_date": {"review_on": on},
        "hand_over": {"ceased": _ceasing(one, step.days), "to": "G17"},
        "amend": {"changes": {"due_on": on}},
        "submit_report": {"period": f"{story.now:%Y-%m}", "progress": step.days % 101},
        "change_rules": {"rules": _rules(step.days)},
    }
    if one.aims and step.days % 3:
        value = {"name": RATE, "value": step.days, "on": story.now.date().isoformat()}
        own["submit_report"] |= {"indicators": [value]}
    said |= own.get(name, {})
    office = {"lead": one.holder, "standing_office": OFFICE, "coordinator": OTHER}.get(
        step.capacity, "Z05"
    )
    target = f"kl/{story.case.ref}" if name == "change_rules" else one.id
    return a_command(name, target, office, ROLE_OF[step.capacity], id=f"{number}", **said)


def _ceasing(one: Assignment, number: int) -> str:
    """Its holder, and sometimes one that coordinates it or was asked."""
    asked = (
        *one.coordinating,
        *(owed.by for owed in one.obligations if owed.owed == "contribution"),
    )
    return asked[number % len(asked)] if asked and number % 3 else one.holder


def _rules(number: int) -> dict[str, Any]:
    """Another reading of "trước ngày", and sometimes another ladder for indicators."""
    rules: dict[str, Any] = {"before_day": ("strict", "lenient")[number % 2]}
    if number % 3:
        rules["ladders"] = {"indicator": LADDERS[number % 2]}
    return rules


def at_the_end(story: Story, days: int = 400) -> Story:
    """The story with nothing more done, long enough for every ladder to run out."""
    return story.waits_until(max(story.now, at(story.case.issued_on)) + timedelta(days=days))
