"""`period`: what is open at the end of a period, and what is carried over into the next conclusion."""

from pathlib import Path

from tests.cli.program import Program
from tests.cli.written import LEAD, OFFICE, TODAY, a_conclusion, a_directive, carried_over


def test_open_work_is_listed_by_agency_with_its_age(dondoc: Program) -> None:
    """While the period runs it is today's list; carried-over work counts from its first day."""
    conclusion = a_conclusion(a_directive(1), carried_over(2))
    dondoc.start(conclusion)
    own = f"kl/{conclusion['ref']}"

    closed = dondoc.ask("period", "close", str(TODAY.year), "--conclusion", own)
    read = dondoc("period", "close", str(TODAY.year), "--conclusion", own, "--lang", "vi")

    assert {"period", "as_of", "rows", "total"} <= closed.keys()
    assert (closed["as_of"], closed["total"]) == (TODAY.isoformat(), 2)
    (row,) = closed["rows"]
    assert row["agency"] == LEAD
    assert [(one["id"], one["age_days"], one["causes"]) for one in row["items"]] == [
        (f"{own}/2@{LEAD}", 12, []),
        (f"{own}/1@{LEAD}", 0, []),
    ]
    assert read.code == 0
    assert "Khép kỳ" in read.out
    assert f"{own}/2@{LEAD}" in read.out


def test_a_period_that_is_not_over_or_left_nothing_over_is_refused(
    dondoc: Program, tmp_path: Path
) -> None:
    """No conclusion of an earlier day, none of nothing, none without a name; and an unknown period."""
    conclusion = a_conclusion(a_directive(1))
    dondoc.start(conclusion)
    own = ["--conclusion", conclusion["ref"]]
    output = ["-o", str(tmp_path / "next.yaml")]

    carry_over = ["period", "carry-over"]
    nothing = dondoc.refused(*carry_over, str(TODAY.year - 1), *own, "--ref", "sau", *output)
    unnamed = dondoc.refused(*carry_over, "2023-H1", *own, *output)
    unknown = dondoc.refused("period", "close", "2023-H3")
    nobody = dondoc.refused("period", "settle", "khong-co", "--as", OFFICE)

    assert {nothing, unnamed, unknown} == {(2, "Malformed")}
    assert nobody == (3, "UnknownTarget")
    assert not (tmp_path / "next.yaml").exists()
