"""Questions to a full register: any page of any list, any total, any part of a word.

Measured around the read itself, rows turned into answers included; the slowest kind of question counts.
"""

import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from asyncpg import Pool

from bench.figures import WORKSHOP, Figure, figure, percentile
from bench.generator import LAST, PER_CONCLUSION, PROGRAMMES, fill
from bench.lab import seconds_since
from bench.stories import everybody, wording
from local.postgres import EmbeddedPostgres
from register import reads
from register.migrations import migrate
from register.pool import open_pool
from register.reads import DIMENSIONS, ListFilters
from schemas.states import Schedule, State

REPEATS: Final = 3
ASKED: Final = 40
PAGE: Final = 50
SIZES: Final = {"": 100_000, "_1m": 1_000_000}

Choice = random.Random
Ask = Callable[["Pool[Any]", Choice], Awaitable[Any]]


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """Fill a register of each size that is asked for, and ask it."""
    for suffix, size in SIZES.items():
        names = {kind: f"register_{kind}{suffix}_p95_ms" for kind in QUESTIONS}
        asked = {kind: name for kind, name in names.items() if name in wanted}
        if not asked:
            continue
        async with a_register(size) as (pool, _):
            for kind, name in asked.items():
                yield figure(name, await _tails(pool, name, QUESTIONS[kind]))


async def _tails(pool: "Pool[Any]", name: str, questions: Mapping[str, Ask]) -> list[float]:
    """For each repeat the 95th percentile of the slowest question; which one that is goes to standard error."""
    tails: dict[str, list[float]] = {}
    for repeat in range(REPEATS + 1):
        for what, ask in questions.items():
            chance = random.Random(f"{what}{repeat}")  # noqa: S311 - the same questions in every run
            tail = percentile([await _asked(pool, ask, chance) for _ in range(ASKED)], 95)
            if repeat:  # the first round warms the caches
                tails.setdefault(what, []).append(tail)
    medians = sorted(((statistics.median(one), what) for what, one in tails.items()), reverse=True)
    said = ", ".join(f"{what} {tail:.2f}" for tail, what in medians)
    print(f"  {name} by question: {said}", file=sys.stderr, flush=True)
    return [max(one[repeat] for one in tails.values()) for repeat in range(REPEATS)]


async def _asked(pool: "Pool[Any]", ask: Ask, chance: Choice) -> float:
    began = time.perf_counter()
    await ask(pool, chance)
    return seconds_since(began) * 1000


@asynccontextmanager
async def a_register(size: int) -> AsyncIterator[tuple["Pool[Any]", str]]:
    """A register of its own, and its URL. Nothing of it has to survive, and reading costs the same, so it is filled without fsync."""
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="register-", dir=WORKSHOP))
    postgres = EmbeddedPostgres(folder, fast_and_unsafe=True)
    try:
        url = postgres.start()
        pool = await open_pool(url)
        try:
            await migrate(pool)
            began = time.perf_counter()
            conclusions = await fill(url, size)
            await pool.execute("VACUUM ANALYZE")
            said = f"  {size} assignments in {conclusions} conclusions written in {seconds_since(began):.0f} s"
            print(said, file=sys.stderr, flush=True)
            yield pool, url
        finally:
            await pool.close()
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _page(**chosen: Callable[[Choice], Any]) -> Ask:
    """The first page of what is chosen."""

    async def ask(pool: "Pool[Any]", chance: Choice) -> None:
        filters = ListFilters(**{name: choose(chance) for name, choose in chosen.items()})
        await reads.list_assignments(pool, filters, LAST, PAGE, None)

    return ask


async def _second_page(pool: "Pool[Any]", chance: Choice) -> None:
    """The first page and the one after it."""
    filters = ListFilters(schedule=chance.choice(list(Schedule)).value)
    page = await reads.list_assignments(pool, filters, LAST, PAGE, None)
    if page.next is not None:
        await reads.list_assignments(pool, filters, LAST, PAGE, page.next)


def _total(by: str) -> Ask:
    async def ask(pool: "Pool[Any]", _: Choice) -> None:
        await reads.stats(pool, by, LAST)

    return ask


def _agency(chance: Choice) -> str:
    return chance.choice(everybody())


def _conclusion(chance: Choice) -> str:
    return f"so-{chance.randrange(SIZES[''] // PER_CONCLUSION)}"


def _programme(chance: Choice) -> str:
    return chance.choice([one for some in PROGRAMMES for one in some])


QUESTIONS: Final[Mapping[str, Mapping[str, Ask]]] = {
    "list": {
        "all": _page(),
        "agency": _page(agency=_agency),
        "level": _page(level=lambda chance: chance.choice(["national", "ministry", "local"])),
        "state": _page(state=lambda chance: chance.choice(list(State)).value),
        "schedule": _page(schedule=lambda chance: chance.choice(list(Schedule)).value),
        "conclusion": _page(conclusion=_conclusion),
        "session": _page(session=lambda chance: chance.randrange(1, 13)),
        "programme": _page(programme=_programme),
        "agency and state": _page(
            agency=_agency, state=lambda chance: chance.choice(list(State)).value
        ),
        "agency and session": _page(agency=_agency, session=lambda chance: chance.randrange(1, 13)),
        "due within a month": _page(
            due_after=lambda _: LAST, due_before=lambda _: LAST + timedelta(days=30)
        ),
        "two pages": _second_page,
    },
    "total": {by: _total(by) for by in DIMENSIONS},
    "search": {
        "a rare phrase": _page(text=lambda chance: wording(chance, 3).rstrip(".")),
        "a common word": _page(text=lambda chance: wording(chance, 1).rstrip(".")),
        "nothing": _page(text=lambda _: "không có ở đâu"),
        "a phrase of an agency": _page(
            agency=_agency, text=lambda chance: wording(chance, 2).rstrip(".")
        ),
        "an id": _page(text=lambda chance: f"{_conclusion(chance)}/{chance.randrange(1, 5)}@"),
    },
}
