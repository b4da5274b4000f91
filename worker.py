"""Runs a worker: `python worker.py`. Prints `worker_ready` when it polls, drains on SIGTERM."""

import asyncio
import signal

import structlog

from bootstrap import (
    Settings,
    configure_logging,
    dispatching,
    leave,
    place_of,
    start_what_is_planned,
    wired,
    worker_of,
)
from schemas.refusals import Unreachable
from schemas.sentences import sentence_of

log = structlog.get_logger("worker")


async def work(settings: Settings) -> None:
    """Poll until told to stop; then finish what is at hand."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    place = place_of(settings)
    async with wired(place) as parts, worker_of(parts), dispatching(place, settings):
        started = await start_what_is_planned(parts)
        print("worker_ready", flush=True)  # noqa: T201 - the line that callers wait for
        log.info("worker_started", task_queue=parts.task_queue, planned_started=started)
        await stop.wait()
        log.info("worker_draining")


def main() -> int:
    settings = Settings()
    configure_logging(settings)
    try:
        asyncio.run(work(settings))
    except Unreachable as failure:
        sentence, remedy = sentence_of(failure.reason, failure.said, settings.lang)
        log.error("worker_cannot_start", message=sentence, remedy=remedy)
        return 5
    return 0


if __name__ == "__main__":
    leave(main())
