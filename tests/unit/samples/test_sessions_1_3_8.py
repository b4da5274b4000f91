"""Sessions 1, 3 and 8: the plan of 2022 with its targets, the rest of 2022, what a report contains."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

from policy.issuing import cases_of
from schemas.conclusion import Directive
from schemas.states import Precision
from tests.unit.samples.files import sample

YEAR_ENDS = [date(year, 12, 31) for year in (2022, 2023, 2024, 2025)]
NAMED = [
    *("điện thoại thông minh", "danh tính số", "an toàn thông tin mạng"),
    *("hồ sơ sức khỏe điện tử", "học trực tuyến", "doanh nghiệp nhỏ và vừa"),
    *("hóa đơn điện tử", "thương mại điện tử", "cán bộ, công chức, viên chức"),
]


def tasks_of_2022() -> list[Directive]:
    found = sample("phien-01-2021").directives
    return [one for one in found if one.deadline.due_on == date(2022, 12, 31)]


def test_the_plan_of_2022_has_eighteen_tasks_nine_of_them_named_in_the_source() -> None:
    """The named nine come in the source's order; the others are marked illustrative."""
    tasks = tasks_of_2022()

    assert [f"Kế hoạch năm 2022, nhiệm vụ {k}" for k in range(1, 19)] == [
        one.clause for one in tasks
    ]
    assert [one.illustrative for one in tasks] == [False] * 9 + [True] * 9
    for one, words in zip(tasks, NAMED, strict=False):
        assert words in one.text


def test_the_tasks_of_2022_are_due_at_the_end_of_the_year() -> None:
    """ "Trong năm 2022" is a year: its last day."""
    assert {Precision.YEAR} == {one.deadline.precision for one in tasks_of_2022()}
    assert all("trong năm 2022" in (one.deadline.raw or "") for one in tasks_of_2022())


def test_fifty_three_targets_have_a_way_to_2025_and_are_illustrative() -> None:
    """Unit, baseline, target, one value for each year-end, the last one the target."""
    holders = [one for one in sample("phien-01-2021").directives if one.indicators]
    indicators = [indicator for one in holders for indicator in one.indicators]

    assert all(one.illustrative for one in holders)
    assert {date(2025, 12, 31)} == {one.deadline.due_on for one in holders}
    assert 53 == len(indicators) == len({one.name for one in indicators})
    for one in indicators:
        assert [point.on for point in one.trajectory] == YEAR_ENDS, one.name
        assert (one.target, YEAR_ENDS[-1]) == (one.trajectory[-1].value, one.by), one.name


def test_a_trajectory_goes_one_way_and_one_target_falls() -> None:
    """A rank is better when it is smaller; every other target rises."""
    falling = []
    for directive in sample("phien-01-2021").directives:
        for one in directive.indicators:
            assert one.baseline is not None
            values = [one.baseline, *(point.value for point in one.trajectory)]
            if one.target < one.baseline:
                falling.append(one.unit)
                values.reverse()
            assert all(earlier <= later for earlier, later in pairwise(values)), one.name

    assert falling == ["thứ hạng"]


def test_the_groups_of_session_1_are_the_bodies_of_that_day() -> None:
    """Thirty central bodies and 63 provinces, and the committee itself for the first directive."""
    planned = [one for case in cases_of(sample("phien-01-2021")) for one in case.planned]
    counted = Counter(one.n for one in planned)

    assert {n: count for n, count in counted.items() if count > 1} == {1: 94, 2: 93, 3: 93, 4: 63}


def test_session_3_works_until_the_end_of_2022() -> None:
    """ "Từ nay đến cuối năm 2022" is 31/12/2022, for every ministry and province and for named leads."""
    conclusion = sample("phien-03-2022")
    rest_of_year = [
        one for one in conclusion.directives if one.deadline.raw == "từ nay đến cuối năm 2022"
    ]

    assert [one.n for one in rest_of_year] == [1, 2, 4, 6, 8]
    assert {(Precision.YEAR, date(2022, 12, 31))} == {
        (one.deadline.precision, one.deadline.due_on) for one in rest_of_year
    }
    assert conclusion.directives[0].assignees == ("các bộ, ngành, địa phương",)


def test_session_8_says_what_every_report_contains() -> None:
    """Results with figures, shortcomings, limits, bottlenecks, causes, proposals: of every ministry and province."""
    first = sample("phien-08-2024").directives[0]
    parts = re.findall(r"\b[abcdđe]\) ([^;.]+)", first.text)

    assert first.assignees == ("các bộ, ngành, địa phương",)
    assert first.report is not None
    assert len(parts) == 6
    for part, words in zip(
        parts,
        [
            "kết quả đạt được, kèm số liệu",
            "tồn tại",
            "hạn chế",
            "điểm nghẽn",
            "nguyên nhân",
            "kiến nghị",
        ],
        strict=True,
    ):
        assert words in part


def test_only_one_directive_of_sessions_3_and_8_goes_to_everybody() -> None:
    """The sample stays readable: one directive for all, the others for those in charge of the field."""
    for name in ("phien-03-2022", "phien-08-2024"):
        (case,) = cases_of(sample(name))
        counted = Counter(one.n for one in case.planned)

        assert [n for n, count in counted.items() if count > 10] == [1]
