"""Why: every due day, schedule, rung, state and wake-up answers with rule, source and event."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from policy.why import FIELDS, why
from schemas.refusals import Refusal
from tests.builders import DECISION, OTHER, Story, a_directive, at

ORIGIN = {"period": "2023-H1", "due_on": "2023-06-30", "ref": "phien-05"}
PERIOD = {"raw": "10 ngày", "precision": "period", "count": {"amount": 10, "unit": "day"}}
EVENT = {"raw": "06 tháng kể từ …", "precision": "event", "count": {"amount": 6, "unit": "month"}}
RATE = {
    "name": "Hồ sơ trực tuyến",
    "unit": "%",
    "baseline": 10,
    "target": 80,
    "by": "2024-06-30",
    "trajectory": [{"on": "2023-07-31", "value": 50}],
}
QUARTER = {"raw": "Quý III", "precision": "quarter", "due_on": "2023-09-30"}
GRANT: dict[str, Any] = {
    "verdict": "grant",
    "reason": "Có căn cứ",
    "decision": {"number": "9061/VPCP", "date": "2023-07-12", "signer": "PTTg"},
}


def extended() -> Story:
    story = Story().lead("acknowledge").lead("request_extension", new_due_on="2023-12-15")
    story.office("decide_extension", **GRANT)
    return story.office("amend", changes={"due_on": "2023-12-20"})


STORIES: dict[str, Callable[[], Story]] = {
    "printed": Story,
    "vague": lambda: Story(a_directive(deadline={"raw": "sớm", "review_on": "2023-09-29"})),
    "counted": lambda: Story(a_directive(deadline=PERIOD)),
    "event": lambda: Story(a_directive(deadline=EVENT)),
    "event come": lambda: Story(a_directive(deadline=EVENT)).office(
        "amend", changes={"event_on": "2023-08-15"}
    ),
    "quarter": lambda: Story(a_directive(deadline=QUARTER)),
    "carried over": lambda: Story(a_directive(due_on=None, carried_over_from=ORIGIN)),
    "carried over with a new day": lambda: Story(a_directive(carried_over_from=ORIGIN)),
    "strict": lambda: Story(rules={"before_day": "strict"}),
    "stricter since": lambda: Story().office(
        "change_rules", target="kl/vi-du", rules={"before_day": "strict"}
    ),
    "extended": extended,
    "outage": lambda: Story().lead("acknowledge").outage_until(at(date(2023, 11, 20))),
    "under review": lambda: Story().lead("acknowledge").lead("submit_evidence"),
    "done": lambda: Story().lead("acknowledge").lead("submit_evidence").office("review_evidence"),
    "suspended objection": lambda: Story().lead("object").office("suspend"),
    "reassigned": lambda: Story().office("reassign", to=OTHER),
    "withdrawn": lambda: Story().office("withdraw"),
    "indicator": lambda: Story(a_directive(indicators=[RATE])).lead("acknowledge"),
    "indicator of withdrawn work": lambda: Story(a_directive(indicators=[RATE])).office("withdraw"),
}


def rules_of(story: Story, field: str) -> list[str]:
    return [one["rule"] for one in why(story.case, story.one.id, field, story.now)]


@pytest.mark.parametrize("field", sorted(FIELDS))
@pytest.mark.parametrize("name", STORIES)
def test_every_answer_has_a_rule_a_source_an_event_and_both_languages(
    name: str, field: str
) -> None:
    """And the event exists in the log, whatever the story."""
    story = STORIES[name]()
    known = {event.seq for event in story.events} | {None}

    for one in story.case.assignments.values():
        reasons = why(story.case, one.id, field, story.now)
        assert reasons
        for reason in reasons:
            assert reason["event_seq"] in known
            assert all(reason[part] for part in ("rule", "source", "text_vi", "text_en"))
            assert "None" not in reason["text_vi"] + reason["text_en"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("printed", ["printed_day"]),
        ("vague", ["no_deadline", "review_date"]),
        ("counted", ["counted_period"]),
        ("event", ["event_awaited"]),
        ("event come", ["counted_period", "earlier_deadline"]),
        ("quarter", ["end_of_quarter"]),
        ("carried over", ["carried_over"]),
        ("carried over with a new day", ["printed_day", "first_due_day"]),
        ("strict", ["printed_day", "before_day_strict"]),
        ("extended", ["deadline_changed", "extensions", "earlier_deadline", "earlier_deadline"]),
    ],
)
def test_a_due_day_answers_with_the_rule_behind_it(name: str, expected: list[str]) -> None:
    """The present day first, then the chain back to the conclusion."""
    assert rules_of(STORIES[name](), "due_on") == expected


def test_the_whole_chain_of_a_deadline_is_told_with_its_documents() -> None:
    """Amendment, extension, conclusion: newest first, each with its event."""
    story = extended()
    reasons = [
        one for one in why(story.case, story.one.id, "due_on", story.now) if one["event_seq"]
    ]

    assert [one["source"] for one in reasons] == [DECISION["number"], "9061/VPCP", "kl/vi-du/1"]
    types = {event.seq: event.type.value for event in story.events}
    assert [types[one["event_seq"]] for one in reasons] == [
        "Amended",
        "ExtensionGranted",
        "AssignmentOpened",
    ]


def test_a_counted_day_says_how_it_was_counted_and_why_it_moved() -> None:
    """Ten days from 12/7 end on Saturday 22/7, so on Monday 24/7 (art. 148.5)."""
    story = STORIES["counted"]()
    (reason,) = why(story.case, story.one.id, "due_on", story.now)

    assert "22/07/2023" in reason["text_vi"]
    assert "24/07/2023" in reason["text_vi"]
    assert "điều 147, 148" in reason["source"]


def test_rungs_that_collapsed_are_named_beside_the_one_that_was_sent() -> None:
    """After an outage one notice went out, and why says for which others it stands."""
    story = STORIES["outage"]()
    sent, collapsed, *_ = why(story.case, story.one.id, "rung", story.now)

    assert sent["rule"] == "rung_+14d"
    assert collapsed["rule"] == "rungs_collapsed"
    assert "-7d, -3d, -1d, +1d, +7d" in collapsed["text_vi"]


def test_a_rule_that_was_changed_names_the_event_that_changed_it() -> None:
    """Strict since the command, not since the issue."""
    story = STORIES["stricter since"]()
    (strict,) = [
        one
        for one in why(story.case, story.one.id, "due_on", story.now)
        if one["rule"] == "before_day_strict"
    ]

    (changed,) = [event.seq for event in story.events if event.type.value == "RulesChanged"]
    assert strict["event_seq"] == changed


def test_an_unknown_field_or_assignment_is_refused() -> None:
    """With the fields there are."""
    story = Story()
    with pytest.raises(Refusal, match="unknown_field"):
        why(story.case, story.one.id, "colour", story.now)
    with pytest.raises(Refusal, match="unknown_target"):
        why(story.case, "kl/vi-du/9@G18", "state", story.now)


def test_an_indicator_answers_with_its_trajectory_and_the_report_behind_it() -> None:
    """What the document asks by when, what was reported in which event, and since when it is behind."""
    story = STORIES["indicator"]()
    assert rules_of(story, "indicators") == ["indicator_not_due"]
    story.waits_until(at(date(2023, 8, 5)))
    (unreported,) = why(story.case, story.one.id, "indicators", story.now)
    assert (unreported["rule"], unreported["event_seq"]) == ("indicator_behind", None)
    assert "từ 01/08/2023" in unreported["text_vi"]
    assert "50 by the end of 2023-07-31" in unreported["text_en"]

    story.lead(
        "submit_report",
        indicators=[{"name": "hồ sơ trực tuyến", "value": 55.5, "on": "2023-08-04"}],
    )
    (told,) = why(story.case, story.one.id, "indicators", story.now)

    assert told["rule"] == "indicator_reached"
    types = {event.seq: event.type.value for event in story.events}
    assert types[told["event_seq"]] == "ReportSubmitted"
    assert "55.5" in told["text_vi"]
    assert told["source"].startswith("kl/vi-du/1;")
    assert rules_of(STORIES["printed"](), "indicators") == ["no_indicators"]
    assert rules_of(STORIES["indicator of withdrawn work"](), "indicators") == [
        "indicator_not_asked"
    ]
