"""Pages that are pictures, through the tesseract program with Vietnamese when it is installed.

Recognised text is marked as such: a date from it is never sure (Roman quarters come out wrong).
"""

import re
import shutil
import subprocess
from functools import lru_cache
from typing import Final

from intake.readers.limits import Limits
from intake.readers.pages import ONE, Word
from intake.refusals import IntakeCode, IntakeRefusal

_LANGUAGE: Final = "vie"
# What recognition makes of Roman numerals at the head of a line.
_ROMAN_LIKE: Final = re.compile(r"([IVXLlHT1|]{2,5})(?=\. [^\W\d_])")
_LETTER: Final = re.compile(r"[IVXLHT]")
_SEEN_AS: Final = str.maketrans({"H": "II", "L": "I", "l": "I", "T": "I", "1": "I", "|": "I"})
_SIGNING: Final = frozenset({"TL"})
_ROMAN: Final = frozenset({"II", "III", "IV", "VI", "VII", "VIII", "IX"})


@lru_cache(maxsize=1)
def recogniser() -> str | None:
    """Where tesseract with Vietnamese is, or None."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run(  # noqa: S603 - a fixed program with fixed arguments
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=20
    )
    return program if _LANGUAGE in listed.stdout.split() else None


def recognised(picture: bytes, page: int, limits: Limits) -> tuple[list[str], tuple[Word, ...]]:
    """The paragraphs tesseract sees in a picture (PGM) and the places of their words; refuses when it is not installed."""
    program = recogniser()
    if program is None:
        raise IntakeRefusal(IntakeCode.NO_OCR, found=page)
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, the picture only through stdin
            [program, "stdin", "stdout", "-l", _LANGUAGE, "--psm", "4", "--dpi", str(limits.ocr_dpi), "tsv"],
            input=picture, capture_output=True, check=True, timeout=limits.ocr_page_seconds,
        )  # fmt: skip
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        raise IntakeRefusal(IntakeCode.DAMAGED, found=f"tesseract, trang {page}") from error
    return _paragraphs(done.stdout.decode("utf-8", "replace"))


def _paragraphs(table: str) -> tuple[list[str], tuple[Word, ...]]:
    """tesseract's table has a row for the page (level 1) and one for each word (level 5) with block, paragraph and box."""
    blocks: dict[tuple[str, str], list[str]] = {}
    words: list[Word] = []
    width = height = 1
    for row in table.splitlines()[1:]:
        level, _, block, paragraph, _, _, left, top, across, down, _, said = row.split("\t", 11)
        if level == "1":
            width, height = max(1, int(across)), max(1, int(down))
        elif level == "5" and said.strip():
            blocks.setdefault((block, paragraph), []).append(said)
            x, y = int(left), int(top)
            words.append(
                Word(
                    said.strip(),
                    x * ONE // width,
                    y * ONE // height,
                    (x + int(across)) * ONE // width,
                    (y + int(down)) * ONE // height,
                )
            )
    return [with_roman(" ".join(" ".join(one).split())) for one in blocks.values()], tuple(words)


def with_roman(line: str) -> str:
    """ "IL. NHIỆM VỤ" and "HI. TỔ CHỨC" are II and III: a wrong label would join a section to the one before."""
    found = _ROMAN_LIKE.match(line)
    if found is None or not _LETTER.search(found[1]) or found[1] in _SIGNING:
        return line
    meant = found[1].translate(_SEEN_AS)
    return f"{meant}{line[found.end(1) :]}" if meant in _ROMAN else line
