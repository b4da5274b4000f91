"""How days, tags and facts are worded: signs and words always, colour only beside them."""

from datetime import date
from typing import Any

import pytest

from cli.fields import day
from cli.words.tags import schedule_tag, state_tag
from schemas.events import Fact
from schemas.happened import what, who
from schemas.refusals import MalformedInput
from schemas.states import Schedule, State

MONDAY = date(2026, 11, 16)


def _item(schedule: str, **said: Any) -> dict[str, Any]:
    deadline = {"due_on": said.pop("due_on", None), "review_on": said.pop("review_on", None)}
    return {"schedule": schedule, "deadline": deadline, "days_late": 0, "rung": None} | said


@pytest.mark.parametrize(
    ("item", "vi", "en"),
    [
        (_item("open_in_time", due_on="2026-12-31"), "◷ Trong hạn · còn 45 ngày", "◷ In time · 45 days left"),
        (_item("open_in_time", due_on="2026-11-23"), "⧗ Sắp đến hạn · còn 7 ngày", "⧗ Due soon · 7 days left"),
        (_item("open_in_time", due_on="2026-11-24"), "◷ Trong hạn · còn 8 ngày", "◷ In time · 8 days left"),
        (_item("open_overdue", due_on="2026-11-01", days_late=15), "▲ Quá hạn 15 ngày", "▲ Overdue by 15 days"),
        (_item("open_overdue", due_on="2026-11-01", days_late=15, rung="+14d"),
         "▲ Quá hạn 15 ngày · đã báo cáo cấp trên", "▲ Overdue by 15 days · escalated"),
        (_item("no_deadline", review_on="2026-11-30"),
         "○ Không có hạn · rà soát 30/11/2026", "○ No deadline · review on 2026-11-30"),
        (_item("done_on_time", due_on="2026-11-01"), "✓ Đúng hạn", "✓ On time"),
        (_item("suspended"), "", ""),
    ],
)  # fmt: skip
def test_schedule_says_how_many_days(item: dict[str, Any], vi: str, en: str) -> None:
    """Five working days before the due day work is "due soon"; the state's tag says suspension itself."""
    assert (vi, en) == tuple(schedule_tag(item, lang, as_of=MONDAY).text for lang in ("vi", "en"))


def test_no_tag_relies_on_colour_alone() -> None:
    """Every state and every schedule with a tag differs in its words, in both languages."""
    for lang in ("vi", "en"):
        states = {state_tag(one, lang).text for one in State}
        schedules = [schedule_tag(_item(one), lang).text for one in Schedule]

        assert len(State) == len(states)
        assert len(set(filter(None, schedules))) == len(Schedule) - 2


@pytest.mark.parametrize("given", ["2026-04-30", "30/4/2026", "30/04/2026", " 2026-04-30 "])
def test_day_is_read_in_both_ways_of_writing(given: str) -> None:
    assert date(2026, 4, 30) == day(given, "--due-before")


@pytest.mark.parametrize("given", ["", "30/4", "31/4/2026", "2026-4-30T00:00", "quý II"])
def test_what_is_no_day_is_refused_with_its_option(given: str) -> None:
    """Never guessed."""
    with pytest.raises(MalformedInput) as refused:
        day(given, "--due-before")

    assert ("not_a_day", "--due-before") == (refused.value.reason, refused.value.field)


@pytest.mark.parametrize(
    ("rung", "vi", "en"),
    [
        ("-7d", "Nhắc trước hạn 7 ngày", "Reminded 7 days before"),
        ("+3wd", "Quá hạn 3 ngày làm việc", "3 working days late"),
        ("0", "Đến hạn", "Due"),
    ],
)
def test_rung_is_told_in_words(rung: str, vi: str, en: str) -> None:
    """A collapsed one says that it was, and tells nobody."""
    payload = {"rung": rung, "obligation": "final_evidence", "to": "agency_head", "office": "G18"}
    sent, collapsed = (
        {"type": fact, "payload": payload, "actor": None}
        for fact in (Fact.RUNG_SENT, Fact.RUNG_COLLAPSED)
    )

    assert what(sent, "vi").startswith(vi)
    assert what(sent, "en").startswith(en)
    assert "Bộ Y tế" in who(sent, "vi")
    assert (True, "") == (what(collapsed, "vi").startswith("(Gộp nấc)"), who(collapsed, "vi"))


@pytest.mark.parametrize("fact", Fact)
def test_every_fact_can_be_told(fact: Fact) -> None:
    """Also one whose payload says less than expected."""
    payload = {"rung": "-1d", "obligation": "acknowledge", "to": "focal_point", "office": "G18"}

    for lang in ("vi", "en"):
        assert what({"type": fact, "payload": payload}, lang)
