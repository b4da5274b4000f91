"""Papers and moving house: an annex of 500 rows, the yearly report, export and import, on a full register.

Export, import and report run in a process of their own, as a person runs them, so that their memory can be told.
"""

import asyncio
import json
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from bench.figures import WORKSHOP, Figure, figure
from bench.generator import LAST
from bench.lab import QUEUE, seconds_since
from bench.measure.lists import a_register
from bootstrap import CHECKOUT
from gateway.connect import connect
from gateway.starting import Starter
from local.postgres import EmbeddedPostgres
from local.temporal import EmbeddedTemporal
from papers.formats import Format, render
from papers.kinds.letters import urging_letter
from papers.kinds.report import periodic_report
from papers.paper import Facts, Paper
from papers.parting import parted
from policy.periods import period_named
from register import reads
from register.exchange.exporting import export
from register.exchange.importing import import_from
from register.migrations import migrate
from register.pool import open_pool
from register.reads import WorkWanted

SIZE: Final = 100_000
ROWS: Final = 500
REPEATS: Final = 3
YEAR: Final = "2023"
_AT: Final = datetime(2024, 7, 1, 9, tzinfo=UTC)


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """One register for all of them; the import goes into another server beside it."""
    async with a_register(SIZE) as (pool, url):
        if wanted & {"paper_annex_pdf_s", "paper_annex_xlsx_s"}:
            paper = await _letter(pool)
            yield figure(
                "paper_annex_pdf_s", [_rendered(paper, Format.PDF) for _ in range(REPEATS)]
            )
            yield figure(
                "paper_annex_xlsx_s", [_rendered(paper, Format.XLSX) for _ in range(REPEATS)]
            )
        if "paper_year_s" in wanted:
            yield figure("paper_year_s", [(await _child("report", url))[0] for _ in range(REPEATS)])
        if wanted & {"export_100k_s", "import_100k_s", "exchange_mb"}:
            async for one in _moved(url):
                yield one


async def _moved(url: str) -> AsyncIterator[Figure]:
    folder = Path(tempfile.mkdtemp(prefix="exchange-", dir=WORKSHOP))
    postgres = EmbeddedPostgres(folder / "pg", fast_and_unsafe=True)
    temporal = EmbeddedTemporal(folder)
    try:
        left, left_mb = await _child("export", url, folder / "so")
        yield figure("export_100k_s", [left])
        to = postgres.start()
        await migrate(to)
        address = await asyncio.to_thread(temporal.start)
        came, came_mb = await _child("import", to, folder / "so", address)
        yield figure("import_100k_s", [came])
        yield figure("exchange_mb", [max(left_mb, came_mb)])
    finally:
        temporal.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def _letter(pool: Any) -> Paper:
    """An urging letter whose annex has so many rows, whoever's work they are."""
    works = []
    for code in (
        "G01",
        "G02",
        "G03",
        "G05",
        "G06",
        "H01",
        "H02",
        "H05",
        "H10",
        "H17",
        "H26",
        "H29",
    ):
        works += await reads.work_at(pool, LAST, WorkWanted(holder=code, overdue=True))
    if len(works) < ROWS:
        raise RuntimeError(f"only {len(works)} overdue assignments")
    until = date(2024, 7, 15)
    facts = Facts(LAST, "500 dòng", _AT)
    return urging_letter(works[:ROWS], agency="G01", office="G22", answer_by=until, facts=facts)


def _rendered(paper: Paper, wanted: Format) -> float:
    began = time.perf_counter()
    render(paper, wanted)
    return seconds_since(began)


async def _child(
    what: str, url: str, folder: Path | None = None, address: str = ""
) -> tuple[float, float]:
    """Seconds and megabytes that it took."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bench.measure.papers", what, url, str(folder), address),
        cwd=CHECKOUT,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await process.communicate()
    if process.returncode:
        raise RuntimeError(f"{what} ended with {process.returncode}")
    took, megabytes = json.loads(said)
    return took, megabytes


async def _do(what: str, url: str, folder: Path, address: str) -> float:
    pool = await open_pool(url)
    try:
        began = time.perf_counter()
        if what == "export":
            await export(pool, folder, _AT)
        elif what == "import":
            await _import(pool, folder, address)
        else:
            await _report(pool)
        return seconds_since(began)
    finally:
        await pool.close()


async def _import(pool: Any, folder: Path, address: str) -> None:
    """As `dondoc import` does: the register first, then every open packet on an engine that knows none."""
    began = time.perf_counter()
    await import_from(pool, folder)
    read = seconds_since(began)
    client = await connect(address=address, namespace="default", identity="bench")
    starter = Starter(pool, client, QUEUE)
    started = await starter.start_planned() + len(await starter.start_lost())
    said = f"  import: read {read:.1f} s, {started} open packets started in {seconds_since(began) - read:.1f} s"
    print(said, file=sys.stderr, flush=True)


async def _report(pool: Any) -> None:
    """From the question to the bytes of all files: the PDF, and its lists that are too long for it as XLSX."""
    period = period_named(YEAR)
    began = time.perf_counter()
    figures = await reads.period_figures(pool, period, LAST)
    read = seconds_since(began)
    paper = periodic_report(figures, facts=Facts(LAST, YEAR, _AT))
    main, parts = parted(paper)
    pdf = render(main, Format.PDF)
    table = render(paper, Format.XLSX) if parts else b""
    said = f"  report: read {read:.1f} s, written {seconds_since(began) - read:.1f} s, {len(pdf)} and {len(table)} bytes"
    rows = f"{len(figures.not_done)} not done, {len(figures.carried)} carried over"
    print(said, rows, file=sys.stderr, flush=True)


def main(argv: list[str]) -> None:
    what, url, folder, address = argv
    took = asyncio.run(_do(what, url, Path(folder), address))
    print(json.dumps([took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]), flush=True)
    # temporalio's threads are not waited for.
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
