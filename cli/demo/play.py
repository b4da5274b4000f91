"""`dondoc demo`: everything set up, the sample conclusion issued, half a year lived through, the sums read back."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Protocol
from uuid import NAMESPACE_URL, uuid5

from bootstrap import (
    CHECKOUT,
    Parts,
    Place,
    Settings,
    configure_logging,
    dispatching,
    wired,
    worker_of,
)
from cli import clock, serving
from cli.demo import report
from cli.demo.compare import disagreements
from cli.demo.script import MORNING, PERIOD_END, Act, Cast, Character, Scene, acts_of
from cli.demo.timeline import Timeline
from cli.serving import Address, console_beside
from console.accounts import Invented, demo_accounts
from gateway.commands import Commands
from gateway.reading import read_conclusion
from local.make import when_make_ends
from local.postgres import EmbeddedPostgres
from local.runfile import DemoAccount, RunFile
from local.temporal import EmbeddedTemporal
from local.virtual_time import VirtualTime
from policy.issuing import cases_of
from register import reads
from schemas.commands import COMMANDS
from schemas.labels import Lang
from schemas.moments import HANOI

SAMPLE: Final = CHECKOUT / "samples" / "phien-06-2023.yaml"
DATA: Final = CHECKOUT / ".dondoc" / "demo"
CAST: Final = Cast(
    parts={
        8: Character.ASKS_AND_GETS,
        10: Character.RETURNED_ONCE,
        14: Character.LATE,
        19: Character.FORGETS_A_REPORT,
        22: Character.ASKS_IN_VAIN,
        24: Character.SILENT,
        26: Character.OBJECTS,
        30: Character.STILL_AT_IT,
        33: Character.STILL_AT_IT,
    },
    other_office="G01",
)
LOOK_EVERY: Final = timedelta(days=7)
_PAPER: Final = (
    b"%PDF-1.4\n% minh hoa, khong phai van ban that\n"
    b"1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n"
    b"2 0 obj <</Type /Pages /Kids [3 0 R] /Count 1>> endobj\n"
    b"3 0 obj <</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842]>> endobj\n"
    b"trailer <</Root 1 0 R>>\n%%EOF\n"
)
"""The demo's one piece of evidence: an empty page."""
_LOOK_EVERY_S: Final = 1.0
OPENS_ON: Final = date(2023, 7, 12)


class Tells(Protocol):
    """Shows what has happened since it was last asked."""

    async def show_new(self) -> None: ...


@dataclass
class Running:
    """The demo's own system, and how far its business time has come."""

    parts: Parts
    place: Place
    time: VirtualTime
    commands: Commands
    as_of: datetime
    offsets: dict[str, timedelta] = field(default_factory=dict)
    """Business time minus the engine's, by conclusion: each has its own clock, from its own beginning."""
    address: Address | None = None
    accounts: tuple[DemoAccount, ...] = ()

    def announce(self) -> None:
        """Renew the run file, so that the CLI beside us knows the day."""
        _run_file(self).write(DATA)


@dataclass(frozen=True, slots=True)
class Wish:
    """How the demo is asked for."""

    lang: Lang
    as_json: bool
    stays: bool
    """Serve after the story until told to stop."""
    everything: bool = False
    """The four sessions of 2021 to 2024 instead of one."""


async def demo(settings: Settings, wish: Wish) -> int:
    """The whole demo; the exit code says whether register and workflows agree."""
    out = report.Printer(wish.lang, as_json=wish.as_json)
    playing = asyncio.ensure_future(_played(settings, out, wish))
    loop, told = asyncio.get_running_loop(), asyncio.Event()

    def stop() -> None:
        if not told.is_set():
            told.set()
            playing.cancel()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)
    when_make_ends(lambda: loop.call_soon_threadsafe(stop))
    try:
        return await playing
    except asyncio.CancelledError:
        if not told.is_set():
            raise
        out.stopped()
        return 0


async def _played(settings: Settings, out: "report.Printer", wish: Wish) -> int:
    from cli.demo import sessions

    opens_on = sessions.FIRST_DAY if wish.everything else OPENS_ON
    async with _system(settings, out, datetime.combine(opens_on, MORNING, HANOI)) as running:
        story = sessions.story if wish.everything else _story
        summary = await story(running, out)
        if wish.stays:
            out.serving(DATA)
            await _follow(running)
        return 1 if summary["disagreements"] else 0


@asynccontextmanager
async def _system(
    settings: Settings, out: "report.Printer", opens_at: datetime
) -> AsyncIterator[Running]:
    """PostgreSQL and Temporal from their wheels on fresh data, migrated, with a worker in this process."""
    _fresh(DATA)
    configure_logging(settings, to=DATA / "dondoc.log")
    async with _servers() as (url, address):
        place = Place(url, address, "default", settings.task_queue, DATA)
        async with wired(place) as parts:
            await reads.set_virtual_clock(parts.pool)
            made = await demo_accounts(parts.pool)
            # Told in the inbox only: whatever the environment names, the demo writes to nobody.
            async with (
                worker_of(parts),
                dispatching(place, settings.model_copy(update={"smtp_url": None})),
            ):
                running = Running(
                    parts=parts,
                    place=place,
                    time=VirtualTime(parts.client),
                    commands=Commands(parts.pool, parts.client, parts.task_queue),
                    as_of=opens_at,
                    accounts=tuple(_account(one) for one in made),
                )
                async with console_beside(
                    parts, place, settings, clock=lambda: running.as_of, is_demo=True
                ) as running.address:
                    running.announce()
                    out.ready(address)
                    out.console(running.address, running.accounts)
                    try:
                        yield running
                    finally:
                        RunFile.remove(DATA)


