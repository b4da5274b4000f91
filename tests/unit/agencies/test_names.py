"""A body is found under every spelling that official documents use for it."""

import unicodedata
from datetime import date

import pytest

from schemas.agencies import agency_named, all_agencies

SESSION_6 = date(2023, 7, 12)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bộ Y tế", "G18"),
        ("BỘ Y TẾ", "G18"),
        ("bo y te", "G18"),
        ("BYT", "G18"),
        ("Bộ TT&TT", "G14"),
        ("Bộ Văn hoá, Thể thao và Du lịch", "G16"),
        ("Bộ Lao động – Thương binh và Xã hội", "G07"),
        ("Uỷ ban nhân dân tỉnh Hoà Bình", "H28"),
        ("UBND TP.Hà Nội", "H26"),
        ("UBND  TP. Hồ Chí Minh", "H29"),
        ("TPHCM", "H29"),
        ("Bà Rịa-Vũng Tàu", "H06"),
    ],
)
def test_a_body_is_known_by_name_short_name_and_alias(text: str, code: str) -> None:
    """Case, marks, tone style, dashes and spaces beside punctuation do not matter."""
    for form in ("NFC", "NFD"):
        found = agency_named(unicodedata.normalize(form, text), SESSION_6)

        assert found is not None
        assert code == found.code


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        ("Bộ NN&PTNT", SESSION_6, "G10"),
        ("Bộ NN&PTNT", TODAY, None),
        ("Bộ NN&MT", SESSION_6, None),
        ("Bộ NN&MT", TODAY, "G10"),
        ("Bộ DT&TG", TODAY, "G21"),
        ("Huế", SESSION_6, "H57"),
        ("UBND thành phố Huế", SESSION_6, None),
        ("UBND thành phố Huế", TODAY, "H57"),
        ("Ban Tuyên giáo và Dân vận Trung ương", TODAY, "Z25"),
        ("Hà Giang", TODAY, None),
    ],
)
def test_a_name_counts_only_while_it_is_borne(text: str, day: date, code: str | None) -> None:
    """A document of 2023 cannot mean a ministry of 2025, nor the other way round."""
    found = agency_named(text, day)

    assert code == (found and found.code)


@pytest.mark.parametrize("text", ["", "Bộ", "Bộ Y", "các bộ, ngành", "G18 "])
def test_what_names_no_body_finds_none(text: str) -> None:
    """Only a whole name counts: never a part of one, never a group."""
    assert agency_named(text, SESSION_6) is None


@pytest.mark.parametrize("day", [SESSION_6, date(2025, 1, 15), TODAY])
def test_no_spelling_is_shared_by_two_bodies(day: date) -> None:
    """Every name, short name and alias of the table leads back to its own body."""
    astray = [
        (body.code, name)
        for body in all_agencies()
        if body.is_valid_on(day)
        for name in (body.name_vi, body.short_name, *body.aliases)
        if agency_named(name, day) != body
    ]

    assert astray == []
