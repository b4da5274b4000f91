"""What is here already: the same file, the same number, an open directive that says the same."""

import pytest

from intake.duplicates import (
    KnownDirective,
    KnownDocument,
    Likeness,
    same_documents,
    similar_directives,
)

OPEN = [
    KnownDirective(
        "kl/a/1",
        "Bộ Y tế rà soát, hoàn thiện danh mục thuốc thiết yếu, trình Chính phủ trước ngày 30/6/2026.",
        ("Bộ Y tế",),
    ),
    KnownDirective("kl/a/2", "Bộ Tài chính bố trí kinh phí mua sắm vắc xin.", ("Bộ Tài chính",)),
]


def test_the_same_file_and_the_same_number_are_found() -> None:
    """By hash, and by number however it is spaced."""
    known = [KnownDocument("a", "1" * 64, "9/TB-VPCP"), KnownDocument("b", None, "09 /TB-VPCP")]

    found = same_documents("1" * 64, "09/TB-VPCP", known)

    assert [(Likeness.SAME_FILE, "a"), (Likeness.SAME_NUMBER, "b")] == [
        (one.like, one.id) for one in found
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Bộ Y tế khẩn trương hoàn thiện, rà soát danh mục thuốc thiết yếu, trình Chính phủ trước ngày 30/9/2026",
        "Giao Bộ Y tế rà soát, hoàn thiện danh mục thuốc thiết yếu, trình Chính phủ.",
    ],
)
def test_a_repeated_directive_is_found_though_its_date_moved(text: str) -> None:
    """Same agency, nearly the same words; dates and role words do not count."""
    assert ["kl/a/1"] == [one.id for one in similar_directives(text, ["Bộ Y tế"], OPEN)]


def test_other_agencies_and_other_matters_are_not_found() -> None:
    """Alike words of another agency, and other words of the same."""
    assert [] == similar_directives(OPEN[0].text, ["Bộ Nội vụ"], OPEN)
    assert [] == similar_directives(
        "Bộ Y tế tổ chức hội nghị tổng kết công tác năm.", ["Bộ Y tế"], OPEN
    )
