"""What was opened alike is written once and copied; nobody can tell the copy from its own row."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from policy.decide import decide
from policy.issuing import cases_of
from register.deriving.consequences import Consequences, Frame
from register.log.chain import as_shown, canonical, links
from register.writing.copies import assignment_rows
from register.writing.frames import header_of
from schemas.agencies import members_of
from schemas.case import Case
from schemas.events import Event, Fact
from tests.builders import ISSUED_ON, a_conclusion, a_directive

NOON = datetime(2023, 7, 12, 5, tzinfo=UTC)
PROVINCES = [one.code for one in members_of("các địa phương", ISSUED_ON) or ()][:9]
MONTHLY = {"rhythm": "monthly", "day": 25}


def a_case(**said: Any) -> Case:
    """Three directives alike, one with reports, one for a single agency with marks that gaps are made of."""
    return cases_of(
        a_conclusion(
            *(a_directive(n, assignees=PROVINCES, **said) for n in (1, 2, 3)),
            a_directive(4, assignees=PROVINCES, report=MONTHLY),
            a_directive(5, assignees=["G18"]),
        )
    )[0]


def followed(case: Case, events: list[Event]) -> Consequences:
    following = Consequences(Frame(header_of_case(case), None, 6, ("chuyen-doi-so",)))
    following.add(events)
    return following


def header_of_case(case: Case) -> Case:
    return Case.model_validate_json(header_of(case))


def test_a_copied_row_is_the_row_itself() -> None:
    """Every field, and the state to the letter, as if each had been written by itself."""
    case = a_case()
    following = followed(case, decide(case, [], NOON).events)
    held = list(following.changed.values())

    copied = json.loads(assignment_rows((one, True) for one in held))
    for one in held:
        one.opening = None
    alone = json.loads(assignment_rows((one, True) for one in held))

    assert len(copied) == 4 * len(PROVINCES) + 1
    assert copied == alone
    texts = [one.row()["state_json"] for one in held]
    assert texts == [json.dumps(row["state_json"], separators=(",", ":")) for row in copied]


def test_what_has_lived_since_is_written_by_itself() -> None:
    """An assignment to which something happened in the same commit is no copy any more."""
    case = a_case()
    opened = decide(case, [], NOON).events
    following = followed(case, opened)
    first = next(iter(following.held.values()))
    seq = len(opened) + 1

    following.add([opened[1].but(seq=seq, type=Fact.ACKNOWLEDGED, key="x", payload={})])

    (row,) = json.loads(assignment_rows([(first, True)]))
    assert ("acknowledged", seq) == (row["state"], row["seq"])


@pytest.mark.parametrize("mark", ["\ue000id", "\ue000"])
def test_a_text_with_the_mark_of_a_gap_stays_as_it_is(mark: str) -> None:
    """The mark is a character that people may write too; then nothing is copied."""
    case = a_case()
    marked = [one.but(deadline=one.deadline.but(set_by=mark)) for one in case.planned]
    case = case.but(planned=tuple(marked))
    following = followed(case, decide(case, [], NOON).events)

    rows = json.loads(assignment_rows((one, True) for one in following.changed.values()))

    assert {row["set_by"] for row in rows} == {mark}
    assert [row["id"] for row in rows] == [one.id for one in case.planned]


def test_the_text_in_the_chain_is_what_is_shown() -> None:
    """It is put together by hand, and is the canonical JSON of what `show --history` prints."""
    case = a_case()
    events = decide(case, [], NOON).events
    odd = events[1].but(key='a"b\\\n', target="kl/đ/1@G18", digest="ab", payload={"x": 'Đ "\u2028'})

    previous = "0" * 64
    for event, link in zip([*events, odd], links([*events, odd], previous, NOON), strict=True):
        shown = as_shown(event, recorded_at=NOON, prev_hash=previous)
        assert link.text == canonical(shown)
        previous = link.hash
