"""Long life: a case begins afresh while people act, keeps what it must remember, and comes back from the register."""

import asyncio
import itertools
import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date, timedelta
from statistics import median
from typing import Any, Final
from uuid import uuid4

import pytest
from temporalio.client import WorkflowUpdateFailedError

from bootstrap import CHECKOUT
from register import reads
from register.verify import verify
from schemas.agencies import members_of
from tests.builders import ISSUED_ON, LEAD, a_directive, at
from tests.process.breakable import Breakable
from tests.process.engine import Case, Engine

BURST: Final = 60
MOST_STATE_BYTES: Final = 256_000
RUNG_DAY: Final = date(2023, 10, 24)
"""Seven days before the 31st: the first reminder, at 08:00."""


async def checkpoint(case: Case) -> None:
    """What an operator sends to every case at a release."""
    await case.does("checkpoint", "G22", "operator", target=f"kl/{case.ref}")


async def notes(case: Case, count: int, waits: list[float] | None = None) -> list[str]:
    """So many notes at once; the ids of their commands, all of which were answered."""
    ids = [str(uuid4()) for _ in range(count)]

    async def note(n: int, command_id: str) -> str:
        begun = time.monotonic()
        answer = await case.does(
            "note", "Z05", "supervisor", command_id=command_id, text=f"Theo dõi {n}"
        )
        if waits is not None:
            waits.append(time.monotonic() - begun)
        return str(answer["command_id"])

    assert ids == await asyncio.gather(*(note(n, one) for n, one in enumerate(ids)))
    return ids


async def noted(case: Case) -> list[str]:
    """The commands whose notes the log holds, each as often as it does."""
    events = await case.events()
    return sorted(str(one["key"]) for one in events if one["type"] == "Noted")


async def runs_of(case: Case) -> int:
    """How many runs the case has had."""
    query = f"WorkflowId = '{case.streams[0]}'"
    for _ in range(100):
        runs = [run async for run in case.engine.client.list_workflows(query)]
        if sum(run.status is not None and run.status.name == "RUNNING" for run in runs) == 1:
            return len(runs)
        await asyncio.sleep(0.1)
    raise AssertionError("the list of runs does not settle")


async def test_a_burst_across_several_fresh_starts_loses_and_doubles_nothing(
    engine: Engine,
) -> None:
    """Every command is answered and in the log once, although the case began afresh among them.

    How long the last of them waited is printed: the aim is 3 s on a quiet machine (docs/faults.md).
    """
    case = await engine.issues()
    waits: list[float] = []

    bursts = [asyncio.create_task(notes(case, BURST, waits)) for _ in range(3)]
    for _ in range(4):
        await asyncio.sleep(0.05)
        await checkpoint(case)
    ids = sorted(itertools.chain.from_iterable(await asyncio.gather(*bursts)))
    runs = await runs_of(case)
    print(
        f"{len(ids)} commands, {runs} runs, waits {median(waits):.2f}, at most {max(waits):.2f} s"
    )

    assert await noted(case) == ids
    assert runs > 1
    assert (await case.snapshot())["seq"] == await reads.head_seq(engine.pool, case.streams[0])


