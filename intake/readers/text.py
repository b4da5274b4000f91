"""Plain text in Unicode; a first line that only names the source is left out."""

import re
from typing import Final

from intake.refusals import IntakeCode, IntakeRefusal

_SOURCE: Final = re.compile(r"\A\s*(?:NGUỒN|Nguồn|SOURCE|Source)\s*:[^\n]*\n?")


def decoded(data: bytes) -> str:
    """The characters of a text file; Unicode only, since old Vietnamese encodings cannot be told apart."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise IntakeRefusal(IntakeCode.ENCODING) from error


def without_source_line(text: str) -> str:
    """The text without a leading "NGUỒN: …" line, which says where a copy comes from and is no part of it."""
    found = _SOURCE.match(text)
    return text[found.end() :] if found else text
