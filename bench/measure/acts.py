"""Commands of agencies over a conclusion of 1,953 assignments: alone, as fast as they can, at a steady pace."""

import asyncio
import random
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from typing import Final

from bench.figures import Figure, figure, percentile
from bench.floor import floor_of
from bench.lab import Lab, a_lab, seconds_since
from bench.measure.bursts import warmed
from bench.stories import STEPS, Writer, a_conclusion, everybody, ids_of, to_all_provinces
from schemas.commands import Command

ALONE_REPEATS: Final = 7
ALONE_COMMANDS: Final = 40
CLOSED_REPEATS: Final = 4
CLOSED_S: Final = 6.0
AGENCIES: Final = 50
PACED_REPEATS: Final = 3
PACED_S: Final = 10
PER_S: Final = 100
CROWD: Final = 116
"""The bodies that one directive to ministries and provinces reached in 2023."""
CROWD_REPEATS: Final = 5
_APART: Final = 100


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """What is asked for, on one lab; every kind and repeat on a conclusion of its own."""
    async with a_lab() as lab:
        await warmed(lab)
        floor = await floor_of(lab) if wanted & _WITH_FLOOR else None
        if "command_p50_ms" in wanted:
            mine = await a_story(lab, "mot-minh")
            medians = [
                statistics.median(await alone(lab, mine, ALONE_COMMANDS))
                for _ in range(ALONE_REPEATS)
            ]
            yield figure("command_p50_ms", medians, floor=floor.command_ms if floor else None)
        if "commands_per_s" in wanted:
            rates = [await closed_loop(lab, f"tap-nap-{n}") for n in range(CLOSED_REPEATS)]
            yield figure("commands_per_s", rates, floor=floor.commands_per_s if floor else None)
        if "paced_100_p95_ms" in wanted:
            tails = [await paced(lab, f"deu-dan-{n}") for n in range(PACED_REPEATS)]
            yield figure("paced_100_p95_ms", tails)
        if "acknowledge_116_s" in wanted:
            crowds = [await _crowd(lab, f"dong-{n}") for n in range(CROWD_REPEATS)]
            yield figure("acknowledge_116_s", crowds)


_WITH_FLOOR: Final = frozenset({"command_p50_ms", "commands_per_s"})


async def _crowd(lab: Lab, ref: str) -> float:
    """Seconds until everybody whom one directive reaches has acknowledged it, all at the same moment."""
    conclusion = a_conclusion(ref, [everybody()[:CROWD]])
    await lab.starter.start(conclusion)
    writer = Writer(ref, lab.file)
    acts = [writer.command("acknowledge", own) for own in ids_of(conclusion)]
    await lab.at_rest()
    began = time.perf_counter()
    await asyncio.gather(*(lab.commands.send(one) for one in acts))
    return seconds_since(began)


async def alone(lab: Lab, acts: Iterator[Command], count: int) -> list[float]:
    """Milliseconds of single commands one after another, from the call to the answer; each is then looked up."""
    took = []
    for _ in range(count):
        command = next(acts)
        began = time.perf_counter()
        answer = await lab.commands.send(command)
        took.append(seconds_since(began) * 1000)
        held = await lab.pool.fetchval("SELECT seq FROM assignment WHERE id = $1", command.target)
        if held != answer["seq"]:
            raise RuntimeError(f"{command.target}: answered {answer['seq']}, register {held}")
    return took


def mixed(seed: str, writer: Writer, targets: list[str]) -> Iterator[Command]:
    """Acknowledgements, reports and evidence in turn, each assignment in its own order."""
    chance = random.Random(seed)  # noqa: S311 - the same order in every run
    lives = [writer.life_of(target) for target in targets]
    while lives:
        at = chance.randrange(len(lives))
        command = next(lives[at], None)
        if command is None:
            lives[at] = lives[-1]
            lives.pop()
        else:
            yield command


def in_rounds(writer: Writer, targets: list[str]) -> Iterator[Command]:
    """The same mix in an order that leaves 300 commands between two of one assignment.

    So none is sent before the last on its assignment is answered, although nobody waits for answers.
    """
    for at in range(len(targets)):
        for step, name in enumerate(STEPS):
            if (one := at - step * _APART) >= 0:
                yield writer.command(name, targets[one])


async def a_story(lab: Lab, ref: str) -> Iterator[Command]:
    """Commands of a conclusion that has just been issued."""
    conclusion = to_all_provinces(ref)
    await lab.starter.start(conclusion)
    await lab.at_rest()
    return mixed(ref, Writer(ref, lab.file), ids_of(conclusion))


async def closed_loop(lab: Lab, ref: str) -> float:
    """Commands per second of fifty agencies, each sending its next as soon as the last is answered."""
    by_agency = await issued(lab, ref)
    done, seconds = await worked(lab, ref, by_agency)
    return done / seconds


async def issued(lab: Lab, ref: str) -> dict[str, list[str]]:
    """A conclusion for fifty agencies, issued and settled: the assignments of each."""
    conclusion = to_all_provinces(ref)
    await lab.starter.start(conclusion)
    await lab.at_rest()
    by_agency: dict[str, list[str]] = {}
    for own in ids_of(conclusion):
        by_agency.setdefault(own.rpartition("@")[2], []).append(own)
    return dict(list(by_agency.items())[:AGENCIES])


async def worked(lab: Lab, ref: str, by_agency: dict[str, list[str]]) -> tuple[int, float]:
    """They act for some seconds, each waiting for its answers; how many acts in how many seconds."""
    began = time.perf_counter()

    async def work(agency: str) -> int:
        done = 0
        writer = Writer(f"{ref}{agency}", lab.file)
        for command in mixed(f"{ref}{agency}", writer, by_agency[agency]):
            if seconds_since(began) > CLOSED_S:
                break
            await lab.commands.send(command)
            done += 1
        return done

    done = await asyncio.gather(*(work(agency) for agency in by_agency))
    return sum(done), seconds_since(began)


async def paced(lab: Lab, ref: str) -> float:
    """The 95th percentile, in ms, at a hundred commands a second, from the moment each was due."""
    conclusion = to_all_provinces(ref)
    await lab.starter.start(conclusion)
    await lab.at_rest()
    targets = ids_of(conclusion)
    random.Random(ref).shuffle(targets)  # noqa: S311 - the same order in every run
    acts = in_rounds(Writer(ref, lab.file), targets)
    loop = asyncio.get_running_loop()
    begin = loop.time() + 0.1
    took: list[float] = []

    async def send(command: Command, due: float) -> None:
        await lab.commands.send(command)
        took.append((loop.time() - due) * 1000)

    async with asyncio.TaskGroup() as tasks:
        for number in range(PER_S * PACED_S):
            due = begin + number / PER_S
            command = next(acts)
            await asyncio.sleep(max(0.0, due - loop.time()))
            tasks.create_task(send(command, due))
    return percentile(took, 95)
