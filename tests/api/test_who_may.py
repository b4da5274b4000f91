"""Every route of the API, read off the route table, for everybody who may not: 401, 403 or 404, and nothing leaks.

A new route without a row fails.
"""

from collections.abc import Iterator
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest
from starlette.routing import BaseRoute, Route

from console.api.app import ROUTES, create_api
from console.api.route import GuardedRoute
from schemas.commands import COMMANDS
from schemas.permits import Permit
from tests.api.world import SECRET, SYSTEMS, World
from tests.builders import FIELDS, a_conclusion, a_directive

A, D, C = (
    "/conclusions/{ref}/directives/{n}/assignments/{agency}",
    "/conclusions/{ref}/directives/{n}",
    "/conclusions/{ref}",
)
OPEN = {"/openapi.json", "/docs"}
"""What describes the API is open to everybody."""
SIGNED = {"/inbound/{system}"}
"""Letters bring a signature in the place of a token: tests/api/test_inbound.py."""
CONCLUSION = a_conclusion(ref="khong-duoc", standing_office="G22").model_dump(mode="json")
BODIES: dict[str, Any] = FIELDS | {"add_directive": {"directive": a_directive(9)}}


class Row(NamedTuple):
    """A route as it is called in these tests."""

    method: str
    path: str
    given: Any = MappingProxyType({})
    is_about_one: bool = True
    """Whether the address names something that another agency may not see; else it gets what is theirs."""


READS = (
    Row("GET", "/assignments", is_about_one=False),
    Row("GET", "/check", is_about_one=False),
    Row("GET", "/stats", is_about_one=False),
    Row("GET", "/conclusions", is_about_one=False),
    Row("GET", "/refused", is_about_one=False),
    Row("POST", "/conclusions", {"json": CONCLUSION}),
    Row("POST", "/conclusions/preview", {"json": CONCLUSION}, is_about_one=False),
    Row("POST", "/conclusions/rehearse", {"json": CONCLUSION}, is_about_one=False),
    Row("POST", "/evidence", {"files": {"file": ("a.txt", b"a")}}, is_about_one=False),
    *(Row("GET", f"{place}{more}") for place in (A, D, C) for more in ("", "/events")),
    Row("GET", f"{A}/why/{{field}}"),
    Row("GET", f"{A}/evidence/{{sha256}}"),
)
COMMANDED = tuple(
    Row("POST", route.path, {"json": BODIES[route.path.rpartition("/")[2]]})
    for noun in ROUTES
    for route in noun.router.routes
    if isinstance(route, Route) and route.path.rpartition("/")[2] in COMMANDS
)
ROWS = (*READS, *COMMANDED)
FILLED = {"ref": "cua-vpcp", "n": "1", "agency": "G18", "field": "due_on", "sha256": "a" * 64}
STRANGERS = ("stranger", "other", "other.officer")
"""Who leads nothing there, who leads another directive of it, and another standing office."""


def routes() -> Iterator[BaseRoute]:
    """Every route the application answers, those of its included routers too."""
    waiting = list(create_api(None).routes)  # type: ignore[arg-type]  # nothing is called
    while waiting:
        one = waiting.pop()
        inner = getattr(one, "original_router", None)
        if inner is not None:
            waiting += inner.routes
        else:
            yield one


def test_every_route_has_a_row_and_needs_somebody() -> None:
    """The rows are those of the route table: no more, no less; what is open is named here."""
    listed = {
        (method, route.path)
        for route in routes()
        if isinstance(route, GuardedRoute)
        for method in route.methods or ()
    }
    rest = {route.path for route in routes() if not isinstance(route, GuardedRoute)}  # type: ignore[attr-defined]

    assert {(row.method, row.path) for row in ROWS} == listed
    assert rest == OPEN | SIGNED


def test_a_route_without_a_caller_cannot_be_made() -> None:
    """Forgetting who may call is an error where the route is written."""

    async def forgotten() -> None: ...

    with pytest.raises(TypeError, match="no caller"):
        GuardedRoute("/x", forgotten)


