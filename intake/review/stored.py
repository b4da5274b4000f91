"""A review as plain JSON values, as the register keeps a draft, and back."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Review

_REVIEW: Final = TypeAdapter(Review)


def review_to_plain(review: Review) -> dict[str, Any]:
    """JSON values; the draft's version stands beside it in the register, so it is left out."""
    plain: dict[str, Any] = _REVIEW.dump_python(review, mode="json", exclude={"draft"})
    return plain


def review_from(plain: Mapping[str, Any]) -> Review:
    """The review; refuses what is none."""
    try:
        return _REVIEW.validate_python(dict(plain))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"])
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line="?", field=field, found=first["msg"]
        ) from error
