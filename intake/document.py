"""A document as it was read: its text, where its pages lie in it, and the facts of its head."""

from dataclasses import dataclass, field
from datetime import date

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its number, the stretch of text on it, and whether the text was recognised from a picture."""

    number: int
    start: int
    end: int
    is_scan: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of a document says of itself; what is not printed is None."""

    number: str | None = None
    type: str | None = None
    issued_on: date | None = None
    issuer: str | None = None
    subject: str | None = None
    meeting: str | None = None
    meeting_on: date | None = None
    signer: str | None = None
    place: str | None = None
    secrecy: str | None = None
    urgency: str | None = None
    cited: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document in NFC; every span of intake counts code points of `text`."""

    name: str
    sha256: str
    text: str
    pages: tuple[Page, ...]
    header: Header = field(default_factory=Header)
    format: str = "txt"

    @property
    def is_scan(self) -> bool:
        return any(page.is_scan for page in self.pages)

    def page_of(self, position: int) -> int:
        """The number of the page on which a character stands."""
        return next((page.number for page in reversed(self.pages) if page.start <= position), 1)
