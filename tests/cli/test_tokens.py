"""Tokens of the API: made by the operator, shown once, worth what their account is worth, ended at once."""

import json
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.cli.program import Program


def _api(dondoc: Program, token: str, path: str = "/assignments") -> httpx2.Response:
    url = json.loads((Path(dondoc.folder) / "run.json").read_text())["api_url"]
    return httpx2.get(f"{url}{path}", headers={"authorization": f"Bearer {token}"})


def _made(dondoc: Program, *words: str) -> Any:
    return dondoc.ask("tokens", "make", *words)


def test_a_system_gets_a_token_and_loses_it(dondoc: Program) -> None:
    """The account is made with it; revoked, it opens nothing from the next call on."""
    made = _made(
        dondoc, "he-thong-1", "--as", "G18:focal_point", "--scope", "read", "--scope", "act"
    )
    worked = _api(dondoc, made["token"])
    listed = dondoc.ask("tokens", "list", "he-thong-1")["items"]
    dondoc.ask("tokens", "revoke", made["id"])

    assert (200, 401) == (worked.status_code, _api(dondoc, made["token"]).status_code)
    assert [(made["id"], ["act", "read"], "G18", "focal_point")] == [
        (one["id"], one["scopes"], one["office"], one["role"]) for one in listed
    ]
    assert made["token"] not in json.dumps(dondoc.ask("tokens", "list"))
    assert (3, "UnknownTarget") == dondoc.refused("tokens", "revoke", made["id"])


def test_a_token_reads_unless_more_is_asked_for(dondoc: Program) -> None:
    """The narrowest scope is the usual one."""
    made = _made(dondoc, "he-thong-2", "--as", "G18:focal_point")
    path = "/conclusions/x/directives/1/assignments/G18/evidence/" + "a" * 64

    assert ["read"] == made["scopes"]
    assert 404 == _api(dondoc, made["token"], path).status_code
    assert 403 == _api(dondoc, made["token"], "/refused").status_code


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        (("khong-co",), (3, "UnknownTarget")),
        (("he-thong-3", "--as", "G18"), (2, "Malformed")),
        (("he-thong-3", "--as", "G18:king"), (2, "Malformed")),
        (("he-thong-3", "--as", "Q99:officer"), (2, "Malformed")),
        (("Hệ thống", "--as", "G18:officer"), (2, "Malformed")),
        (("he-thong-3", "--as", "G18:officer", "--scope", "everything"), (2, "Malformed")),
        (("he-thong-3", "--as", "G18:officer", "--days", "0"), (2, "Malformed")),
        (("admin", "--as", "G18:officer"), (4, "Conflict")),
    ],
)
def test_a_token_for_nobody_is_refused(
    dondoc: Program, words: tuple[str, ...], refused: tuple[int, str]
) -> None:
    """Account, office, role, scope and days are checked before anything is kept."""
    assert refused == dondoc.refused("tokens", "make", *words)


def test_a_system_signs_in_nowhere(dondoc: Program) -> None:
    """It has no password, so none is right."""
    _made(dondoc, "he-thong-4", "--as", "G18:focal_point")
    url = json.loads((Path(dondoc.folder) / "run.json").read_text())["console_url"]
    with httpx2.Client(base_url=url) as browser:
        page = browser.get("/login").text
        token = page.partition('name="_token" value="')[2].partition('"')[0]
        answers = [
            browser.post("/login", data={"_token": token, "login": "he-thong-4", "password": given})
            for given in ("", "!")
        ]

    assert token
    assert [403, 403] == [answer.status_code for answer in answers]
