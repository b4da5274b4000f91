"""The long run of kills: `python -m tests.faults.soak`, run after run until a thousand kills and twenty thousand lives
are in the results file, or until the time given is over; what an earlier call has recorded counts.

Each run has servers, callers and a seed of its own and appends its line when it has been judged, so that an
interruption costs the run that it meets. `--totals` only says what has been reached.
"""

import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

from tests.faults.callers import Callers
from tests.faults.injectors import Killer, busy, storm
from tests.faults.lab import a_lab
from tests.faults.runs import RESULTS, Run, replays

NAME: Final = "soak"
KILLS: Final = 1_000
LIVES: Final = 20_000
LIVES_A_RUN: Final = 800
PATIENCE_S: Final = 600.0
"""After so long without an answer a caller gives up, and the run has failed."""
MIXES: Final = (
    ("worker", "workers", "temporal", "postgres", "all", "again"),
    ("worker", "worker", "workers", "again", "pause"),
    ("temporal", "temporal", "again"),
    ("postgres", "postgres", "again"),
    ("all",),
)
"""What falls upon a run, by its seed."""
STYLES: Final = (*["single"] * 14, *["waiting"] * 8, *["whole"] * 26, *["crowd"] * 2)
"""Of conclusions; about half of the lives are in crowds, most others in conclusions of one agency, the rest in small ones."""
CLOSED: Final = ("completed", "reassigned", "withdrawn")
Line = Mapping[str, Any]


async def one_run(seed: int, folder: Path) -> str:
    """One lab, eight hundred lives, and blows as long as somebody lives; what is wrong, if anything."""
    async with a_lab(folder, workers=3) as lab:
        run = Run(lab, NAME, seed)
        run.callers = Callers(lab, Random(seed + 1), give_up_after_s=PATIENCE_S)
        blows = storm(
            [Killer(lab, run.faults, outage=busy)],
            run.dice,
            strikes=1_000,
            kinds=MIXES[seed % len(MIXES)],
            calm=(0.2, 2),
            goes_on=lambda: run.is_living,
            calm_share=1.0,
        )
        sources = await run.lives_through(LIVES_A_RUN, blows, at_once=24, styles=STYLES)
        wrong = run.verdict(sources)
        await replays(sources, Random(seed), at_most=5)
    return wrong


def recorded() -> list[Line]:
    """The lines of this run so far."""
    if not RESULTS.exists():
        return []
    lines = [json.loads(line) for line in RESULTS.read_text(encoding="utf-8").splitlines()]
    return [line for line in lines if line["run"] == NAME]


def totals(lines: Iterable[Line]) -> dict[str, Any]:
    """What all runs together have been through."""
    lines = list(lines)
    states = sum((Counter(line["states"]) for line in lines), Counter[str]())
    kills = sum((Counter(line["kills"]) for line in lines), Counter[str]())
    return {
        "runs": len(lines),
        "kills": kills.total(),
        "by_part": dict(kills),
        "strikes": dict(sum((Counter(line["strikes"]) for line in lines), Counter[str]())),
        "lives": sum(line["lives"] for line in lines),
        "ended": sum(states[one] for one in CLOSED) - states["reassigned"],
        "struck": sum(line["struck"] for line in lines),
        "in_crowds": sum(line["in_crowds"] for line in lines),
        "acknowledged": sum(line["acknowledged"] for line in lines),
        "refused": sum(line["refused"] for line in lines),
        "unanswered_calls": sum(line["unanswered_calls"] for line in lines),
        "events": sum(line["events"] for line in lines),
        "adopted": sum(line["adopted"] for line in lines),
        "violations": sum(line["violations"] for line in lines),
        "longest_drain_s": max((line["drain_s"] for line in lines), default=0),
        "longest_outage_s": max((line["longest_outage_s"] for line in lines), default=0),
        "minutes": round(sum(line["duration_s"] for line in lines) / 60),
    }


def is_enough(lines: Iterable[Line], chosen: argparse.Namespace) -> bool:
    reached = totals(lines)
    return bool(reached["kills"] >= chosen.kills and reached["ended"] >= chosen.lives)


async def soak(chosen: argparse.Namespace) -> list[str]:
    """Run after run; what was wrong in any of them."""
    begun, wrong = time.monotonic(), []
    seed = chosen.seed or 1 + max((line["seed"] for line in recorded()), default=0)
    longest = 0.0
    while not is_enough(recorded(), chosen):
        # No run is begun that would not come to its end in time.
        if time.monotonic() - begun + longest > chosen.minutes * 60:
            break
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="dondoc-soak-") as folder:
            said = await one_run(seed, Path(folder) / "lab")
            if said:
                kept = Path(tempfile.mkdtemp(prefix=f"dondoc-soak-kept-{seed}-"))
                (Path(folder) / "lab").rename(kept / "lab")
                wrong.append(f"{said}\nmoved to {kept}")
                print(wrong[-1], file=sys.stderr, flush=True)
        longest = max(longest, time.monotonic() - began)
        seed += chosen.step
    return wrong


def chosen_by(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=180)
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--lives", type=int, default=LIVES)
    parser.add_argument("--seed", type=int, help="the first; else the next that is not recorded")
    parser.add_argument(
        "--step", type=int, default=1, help="to the next seed, where two run beside"
    )
    parser.add_argument("--totals", action="store_true", help="say what is recorded, run nothing")
    return parser.parse_args(arguments)


def main() -> int:
    chosen = chosen_by()
    wrong = [] if chosen.totals else asyncio.run(soak(chosen))
    print(json.dumps(totals(recorded()), ensure_ascii=False, indent=1), flush=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    code = main()
    sys.stdout.flush()
    # Interpreter shutdown can abort with 134 after the work is done (`bootstrap.leave` says why).
    os._exit(code)
