"""The outbox's dispatcher: waits until something is told, puts it together, sends it, records what became of it.

One per worker process; several share the work through the database. A target that does not answer
is held by itself, rests longer after each failure, and delays nobody else.
"""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Final, TypeVar

import asyncpg
import structlog

from notices.channel import Channel, Never, NotNow
from notices.ending import ended
from register.post.collating import collate
from register.post.sending import Letter, Outcome, Target, Wanted, hold, next_due_in, release

__all__ = ["Dispatcher", "Pace"]

log = structlog.get_logger("notices")
TOLD: Final = "dondoc_outbox"
"""The channel of NOTIFY on which the register says that there is something to tell."""
TO_SEND: Final = "send"
"""What it says when there are letters and not only notices."""
_AWAY: Final = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
_AWAY_S: Final = 1.0
_SHORTEST: Final = timedelta(milliseconds=100)
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a dispatcher is. The defaults are those of the running system; tests hurry."""

    settle: timedelta = timedelta(seconds=1)
    """How long a notice waits for others of its moment."""
    hold: timedelta = timedelta(seconds=30)
    """How long a target stays held by a dispatcher that died; a round takes half of it, and its last letter a third."""
    look_every: timedelta = timedelta(seconds=30)
    """How often it looks unasked."""
    first_pause_s: float = 5.0
    longest_pause_s: float = 3_600.0
    give_up_after: timedelta = timedelta(days=3)
    letters: int = 8
    """Letters to one target in one round."""


class Dispatcher:
    """Sends what the register says is told, through the channels it is given; none: in-app only."""

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        channels: Sequence[Channel] = (),
        pace: Pace | None = None,
    ) -> None:
        self._pool = pool
        self._channels = channels
        self._pace = pace or Pace()
        self._told = asyncio.Event()
        self._to_send = {channel.name: asyncio.Event() for channel in channels}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Dispatch beside whatever happens in the block; needs three connections of the pool."""
        work = [self._listening(), self._collecting(), *map(self._sending, self._channels)]
        tasks = [asyncio.create_task(one) for one in work]
        try:
            yield
        finally:
            await ended(tasks)
            for channel in self._channels:
                await channel.close()

    async def _listening(self) -> None:
        """Hear what the register tells; after a silence of the database everybody looks."""
        while True:
            with suppress(*_AWAY):
                async with self._pool.acquire() as one:
                    await one.add_listener(TOLD, self._hears)
                    self.wake()
                    try:
                        while (
                            not one.is_closed()
                        ):  # asked, since a server that is killed tells nobody
                            await asyncio.sleep(self._pace.look_every.total_seconds())
                            await one.execute("")
                    finally:
                        await one.remove_listener(TOLD, self._hears)
            await asyncio.sleep(_AWAY_S)

    def _hears(self, _connection: Any, _pid: int, _channel: str, said: object) -> None:
        if said == TO_SEND:
            self.wake()
        else:
            self._told.set()

    def wake(self) -> None:
        """Have everybody look now."""
        for event in (self._told, *self._to_send.values()):
            event.set()

    async def _collecting(self) -> None:
        """Put together what was told, once it has rested, and hand it on."""
        while True:
            await self._until(self._told, self._pace.look_every)
            await asyncio.sleep(self._pace.settle.total_seconds())
            while await self._patiently("inbox", self._collated):
                for event in self._to_send.values():
                    event.set()

    async def _collated(self) -> int:
        """How many; where another dispatcher is at it, nothing now, and a look again soon: it began before the last had rested."""
        found = await collate(self._pool, settle=self._pace.settle)
        if found is None:
            self._told.set()
        return found or 0

    async def _sending(self, channel: Channel) -> None:
        """Serve the channel's targets side by side; those that failed before never take all places."""
        woken, served = self._to_send[channel.name], _Served(channel.at_once)
        try:
            while True:
                woken.clear()
                held = await self._held(channel, served)
                for target in held:
                    served.add(target, asyncio.create_task(self._serve(channel, target)), woken)
                if not held:
                    await self._until(woken, await self._rest(channel))
        finally:
            await served.end()

    async def _held(self, channel: Channel, served: "_Served") -> list[Target]:
        """New targets to serve: first those that answered last time."""
        held: list[Target] = []
        for doubtful in (False, True):
            places = served.places(doubtful=doubtful, taken=len(held))
            if places > 0:
                wanted = Wanted(channel.name, places, self._pace.letters, self._pace.hold, doubtful)
                held += await self._patiently(channel.name, partial(hold, self._pool, wanted)) or []
        return held

    async def _rest(self, channel: Channel) -> timedelta:
        due = await self._patiently(channel.name, lambda: next_due_in(self._pool, channel.name))
        if due is None:
            return self._pace.look_every
        return min(max(timedelta(seconds=due), _SHORTEST), self._pace.look_every)

    async def _serve(self, channel: Channel, target: Target) -> None:
        """Its letters in order until one cannot be handed over; what is not recorded is sent again later."""
        outcomes: list[Outcome] = []
        failures, pause = 0, 0.0
        began, hold_s = time.monotonic(), self._pace.hold.total_seconds()
        for letter in target.letters:
            if time.monotonic() - began > hold_s / 2:
                break
            try:
                receipt = await self._sent(channel, target, letter, hold_s / 3)
                outcomes.append(Outcome(letter.id, "sent", receipt=receipt))
            except Never as refusal:
                outcomes.append(Outcome(letter.id, "dead", error=str(refusal)))
            except NotNow as failure:
                failures = target.failures + 1
                pause = self._pause_s(target, failures, failure.after)
                outcomes.append(self._failed(letter, failure))
                break
        _tell(channel, target, outcomes)
        await self._patiently(
            channel.name,
            lambda: release(self._pool, target, outcomes, failures=failures, pause_s=pause),
        )

    async def _sent(self, channel: Channel, target: Target, letter: Letter, within_s: float) -> str:
        try:
            async with asyncio.timeout(within_s):
                return await channel.send(target, letter)
        except TimeoutError as error:
            raise NotNow("no answer in time") from error

    def _failed(self, letter: Letter, failure: NotNow) -> Outcome:
        """Pending for as long as patience lasts, then dead: shown to the operator, who sends it again."""
        age = datetime.now(UTC) - letter.since  # noqa: TID251 - the edge: real time decides when to give up
        state = "dead" if age > self._pace.give_up_after else "pending"
        return Outcome(letter.id, state, error=str(failure))

    def _pause_s(self, target: Target, failures: int, asked: timedelta | None) -> float:
        """Doubling, up to the longest; a little apart, so that targets that failed together do not return together."""
        pause = min(
            self._pace.first_pause_s * 2.0 ** min(failures - 1, 30), self._pace.longest_pause_s
        )
        apart = 1 + zlib.crc32(f"{target.office}{failures}".encode()) % 100 / 400
        return max(pause * apart, asked.total_seconds() if asked else 0.0)

    async def _patiently(self, name: str, act: Callable[[], Awaitable[Result]]) -> Result | None:
        """Once; a database that is away is no failure of ours, and there will be another turn."""
        try:
            return await act()
        except _AWAY as failure:
            log.warning("register_away", channel=name, error=repr(failure))
            await asyncio.sleep(_AWAY_S)
            return None

    async def _until(self, event: asyncio.Event, most: timedelta) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(most.total_seconds()):
                await event.wait()
        event.clear()


