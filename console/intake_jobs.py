"""Reading a document as a job: it says how far it is, can be stopped, and outlives its page and its process.

One of these for each served console (`create_app`). The thread that reads keeps every page in the register,
so whoever goes on with a job that was broken off begins at the page where it stopped.
"""

import asyncio
import secrets
import threading
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final

import structlog
from asyncpg import InterfaceError, PostgresConnectionError

import intake
from console.desk import Console
from console.intake_known import with_known
from intake import IntakeRefusal, PageKeeper, ReadPage
from intake.refusals import IntakeCode
from intake.review import Review, start_review
from register import documents
from register.documents import Job
from register.drafts import DraftChanged
from schemas.refusals import Unreachable

SHORT_S: Final = 2.0
"""Whoever waits no longer than this sees no job."""
_LOST: Final = (OSError, PostgresConnectionError, InterfaceError, Unreachable)
"""The register is away: the job stays open, and whoever asks for it later goes on."""
_BEAT_S: Final = 1.0
_KEEP_S: Final = 30.0


class Reading:
    """What the thread that reads says of itself, and what it is told."""

    def __init__(self) -> None:
        self.step, self.done, self.whole = "pages", 0, 0
        self.stop: Final = threading.Event()

    def at(self, step: str) -> Any:
        """A progress function for one step."""

        def told(done: int, whole: int) -> None:
            self.step, self.done, self.whole = step, done, whole

        return told


class Jobs:
    """The jobs that this process works on."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._readings: dict[str, Reading] = {}

    async def open(
        self, console: Console, file: tuple[str, str, bytes], who: tuple[str, str], first: ReadPage | None
    ) -> str:  # fmt: skip
        """Keeps the file (hash, name, content) with its *first* page, and begins to read it for office and login."""
        own = secrets.token_hex(8)
        await documents.open_job(console.pool, own, file, *who)
        if first is not None:
            await documents.keep_page(console.pool, file[0], 1, first.to_plain())
        await self.go_on(console, own)
        return own

    async def go_on(self, console: Console, own: str) -> None:
        """Works on a job unless somebody does already."""
        if own in self._tasks or not await documents.take_job(console.pool, own):
            return
        task = asyncio.ensure_future(self._work(console, own))
        self._tasks[own] = task
        task.add_done_callback(lambda _: self._tasks.pop(own, None))

    async def settled(self, own: str, within_s: float) -> None:
        """Waits for the end of a job, but no longer than that."""
        task = self._tasks.get(own)
        if task is not None:
            await asyncio.wait({task}, timeout=within_s)

    def stop(self, own: str) -> None:
        """Tells the thread that reads, if it is here, to stop at the next page."""
        if own in self._readings:
            self._readings[own].stop.set()

    async def close(self) -> None:
        """This process ends: what is being read stays as it is, for whoever goes on."""
        for own in list(self._readings):
            self.stop(own)
        for task in list(self._tasks.values()):
            task.cancel()
        if self._tasks:
            await asyncio.wait(list(self._tasks.values()), timeout=_BEAT_S)

    async def _work(self, console: Console, own: str) -> None:
        found = await documents.job(console.pool, own)
        if found is None:
            return
        reading = self._readings[own] = Reading()
        try:
            await _finished(console, found, reading)
        except IntakeRefusal as refused:
            if refused.code is not IntakeCode.CANCELLED:
                said = {"code": refused.code.value, "said": refused.said}
                await documents.end_job(console.pool, own, "failed", said)
                await documents.forget(console.pool, found.sha256)
        except _LOST:
            structlog.get_logger().warning("intake_reading_broken_off", job=own)
        except (
            Exception
        ):  # the edge of this task: nobody waits for it who could answer for the fault
            structlog.get_logger().exception("intake_reading_failed", job=own)
            await documents.end_job(console.pool, own, "failed", {"code": None, "said": {}})
        finally:
            del self._readings[own]


async def _finished(console: Console, found: Job, reading: Reading) -> None:
    """Reads, proposes, places, compares with what is known, saves the draft."""
    from console.intake_desk import save

    kept = await documents.kept_pages(console.pool, found.sha256)
    content = await documents.content_of(console.pool, found.sha256)
    if content is None:
        return
    loop = asyncio.get_running_loop()

    def keep(page: int, read: ReadPage) -> None:
        kept[page] = read.to_plain()
        keeping = documents.keep_page(console.pool, found.sha256, page, kept[page])
        asyncio.run_coroutine_threadsafe(keeping, loop).result(_KEEP_S)

    pages = {page: ReadPage.of_plain(said) for page, said in kept.items()}
    thread = loop.run_in_executor(None, _read, content, PageKeeper(pages, keep), reading)
    try:
        while not (await asyncio.wait({thread}, timeout=_BEAT_S))[0]:
            if not await _goes_on(console, found.id, reading):
                reading.stop.set()
        review, places = thread.result()
    except asyncio.CancelledError:
        reading.stop.set()
        raise
    if not await _goes_on(console, found.id, reading):
        raise IntakeRefusal(IntakeCode.CANCELLED)
    if places:
        await documents.set_places(console.pool, found.sha256, places)
    with suppress(DraftChanged):  # somebody took the same file in at the same moment: theirs stands
        await save(console, found.opened_by, await with_known(console.pool, review), seen=None)
    await documents.end_job(console.pool, found.id, "done")


async def _goes_on(console: Console, own: str, reading: Reading) -> bool:
    return await documents.beat(console.pool, own, reading.step, reading.done, reading.whole)


def _read(
    content: tuple[str, bytes], keeper: PageKeeper, reading: Reading
) -> tuple[Review, list[Mapping[str, Any]]]:
    """In a thread: the review nobody has worked on yet, and where its words stand."""
    name, data = content
    read: dict[int, ReadPage] = dict(keeper.kept)

    def keep(page: int, said: ReadPage) -> None:
        read[page] = said
        keeper.keep(page, said)

    document = intake.read(
        data,
        name,
        progress=reading.at("pages"),
        cancelled=reading.stop.is_set,
        keeper=PageKeeper(keeper.kept, keep),
    )
    proposal = intake.propose(
        document, progress=reading.at("clauses"), cancelled=reading.stop.is_set
    )
    told = reading.at("places")
    places: list[Mapping[str, Any]] = []
    for page in document.pages if read else ():
        told(page.number - 1, len(document.pages))
        said = read[page.number]
        words = intake.places_of(document.text, page, said.words)
        places.append(
            {"is_scan": page.is_scan, "ratio": said.ratio, "words": [list(word) for word in words]}
        )
    return start_review(document, proposal), places
