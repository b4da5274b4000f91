"""The group of commands: a file's name instead of a command reads the file."""

from typing import Any

import typer
from typer.core import TyperGroup


class _FileOrCommand(TyperGroup):
    """`dondoc intake FILE` reads the file; a file cannot be called like a command."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            args = ["read", *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> Any:
        # An option before the file belongs to reading it.
        known = any(one in self.commands for one in args)
        return super().parse_args(ctx, args if known or not args else ["read", *args])


app = typer.Typer(add_completion=False)
intake_app = typer.Typer(add_completion=False, cls=_FileOrCommand)
app.add_typer(intake_app, name="intake")
