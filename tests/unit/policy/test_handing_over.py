"""An agency ceases: its successor answers under the same id, with the same clocks and the same deadline."""

from datetime import date, timedelta
from typing import Any

import pytest

from policy.obligations import next_wake_at
from policy.timeliness import schedule_on
from schemas.refusals import Code, Refusal
from schemas.states import State, Told
from tests.builders import DECISION, LEAD, OFFICE, OTHER, Story, a_directive, at

HEIR = "G17"
MONTHLY = {"rhythm": "monthly", "day": 25}


def handed_over(story: Story, to: str = HEIR) -> Story:
    return story.does("hand_over", "G22", "operator", ceased=LEAD, to=to, decision=DECISION)


def test_the_id_stays_and_the_successor_holds_it() -> None:
    """What the conclusion said is kept; state, deadline, reports and the next wake-up do not move."""
    story = Story(a_directive(report=MONTHLY))
    story.lead("acknowledge").lead("submit_report")
    before = story.one
    after = handed_over(story).one

    assert (after.id, after.holder) == (before.id, HEIR)
    same = ("state", "deadline", "declared", "progress", "reports", "rung", "next_wake_at")
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert after.next_wake_at == next_wake_at(after, story.case.rules)


def test_the_successor_is_told_and_answers_from_now_on() -> None:
    """Rungs, acts and rights go with the holder; the ceased agency has none left."""
    story = handed_over(Story())
    story.waits_until(at(date(2023, 7, 20)))

    told = [
        event.payload["office"]
        for event in story.events
        if event.payload.get("to") == Told.AGENCY_HEAD
    ]
    assert told == [HEIR]
    with pytest.raises(Refusal) as refused:
        story.does("acknowledge", LEAD)
    assert refused.value.code is Code.NO_RIGHT
    assert story.does("acknowledge", HEIR).one.state is State.ACKNOWLEDGED


def test_a_late_agency_leaves_its_lateness_to_its_successor() -> None:
    """A merger excuses nothing: the due day stays and the ladder goes on where it stood."""
    story = Story().lead("acknowledge")
    story.waits_until(at(date(2023, 11, 10)))
    handed_over(story)
    story.waits_until(at(date(2023, 11, 20)))

    assert schedule_on(story.one, date(2023, 11, 20), story.case.rules) == "open_overdue"
    assert ("+14d", "sent") in story.rungs()


def test_a_coordinator_that_takes_over_no_longer_asks_itself() -> None:
    """What it was asked falls away, and it coordinates no longer what it leads."""
    story = Story(a_directive(coordinating=[OTHER])).lead("request_contribution", to=OTHER)
    one = handed_over(story, OTHER).one

    assert (one.coordinating, one.asked) == ((), ())
    assert [each for each in one.obligations if each.owed == "contribution"] == []
    assert {each.by for each in one.obligations} == {OTHER}


def coordinator_ceases(story: Story, to: str = HEIR) -> Story:
    return story.does("hand_over", "G22", "operator", ceased=OTHER, to=to, decision=DECISION)


def test_the_successor_of_a_coordinating_agency_answers_what_that_was_asked() -> None:
    """Same holder, same question, same day; the ceased agency has no right to answer any more."""
    story = Story(a_directive(coordinating=["G01", OTHER])).lead("request_contribution", to=OTHER)
    before = next(one for one in story.one.obligations if one.owed == "contribution")
    one = coordinator_ceases(story).one
    after = next(each for each in one.obligations if each.owed == "contribution")

    assert (one.holder, one.coordinating) == (LEAD, ("G01", HEIR))
    assert after == before.but(by=HEIR)
    with pytest.raises(Refusal) as refused:
        story.does("contribute", OTHER, "coordinator")
    assert refused.value.code is Code.WRONG_STATE
    story.does("contribute", HEIR, "coordinator")
    assert [each for each in story.one.obligations if each.owed == "contribution"] == []


def test_silence_of_the_successor_counts_as_agreement_on_the_same_day() -> None:
    """The rungs go to the successor, under the key they always had."""
    story = Story(a_directive(coordinating=[OTHER])).lead("request_contribution", to=OTHER)
    coordinator_ceases(story).waits_until(at(date(2023, 7, 21)))

    told = {
        event.payload["office"]
        for event in story.events
        if event.payload.get("obligation") == "contribution"
    }
    assert told == {HEIR}
    assert story.one.silent == (HEIR,)


def test_an_agency_that_was_asked_without_being_printed_has_a_successor_too() -> None:
    """It becomes a coordinating agency, so that it finds the work."""
    story = Story().lead("request_contribution", to=OTHER)

    one = coordinator_ceases(story).one

    assert (
        one.coordinating,
        {each.by for each in one.obligations if each.owed == "contribution"},
    ) == (
        (HEIR,),
        {HEIR},
    )


