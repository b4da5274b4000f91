"""The examiner asks another office what it thinks of the evidence; the answer stands beside it, and the office decides."""

from datetime import date
from typing import Any

import pytest

from schemas.refusals import Code, Refusal
from schemas.states import Owed, State, Told
from tests.builders import LEAD, OFFICE, OTHER, Story, at

FRIDAY = date(2023, 7, 14)


def under_review() -> Story:
    """Evidence was sent on Friday 14/7/2023."""
    story = Story().lead("acknowledge").waits_until(at(FRIDAY))
    return story.lead("submit_evidence")


def opinions_owed(story: Story) -> list[tuple[str, date]]:
    return [(one.by, one.due_on) for one in story.one.obligations if one.owed is Owed.OPINION]


def refusal_of(story: Story, name: str, office: str, role: str, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        story.does(name, office, role, **said)
    return caught.value


def test_an_opinion_is_due_in_three_working_days_or_on_the_day_that_is_named() -> None:
    """The fact says the day and which evidence it is about; the review's own five days run on."""
    story = under_review().office("request_opinion", to=OTHER)
    story.office("request_opinion", id="second", to="G14", due_on="2023-07-18")

    asked = [event for event in story.events if event.type == "OpinionRequested"]
    review = next(one for one in story.one.obligations if one.owed is Owed.REVIEW_EVIDENCE)
    assert opinions_owed(story) == [(OTHER, date(2023, 7, 19)), ("G14", date(2023, 7, 18))]
    assert [event.payload["answer_by"] for event in asked] == ["2023-07-19", "2023-07-18"]
    assert {event.payload["about_seq"] for event in asked} == {story.one.submission_seq}
    assert review.due_on == date(2023, 7, 21)


def test_the_answer_settles_it_and_a_second_one_is_refused() -> None:
    """Each office answers once for each question; the state stays."""
    story = under_review().office("request_opinion", to=OTHER)

    story.does("give_opinion", OTHER, "focal_point")

    assert (opinions_owed(story), story.one.state) == ([], State.UNDER_REVIEW)
    refusal = refusal_of(story, "give_opinion", OTHER, "focal_point", id="twice")
    assert (refusal.code, refusal.reason) == (Code.WRONG_STATE, "opinion_not_awaited")
    story.office("request_opinion", id="again", to=OTHER)
    assert [by for by, _ in opinions_owed(story)] == [OTHER]


def test_silence_is_no_opinion() -> None:
    """The asked office is reminded, the examiner hears that it is late, and a late answer is still welcome."""
    story = under_review().office("request_opinion", to=OTHER)

    story.waits_until(at(date(2023, 7, 24)))

    told = [
        (event.payload["rung"], event.payload["to"], event.payload["office"])
        for event in story.events
        if event.payload.get("obligation") == Owed.OPINION
    ]
    assert told == [("-1wd", Told.COORDINATOR, OTHER), ("+1wd", Told.OFFICER, OFFICE)]
    story.does("give_opinion", OTHER, "agency_head")
    assert opinions_owed(story) == []


@pytest.mark.parametrize("verdict", ["accept", "return"])
def test_a_decision_ends_the_waiting(verdict: str) -> None:
    """The examiner decides when it will; what then comes is too late, in whatever state the work is by then."""
    story = under_review().office("request_opinion", to=OTHER)

    story.office("review_evidence", verdict=verdict, reason="Thiếu phụ lục")

    assert opinions_owed(story) == []
    late = refusal_of(story, "give_opinion", OTHER, "focal_point")
    assert late.code is Code.WRONG_STATE


def test_neither_the_sender_nor_the_examiner_is_asked_nor_anybody_twice() -> None:
    """An opinion is another office's; strangers give none."""
    story = under_review().office("request_opinion", to=OTHER)

    said = {
        to: refusal_of(story, "request_opinion", OFFICE, "examiner", id=to, to=to).reason
        for to in (LEAD, OFFICE, OTHER)
    }
    past = refusal_of(
        story, "request_opinion", OFFICE, "examiner", id="past", to="G14", due_on="2023-07-13"
    )
    stranger = refusal_of(story, "give_opinion", "H26", "focal_point")

    assert said == {
        LEAD: "asks_the_lead",
        OFFICE: "asks_the_standing_office",
        OTHER: "opinion_open",
    }
    assert past.reason == "day_not_later"
    assert (stranger.code, stranger.reason) == (Code.NO_RIGHT, "not_consulted")


def test_without_evidence_there_is_nothing_to_ask() -> None:
    """Only while evidence is under review."""
    story = Story().lead("acknowledge")

    refusal = refusal_of(story, "request_opinion", OFFICE, "examiner", to=OTHER)

    assert refusal.code is Code.WRONG_STATE
