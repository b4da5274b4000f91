"""The console on a full register: every page, the first view, searching, and two hundred people at once.

`dondoc up` itself serves, in its own process and with everything durable; the people are in this one, on the
same processors. Times are from the first byte sent to the last byte read.
"""

import asyncio
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from asyncpg import Pool

from bench.figures import WORKSHOP, Figure, figure, percentile
from bench.generator import PER_CONCLUSION
from bench.kept import a_kept_register
from bench.lab import bare_environment
from bench.people import Person, signed_in
from bench.stories import OFFICE, a_conclusion, ids_of, wording
from bootstrap import CHECKOUT
from gateway.connect import connect
from gateway.starting import Starter
from local import leash
from local.runfile import RunFile
from schemas.agencies import AgencyLevel, valid_on
from schemas.conclusion import Conclusion
from schemas.moments import day_of
from schemas.states import Role

SIZE: Final = 100_000
REPEATS: Final = 3
ASKED: Final = 12
READERS: Final = 200
READS_EVERY_S: Final = 5.0
ACTORS: Final = 20
ACTS_EVERY_S: Final = 15.0
LASTS_S: Final = 90.0
FLOOR_S: Final = 20.0
_READY_WITHIN_S: Final = 60.0
_GONE_WITHIN_S: Final = 20.0
_ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_FONTS: Final = re.compile(r'url\("?([^")]+\.woff2)')


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """One register and one console for all of them."""
    async with a_kept_register(SIZE, durable=True) as (pool, url), _a_console(pool, url) as site:
        if "console_page_p95_ms" in wanted:
            yield figure(
                "console_page_p95_ms", await _tails(site, "console_page_p95_ms", _pages(site))
            )
        if "console_first_view_kb" in wanted:
            yield figure("console_first_view_kb", [await _heaviest_view(site)])
        if "console_search_p95_ms" in wanted:
            yield figure(
                "console_search_p95_ms", await _tails(site, "console_search_p95_ms", _SEARCHES)
            )
        if "console_crowd_p95_ms" in wanted:
            floor = await _crowd(site, FLOOR_S, only="/live")
            crowd = await _crowd(site, LASTS_S)
            print(
                f"  console_crowd_p95_ms: {crowd.told()}; floor: {floor.told()}",
                file=sys.stderr,
                flush=True,
            )
            if crowd.errors:
                raise RuntimeError(f"{len(crowd.errors)} answers were errors: {crowd.errors[:3]}")
            yield figure(
                "console_crowd_p95_ms",
                [percentile(crowd.took, 95)],
                floor=percentile(floor.took, 95),
            )


@dataclass(frozen=True, slots=True)
class _Site:
    address: str
    people: list[Person]
    conclusion: Conclusion
    """Issued just now and alive in the engine; the kept ones are as read from a copy."""

    def one(self, role: Role, office: str = "") -> Person:
        return next(p for p in self.people if p.role is role and (not office or p.office == office))

    @property
    def actors(self) -> list[Person]:
        return [one for one in self.people if one.role is Role.AGENCY_HEAD][:ACTORS]

    @property
    def readers(self) -> list[Person]:
        return [one for one in self.people if one not in self.actors][:READERS]


@asynccontextmanager
async def _a_console(pool: "Pool[Any]", url: str) -> AsyncIterator[_Site]:
    folder = Path(tempfile.mkdtemp(prefix="console-", dir=WORKSHOP))
    names = {"DONDOC_DATA_DIR": str(folder), "DONDOC_DATABASE_URL": url, "DONDOC_PORT": "0"}
    tie = [leash.SHIM, os.getpid(), signal.SIGTERM.value, leash.GUARD, "same"]
    with (folder / "up.log").open("ab") as log:
        serving = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", *map(str, tie), sys.executable, "-m", "cli", "up"),
            cwd=CHECKOUT,
            env=bare_environment(dict(os.environ)) | names,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        run = await _run_file(folder, serving)
        client = await connect(
            address=run.temporal_address, namespace=run.namespace, identity="bench"
        )
        conclusion = _issued_now()
        await Starter(pool, client, run.task_queue).start(conclusion)
        address = str(run.console_url)
        yield _Site(address, await signed_in(pool, address, _cast()), conclusion)
    finally:
        if serving.returncode is None:
            serving.terminate()
            try:
                await asyncio.wait_for(serving.wait(), _GONE_WITHIN_S)
            except TimeoutError:
                serving.kill()
                await serving.wait()
        shutil.rmtree(folder, ignore_errors=True)