async def test_a_fresh_start_with_timers_armed_right_after_an_adoption(
    broken: tuple[Breakable, Engine],
) -> None:
    """Commands keep arriving, a commit was just adopted: all are there once, and the reminder comes once, in time."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues()
    lab.fuse.touch()
    forgotten = str(uuid4())
    lost = asyncio.create_task(case.lead("acknowledge", command_id=forgotten))
    await lab.worker_dies()
    lost.cancel()
    with suppress(asyncio.CancelledError):
        await lost
    await lab.restart_temporal()
    lab.start_worker()

    ids, *_ = await asyncio.gather(notes(case, BURST), checkpoint(case), case.lead("submit_report"))
    await case.skips_to(at(RUNG_DAY, 7, 59))
    early = await case.told("final_evidence")
    await case.skips_to(at(RUNG_DAY, 8, 1))

    kinds = [one["type"] for one in await case.events()]
    assert (kinds.count("Acknowledged"), kinds.count("ReportSubmitted")) == (1, 1)
    assert await noted(case) == sorted(ids)
    assert await runs_of(case) == 2
    assert early == []
    assert [rung for rung, _ in await case.told("final_evidence")] == ["-7d"]
    assert (await verify(engine.pool)).ok


async def test_commands_are_remembered_across_a_fresh_start(engine: Engine) -> None:
    """The engine forgets update ids with the run; the case knows its commands, also for who comes past the gateway."""
    case = await engine.issues()
    command_id = str(uuid4())
    await case.lead("acknowledge", command_id=command_id, note="Đã nhận")
    await checkpoint(case)
    said = {
        "command_id": command_id,
        "target": case.id(),
        "actor": {"office": LEAD, "role": "focal_point", "person": None},
        "note": "Đã nhận",
    }

    update: Any = case.handles[0].execute_update
    again = await update("acknowledge", said, id=command_id, result_type=dict)
    with pytest.raises(WorkflowUpdateFailedError) as other:
        await update("acknowledge", said | {"note": "Khác"}, id=str(uuid4()))

    assert await runs_of(case) == 2
    assert again["repeated"] is True
    assert getattr(other.value.cause, "type", None) == "Conflict"
    assert [one["type"] for one in await case.events()].count("Acknowledged") == 1


async def test_a_temporal_that_lost_everything_is_seeded_by_one_command(
    broken: tuple[Breakable, Engine],
) -> None:
    """Its file is gone: every open case runs again, and the next reminder comes once, when it should."""
    lab, engine = broken
    lab.start_worker()
    case = await engine.issues(opened_at=at(RUNG_DAY, 8) - timedelta(seconds=25))
    closed = await engine.issues()
    await closed.office("withdraw")
    await case.lead("acknowledge")
    wakes_at = (await case.row())["next_wake_at"]
    lab.kill_worker()
    lab.temporal.stop()
    for file in lab.folder.glob("temporal.db*"):
        file.unlink()
    lab.temporal.start()
    lab.start_worker()

    answer = _dondoc(lab, "register", "reseed")
    again = _dondoc(lab, "register", "reseed")
    await _reminded(case)
    reported = await case.lead("submit_report")

    assert (answer["started"], answer["packets"]) == (1, case.streams)
    assert (again["started"], again["packets"]) == (0, [])
    assert wakes_at == at(RUNG_DAY, 8)
    assert [rung for rung, _ in await case.told("final_evidence")] == ["-7d"]
    sent = [one for one in await case.events() if one["payload"].get("rung") == "-7d"]
    assert [one["type"] for one in sent] == ["RungSent"]
    assert sent[0]["at"] >= wakes_at.isoformat()
    assert reported["state"] == "in_progress"
    assert (await verify(engine.pool)).ok


@pytest.mark.long
@pytest.mark.timeout(900)
async def test_three_years_of_a_full_packet_stay_small(engine: Engine) -> None:
    """250 assignments with monthly reports, three years of ladders and of agencies that report: state ≤ 256 kB."""
    holders = [one.code for one in members_of("các địa phương", ISSUED_ON) or ()][:50]
    directives = [
        a_directive(
            n,
            assignees=holders,
            due_on="2026-06-30",
            report={"rhythm": "monthly", "day": 25},
        )
        for n in range(1, 6)
    ]
    case = await engine.issues(*directives)
    targets = [case.id(n, holder) for n in range(1, 6) for holder in holders]

    async def everybody(name: str, **said: Any) -> None:
        await asyncio.gather(*(case.lead(name, target=one, **said) for one in targets))

    await everybody("acknowledge")
    for year, month in ((2023, 10), (2024, 4), (2024, 10), (2025, 4), (2025, 10), (2026, 4)):
        await case.skips_to(at(date(year, month, 20)))
        await everybody("submit_report", period=f"{year}-{month:02}", results="Đã làm " * 50)
    await case.skips_to(at(date(2026, 7, 12)))
    await checkpoint(case)
    runs = await runs_of(case)

    sizes = await _state_sizes(case)
    events = await reads.head_seq(engine.pool, case.streams[0])
    print(f"{len(targets)} assignments, {events} events, {len(sizes)} runs, states {sizes} bytes")
    assert len(case.streams) == 1
    assert len(sizes) == runs > 1
    assert events > 10 * len(targets)
    assert max(sizes) <= MOST_STATE_BYTES


async def _state_sizes(case: Case) -> list[int]:
    """Bytes of the state that each run began with, as the engine holds it."""
    sizes = []
    query = f"WorkflowId = '{case.streams[0]}'"
    async for run in case.engine.client.list_workflows(query):
        handle = case.engine.client.get_workflow_handle(run.id, run_id=run.run_id)
        history = await handle.fetch_history()
        begun = history.events[0].workflow_execution_started_event_attributes
        sizes.append(len(begun.input.payloads[0].data))
    return sizes


async def _reminded(case: Case) -> None:
    for _ in range(600):
        if await case.told("final_evidence"):
            return
        await asyncio.sleep(0.2)
    raise AssertionError("no reminder came")


def _dondoc(lab: Breakable, *words: str) -> dict[str, Any]:
    """The operator's one command, as a program."""
    environment = os.environ | {
        "DONDOC_DATABASE_URL": lab.postgres.url,
        "DONDOC_DATA_DIR": str(lab.folder),
        "DONDOC_TASK_QUEUE": lab.queue,
        "TEMPORAL_ADDRESS": lab.temporal.address,
        "PYTHONPATH": str(CHECKOUT),
    }
    done = subprocess.run(
        [sys.executable, "-m", "cli", *words, "--json"],
        cwd=CHECKOUT,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
