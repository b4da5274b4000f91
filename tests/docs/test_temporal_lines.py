"""The lines for the stock `temporal` command in the README work as they stand."""

import json
import re
import subprocess
import sysconfig
from pathlib import Path

import pytest

from schemas.commands import COMMANDS
from schemas.ids import parsed
from tests.docs.reading import DOCS, README, command_lines

TEMPORAL = Path(sysconfig.get_path("scripts")) / "temporal"
LINES = [
    words for path in (README, DOCS / "runbook.md") for words in command_lines(path, "temporal")
]
_FLAG = re.compile(r"--[a-z-]+")


def subcommand(words: list[str]) -> list[str]:
    """The words before the first option."""
    first = next(at for at, word in enumerate(words) if word.startswith("-"))
    return words[:first]


def values(words: list[str], flag: str) -> list[str]:
    return [words[at + 1] for at, word in enumerate(words) if word == flag]


def said_by(*words: str) -> str:
    result = subprocess.run([TEMPORAL, *words], capture_output=True, text=True, check=True)
    return result.stdout


def lines_with(*beginning: str) -> list[list[str]]:
    return [words for words in LINES if words[: len(beginning)] == list(beginning)]


@pytest.mark.parametrize("words", LINES, ids=[" ".join(words[:8]) for words in LINES])
def test_every_option_of_a_printed_line_exists(words: list[str]) -> None:
    """The real program knows the command and each of its flags."""
    known = said_by(*subcommand(words), "--help") + said_by("options") + " --type "
    flags = {word for word in words if word.startswith("--")}

    assert set() == flags - set(_FLAG.findall(known))


def test_the_readme_signals_a_completion_and_queries_a_state() -> None:
    """Both can be done without any program of ours."""
    delivered = [
        json.loads(json.loads(values(w, "--input")[0])) for w in lines_with("workflow", "signal")
    ]
    asked = {values(words, "--type")[0] for words in lines_with("workflow", "query")}

    assert ["submit_evidence"] == [letter["command"] for letter in delivered]
    assert {"snapshot", "timeline", "why"} == asked


def test_a_delivered_letter_is_a_string_holding_a_valid_command() -> None:
    """JSON in JSON: what the signal carries decodes to a string, and the string to a command."""
    for words in lines_with("workflow", "signal"):
        letter = json.loads(values(words, "--input")[0])

        assert isinstance(letter, str)
        said = json.loads(letter)
        assert said == said | COMMANDS[said["command"]].model_validate(said).model_dump(mode="json")


def test_a_printed_update_is_a_valid_command_under_its_own_id() -> None:
    """Its name is a command, its input that command's JSON, its update id the command id."""
    for words in lines_with("workflow", "update", "execute"):
        (name,), (said,) = values(words, "--name"), values(words, "--input")
        command = COMMANDS[name].model_validate_json(said)

        assert [command.command_id] == values(words, "--update-id")


def test_printed_queries_ask_about_ids_of_the_project() -> None:
    """Every argument is JSON; those that look like ids are ids."""
    for words in lines_with("workflow", "query"):
        arguments = [json.loads(value) for value in values(words, "--input")]
        ids = [one for one in arguments if isinstance(one, str) and one.startswith("kl/")]

        assert [] == [one for one in ids if parsed(one) is None]
