"""`python -m bench [NAME] [--long]`: measures the figures, prints them as they come, writes them as JSON.

Exit 0 when everything asked for was measured, whatever the budgets say (the table does), 1 when
something could not be, 2 for an unknown name.
"""

import argparse
import asyncio
import contextlib
import signal
import sys
import time
import traceback
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bench import figures
from bench.figures import BUDGETS, LONG_BUDGETS, Figure
from bench.measure import (
    acts,
    bursts,
    cold,
    console,
    deadlines,
    growth,
    life,
    lists,
    notices,
    papers,
)
from bootstrap import leave

Wanted = frozenset[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """Figures that come from one lab."""

    names: tuple[str, ...]
    take: Callable[[Wanted], AsyncIterator[Figure]]


MEASURES: Final = (
    Measure(("reference_life_events", "reference_life_actions"), lambda _: life.measure()),
    Measure(("burst_1953_s", "burst_200_s"), bursts.measure),
    Measure(
        ("command_p50_ms", "commands_per_s", "paced_100_p95_ms", "acknowledge_116_s"), acts.measure
    ),
    Measure(("cold_start_new_s", "cold_start_existing_s"), cold.measure),
    Measure(tuple(deadlines.SHAPES), deadlines.measure),
    Measure(
        tuple(name for name in BUDGETS | LONG_BUDGETS if name.startswith("growth_")), growth.measure
    ),
    Measure(("notices_drain_per_s",), lambda _: notices.measure()),
    Measure(
        tuple(name for name in BUDGETS | LONG_BUDGETS if name.startswith("register_")),
        lists.measure,
    ),
    Measure(
        (
            *("paper_annex_pdf_s", "paper_annex_xlsx_s", "paper_year_s"),
            *("export_100k_s", "import_100k_s", "exchange_mb"),
        ),
        papers.measure,
    ),
    Measure(
        tuple(name for name in BUDGETS | LONG_BUDGETS if name.startswith("console_")),
        console.measure,
    ),
)


async def measured(wanted: Wanted, machine: Mapping[str, Any]) -> list[Figure]:
    """Every figure asked for, printed and kept when it is there; what cannot be measured stops nothing else."""
    found: list[Figure] = []
    for measure in MEASURES:
        names = wanted.intersection(measure.names)
        if not names:
            continue
        try:
            async with contextlib.aclosing(measure.take(names)) as taken:  # type: ignore[type-var]
                async for one in taken:
                    if one.name in names:
                        print(one.line(), flush=True)
                        found.append(one)
                        figures.write(found, machine)
        except Exception:
            traceback.print_exc()
            left = [name for name in measure.names if name in names - {one.name for one in found}]
            found += [figures.failed(name) for name in left]
            print(*(one.line() for one in found[-len(left) :]), sep="\n", flush=True)
            figures.write(found, machine)
    return found


def main(argv: list[str]) -> int:
    known = BUDGETS | LONG_BUDGETS
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *known], metavar="NAME", default=[])
    parser.add_argument("--long", action="store_true", help="at full size; takes much longer")
    given = parser.parse_args(argv)
    everything = known if given.long else BUDGETS
    wanted = frozenset(given.name or everything)
    machine = figures.machine()
    began = time.monotonic()
    print(" · ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    found = asyncio.run(_until_told(wanted, machine))
    missed = sum(not one.ok for one in found)
    print(
        f"{len(found)} figures, {missed} missed, {time.monotonic() - began:.0f} s → {figures.RESULTS}"
    )
    return 0 if all(one.value is not None for one in found) else 1


async def _until_told(wanted: Wanted, machine: Mapping[str, Any]) -> list[Figure]:
    """SIGTERM ends it like Ctrl+C: the servers and workers of the lab are ended on the way out."""
    measuring = asyncio.ensure_future(measured(wanted, machine))

    def stop() -> None:
        print("told to stop by SIGTERM", file=sys.stderr, flush=True)
        measuring.cancel()

    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop)
    return await measuring


if __name__ == "__main__":
    try:
        code = main(sys.argv[1:])
    except (KeyboardInterrupt, asyncio.CancelledError) as end:
        print(
            f"interrupted ({type(end).__name__}): {figures.RESULTS} has what was measured by then",
            file=sys.stderr,
        )
        code = 130
    leave(code)
