"""What holds for every sample: it can be issued, is honest about what is unknown, and forgets nothing."""

import pytest

from policy.issuing import cases_of, problems_of
from schemas.agencies import agency
from tests.unit.samples.files import FILES, FOLDER, sample

NAMES = [file.stem for file in FILES]


def test_the_samples_are_the_four_sessions_and_a_small_example() -> None:
    """A sample that is added or renamed is named here and in the README."""
    expected = ["nho", "phien-01-2021", "phien-03-2022", "phien-06-2023", "phien-08-2024"]

    assert expected == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_read_without_problems(name: str) -> None:
    """A newcomer's first file must start."""
    assert problems_of(sample(name)) == []


@pytest.mark.parametrize(
    ("name", "ref", "session", "number", "issued_on", "standing_office"),
    [
        ("nho", "vi-du-nho", None, None, "2026-11-23", "G22"),
        ("phien-01-2021", "ubqgcds-phien-01-2021", 1, None, "2021-11-30", "G14"),
        ("phien-03-2022", "ubqgcds-phien-03-2022", 3, None, "2022-08-08", "G14"),
        ("phien-06-2023", "ubqgcds-phien-06-2023", 6, None, "2023-07-12", "G14"),
        ("phien-08-2024", "ubqgcds-phien-08-2024", 8, "203/TB-VPCP", "2024-05-06", "G14"),
    ],
)
def test_an_unknown_notice_number_stays_unknown(
    name: str,
    ref: str,
    session: int | None,
    number: str | None,
    issued_on: str,
    standing_office: str,
) -> None:
    """Only session 8's notice is known by number; no other sample pretends to one."""
    conclusion = sample(name)

    assert (ref, session, number, issued_on, standing_office) == (
        conclusion.ref,
        conclusion.session,
        conclusion.number,
        conclusion.issued_on.isoformat(),
        conclusion.standing_office,
    )


@pytest.mark.parametrize(
    ("name", "packets", "illustrative"),
    [
        ("nho", [4], [1, 2, 3]),
        ("phien-01-2021", [187, 199], list(range(26, 48))),
        ("phien-03-2022", [104], list(range(4, 11))),
        ("phien-06-2023", [33], list(range(3, 34))),
        ("phien-08-2024", [106], []),
    ],
)
def test_a_sample_makes_its_packets_and_marks_what_is_invented(
    name: str, packets: list[int], illustrative: list[int]
) -> None:
    """The README's figures are those the program makes; content that no source holds is marked."""
    conclusion = sample(name)

    assert packets == [len(case.planned) for case in cases_of(conclusion)]
    assert illustrative == [one.n for one in conclusion.directives if one.illustrative]


@pytest.mark.parametrize("name", NAMES)
def test_the_readme_counts_what_the_file_holds(name: str) -> None:
    """The table of the README is not kept by hand alone."""
    conclusion, readme = sample(name), (FOLDER / "README.md").read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith(f"| `{name}.yaml` |"))
    cases = cases_of(conclusion)
    counted = (len(conclusion.directives), sum(len(case.planned) for case in cases), len(cases))

    assert counted == tuple(int(cell) for cell in row.split("|")[3:6])


@pytest.mark.parametrize("name", NAMES)
def test_every_directive_is_numbered_in_order_and_names_its_result(name: str) -> None:
    """A sample shows how a directive should be written: one number after the other, a clear result."""
    directives = sample(name).directives

    assert list(range(1, len(directives) + 1)) == [one.n for one in directives]
    assert [one.n for one in directives if not one.product] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_can_be_forgotten(name: str) -> None:
    """Work without a due day has a review date, or is overdue already."""
    forgotten = [
        one.n
        for one in sample(name).directives
        if not (one.deadline.due_on or one.deadline.review_on or one.carried_over_from)
    ]

    assert forgotten == []


@pytest.mark.parametrize("name", NAMES)
def test_leads_and_coordinators_are_bodies_of_that_day_or_groups(name: str) -> None:
    """A sample names no body that did not exist on its day, and no lead coordinates itself."""
    conclusion = sample(name)

    for directive in conclusion.directives:
        named = [*directive.assignees, *directive.coordinating]
        codes = [one for one in named if one[0] in "GHZ" and one[1:].isdigit()]
        groups = [one for one in named if one not in codes]

        assert len(set(codes)) == len(codes), directive.n
        assert all(agency(code, conclusion.issued_on) for code in codes), directive.n
        assert all(group.startswith("các ") for group in groups), directive.n
