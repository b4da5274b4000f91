"""The conclusion file of an approved review, as the interface fixes it."""

from dataclasses import dataclass
from typing import Any, Final

from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Decision, Review, ReviewedDirective

_LONGEST_TITLE: Final = 500
_LONGEST_RAW: Final = 500
_LONGEST_CLAUSE: Final = 200


@dataclass(frozen=True, slots=True)
class Opening:
    """What the document does not say and the one who opens the conclusion does."""

    ref: str
    standing_office: str
    chair: str | None = None
    session: int | None = None
    programmes: tuple[str, ...] = ()


def conclusion_of(review: Review, opening: Opening) -> dict[str, Any]:
    """The conclusion as plain values; refuses a review in which something is still open."""
    waiting = [one.n for one in review.directives if one.decision is not Decision.ACCEPTED]
    if waiting:
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line="?", field=f"nhiệm vụ {waiting[0]}", found="chưa được duyệt"
        )
    if review.issued_on is None:
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line="?", field="issued_on", found="chưa biết ngày ban hành"
        )
    plain: dict[str, Any] = {
        "ref": opening.ref,
        "number": review.number,
        "issued_on": review.issued_on,
        "session": opening.session,
        "title": _title(review)[:_LONGEST_TITLE],
        "chair": opening.chair,
        "standing_office": opening.standing_office,
        "programmes": list(opening.programmes),
        "source": f"{review.type or 'Văn bản'} {review.number or '(không số)'} ngày {review.issued_on:%d/%m/%Y}; tệp {review.document_name}, sha256 {review.document_sha256}",
        "secrecy": None,
        "directives": [_directive(one) for one in review.directives],
    }
    return {
        name: value
        for name, value in plain.items()
        if value is not None or name in {"number", "secrecy"}
    }


def _title(review: Review) -> str:
    return (review.title or f"{review.type or 'Văn bản'} {review.number or ''}").strip()


def _directive(one: ReviewedDirective) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "n": one.n,
        "clause": one.ref[:_LONGEST_CLAUSE] or None,
        "text": one.text,
        "assignees": list(one.leads),
        "coordinating": list(one.coordinating),
        "deadline": {
            "raw": one.deadline_text[:_LONGEST_RAW] if one.deadline_text else None,
            "precision": one.precision.value,
            "due_on": one.due_on,
            "review_on": one.review_on,
        },
        "report": {"rhythm": one.periodic.value, "day": one.report_day} if one.periodic else None,
        "product": one.product,
    }
    return {name: value for name, value in plain.items() if value is not None}
