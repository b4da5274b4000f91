"""Vietnamese order: a ă â b c d đ e ê …, then the tones ngang, huyền, hỏi, ngã, sắc, nặng."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.folding import nfc, sort_key_vi

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxy àảãáạ ềểễếệ"


@pytest.mark.parametrize(
    "in_order",
    [
        ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "y"],
        ["an", "àn", "ản", "ãn", "án", "ạn", "ăn", "ằn", "ân", "ấn"],
        ["an", "An Giang", "anh", "Ánh Dương"],
        ["ma ma", "ma má", "má ma", "má má"],
        ["Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre"],
        ["Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Điện Biên", "Gia Lai", "Hà Nội", "Hải Phòng", "Huế"],
        ["10/TB-VPCP", "2/TB-VPCP", "Bộ Y tế"],
        ["", "Zoo", "日本"],
    ],
)
def test_names_are_listed_in_vietnamese_order(in_order: list[str]) -> None:
    """Letters of the whole text decide first, tones only between equal letters; digits come first."""
    backwards = in_order[::-1]

    assert in_order == sorted(backwards, key=sort_key_vi)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hòa Bình", "Hoà Bình"),
        ("Ủy ban", "uỷ ban"),
        ("Thừa Thiên - Huế", "Thừa Thiên – Huế"),
        ("Đắk Lắk", unicodedata.normalize("NFD", "ĐẮK LẮK")),
        ("  (Hà Nội) ", "Hà Nội"),
    ],
)
def test_spellings_of_one_name_stand_together(one: str, other: str) -> None:
    """Case, tone style, Unicode form and punctuation do not move a name in a list."""
    assert sort_key_vi(one) == sort_key_vi(other)


@given(st.text(), st.text())
def test_python_and_postgresql_agree_on_the_order(one: str, other: str) -> None:
    """COLLATE "C" compares the bytes of UTF-8, Python the code points: the same order."""
    left, right = sort_key_vi(one), sort_key_vi(other)

    assert (left < right) == (left.encode() < right.encode())


@given(st.text())
def test_a_key_can_be_stored(text: str) -> None:
    """PostgreSQL takes no NUL; the Unicode form of the text does not change its key."""
    key = sort_key_vi(text)

    assert "\x00" not in key
    assert key == sort_key_vi(nfc(text)) == sort_key_vi(unicodedata.normalize("NFD", text))


@given(
    st.text(VIETNAMESE.replace(" ", ""), min_size=1),
    st.text(VIETNAMESE.replace(" ", ""), min_size=1),
)
def test_a_name_comes_before_the_longer_names_that_begin_with_it(name: str, more: str) -> None:
    """ "An" stands before "An Giang", and "An Giang" before "Anh"."""
    first, longer_by_a_word, longer_word = name, f"{name} {more}", name + more

    assert sort_key_vi(first) < sort_key_vi(longer_by_a_word) < sort_key_vi(longer_word)
