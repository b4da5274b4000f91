"""Intake: an official document becomes proposed directives with their places in the text; pure.

`read` takes a file in, `propose` says what is in it, `as_json` answers as the interface fixes it. A
person decides every proposal (`intake.review`), and a certificate (`intake.certificate`) shows that
nothing of the document was lost. Intake knows no clock, database or engine.
"""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from intake.answer import as_json
from intake.document import Document
from intake.places import Placed, boxes_of, places_of
from intake.proposal import Proposal
from intake.readers import Limits, PageKeeper, ReadPage, Watch
from intake.refusals import IntakeCode, IntakeRefusal

if TYPE_CHECKING:
    from intake.readers.door import first_page, read
    from intake.readers.pictures import picture_of

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


_LATER: Final = {
    "first_page": "intake.readers.door",
    "picture_of": "intake.readers.pictures",
    "read": "intake.readers.door",
}
"""What loads long, and most programs never use; from where it comes when it is asked for."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name]), name)


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
