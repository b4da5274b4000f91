"""Other rules for a running case: partial changes, the preview, what moves, and that nothing is said twice."""

from datetime import date
from typing import Any

import pytest

from policy import preview
from policy.issuing import problems_of, with_calendar
from policy.ladders import rules_after, standard_ladders
from schemas.calendar_file import calendar_today
from schemas.commands import ChangeRules, Command
from schemas.refusals import Code, Refusal
from schemas.rules import Calendar, RuleChange, Rules
from schemas.states import Owed, Tier
from tests.builders import LEAD, OFFICE, Story, a_command, a_conclusion, a_directive, at

OWN: dict[str, Any] = {"final_evidence": ["-5d focal_point", "+2d standing_office"]}


def a_calendar(*, off: str) -> dict[str, Any]:
    """The calendar of today with one working day less, under a version of its own."""
    known = calendar_today()
    day = date.fromisoformat(off)
    return known.but(version="thu-nghiem", off=(*known.off, day)).model_dump(mode="json")


def a_change(rules: dict[str, Any], **said: Any) -> Command:
    return a_command("change_rules", "kl/vi-du", OFFICE, "officer", rules=rules, **said)


def changed(story: Story, rules: dict[str, Any]) -> Story:
    return story.office("change_rules", target="kl/vi-du", rules=rules)


def previewed(story: Story, rules: dict[str, Any]) -> list[dict[str, Any]]:
    answer = preview.answer(story.case, a_change(rules, preview=True), story.now)
    assert answer is not None
    found: list[dict[str, Any]] = answer["changes"]
    return found


def test_a_preview_lists_what_would_move_and_changes_nothing() -> None:
    """Strict reading: the last day, the wake-up and every rung come a day earlier."""
    story = Story().lead("acknowledge")
    before = story.case

    moved = {
        one["field"]: (one["from"], one["to"]) for one in previewed(story, {"before_day": "strict"})
    }

    assert story.case is before
    assert moved["final_evidence:1.due_on"] == ("2023-10-31", "2023-10-30")
    assert moved["final_evidence:1.+1d"] == (
        "2023-11-01T08:00:00+07:00",
        "2023-10-31T08:00:00+07:00",
    )
    assert moved["next_wake_at"] == ("2023-10-24T08:00:00+07:00", "2023-10-23T08:00:00+07:00")
    assert "due_on" not in moved
    assert "schedule" not in moved


def test_a_preview_says_whose_schedule_turns() -> None:
    """On the due day itself, strictly read, the work is already late."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 31)))

    moved = {
        one["field"]: (one["from"], one["to"]) for one in previewed(story, {"before_day": "strict"})
    }

    assert moved["schedule"] == ("open_in_time", "open_overdue")


@pytest.mark.parametrize(
    "rules",
    [
        {"before_day": "strict"},
        {"tier": "key"},
        {"ladders": OWN},
        {"calendar": a_calendar(off="2023-07-14")},
        {"before_day": "strict", "tier": "key", "ladders": OWN},
    ],
)
def test_what_was_previewed_is_what_then_happens(rules: dict[str, Any]) -> None:
    """Each previewed value is the value after the change, unless the change itself made it due."""
    count = {"amount": 2, "unit": "day"}
    story = Story(
        a_directive(1, report={"rhythm": "monthly", "day": 25}),
        a_directive(2, deadline={"precision": "period", "count": count}),
    ).waits_until(at(date(2023, 7, 13), 7))

    moved = previewed(story, rules)
    changed(story, rules)

    assert moved
    for one in moved:
        assignment = story.case.assignments[one["id"]]
        owed = {obligation.key: obligation for obligation in assignment.obligations}
        key, _, field = one["field"].rpartition(".")
        if field == "due_on" and key:
            assert owed[key].due_on.isoformat() == one["to"]
        if one["field"] == "due_on":
            assert str(assignment.deadline.due_on) == one["to"]


def test_an_order_to_change_is_not_answered_by_the_preview() -> None:
    """Without `preview` the command has to be decided."""
    assert preview.answer(Story().case, a_change({"tier": "key"}), at(date(2023, 7, 12))) is None


def test_a_new_calendar_moves_counted_periods_and_working_days_but_no_printed_date() -> None:
    """14/7 becomes a day off: two working days to acknowledge end on Monday, the printed day stays."""
    printed, counted = (
        a_directive(1, due_on="2023-07-14"),
        a_directive(2, deadline={"precision": "period", "count": {"amount": 2, "unit": "day"}}),
    )
    story = changed(Story(printed, counted), {"calendar": a_calendar(off="2023-07-14")})

    first, second = story.case.assignments.values()
    assert first.deadline.due_on == date(2023, 7, 14)
    assert second.deadline.due_on == date(2023, 7, 17)
    assert {one.due_on for one in first.obligations if one.owed is Owed.ACKNOWLEDGE} == {
        date(2023, 7, 17)
    }
    assert story.case.rules.calendar.version == "thu-nghiem"
    assert story.case.rules.changed_seq == story.events[-1].seq


def test_no_rung_is_sent_twice_and_none_below_one_that_was_sent() -> None:
    """At key tier the ladder has a -14d; once -7d was sent it has nothing to say and collapses."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 25)))

    changed(story, {"tier": "key"}).waits_until(at(date(2023, 11, 20)))

    assert story.rungs() == [
        ("-7d", "sent"),
        ("-14d", "collapsed"),
        ("-3d", "sent"),
        ("-1d", "sent"),
        ("+1d", "sent"),
        ("+7d", "sent"),
        ("+14d", "sent"),
    ]
    told = [one.payload["to"] for one in story.events if one.payload.get("rung") == "+7d"]
    assert told == ["deputy_prime_minister"]


