"""Running the system on this machine: `up` on real time and kept data, `demo` on virtual time.

`up` starts what the environment does not name, works, and serves until it is told to stop.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TypeAlias

import typer

from cli import clock, serving
from cli.desk import Desk, desk_of
from cli.serving import console_beside
from cli.words import phrases

if TYPE_CHECKING:
    from bootstrap import Parts, Place, Settings
    from cli.serving import Address
    from console.accounts import Invented
    from local.postgres import EmbeddedPostgres
    from local.runfile import RunFile
    from local.temporal import EmbeddedTemporal

    Server: TypeAlias = EmbeddedPostgres | EmbeddedTemporal

app = typer.Typer(add_completion=False)

_LOOK_EVERY_S: Final = 1.0
_POSTGRES, _TEMPORAL = "PostgreSQL", "Temporal"


@app.command("up")
def up(ctx: typer.Context) -> int:
    """Start what is missing, work, write the run file, serve until SIGINT or SIGTERM."""
    return asyncio.run(_until_told(desk_of(ctx)))


@app.command("demo")
def demo(
    ctx: typer.Context,
    exits: Annotated[bool, typer.Option("--exit")] = False,  # noqa: FBT002 - an option of the command line
    everything: Annotated[bool, typer.Option("--all")] = False,  # noqa: FBT002 - an option of the command line
) -> int:
    """Tell the story of one conclusion; never touches a server that the environment names."""
    from schemas.refusals import MalformedInput

    desk = desk_of(ctx)
    if desk.settings.names_a_server:
        raise MalformedInput("server_named", names="DONDOC_DATABASE_URL, TEMPORAL_ADDRESS …")
    from cli.demo import play

    return asyncio.run(
        play.demo(
            desk.settings,
            play.Wish(
                lang=desk.lang,
                as_json=desk.wishes.as_json,
                stays=not exits and sys.stdout.isatty(),
                everything=everything,
            ),
        )
    )


async def _until_told(desk: Desk) -> int:
    """Serve in a task of its own, which the first signal cancels; what it opened is closed on the way out."""
    from local.make import when_make_ends

    working = asyncio.ensure_future(_serve(desk))
    loop = asyncio.get_running_loop()
    told = asyncio.Event()

    def stop() -> None:
        if not told.is_set():
            told.set()
            desk.out.note(desk.out.say(phrases.STOPPING))
            working.cancel()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop)

    def stop_from_a_thread() -> None:
        loop.call_soon_threadsafe(stop)

    when_make_ends(stop_from_a_thread)
    try:
        await working
    except asyncio.CancelledError:
        if not told.is_set():
            raise
        desk.out.note(desk.out.say(phrases.STOPPED))
    return 0


async def _serve(desk: Desk) -> None:
    """Servers, register, worker, run file, in this order; closed in the other."""
    settings, say = desk.settings, desk.out.say
    from bootstrap import (
        build_of,
        configure_logging,
        dispatching,
        loading_ahead,
        renewing,
        start_what_is_planned,
        wired,
        worker_of,
    )

    configure_logging(settings)
    async with _servers(desk, settings) as servers:
        place = _place(settings, servers)
        async with (
            wired(place) as parts,
            worker_of(parts, build=build_of(settings)) as worker,
            renewing(place, settings, parts, worker),
            dispatching(place, settings),
            loading_ahead(),
            console_beside(parts, place, settings) as address,
        ):
            planned = await start_what_is_planned(parts)
            admin = await _first_admin(parts)
            run_file = _run_file(parts, place, address)
            with _written(run_file, settings.data_dir):
                desk.out.note(say(phrases.WORKER_READY).format(queue=parts.task_queue))
                if planned:
                    desk.out.note(say(phrases.PLANNED_STARTED).format(count=planned))
                _show_the_door(desk, admin, address)
                desk.out.note(say(phrases.SERVING).format(folder=settings.data_dir))
                if desk.wishes.as_json:
                    desk.out.document(run_file)
                await _end_of_any(servers, settings.data_dir)


async def _first_admin(parts: "Parts") -> "Invented | None":
    """On a new register the administrator everything begins with."""
    from console.accounts import first_admin

    return await first_admin(parts.pool)


def _show_the_door(desk: Desk, admin: "Invented | None", address: "Address") -> None:
    """Where the console is, and as whom one enters a new one: the password is printed this once."""
    say = desk.out.say
    if address.is_next_port:
        taken = say(phrases.PORT_TAKEN).format(wanted=address.wanted_port, port=address.port)
        desk.out.note(taken)
    desk.out.note(say(phrases.CONSOLE_AT).format(url=address.console))
    if admin is not None:
        told = say(phrases.FIRST_ADMIN).format(login=admin.login, password=admin.password)
        print(told, file=sys.stderr, flush=True)  # noqa: T201 - also with --json: nobody can ask for it again


@asynccontextmanager
async def _servers(desk: Desk, settings: "Settings") -> "AsyncIterator[dict[str, Server]]":
    """What the environment does not name, started at the same time; ended when we end."""
    from local.postgres import EmbeddedPostgres
    from local.temporal import EmbeddedTemporal

    servers: dict[str, Server] = {}
    if settings.database_url is None:
        servers[_POSTGRES] = EmbeddedPostgres(settings.data_dir)
    if not settings.temporal_is_named:
        servers[_TEMPORAL] = EmbeddedTemporal(settings.data_dir)
    try:
        # Leaving this block waits for the threads, so that nothing starts after it was stopped.
        with ThreadPoolExecutor() as threads:
            starts = (
                asyncio.get_running_loop().run_in_executor(threads, _start, desk, name, server)
                for name, server in servers.items()
            )
            loading = asyncio.get_running_loop().run_in_executor(threads, serving.load)
            await asyncio.gather(*starts, loading)
        for name in {_POSTGRES, _TEMPORAL} - servers.keys():
            desk.out.note(desk.out.say(phrases.SERVER_NAMED).format(name=name))
        yield servers
    finally:
        with ThreadPoolExecutor() as threads:
            list(threads.map(lambda server: server.stop(), servers.values()))


def _start(desk: Desk, name: str, server: "Server") -> None:
    began = time.monotonic()
    server.start()
    seconds = f"{time.monotonic() - began:.1f}"
    if desk.lang == "vi":
        seconds = seconds.replace(".", ",")
    desk.out.note(desk.out.say(phrases.SERVER_READY).format(name=name, seconds=seconds))


def _place(settings: "Settings", servers: "Mapping[str, Server]") -> "Place":
    """The environment's servers, and ours where it names none."""
    from bootstrap import Place, line_of
    from local.postgres import EmbeddedPostgres
    from local.temporal import EmbeddedTemporal

    postgres, temporal = servers.get(_POSTGRES), servers.get(_TEMPORAL)
    ours = temporal if isinstance(temporal, EmbeddedTemporal) else None
    return Place(
        database_url=postgres.url
        if isinstance(postgres, EmbeddedPostgres)
        else str(settings.database_url),
        temporal_address=ours.address if ours else None,
        namespace="default" if ours else None,
        task_queue=settings.task_queue,
        data_dir=settings.data_dir,
        evidence_url=settings.evidence_url,
        evidence_max_mb=settings.evidence_max_mb,
        line=line_of(settings, serves=True),
        trust_dir=settings.trust_dir,
    )


def _run_file(parts: "Parts", place: "Place", address: "Address") -> "RunFile":
    from local.runfile import RunFile

    return RunFile(
        pid=os.getpid(),
        console_url=address.console,
        api_url=address.api,
        database_url=place.database_url,
        temporal_address=parts.client.service_client.config.target_host,
        namespace=parts.client.namespace,
        task_queue=parts.task_queue,
        as_of=clock.now(),
    )


@contextmanager
def _written(run_file: "RunFile", folder: Path) -> Iterator[None]:
    """The run file is there exactly while we serve."""
    run_file.write(folder)
    try:
        yield
    finally:
        run_file.remove(folder)


async def _end_of_any(servers: "Mapping[str, Server]", folder: Path) -> None:
    """Wait until one of our servers is gone: without it nothing can be served."""
    from schemas.refusals import Unreachable

    while True:
        for name, server in servers.items():
            if server.pid is None:
                raise Unreachable("server_ended", server=name, folder=str(folder))
        await asyncio.sleep(_LOOK_EVERY_S)
