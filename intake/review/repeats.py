"""What in a review is here already, and what a person has said of it; until then it is not approved.

Used by the command line before a review is written, saved or approved; the console shows the same.
"""

from collections.abc import Sequence
from dataclasses import replace

from intake.duplicates import (
    KnownDirective,
    KnownDocument,
    Likeness,
    Prepared,
    Resemblance,
    same_documents,
)
from intake.refusals import IntakeCode, IntakeRefusal
from intake.review.model import Repeat, Review, Verdict


def with_repeats(
    review: Review, documents: Sequence[KnownDocument], directives: Sequence[KnownDirective]
) -> Review:
    """The review with everything that resembles it; what was decided stays decided."""
    decided = {(one.n, one.id): one for one in review.repeats if one.verdict is not None}
    found = [
        _repeat(one, None, _said_of(one, documents))
        for one in same_documents(
            review.document_sha256, review.number, documents, year=_year(review)
        )
    ]
    known, texts = Prepared(directives), {one.id: one.text for one in directives}
    for directive in review.directives:
        found += [
            _repeat(one, directive.n, texts[one.id])
            for one in known.similar_to(directive.text, directive.leads)
        ]
    return replace(review, repeats=tuple(decided.get((one.n, one.id), one) for one in found))


def open_repeats(review: Review) -> list[Repeat]:
    """Those that nobody has decided yet."""
    return [one for one in review.repeats if one.verdict is None or not one.person]


def decide_repeat(
    review: Review, n: int | None, known: str, verdict: Verdict, person: str
) -> Review:
    """A person says of one resemblance whether it is another thing or the same asked for again.

    `n` is the directive's number, None for the document as a whole; `known` is what it resembles. A
    directive that says the same again is kept and remembers what it renews; one that is to be left
    out is dropped instead.
    """
    if not any((one.n, one.id) == (n, known) for one in review.repeats):
        raise IntakeRefusal(
            IntakeCode.BAD_REVIEW, line="?", field="trung_lap", found=f"không có {known}"
        )
    repeats = tuple(
        replace(one, verdict=verdict, person=person) if (one.n, one.id) == (n, known) else one
        for one in review.repeats
    )
    return remembering(replace(review, repeats=repeats))


def remembering(review: Review) -> Review:
    """Directives that ask again for something name it among what they renew."""
    renewed: dict[int, list[str]] = {}
    for one in review.repeats:
        if one.n is not None and one.verdict is Verdict.RENEWS and one.person:
            renewed.setdefault(one.n, []).append(one.id)
    return review.with_directives(
        tuple(
            replace(one, renews=tuple(dict.fromkeys((*one.renews, *renewed.get(one.n, ())))))
            for one in review.directives
        )
    )


def _repeat(one: Resemblance, n: int | None, said: str) -> Repeat:
    return Repeat(like=Likeness(one.like), id=one.id, score=one.score, n=n, said=said)


def _said_of(one: Resemblance, documents: Sequence[KnownDocument]) -> str:
    return next(
        (known.title or known.number or "" for known in documents if known.id == one.id), ""
    )


def _year(review: Review) -> int | None:
    return review.issued_on.year if review.issued_on else None
