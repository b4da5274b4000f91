"""One run of the fault tests: lives and faults at once, then quiet, then everything is examined."""

import asyncio
import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Awaitable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles
from typing import Any, Final

import pytest
from temporalio.worker import Replayer
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from bootstrap import CHECKOUT
from gateway.keyring import Keyring
from gateway.reconciling import Reconciled, Reconciler
from gateway.sealing import converter
from tests.faults.callers import Callers, GaveUp
from tests.faults.checker import Violation, violations
from tests.faults.injectors import FaultLog
from tests.faults.lab import Examined
from tests.faults.lives import STYLES, Lives
from tests.faults.sources import Sources, engine_now, register_now
from workflows.conclusion import ConclusionWorkflow

RESULTS: Final = CHECKOUT / "bench" / "results" / "faults.jsonl"
_QUIET: Final = """
    SELECT count(*) FROM stream s JOIN conclusion c USING (ref) LEFT JOIN assignment a ON a.stream = s.id
     WHERE s.seq = 0
        OR a.next_wake_at < clock_timestamp() + make_interval(secs => c.clock_offset_s)
"""


@dataclass
class Run:
    """One lab, its callers and what is done to them, under one seed."""

    lab: Examined
    name: str
    seed: int
    drain_within_s: float = 120.0
    beyond: frozenset[str] = frozenset()
    """Invariants that mean nothing here."""

    def __post_init__(self) -> None:
        self.dice = Random(self.seed)
        self.callers = Callers(self.lab, Random(self.seed + 1))
        self.faults = FaultLog()
        self.gave_up: list[str] = []
        self.reconciled = Reconciled(0, ())
        self.begun = datetime.now(UTC)
        self.is_living = True

    async def lives_through(
        self,
        lives: int,
        *faults: Awaitable[Any],
        at_once: int = 12,
        styles: Sequence[str] = STYLES,
    ) -> Sources:
        """So many lives while the faults happen, to the end of both; then all that is known."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._live(lives, at_once, styles))
                for fault in faults:
                    group.create_task(_as_coroutine(fault))
        except* GaveUp as gave_up:
            # Judged like everything else: somebody was never answered.
            self.gave_up = [str(one) for one in gave_up.exceptions]
        else:
            await self._some_calm()
        return await self.examined()

    async def _some_calm(self) -> None:
        """A few calls to a whole system, where the last life ended before the last fault: the floor needs some."""
        await self.lab.is_whole()
        touches = self.faults.touches
        if any(not touches(one.begun, one.ended) for one in self.callers.log.attempts):
            return
        await asyncio.sleep(1.5)
        for ref in list(self.callers.log.issues)[:5]:
            watcher = ("Z05", "supervisor")
            note = self.callers.as_command("note", f"kl/{ref}", watcher, text="Đã xem")
            await self.callers.send(note)

    async def _live(self, lives: int, at_once: int, styles: Sequence[str]) -> None:
        self.is_living = True
        await Lives(self.callers, self.seed, styles=styles).live(lives, at_once=at_once)
        self.is_living = False

    async def examined(self, *, answers_within_s: float = 20.0) -> Sources:
        """Wait until nothing is left to do, then read everything; a workflow that is asked must answer in time."""
        await self._reconciled()
        drained_in_s = await self._drained()
        db = await self.lab.looks()
        try:
            async with db.transaction(isolation="repeatable_read", readonly=True):
                register = await register_now(db)
        finally:
            await db.close()
        engine = await engine_now(self.lab, register.streams, answers_within_s)
        sources = Sources(self.callers.log, register, engine, self.faults, drained_in_s)
        sources.lost_files = {
            sha256
            for one in self.callers.log.done()
            for sha256 in one.files
            if _read_back(self.lab.folder / "evidence", sha256) != sha256
        }
        return sources

    def judged(self, sources: Sources) -> None:
        """Write the line of the results file, and fail with all that is needed to see why."""
        if wrong := self.verdict(sources):
            pytest.fail(wrong, pytrace=False)

    def verdict(self, sources: Sources) -> str:
        """The same without failing: what is wrong, or nothing."""
        found = [one for one in violations(sources) if one.invariant not in self.beyond] + [
            Violation("I12", f"reconcile left it {one.drift}", one.id)
            for one in self.reconciled.differences
            if not one.repaired
        ]
        line = json.dumps(self.line(sources, found), ensure_ascii=False)
        RESULTS.parent.mkdir(parents=True, exist_ok=True)
        with RESULTS.open("a", encoding="utf-8") as results:
            results.write(line + "\n")
        print(line, flush=True)
        if not found:
            return ""
        kept = self._keep(sources)
        shown = "\n".join(map(str, found[:20]))
        return (
            f"{self.name} seed {self.seed}: {found[0]}\n{len(found)} violations\n{shown}\n"
            f"faults:\n{self.faults}\n{self._unanswered()}\nkept: {kept}"
        )

    def _unanswered(self) -> str:
        """Calls that failed while nothing was wrong: how often, when, how long, and why."""
        calls = [
            one
            for one in self.callers.log.attempts
            if not one.answered and not self.faults.touches(one.begun, one.ended)
        ]
        begin = self.faults.windows[0].begun if self.faults.windows else 0.0
        why = Counter(one.said for one in calls).most_common(5)
        when = [f"{one.begun - begin:.1f}+{one.ended - one.begun:.2f}" for one in calls[:10]]
        return f"unanswered in calm: {len(calls)} {why} {when}"

    def line(self, sources: Sources, found: Sequence[Violation]) -> dict[str, Any]:
        """The figures of the run."""
        log = self.callers.log
        calm = sorted(
            one.ended - one.begun
            for one in log.attempts
            if one.answered and not self.faults.touches(one.begun, one.ended)
        )
        marks = quantiles(calm, n=100) if len(calm) > 1 else [0.0] * 99
        rows = sources.register["assignment"]
        return {
            "run": self.name,
            "seed": self.seed,
            "begun": self.begun.isoformat(timespec="seconds"),
            "duration_s": round((datetime.now(UTC) - self.begun).total_seconds()),
            "load": round(os.getloadavg()[0], 1),
            "lives": log.lives,
            # What the register says became of them; a successor counts beside its predecessor.
            "states": dict(sorted(Counter(row["state"] for row in rows).items())),
            "struck": sum(
                len(one.assignments)
                for one in log.issues.values()
                if self.faults.touches(one.begun, one.ended, grace_s=0)
            ),
            "in_crowds": sum(
                len(one.assignments) for one in log.issues.values() if len(one.assignments) > 16
            ),
            "events": len(sources.register["event"]),
            "conclusions": len(log.issues),
            "strikes": dict(Counter(one.kind for one in self.faults.windows)),
            "longest_outage_s": round(
                max((one.healed - one.begun for one in self.faults.windows), default=0), 1
            ),
            "kills": dict(self.faults.kills),
            "killed": self.faults.kills.total(),
            "commands": len(log.offers),
            "acknowledged": len(log.done()),
            "refused": sum(one.outcome not in {"done", "open"} for one in log.offers),
            "calm_calls": len(calm),
            "unanswered_calls": sum(not one.answered for one in log.attempts),
            "drifted": dict(Counter(one.drift for one in self.reconciled.differences)),
            "adopted": sum(bool(told.adopted) for told in sources.engine.values()),
            "unplanned_exits": self.lab.unplanned_exits,
            "violations": len(found),
            "drain_s": round(sources.drained_in_s, 2),
            "p50_ms": round(marks[49] * 1000, 1),
            "p95_ms": round(marks[94] * 1000, 1),
        }

    async def _reconciled(self) -> None:
        """The product's own comparison: a workflow that is behind the register is made to look.

        A command whose commit outlived worker and server, and whose caller was then answered from the
        register, is unknown to its workflow until the next command or timer.
        """
        await self.lab.is_whole()
        # Without any worker there is nobody to compare with; the floor says what that means.
        if any(one.is_wanted for one in self.lab.workers):
            self.reconciled = await Reconciler(self.lab.pool, self.lab.client, self.lab.queue).run()

    async def _drained(self) -> float:
        """Seconds from the last healing until no stream waits, no rung is due and no task is pending."""
        await self.lab.is_whole()
        give_up_at = time.monotonic() + self.drain_within_s
        db = await self.lab.looks()
        try:
            while time.monotonic() < give_up_at:
                if await db.fetchval(_QUIET) == 0 and await self._is_quiet():
                    break
                await asyncio.sleep(0.25)
        finally:
            await db.close()
        calls = [one.ended for one in self.callers.log.attempts if not one.answered]
        return max(time.monotonic() - max([self.faults.last_healed, *calls]), 0.0)

    async def _is_quiet(self) -> bool:
        """Every workflow that should have ended has, and nobody is at work."""
        running = "WorkflowType = 'ConclusionWorkflow' AND ExecutionStatus = 'Running'"
        async for run in self.lab.client.list_workflows(running):
            described = await self.lab.client.get_workflow_handle(run.id).describe()
            raw = described.raw_description
            if raw.HasField("pending_workflow_task") or raw.pending_activities:
                return False
            db_says_open = await self.lab.pool.fetchval(
                "SELECT closed_at IS NULL FROM stream WHERE id = $1", run.id
            )
            if not db_says_open:
                return False
        return True

    def _keep(self, sources: Sources) -> Path:
        """What one needs to look into a failure, beside the servers' own files."""
        folder = self.lab.folder / "kept"
        folder.mkdir(exist_ok=True)
        self.callers.log.keep(folder / "callers.jsonl")
        tables = json.dumps(sources.register.tables, default=str, ensure_ascii=False)
        (folder / "register.json").write_text(tables, encoding="utf-8")
        for stream, told in sources.engine.items():
            for number, history in enumerate(told.histories, start=1):
                name = f"{stream.replace('/', '-')}.{number}.json"
                (folder / name).write_text(history.to_json(), encoding="utf-8")
        return folder


async def replays(sources: Sources, dice: Random, *, at_most: int) -> int:
    """Histories that faults have shaped replay on the same code; how many were tried."""
    histories = [one for told in sources.engine.values() for one in told.histories]
    some = dice.sample(histories, min(at_most, len(histories)))
    restrictions = SandboxRestrictions.default.with_passthrough_modules("schemas")
    replayer = Replayer(
        workflows=[ConclusionWorkflow],
        data_converter=converter(Keyring()),
        workflow_runner=SandboxedWorkflowRunner(restrictions=restrictions),
    )
    for history in some:
        await replayer.replay_workflow(history)
    return len(some)


async def _as_coroutine(fault: Awaitable[Any]) -> None:
    await fault


def _read_back(store: Path, sha256: str) -> str | None:
    with suppress(OSError):
        return hashlib.sha256((store / "sha256" / sha256[:2] / sha256).read_bytes()).hexdigest()
    return None
