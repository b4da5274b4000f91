"""What holds for every command: the language, JSON or text, the demo or the running system.

Read before anything else, so that even a mistyped command is answered in the right language and form.
`--lang`, `--json` and `--demo` may stand before or after the command's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Self

import typer
from typer.core import TyperOption
from typer.main import get_command

from cli.words import Lang

_declared = typer.Typer(add_completion=False, rich_markup_mode=None)


@_declared.command()
def _wish(
    lang: Annotated[Lang | None, typer.Option("--lang", envvar="DONDOC_LANG")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,  # noqa: FBT002 - an option of the command line
    demo: Annotated[bool, typer.Option("--demo")] = False,  # noqa: FBT002 - an option of the command line
) -> None:
    """Only its parameters are used."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the reader wants to be answered, and by which system."""

    lang: Lang = "vi"
    as_json: bool = False
    demo: bool = False

    @classmethod
    def of(cls, words: Sequence[str]) -> Self:
        """The wishes in a command line, however wrong the rest of it is.

        Read off the words and not by Typer, whose way of reading a value loads pydantic: help is
        to be there at once.
        """
        given = _given(words) or _in_environment()
        lang: Lang = "en" if given == "en" else "vi"
        return cls(lang=lang, as_json="--json" in words, demo="--demo" in words)


def _given(words: Sequence[str]) -> str | None:
    for at, word in enumerate(words):
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
        if word == "--lang" and at + 1 < len(words):
            return words[at + 1]
    return None


def _in_environment() -> str | None:
    """As Typer resolves it: only bootstrap reads the environment itself."""
    command = get_command(_declared)
    option = next(one for one in command.params if one.name == "lang")
    return option.resolve_envvar_value(typer.Context(command))


def wish_options() -> list[Any]:
    """The three options, for every command to accept and show; their values are read by `Wishes.of`."""
    options = [one for one in get_command(_declared).params if isinstance(one, TyperOption)]
    for option in options:
        option.expose_value = False
        option.rich_help_panel = "wishes"
    return options
