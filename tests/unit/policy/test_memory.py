"""What an assignment remembers across interruptions, handings-over and reopenings, and what it asks of others."""

from datetime import date
from typing import Any

import pytest

from policy.decide import decide
from schemas.refusals import Code, Refusal
from schemas.states import Declared, Owed, State
from tests.builders import DECISION, OFFICE, OTHER, Story, a_command, a_directive, at

MONTHLY = a_directive(due_on="2024-06-30", report={"rhythm": "monthly", "day": 25})
GRANT: dict[str, Any] = {"verdict": "grant", "reason": "Có căn cứ", "decision": DECISION}


def owed(story: Story, kind: Owed) -> list[date]:
    return [one.due_on for one in story.one.obligations if one.owed is kind]


def state_of(story: Story) -> State:
    return story.one.state


def refusal_of(story: Story, name: str, office: str, role: str, **said: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        story.does(name, office, role, **said)
    return caught.value


def keys_are_unique(story: Story) -> bool:
    keys = [(event.key, event.ordinal) for event in story.events]
    return len(keys) == len(set(keys))


# successors


def test_a_successor_remembers_deadline_versions_requests_and_reports() -> None:
    """The agency that takes over answers for the same work, with its history."""
    story = Story(MONTHLY).lead("acknowledge").lead("submit_report")
    story.lead("request_extension", new_due_on="2024-09-30").office("decide_extension", **GRANT)

    story.office("reassign", to=OTHER)

    first, second = story.case.assignments.values()
    assert second.predecessor == first.id
    assert first.successor == second.id
    assert second.deadline == first.deadline
    assert (second.reports, second.extensions_asked, second.extensions_granted) == (1, 1, 1)
    assert second.state is State.ASSIGNED


def test_a_third_agency_remembers_both() -> None:
    """The chain goes on."""
    story = Story(MONTHLY).lead("acknowledge").lead("submit_report").office("reassign", to=OTHER)
    second = f"kl/vi-du/1@{OTHER}"
    story.does("acknowledge", OTHER, target=second)
    story.does("submit_report", OTHER, target=second)
    story.office("reassign", target=second, to="G14")

    third = story.case.assignments["kl/vi-du/1@G14"]
    assert (third.predecessor, third.reports) == (second, 2)


def test_a_successor_of_carried_over_work_is_not_escalated_again() -> None:
    """The predecessor's rungs were sent at the issue; the successor's ladder goes on from now."""
    origin = {"period": "2023-H1", "due_on": "2023-06-30"}
    story = Story(a_directive(due_on=None, carried_over_from=origin))

    story.office("reassign", to=OTHER).waits_until(at(date(2023, 7, 31)))

    own = [
        (event.payload["rung"], event.type.value)
        for event in story.events
        if event.target.endswith(OTHER) and event.payload.get("obligation") == "final_evidence"
    ]
    assert own[:5] == [(f"{rung}d", "RungSkipped") for rung in ("-7", "-3", "-1", "+1", "+7")]
    assert own[5:] == [("+14d", "RungSent"), ("+30d", "RungSent")]


def test_a_whole_directive_hands_over_to_one_agency_only_once() -> None:
    """Two assignments cannot become the same one."""
    story = Story(a_directive(assignees=["G18", "G14"]))
    command = a_command("reassign", "kl/vi-du/1", OFFICE, "officer", to=OTHER)

    decision = decide(story.case, [command], story.now)

    (skipped,) = decision.skipped[command.command_id]
    assert (skipped.id, skipped.code) == ("kl/vi-du/1@G14", "Conflict")
    assert len(decision.case.assignments) == 3


# objections and suspensions


def test_a_rejected_objection_asks_for_the_acknowledgement_again() -> None:
    """Two working days from the decision."""
    story = Story().lead("object")
    story.now = at(date(2023, 7, 20))
    story.office("decide_objection", verdict="reject", reason="Đúng chức năng")

    assert state_of(story) is State.ASSIGNED
    assert owed(story, Owed.ACKNOWLEDGE) == [date(2023, 7, 24)]


def test_an_objection_that_was_suspended_is_still_to_be_decided() -> None:
    """Suspension leads back to the objection, and the objection to where it came from."""
    story = Story().lead("object").office("suspend").office("resume")

    assert state_of(story) is State.OBJECTED
    assert len(owed(story, Owed.DECIDE_OBJECTION)) == 1
    story.office("decide_objection", verdict="reject", reason="Đúng chức năng")
    assert state_of(story) is State.ASSIGNED
    assert story.one.resumes_as is None


def test_after_a_suspension_working_days_are_given_again() -> None:
    """Nothing that was suspended is late when it resumes."""
    story = Story().lead("request_contribution", to=OTHER).office("suspend")
    story.now = at(date(2023, 12, 1))

    story.office("resume")

    assert owed(story, Owed.ACKNOWLEDGE) == [date(2023, 12, 5)]
    assert owed(story, Owed.CONTRIBUTION) == [date(2023, 12, 8)]
    assert story.rungs("acknowledge") == []


@pytest.mark.parametrize("resumed_on", [date(2023, 7, 21), date(2023, 7, 28), date(2023, 11, 3)])
def test_no_rung_has_the_same_key_twice_however_a_suspension_falls(resumed_on: date) -> None:
    """Within a report's ladder, after it, or months later."""
    story = Story(MONTHLY).lead("acknowledge").waits_until(at(date(2023, 7, 20)))
    story.office("suspend")
    story.now = at(resumed_on)

    story.office("resume", new_due_on="2024-07-31").waits_until(at(date(2024, 1, 31)))

    assert keys_are_unique(story)
    assert len(owed(story, Owed.PERIODIC_REPORT)) == 2


# reports


def test_a_returned_report_is_owed_again_and_repeats_no_rung() -> None:
    """Counted as missing meanwhile, by the day of its own period."""
    story = Story(MONTHLY).lead("acknowledge").waits_until(at(date(2023, 7, 24)))
    story.lead("submit_report", period="2023-07")
    assert owed(story, Owed.PERIODIC_REPORT) == [date(2023, 8, 25), date(2023, 9, 25)]

    story.office("review_report", verdict="return", reason="Thiếu số liệu")
    story.waits_until(at(date(2023, 7, 27)))

    assert date(2023, 7, 25) in owed(story, Owed.PERIODIC_REPORT)
    assert story.rungs("periodic_report") == [("-3wd", "sent"), ("+1wd", "sent")]
    story.lead("submit_report", id="again", period="2023-07").office("review_report")
    assert owed(story, Owed.PERIODIC_REPORT) == [date(2023, 8, 25), date(2023, 9, 25)]
    assert story.one.reports == 2
    assert keys_are_unique(story)


# reopening


def test_withdrawn_work_can_be_reopened_and_nothing_is_declared_for_the_agency() -> None:
    """Owed again under its deadline; requests from before are gone."""
    story = Story(MONTHLY).lead("request_extension", new_due_on="2024-09-30").office("withdraw")

    story.office("reopen")

    one = story.one
    assert (one.state, one.declared, one.closed_at) == (State.IN_PROGRESS, Declared.NONE, None)
    assert one.extension_to is None
    assert owed(story, Owed.FINAL_EVIDENCE) == [date(2024, 6, 30)]
    assert one.deadline.version == 1
    story.lead("request_extension", id="again", new_due_on="2024-09-30")
    assert one.deadline.past == ()


def test_work_reopened_and_closed_again_repeats_no_key() -> None:
    """Every reopening has ladders of its own."""
    story = Story(MONTHLY).lead("acknowledge").waits_until(at(date(2023, 7, 21)))
    for number in range(3):
        story.office("withdraw", id=f"w{number}").office("reopen", id=f"r{number}")
        story.waits_until(at(date(2023, 8 + number, 25)))

    story.waits_until(at(date(2024, 9, 1)))

    assert keys_are_unique(story)


def test_a_period_already_reported_on_is_not_owed_after_reopening() -> None:
    """Reported in July, closed and reopened in July: August is next."""
    story = Story(MONTHLY).lead("acknowledge").lead("submit_report", period="2023-07")

    story.office("withdraw").office("reopen")

    assert owed(story, Owed.PERIODIC_REPORT) == [date(2023, 8, 25), date(2023, 9, 25)]


# asking others


def test_several_agencies_are_asked_at_once_and_each_answers_for_itself() -> None:
    """One answers, one is silent; silence is a visible fact."""
    story = Story().lead("acknowledge")
    story.lead("request_contribution", to=OTHER).lead("request_contribution", to="G14")
    assert len(owed(story, Owed.CONTRIBUTION)) == 2

    story.does("contribute", "G14", "coordinator").waits_until(at(date(2023, 7, 31)))

    assert owed(story, Owed.CONTRIBUTION) == []
    assert story.one.silent == (OTHER,)
    silence = [event for event in story.events if event.payload.get("agreed_by_silence")]
    assert [event.payload["office"] for event in silence] == [OTHER]


def test_an_answer_after_silence_is_refused_and_can_be_asked_for_again() -> None:
    """Silence has counted as agreement; only a new question opens it."""
    story = Story().lead("acknowledge").lead("request_contribution", to=OTHER)
    story.waits_until(at(date(2023, 7, 31)))

    refusal = refusal_of(story, "contribute", OTHER, "coordinator")
    assert (refusal.code, refusal.reason) == (Code.WRONG_STATE, "contribution_lapsed")

    story.lead("request_contribution", id="again", to=OTHER).does(
        "contribute", OTHER, "coordinator"
    )
    assert story.one.silent == ()
    refusal = refusal_of(story, "contribute", OTHER, "coordinator", id="twice")
    assert refusal.reason == "contribution_given"


def test_findings_are_recorded_only_of_an_open_inspection() -> None:
    """One at a time; its findings end it."""
    story = Story()
    refusal = refusal_of(story, "record_inspection", "Z05", "supervisor")
    assert refusal.reason == "no_inspection_open"

    story.does("open_inspection", "Z05", "supervisor")
    refusal = refusal_of(story, "open_inspection", "Z05", "supervisor", id="second")
    assert refusal.reason == "inspection_open"

    story.does("record_inspection", "Z05", "supervisor", id="findings")
    assert story.one.inspection_seq is None


def test_requests_for_more_time_are_counted() -> None:
    """Asked three times, granted once, and a grant only moves the day forward."""
    story = Story().lead("acknowledge")
    for number in range(2):
        story.lead("request_extension", id=f"ask{number}").office(
            "decide_extension", id=f"no{number}"
        )
    story.lead("request_extension", id="ask2")
    refusal = refusal_of(
        story, "decide_extension", OFFICE, "examiner", **(GRANT | {"new_due_on": "2023-10-31"})
    )
    assert refusal.reason == "day_not_later"

    story.office("decide_extension", **GRANT)

    assert (story.one.extensions_asked, story.one.extensions_granted) == (3, 1)


def test_the_named_unit_is_kept() -> None:
    """Who does the work inside the agency; long names are kept in the event."""
    story = Story().lead("name_unit", unit="Vụ " + "K" * 500)

    assert story.one.unit is not None
    assert len(story.one.unit) == 200
