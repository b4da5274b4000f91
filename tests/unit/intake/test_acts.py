"""The acts of a review as plain values, its repetitions, and the way into the register and back."""

from datetime import date

import pytest

import intake
from intake import IntakeRefusal
from intake.duplicates import KnownDirective, KnownDocument
from intake.review import (
    Decision,
    Review,
    Verdict,
    apply_acts,
    certificate_of,
    open_repeats,
    read_review,
    review_from,
    review_to_plain,
    start_review,
    with_repeats,
    write_review,
)
from tests.unit.intake.documents import document

WHO = "Trần Thị B"
BODY = (
    "I. TÌNH HÌNH\n1. Công tác chuẩn bị đã đạt kết quả.\n"
    "II. NHIỆM VỤ\n1. Bộ Y tế rà soát kho thuốc; báo cáo Chính phủ.\n2. Bộ Tài chính bố trí kinh phí.\n3. Bộ Công an hướng dẫn các địa phương."
)


def review() -> Review:
    read = document(BODY)
    return start_review(read, intake.propose(read))


def test_acts_speak_of_the_numbers_that_were_seen() -> None:
    """A split renumbers; the acts after it still find theirs."""
    after = apply_acts(
        review(),
        [
            {"act": "split", "n": 1, "before": "báo cáo Chính phủ", "person": WHO},
            {"act": "drop", "n": 2, "person": WHO},
            {"act": "accept", "n": [3], "person": WHO},
        ],
    )

    assert ["G18", "G18", "G01"] == [one.leads[0] for one in after.directives]
    assert [Decision.OPEN, Decision.OPEN, Decision.ACCEPTED] == [
        one.decision for one in after.directives
    ]


def test_plain_values_of_a_screen_are_read_as_the_fields_they_are() -> None:
    """Days and lists come as JSON has them."""
    after = apply_acts(
        review(),
        [{"act": "edit", "n": 2, "person": WHO, "changes": {"due_on": "2026-09-30", "precision": "day", "leads": ["G12", "G01"]}}],
    )  # fmt: skip

    assert (date(2026, 9, 30), ("G12", "G01")) == (
        after.directive(2).due_on,
        after.directive(2).leads,
    )
    assert WHO == after.directive(2).decided_by


def test_a_whole_review_is_finished_by_acts_alone() -> None:
    """A section in one act, the rest in another, every directive accepted: the certificate holds."""
    done = apply_acts(
        review(),
        [
            {"act": "no_task", "clause": "I", "person": WHO},
            {"act": "no_task", "rest": True, "person": "Lê Văn A"},
            {"act": "accept", "n": [1, 2, 3], "person": WHO},
        ],
    )
    certificate = certificate_of(done, WHO)

    assert {WHO, "Lê Văn A"} == {one.person for one in certificate.segments if one.person}


@pytest.mark.parametrize(
    "act",
    [
        {"act": "fly", "n": 1, "person": WHO},
        {"act": "accept", "n": [1]},
        {"act": "accept", "n": [9], "person": WHO},
        {"act": "merge", "n": [2], "person": WHO},
        {"act": "split", "n": 1, "before": "không có chữ này", "person": WHO},
        {"act": "edit", "n": 1, "changes": {"due_on": "hôm nào đó"}, "person": WHO},
        {"act": "edit", "n": 1, "changes": {"decision": "accepted"}, "person": WHO},
        {"act": "repeat", "n": 1, "of": "kl/a/1", "verdict": "other", "person": WHO},
    ],
)
def test_an_act_without_sense_or_person_is_refused(act: dict[str, object]) -> None:
    """Typed, and the review is as it was."""
    with pytest.raises(IntakeRefusal):
        apply_acts(review(), [act])


def test_what_repeats_something_waits_for_a_person() -> None:
    """Same number in the same year, and a similar open directive of the same agency; a number of another year is none."""
    one = review()
    documents = [
        KnownDocument(
            "kl/cu", None, one.number, "Cũ", one.issued_on.year if one.issued_on else None
        ),
        KnownDocument("kl/nam-truoc", None, one.number, "Năm trước", 2001),
    ]
    found = with_repeats(
        one, documents, [KnownDirective("kl/cu/1", "Bộ Tài chính bố trí kinh phí", ("G12",))]
    )

    assert [(None, "kl/cu"), (2, "kl/cu/1")] == [(two.n, two.id) for two in open_repeats(found)]
    decided = apply_acts(
        found,
        [
            {"act": "repeat", "n": None, "of": "kl/cu", "verdict": "other", "person": WHO},
            {"act": "repeat", "n": 2, "of": "kl/cu/1", "verdict": "renews", "person": WHO},
        ],
    )
    assert [] == open_repeats(decided)
    assert "kl/cu/1" in decided.directive(2).renews
    again = with_repeats(decided, documents, [])
    assert [Verdict.OTHER] == [two.verdict for two in again.repeats]


def test_review_travels_through_the_register_and_the_file_alike() -> None:
    """Nothing is lost on either way."""
    one = with_repeats(review(), [KnownDocument("kl/cu", None, review().number, "Cũ")], [])

    assert one == review_from(review_to_plain(one))
    assert one.repeats == read_review(write_review(one)).repeats
    assert one.directives == read_review(write_review(one)).directives
