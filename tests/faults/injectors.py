"""What goes wrong, in three ways with one interface: parts are killed or paused, connections are disturbed, the
database fails under the worker. Each strike lasts from its beginning to its healing and is written down.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final, Protocol

from local.leash import CannotStart
from tests.faults.lab import Lab, Part

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Outage = Callable[[Random], float]


def short(dice: Random) -> float:
    """Seconds an outage lasts in the quick set."""
    return dice.uniform(0, 2)


@dataclass(slots=True)
class Window:
    """One fault: what, and from when to when on the monotonic clock."""

    kind: str
    begun: float
    healed: float = float("inf")


@dataclass
class FaultLog:
    """Everything that was done to the system, in order."""

    windows: list[Window] = field(default_factory=list)
    kills: Counter[str] = field(default_factory=Counter)
    """Processes that got SIGKILL, by part."""

    @asynccontextmanager
    async def strikes(self, kind: str) -> AsyncIterator[None]:
        """A window from the blow to the moment everything runs again."""
        window = Window(kind, time.monotonic())
        self.windows.append(window)
        yield
        window.healed = time.monotonic()

    @property
    def last_healed(self) -> float:
        return max((one.healed for one in self.windows), default=time.monotonic())

    def touches(self, begun: float, ended: float, *, grace_s: float = 1.0) -> bool:
        """Whether anything was wrong in that time, or had just been."""
        return any(one.begun < ended and begun < one.healed + grace_s for one in self.windows)

    def __str__(self) -> str:
        begin = self.windows[0].begun if self.windows else 0.0
        return "\n".join(
            f"  {one.begun - begin:8.2f} s  {one.kind}, healed after {one.healed - one.begun:.2f} s"
            for one in self.windows
        )


class Injector(Protocol):
    """One way of going wrong."""

    kinds: Sequence[str]

    async def strike(self, kind: str, dice: Random) -> None:
        """One fault of that kind, from its beginning to its healing."""


class Killer:
    """kill -9 of a part, of both workers, of all at once, of a part that is just coming back; SIGSTOP of a worker
    while another one works on.
    """

    kinds: Sequence[str] = ("worker", "workers", "temporal", "postgres", "all", "again", "pause")

    def __init__(self, lab: Lab, log: FaultLog, *, outage: Outage = short) -> None:
        self._lab = lab
        self._log = log
        self._outage = outage

    async def strike(self, kind: str, dice: Random) -> None:
        async with self._log.strikes(kind):
            if kind == "pause":
                await self._pause(dice)
            elif kind == "again":
                await self._kill([dice.choice(list(Part))], dice, again=True)
            elif kind == "workers":
                await self._kill([Part.WORKER], dice, takes_every_worker=True)
            else:
                parts = list(Part) if kind == "all" else [Part(kind)]
                # A power cut takes every worker; a crash takes one.
                await self._kill(parts, dice, takes_every_worker=kind == "all")

    async def pauses(self, seconds: float) -> None:
        """Longer than every timeout: when the zombie continues, others have done its work."""
        async with self._log.strikes("pause"):
            self._lab.pause()
            await asyncio.sleep(seconds)
            self._lab.go_on()

    async def _pause(self, dice: Random) -> None:
        number = dice.randrange(len(self._lab.workers))
        self._lab.pause(number)
        await asyncio.sleep(dice.uniform(1, 3))
        self._lab.go_on(number)

    async def _kill(
        self,
        parts: list[Part],
        dice: Random,
        *,
        takes_every_worker: bool = False,
        again: bool = False,
    ) -> None:
        numbers = range(len(self._lab.workers))
        hit = list(numbers) if takes_every_worker else [dice.choice(numbers)]
        victims = [(part, n) for part in parts for n in (hit if part is Part.WORKER else [0])]
        for part, number in dice.sample(victims, len(victims)):
            self._log.kills[part] += self._lab.kill(part, number)
        await asyncio.sleep(self._outage(dice))
        if again:
            await self._comes_back_in_vain(*victims[0], dice.uniform(0, 0.5))
        for part, number in dice.sample(victims, len(victims)):
            await self._lab.revive(part, number)
        await self._lab.is_whole()

    async def _comes_back_in_vain(self, part: Part, number: int, after_s: float) -> None:
        """The second blow falls while the part recovers from the first."""
        reviving = asyncio.create_task(self._lab.revive(part, number))
        await asyncio.sleep(after_s)
        self._log.kills[part] += self._lab.kill(part, number)
        with suppress(CannotStart):
            await reviving
        # Whoever starts a server tries again when it dies at once.
        self._log.kills[part] += self._lab.kill(part, number)


class TcpProxy:
    """Stands between the system and one of its servers.

    delay: every piece waits 50 to 500 ms. cut: a piece arrives by half, then the connection is gone.
    answer_lost: the request arrives and is carried out, its answer does not. half_open: nothing
    arrives any more and nobody is told, until the connection is cut.
    """

    kinds: Sequence[str] = ("delay", "cut", "answer_lost", "half_open")
    _OFTEN: Final = 0.1

    def __init__(self, upstream: Callable[[], Awaitable[Streams]], log: FaultLog) -> None:
        self._upstream = upstream
        self._log = log
        self._kind: str | None = None
        self._over = asyncio.Event()
        self._dice = Random()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._pumps: set[asyncio.Task[None]] = set()
        self.port = 0
        self.done: Counter[str] = Counter()
        """How often each kind was really met."""

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._cut_all()
        for pump in list(self._pumps):
            pump.cancel()
        await asyncio.gather(*self._pumps, return_exceptions=True)

    async def strike(self, kind: str, dice: Random) -> None:
        async with self._log.strikes(kind):
            self._dice, self._kind = dice, kind
            self._over.clear()
            await asyncio.sleep(dice.uniform(1, 3))
            self._kind = None
            self._over.set()
            if kind == "half_open":
                self._cut_all()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            up_reader, up_writer = await self._upstream()
        except OSError:
            writer.transport.abort()
            return
        for source, sink, is_answer in ((reader, up_writer, False), (up_reader, writer, True)):
            pump = asyncio.create_task(self._pump(source, sink, (writer, up_writer), is_answer))
            self._pumps.add(pump)
            pump.add_done_callback(self._pumps.discard)
        self._open |= {writer, up_writer}

    async def _pump(
        self,
        source: asyncio.StreamReader,
        sink: asyncio.StreamWriter,
        both: tuple[asyncio.StreamWriter, asyncio.StreamWriter],
        is_answer: bool,  # noqa: FBT001 - one caller, two lines above
    ) -> None:
        with suppress(OSError):
            while piece := await source.read(65_536):
                if not await self._passes(piece, sink, is_answer=is_answer):
                    break
        for writer in both:
            self._open.discard(writer)
            writer.transport.abort()

    async def _passes(self, piece: bytes, sink: asyncio.StreamWriter, *, is_answer: bool) -> bool:
        """Hand a piece on as the present fault allows; False: the connection is to be cut."""
        kind = self._kind
        if kind == "delay":
            self.done[kind] += 1
            await asyncio.sleep(self._dice.uniform(0.05, 0.5))
        elif kind == "half_open":
            self.done[kind] += 1
            await self._over.wait()
            return False
        elif kind == "cut" and self._dice.random() < self._OFTEN:
            self.done[kind] += 1
            sink.write(piece[: len(piece) // 2])
            await sink.drain()
            return False
        elif kind == "answer_lost" and is_answer and self._dice.random() < self._OFTEN:
            self.done[kind] += 1
            return False
        sink.write(piece)
        await sink.drain()
        return True

    def _cut_all(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()
        self._open.clear()


class FaultyPool:
    """The worker's own pool fails before or after a statement; the worker is `odd_worker.py --faulty FILE`."""

    kinds: Sequence[str] = ("database_fails",)

    def __init__(self, control: Path, log: FaultLog) -> None:
        self._control = control
        self._log = log

    async def strike(self, kind: str, dice: Random) -> None:
        async with self._log.strikes(kind):
            self._control.write_text("0.05")
            await asyncio.sleep(dice.uniform(2, 4))
            self._control.write_text("0")
            await asyncio.sleep(0.1)


