"""The program `dondoc`: which command lives in which module, and what all of them share.

A module is imported when its command is called, so that help and mistakes are answered at once.
A new command or group is one line in ENTRIES and its texts in `cli.words.helps`.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any, Final, NamedTuple

from typer import Context
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from cli.wishes import wish_options
from cli.words import Lang
from cli.words.helps import COMMANDS, HELP, OPTIONS, PANELS, PROGRAM


class Entry(NamedTuple):
    """The module whose `app` has the command, and the panel of `--help` that lists it."""

    module: str
    panel: str


def _acts(panel: str, names: str) -> dict[str, Entry]:
    return {name: Entry("cli.acts", panel) for name in names.split()}


ENTRIES: Final[Mapping[str, Entry]] = {
    "up": Entry("cli.running", "running"),
    "demo": Entry("cli.running", "running"),
    "start": Entry("cli.starting", "running"),
    "issue": Entry("cli.starting", "running"),
    "rehearse": Entry("cli.starting", "running"),
    "intake": Entry("cli.intake", "running"),
    "import-tasks": Entry("cli.tasks", "running"),
    "list": Entry("cli.reads.listing", "reading"),
    "show": Entry("cli.reads.showing", "reading"),
    "stats": Entry("cli.reads.totals", "reading"),
    "why": Entry("cli.reads.reasons", "reading"),
    "check": Entry("cli.reads.totals", "reading"),
    "period": Entry("cli.period", "reading"),
    "paper": Entry("cli.papers", "reading"),
    "watch": Entry("cli.reads.watching", "reading"),
    "refused": Entry("cli.reads.watching", "reading"),
    **_acts(
        "office",
        "amend withdraw suspend resume reassign decide-objection decide-extension review-report "
        "review-evidence request-opinion set-review-date remind reopen add-directive change-rules",
    ),
    **_acts(
        "agency",
        "acknowledge object submit-report request-extension submit-evidence "
        "request-contribution contribute give-opinion name-unit submit-explanation",
    ),
    **_acts("supervisor", "note demand-explanation open-inspection record-inspection"),
    **_acts("operation", "checkpoint"),
    "verify": Entry("cli.operation", "operation"),
    "register": Entry("cli.operation", "operation"),
    "export": Entry("cli.exchange", "operation"),
    "import": Entry("cli.exchange", "operation"),
    "doctor": Entry("cli.doctor", "operation"),
    "settings": Entry("cli.operation", "operation"),
    "version": Entry("cli.operation", "operation"),
    **_acts("operation", "hand-over replace-standing-office"),
    "agencies": Entry("cli.agencies", "operation"),
    "evidence": Entry("cli.evidence", "operation"),
    "notices": Entry("cli.notices", "operation"),
    "tokens": Entry("cli.tokens", "operation"),
}


class _Program(TyperGroup):
    """Knows every command by name and help; loads one when it is called."""

    lang: Lang = "vi"

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None:
            command = _loaded(name, self.lang)
        return name, command, rest


def program(lang: Lang) -> TyperGroup:
    """The whole command line, its help in that language."""
    names: dict[str, Any] = {
        name: TyperCommand(
            name,
            help=COMMANDS[name].in_(lang),
            rich_help_panel=PANELS[entry.panel].in_(lang),
            rich_markup_mode=None,
        )
        for name, entry in ENTRIES.items()
    }
    whole = _Program(name="dondoc", commands=names, help=PROGRAM.in_(lang))
    whole.lang = lang
    _dress(whole, lang)
    return whole


def _loaded(name: str, lang: Lang) -> Any:
    command = get_group(import_module(ENTRIES[name].module).app).commands[name]
    _dress_all(command, name, lang)
    return command


def _dress_all(command: Any, path: str, lang: Lang) -> None:
    command.help = COMMANDS[path].in_(lang)
    _dress(command, lang)
    for name, inner in getattr(command, "commands", {}).items():
        _dress_all(inner, f"{path} {name}", lang)


def _dress(command: Any, lang: Lang) -> None:
    """Add what every command takes, and put texts where the declarations have names."""
    command.params.extend(wish_options())
    command.get_help_option(Context(command)).help = HELP.in_(lang)
    for parameter in command.params:
        parameter.help = OPTIONS[parameter.name].in_(lang)
        if parameter.rich_help_panel is not None:
            parameter.rich_help_panel = PANELS[parameter.rich_help_panel].in_(lang)
