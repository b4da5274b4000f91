"""Amendments and added directives: what a later document changes, and what it must bring."""

from datetime import date
from typing import Any

import pytest

from policy.adding import packet_with_room
from policy.answers import answer_to
from policy.decide import decide
from policy.issuing import cases_of, expanded
from policy.ladders import standard_ladders
from schemas.calendar_file import calendar_today
from schemas.case import REMEMBERED_VERSIONS
from schemas.commands import AddDirective
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Owed, Precision
from tests.builders import DECISION, ISSUED_ON, OFFICE, OTHER, Story, a_command, a_directive, at

EVENT = {
    "raw": "06 tháng kể từ khi …",
    "precision": "event",
    "count": {"amount": 6, "unit": "month"},
}


def refused(story: Story, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        story.office(said.pop("name", "amend"), **said)
    return caught.value


def test_every_version_of_a_deadline_keeps_the_document_that_set_it() -> None:
    """Conclusion, extension, amendment: three days, three documents, the first one for ever."""
    story = Story().lead("acknowledge").lead("request_extension", new_due_on="2023-12-15")
    granted = {"number": "9061/VPCP", "date": "2023-07-12", "signer": "PTTg"}
    story.office("decide_extension", verdict="grant", reason="Có căn cứ", decision=granted)
    story.office("amend", changes={"due_on": "2023-12-20"})

    deadline = story.one.deadline
    assert [one.due_on for one in deadline.past] == [date(2023, 10, 31), date(2023, 12, 15)]
    assert [one.set_by for one in deadline.past] == [None, "9061/VPCP"]
    assert (deadline.due_on, deadline.set_by) == (date(2023, 12, 20), "123/QĐ-TTg")
    assert deadline.first_due_on == date(2023, 10, 31)
    assert [one.key for one in story.one.obligations if one.owed is Owed.FINAL_EVIDENCE] == [
        "final_evidence:3"
    ]


def test_the_state_carries_the_first_version_and_the_newest() -> None:
    """However often a deadline moves, the state stays small and the first day is there."""
    story = Story()
    for day in range(1, 21):
        story.office("amend", changes={"due_on": f"2023-12-{day:02}"})

    past = story.one.deadline.past
    assert len(past) == REMEMBERED_VERSIONS
    assert past[0].due_on == date(2023, 10, 31)
    assert past[-1].due_on == date(2023, 12, 19)


def test_an_event_that_comes_starts_the_count() -> None:
    """No day until the event is recorded; then six months from it, without the first day."""
    story = Story(a_directive(deadline=EVENT))
    assert story.one.deadline.due_on is None

    story.office("amend", changes={"event_on": "2023-09-15"})

    deadline = story.one.deadline
    assert (deadline.due_on, deadline.precision) == (date(2024, 3, 15), Precision.PERIOD)
    assert deadline.first_due_on == date(2024, 3, 15)
    assert story.waits_until(at(date(2024, 3, 9))).rungs() == [("-7d", "sent")]


def test_a_whole_deadline_can_be_amended() -> None:
    """As in the conclusion file; a period counts from the day of the amending document."""
    count = {"amount": 10, "unit": "working_day"}
    story = Story().office(
        "amend", changes={"deadline": {"raw": "10 ngày", "precision": "period", "count": count}}
    )

    assert story.one.deadline.due_on == date(2023, 8, 15)


def test_a_deadline_taken_away_leaves_the_review_date() -> None:
    """Work that no longer has a day is looked at again."""
    vague = {"raw": "sớm", "precision": "none", "review_on": "2023-09-29"}

    story = Story().office("amend", changes={"deadline": vague})

    assert [one.owed for one in story.one.obligations] == [Owed.ACKNOWLEDGE, Owed.REVIEW_DATE]


def test_coordinating_agencies_are_kept_as_codes_and_printed_as_given() -> None:
    """Groups stay words; the state needs codes."""
    printed = [OTHER, "các cơ quan liên quan", "G14"]

    story = Story().office("amend", changes={"coordinating": printed})

    assert story.one.coordinating == (OTHER, "G14")
    assert story.events[-1].payload["changes"] == {"coordinating": printed}


def test_another_rhythm_counts_from_now() -> None:
    """What was owed under the old one is not; the keys never repeat."""
    monthly = a_directive(due_on="2024-06-30", report={"rhythm": "monthly", "day": 25})
    story = Story(monthly).lead("acknowledge").waits_until(at(date(2023, 7, 21)))

    story.office("amend", changes={"report": {"rhythm": "monthly", "day": 28}})
    story.waits_until(at(date(2023, 9, 1)))

    keys = [event.key for event in story.events]
    assert len(keys) == len(set(keys))
    owed = [one.due_on for one in story.one.obligations if one.owed is Owed.PERIODIC_REPORT]
    assert owed == [date(2023, 9, 28), date(2023, 10, 28)]
    story.office("amend", changes={"report": None})
    assert not [one for one in story.one.obligations if one.owed is Owed.PERIODIC_REPORT]


@pytest.mark.parametrize(
    ("changes", "code", "reason"),
    [
        ({"holder": "G01"}, Code.MALFORMED, "not_amendable"),
        ({"due_on": "2023-07-11"}, Code.MALFORMED, "day_not_later"),
        ({"due_on": "hôm nay"}, Code.MALFORMED, "field_wrong"),
        ({"text": ""}, Code.MALFORMED, "field_wrong"),
        ({"text": None}, Code.MALFORMED, "field_wrong"),
        ({"report": {"rhythm": "daily"}}, Code.MALFORMED, "field_wrong"),
        ({"event_on": "2023-08-01"}, Code.WRONG_STATE, "no_event_awaited"),
        ({"event_on": None}, Code.MALFORMED, "due_day_missing"),
        ({"due_on": "2023-12-01", "event_on": "2023-08-01"}, Code.MALFORMED, "deadline_twice"),
        (
            {"deadline": {"precision": "month", "due_on": "2023-12-30"}},
            Code.MALFORMED,
            "day_beside_precision",
        ),
        (
            {"deadline": {"precision": "day", "due_on": "2023-07-01"}},
            Code.MALFORMED,
            "due_before_issue",
        ),
    ],
)
def test_an_amendment_that_cannot_be_is_refused_with_its_field(
    changes: dict[str, Any], code: Code, reason: str
) -> None:
    """Known fields, of the right form, one way to set the day, and a day to come."""
    refusal = refused(Story(), changes=changes)

    assert (refusal.code, refusal.reason) == (code, reason)


def test_an_amendment_names_its_document() -> None:
    """The deadline belongs to the one who set it."""
    assert refused(Story(), changes={"text": "…"}, decision=None).code is Code.MISSING_DOCUMENT


def add(story: Story, directive: dict[str, Any], **said: Any) -> Story:
    said = {"decision": DECISION} | said
    return story.office("add_directive", target="kl/vi-du", directive=directive, **said)


def test_an_added_directive_opens_its_assignments() -> None:
    """The directive is a fact; its assignments begin as those of the conclusion did."""
    story = add(Story(now=at(date(2023, 8, 2))), a_directive(9, assignees=["G14", OTHER]))

    types = [event.type.value for event in story.events[-3:]]
    assert types == ["DirectiveAdded", "AssignmentOpened", "AssignmentOpened"]
    one = story.case.assignments["kl/vi-du/9@G14"]
    assert (one.deadline.due_on, one.deadline.set_by) == (date(2023, 10, 31), "123/QĐ-TTg")
    assert one.next_wake_at is not None


def test_the_answer_names_what_a_command_reached_and_nothing_else() -> None:
    """The new assignments of an added directive; of a reminder to all, what was still open."""
    story = Story(a_directive(1), a_directive(2)).office("withdraw")
    reminder = a_command("remind", "kl/vi-du", OFFICE, "officer")
    order = a_command(
        "add_directive",
        "kl/vi-du",
        OFFICE,
        "officer",
        directive=a_directive(9, assignees=["G14"]),
        decision=DECISION,
    )
    case = decide(story.case, [reminder, order], story.now).case

    reached = {
        command.name: [
            one["id"] for one in answer_to(case, command, story.now, repeated=False)["affected"]
        ]
        for command in (reminder, order)
    }

    assert reached["add_directive"] == ["kl/vi-du/9@G14"]
    assert reached["remind"] == ["kl/vi-du/2@G18", "kl/vi-du/9@G14"]


def test_a_period_of_an_added_directive_counts_from_its_document() -> None:
    """Ten days from 1/8/2023, the day of the decision."""
    ten_days = {"precision": "period", "count": {"amount": 10, "unit": "day"}}

    story = add(Story(), a_directive(9, deadline=ten_days))

    assert story.case.assignments["kl/vi-du/9@G18"].deadline.due_on == date(2023, 8, 11)


def test_groups_of_an_added_directive_expand_to_the_agencies_of_its_day() -> None:
    """The gateway expands; 63 provinces in 2023, 34 in 2026."""
    command = a_command(
        "add_directive",
        "kl/vi-du",
        OFFICE,
        "examiner",
        directive=a_directive(9, assignees=["các địa phương"]),
        decision=DECISION,
    )
    assert isinstance(command, AddDirective)

    then = expanded(command, ISSUED_ON, calendar_today())
    now = expanded(command, date(2026, 1, 5), calendar_today())

    assert (len(then.leads), len(now.leads)) == (63, 34)
    assert then.digest() == now.digest() == command.digest()
    with pytest.raises(MalformedInput) as caught:
        expanded(
            command.but(directive=command.directive.model_copy(update={"assignees": ("G99",)})),
            ISSUED_ON,
            calendar_today(),
        )
    assert (caught.value.reason, caught.value.field) == ("unknown_agency", "directive.assignees.0")


@pytest.mark.parametrize(
    ("directive", "said", "code", "reason"),
    [
        (a_directive(1), {}, Code.CONFLICT, "number_used"),
        (a_directive(9), {"decision": None}, Code.MISSING_DOCUMENT, "decision_missing"),
        (a_directive(9, assignees=["các bộ"]), {}, Code.MALFORMED, "group_not_expanded"),
        (a_directive(9, assignees=["G14", "G14"]), {}, Code.MALFORMED, "lead_twice"),
        (a_directive(9, due_on="2023-07-31"), {}, Code.MALFORMED, "due_before_issue"),
        (
            a_directive(9),
            {"leads": [f"H{n:02}.{m:02}" for n in range(1, 65) for m in range(1, 5)]},
            Code.WRONG_STATE,
            "no_room",
        ),
        (a_directive(9), {"target": "kl/vi-du/1"}, Code.MALFORMED, "conclusion_expected"),
    ],
)
def test_a_directive_that_cannot_be_added_is_refused(
    directive: dict[str, Any], said: dict[str, Any], code: Code, reason: str
) -> None:
    """A number once, codes only, a document, and room in the packet."""
    story = Story()
    command = {"target": "kl/vi-du", "decision": DECISION} | said

    with pytest.raises(Refusal) as caught:
        story.office("add_directive", directive=directive, **command)

    assert (caught.value.code, caught.value.reason) == (code, reason)


def test_the_last_packet_with_room_takes_an_added_directive() -> None:
    """Whole directives only; None when every packet is too full."""
    provinces = ["các địa phương"]
    cases = cases_of(Story(*(a_directive(n, assignees=provinces) for n in range(1, 6))).conclusion)

    last, none = packet_with_room(cases, 100), packet_with_room(cases, 194)

    assert last is not None
    assert last.stream == "kl/vi-du~2"
    assert none is None
    assert packet_with_room(cases, 193) == cases[1]


def test_the_standard_ladders_are_those_of_the_case() -> None:
    """A conclusion without rules of its own carries the table of today."""
    assert Story().case.rules.ladders == standard_ladders()
