"""The scorer of readings: alignment in order, splits that are allowed, groups by their words."""

from typing import Any

from bench.intake_score import aligned, misses_of, same_body, score_of


def reading(words: str, lead: str, **more: Any) -> dict[str, Any]:
    return {
        "ref": "1",
        "content_short": words,
        "lead_agencies": [lead],
        "coordinating": [],
        "deadline": None,
        "periodic": None,
        **more,
    }


def proposed(text: str, lead: str, **more: Any) -> dict[str, Any]:
    return {
        "ref": "1",
        "text": text,
        "lead_agencies": [lead],
        "coordinating": [],
        "deadline": None,
        "periodic": None,
        "sure": True,
        **more,
    }


def test_a_full_agreement_is_all_ones() -> None:
    """Every share is one."""
    score = score_of(
        [reading("rà soát kho thuốc", "Bộ Y tế")],
        [proposed("Bộ Y tế rà soát kho thuốc", "Bộ Y tế")],
    )

    assert (1.0, 1.0, 1.0, 1.0, 1.0, 1.0) == (
        score.precision,
        score.recall,
        score.lead_share,
        score.deadline_share,
        score.coordinating_f1,
        score.sure_precision,
    )


def test_a_reading_that_may_be_split_takes_several_proposals() -> None:
    """`split_ok` allows a run, without it the second is one too many."""
    two = [proposed("rà soát kho thuốc", "Bộ Y tế"), proposed("lập danh mục", "Bộ Y tế")]
    words = "rà soát kho thuốc lập danh mục"

    assert [(0, [0, 1])] == aligned([reading(words, "Bộ Y tế", split_ok=2)], two)
    assert 0.5 == score_of([reading(words, "Bộ Y tế")], two).precision


def test_a_reading_nobody_proposed_and_a_proposal_nobody_read_are_told() -> None:
    """Missed and extra, and a sure extra counts against sureness."""
    gold, found = (
        [reading("rà soát kho thuốc", "Bộ Y tế")],
        [proposed("trồng rừng ven biển", "Bộ Xây dựng")],
    )

    assert ["missed", "extra"] == [line.split()[0] for line in misses_of(gold, found)]
    assert 0.0 == score_of(gold, found).sure_precision


def test_names_are_compared_by_spelling_and_groups_by_words() -> None:
    """ "UBND" and its long form are one; open groups need most words."""
    assert same_body("UBND tỉnh Lào Cai", "Ủy ban nhân dân tỉnh Lào Cai")
    assert same_body("các cơ quan liên quan", "các cơ quan có liên quan")
    assert not same_body("Bộ Y tế", "Bộ Nội vụ")


def test_an_inherited_date_is_right_where_the_reading_says_so() -> None:
    """The note of a sub-item allows its parent's date."""
    gold = [
        reading("rà soát kho thuốc", "Bộ Y tế", note="inheriting 2024-10-20 is also acceptable")
    ]

    assert (
        1.0
        == score_of(
            gold, [proposed("rà soát kho thuốc", "Bộ Y tế", deadline="2024-10-20")]
        ).deadline_share
    )
