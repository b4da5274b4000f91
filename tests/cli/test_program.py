"""The program as a whole: help, languages, mistakes, settings."""

import base64
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bootstrap import Settings
from cli.app import ENTRIES, _loaded, program
from cli.operation import masked
from cli.output import plain
from cli.wishes import Wishes
from cli.words.helps import COMMANDS, OPTIONS
from cli.words.problems import PROBLEMS
from tests.cli.program import CHECKOUT, Program


def test_every_command_is_listed_in_help(bare: Program) -> None:
    """Without a word more than its name, help comes too."""
    shown = bare("--help")

    assert 0 == shown.code
    assert all(name in shown.out for name in ENTRIES)
    assert shown.out == bare().out


@pytest.mark.parametrize(("lang", "word"), [("vi", "Tuỳ chọn"), ("en", "Options")])
def test_help_speaks_the_language_that_is_asked_for(bare: Program, lang: str, word: str) -> None:
    """By option or by environment."""
    assert word in bare("--help", "--lang", lang).out
    assert word in bare("list", "--help", DONDOC_LANG=lang).out


def test_help_loads_neither_engine_nor_database() -> None:
    """So it is there at once."""
    code = "import sys, cli.__main__ as m; m.run(['--help']); print(sorted(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True
    )

    assert not {"'temporalio'", "'asyncpg'", "'pydantic'"} & set(
        done.stderr.strip("[]\n").split(", ")
    )


@pytest.mark.parametrize("name", ENTRIES)
def test_every_command_and_option_has_its_text_in_both_languages(name: str) -> None:
    """And every command takes the three common options."""
    vietnamese: Any = _loaded(name, "vi")
    english: Any = _loaded(name, "en")

    assert vietnamese.help != english.help or name in {"version"}
    for command in (vietnamese, *getattr(vietnamese, "commands", {}).values()):
        assert {"lang", "as_json", "demo"} <= {one.name for one in command.params}
        assert all(one.help for one in command.params)


def test_texts_belong_to_commands_and_options_that_exist() -> None:
    """A text left behind would only mislead."""
    paths, options = set(), {"lang", "as_json", "demo"}
    for name in ENTRIES:
        command: Any = _loaded(name, "vi")
        inner = getattr(command, "commands", {})
        paths |= {name} | {f"{name} {one}" for one in inner}
        options |= {one.name for each in (command, *inner.values()) for one in each.params}

    assert set(COMMANDS) == paths
    assert set(OPTIONS) == options


def test_every_problem_names_the_same_things_in_both_languages() -> None:
    """A translation must not lose what it is about."""
    for reason, said in PROBLEMS.items():
        for text in said:
            assert _braces(text.vi) == _braces(text.en), reason


@pytest.mark.parametrize(
    ("words", "wishes"),
    [
        ([], Wishes("vi", as_json=False, demo=False)),
        (["--json", "list"], Wishes("vi", as_json=True, demo=False)),
        (["list", "--demo", "--lang", "en", "--json"], Wishes("en", as_json=True, demo=True)),
        (["list", "--lang=en"], Wishes("en", as_json=False, demo=False)),
        (["list", "--lang", "fr"], Wishes("vi", as_json=False, demo=False)),
        (["list", "--lang"], Wishes("vi", as_json=False, demo=False)),
    ],
)
def test_wishes_stand_before_or_after_the_command(
    monkeypatch: pytest.MonkeyPatch, words: list[str], wishes: Wishes
) -> None:
    """And are understood however wrong the rest is."""
    monkeypatch.delenv("DONDOC_LANG", raising=False)

    assert wishes == Wishes.of(words)


