"""Reminders and escalations: each rung once, at its moment, to its office; after an outage one notice."""

from datetime import date, timedelta

import pytest

from policy.ladders import standard_ladders
from schemas.moments import HANOI
from schemas.rules import Ladder, Rung
from schemas.states import Owed, Tier, Told
from tests.builders import ISSUED_ON, LEAD, OFFICE, Story, a_directive, at

DUE = date(2023, 10, 31)
"""A Tuesday."""


def the_moments(story: Story, obligation: str) -> list[tuple[str, str, str]]:
    """Rung, moment in Hanoi, office told."""
    return [
        (
            event.payload["rung"],
            f"{event.at.astimezone(HANOI):%a %d/%m %H:%M}",
            event.payload["office"],
        )
        for event in story.events
        if event.payload.get("obligation") == obligation and event.type.value == "RungSent"
    ]


def test_work_nobody_does_climbs_from_the_focal_point_to_the_prime_ministers_list() -> None:
    """Three reminders before the day, then the head, the standing office, the Deputy, the list."""
    story = Story().lead("acknowledge").waits_until(at(date(2024, 2, 1)))

    assert the_moments(story, "final_evidence") == [
        ("-7d", "Tue 24/10 08:00", LEAD),
        ("-3d", "Fri 27/10 08:00", LEAD),
        ("-1d", "Mon 30/10 08:00", LEAD),
        ("+1d", "Wed 01/11 08:00", LEAD),
        ("+7d", "Tue 07/11 08:00", OFFICE),
        ("+14d", "Tue 14/11 08:00", "deputy_prime_minister"),
        ("+30d", "Thu 30/11 08:00", "prime_ministers_list"),
    ]


def test_an_unacknowledged_assignment_is_told_upwards_by_working_days() -> None:
    """Two working days to acknowledge; then the head after one more, the standing office after three."""
    story = Story().waits_until(at(date(2023, 8, 1)))

    assert the_moments(story, "acknowledge") == [
        ("+1wd", "Mon 17/07 08:00", LEAD),
        ("+3wd", "Wed 19/07 08:00", OFFICE),
    ]


def test_urgent_work_is_acknowledged_within_one_working_day() -> None:
    """ "Khẩn trương" halves the time to acknowledge."""
    urgent = a_directive(deadline={"raw": "khẩn trương"})
    story = Story(urgent).waits_until(at(date(2023, 8, 1)))

    assert the_moments(story, "acknowledge")[0] == ("+1wd", "Fri 14/07 08:00", LEAD)


@pytest.mark.parametrize(
    ("due", "reminder", "escalation"),
    [
        (date(2023, 10, 30), "Fri 27/10 08:00", "Tue 31/10 08:00"),
        (date(2023, 10, 28), "Fri 27/10 08:00", "Mon 30/10 08:00"),
        (date(2023, 9, 2), "Thu 31/08 08:00", "Tue 05/09 08:00"),
    ],
)
def test_a_rung_on_a_day_off_reminds_before_it_and_escalates_after_it(
    due: date, reminder: str, escalation: str
) -> None:
    """The printed day stays; a reminder moves to the working day before, an escalation to the one after."""
    story = Story(a_directive(due_on=due.isoformat())).lead("acknowledge")

    story.waits_until(at(due + timedelta(days=6)))

    moments = {rung: moment for rung, moment, _ in the_moments(story, "final_evidence")}
    assert moments.get("-1d", reminder) == reminder
    assert moments["+1d"] == escalation
    assert story.one.deadline.due_on == due


