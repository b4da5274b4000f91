"""The conclusion file of an approved review, as the interface fixes it."""

from typing import Any

from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Decision, Review, ReviewedDirective


def conclusion_of(
    review: Review,
    *,
    ref: str,
    standing_office: str,
    chair: str | None = None,
    session: int | None = None,
    programmes: tuple[str, ...] = (),
) -> dict[str, Any]:
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
        "ref": ref,
        "number": review.number,
        "issued_on": review.issued_on,
        "session": session,
        "title": (review.title or f"{review.type or 'Văn bản'} {review.number or ''}").strip()[
            :500
        ],
        "chair": chair,
        "standing_office": standing_office,
        "programmes": list(programmes),
        "source": f"{review.type or 'Văn bản'} {review.number or '(không số)'} ngày {review.issued_on:%d/%m/%Y}; tệp {review.document_name}, sha256 {review.document_sha256}",
        "secrecy": None,
        "directives": [_directive(one) for one in review.directives],
    }
    return {
        name: value
        for name, value in plain.items()
        if value is not None or name in {"number", "secrecy"}
    }


def _directive(one: ReviewedDirective) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "n": one.n,
        "clause": one.ref or None,
        "text": one.text,
        "assignees": list(one.leads),
        "coordinating": list(one.coordinating),
        "deadline": {
            "raw": one.deadline_text,
            "precision": one.precision.value,
            "due_on": one.due_on,
            "review_on": one.review_on,
        },
        "report": {"rhythm": one.periodic.value, "day": one.report_day} if one.periodic else None,
        "product": one.product,
    }
    return {name: value for name, value in plain.items() if value is not None}