def test_an_escalation_that_stricter_rules_have_made_due_is_sent_at_the_change() -> None:
    """As after an outage: the highest is sent, the ones below collapse, nothing is lost."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 31)))

    changed(story, {"before_day": "strict"})

    assert story.rungs() == [("-7d", "sent"), ("-3d", "sent"), ("-1d", "sent"), ("+1d", "sent")]


def test_a_report_whose_new_ladder_has_run_out_gives_way_to_the_next() -> None:
    """Otherwise nobody would ever be asked for the next period."""
    monthly = a_directive(due_on="2024-06-30", report={"rhythm": "monthly", "day": 25})
    story = Story(monthly).lead("acknowledge").waits_until(at(date(2023, 7, 27)))

    changed(story, {"ladders": {"periodic_report": ["-3wd focal_point", "+1wd agency_head"]}})

    owed = [one.key for one in story.one.obligations if one.owed is Owed.PERIODIC_REPORT]
    assert owed == ["periodic_report:2023-08", "periodic_report:2023-09"]


def test_another_tier_leaves_a_ladder_that_had_been_chosen() -> None:
    """Only the ladders that were standard become those of the new tier."""
    story = Story(rules={"ladders": OWN})
    after = rules_after(story.case.rules, RuleChange(tier=Tier.KEY), seq=9)
    plain = rules_after(Story().case.rules, RuleChange(tier=Tier.KEY), seq=9)
    back = rules_after(after, RuleChange(ladders="today"), seq=10)

    assert [rung.name for rung in after.ladder_of(Owed.FINAL_EVIDENCE)] == ["-5d", "+2d"]
    assert plain.ladders == standard_ladders(Tier.KEY)
    assert back.ladders == standard_ladders(Tier.KEY)


def test_full_rules_are_a_change_too() -> None:
    """What a snapshot of another case carries can be given as it is."""
    full: Rules = Story(rules={"ladders": OWN, "tier": "key"}).case.rules
    command = a_change(full.model_dump(mode="json"))
    assert isinstance(command, ChangeRules)

    after = rules_after(Story().case.rules, command.rules, seq=2)

    assert after.ladders == full.ladders
    assert after.tier is Tier.KEY


def test_a_conclusion_can_have_ladders_of_its_own() -> None:
    """Told as the file says; everything else as the standard."""
    story = Story(rules={"ladders": OWN}).lead("acknowledge").waits_until(at(date(2023, 12, 31)))

    assert story.rungs() == [("-5d", "sent"), ("+2d", "sent")]
    offices = [
        one.payload["office"] for one in story.events if one.payload.get("rung") in {"-5d", "+2d"}
    ]
    assert offices == [LEAD, OFFICE]


@pytest.mark.parametrize(
    ("ladders", "path", "reason"),
    [
        ({"final_evidence": ["7 days before"]}, ("final_evidence", 0), "rung_wrong"),
        (
            {"final_evidence": ["-7d focal_point", "+1d nobody"]},
            ("final_evidence", 1),
            "rung_wrong",
        ),
        ({"final_evidence": ["+1d officer", "-1d officer"]}, ("final_evidence",), "ladder_wrong"),
        ({"contribution": ["-1wd coordinator"]}, ("contribution",), "ladder_wrong"),
        ({"periodic_report": ["-3wd focal_point"]}, ("periodic_report",), "ladder_wrong"),
    ],
)
def test_a_wrong_ladder_in_a_file_is_refused_where_it_stands(
    ladders: dict[str, Any], path: tuple[str | int, ...], reason: str
) -> None:
    """At load, with its place in the file."""
    (problem,) = problems_of(a_conclusion(rules={"ladders": ladders}))

    assert problem.path == ("rules", "ladders", *path)
    assert problem.reason == reason
    assert "pydantic" not in str(problem.said)


@pytest.mark.parametrize(
    ("rules", "code", "reason"),
    [
        ({"calendar": "today"}, Code.MALFORMED, "calendar_not_given"),
        (
            {"calendar": {"version": calendar_today().version, "announced_through": 2099}},
            Code.CONFLICT,
            "calendar_version_used",
        ),
    ],
)
@pytest.mark.parametrize("is_preview", [True, False])
def test_a_change_that_cannot_be_is_refused_with_and_without_preview(
    rules: dict[str, Any], code: Code, reason: str, *, is_preview: bool
) -> None:
    """A preview meets what the change itself would meet."""
    story = Story()
    with pytest.raises(Refusal) as caught:
        story.office("change_rules", target="kl/vi-du", rules=rules, preview=is_preview)

    assert (caught.value.code, caught.value.reason) == (code, reason)


def test_only_the_standing_office_changes_or_previews_rules() -> None:
    """The same right for both."""
    command = a_command("change_rules", "kl/vi-du", LEAD, rules={"tier": "key"}, preview=True)
    with pytest.raises(Refusal) as caught:
        preview.answer(Story().case, command, at(date(2023, 7, 12)))

    assert caught.value.code is Code.NO_RIGHT


def test_the_calendar_of_today_is_put_in_before_sending() -> None:
    """The word is for people; what travels is the whole calendar."""
    command = a_change({"calendar": "today"})
    assert isinstance(command, ChangeRules)

    assert isinstance(with_calendar(command).rules.calendar, Calendar)
    assert with_calendar(command).rules.calendar == calendar_today()


def test_days_of_a_calendar_are_put_in_order() -> None:
    """They are looked up by halving."""
    days = (date(2026, 9, 2), date(2026, 1, 1), date(2026, 1, 1))

    assert Calendar(version="v", announced_through=2026, off=days).off == (
        date(2026, 1, 1),
        date(2026, 9, 2),
    )