@pytest.mark.parametrize(
    ("days_of_outage", "expected"),
    [
        (0, []),
        (2, [("-7d", "sent")]),
        (10, [("-7d", "collapsed"), ("-3d", "collapsed"), ("-1d", "collapsed"), ("+1d", "sent")]),
        (
            60,
            [(f"{rung}d", "collapsed") for rung in ("-7", "-3", "-1", "+1", "+7", "+14")]
            + [("+30d", "sent")],
        ),
    ],
)
def test_after_an_outage_only_the_highest_rung_is_sent(
    days_of_outage: int, expected: list[tuple[str, str]]
) -> None:
    """However long nothing ran, one notice goes out and every lower rung is recorded as collapsed."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 23)))

    story.outage_until(at(date(2023, 10, 23) + timedelta(days=days_of_outage)))

    assert story.rungs() == expected


def test_every_rung_is_recorded_exactly_once() -> None:
    """Looking again at the same moment, or later, repeats nothing."""
    story = Story().lead("acknowledge").waits_until(at(date(2024, 3, 1)))

    story.outage_until(at(date(2024, 3, 1))).outage_until(at(date(2024, 9, 1)))

    keys = [event.key for event in story.events]
    assert len(keys) == len(set(keys))
    assert len(story.rungs()) == 7


def test_rungs_before_the_assignment_was_opened_are_skipped() -> None:
    """A deadline four days away when it is issued: the seventh-day reminder has no moment left."""
    story = Story(a_directive(due_on="2023-07-16"))

    assert story.rungs() == [("-7d", "skipped")]


def test_carried_over_work_is_overdue_on_arrival() -> None:
    """At the issue, whatever the hour, its highest due rung is sent once, marked; lower ones collapse."""
    late = a_directive(due_on=None, carried_over_from={"period": "2023-H1", "due_on": "2023-06-30"})
    story = Story(late, now=at(ISSUED_ON, 22))

    assert story.rungs() == [
        ("-7d", "collapsed"),
        ("-3d", "collapsed"),
        ("-1d", "collapsed"),
        ("+1d", "collapsed"),
        ("+7d", "sent"),
    ]
    (sent,) = [event for event in story.events if event.type.value == "RungSent"]
    assert sent.payload["carried_over"] == "2023-H1"

    story.lead("acknowledge").waits_until(at(date(2023, 8, 31)))

    assert story.rungs()[5:] == [("+14d", "sent"), ("+30d", "sent")]


def test_a_missed_report_is_reminded_of_then_told_upwards_and_the_next_one_is_owed() -> None:
    """Three working days before, one after, three after; then the month is given up and the next counts."""
    monthly = a_directive(due_on="2024-06-30", report={"rhythm": "monthly", "day": 25})
    story = Story(monthly).lead("acknowledge").waits_until(at(date(2023, 9, 1)))

    assert the_moments(story, "periodic_report") == [
        ("-3wd", "Thu 20/07 08:00", LEAD),
        ("+1wd", "Wed 26/07 08:00", LEAD),
        ("+3wd", "Fri 28/07 08:00", OFFICE),
        ("-3wd", "Tue 22/08 08:00", LEAD),
        ("+1wd", "Mon 28/08 08:00", LEAD),
        ("+3wd", "Wed 30/08 08:00", OFFICE),
    ]


def test_a_report_in_time_stops_its_own_ladder_and_no_other() -> None:
    """Reporting for July leaves August owed and the evidence due."""
    monthly = a_directive(due_on="2024-06-30", report={"rhythm": "monthly", "day": 25})
    story = Story(monthly).lead("acknowledge").waits_until(at(date(2023, 7, 24)))

    story.lead("submit_report", period="2023-07").office("review_report")
    story.waits_until(at(date(2023, 8, 24)))

    assert [rung for rung, _, _ in the_moments(story, "periodic_report")] == ["-3wd", "-3wd"]


def test_under_review_only_the_offices_clock_runs_and_a_return_catches_up() -> None:
    """The agency's clock was never stopped: what it missed meanwhile collapses into one notice."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 26)))
    story.lead("submit_evidence").waits_until(at(date(2023, 11, 10)))
    before = story.rungs()

    story.office("review_evidence", verdict="return", reason="Thiếu phụ lục")

    assert before == [("-7d", "sent")]
    assert [rung for rung, _, _ in the_moments(story, "review_evidence")] == ["-1wd", "+1wd"]
    assert story.rungs()[1:] == [
        ("-3d", "collapsed"),
        ("-1d", "collapsed"),
        ("+1d", "collapsed"),
        ("+7d", "sent"),
    ]


