"""Who is told when, for every kind of obligation: the standard ladders of design §4, and the due times.

A conclusion carries its own copy (`Rules.ladders`); this table is only where new ones come from, and
what a `change_rules` makes of an older copy.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from schemas.rules import Calendar, Ladder, RuleChange, Rules, ladder_from
from schemas.states import BeforeDay, Owed, Tier

VERSION: Final = "bac-thang-2"

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

OPINION_WITHIN: Final = 3
"""Working days for an opinion on evidence when no day is named: within the five that the review itself has."""

EXPLAIN_WITHIN: Final = 5
"""Working days for an explanation when no day is named."""


def within_of(owed: Owed, *, urgent: bool) -> int | None:
    """The working days that something is given when no day is named; None: it always has a day of its own."""
    by_kind = {
        Owed.ACKNOWLEDGE: ACKNOWLEDGE_WITHIN[urgent],
        Owed.CONTRIBUTION: CONTRIBUTE_WITHIN[urgent],
        Owed.EXPLANATION: EXPLAIN_WITHIN,
        Owed.OPINION: OPINION_WITHIN,
    }
    return (by_kind | dict(OFFICE_WITHIN)).get(owed)


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
    Owed.OPINION: "-1wd coordinator, +1wd officer",
    Owed.REVIEW_DATE: "0 officer, +1wd head_of_standing_office",
}

_KEY_TIER: Final[Mapping[Owed, str]] = {
    Owed.FINAL_EVIDENCE: (
        "-14d focal_point, -7d focal_point, -3d agency_head, -1d agency_head, +1d standing_office, "
        "+7d deputy_prime_minister, +14d prime_ministers_list"
    ),
}
"""Key tasks ("nhiệm vụ trọng tâm") climb faster; everything else is as for other tasks."""


def standard_ladders(tier: Tier = Tier.NORMAL) -> tuple[Ladder, ...]:
    """The ladders a new conclusion of that tier carries; validated here, at load."""
    own = _KEY_TIER if tier is Tier.KEY else {}
    return tuple(
        ladder_from(owed, own.get(owed, written).split(", ")) for owed, written in _TABLE.items()
    )


def with_own(ladders: Iterable[Ladder], own: Mapping[Owed, Sequence[str]]) -> tuple[Ladder, ...]:
    """The ladders with some replaced by those a conclusion or a command writes; what has none gets one.

    Indicators are the kind that has no standard ladder: nobody is told unless a conclusion says so.
    """
    before = {one.owed: one for one in ladders}
    return tuple((before | {owed: ladder_from(owed, own[owed]) for owed in own}).values())


def rules_with(
    own: Mapping[Owed, Sequence[str]],
    *,
    calendar: Calendar,
    tier: Tier,
    before_day: BeforeDay,
    source: str,
) -> Rules:
    """The standard rules of a tier, with ladders of one's own; *source* names who wrote them."""
    return Rules(
        version=f"{VERSION}, {source}" if own else VERSION,
        calendar=calendar,
        ladders=with_own(standard_ladders(tier), own),
        before_day=before_day,
        tier=tier,
    )


def rules_after(before: Rules, change: RuleChange, *, seq: int) -> Rules:
    """The full rules that a `change_rules` makes of those of a case; *seq* is the event that says so.

    Another tier brings its own ladders, but a ladder that was not the old tier's standard stays: it
    had been chosen. The calendar of today is put in by the gateway, since no file is read here.
    """
    tier = change.tier or before.tier
    ladders, standard = before.ladders, standard_ladders(tier)
    if change.ladders == "today":
        ladders = standard
    elif tier is not before.tier:
        was = {one.owed: one for one in standard_ladders(before.tier)}
        new = {one.owed: one for one in standard}
        ladders = tuple(new[one.owed] if one == was.get(one.owed) else one for one in ladders)
    if isinstance(change.ladders, dict):
        ladders = with_own(ladders, change.ladders)
    calendar = change.calendar if isinstance(change.calendar, Calendar) else before.calendar
    return Rules(
        version=VERSION if ladders == standard else f"{VERSION}, #{seq}",
        calendar=calendar,
        ladders=ladders,
        before_day=change.before_day or before.before_day,
        tier=tier,
        signature=change.signature or before.signature,
        changed_seq=seq,
    )
