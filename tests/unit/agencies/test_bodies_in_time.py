"""A code alone does not name a body; code and day do."""

from datetime import date

import pytest

from schemas.agencies import (
    AgencyLevel,
    Level,
    agency,
    all_agencies,
    name_of,
    successors_of,
    valid_on,
)

SESSION_6 = date(2023, 7, 12)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("G10", date(2025, 2, 28), "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("G10", date(2025, 3, 1), "Bộ Nông nghiệp và Môi trường"),
        ("G21", date(2025, 2, 28), "Ủy ban Dân tộc"),
        ("G21", date(2025, 3, 1), "Bộ Dân tộc và Tôn giáo"),
        ("H57", date(2024, 12, 31), "Ủy ban nhân dân tỉnh Thừa Thiên Huế"),
        ("H57", date(2025, 1, 1), "Ủy ban nhân dân thành phố Huế"),
        ("G18", SESSION_6, "Bộ Y tế"),
        ("G18", TODAY, "Bộ Y tế"),
    ],
)
def test_a_code_names_the_body_that_held_it_on_the_day(code: str, day: date, name: str) -> None:
    """A merged body keeps the code of one predecessor; the last day of a name still belongs to it."""
    held_by = agency(code, day)

    assert held_by is not None
    assert name == held_by.name_vi


@pytest.mark.parametrize(
    ("code", "day"),
    [("G14", TODAY), ("H22", date(2025, 7, 1)), ("Z24", date(2025, 3, 12)), ("X99", SESSION_6)],
)
def test_a_code_nobody_held_on_the_day_names_no_body(code: str, day: date) -> None:
    """Before its first day, after its last day and for an unknown code there is nobody."""
    assert agency(code, day) is None


def test_without_a_day_the_latest_holder_is_meant() -> None:
    """A code asked for without a day means whoever held it last, even if that body has ended."""
    names = {
        code: body and body.name_vi for code in ("G10", "G14", "X99") for body in [agency(code)]
    }

    assert names == {
        "G10": "Bộ Nông nghiệp và Môi trường",
        "G14": "Bộ Thông tin và Truyền thông",
        "X99": None,
    }


@pytest.mark.parametrize(
    ("code", "day", "successors"),
    [
        ("G04", TODAY, ["G17"]),
        ("G05", TODAY, ["G12"]),
        ("G07", TODAY, ["G09", "G03", "G18"]),
        ("G13", TODAY, ["G10"]),
        ("G14", TODAY, ["G06", "G16", "G01"]),
        ("G24", TODAY, ["G12"]),
        ("H09", TODAY, ["H29"]),
        ("H22", date(2025, 7, 1), ["H60"]),
        ("Z04", date(2025, 3, 13), ["Z24"]),
        ("Z08", TODAY, ["Z25"]),
    ],
)
def test_successors_stand_in_for_a_body_that_ended(
    code: str, day: date, successors: list[str]
) -> None:
    """The default comes first, after it those who received parts of the work."""
    assert successors == [body.code for body in successors_of(code, day)]


@pytest.mark.parametrize(
    ("code", "day"),
    [
        ("H22", date(2025, 6, 30)),
        ("G10", TODAY),
        ("H57", TODAY),
        ("G18", TODAY),
        ("X99", TODAY),
    ],
)
def test_a_code_that_somebody_holds_needs_no_successor(code: str, day: date) -> None:
    """Nobody stands in before the end, and nobody for a code that a new body carries on."""
    assert successors_of(code, day) == ()


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("G14", TODAY, "Bộ Thông tin và Truyền thông"),
        ("G10", SESSION_6, "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("G10", None, "Bộ Nông nghiệp và Môi trường"),
        ("Z25", SESSION_6, "Ban Tuyên giáo và Dân vận Trung ương"),
        ("X99", TODAY, "X99"),
    ],
)
def test_a_screen_can_always_print_a_name(code: str, day: date | None, name: str) -> None:
    """An ended body keeps its last name, a later one has its first, an unknown code prints itself."""
    assert name == name_of(code, day)


@pytest.mark.parametrize(
    ("day", "ministries", "ministerial", "attached", "provinces"),
    [
        (SESSION_6, 18, 4, 8, 63),
        (date(2025, 2, 28), 18, 4, 8, 63),
        (date(2025, 3, 1), 14, 3, 5, 63),
        (date(2025, 7, 1), 14, 3, 5, 34),
    ],
)
def test_the_state_has_as_many_bodies_as_the_law_says(
    day: date, ministries: int, ministerial: int, attached: int, provinces: int
) -> None:
    """18 ministries and 63 provinces before 2025; 14 from 01/3/2025 and 34 from 01/7/2025."""
    levels = [body.level for body in valid_on(day)]

    assert [ministries, ministerial, attached, provinces] == [
        levels.count(level)
        for level in (
            AgencyLevel.MINISTRY,
            AgencyLevel.MINISTERIAL,
            AgencyLevel.GOVERNMENT_ATTACHED,
            AgencyLevel.PROVINCE,
        )
    ]


@pytest.mark.parametrize(
    ("code", "reach"),
    [
        ("G18", Level.MINISTRY),
        ("G22", Level.MINISTRY),
        ("G28", Level.MINISTRY),
        ("H01", Level.LOCAL),
        ("Z04", Level.NATIONAL),
        ("Z12", Level.NATIONAL),
        ("Z19", Level.NATIONAL),
    ],
)
def test_results_are_counted_at_three_levels(code: str, reach: Level) -> None:
    """Ministries and what equals them, provinces, and everything else at the national level."""
    body = agency(code)

    assert body is not None
    assert reach == body.reach


def test_every_row_says_how_sure_it_is() -> None:
    """Nothing from memory may pass for verified; codes of scheme Z are ours and say so."""
    unsure = [body for body in all_agencies() if body.source.startswith("memory")]
    ours = {body.code for body in all_agencies() if body.source.startswith("ours")}

    assert {"H", "G"} == {body.code[0] for body in unsure}
    assert {body.code for body in all_agencies() if body.code.startswith("Z")} == ours
