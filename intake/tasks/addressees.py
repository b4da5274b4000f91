"""The offices in a cell of a list: codes, names, short names and groups, one under the other or side by side."""

import re
from datetime import date
from typing import Final

from intake.bodies.listing import NameReader
from schemas.agencies import agency, agency_named, members_of

__all__ = ["UnknownOffice", "offices_in"]

_BETWEEN: Final = re.compile(r"[;\n]|\s+-\s+(?=[A-ZĐÀ-Ỹ])")
_CODE: Final = re.compile(r"[A-Z]\d\d")


class UnknownOffice(ValueError):
    """A part of the cell is no office of the table on that day; `given` is that part."""

    def __init__(self, given: str) -> None:
        super().__init__(given)
        self.given: Final = given


def offices_in(text: str, on: date) -> list[str]:
    """Codes, and groups as printed, each once and in order; raises UnknownOffice with the part that is not known."""
    if (whole := _one(text, on)) is not None:
        return [whole]
    found: list[str] = []
    for part in (piece.strip(" ,.-•") for piece in _BETWEEN.split(text)):
        if part:
            found += _part(part, on)
    return list(dict.fromkeys(found))


def _part(part: str, on: date) -> list[str]:
    if (one := _one(part, on)) is not None:
        return [one]
    reader = NameReader(part, on)
    listing = reader.listing_at(0, semicolons=True)
    codes = [mention.code for mention in listing.mentions] if listing else []
    if listing is None or None in codes or part[listing.end :].strip(" .,;"):
        return _by_commas(part, on)
    return [code for code in codes if code]


def _by_commas(part: str, on: date) -> list[str]:
    """Short names that nobody prints in running text ("BYT, BTC"), between commas."""
    found = []
    for name in part.split(","):
        one = _one(name.strip(), on)
        if one is None:
            raise UnknownOffice(name.strip() or part)
        found.append(one)
    return found


def _one(text: str, on: date) -> str | None:
    if _CODE.fullmatch(text) and agency(text, on):
        return text
    if members_of(text, on):
        return text
    body = agency_named(text, on)
    return body.code if body else None