async def _run_file(folder: Path, serving: asyncio.subprocess.Process) -> RunFile:
    give_up_at = time.monotonic() + _READY_WITHIN_S
    while not (folder / "run.json").exists():
        if serving.returncode is not None or time.monotonic() > give_up_at:
            raise RuntimeError(f"the console did not start: {leash.last_words(folder / 'up.log')}")
        await asyncio.sleep(0.05)
    return RunFile.model_validate_json((folder / "run.json").read_text(encoding="utf-8"))


def _issued_now() -> Conclusion:
    """Twelve directives to every province of today, due within a fortnight: what the people act on."""
    now = day_of(datetime.now(UTC))
    provinces = tuple(one.code for one in valid_on(now) if one.level is AgencyLevel.PROVINCE)
    due_on = now + timedelta(days=6)
    return a_conclusion("hom-nay", [provinces] * 12, issued_on=now, due_on=due_on)


def _cast() -> list[tuple[Role, str]]:
    """Half of the readers in agencies, the others where everything comes together; and who acts."""
    now = day_of(datetime.now(UTC))
    bodies = [one.code for one in valid_on(now)]
    provinces = [one.code for one in valid_on(now) if one.level is AgencyLevel.PROVINCE]
    readers = [(Role.FOCAL_POINT, bodies[n % len(bodies)]) for n in range(READERS - 100)]
    readers += [(Role.OFFICER, OFFICE)] * 60 + [(Role.SUPERVISOR, OFFICE)] * 36
    others = [
        (Role.EXAMINER, OFFICE),
        (Role.OPERATOR, OFFICE),
        (Role.AUDITOR, OFFICE),
        (Role.ADMIN, OFFICE),
    ]
    return [*readers, *others, *((Role.AGENCY_HEAD, code) for code in provinces[:ACTORS])]


_Ask = tuple[Role, tuple[str, ...]]
"""Who asks, and the addresses of one kind."""


