"""Which notices make one message: those of one office that lie close together."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from register.post.collating import MOMENT, Waiting, messages_of
from schemas.calendar_file import calendar_today
from tests.builders import at

NINE = at(date(2023, 7, 12))
NOTICES = st.lists(
    st.builds(
        lambda number, office, seconds, urgent: Waiting(
            UUID(int=number), office, NINE + timedelta(seconds=seconds), NINE, urgent
        ),
        st.integers(1, 2**64),
        st.sampled_from(["G18", "G12", "H01"]),
        st.integers(0, 1_000),
        st.booleans(),
    ),
    unique_by=lambda one: one.notice,
    max_size=40,
)


@given(NOTICES)
def test_every_notice_is_in_exactly_one_message_of_its_office(notices: Sequence[Waiting]) -> None:
    """Nothing is lost and nothing told twice, however notices fall."""
    office_of = {one.notice: one.office for one in notices}

    messages = messages_of(notices, calendar_today())

    told = [(notice, one["office"]) for one in messages for notice in one["notices"]]
    assert sorted(office_of.items()) == sorted(told)


@given(NOTICES)
def test_messages_of_one_office_lie_apart(notices: Sequence[Waiting]) -> None:
    """Whatever lies within a moment of each other is one message."""
    at_of = {one.notice: one.at for one in notices}

    for office in {one.office for one in notices}:
        own = [one for one in messages_of(notices, calendar_today()) if one["office"] == office]
        ends = [sorted(at_of[one] for one in message["notices"]) for message in own]
        assert all(later[0] - earlier[-1] > MOMENT for earlier, later in itertools.pairwise(ends))


@given(NOTICES)
def test_a_message_has_the_same_id_however_often_it_is_made(notices: Sequence[Waiting]) -> None:
    """The id follows from what it tells, and nothing else."""
    again = list(reversed(notices))

    assert messages_of(notices, calendar_today()) == messages_of(again, calendar_today())
