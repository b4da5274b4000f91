"""A table of agencies that contradicts itself is refused, with the code in the message."""

import pytest

from schemas.agencies import AgencyTableError, read_agencies

HEAD = "code,name_vi,short_name,level,aliases,valid_from,valid_to,successors,source\n"


def row(
    code: str = "G01",
    name: str = "Bộ Một",
    *,
    level: str = "ministry",
    days: str = ",",
    successors: str = "",
    source: str = "memory: test",
) -> str:
    return f"{code},{name},{name},{level},,{days},{successors},{source}\n"


OLD, NEW = ",2025-02-28", "2025-03-01,"


def test_a_merged_body_may_keep_code_and_alias_of_its_predecessor() -> None:
    """One code passes from body to body as long as no day has two of them."""
    bodies = read_agencies(HEAD + row(days=OLD, successors="G01") + row(name="Bộ Hai", days=NEW))

    assert [body.name_vi for body in bodies] == ["Bộ Một", "Bộ Hai"]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        (row(days=",2025-03-01") + row(name="Bộ Hai", days=NEW), "G01: held by two bodies"),
        (row() + row("G02", "BỘ MỘT"), "G02 and G01: both named BỘ MỘT"),
        (row(days=OLD, successors="G02"), "G01: successor G02 is unknown"),
        (row(days=OLD, successors="G02") + row("G02", "Bộ Hai", days=OLD), "not valid on 2025-03"),
        (row(successors="G02") + row("G02", "Bộ Hai"), "successors but no last day"),
        (row(days="2025-03-01,2025-02-28"), "ends before it begins"),
        (row("Z01"), "codes beginning with Z are ours"),
        (row(source="ours: test"), "codes beginning with Z are ours"),
        (row(source="somebody said so"), "source begins with one of"),
        (row("g1"), "a letter and two digits"),
        (row(name=""), "has a name and a short name"),
        (row(level="planet"), "line 2: 'planet'"),
        (row(days="1/3/2025,"), "line 2: Invalid isoformat"),
        ("G01,Bộ Một\n", "line 2: a row has 9 cells"),
        (row().strip() + ",more\n", "line 2: a row has 9 cells"),
    ],
)
def test_a_contradiction_is_refused(rows: str, complaint: str) -> None:
    """Nothing may be assigned from a table in which a code, a name or a successor is doubtful."""
    with pytest.raises(AgencyTableError, match=complaint):
        read_agencies(HEAD + rows)


def test_other_columns_are_refused() -> None:
    """A renamed or missing column would silently lose facts."""
    with pytest.raises(AgencyTableError, match="columns must be"):
        read_agencies(HEAD.replace("successors", "successor"))


def test_a_name_may_return_on_another_day() -> None:
    """Two bodies may bear one name when no day has both."""
    assert len(read_agencies(HEAD + row(days=OLD) + row("G02", days=NEW))) == 2