def busy(dice: Random) -> float:
    """Where a thousand kills are wanted: one in fifty up to a minute, most a second."""
    drawn = dice.random()
    if drawn < 0.9:
        return dice.uniform(0, 1.5)
    return dice.uniform(1.5, 8) if drawn < 0.98 else dice.uniform(8, 60)


async def storm(
    injectors: Sequence[Injector],
    dice: Random,
    *,
    strikes: int,
    kinds: Sequence[str] = (),
    calm: tuple[float, float] = (0.3, 2.0),
    goes_on: Callable[[], bool] = lambda: True,
    calm_share: float = 0.0,
) -> None:
    """So many faults one after the other, at random moments and in random order, with calm between them.

    It ends early when there is nobody left whom it could hit. A *calm_share* of 1 leaves them at least as much
    time as the last fault took, up to 20 s: on a loaded machine coming back is slow, and who is hit again at once
    shows only that a system that is never there does no work.
    """
    choices = [
        (injector, kind)
        for injector in injectors
        for kind in kinds or injector.kinds
        if kind in injector.kinds
    ]
    took = 0.0
    for _ in range(strikes):
        await asyncio.sleep(max(dice.uniform(*calm), min(took * calm_share, 20.0)))
        if not goes_on():
            break
        injector, kind = dice.choice(choices)
        began = time.monotonic()
        await injector.strike(kind, dice)
        took = time.monotonic() - began
