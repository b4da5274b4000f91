"""Papers drafted from the register as it stood when a day ended: what each needs is read, and refused where nothing is there.

Used by the command line and the pages, so both give the same paper.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final

from papers.kinds.follow_up import follow_up as follow_up_of
from papers.kinds.letters import assignment_letter, extension_decision, urging_letter
from papers.kinds.report import periodic_report
from papers.paper import Facts, Paper
from policy.periods import Period
from register import reads
from schemas.agencies import name_of
from schemas.ids import Kind, Target, parsed
from schemas.refusals import Code, Refusal
from schemas.reporting import Work

__all__ = ["ANSWER_WITHIN", "assignment", "extension", "follow_up", "report", "urging"]

ANSWER_WITHIN: Final = timedelta(days=14)


async def urging(  # noqa: PLR0913 - one parameter for each thing a letter says
    db: Any,
    facts: Facts,
    agency: str,
    *,
    answer_by: date | None = None,
    office: str | None = None,
    own: bool = False,
) -> Paper:
    """The urging letter to one agency, with its overdue work; *own*: only what that office gave."""
    works = await reads.work_at(db, facts.as_of, reads.WorkWanted(holder=agency, overdue=True))
    if own:
        works = [work for work in works if work.standing_office == office]
    sender = office or _office_of(works) or await reads.office_of_papers(db) or ""
    return urging_letter(
        works,
        agency=agency,
        office=sender,
        answer_by=answer_by or facts.as_of + ANSWER_WITHIN,
        facts=replace(facts, about=f"cơ quan {agency} {name_of(agency)}, quá hạn"),
    )


async def assignment(
    db: Any, facts: Facts, target: str, holder: str, *, office: str | None = None
) -> Paper:
    """The letter that gives an agency its work from a conclusion, a directive or one assignment alone."""
    named = _parsed(target)
    wanted = reads.WorkWanted(holder=holder, conclusion=named.ref)
    works = await reads.work_at(db, facts.as_of, wanted)
    if named.kind is not Kind.CONCLUSION:
        works = [work for work in works if named.covers(work.id)]
    if not works:
        raise _unknown(target)
    return assignment_letter(
        works,
        agency=holder,
        office=office or works[0].standing_office,
        facts=replace(facts, about=f"{target}, cơ quan {holder}"),
    )


async def extension(db: Any, facts: Facts, target: str) -> Paper:
    """The decision on the newest request for more time."""
    if not await reads.work_at(db, facts.as_of, reads.WorkWanted(assignment=target)):
        raise _unknown(target)
    asked = await reads.extension_asked(db, target, facts.as_of)
    if asked is None:
        raise Refusal(Code.WRONG_STATE, "no_extension_asked", id=target)
    return extension_decision(asked, facts=replace(facts, about=target))


async def follow_up(db: Any, facts: Facts, target: str, *, office: str | None = None) -> Paper:
    """The follow-up table of a conclusion."""
    named = _parsed(target)
    whole = await reads.conclusion(db, named.ref)
    if whole is None:
        raise _unknown(target)
    works = await reads.work_at(db, facts.as_of, reads.WorkWanted(conclusion=named.ref))
    return follow_up_of(
        works,
        title=whole.title,
        office=office or whole.standing_office,
        facts=replace(facts, about=f"kết luận {whole.id}"),
    )


async def report(
    db: Any,
    facts: Facts,
    period: Period,
    *,
    office: str | None = None,
    progress: Callable[..., None] = lambda *_: None,
) -> Paper:
    """The periodic report."""
    figures = await reads.period_figures(db, period, facts.as_of, progress=progress)
    if office:
        figures = replace(figures, office=office)
    about = f"kỳ {period.name}, toàn bộ sổ theo dõi"
    return periodic_report(figures, facts=replace(facts, about=about))


def _parsed(given: str) -> Target:
    named = parsed(given) or parsed(f"kl/{given}")
    if named is None:
        raise _unknown(given)
    return named


def _unknown(target: str) -> Refusal:
    return Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=target)


def _office_of(works: list[Work]) -> str | None:
    """The standing office that most of the work belongs to."""
    offices = [work.standing_office for work in works]
    return max(sorted(set(offices)), key=offices.count) if offices else None
