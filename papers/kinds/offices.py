"""How offices are written in the head, the addressee and the signature block of a paper."""

from dataclasses import replace
from datetime import date
from typing import Final

from papers.paper import Head
from schemas.agencies import AgencyLevel, agency, name_of

__all__ = [
    "decided_by_prime_minister",
    "head_of",
    "head_of_table",
    "in_capitals",
    "names_of",
    "signer_of",
]

_UNIT: Final = "......"
"""The unit that drafts a letter, which the officer fills in."""
_HEADS: Final = {
    "G22": ("BỘ TRƯỞNG, CHỦ NHIỆM",),
}
_OF_LEVEL: Final = {
    AgencyLevel.MINISTRY: ("BỘ TRƯỞNG",),
    AgencyLevel.PROVINCE: ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    AgencyLevel.INTER_AGENCY: ("TM. ỦY BAN", "CHỦ TỊCH"),
}


def head_of(office: str, day: date, kind: str) -> Head:
    """The head of a paper of that office; *kind* is the abbreviation of its type (`BC`, `QĐ`), empty for a letter."""
    body = agency(office, day) or agency(office)
    short = body.short_name if body else office
    symbol = f"{kind}-{short}" if kind else f"{short}-{_UNIT}"
    name = name_of(office, day)
    return Head(issuer=(in_capitals(name),), symbol=symbol, name=name)


def head_of_table(office: str, day: date) -> Head:
    """The head of a working table, which is none of the decree's types and so has no symbol."""
    return replace(head_of(office, day, ""), symbol="")


def decided_by_prime_minister() -> Head:
    """The head of a decision of the Prime Minister, whose deadlines these are."""
    return Head(issuer=("THỦ TƯỚNG CHÍNH PHỦ",), symbol="QĐ-TTg", name="Thủ tướng Chính phủ")


def signer_of(office: str, day: date) -> tuple[str, ...]:
    """The capacity of its head; whether a deputy signs (KT.) or by order (TL.) is for the person who signs."""
    body = agency(office, day) or agency(office)
    if office in _HEADS or body is None:
        return _HEADS.get(office, ("THỦ TRƯỞNG CƠ QUAN",))
    return _OF_LEVEL.get(body.level, ("THỦ TRƯỞNG CƠ QUAN",))


def in_capitals(name: str) -> str:
    """A name as the head of a paper has it."""
    return name.upper()


def names_of(codes: tuple[str, ...], day: date) -> str:
    """Offices by name, in order; groups stay as printed."""
    return "; ".join(name_of(code, day) for code in codes)