def _pages(site: _Site) -> dict[str, _Ask]:
    """Every kind of page for who looks at it most; lists by several filters."""
    single = tuple(f"/nhiem-vu/{own[3:].replace('@', '/')}" for own in ids_of(site.conclusion)[:3])
    refs = [f"so-{n}" for n in range(0, SIZE // PER_CONCLUSION, 37)]
    officer, focal, watcher = Role.OFFICER, Role.FOCAL_POINT, Role.SUPERVISOR
    return {
        "my work (office)": (officer, ("/",)),
        "my work (agency)": (focal, ("/",)),
        "my work (supervisor)": (watcher, ("/",)),
        "list": (
            officer,
            (
                "/nhiem-vu",
                "/nhiem-vu?nhom=qua-han",
                "/nhiem-vu?cap=local&tt=returned",
                "/nhiem-vu?cq=H01",
            ),
        ),
        "list (agency)": (focal, ("/nhiem-vu", "/nhiem-vu?nhom=qua-han", "/nhiem-vu?tt=assigned")),
        "assignment": (officer, single),
        "why": (officer, tuple(f"{one}/vi-sao/due_on" for one in single)),
        "conclusions": (officer, ("/thong-bao",)),
        "conclusions (agency)": (focal, ("/thong-bao",)),
        "conclusion": (officer, tuple(f"/thong-bao/{ref}" for ref in refs)),
        "late": (officer, ("/qua-han", "/qua-han?theo=cap")),
        "late (agency)": (focal, ("/qua-han",)),
        "overview": (watcher, ("/tong-hop", "/tong-hop?theo=cap", "/tong-hop?theo=ket-luan")),
        "overview, compared": (watcher, ("/tong-hop?so-voi=2024-01-01",)),
        "periods": (watcher, ("/tong-hop/ky?ky=2024-Q1",)),
        "indicators": (watcher, ("/chi-so",)),
        "agencies": (officer, ("/co-quan",)),
        "agency": (watcher, ("/co-quan/H01",)),
        "papers": (officer, ("/van-ban",)),
        "inbox": (focal, ("/hop-thu",)),
        "inbox (office)": (officer, ("/hop-thu",)),
        "review": (officer, ("/tham-tra",)),
        "requests": (officer, ("/de-nghi",)),
        "second look": (officer, ("/hau-kiem",)),
        "intake": (officer, ("/tiep-nhan",)),
        "operation": (Role.OPERATOR, ("/van-hanh",)),
        "outgoing post": (Role.OPERATOR, ("/thu-gui",)),
        "audit log": (Role.AUDITOR, ("/nhat-ky",)),
        "users": (Role.ADMIN, ("/nguoi-dung",)),
    }


_CHANCE: Final = random.Random("words")  # noqa: S311 - the same words in every run
_SEARCHES: Final[dict[str, _Ask]] = {
    "a rare phrase": (Role.OFFICER, tuple(f"/nhiem-vu?q={wording(_CHANCE, 3)[:-1].replace(' ', '+')}" for _ in range(9))),
    "a common word": (Role.OFFICER, tuple(f"/nhiem-vu?q={wording(_CHANCE, 1)[:-1]}" for _ in range(9))),
    "without marks": (Role.OFFICER, ("/nhiem-vu?q=giai+ngan+von", "/nhiem-vu?q=chuyen+doi+so")),
    "nothing": (Role.SUPERVISOR, ("/nhiem-vu?q=khong+co+o+dau",)),
    "in an agency": (Role.FOCAL_POINT, ("/nhiem-vu?q=du+lieu", "/nhiem-vu?q=thu+tuc+hanh+chinh")),
    "an id": (Role.OFFICER, ("/nhiem-vu?q=so-100/2", "/nhiem-vu?q=kl/so-101/2@H01")),
}  # fmt: skip


async def _tails(site: _Site, name: str, kinds: dict[str, _Ask]) -> list[float]:
    """For each repeat the 95th percentile of the slowest kind, nobody else asking; every kind goes to standard error."""
    tails: dict[str, list[float]] = {}
    for repeat in range(REPEATS + 1):
        for what, (role, paths) in kinds.items():
            person = site.one(role, "G22" if role is Role.OFFICER else "")
            took = [await _seen(person, paths[n % len(paths)]) for n in range(ASKED)]
            if repeat:  # the first round warms the caches
                tails.setdefault(what, []).append(percentile(took, 95))
    medians = sorted(((statistics.median(one), what) for what, one in tails.items()), reverse=True)
    print(
        f"  {name} by kind: {', '.join(f'{what} {tail:.0f}' for tail, what in medians)}",
        file=sys.stderr,
        flush=True,
    )
    return [max(one[repeat] for one in tails.values()) for repeat in range(REPEATS)]


async def _seen(person: Person, path: str) -> float:
    answer = await person.get(quote(path, safe="/?=&+@"))
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    return answer.ms


async def _heaviest_view(site: _Site) -> float:
    """Kilobytes on the line of the largest page, with everything a browser that keeps nothing fetches for it."""
    sizes: dict[str, int] = {}
    assets: dict[str, int] = {}
    for what, (role, paths) in _pages(site).items():
        person = site.one(role)
        page = await person.get(paths[0])
        named = set(_ASSET.findall(page.body.decode()))
        for asset in list(named):
            if asset not in assets:
                file = await person.get(asset)
                assets[asset] = len(file.packed)
                if ".css" in asset:
                    for font in _FONTS.findall(file.body.decode()):
                        path = font if font.startswith("/") else f"/static/{font}"
                        assets[path] = len((await person.get(path)).packed)
        fonts = [path for path in assets if path.endswith(".woff2")]
        sizes[what] = len(page.packed) + sum(assets[path] for path in {*named, *fonts})
    ordered = sorted(((size, what) for what, size in sizes.items()), reverse=True)
    print(
        f"  console_first_view_kb by kind: {', '.join(f'{what} {size / 1000:.0f}' for size, what in ordered)}",
        file=sys.stderr,
        flush=True,
    )
    return ordered[0][0] / 1000


@dataclass(slots=True)
class _Crowd:
    """What a crowd met."""

    took: list[float] = field(default_factory=list)
    acts: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def told(self) -> str:
        acts = (
            f", {len(self.acts)} acts p95 {percentile(self.acts, 95):.0f} ms" if self.acts else ""
        )
        tail = f"p50 {percentile(self.took, 50):.0f}, p95 {percentile(self.took, 95):.0f}, most {max(self.took):.0f} ms"
        return f"{len(self.took)} answers in {self.seconds:.0f} s, {tail}{acts}, {len(self.errors)} errors"

    async def asks(self, person: Person, path: str) -> None:
        try:
            answer = await person.get(path)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as failure:
            person.leave()
            self.errors.append(f"{path}: {failure!r}")
            return
        self.took.append(answer.ms)
        if answer.status != 200:
            self.errors.append(f"{path}: {answer.status}")

    async def acts_on(self, person: Person, path: str, **fields: str) -> None:
        try:
            answer = await person.send(path, **fields)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as failure:
            person.leave()
            self.errors.append(f"{path}: {failure!r}")
            return
        self.took.append(answer.ms)
        self.acts.append(answer.ms)
        if answer.status != 303:
            self.errors.append(f"{path}: {answer.status}")


async def _crowd(site: _Site, seconds: float, *, only: str = "") -> _Crowd:
    """Everybody at once, each at a pace of his own; with *only*, everybody asks for that one address."""
    crowd, until = _Crowd(seconds=seconds), time.monotonic() + seconds
    lines = (
        []
        if only
        else [asyncio.create_task(one.listen("/su-kien?id=danh-sach")) for one in site.readers]
    )
    try:
        await asyncio.gather(
            *(_reads(crowd, one, until, (only,) if only else _habits(one)) for one in site.readers),
            *(_acts(crowd, one, until, _works_of(site, one)) for one in site.actors if not only),
        )
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        for one in site.people:
            one.leave()
    return crowd


async def _reads(crowd: _Crowd, person: Person, until: float, paths: Sequence[str]) -> None:
    chance = random.Random(person.login)  # noqa: S311 - the same walk in every run
    await asyncio.sleep(chance.uniform(0, READS_EVERY_S))
    while time.monotonic() < until:
        began = time.monotonic()
        await crowd.asks(person, chance.choice(paths))
        await asyncio.sleep(max(0.0, READS_EVERY_S - (time.monotonic() - began)))


async def _acts(crowd: _Crowd, person: Person, until: float, works: Sequence[str]) -> None:
    """Opens what is his, acknowledges it, reports on it, looks at what came of it."""
    chance = random.Random(person.login)  # noqa: S311 - the same walk in every run
    await asyncio.sleep(chance.uniform(0, ACTS_EVERY_S))
    for path in works:
        for act, fields in (("acknowledge", {}), ("submit_report", _report())):
            if time.monotonic() > until:
                return
            began = time.monotonic()
            await crowd.asks(person, path)
            await crowd.acts_on(person, f"{path}/{act}", **fields)
            await crowd.asks(person, path)
            await asyncio.sleep(max(0.0, ACTS_EVERY_S - (time.monotonic() - began)))


def _report() -> dict[str, str]:
    return {
        "period": "2026-11",
        "results": "Đã ban hành kế hoạch, đang kết nối dữ liệu.",
        "progress": "40",
    }


def _works_of(site: _Site, person: Person) -> list[str]:
    own = [one for one in ids_of(site.conclusion) if one.endswith(f"@{person.office}")]
    return [f"/nhiem-vu/{one[3:].replace('@', '/')}" for one in own]


def _habits(person: Person) -> tuple[str, ...]:
    """What somebody of this role opens, as often as it stands here."""
    if person.role is Role.FOCAL_POINT:
        own = (
            "/",
            "/",
            "/nhiem-vu",
            "/nhiem-vu?nhom=qua-han",
            "/hop-thu",
            "/thong-bao",
            "/nhiem-vu?q=du+lieu",
        )
        return (*own, f"/nhiem-vu?cq={person.office}&tt=assigned")
    lists = (
        "/nhiem-vu",
        "/nhiem-vu?nhom=qua-han",
        "/nhiem-vu?cq=H01",
        "/nhiem-vu?cap=local",
        "/nhiem-vu?q=giai+ngan",
    )
    singles = tuple(f"/nhiem-vu/hom-nay/{n}/H01" for n in (1, 2, 3))
    if person.role is Role.OFFICER:
        return (
            "/",
            "/",
            *lists,
            *singles,
            "/tham-tra",
            "/de-nghi",
            "/qua-han",
            "/thong-bao",
            "/thong-bao/so-101",
        )
    if person.role is Role.SUPERVISOR:
        return (
            "/",
            *lists,
            *singles,
            "/tong-hop",
            "/tong-hop",
            "/tong-hop?theo=cap",
            "/qua-han",
            "/co-quan/H01",
            "/thong-bao",
        )
    return ("/",)