def test_a_lead_that_takes_a_coordinator_over_asks_itself_nothing() -> None:
    """Its question falls away, and it does not coordinate what it leads."""
    story = Story(a_directive(coordinating=[OTHER])).lead("request_contribution", to=OTHER)
    one = coordinator_ceases(story, LEAD).one

    assert (one.holder, one.coordinating) == (LEAD, ())
    assert [each for each in one.obligations if each.owed == "contribution"] == []


def test_a_successor_that_coordinates_already_is_named_once() -> None:
    """Two agencies became one; what both were asked, it answers in one answer."""
    story = Story(a_directive(coordinating=[HEIR, OTHER]))
    story.lead("request_contribution", to=OTHER).lead("request_contribution", to=HEIR)
    one = coordinator_ceases(story).one

    assert (one.coordinating, len([1 for each in one.obligations if each.by == HEIR])) == (
        (HEIR,),
        2,
    )
    one = story.does("contribute", HEIR, "coordinator").one
    assert [each for each in one.obligations if each.by == HEIR] == []


def test_only_what_the_ceased_agency_holds_goes_over() -> None:
    """The list was made before; what has changed hands meanwhile is refused and said so."""
    story = handed_over(Story())

    with pytest.raises(Refusal) as refused:
        handed_over(story, "G01")

    assert (refused.value.code, refused.value.reason) == (Code.WRONG_STATE, "not_held_by")


def test_it_needs_a_deciding_document_and_an_operator() -> None:
    """The merger stands in a document; no agency takes work over by itself."""
    said = {"ceased": LEAD, "to": HEIR}
    with pytest.raises(Refusal) as undecided:
        Story().does("hand_over", "G22", "operator", decision=None, **said)
    with pytest.raises(Refusal) as stranger:
        Story().does("hand_over", HEIR, "agency_head", decision=DECISION, **said)

    assert undecided.value.code is Code.MISSING_DOCUMENT
    assert stranger.value.code is Code.NO_RIGHT


def test_the_successor_of_a_standing_office_examines_from_then_on() -> None:
    """The old office has no right any more; its rungs and its own clock go to the new one."""
    story = Story().lead("acknowledge").lead("submit_evidence")
    said = {"ceased": OFFICE, "to": HEIR, "decision": DECISION}
    story.does("replace_standing_office", OFFICE, "operator", target="kl/vi-du", **said)

    with pytest.raises(Refusal) as refused:
        story.does("review_evidence", OFFICE, "examiner")
    assert refused.value.code is Code.NO_RIGHT
    story.waits_until(at(date(2023, 7, 25)))
    (told,) = {event.payload["office"] for event in story.events if "office" in event.payload}
    assert told == HEIR
    assert story.office("review_evidence").one.state is State.COMPLETED


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"ceased": "G14", "to": HEIR, "decision": DECISION}, "not_its_office"),
        ({"ceased": OFFICE, "to": OFFICE, "decision": DECISION}, "same_office"),
        ({"ceased": OFFICE, "to": HEIR, "decision": None}, "decision_missing"),
    ],
)
def test_only_the_conclusions_own_office_is_replaced_by_a_document(
    said: dict[str, Any], reason: str
) -> None:
    """What has changed meanwhile, what changes nothing, what nobody decided: each is refused."""
    with pytest.raises(Refusal) as refused:
        Story().does("replace_standing_office", OFFICE, "operator", target="kl/vi-du", **said)

    assert refused.value.reason == reason


def test_a_suspended_assignment_goes_over_and_stays_suspended() -> None:
    """Every open state goes over, and nothing starts by it."""
    story = Story().lead("acknowledge").office("suspend")
    one = handed_over(story).one
    story.waits_until(story.now + timedelta(days=200))

    assert (one.holder, one.state) == (HEIR, State.SUSPENDED)
    assert story.rungs() == []


def test_an_agency_that_was_asked_about_evidence_is_followed_too() -> None:
    """Its successor gives the opinion the office waits for, and nobody else does."""
    story = Story().lead("acknowledge").lead("submit_evidence")
    story.office("request_opinion", to=OTHER)
    one = coordinator_ceases(story).one

    assert [each.by for each in one.obligations if each.owed == "opinion"] == [HEIR]
    with pytest.raises(Refusal):
        story.does("give_opinion", OTHER, "coordinator")
    story.does("give_opinion", HEIR, "coordinator")
    assert [each for each in story.one.obligations if each.owed == "opinion"] == []
