"""How much of a file intake is willing to look at, and the caller's wish to see progress or to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from intake.refusals import IntakeCode, IntakeRefusal

_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a file; the defaults fit any real document."""

    file_bytes: int = 20 * _MB
    unpacked_bytes: int = 200 * _MB
    part_ratio: int = 150
    parts: int = 2000
    pages: int = 600
    characters: int = 4_000_000
    ocr_dpi: int = 250
    ocr_page_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Watch:
    """Tells the caller how far reading has come, and stops when the caller says so."""

    progress: Callable[[int, int], None] | None = None
    cancelled: Callable[[], bool] | None = None

    def step(self, done: int, of: int) -> None:
        """One page or clause more is read; raises when reading is to stop."""
        if self.cancelled is not None and self.cancelled():
            raise IntakeRefusal(IntakeCode.CANCELLED)
        if self.progress is not None:
            self.progress(done, of)


def in_mb(size: int) -> str:
    """A size as it is shown to people."""
    return f"{size / _MB:.1f} MB"