@asynccontextmanager
async def _servers() -> AsyncIterator[tuple[str, str]]:
    """Both servers, started at the same time and ended when we end."""
    postgres, temporal = EmbeddedPostgres(DATA), EmbeddedTemporal(DATA, time_skipping=True)
    loop = asyncio.get_running_loop()
    try:
        # Leaving this block waits for the threads, so that nothing starts after it was stopped.
        with ThreadPoolExecutor() as threads:
            started = await asyncio.gather(
                loop.run_in_executor(threads, postgres.start),
                loop.run_in_executor(threads, temporal.start),
                loop.run_in_executor(threads, serving.load),
            )
        yield started[0], started[1]
    finally:
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda server: server.stop(), (temporal, postgres)))


async def _follow(running: Running) -> None:
    """While people act at the console, the day that the CLI is told goes on with theirs."""
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        latest = await reads.business_latest(running.parts.pool)
        if latest is not None and latest > running.as_of:
            running.as_of = latest
            running.announce()


async def _story(running: Running, out: "report.Printer") -> dict[str, Any]:
    conclusion = read_conclusion(SAMPLE)
    started = await started_by_starter(running, conclusion.ref, SAMPLE)
    out.started(conclusion, started)
    timeline = Timeline(running.parts.pool, conclusion, out)
    await timeline.show_new()
    (case,) = cases_of(conclusion)
    scene = Scene(case, conclusion.issued_on, PERIOD_END)
    script = acts_of(scene, CAST, await a_paper(running))
    await live_until(running, [(scene, act) for act in script], last_moment(PERIOD_END), timeline)
    return await summed_up(running, out, PERIOD_END)


async def summed_up(
    running: Running, out: "report.Printer", as_of: date, **more: Any
) -> dict[str, Any]:
    """Register and workflows compared, and the sums read back; *more* goes into the document."""
    compared, found = await disagreements(running.parts.pool, running.parts.client, as_of)
    summary = await report.summary_of(running.parts.pool, as_of, compared, found) | more
    out.summary(summary)
    return summary


async def started_by_starter(running: Running, ref: str, path: Path) -> dict[str, Any]:
    """Through `starter.py`, as the standing office would; its business time begins now."""
    offset = round((running.as_of - clock.now()).total_seconds())
    arguments = [str(CHECKOUT / "starter.py"), "start", str(path), "--json", "--demo"]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *arguments,
        "--clock-offset-s",
        str(offset),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"starter.py: {complained.decode().strip()}")
    running.offsets[ref] = timedelta(seconds=offset)
    answer: dict[str, Any] = json.loads(said)
    return answer


async def a_paper(running: Running) -> dict[str, Any]:
    """The one illustrative file that every agency of the demo sends."""
    paper = DATA / "minh-chung-minh-hoa.pdf"
    paper.write_bytes(_PAPER)
    return (await running.parts.store.put(paper)).model_dump(mode="json")


def last_moment(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time(), HANOI)


async def live_until(
    running: Running, script: Sequence[tuple[Scene, Act]], end: datetime, told: Tells
) -> None:
    """Act after act in the order of the script; between them time passes on the engine, week by week."""
    begin = running.as_of
    moments = sorted({act.at for _, act in script if begin < act.at <= end} | {end})
    for moment in moments:
        while running.as_of + LOOK_EVERY < moment:
            await _pass_to(running, running.as_of + LOOK_EVERY, told)
        await _pass_to(running, moment, told)
        acts = [(scene, act) for scene, act in script if act.at == moment]
        await asyncio.gather(*(_send(running, scene, act) for scene, act in acts))
        if acts:
            await told.show_new()


async def _pass_to(running: Running, moment: datetime, told: Tells) -> None:
    streams = await reads.open_streams(running.parts.pool)
    for ref, offset in running.offsets.items():
        own = [one for one in streams if one.removeprefix("kl/").partition("~")[0] == ref]
        handles = [running.parts.client.get_workflow_handle(one) for one in own]
        await running.time.advance(handles, moment - offset)
    running.as_of = moment
    running.announce()
    await told.show_new()


async def _send(running: Running, scene: Scene, act: Act) -> None:
    """As the agency, or as the standing office."""
    office = act.office or scene.case.standing_office
    role = "focal_point" if act.office else "examiner"
    person = "Đầu mối (minh hoạ)" if act.office else "Người thẩm tra (minh hoạ)"
    command = COMMANDS[act.name].model_validate(
        {
            "command_id": str(uuid5(NAMESPACE_URL, f"{act.at}|{act.name}|{act.target}")),
            "target": act.target,
            "actor": {"office": office, "role": role, "person": person},
        }
        | act.said
    )
    await running.commands.send(command)


def _fresh(folder: Path) -> None:
    """Every demo begins on an empty register; a running one keeps its folder."""
    if RunFile.read(folder) is not None:
        raise report.AlreadyPlaying(folder)
    for name in ("postgres", "temporal.db", "temporal.db-shm", "temporal.db-wal", "evidence"):
        found = folder / name
        if found.is_dir():
            shutil.rmtree(found)
        else:
            found.unlink(missing_ok=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def _run_file(running: Running) -> RunFile:
    place, address = running.place, running.address
    return RunFile(
        pid=os.getpid(),
        console_url=address.console if address else None,
        api_url=address.api if address else None,
        database_url=place.database_url,
        temporal_address=str(place.temporal_address),
        namespace=str(place.namespace),
        task_queue=place.task_queue,
        as_of=running.as_of,
        accounts=running.accounts,
    )


def _account(one: Invented) -> DemoAccount:
    return DemoAccount(login=one.login, password=one.password, role=one.role, office=one.office)
