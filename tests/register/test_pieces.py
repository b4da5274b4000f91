"""What the search column holds of a text: its pieces of three characters, as numbers."""

from hypothesis import given
from hypothesis import strategies as st

from register.deriving.wordings import GRAM, grams_of

_FOLDED = st.text(st.characters(max_codepoint=127)) | st.text()


@given(_FOLDED, _FOLDED, _FOLDED)
def test_any_part_of_a_text_has_its_pieces_in_the_text(before: str, part: str, after: str) -> None:
    """So a text that holds what is searched for is always found, in ASCII or not, and beside other letters."""
    assert set(grams_of(part)) <= set(grams_of(before + part + after))


@given(_FOLDED)
def test_a_piece_is_three_characters_and_stands_once(text: str) -> None:
    """Two different texts of three ASCII characters have two numbers, and a text repeats none."""
    pieces = [text[at : at + GRAM] for at in range(len(text) - GRAM + 1)]

    assert list(grams_of(text)) == list(dict.fromkeys(grams_of(one)[0] for one in pieces))
