"""Session 6: two systems named in the source, 31 groups of work carried over, five overdue on arrival."""

from collections import Counter
from datetime import date

from policy.issuing import cases_of
from schemas.conclusion import Directive
from schemas.states import Precision
from tests.unit.samples.files import sample

FIRST_DUE = date(2023, 6, 30)
WEEKEND = (5, 6)


def carried_over() -> list[Directive]:
    return [one for one in sample("phien-06-2023").directives if one.carried_over_from]


def test_two_directives_come_from_the_source_with_their_leads_and_no_day() -> None:
    """ "Sớm" is not a day; the standing office sets a review date and a monthly report."""
    known = [one for one in sample("phien-06-2023").directives if not one.illustrative]

    assert [(one.n, one.assignees, one.coordinating) for one in known] == [
        (1, ("G14",), ("các bộ, ngành, địa phương",)),
        (2, ("G01",), ("G22",)),
    ]
    for one in known:
        assert (
            one.deadline.raw,
            one.deadline.precision,
            one.deadline.due_on,
        ) == ("sớm", Precision.NONE, None)
        assert date(2023, 9, 29) == one.deadline.review_on
        assert one.report is not None
        assert (one.report.rhythm, one.report.day) == ("monthly", 25)


def test_thirty_one_groups_are_carried_over_and_all_are_illustrative() -> None:
    """Each remembers the first half of 2023 and its first due day; their list is not public."""
    groups = carried_over()

    assert list(range(3, 34)) == [one.n for one in groups]
    assert all(one.illustrative for one in groups)
    assert all("khẩn trương" in (one.deadline.raw or "") for one in groups)
    assert {("2023-H1", FIRST_DUE, None)} == {
        (one.carried_over_from.period, one.carried_over_from.due_on, one.carried_over_from.ref)
        for one in groups
        if one.carried_over_from
    }


def test_five_groups_have_no_new_due_day_and_keep_the_old_one() -> None:
    """Without a new day the first one rules: overdue on arrival."""
    (case,) = cases_of(sample("phien-06-2023"))
    overdue = [one.n for one in case.planned if one.deadline.due_on == FIRST_DUE]

    assert [one.n for one in carried_over() if one.deadline.due_on is None] == overdue
    assert overdue == [5, 13, 21, 25, 33]


def test_the_new_due_days_spread_over_the_second_half_of_2023() -> None:
    """Twenty-six days between mid-August and the end of December, printed in three ways."""
    days = [one.deadline.due_on for one in carried_over() if one.deadline.due_on]
    precisions = Counter(one.deadline.precision for one in carried_over() if one.deadline.due_on)

    assert len(days) == 26
    assert (date(2023, 8, 15), date(2023, 12, 29)) == (min(days), max(days))
    assert dict(precisions) == {Precision.DAY: 19, Precision.MONTH: 5, Precision.QUARTER: 2}


def test_a_printed_day_may_be_a_day_off() -> None:
    """Saturday 18/11/2023 is printed as a day and stays the due day."""
    (case,) = cases_of(sample("phien-06-2023"))
    off = [
        (one.n, one.deadline.due_on)
        for one in case.planned
        if one.deadline.due_on
        and one.deadline.precision is Precision.DAY
        and one.deadline.due_on.weekday() in WEEKEND
    ]

    assert [(15, date(2023, 11, 18))] == off


def test_each_directive_has_one_lead_and_all_are_urgent_but_the_first_two() -> None:
    """Thirty-three directives, thirty-three assignments; "khẩn trương" halves the time to acknowledge."""
    (case,) = cases_of(sample("phien-06-2023"))

    assert list(range(1, 34)) == [one.n for one in case.planned]
    assert [one.n for one in case.planned if not one.urgent] == [1, 2]
    assert len({one.holder for one in case.planned}) == 19
    assert {"H26", "H29", "H17", "H27", "H52"} == {
        one.holder for one in case.planned if one.holder.startswith("H")
    }
