"""Intake: an official document becomes proposed directives with their places in the text; pure.

`read` takes a file in, `propose` says what is in it, `as_json` answers as the interface fixes it. A
person decides every proposal (`intake.review`), and a certificate (`intake.certificate`) shows that
nothing of the document was lost. Intake knows no clock, database or engine.
"""

from collections.abc import Callable

from intake.answer import as_json
from intake.document import Document
from intake.places import Placed, boxes_of, places_of
from intake.proposal import Proposal
from intake.readers import Limits, PageKeeper, ReadPage, Watch, first_page, picture_of, read
from intake.refusals import IntakeCode, IntakeRefusal

__all__ = [
    "Document",
    "IntakeCode",
    "IntakeRefusal",
    "Limits",
    "PageKeeper",
    "Placed",
    "Proposal",
    "ReadPage",
    "as_json",
    "boxes_of",
    "first_page",
    "picture_of",
    "places_of",
    "propose",
    "read",
]


def propose(
    document: Document,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Proposal:
    """The segments and directives of a document; the caller may watch and stop a long one."""
    # Here and not above: the rules of the language take long to load, and most programs read no document.
    from intake.reading.propose import propose_for

    return propose_for(document, Watch(progress, cancelled).step)
