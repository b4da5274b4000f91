"""Readers: files of every accepted kind become text in NFC with pages, or are refused with a reason."""

from intake.readers.limits import Limits, Watch
from intake.readers.pages import PageKeeper, ReadPage
from intake.readers.pictures import picture_of
from intake.readers.read import first_page, read

__all__ = ["Limits", "PageKeeper", "ReadPage", "Watch", "first_page", "picture_of", "read"]
