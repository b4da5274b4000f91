"""The completeness certificate breaks when one segment is dropped, doubled, moved or renamed."""

from dataclasses import replace

import pytest

import intake
from intake.certificate import (
    Certificate,
    CertifiedSegment,
    Held,
    build,
    from_dict,
    problems_of,
    sha256_of,
    to_dict,
    verify,
)
from intake.review import accept, certificate_of, mark_no_task, open_segments, start_review
from tests.unit.intake.documents import document

BODY = "I. ĐÁNH GIÁ\n1. Kết quả tốt.\nII. NHIỆM VỤ\n1. Bộ Y tế rà soát kho thuốc trước ngày 30/9/2026.\n2. Bộ Tài chính bố trí kinh phí."


def certified() -> tuple[intake.Document, Certificate]:
    read = document(BODY)
    review = start_review(read, intake.propose(read))
    review = accept(review, [one.n for one in review.directives], "Trần Thị B")
    return read, certificate_of(mark_no_task(review, "Trần Thị B", rest=True), "Trần Thị B")


def test_a_finished_review_is_certified() -> None:
    """It carries hashes, spans and persons, and holds."""
    read, certificate = certified()

    assert verify(certificate, read.text, read.sha256)
    assert (read.sha256, sha256_of(read.text)) == (
        certificate.document_sha256,
        certificate.text_sha256,
    )
    assert {"Trần Thị B"} == {
        one.person for one in certificate.segments if one.held is Held.NO_TASK
    }


def test_nothing_is_certified_while_something_is_open() -> None:
    """Until every segment is answered for, nothing starts."""
    read = document(BODY)
    review = start_review(read, intake.propose(read))
    with pytest.raises(intake.IntakeRefusal):
        certificate_of(review, "Trần Thị B")
    accepted = accept(review, [one.n for one in review.directives], "Trần Thị B")
    with pytest.raises(intake.IntakeRefusal):
        certificate_of(accepted, "Trần Thị B")

    assert open_segments(accepted)
    assert [] == open_segments(mark_no_task(accepted, "Trần Thị B", rest=True))


def test_a_whole_section_is_no_task_in_one_act() -> None:
    """The act is recorded on each segment of the section."""
    read = document(BODY)
    review = mark_no_task(start_review(read, intake.propose(read)), "Trần Thị B", clause="I")

    assert {"mục I"} == {
        one.act for one in review.segments if one.clause.startswith("I.") or one.clause == "I"
    }


@pytest.mark.parametrize("at", range(4))
def test_dropping_one_segment_breaks_it(at: int) -> None:
    """A gap."""
    read, good = certified()

    assert not verify(
        replace(good, segments=good.segments[:at] + good.segments[at + 1 :]), read.text
    )


@pytest.mark.parametrize("at", range(4))
def test_doubling_one_segment_breaks_it(at: int) -> None:
    """An overlap, under another name too."""
    read, good = certified()
    twin = replace(good.segments[at], id="khác")

    assert not verify(
        replace(good, segments=(*good.segments[: at + 1], twin, *good.segments[at + 1 :])),
        read.text,
    )


def test_any_other_change_breaks_it() -> None:
    """Moved, reassigned, signed by another person, of another text or file."""
    read, good = certified()
    first = good.segments[0]
    forged = [
        replace(good, segments=(replace(first, end=first.end - 1), *good.segments[1:])),
        replace(good, segments=(replace(first, person="Ai đó"), *good.segments[1:])),
        replace(good, approved_by="Ai đó"),
        replace(good, directives=good.directives[:-1]),
    ]

    assert all(problems_of(one, read.text) for one in forged)
    assert not verify(good, read.text + " ")
    assert not verify(good, read.text.replace("kho thuốc", "kho vải"))
    assert not verify(good, read.text, "0" * 64)


def test_it_travels_as_json() -> None:
    """Written and read back it is the same."""
    _, good = certified()

    assert good == from_dict(to_dict(good))
    with pytest.raises(intake.IntakeRefusal):
        from_dict({"segments": []})


def test_a_directive_without_a_segment_is_refused() -> None:
    """Every directive stands somewhere in the text."""
    segment = CertifiedSegment("s1", 0, 3, Held.DIRECTIVE, (1,))
    with pytest.raises(intake.IntakeRefusal):
        build("0" * 64, "abc", [segment], [1, 2], "Trần Thị B")
