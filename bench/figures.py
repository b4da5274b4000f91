"""What is measured, against which budget, and how it is printed and kept (`bench/results/latest.json`).

The names are fixed for other programs; budgets are those of the technical description, "Budgets".
"""

import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from bootstrap import CHECKOUT

RESULTS: Final = CHECKOUT / "bench" / "results" / "latest.json"
WORKSHOP: Final = CHECKOUT / ".dondoc" / "bench"
"""Where labs keep their throw-away data: on the disk of the checkout, never in memory."""
_WRITES: Final = 40
_PAGE: Final = 8192
_QUIET_S: Final = 1.0


@dataclass(frozen=True, slots=True)
class Budget:
    """What a figure may be: at most, or at least, so much of a unit."""

    unit: str
    limit: float
    at_least: bool = False

    def holds(self, value: float) -> bool:
        return value >= self.limit if self.at_least else value <= self.limit


BUDGETS: Final[dict[str, Budget]] = {
    "reference_life_events": Budget("events", 70),
    "reference_life_actions": Budget("actions", 28),
    "burst_1953_s": Budget("s", 0.5),
    "burst_200_s": Budget("s", 0.2),
    "command_p50_ms": Budget("ms", 15),
    "cold_start_new_s": Budget("s", 5),
    "cold_start_existing_s": Budget("s", 2),
    "commands_per_s": Budget("1/s", 250, at_least=True),
    "paced_100_p95_ms": Budget("ms", 50),
    "deadlines_2000_s": Budget("s", 1),
    "growth_ratio": Budget("×", 1.3),
    "growth_worker_mb": Budget("MB", 400),
    "growth_first_answer_s": Budget("s", 3),
    "notices_drain_per_s": Budget("1/s", 200, at_least=True),
    "register_list_p95_ms": Budget("ms", 5),
    "register_total_p95_ms": Budget("ms", 1),
    "register_search_p95_ms": Budget("ms", 20),
    "paper_annex_pdf_s": Budget("s", 2),
    "paper_annex_xlsx_s": Budget("s", 1),
    "paper_year_s": Budget("s", 10),
    "export_100k_s": Budget("s", 120),
    "import_100k_s": Budget("s", 120),
    "exchange_mb": Budget("MB", 500),
    "console_page_p95_ms": Budget("ms", 150),
    "console_first_view_kb": Budget("kB", 250),
    "console_search_p95_ms": Budget("ms", 100),
}
LONG_BUDGETS: Final[dict[str, Budget]] = {
    "register_list_1m_p95_ms": Budget("ms", 5),
    "register_total_1m_p95_ms": Budget("ms", 1),
    "register_search_1m_p95_ms": Budget("ms", 100),
    "console_crowd_p95_ms": Budget("ms", 400),
    "acknowledge_116_s": Budget("s", 1),
    "deadlines_2000_single_s": Budget("s", 15),
    "growth_4000_ratio": Budget("×", 1.5),
    "growth_4000_worker_mb": Budget("MB", 800),
    "growth_4000_first_answer_s": Budget("s", 3),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure: the median of its repeats, and their spread (greatest less smallest)."""

    name: str
    value: float | None
    unit: str
    budget: float
    ok: bool
    repeats: int
    spread: float | None
    floor: float | None = None
    """What the bare engine takes for the same, in the same run; None where that says nothing."""
    ratio: float | None = None

    def line(self) -> str:
        """One line of the table."""
        sign = "≥" if budget_of(self.name).at_least else "≤"
        verdict = "ok" if self.ok else "MISSED"
        floor = f"floor {self.floor:g}, × {self.ratio:g}" if self.floor and self.ratio else ""
        value = "–" if self.value is None else f"{self.value:g}"
        spread = "–" if self.spread is None else f"{self.spread:g}"
        cells = f"{self.name:28}{value:>10} {self.unit:8}{sign} {self.budget:<8g}{verdict:8}"
        return f"{cells}{self.repeats:>3} × spread {spread:9}{floor}".rstrip()


def budget_of(name: str) -> Budget:
    return BUDGETS.get(name) or LONG_BUDGETS[name]


def figure(name: str, samples: Sequence[float], *, floor: float | None = None) -> Figure:
    """The figure that these repeats give."""
    budget, value = budget_of(name), statistics.median(samples)
    return Figure(
        name=name,
        value=_rounded(value),
        unit=budget.unit,
        budget=budget.limit,
        ok=budget.holds(value),
        repeats=len(samples),
        spread=_rounded(max(samples) - min(samples)),
        floor=None if floor is None else _rounded(floor),
        ratio=_rounded(value / floor) if floor else None,
    )


def failed(name: str) -> Figure:
    """A figure that could not be measured."""
    budget = budget_of(name)
    return Figure(name, None, budget.unit, budget.limit, ok=False, repeats=0, spread=None)


def percentile(values: Sequence[float], per_cent: int) -> float:
    """The value that so many per cent of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * per_cent // 100) - 1)]


def write(figures: Iterable[Figure], machine: Mapping[str, Any]) -> Path:
    """Keep the figures of this run, in one step."""
    document = {
        "commit": commit_of(CHECKOUT),
        "machine": machine,
        "figures": [asdict(one) for one in figures],
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    half = RESULTS.with_suffix(".part")
    half.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return half.replace(RESULTS)


def machine() -> dict[str, Any]:
    """What the figures were measured on; the time of an fsync decides most of them."""
    page = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cpus": len(os.sched_getaffinity(0))
        if hasattr(os, "sched_getaffinity")
        else os.cpu_count(),
        "ram_gb": round(page / 2**30, 1),
        "fsync_ms": _rounded(_fsync_ms()),
        "others_busy": _rounded(_others_busy()),
    }


def _others_busy() -> float:
    """The share of all processors that others use while we do nothing (Linux; elsewhere 0): above 0.1 no time is worth much."""
    try:
        before = _ticks()
        time.sleep(_QUIET_S)
        busy, every = (now - then for now, then in zip(_ticks(), before, strict=True))
    except OSError:
        return 0.0
    return busy / max(1, every)


def _ticks() -> tuple[int, int]:
    user, nice, system, idle, waiting, *others = map(
        int, Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]
    )
    busy = user + nice + system + sum(others)
    return busy, busy + idle + waiting


def commit_of(checkout: Path) -> str | None:
    """The commit that is checked out, read from the files of git; None outside a repository."""
    folder = checkout / ".git"
    try:
        if folder.is_file():  # a linked work tree
            folder = checkout / folder.read_text().partition(":")[2].strip()
        head = (folder / "HEAD").read_text().strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        shared = folder / "commondir"
        common = folder / shared.read_text().strip() if shared.exists() else folder
        if (common / name).exists():
            return (common / name).read_text().strip()
        packed = (common / "packed-refs").read_text().splitlines()
    except OSError:
        return None
    return next((line.split()[0] for line in packed if line.endswith(f" {name}")), None)


def _fsync_ms() -> float:
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    took = []
    with tempfile.TemporaryFile(dir=WORKSHOP) as file:
        for _ in range(_WRITES):
            file.write(b"\0" * _PAGE)
            file.flush()
            began = time.perf_counter()
            os.fsync(file.fileno())
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def _rounded(value: float) -> float:
    """Three figures that mean something, and whole numbers as they are."""
    return float(f"{value:.3g}") if abs(value) < 1000 else float(round(value))
