"""Two spellings of one Vietnamese text are found under one key."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.folding import fold_vi, nfc


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Uỷ ban", "uy ban"),
        ("Ủy ban", "uy ban"),
        ("uy ban", "uy ban"),
        ("Uỷ  ban\u00a0ĐẮK\n", "uy ban dak"),
        ("hoà", "hoa"),
        ("hòa", "hoa"),
        ("Đường", "duong"),
        ("Ðường", "duong"),
        ("ơ ư â ê ô ă", "o u a e o a"),
        ("Lao động – Thương binh", "lao dong - thuong binh"),
        ("294/TB-VPCP", "294/tb-vpcp"),
        ("", ""),
    ],
)
def test_marks_case_tone_style_and_spaces_do_not_count(text: str, key: str) -> None:
    """Letters lose their marks, đ becomes d, white space becomes one blank, dashes one dash."""
    assert key == fold_vi(text)


@given(st.text())
def test_the_unicode_form_does_not_count(text: str) -> None:
    """Text from a scan (NFD) and from a keyboard (NFC) has one key."""
    decomposed = unicodedata.normalize("NFD", text)

    assert fold_vi(text) == fold_vi(decomposed) == fold_vi(nfc(text))


@given(st.text())
def test_a_key_is_unicodes_caseless_form_without_marks(text: str) -> None:
    """Folding each character by itself says the same as folding the text as a whole."""
    caseless = unicodedata.normalize("NFD", unicodedata.normalize("NFD", text).casefold())
    bare = "".join(char for char in caseless if not unicodedata.combining(char))
    latin = bare.translate(
        {ord("đ"): "d", ord("ð"): "d"} | dict.fromkeys(range(0x2010, 0x2016), "-")
    )

    assert " ".join(latin.replace("\u2212", "-").split()) == fold_vi(text)


@given(st.text())
def test_a_key_is_its_own_key(text: str) -> None:
    """What was folded once can be folded again, so a stored key can be searched for."""
    key = fold_vi(text)

    assert key == fold_vi(key)


@given(st.text())
def test_text_is_kept_in_one_form(text: str) -> None:
    """NFC of NFC and of NFD is the same text."""
    assert nfc(text) == nfc(nfc(text)) == nfc(unicodedata.normalize("NFD", text))
