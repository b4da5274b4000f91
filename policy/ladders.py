"""Who is told when, for every kind of obligation: the standard ladders of design §4, and the due times.

A conclusion carries its own copy (`Rules.ladders`); this table is only where new ones come from.
"""

from collections.abc import Mapping
from typing import Final

from schemas.rules import Ladder, Rung
from schemas.states import Owed, Tier, Told

VERSION: Final = "bac-thang-1"

ACKNOWLEDGE_WITHIN: Final = {False: 2, True: 1}
"""Working days to acknowledge, by urgency ("ngay", "khẩn trương", "hỏa tốc")."""

CONTRIBUTE_WITHIN: Final = {False: 5, True: 2}
"""Working days for a coordinator's answer (working regulation of 2026, art. 7, 12, 17)."""

OFFICE_WITHIN: Final[Mapping[Owed, int]] = {
    Owed.REVIEW_EVIDENCE: 5,
    Owed.REVIEW_REPORT: 5,
    Owed.DECIDE_EXTENSION: 3,
    Owed.DECIDE_OBJECTION: 3,
}
"""Working days the standing office has for its own acts."""

EXPLAIN_WITHIN: Final = 5
"""Working days for an explanation when no day is named."""

_OFFICES_OWN: Final = "-1wd officer, +1wd head_of_standing_office"

_TABLE: Final[Mapping[Owed, str]] = {
    Owed.ACKNOWLEDGE: "+1wd agency_head, +3wd standing_office",
    Owed.PERIODIC_REPORT: "-3wd focal_point, +1wd agency_head, +3wd standing_office",
    Owed.CONTRIBUTION: "-1wd coordinator, 0 coordinator",
    Owed.FINAL_EVIDENCE: (
        "-7d focal_point, -3d focal_point, -1d focal_point, +1d agency_head, +7d standing_office, "
        "+14d deputy_prime_minister, +30d prime_ministers_list"
    ),
    Owed.REVIEW_REPORT: _OFFICES_OWN,
    Owed.REVIEW_EVIDENCE: _OFFICES_OWN,
    Owed.DECIDE_EXTENSION: _OFFICES_OWN,
    Owed.DECIDE_OBJECTION: _OFFICES_OWN,
    Owed.EXPLANATION: "-1wd agency_head, +1wd supervisor",
    Owed.REVIEW_DATE: "0 officer, +1wd head_of_standing_office",
}

_KEY_TIER: Final[Mapping[Owed, str]] = {
    Owed.FINAL_EVIDENCE: (
        "-14d focal_point, -7d focal_point, -3d agency_head, -1d agency_head, +1d standing_office, "
        "+7d deputy_prime_minister, +14d prime_ministers_list"
    ),
}
"""Key tasks ("nhiệm vụ trọng tâm") climb faster; everything else is as for other tasks."""


def _ladder(owed: Owed, written: str) -> Ladder:
    rungs = (rung.split() for rung in written.split(", "))
    return Ladder(owed=owed, rungs=tuple(Rung(name=name, to=Told(to)) for name, to in rungs))


def standard_ladders(tier: Tier = Tier.NORMAL) -> tuple[Ladder, ...]:
    """The ladders a new conclusion of that tier carries; validated here, at load."""
    own = _KEY_TIER if tier is Tier.KEY else {}
    return tuple(_ladder(owed, own.get(owed, written)) for owed, written in _TABLE.items())
