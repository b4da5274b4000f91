"""From a conclusion to its cases: what is wrong with it, who answers for what, in which packets.

Called by the gateway before anything is started, and by rehearsal; never inside a workflow.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from policy.directives import Path, Problem, deadline_of, planned_with, problems_of_deadline
from policy.ladders import rules_with
from schemas.agencies import agency, agency_named, members_of, successors_of
from schemas.calendar_file import calendar_today
from schemas.case import PACKET_HOLDS as PACKET_HOLDS
from schemas.case import Case, Planned, Span
from schemas.characters import may_hold_zero, zero_character_in
from schemas.commands import AddDirective, ChangeRules
from schemas.conclusion import MOST_ASSIGNMENTS, Conclusion, Directive
from schemas.ids import CODE_PATTERN, packet_id
from schemas.reach import may_be_out_of_reach, out_of_reach
from schemas.refusals import MalformedInput
from schemas.rules import Calendar, Rules, ladder_from, rung_from
from schemas.states import Told

_SEVERAL: Final = re.compile(r"[,;+|]|\s(?:và|and)\s")
_CODE: Final = re.compile(CODE_PATTERN)


def problems_of(conclusion: Conclusion) -> list[Problem]:
    """Everything wrong with it, in the order of the file; an empty list means it can be issued."""
    if (unfit := _unfit_for_the_register(conclusion)) is not None:
        return [unfit]
    found = list(_of_the_whole(conclusion))
    for at, directive in enumerate(conclusion.directives):
        where: Path = ("directives", at)
        issued_on = conclusion.issued_on
        of_directive = (
            *_of_assignees(directive, issued_on),
            *problems_of_deadline(directive, issued_on, calendar_today()),
        )
        found += [replace(one, path=(*where, *one.path)) for one in of_directive]
    if not found and (count := sum(1 for _ in _pairs(conclusion))) > MOST_ASSIGNMENTS:
        found.append(
            Problem(
                ("directives",), "too_many_assignments", {"count": count, "most": MOST_ASSIGNMENTS}
            )
        )
    return found


def expanded(command: AddDirective, valid_on: date, calendar: Calendar) -> AddDirective:
    """A directive to be added, with the agencies of that day behind its assignees.

    Called by the gateway before it sends, because a workflow reads no table of agencies. Raises
    MalformedInput with the first problem; *calendar* is the one the conclusion runs under.
    """
    directive = command.directive
    issued_on = command.decision.date if command.decision else valid_on
    of_days = problems_of_deadline(directive, issued_on, calendar)
    for problem in (*_of_assignees(directive, valid_on), *of_days):
        field = ".".join(("directive", *map(str, problem.path)))
        raise MalformedInput(problem.reason, field=field, **problem.said)
    return command.but(leads=all_leads_of(directive, valid_on))


def with_calendar(command: ChangeRules) -> ChangeRules:
    """The same change with the calendar of today in the place of the word; called by the gateway before it sends."""
    if command.rules.calendar != "today":
        return command
    return command.but(rules=command.rules.but(calendar=calendar_today()))


def content_hash(conclusion: Conclusion) -> str:
    """SHA-256 of what the conclusion says: the same text in another Unicode form or order of fields is the same.

    Fields left at their default do not count, so that a new optional field changes no hash.
    """
    said = json.dumps(
        conclusion.model_dump(mode="json", exclude_defaults=True),
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return hashlib.sha256(said.encode()).hexdigest()


def rules_of(conclusion: Conclusion) -> Rules:
    """The rules of today with the conclusion's own choices; the case carries them from now on."""
    chosen = conclusion.rules
    return rules_with(
        chosen.ladders,
        calendar=calendar_today(),
        tier=chosen.tier,
        before_day=chosen.before_day,
        source=f"kl/{conclusion.ref}",
    ).but(signature=chosen.signature)


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


