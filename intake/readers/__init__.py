"""Readers: files of every accepted kind become text in NFC with pages, or are refused with a reason.

`intake.readers.door` is the one way in. It is not named here, because it loads every format, and most programs
that know of pages and limits read no document.
"""

from intake.readers.limits import Limits, Watch
from intake.readers.pages import PageKeeper, ReadPage

__all__ = ["Limits", "PageKeeper", "ReadPage", "Watch"]