@pytest.mark.parametrize(
    ("words", "field", "said"),
    [
        (("lits",), None, "list"),
        (("register",), None, "register --help"),
        (("register", "rebild"), None, "rebuild"),
        (("list", "--agancy", "G18"), "--agancy", "--agency"),
        (("list", "--limit", "many"), "--limit", "--limit"),
        (("list", "--limit", "0"), "--limit", "--limit"),
        (("list", "--level", "village"), "level", "national"),
        (("list", "--due-before", "mai"), "--due-before", "2026-04-30"),
        (("stats", "--by", "weather"), "by", "agency"),
        (("show",), "ID", "show --help"),
        (("why", "kl/x/1@G18"), "FIELD", "why --help"),
        (("list", "--lang", "fr"), "--lang", "--lang"),
        (("list", "something"), None, "something"),
    ],
)
def test_mistyped_command_line_is_malformed_input(
    bare: Program, words: tuple[str, ...], field: str | None, said: str
) -> None:
    """Exit code 2 with what is wrong and what to do, as JSON or for people."""
    answer = bare(*words, "--json")

    assert (2, "Malformed", field) == (answer.code, answer.error["code"], answer.error.get("field"))
    assert said in answer.error["message"] + answer.error["remedy"]
    told = bare(*words)
    assert (2, "") == (told.code, told.out)
    assert told.err.startswith("✗ ")


def test_wrong_setting_is_malformed_input(bare: Program) -> None:
    """Named as it stands in the environment."""
    answer = bare("list", "--json", DONDOC_PORT="eighty")

    assert (2, "DONDOC_PORT") == (answer.code, answer.error["field"])


def test_settings_are_shown_without_passwords(bare: Program) -> None:
    """Whatever the scheme of the address."""
    url = "postgresql://someone:secret@db.example:5432/dondoc?sslmode=require"

    shown = bare("settings", "show", "--json", DONDOC_DATABASE_URL=url)

    settings = json.loads(shown.out)
    assert {f"DONDOC_{name.upper()}" for name in Settings.model_fields} <= settings.keys()
    assert settings["DONDOC_DATABASE_URL"] == url.replace("secret", "…")
    assert settings["DONDOC_DATA_DIR"] == str(bare.folder)
    assert "secret" not in bare("settings", "show", DONDOC_DATABASE_URL=url).out


@pytest.mark.parametrize("value", [None, 8080, "vi", "postgresql://db/dondoc", "file:///evidence"])
def test_what_has_no_password_is_shown_as_it_is(value: Any) -> None:
    assert value == masked(value)


def test_version_is_told(bare: Program) -> None:
    assert bare("version", "--json").json["version"] in bare("version").out


def test_values_become_plain_json() -> None:
    """Days and instants as ISO 8601, whatever holds them."""
    from datetime import UTC, date, datetime

    from schemas.states import State

    value = {
        "on": date(2026, 4, 30),
        "at": datetime(2026, 4, 30, 1, tzinfo=UTC),
        "in": (State.ASSIGNED,),
    }

    assert {"on": "2026-04-30", "at": "2026-04-30T01:00:00+00:00", "in": ["assigned"]} == plain(
        value
    )


def test_program_can_be_built_in_both_languages() -> None:
    assert program("vi").help != program("en").help


def _braces(text: str) -> set[str]:
    return {part.partition("}")[0] for part in text.split("{")[1:]}


def test_secrets_of_the_engine_are_never_shown(bare: Program, tmp_path: Path) -> None:
    """Keys are shown by their ids, tokens not at all; every name of Temporal's that is set is there."""
    key = base64.b64encode(bytes(range(32))).decode()
    named = {
        "DONDOC_PAYLOAD_KEYS": f"k2={key},k1={base64.b64encode(bytes(32)).decode()}",
        "TEMPORAL_API_KEY": "ey.secret.token",
        "TEMPORAL_TLS_CLIENT_KEY_PATH": "/etc/dondoc/tls/worker.key",
    }

    shown = bare("settings", "show", "--json", **named)

    settings = json.loads(shown.out)
    assert "k2, k1" == settings["DONDOC_PAYLOAD_KEYS"]
    assert "/etc/dondoc/tls/worker.key" == settings["TEMPORAL_TLS_CLIENT_KEY_PATH"]
    assert key not in shown.out
    assert "ey.secret" not in shown.out
    both = bare("settings", "show", "--json", DONDOC_PAYLOAD_KEYS_FILE=str(tmp_path), **named)
    assert (2, "Malformed") == (both.code, both.error["code"])
