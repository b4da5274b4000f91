"""Reads files of every accepted kind into one document; refuses the others with a reason."""

from intake.readers.limits import Limits, Watch
from intake.readers.read import read

__all__ = ["Limits", "Watch", "read"]
