"""From a conclusion to its cases: what is wrong with it, who answers for what, in which packets.

Called by the gateway before anything is started, and by rehearsal; never inside a workflow.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from policy.ladders import VERSION, standard_ladders
from schemas.agencies import agency, agency_named, members_of
from schemas.calendar_file import calendar_today
from schemas.case import Case, DeadlineNow, Duty, Origin, Planned, Span
from schemas.conclusion import MOST_ASSIGNMENTS, Conclusion, Deadline, Directive
from schemas.ids import CODE_PATTERN, assignment_id, packet_id
from schemas.rules import Rules
from schemas.states import Precision

PACKET_HOLDS: Final = 256
"""Assignments in one workflow at most (design §2)."""

_URGENT: Final = re.compile(r"\b(ngay|khẩn trương|h[oỏ][aả] tốc)\b", re.IGNORECASE)
_DAY_BEFORE: Final = re.compile(r"\btrước\s+(ngày\b|\d)", re.IGNORECASE)
_SEVERAL: Final = re.compile(r"[,;+|]|\s(?:và|and)\s")
_CODE: Final = re.compile(CODE_PATTERN)

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that keeps a conclusion from being issued: where, why, and what the sentence needs."""

    path: Path
    reason: str
    said: dict[str, Any] = field(default_factory=dict)


def problems_of(conclusion: Conclusion) -> list[Problem]:
    """Everything wrong with it, in the order of the file; an empty list means it can be issued."""
    found = list(_of_the_whole(conclusion))
    for at, directive in enumerate(conclusion.directives):
        found += _of_assignees(conclusion, directive, ("directives", at))
        found += _of_deadline(conclusion, directive, ("directives", at))
    if not found and (count := sum(1 for _ in _pairs(conclusion))) > MOST_ASSIGNMENTS:
        found.append(
            Problem(
                ("directives",), "too_many_assignments", {"count": count, "most": MOST_ASSIGNMENTS}
            )
        )
    return found


