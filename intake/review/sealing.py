"""From a finished review to its completeness certificate."""

from typing import Final

from intake.certificate import Certificate, CertifiedSegment, Held, build
from intake.proposal import SegmentKind
from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Decision, Review, ReviewedSegment

_HELD: Final = {
    SegmentKind.DIRECTIVE: Held.DIRECTIVE,
    SegmentKind.HEADING: Held.HEADING,
    SegmentKind.NO_TASK: Held.NO_TASK,
}


def open_segments(review: Review) -> list[ReviewedSegment]:
    """The stretches nobody has answered for yet."""
    return [one for one in review.segments if not _is_answered(one)]


def certificate_of(review: Review, approved_by: str) -> Certificate:
    """The certificate; refuses while a directive or a segment is open."""
    waiting = [one.n for one in review.directives if one.decision is not Decision.ACCEPTED]
    if waiting:
        raise IntakeRefusal(IntakeCode.UNFINISHED, found=f"Nhiệm vụ {waiting[0]} chưa được duyệt")
    left = open_segments(review)
    if left:
        raise IntakeRefusal(
            IntakeCode.UNFINISHED,
            found=f"Đoạn {left[0].id} chưa có ai quyết định: {review.text[left[0].start : left[0].end][:80].strip()}",
        )
    segments = [
        CertifiedSegment(
            one.id, one.start, one.end, _HELD[one.kind], one.directives, one.person, one.act
        )
        for one in review.segments
    ]
    return build(
        review.document_sha256,
        review.text,
        segments,
        [one.n for one in review.directives],
        approved_by,
    )


def _is_answered(segment: ReviewedSegment) -> bool:
    match segment.kind:
        case SegmentKind.DIRECTIVE | SegmentKind.HEADING:
            return bool(segment.directives)
        case SegmentKind.NO_TASK:
            return bool(segment.person)
        case SegmentKind.UNDECIDED:
            return False
