"""Indicators: what is reported against the trajectory, who is told where a ladder says so (docs/adr/0015)."""

from datetime import date
from typing import Any

import pytest

from policy.indicators import aims_of, behind_from, expected, short_from
from schemas.conclusion import Directive
from schemas.refusals import Code, Refusal
from tests.builders import DECISION, OTHER, Story, a_directive, at

HEALTH = "Trạm y tế có hồ sơ sức khỏe điện tử"
WAITING = "Thời gian chờ khám"
OWN = {"indicator": ["-7d focal_point", "+1d agency_head", "+7d standing_office"]}


def an_indicator(**said: Any) -> dict[str, Any]:
    """20 per cent at first, 50 by the end of September 2023, 80 by the end of the year."""
    ordinary: dict[str, Any] = {
        "name": HEALTH,
        "unit": "%",
        "baseline": 20,
        "target": 80,
        "by": "2023-12-31",
        "trajectory": [{"on": "2023-09-30", "value": 50}],
    }
    return ordinary | said


def a_story(*indicators: dict[str, Any], **said: Any) -> Story:
    directive = a_directive(due_on="2023-12-31", indicators=list(indicators or [an_indicator()]))
    return Story(directive, **said).lead("acknowledge")


def reports(story: Story, value: float, on: str, name: str = HEALTH) -> Story:
    values = [{"name": name, "value": value, "on": on}]
    return story.lead("submit_report", period="2023-09", indicators=values)


@pytest.mark.parametrize(
    ("value", "behind"),
    [
        (None, date(2023, 10, 1)),
        (49.9, date(2023, 10, 1)),
        (50, date(2024, 1, 1)),
        (79, date(2024, 1, 1)),
        (80, None),
        (95, None),
    ],
)
def test_behind_from_the_day_after_a_point_that_is_not_reached(
    value: float | None, behind: date | None
) -> None:
    """The document names values for days; silence has not been shown to reach anything."""
    story = a_story()
    if value is not None:
        reports(story, value, "2023-09-20")

    assert behind_from(story.one) == behind


def test_between_two_points_the_earlier_one_holds() -> None:
    """Stepwise: nobody promised a line between them; on the day itself there is still time."""
    (aim,) = a_story().one.aims

    asked = [
        expected(aim, day) for day in (date(2023, 9, 30), date(2023, 10, 1), date(2023, 12, 31))
    ]
    assert [point and point.value for point in asked] == [None, 50, 50]
    late = expected(aim, date(2024, 1, 1))
    assert late is not None
    assert late.value == 80


def test_where_less_is_better_the_direction_is_read_off_baseline_and_target() -> None:
    """Waiting falls from 60 to 15 minutes: 40 reaches a point of 45, 50 does not."""
    falling = an_indicator(
        name=WAITING,
        unit="phút",
        baseline=60,
        target=15,
        trajectory=[{"on": "2023-09-30", "value": 45}],
    )
    story = a_story(falling)

    reports(story, 50, "2023-09-20", WAITING)
    assert behind_from(story.one) == date(2023, 10, 1)
    reports(story, 40, "2023-09-25", WAITING)
    assert behind_from(story.one) == date(2024, 1, 1)


def test_the_value_of_the_later_day_holds_however_reports_arrive() -> None:
    """A report that comes late with an older value takes nothing back; a later day's worse value does."""
    story = reports(a_story(), 55, "2023-09-20")

    assert behind_from(reports(story, 30, "2023-08-20").one) == date(2024, 1, 1)
    assert behind_from(reports(story, 45, "2023-10-20").one) == date(2023, 10, 1)


def test_names_are_compared_without_marks_and_unknown_ones_are_refused() -> None:
    """A mistyped name would be a value lost in silence."""
    story = reports(a_story(), 55, "2023-09-20", HEALTH.upper())
    assert story.one.aims[0].value == 55

    with pytest.raises(Refusal) as refused:
        reports(story, 55, "2023-09-20", "Chỉ tiêu khác")
    assert (refused.value.code, refused.value.reason) == (Code.MALFORMED, "indicator_unknown")
    assert HEALTH in refused.value.said["known"]


def test_without_a_ladder_of_its_own_nobody_is_told() -> None:
    """Falling behind is shown; it is a rung only where the conclusion says so."""
    story = a_story()
    story.waits_until(at(date(2024, 3, 1)))

    assert story.rungs("indicator") == []


def test_a_conclusion_with_a_ladder_has_its_rungs_for_every_day_of_the_trajectory() -> None:
    """Reminded before, escalated after, once each; a value that reaches the point ends it."""
    story = a_story(rules={"ladders": OWN})
    story.waits_until(at(date(2023, 10, 20)))
    assert story.rungs("indicator") == [("-7d", "sent"), ("+1d", "sent"), ("+7d", "sent")]

    reports(story, 82, "2023-10-15")
    story.waits_until(at(date(2024, 3, 1)))
    assert story.rungs("indicator") == [("-7d", "sent"), ("+1d", "sent"), ("+7d", "sent")]


def test_a_value_reached_in_time_is_never_asked_for() -> None:
    """Only what is still missing is owed."""
    story = reports(a_story(rules={"ladders": OWN}), 85, "2023-08-01")
    story.waits_until(at(date(2024, 3, 1)))

    assert story.rungs("indicator") == []


def test_a_ladder_reaches_a_running_case_by_change_rules() -> None:
    """The days still to come are owed from then on; those that have passed are not caught up."""
    story = a_story()
    story.waits_until(at(date(2023, 11, 1)))
    story.does("change_rules", "G22", "officer", target="kl/vi-du", rules={"ladders": OWN})
    story.waits_until(at(date(2024, 1, 3)))

    assert story.rungs("indicator") == [("-7d", "sent"), ("+1d", "sent")]


def test_a_reopened_assignment_owes_its_values_again_under_another_key() -> None:
    """A rung happens once under one key, so what is owed anew has a new one."""
    story = a_story(rules={"ladders": OWN}).office("withdraw")
    assert behind_from(story.one) is None
    story.office("reopen")
    story.waits_until(at(date(2023, 10, 3)))

    keys = [event.key for event in story.events if event.payload.get("obligation") == "indicator"]
    assert len(keys) == len(set(keys)) > 0


def test_the_successor_remembers_the_values() -> None:
    """Reassigned work goes on from where it stands."""
    story = reports(a_story(), 55, "2023-09-20")
    story.office("reassign", to=OTHER, decision=DECISION)
    successor = story.case.assignments[f"kl/vi-du/1@{OTHER}"]

    assert successor.aims == aims_of_story(story, 55)


def aims_of_story(story: Story, value: float) -> Any:
    (aim,) = aims_of(Directive.model_validate(story.conclusion.directives[0]))
    (seq,) = (event.seq for event in story.events if event.type == "ReportSubmitted")
    return (aim.but(value=value, value_on=date(2023, 9, 20), value_seq=seq),)


def test_a_suspended_assignment_is_not_behind() -> None:
    """Suspension stops every clock, this one too."""
    story = a_story().office("suspend")

    assert behind_from(story.one) is None
    assert short_from(story.one.aims[0]) == date(2023, 10, 1)