def test_suspension_stops_every_ladder_and_resuming_names_the_new_day() -> None:
    """Nothing is said while suspended; the new deadline has a ladder of its own."""
    story = Story().lead("acknowledge")

    story.office("suspend").waits_until(at(date(2023, 12, 1)))
    assert story.rungs() == []
    story.office("resume", new_due_on="2023-12-20").waits_until(at(date(2023, 12, 14)))

    assert story.rungs() == [("-7d", "sent")]
    assert story.one.deadline.version == 2
    assert story.one.deadline.set_by == "123/QĐ-TTg"


def test_a_granted_extension_starts_a_new_ladder_and_keeps_the_first_day() -> None:
    """The original date is never lost, and the old ladder ends with its deadline."""
    story = Story().lead("acknowledge").waits_until(at(date(2023, 10, 25)))
    story.lead("request_extension", new_due_on="2023-12-15")

    story.office(
        "decide_extension",
        verdict="grant",
        reason="Có căn cứ",
        decision={"number": "9061", "date": "2023-10-26", "signer": "PTTg"},
    ).waits_until(at(date(2023, 12, 9)))

    assert story.rungs() == [("-7d", "sent"), ("-7d", "sent")]
    assert story.one.deadline.due_on == date(2023, 12, 15)
    assert story.one.deadline.first_due_on == DUE


def test_work_without_a_day_is_looked_at_again_by_the_standing_office() -> None:
    """Vague deadlines never go overdue; their review date speaks to the standing office."""
    vague = a_directive(deadline={"raw": "sớm", "review_on": "2023-09-29"})
    story = Story(vague).lead("acknowledge").waits_until(at(date(2023, 12, 1)))

    assert story.rungs() == []
    assert the_moments(story, "review_date") == [
        ("0", "Fri 29/09 08:00", OFFICE),
        ("+1wd", "Mon 02/10 08:00", OFFICE),
    ]


def test_silence_of_a_coordinating_agency_counts_as_agreement_after_its_day() -> None:
    """Five working days, a reminder the day before, then recorded; nobody is escalated to."""
    story = Story().lead("acknowledge").lead("request_contribution", to="G12")

    story.waits_until(at(date(2023, 8, 15)))

    assert the_moments(story, "contribution") == [
        ("-1wd", "Tue 18/07 08:00", "G12"),
        ("0", "Thu 20/07 08:00", "G12"),
    ]
    assert not [one for one in story.one.obligations if one.owed is Owed.CONTRIBUTION]


def test_key_tasks_climb_faster() -> None:
    """A "nhiệm vụ trọng tâm" reaches the Prime Minister's list after fourteen days."""
    story = Story(rules={"tier": "key"}).lead("acknowledge").waits_until(at(date(2023, 11, 20)))

    assert the_moments(story, "final_evidence")[-1] == (
        "+14d",
        "Tue 14/11 08:00",
        "prime_ministers_list",
    )


@pytest.mark.parametrize("tier", list(Tier))
def test_every_kind_of_obligation_has_a_ladder(tier: Tier) -> None:
    """Validated at load: nothing can be owed that nobody is ever told of.

    But for indicators: a value is owed only where a conclusion brings a ladder for it.
    """
    assert {ladder.owed for ladder in standard_ladders(tier)} == set(Owed) - {Owed.INDICATOR}


@pytest.mark.parametrize(
    "rungs",
    [["+1d", "-1d"], ["+1d", "+1d"], ["-1d", "+1wd"]],
    ids=["falls", "twice the same", "two kinds of days"],
)
def test_a_ladder_that_does_not_rise_is_refused_at_load(rungs: list[str]) -> None:
    """Rungs rise, differ, and count one kind of day."""
    with pytest.raises(ValueError, match="rungs of"):
        Ladder(
            owed=Owed.ACKNOWLEDGE,
            rungs=tuple(Rung(name=name, to=Told.FOCAL_POINT) for name in rungs),
        )