def content_hash(conclusion: Conclusion) -> str:
    """SHA-256 of what the conclusion says: the same text in another Unicode form or order of fields is the same."""
    said = json.dumps(
        conclusion.model_dump(mode="json"),
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(said.encode()).hexdigest()


def rules_of(conclusion: Conclusion) -> Rules:
    """The rules of today with the conclusion's own choices; the case carries them from now on."""
    return Rules(
        version=VERSION,
        calendar=calendar_today(),
        ladders=standard_ladders(conclusion.rules.tier),
        before_day=conclusion.rules.before_day,
        tier=conclusion.rules.tier,
    )


def cases_of(conclusion: Conclusion, *, clock_offset_s: int = 0) -> tuple[Case, ...]:
    """One case per packet: whole directives in order, and only one that exceeds a packet is split."""
    packets = list(_packed(conclusion))
    spans = tuple(
        Span(
            packet=number,
            first_n=some[0].n,
            first_code=some[0].holder,
            last_n=some[-1].n,
            last_code=some[-1].holder,
        )
        for number, some in enumerate(packets, start=1)
    )
    rules = rules_of(conclusion)
    return tuple(
        Case(
            ref=conclusion.ref,
            packet=number,
            stream=packet_id(conclusion.ref, number),
            issued_on=conclusion.issued_on,
            standing_office=conclusion.standing_office,
            clock_offset_s=clock_offset_s,
            rules=rules,
            spans=spans if len(spans) > 1 else (),
            planned=tuple(some),
        )
        for number, some in enumerate(packets, start=1)
    )


def leads_of(assignee: str, on: date) -> tuple[str, ...]:
    """The agency codes behind one assignee: a code, a name, or a group valid on the day of issue; empty: unknown."""
    if _CODE.match(assignee):
        return (assignee,) if agency(assignee, on) is not None else ()
    if (members := members_of(assignee, on)) is not None:
        return tuple(member.code for member in members)
    named = agency_named(assignee, on)
    return (named.code,) if named is not None else ()


def planned_of(conclusion: Conclusion, directive: Directive) -> list[Planned]:
    """The assignments of one directive, in the order of its assignees."""
    codes = tuple(dict.fromkeys(one for one in directive.coordinating if _CODE.match(one)))
    deadline = deadline_of(directive)
    origin, duty = directive.carried_over_from, directive.report
    return [
        Planned(
            id=assignment_id(conclusion.ref, directive.n, code),
            n=directive.n,
            holder=code,
            coordinating=codes,
            deadline=deadline,
            urgent=bool(_URGENT.search(directive.deadline.raw or "")),
            origin=Origin(**origin.model_dump()) if origin else None,
            duty=Duty(**duty.model_dump()) if duty else None,
        )
        for assignee in directive.assignees
        for code in leads_of(assignee, conclusion.issued_on)
    ]


def deadline_of(directive: Directive) -> DeadlineNow:
    """The deadline that holds from the issue on: the new day, else the old one of carried-over work."""
    printed: Deadline = directive.deadline
    origin = directive.carried_over_from
    inherited = printed.due_on is None and origin is not None
    due_on = origin.due_on if inherited and origin else printed.due_on
    return DeadlineNow(
        due_on=due_on,
        precision=Precision.DAY if inherited else printed.precision,
        names_day_before=bool(_DAY_BEFORE.search(printed.raw or "")) and not inherited,
        first_due_on=origin.due_on if origin else due_on,
        review_on=printed.review_on,
    )


def _pairs(conclusion: Conclusion) -> Iterator[tuple[int, str]]:
    for directive in conclusion.directives:
        for assignee in directive.assignees:
            for code in leads_of(assignee, conclusion.issued_on):
                yield directive.n, code


def _packed(conclusion: Conclusion) -> Iterator[list[Planned]]:
    packet: list[Planned] = []
    for directive in conclusion.directives:
        planned = planned_of(conclusion, directive)
        if packet and len(packet) + len(planned) > PACKET_HOLDS:
            yield packet
            packet = []
        if len(planned) > PACKET_HOLDS:
            planned.sort(key=lambda one: one.holder)
        packet += planned
        while len(packet) > PACKET_HOLDS:
            yield packet[:PACKET_HOLDS]
            packet = packet[PACKET_HOLDS:]
    if packet:
        yield packet


def _of_the_whole(conclusion: Conclusion) -> Iterator[Problem]:
    if conclusion.secrecy is not None:
        yield Problem(("secrecy",), "secret", {"mark": conclusion.secrecy})
    if agency(conclusion.standing_office, conclusion.issued_on) is None:
        yield _unknown(("standing_office",), conclusion.standing_office, conclusion.issued_on)
    counts = Counter(directive.n for directive in conclusion.directives)
    seen: set[int] = set()
    for at, directive in enumerate(conclusion.directives):
        if counts[directive.n] > 1 and directive.n in seen:
            yield Problem(("directives", at, "n"), "duplicate_number", {"n": directive.n})
        seen.add(directive.n)


def _of_assignees(conclusion: Conclusion, directive: Directive, path: Path) -> Iterator[Problem]:
    on = conclusion.issued_on
    seen: dict[str, str] = {}
    for at, assignee in enumerate(directive.assignees):
        where = (*path, "assignees", at)
        codes = leads_of(assignee, on)
        if not codes:
            two = _SEVERAL.search(assignee) is not None
            yield (
                Problem(where, "two_leads", {"given": assignee})
                if two
                else _unknown(where, assignee, on)
            )
        for code in codes:
            if code in seen:
                yield Problem(where, "assigned_twice", {"code": code, "by": seen[code]})
                break
            seen[code] = assignee
    for at, body in enumerate(directive.coordinating):
        if _CODE.match(body) and agency(body, on) is None:
            yield _unknown((*path, "coordinating", at), body, on)


def _of_deadline(conclusion: Conclusion, directive: Directive, path: Path) -> Iterator[Problem]:
    deadline, issued_on = directive.deadline, conclusion.issued_on
    where = (*path, "deadline")
    days = {"issued_on": issued_on.isoformat()}
    vague = deadline.precision in {Precision.NONE, Precision.EVENT}
    if deadline.due_on is not None and vague:
        yield Problem(
            (*where, "precision"), "day_without_precision", {"precision": deadline.precision.value}
        )
    if deadline.due_on is None and not vague:
        yield Problem(
            (*where, "due_on"), "precision_without_day", {"precision": deadline.precision.value}
        )
    if deadline.due_on is not None and deadline.due_on < issued_on:
        said = days | {"due_on": deadline.due_on.isoformat()}
        yield Problem((*where, "due_on"), "due_before_issue", said)
    if deadline.review_on is not None and deadline.review_on < issued_on:
        said = days | {"review_on": deadline.review_on.isoformat()}
        yield Problem((*where, "review_on"), "review_before_issue", said)
    origin = directive.carried_over_from
    if origin is not None and origin.due_on >= issued_on:
        said = days | {"due_on": origin.due_on.isoformat()}
        yield Problem((*path, "carried_over_from", "due_on"), "origin_not_before_issue", said)


def _unknown(path: Path, given: str, on: date) -> Problem:
    return Problem(path, "unknown_agency", {"given": given, "on": on.isoformat()})
