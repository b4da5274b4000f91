"""Alike assignments are opened once and copied; the copy is what opening anew would have made."""

from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from hypothesis import given
from hypothesis import strategies as st

from policy.decide import opening
from policy.issuing import cases_of
from policy.openings import Openings, opened
from schemas.case import DeadlineNow, Duty, Origin, Planned, planned_payloads
from schemas.events import Fact
from schemas.ids import notice_id
from schemas.states import Precision, Rhythm
from tests.builders import a_conclusion

ISSUED = date(2023, 7, 12)
AT = datetime.combine(ISSUED, time(3), tzinfo=UTC)
DAYS = st.dates(date(2023, 7, 13), date(2024, 12, 31))
DEADLINES = st.one_of(
    st.builds(
        DeadlineNow,
        due_on=DAYS,
        precision=st.just(Precision.DAY),
        set_seq=st.sampled_from([0, 0, 1]),
    ),
    st.builds(DeadlineNow, review_on=DAYS),
    st.just(DeadlineNow()),
)
PLANS = st.builds(
    Planned,
    id=st.just("kl/x/1@G18"),
    n=st.just(1),
    holder=st.just("G18"),
    deadline=DEADLINES,
    urgent=st.booleans(),
    duty=st.one_of(st.none(), st.just(Duty(rhythm=Rhythm.MONTHLY, day=25))),
    origin=st.one_of(st.none(), st.just(Origin(period="2023-H1", due_on=date(2023, 6, 30)))),
)


EMPTY = cases_of(a_conclusion())[0]


@given(data=st.data())
def test_a_copied_opening_is_the_opening_itself(data: st.DataObject) -> None:
    """Whatever the plans and their order, each assignment is opened as if it were the only one."""
    case = EMPTY.but(planned=drawn(data))
    events = [one for one in opening(case, AT) if one.type is Fact.ASSIGNMENT_OPENED]
    openings = Openings()
    for event in events:
        assert openings.opened(event, case.rules) == opened(event, case.rules)


@given(data=st.data())
def test_a_copied_plan_is_written_as_the_plan_itself(data: st.DataObject) -> None:
    """However alike they are, each plan's JSON is its own."""
    planned = drawn(data)
    assert planned_payloads(planned) == [one.model_dump(mode="json") for one in planned]


def drawn(data: st.DataObject) -> tuple[Planned, ...]:
    """Plans of few kinds, so that neighbours are often alike."""
    kinds = data.draw(st.lists(PLANS, min_size=1, max_size=3))
    alike = st.builds(
        lambda one, n, holder: one.but(id=f"kl/x/{n}@{holder}", n=n, holder=holder),
        st.sampled_from(kinds),
        st.integers(1, 3),
        st.sampled_from(["G18", "T79", "G22"]),
    )
    return tuple(data.draw(st.lists(alike, min_size=2, max_size=8)))


@given(st.text(), st.integers(), st.text())
def test_a_notice_id_is_a_name_based_uuid(stream: str, seq: int, recipient: str) -> None:
    """As RFC 9562 makes version 5, so that others can make the same."""
    name = f"dondoc:{stream}#{seq}:inbox:{recipient}"
    assert notice_id(stream, seq, "inbox", recipient) == str(uuid5(NAMESPACE_URL, name))
