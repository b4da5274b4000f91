"""Fills a register with as many assignments as asked for, through its own plan and commit.

What stands there is decided by `policy` as in a workflow, only faster: nothing is invented beside the
rules, so `verify` and `rebuild` agree with it. The same numbers give the same register.
`python -m bench.generator URL ASSIGNMENTS` fills an existing one.
"""

import argparse
import asyncio
import os
import random
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from asyncpg import Pool

from bench.stories import OFFICE, Writer, a_conclusion, everybody, ids_of, provinces
from bootstrap import CHECKOUT
from policy.decide import Decision, decide
from policy.issuing import cases_of, content_hash
from register import writes
from register.pool import open_pool
from schemas.case import Case
from schemas.commands import Command, EvidenceFile
from schemas.conclusion import Conclusion
from schemas.moments import HANOI

PER_CONCLUSION: Final = 252
HANDS: Final = max(1, min(4, os.cpu_count() or 1))
FIRST: Final = date(2023, 1, 3)
LAST: Final = date(2024, 6, 28)
"""Days of issue; the register is asked as of the end of the last."""
_FILE: Final = EvidenceFile(sha256="a" * 64, size=3, name="bc.pdf", type="application/pdf")
PROGRAMMES: Final = ((), ("chuyen-doi-so",), ("de-an-06",), ("chuyen-doi-so", "de-an-06"))
_GETS_ON: Final = 0.8
"""Of those that did one step, so many do the next."""


async def fill(url: str, assignments: int) -> int:
    """Write conclusions until so many assignments stand there, one process per core; how many that took."""
    hands = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bench.generator", url, str(assignments)),
            *(f"--hand={hand}", f"--hands={HANDS}"),
            cwd=CHECKOUT,
        )
        for hand in range(HANDS)
    ]
    try:
        if any([await hand.wait() for hand in hands]):
            raise RuntimeError("the register could not be filled")
    finally:
        for hand in hands:
            if hand.returncode is None:
                hand.kill()
                await hand.wait()
    return _conclusions_for(assignments)


async def _fill_in(url: str, numbers: range, of: int) -> None:
    pool = await open_pool(url)
    for number in numbers:
        await _one(pool, number, of)
    await pool.close()


def _conclusions_for(assignments: int) -> int:
    return -(-assignments // PER_CONCLUSION)


async def _one(pool: "Pool[Any]", number: int, of: int) -> None:
    conclusion = _conclusion(number, of)
    cases = cases_of(conclusion)
    async with pool.acquire() as db:
        await writes.plan(db, conclusion, content_hash(conclusion), cases)
    opened_at = _at(conclusion.issued_on, 9)
    acted_at = _at(conclusion.issued_on + timedelta(days=1), 10)
    for case in cases:
        opened = decide(case, [], opened_at)
        await _commit(pool, case, opened)
        acts = list(_acts(conclusion, opened.case, number))
        await _commit(pool, opened.case, decide(opened.case, acts, acted_at))


async def _commit(pool: "Pool[Any]", before: Case, decision: Decision) -> None:
    committed = await writes.commit(pool, before.stream, before.seq, decision.events)
    if decision.refused or not committed.is_stored:
        raise RuntimeError(f"{before.stream}: {decision.refused or committed}")


def _conclusion(number: int, of: int) -> Conclusion:
    """Half of them directives of one lead each, half of all provinces."""
    chance = random.Random(number)  # noqa: S311 - the same register in every run
    issued_on = FIRST + (LAST - FIRST) * number // max(1, of)
    bodies = everybody()
    leads: list[tuple[str, ...]] = (
        [provinces()] * (PER_CONCLUSION // len(provinces()))
        if number % 2
        else [(chance.choice(bodies),) for _ in range(PER_CONCLUSION)]
    )
    return a_conclusion(
        f"so-{number}",
        leads,
        issued_on=issued_on,
        due_on=issued_on + timedelta(days=chance.randrange(10, 400)),
        session=number % 12 + 1,
        programmes=PROGRAMMES[number % len(PROGRAMMES)],
    )


def _acts(conclusion: Conclusion, case: Case, number: int) -> Iterator[Command]:
    chance = random.Random(number)  # noqa: S311 - the same register in every run
    writer = Writer(conclusion.ref, _FILE)
    known = case.assignments
    for own in ids_of(conclusion):
        if own not in known:
            continue
        for command in (
            *writer.life_of(own),
            writer.command("review_evidence", own, office=OFFICE),
        ):
            if chance.random() > _GETS_ON:
                break
            yield command


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), HANOI).astimezone(UTC)


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="bench.generator", description=__doc__)
    parser.add_argument("url")
    parser.add_argument("assignments", type=int)
    parser.add_argument("--hand", type=int, default=0)
    parser.add_argument("--hands", type=int, default=1)
    given = parser.parse_args(argv)
    of = _conclusions_for(given.assignments)
    asyncio.run(_fill_in(given.url, range(given.hand, of, given.hands), of))


if __name__ == "__main__":
    main(sys.argv[1:])
