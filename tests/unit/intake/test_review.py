"""A person accepts, edits, splits, merges, drops; the file travels both ways; the result is a conclusion."""

from datetime import date

import pytest

import intake
from intake.certificate import verify
from intake.proposal import SegmentKind
from intake.review import (
    Decision,
    Opening,
    Review,
    accept,
    certificate_of,
    conclusion_of,
    drop,
    edit,
    mark_no_task,
    merge,
    read_review,
    split,
    start_review,
    write_review,
)
from schemas.conclusion import Conclusion
from tests.unit.intake.documents import document

BODY = "1. Bộ Y tế rà soát kho thuốc trước ngày 30/9/2026.\n2. Bộ Tài chính bố trí kinh phí. Các địa phương báo cáo hằng quý.\n3. Tăng cường kiểm tra."
WHO = "Trần Thị B"


def review() -> Review:
    read = document(BODY)
    return start_review(read, intake.propose(read))


def covered(one: Review) -> bool:
    return one.text == "".join(one.text[segment.start : segment.end] for segment in one.segments)


def test_the_file_travels_both_ways() -> None:
    """What is written is read back as the same review."""
    assert review() == read_review(write_review(review()))


def test_the_file_shows_source_and_sureness() -> None:
    """A person sees the printed sentence beside each proposal."""
    written = write_review(review())

    assert "nguon: 1. Bộ Y tế rà soát kho thuốc trước ngày 30/9/2026." in written
    assert "chắc chắn" in written


def test_an_edited_file_is_the_edited_review() -> None:
    """Approving and confirming in the file is enough for a certificate."""
    written = (
        write_review(review())
        .replace("duyet: false", "duyet: true")
        .replace("khong_giao_viec:\n  nguoi: null", f"khong_giao_viec:\n  nguoi: {WHO}")
    )
    read = read_review(written)

    assert all(one.decision is Decision.ACCEPTED for one in read.directives)
    assert verify(certificate_of(read, WHO), read.text, read.document_sha256)


@pytest.mark.parametrize(
    ("before", "after", "field"),
    [
        ("ngay: 2026-09-30", "ngay: 2026-09-31", "nhiem_vu[1].han.ngay"),
        ("do_chinh_xac: day", "do_chinh_xac: dya", "nhiem_vu[1].han.do_chinh_xac"),
        ("duyet: false", "duyet: có", "nhiem_vu[1].duyet"),
        ("chu_tri: [G18]", "chu_tri: G18", "nhiem_vu[1].chu_tri"),
        ("chu_tri: [G18]", "chu_chi: [G18]", "nhiem_vu[1].chu_chi"),
        ("loai: directive", "loai: viec", "doan[2].loai"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(before: str, after: str, field: str) -> None:
    """Line and field of the first thing that cannot be read."""
    written = write_review(review())
    assert before in written
    wrong = written.replace(before, after, 1)
    with pytest.raises(intake.IntakeRefusal) as refused:
        read_review(wrong)

    assert refused.value.code is intake.IntakeCode.BAD_REVIEW
    assert str(refused.value.said["field"]).split("[")[0] == field.split("[")[0]
    assert str(refused.value.said["field"]).split(".")[1:] == field.split(".")[1:]
    assert (
        after.split(":")[0].strip() in wrong.splitlines()[int(str(refused.value.said["line"])) - 1]
    )


def test_broken_yaml_is_told_with_its_line() -> None:
    """A bracket that never closes."""
    with pytest.raises(intake.IntakeRefusal) as refused:
        read_review("document: {a: [\n")

    assert refused.value.code is intake.IntakeCode.BAD_REVIEW


def test_an_edit_is_the_persons() -> None:
    """Changed fields, and who changed them."""
    changed = edit(review(), 1, WHO, leads=("G12",), due_on=date(2026, 10, 1)).directive(1)

    assert (("G12",), date(2026, 10, 1), Decision.ACCEPTED, WHO) == (
        changed.leads,
        changed.due_on,
        changed.decision,
        changed.decided_by,
    )
    with pytest.raises(intake.IntakeRefusal):
        edit(review(), 1, WHO, n=7)


def test_a_split_shares_the_text_and_not_the_decision() -> None:
    """Two directives, every character still covered."""
    before = accept(review(), [1], WHO)
    at = before.text.index("kho thuốc")
    after = split(before, 1, at, WHO)

    assert len(before.directives) + 1 == len(after.directives)
    assert ("1. Bộ Y tế rà soát", "kho thuốc trước ngày 30/9/2026.") == (
        after.directive(1).text,
        after.directive(2).text,
    )
    assert covered(after)
    assert after.directive(1).decision is Decision.OPEN
    with pytest.raises(intake.IntakeRefusal):
        split(before, 1, 0, WHO)


def test_a_merge_keeps_the_words_and_bodies_of_all() -> None:
    """One directive with the leads of both."""
    after = merge(review(), [1, 2], WHO)

    assert ("G18", "G12") == after.directive(1).leads
    assert len(review().directives) - 1 == len(after.directives)
    assert covered(after)


def test_dropping_answers_for_the_stretch() -> None:
    """What was no directive is no task, by a named person."""
    after = drop(review(), 1, WHO)

    dropped = next(
        one for one in after.segments if one.act is not None and one.act.startswith("bỏ nhiệm vụ")
    )
    assert (SegmentKind.NO_TASK, WHO) == (dropped.kind, dropped.person)
    assert len(review().directives) - 1 == len(after.directives)


def test_nobody_decides_without_a_name() -> None:
    """Acts belong to persons."""
    with pytest.raises(intake.IntakeRefusal):
        accept(review(), [1], " ")
    with pytest.raises(intake.IntakeRefusal):
        drop(review(), 1, "")
    with pytest.raises(intake.IntakeRefusal):
        mark_no_task(review(), "", rest=True)


def test_an_approved_review_is_a_conclusion() -> None:
    """Codes, deadline, rhythm and source as the file of a conclusion wants them."""
    approved = accept(review(), [one.n for one in review().directives], WHO)
    read = Conclusion.model_validate(
        conclusion_of(approved, Opening("tb-900-2026", "G22", chair="Phó Thủ tướng"))
    )

    assert ("900/TB-VPCP", date(2026, 6, 10)) == (read.number, read.issued_on)
    assert [("G18",), ("G12",), ("Các địa phương",)] == [one.assignees for one in read.directives]
    assert date(2026, 9, 30) == read.directives[0].deadline.due_on
    assert read.directives[2].report is not None
    assert "sha256" in (read.source or "")


def test_an_open_review_is_no_conclusion() -> None:
    """Each proposal is decided first."""
    with pytest.raises(intake.IntakeRefusal):
        conclusion_of(review(), Opening("tb-900-2026", "G22"))
