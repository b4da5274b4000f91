"""A group addressee means the bodies that existed on the day of issue."""

import unicodedata
from datetime import date

import pytest

from schemas.agencies import members_of

SESSION_6 = date(2023, 7, 12)
MERGED = date(2025, 7, 1)

CENTRAL, LOCAL = 18 + 4 + 8, 63


@pytest.mark.parametrize(
    ("group", "members"),
    [
        ("các bộ, ngành, địa phương", CENTRAL + LOCAL),
        ("Các Bộ, ngành và địa phương", CENTRAL + LOCAL),
        ("các bộ,ngành , địa phương", CENTRAL + LOCAL),
        ("cac bo nganh dia phuong", CENTRAL + LOCAL),
        ("bo-nganh-dia-phuong", CENTRAL + LOCAL),
        ("các bộ, ngành", CENTRAL),
        ("các bộ, ngành trung ương", CENTRAL),
        ("bo-nganh", CENTRAL),
        ("các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ", CENTRAL),
        ("các bộ, cơ quan ngang bộ", 18 + 4),
        ("các bộ", 18),
        ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương", LOCAL),
        ("Uỷ ban nhân dân các tỉnh và thành phố trực thuộc Trung ương", LOCAL),
        ("UBND các tỉnh, thành phố", LOCAL),
        ("UBND các tỉnh, TP trực thuộc TW", LOCAL),
        ("các tỉnh, thành phố", LOCAL),
        ("các địa phương", LOCAL),
        ("dia-phuong", LOCAL),
        (
            "các bộ, cơ quan ngang bộ, cơ quan thuộc Chính phủ, "
            "Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",
            CENTRAL + LOCAL,
        ),
        (
            "Các Bộ trưởng, Thủ trưởng cơ quan ngang bộ, Thủ trưởng cơ quan thuộc Chính phủ, "
            "Chủ tịch Ủy ban nhân dân các tỉnh, thành phố trực thuộc trung ương",
            CENTRAL + LOCAL,
        ),
    ],
)
def test_a_closed_group_is_its_members(group: str, members: int) -> None:
    """Printed groups expand whatever their case, Unicode form, tone style and spacing."""
    for form in ("NFC", "NFD"):
        for printed in (group, group.upper(), f"  {group}  "):
            found = members_of(unicodedata.normalize(form, printed), SESSION_6)

            assert found is not None
            assert members == len(found) == len({body.code for body in found})


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bộ",
        "địa phương",
        "Bộ Y tế",
        "G18",
        "UBND tỉnh An Giang",
        "các bộ, ngành, UBND tỉnh",
        "các cơ quan liên quan",
        "các bộ, ngành liên quan",
        "các bộ, ngành quản lý lĩnh vực",
        "các Bộ: Công an, Tài chính",
        "các địa phương có rừng",
        "các sở, ban, ngành",
    ],
)
def test_an_open_group_or_a_single_body_is_no_closed_group(text: str) -> None:
    """Who belongs to an open group is a person's decision, so nothing is expanded."""
    assert members_of(text, SESSION_6) is None


def test_a_group_has_the_members_of_the_day_of_issue() -> None:
    """The same words mean 93 bodies in 2023 and 56 after the mergers of 2025."""
    before = members_of("các bộ, ngành, địa phương", SESSION_6)
    after = members_of("các bộ, ngành, địa phương", MERGED)

    assert before is not None
    assert after is not None
    assert (len(before), len(after)) == (93, 56)
    assert {"G14", "H22"} <= {body.code for body in before}
    assert {"G14", "H22"}.isdisjoint(body.code for body in after)


def test_party_courts_and_enterprises_are_never_in_a_group() -> None:
    """The executive is told what to do; other bodies are asked, one by one and by name."""
    members = members_of("các bộ, ngành, địa phương", SESSION_6) or ()

    assert {"local", "ministry"} == {str(body.reach) for body in members}