def another_packet(last: Case) -> Case:
    """An empty packet after the last one, for directives that are added when all others are full."""
    number = last.packet + 1
    return Case(
        ref=last.ref,
        packet=number,
        stream=packet_id(last.ref, number),
        issued_on=last.issued_on,
        standing_office=last.standing_office,
        clock_offset_s=last.clock_offset_s,
        rules=last.rules,
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
    issued_on = conclusion.issued_on
    deadline = deadline_of(
        directive.deadline, directive.carried_over_from, issued_on, calendar_today()
    )
    leads = all_leads_of(directive, issued_on)
    return planned_with(conclusion.ref, directive, leads, deadline)


def all_leads_of(directive: Directive, on: date) -> tuple[str, ...]:
    """The agencies of that day behind all assignees of a directive, in their order."""
    return tuple(code for assignee in directive.assignees for code in leads_of(assignee, on))


def _pairs(conclusion: Conclusion) -> Iterator[tuple[int, str]]:
    for directive in conclusion.directives:
        for code in all_leads_of(directive, conclusion.issued_on):
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


def _unfit_for_the_register(conclusion: Conclusion) -> Problem | None:
    """What cannot be kept or counted from; looked for leaf by leaf only where the whole text gives reason to."""
    written = conclusion.model_dump_json()
    if not (may_hold_zero(written) or may_be_out_of_reach(written)):
        return None
    said = conclusion.model_dump(mode="json")
    if (path := zero_character_in(said)) is not None:
        return Problem(path, "zero_character")
    if (too_far := out_of_reach(said)) is not None:
        return Problem(too_far.path, "day_too_far", dict(too_far.said))
    return None


def _of_the_whole(conclusion: Conclusion) -> Iterator[Problem]:
    if conclusion.secrecy is not None:
        yield Problem(("secrecy",), "secret", {"mark": conclusion.secrecy})
    if agency(conclusion.standing_office, conclusion.issued_on) is None:
        yield _unknown(("standing_office",), conclusion.standing_office, conclusion.issued_on)
    yield from _of_ladders(conclusion)
    counts = Counter(directive.n for directive in conclusion.directives)
    seen: set[int] = set()
    for at, directive in enumerate(conclusion.directives):
        if counts[directive.n] > 1 and directive.n in seen:
            yield Problem(("directives", at, "n"), "duplicate_number", {"n": directive.n})
        seen.add(directive.n)


def _of_ladders(conclusion: Conclusion) -> Iterator[Problem]:
    """Each rung is readable, and each ladder holds together; the first problem of a ladder is enough."""
    for owed, written in conclusion.rules.ladders.items():
        where: Path = ("rules", "ladders", owed.value)
        for at, rung in enumerate(written):
            try:
                rung_from(rung)
            except ValueError:
                known = ", ".join(Told)
                yield Problem((*where, at), "rung_wrong", {"given": rung, "known": known})
                break
        else:
            try:
                ladder_from(owed, written)
            except ValueError as error:
                yield Problem(where, "ladder_wrong", {"problem": _first_line(error)})


def _first_line(error: ValueError) -> str:
    """What our own validator said, out of pydantic's frame around it."""
    lines = [line for line in str(error).splitlines() if "rungs of" in line]
    return lines[0].partition("Value error, ")[2].partition(" [type=")[0] if lines else str(error)


def _of_assignees(directive: Directive, on: date) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for at, assignee in enumerate(directive.assignees):
        where: Path = ("assignees", at)
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
            yield _unknown(("coordinating", at), body, on)


def _unknown(path: Path, given: str, on: date) -> Problem:
    """Nobody of that day; of a body that has ceased its successors are named."""
    said = {"given": given, "on": on.isoformat()}
    code = given if _CODE.match(given) else ""
    successors = ", ".join(one.code for one in successors_of(code, on))
    if successors:
        return Problem(path, "agency_ceased", said | {"successors": successors})
    return Problem(path, "unknown_agency", said)
