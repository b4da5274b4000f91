"""The `dondoc` lines printed in the documents are lines that the program accepts."""

from typing import Any

import pytest

from cli.app import ENTRIES, program
from tests.docs.reading import DOCS, README, command_lines, text_of

FILES = (README, DOCS / "runbook.md")
LINES = [words for path in FILES for words in command_lines(path, "dondoc")]


@pytest.mark.parametrize("words", LINES, ids=[" ".join(words[:4]) for words in LINES])
def test_a_printed_line_is_understood(words: list[str]) -> None:
    """Its command exists, every option is one of the command's, and none that is needed is missing."""
    whole: Any = program("vi")
    root = whole.context_class(whole, info_name="dondoc")
    name, command, rest = whole.resolve_command(root, list(words))
    while hasattr(command, "commands"):
        name, command, rest = rest[0], command.commands[rest[0]], rest[1:]

    context = command.make_context(name, rest, parent=root)

    assert [] == context.args


def test_the_readme_uses_commands_of_every_kind_of_person() -> None:
    """Standing office, agencies, supervisors, operators and readers each find their own."""
    panels = {ENTRIES[words[0]].panel for words in command_lines(README, "dondoc")}

    assert {"running", "reading", "office", "agency", "supervisor", "operation"} <= panels


def test_the_two_commands_and_up_are_named_first() -> None:
    """Whoever opens the README finds how to see it, test it and use it before anything else."""
    beginning = text_of("README.md").partition("## Quy trình")[0]

    assert all(f"make {target}" in beginning for target in ("demo", "test", "up"))
