"""The console on a full register: every page, the first view, searching, and two hundred people at once.

The people are in this process, on the same processors as the console. Times are from the first byte sent to
the last byte read.
"""

import random
import re
import statistics
import sys
from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import quote

from bench.figures import Figure, figure, percentile
from bench.generator import PER_CONCLUSION
from bench.kept import a_kept_register
from bench.measure.crowd import crowded
from bench.people import Person
from bench.site import Site, a_site
from bench.stories import ids_of, wording
from schemas.states import Role

SIZE: Final = 100_000
REPEATS: Final = 3
ASKED: Final = 12
LASTS_S: Final = 90.0
FLOOR_S: Final = 20.0
_ASSET: Final = re.compile(r'(?:href|src)="(/static/[^"#]+)')
_FONTS: Final = re.compile(r'url\("?([^")]+\.woff2)')


async def measure(wanted: frozenset[str]) -> AsyncIterator[Figure]:
    """One register and one console for all of them."""
    async with a_kept_register(SIZE, durable=True) as (pool, url), a_site(pool, url) as site:
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
            floor = await crowded(site, FLOOR_S, only="/live")
            crowd = await crowded(site, LASTS_S)
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


_Ask = tuple[Role, tuple[str, ...]]
"""Who asks, and the addresses of one kind."""


def _pages(site: Site) -> dict[str, _Ask]:
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


async def _tails(site: Site, name: str, kinds: dict[str, _Ask]) -> list[float]:
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


async def _heaviest_view(site: Site) -> float:
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
