"""Two hundred readers and twenty who act, all at once at the console, each at a pace of his own."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from bench.figures import percentile
from bench.people import Person
from bench.site import Site
from bench.stories import ids_of
from schemas.states import Role

READS_EVERY_S: Final = 5.0
ACTS_EVERY_S: Final = 15.0


@dataclass(slots=True)
class Crowd:
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


async def crowded(site: Site, seconds: float, *, only: str = "") -> Crowd:
    """Everybody at once, each at a pace of his own; with *only*, everybody asks for that one address."""
    crowd, until = Crowd(seconds=seconds), time.monotonic() + seconds
    lines = (
        []
        if only
        else [asyncio.create_task(one.listen("/su-kien?id=danh-sach")) for one in site.readers]
    )
    try:
        await asyncio.gather(
            *(_reads(crowd, one, until, (only,) if only else _habits(one)) for one in site.readers),
            *(_acts(crowd, one, until, site) for one in site.actors if not only),
        )
    finally:
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)
        for one in site.people:
            one.leave()
    return crowd


async def _reads(crowd: Crowd, person: Person, until: float, paths: Sequence[str]) -> None:
    chance = random.Random(person.login)  # noqa: S311 - the same walk in every run
    await asyncio.sleep(chance.uniform(0, READS_EVERY_S))
    while time.monotonic() < until:
        began = time.monotonic()
        await crowd.asks(person, chance.choice(paths))
        await asyncio.sleep(max(0.0, READS_EVERY_S - (time.monotonic() - began)))


async def _acts(crowd: Crowd, person: Person, until: float, site: Site) -> None:
    """Opens what is his, acknowledges it, reports on it, looks at what came of it."""
    chance = random.Random(person.login)  # noqa: S311 - the same walk in every run
    await asyncio.sleep(chance.uniform(0, ACTS_EVERY_S))
    report = _report_of(site)
    for path in _works_of(site, person):
        for act, fields in (("acknowledge", {}), ("submit_report", report)):
            if time.monotonic() > until:
                return
            began = time.monotonic()
            await crowd.asks(person, path)
            await crowd.acts_on(person, f"{path}/{act}", **fields)
            await crowd.asks(person, path)
            await asyncio.sleep(max(0.0, ACTS_EVERY_S - (time.monotonic() - began)))


def _report_of(site: Site) -> dict[str, str]:
    return {
        "period": f"{site.conclusion.issued_on:%Y-%m}",
        "results": "Đã ban hành kế hoạch, đang kết nối dữ liệu.",
        "progress": "40",
    }


def _works_of(site: Site, person: Person) -> list[str]:
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
