"""What every report must contain, where the conclusion says so (session 8, 24/4/2024)."""

import pytest

from policy.issuing import planned_of
from schemas.refusals import Code, Refusal
from schemas.sentences import sentence_of
from schemas.states import ReportPart, State
from tests.builders import DECISION, Story, a_directive
from tests.unit.samples.files import sample

ALL = [part.value for part in ReportPart]
WHOLE = {part: f"Có {part}" for part in ALL}
ASKED = a_directive(report={"rhythm": "quarterly", "day": 20, "contains": ALL})


def test_session_8_asks_for_six_parts_in_every_report() -> None:
    """Results with figures, shortcomings, limits, bottlenecks, causes, proposals: of every agency."""
    conclusion = sample("phien-08-2024")
    planned = planned_of(conclusion, conclusion.directives[0])

    assert len(planned) > 90
    assert {one.duty.contains if one.duty else () for one in planned} == {tuple(ReportPart)}


@pytest.mark.parametrize("part", ALL)
def test_a_report_without_one_of_them_is_refused_and_says_which(part: str) -> None:
    """The agency learns what is missing, in both languages; nothing has happened."""
    story = Story(ASKED).lead("acknowledge")
    thin = {name: text for name, text in WHOLE.items() if name != part}

    with pytest.raises(Refusal) as refused:
        story.lead("submit_report", **thin)

    assert (refused.value.code, refused.value.reason) == (Code.MALFORMED, "report_incomplete")
    assert refused.value.said["field"] == part
    vi, en = (
        sentence_of(refused.value.reason, refused.value.said, lang)[0] for lang in ("vi", "en")
    )
    assert vi != en
    assert part in en
    assert story.one.reports == 0


def test_a_whole_report_is_taken() -> None:
    """ "Không có" is an answer; silence is none."""
    story = Story(ASKED).lead("acknowledge").lead("submit_report", **WHOLE)

    assert (story.one.reports, story.one.state) == (1, State.IN_PROGRESS)


def test_without_such_a_rule_results_are_enough() -> None:
    """Other conclusions ask for results and progress only."""
    assert Story().lead("acknowledge").lead("submit_report").one.reports == 1


def test_an_amendment_can_ask_for_more() -> None:
    """The rhythm and what its reports contain belong together."""
    duty = {"rhythm": "monthly", "day": 25, "contains": ["causes"]}
    story = Story(ASKED).lead("acknowledge")
    story.office("amend", changes={"report": duty}, decision=DECISION)

    with pytest.raises(Refusal):
        story.lead("submit_report", figures="12")
    assert story.lead("submit_report", causes="Thiếu người").one.reports == 1
