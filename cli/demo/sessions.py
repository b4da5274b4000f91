"""`make demo ARGS=--all`: four sessions in their order, 2021 to 2024, each with what the earlier ones left over.

The samples say what is known; the behaviour of the agencies is illustrative, as in the default story.
Before a session begins its last period is closed, what was not done becomes directives of its own after
those of the sample, and once it is issued the work is closed where it comes from.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from bootstrap import CHECKOUT
from cli.demo import report
from cli.demo.play import (
    CAST,
    DATA,
    Running,
    a_paper,
    last_moment,
    live_until,
    started_by_starter,
    summed_up,
)
from cli.demo.script import MORNING, Act, Cast, Character, Scene, acts_of
from cli.period import as_file
from gateway.reading import read_conclusion
from gateway.settling import settle
from policy.carrying import chosen, extended
from policy.issuing import cases_of
from policy.periods import period_named
from register import reads
from register.pool import Db
from schemas.actors import Actor
from schemas.conclusion import Conclusion
from schemas.moments import HANOI
from schemas.states import Role

FIRST_DAY: Final = date(2021, 11, 30)
LAST_DAY: Final = date(2024, 12, 31)


@dataclass(frozen=True, slots=True)
class Session:
    """A sample, the period that is closed before it, and how its agencies behave."""

    sample: str
    closes: str | None
    cast: Cast


SESSIONS: Final = (
    Session(
        "phien-01-2021",
        None,
        Cast(
            parts={
                18: Character.LATE,
                22: Character.STILL_AT_IT,
                24: Character.SILENT,
                28: Character.ASKS_AND_GETS,
                30: Character.STILL_AT_IT,
                32: Character.RETURNED_ONCE,
            }
        ),
    ),
    Session(
        "phien-03-2022",
        "2022-H1",
        Cast(
            parts={
                7: Character.STILL_AT_IT,
                9: Character.LATE,
                10: Character.RETURNED_ONCE,
            },
            offices={
                (1, "H02"): Character.SILENT,
                (1, "H49"): Character.STILL_AT_IT,
                (6, "H49"): Character.STILL_AT_IT,
            },
        ),
    ),
    Session("phien-06-2023", "2023-H1", CAST),
    Session("phien-08-2024", "2023-H2", Cast(parts={5: Character.STILL_AT_IT})),
)


class Months:
    """One line for every month that has passed."""

    def __init__(self, pool: Db, running: Running, out: "report.Printer") -> None:
        self._pool, self._running, self._out = pool, running, out
        self._month = running.as_of.replace(day=1)
        self._told: Counter[str] = Counter()

    async def show_new(self) -> None:
        """Print the month that has ended, if one has."""
        now = self._running.as_of
        if (now.year, now.month) == (self._month.year, self._month.month):
            return
        await self.end()
        self._month = now.replace(day=1)

    async def end(self) -> None:
        """Print the month that runs."""
        facts = Counter(await reads.fact_counts(self._pool))
        self._out.month(self._month, dict(facts - self._told))
        self._told = facts


async def story(running: Running, out: "report.Printer") -> dict[str, Any]:
    """The four sessions one after the other; the document of the demo, with a line for each session."""
    paper, told = await a_paper(running), Months(running.parts.pool, running, out)
    script: list[tuple[Scene, Act]] = []
    played: list[dict[str, Any]] = []
    for session in SESSIONS:
        sample = CHECKOUT / "samples" / f"{session.sample}.yaml"
        conclusion = read_conclusion(sample)
        begins = datetime.combine(conclusion.issued_on, MORNING, HANOI)
        if begins > running.as_of:
            await live_until(running, script, begins, told)
        conclusion, left = await _with_what_is_left(running, conclusion, session)
        path = _written(conclusion) if left.get("carried") else sample
        answer = await started_by_starter(running, conclusion.ref, path)
        settled = await _settled(running, conclusion)
        script = [(scene, act) for scene, act in script if act.target not in settled]
        script += _script(conclusion, session.cast, paper)
        out.session(conclusion, answer, left)
        played.append({"ref": conclusion.ref, **answer, **left, "settled": len(settled)})
    await live_until(running, script, last_moment(LAST_DAY), told)
    await told.end()
    return await summed_up(running, out, LAST_DAY, sessions=played)


async def _with_what_is_left(
    running: Running, conclusion: Conclusion, session: Session
) -> tuple[Conclusion, dict[str, int]]:
    """The sample with what was left over at the end of the period before it."""
    if session.closes is None:
        return conclusion, {}
    period = period_named(session.closes)
    items = await reads.unfinished(running.parts.pool, period.last)
    now = {item["id"] for item in await reads.unfinished(running.parts.pool, running.as_of.date())}
    items = [item for item in items if item["id"] in now]
    left = chosen(items, period)
    return extended(conclusion, left, period, None), {"open": len(items), "carried": len(left)}


def _written(conclusion: Conclusion) -> Path:
    path = DATA / f"{conclusion.ref}.yaml"
    path.write_text(as_file(conclusion), encoding="utf-8")
    return path


async def _settled(running: Running, conclusion: Conclusion) -> set[str]:
    """The ids of what was closed because this conclusion carries it over."""
    actor = Actor(
        office=conclusion.standing_office, role=Role.OFFICER, person="Chuyên viên (minh hoạ)"
    )
    done = await settle(running.parts.pool, running.commands, conclusion.ref, actor)
    return {one["id"] for one in done["affected"]}


def _script(
    conclusion: Conclusion, cast: Cast, paper: dict[str, Any]
) -> Sequence[tuple[Scene, Act]]:
    scenes = [Scene(case, conclusion.issued_on, LAST_DAY) for case in cases_of(conclusion)]
    return [(scene, act) for scene in scenes for act in acts_of(scene, cast, paper)]
