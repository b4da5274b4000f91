"""`python -m bench.cluster [NAME]`: the same figures on the local default and on a cluster, in one run; then throughput
with one, two and four workers and what each part costs in processor time per command.

Prints a table and writes `bench/results/cluster.json`; docs/cluster.md turns it into sizes.
"""

import argparse
import asyncio
import json
import shutil
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from bench import figures
from bench.cluster import programs
from bench.cluster.house import House, names_for
from bench.figures import WORKSHOP, budget_of
from bench.lab import Lab, Process, a_file, a_lab
from bench.measure import acts, bursts
from bootstrap import CHECKOUT, leave
from local.virtual_time import VirtualTime

RESULTS: Final = figures.RESULTS.with_name("cluster.json")
REPEATS: Final = 3
WORKERS: Final = (1, 2, 4)


async def _alone(lab: Lab, ref: str) -> float:
    return statistics.median(
        await acts.alone(lab, await acts.a_story(lab, ref), acts.ALONE_COMMANDS)
    )


def _burst(name: str) -> Callable[[Lab, str], Awaitable[float]]:
    async def take(lab: Lab, ref: str) -> float:
        return await bursts.started_in(lab, bursts.KINDS[name](ref))

    return take


TAKES: Final[Mapping[str, Callable[[Lab, str], Awaitable[float]]]] = {
    "burst_1953_s": _burst("burst_1953_s"),
    "burst_200_s": _burst("burst_200_s"),
    "command_p50_ms": _alone,
    "commands_per_s": acts.closed_loop,
    "paced_100_p95_ms": acts.paced,
}


@asynccontextmanager
async def a_house(
    folder: Path, *, workers: int, has_names: bool
) -> AsyncIterator[tuple[House, Lab]]:
    """A cluster as `tests/cluster` has it, on real time, seen as the benchmarks see a lab."""
    await asyncio.to_thread(folder.mkdir)
    house = House(folder, workers=workers, has_names=has_names)
    try:
        await house.start_servers(virtual_clock=False)
        await house.connect()
        await house.start_workers()
        yield house, await as_lab(house)
    finally:
        await house.stop()


async def as_lab(house: House) -> Lab:
    """The callers' way in; its workers are the house's."""
    return Lab(
        folder=house.folder,
        database_url=house.database_url,
        temporal_address=house.frontend,
        pool=house.pool,
        client=house.client,
        time=VirtualTime(house.client),
        file=await a_file(house.folder),
        commands=house.commands,
        starter=house.starter,
        worker=Process([], {}, house.folder / "none.log"),
    )


async def taken(lab: Lab, names: list[str], where: str) -> dict[str, list[float]]:
    """Every figure so many times, in turn."""
    await bursts.warmed(lab)
    found: dict[str, list[float]] = {name: [] for name in names}
    for number in range(REPEATS):
        for name in names:
            ref = f"{where}-{name.replace('_', '-')}-{number}"
            found[name].append(await TAKES[name](lab, ref))
    return found


async def costs(house: House, lab: Lab, ref: str) -> dict[str, float]:
    """Fifty agencies for some seconds: commands per second, and ms of processor time per command by part."""
    by_agency = await acts.issued(lab, ref)
    before, stored = parts_of(house), await bytes_of(house)
    done, seconds = await acts.worked(lab, ref, by_agency)
    after, grown = parts_of(house), await bytes_of(house)
    spent = {part: round((after[part] - before[part]) * 1000 / done, 2) for part in before}
    sizes = {f"{name}_kb": round((grown[name] - stored[name]) / 1000 / done, 1) for name in stored}
    return {"commands_per_s": round(done / seconds, 1)} | spent | sizes


async def bytes_of(house: House) -> dict[str, int]:
    """What the register and Temporal's history take on disk, indices included."""
    sizes = {}
    for name in ("dondoc", "temporal"):
        found = await house.primary.asked(f"SELECT pg_database_size('{name}')")
        sizes[name] = int(str(found))
    return sizes


def parts_of(house: House) -> dict[str, float]:
    """Processor seconds so far: each role of the engine, all workers, PostgreSQL."""
    roles: dict[str, float] = {}
    for name, spent in house.engine.cpu_s.items():
        role = f"{name.rpartition('-')[0]}_ms"
        roles[role] = roles.get(role, 0.0) + spent
    return roles | {
        "worker_py_ms": sum(one.cpu_s for one in house.workers),
        "postgres_ms": house.primary.cpu_s,
    }


async def measured(names: list[str], folder: Path) -> dict[str, Any]:
    """Everything, printed as it comes."""
    has_names = names_for(folder)
    print(f"{'figure':22}{'local':>12}{'cluster':>12}  ratio", flush=True)
    async with a_lab() as lab:
        local = await taken(lab, names, "mot-may")
    async with a_house(folder / "two", workers=2, has_names=has_names) as (_, lab):
        cluster = await taken(lab, names, "cum")
    for name in names:
        one, many = statistics.median(local[name]), statistics.median(cluster[name])
        unit = budget_of(name).unit
        print(f"{name:22}{one:>12.4g}{many:>12.4g}  {many / one:.2f}  {unit}", flush=True)
    by_workers: dict[int, dict[str, float]] = {}
    if "commands_per_s" in names:
        for count in WORKERS:
            async with a_house(folder / f"w{count}", workers=count, has_names=has_names) as (
                house,
                lab,
            ):
                await bursts.warmed(lab)
                by_workers[count] = await costs(house, lab, f"gia-{count}")
            said = " ".join(f"{part} {value:g}" for part, value in by_workers[count].items())
            print(f"{count} workers: {said}", flush=True)
    return {"local": local, "cluster": cluster, "by_workers": by_workers}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="bench.cluster", description=__doc__)
    parser.add_argument("name", nargs="*", choices=[[], *TAKES], metavar="NAME", default=[])
    given = parser.parse_args(argv)
    if not programs.are_built():
        print(
            f"NO CLUSTER: {programs.SERVER} is missing, `make cluster-tools` builds it",
            file=sys.stderr,
        )
        return 2
    machine = figures.machine()
    print(" · ".join(f"{name} {value}" for name, value in machine.items()), flush=True)
    WORKSHOP.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="cluster-", dir=WORKSHOP))
    try:
        found = asyncio.run(measured(given.name or list(TAKES), folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    document = {"commit": figures.commit_of(CHECKOUT), "machine": machine, **found}
    RESULTS.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    print(f"→ {RESULTS}")
    return 0


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