@pytest.fixture
def needs(row: Row) -> Any:
    """What the route asks for."""
    return next(
        route.needs
        for route in routes()
        if isinstance(route, GuardedRoute)
        and route.path == row.path
        and row.method in (route.methods or ())
    )


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
async def test_whoever_may_not_gets_nothing(world: World, row: Row, needs: Any) -> None:
    """Without a token that holds 401; without the scope or the role 403; of another agency 403, 404, or what is theirs."""
    path = row.path.format(**FILLED)
    before = await world.case.events()

    for by in (None, "wrong", "revoked", "ended", "disabled"):
        answer = await world.call(row.method, path, by, **row.given)
        assert (by, 401, "NoToken") == (by, answer.status_code, answer.json()["code"])
        assert "bearer" in answer.headers["www-authenticate"].lower()
        _says_nothing(answer)
    for permit in set(Permit) - {needs.permit}:
        for system in ("lead", "officer"):
            answer = await world.call(row.method, path, f"{system}.{permit}", **row.given)
            assert (permit, 403, "NoRight") == (permit, answer.status_code, answer.json()["code"])
            _says_nothing(answer)
    for system, (_, role) in SYSTEMS.items():
        if role not in needs.roles and system in world.tokens:
            answer = await world.call(row.method, path, system, **row.given)
            assert (system, 403) == (system, answer.status_code)
            _says_nothing(answer)
    for system in STRANGERS:
        answer = await world.call(row.method, path, system, **row.given)
        _says_nothing(answer)
        if row.is_about_one and not _is_part_of_it(system, row):
            assert (system, True) == (system, answer.status_code in {403, 404}), answer.text

    assert len(before) == len(
        [e for e in await world.case.events() if e["target"] == before[1]["target"] or e in before]
    )


def _is_part_of_it(system: str, row: Row) -> bool:
    """Whoever leads directive 2 sees the conclusion, and of it what is theirs."""
    return system == "other" and row.path.startswith(C) and not row.path.startswith(D)


def _says_nothing(answer: Any) -> None:
    assert SECRET not in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "header",
    ["Basic abc", "Bearer", "bearer ''", "Bearer " + "x" * 5000, "Token x", "Bearer ', --"],
)
async def test_what_is_no_token_opens_nothing(world: World, header: str) -> None:
    """Whatever stands in the header."""
    answer = await world.get("/assignments", None, headers={"authorization": header})

    assert 401 == answer.status_code


async def test_a_session_is_no_token(world: World) -> None:
    """A cookie opens nothing, so no page elsewhere can make a browser call for somebody who is signed in."""
    cookie = {"cookie": f"dondoc_sid={world.tokens['officer']}"}
    read = await world.get("/assignments", None, headers=cookie)
    acted = await world.post(
        f"{world.path(world.case)}/remind",
        None,
        json={},
        headers=cookie | {"origin": "https://example.org", "sec-fetch-site": "cross-site"},
    )

    assert (401, 401) == (read.status_code, acted.status_code)


async def test_only_hashes_are_kept(world: World) -> None:
    """A copy of the table opens nothing."""
    kept = [str(dict(row)) for row in await world.engine.pool.fetch("SELECT * FROM api_token")]

    assert kept
    assert not [text for text in world.tokens.values() if any(text in row for row in kept)]


async def test_a_token_follows_its_account(world: World) -> None:
    """Lists differ by office, and the whole is the supervisor's."""
    seen = {}
    for system in ("lead", "other", "stranger", "officer", "other.officer", "supervisor"):
        pages = [
            (await world.get("/assignments", system, params={"conclusion": ref})).json()["items"]
            for ref in ("cua-vpcp", "cua-noi-khac")
        ]
        seen[system] = {one["id"] for page in pages for one in page}

    one, two, three = world.case.id(1), world.case.id(2, "G12"), "kl/cua-noi-khac/1@G03"
    assert {
        "lead": {one},
        "other": {two},
        "stranger": set(),
        "officer": {one, two},
        "other.officer": {three},
        "supervisor": {one, two, three},
    } == seen