class _Served:
    """The targets that are being served now."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._tasks: dict[asyncio.Task[None], bool] = {}

    def places(self, *, doubtful: bool, taken: int) -> int:
        """How many more may be taken; half of the places are kept for targets that answer."""
        free = self._places - len(self._tasks) - taken
        return min(free, self._places // 2 - sum(self._tasks.values())) if doubtful else free

    def add(self, target: Target, task: "asyncio.Task[None]", woken: asyncio.Event) -> None:
        """Until it has ended; then there is a place, and somebody should look."""
        self._tasks[task] = target.failures > 0

        def ended(done: "asyncio.Task[None]") -> None:
            self._tasks.pop(done, None)
            woken.set()
            if not done.cancelled() and (fault := done.exception()) is not None:
                log.error(
                    "dispatch_failed",
                    office=target.office,
                    channel=target.channel,
                    error=repr(fault),
                )

        task.add_done_callback(ended)

    async def end(self) -> None:
        """Leave what is under way; its hold ends by itself."""
        await ended(self._tasks)


def _tell(channel: Channel, target: Target, outcomes: Sequence[Outcome]) -> None:
    """One line for each target served; nothing of what the letters say."""
    states = [one.state for one in outcomes]
    log.info(
        "letters_dispatched",
        channel=channel.name,
        office=target.office,
        sent=states.count("sent"),
        failed=states.count("pending"),
        dead=states.count("dead"),
        error=next((one.error for one in outcomes if one.error), None),
    )
