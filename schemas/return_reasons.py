"""Ready reasons with which an examiner returns evidence or a report, in both languages (`return_reasons.csv`).

Chosen on the form or by `--template`; what the examiner adds in own words follows. The fact holds
the text, so that a changed list never changes what was said.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from schemas.labels import Lang
from schemas.refusals import MalformedInput
from schemas.wording import Both

__all__ = ["ABOUT", "ReturnReason", "reasons_for", "worded"]

ABOUT: Final[Mapping[str, str]] = {"review_evidence": "evidence", "review_report": "report"}
"""The commands that return something, and what it is."""
_FILE: Final = Path(__file__).with_name("return_reasons.csv")


@dataclass(frozen=True, slots=True)
class ReturnReason:
    """One row of the list."""

    code: str
    about: str
    text: Both


@lru_cache(maxsize=1)
def _all() -> tuple[ReturnReason, ...]:
    with _FILE.open(encoding="utf-8", newline="") as rows:
        return tuple(
            ReturnReason(row["code"], row["about"], Both(row["vi"], row["en"]))
            for row in csv.DictReader(rows)
        )


def reasons_for(command: str | None = None) -> tuple[ReturnReason, ...]:
    """The reasons for that command, in the order of the list; all of them without one."""
    return tuple(one for one in _all() if command is None or one.about == ABOUT.get(command))


def worded(command: str, code: str | None, own: str | None, lang: Lang) -> str | None:
    """The full reason: the chosen one, then own words; raises MalformedInput for a code that is not in the list."""
    if not code:
        return own
    known = {one.code: one for one in reasons_for(command)}
    if code not in known:
        listed = ", ".join(known)
        raise MalformedInput("no_such_template", field="template", given=code, known=listed)
    return "\n".join(one for one in (known[code].text.in_(lang), own) if one)
