"""Where one command is carried out: the reader's wishes, the settings, the system it talks to.

Every command gets its desk from Typer's context. What is heavy to import is imported when asked for.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from cli import clock
from cli.output import Output
from cli.wishes import Wishes
from cli.words import Lang

if TYPE_CHECKING:
    from asyncpg import Pool

    from bootstrap import Parts, Place, Settings

Result = TypeVar("Result")


@dataclass
class Desk:
    """What a command needs beside its own options."""

    wishes: Wishes

    @cached_property
    def out(self) -> Output:
        return Output(self.wishes)

    @property
    def lang(self) -> Lang:
        return self.wishes.lang

    @cached_property
    def settings(self) -> "Settings":
        """The environment; a wrong value is malformed input."""
        from pydantic import ValidationError

        from bootstrap import Settings
        from schemas.refusals import MalformedInput

        try:
            return Settings()
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            name = f"DONDOC_{'_'.join(str(step) for step in first['loc'])}".upper()
            raise MalformedInput("setting_wrong", field=name, problem=first["msg"]) from None

    @cached_property
    def place(self) -> "Place":
        """The system to talk to; raises Unreachable when none runs."""
        from bootstrap import place_of

        return place_of(self.settings, demo=self.wishes.demo)

    @asynccontextmanager
    async def database(self) -> "AsyncIterator[Pool[Any]]":
        """The register, for reads."""
        from bootstrap import database

        self._be_quiet()
        async with database(self.place) as pool:
            yield pool

    @asynccontextmanager
    async def parts(self) -> "AsyncIterator[Parts]":
        """Register, engine and evidence store, for acts."""
        from bootstrap import wired

        self._be_quiet()
        async with wired(self.place) as parts:
            yield parts

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Carry the command's work out to its end."""
        return asyncio.run(work)

    def _be_quiet(self) -> None:
        """Log warnings and worse, so that standard error holds the answer to a mistake and nothing else."""
        import logging

        from bootstrap import configure_logging

        configure_logging(self.settings)
        logging.getLogger().setLevel(logging.WARNING)

    @property
    def now(self) -> datetime:
        """The business instant of reads: that of the running demo, else the real one."""
        demo = self.place.run_file if self.wishes.demo else None
        return demo.as_of if demo is not None else clock.now()

    def day(self, given: date | None) -> date:
        """The day that a read is about: `--as-of`, else the day of `now` in Hanoi."""
        from schemas.moments import day_of

        return given or day_of(self.now)


def desk_of(context: typer.Context) -> Desk:
    """The desk of this call."""
    desk: Desk = context.find_root().obj
    return desk
