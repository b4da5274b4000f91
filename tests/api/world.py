"""The API as it is served: a real server on a real register and a real engine, systems with tokens, two standing offices."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx2
from fastapi import FastAPI
from starlette.routing import Mount

from console.api import tokens
from console.api.pace import Buckets, Pace
from console.app import create_app
from console.desk import Console
from console.later import ApiLater
from console.serving import served
from gateway.health import engine_of, stuck_workflows
from register.accounts import account as account_of
from register.accounts import change_account
from register.tokens import revoke_token
from schemas.permits import Permit
from schemas.states import Role
from tests.builders import LEAD, OFFICE, OTHER, a_directive, at
from tests.process.engine import Case, Engine, an_engine

OTHER_OFFICE = "G14"
TODAY = at(date(2023, 7, 13))
SYSTEMS = {
    "officer": (OFFICE, Role.OFFICER),
    "examiner": (OFFICE, Role.EXAMINER),
    "other.officer": (OTHER_OFFICE, Role.OFFICER),
    "lead": (LEAD, Role.FOCAL_POINT),
    "other": (OTHER, Role.FOCAL_POINT),
    "stranger": ("G05", Role.FOCAL_POINT),
    "supervisor": ("G22", Role.SUPERVISOR),
    "auditor": ("G22", Role.AUDITOR),
    "operator": ("G22", Role.OPERATOR),
    "admin": ("G22", Role.ADMIN),
}
SECRET = "Nội dung chỉ cơ quan chủ trì được xem"
"""Stands in the directive of LEAD, so that a leak of it can be looked for."""


@dataclass
class World:
    """What runs, and who may call it."""

    url: str
    engine: Engine
    app: FastAPI
    api: FastAPI
    tokens: dict[str, str]
    """Of each system with every scope; also `revoked`, `ended`, `disabled`, and `read`, `act`, `issue`, `audit` of LEAD's."""
    case: Case
    client: httpx2.AsyncClient

    async def call(self, method: str, path: str, by: str | None = "officer", **given: Any) -> Any:
        """One call; `by` names a system, None brings no token."""
        headers = dict(given.pop("headers", {}))
        if by is not None:
            headers["authorization"] = f"Bearer {self.tokens[by]}"
        return await self.client.request(
            method, f"{self.url}/api/v1{path}", headers=headers, **given
        )

    async def get(self, path: str, by: str | None = "officer", **given: Any) -> Any:
        return await self.call("GET", path, by, **given)

    async def post(self, path: str, by: str | None = "officer", **given: Any) -> Any:
        return await self.call("POST", path, by, **given)

    async def issues(self, *directives: dict[str, Any], **said: Any) -> Case:
        """A conclusion of its own."""
        return await self.engine.issues(*directives, **said)

    def path(self, case: Case, n: int = 1, agency: str = LEAD) -> str:
        """The address of an assignment."""
        return f"/conclusions/{case.ref}/directives/{n}/assignments/{agency}"


async def _token(engine: Engine, system: str, *permits: Permit) -> str:
    known = await account_of(engine.pool, system)
    office, role = (known.office, Role(known.role)) if known else SYSTEMS[system]
    made = await tokens.make(
        engine.pool,
        tokens.Holder(system, office, role),
        tokens.Wanted("kiểm thử", frozenset(permits or Permit), 1),
        by="tests",
    )
    return made.text


async def _tokens(engine: Engine) -> dict[str, str]:
    made = {system: await _token(engine, system) for system in SYSTEMS}
    made |= {f"lead.{one}": await _token(engine, "lead", one) for one in Permit}
    made |= {f"officer.{one}": await _token(engine, "officer", one) for one in Permit}
    made["revoked"] = await _token(engine, "lead")
    await revoke_token(engine.pool, made["revoked"].split("_")[1])
    made["ended"] = await _token(engine, "lead")
    await engine.pool.execute(
        "UPDATE api_token SET ends_at = now() - interval '1 second' WHERE id = $1",
        made["ended"].split("_")[1],
    )
    SYSTEMS["gone"] = (LEAD, Role.FOCAL_POINT)
    made["disabled"] = await _token(engine, "gone")
    gone = await account_of(engine.pool, "gone")
    assert gone is not None
    await change_account(engine.pool, gone, disabled=True)
    made["wrong"] = "dondoc_00000000_" + "x" * 43
    return made


@asynccontextmanager
async def a_world(folder: Path) -> AsyncIterator[World]:
    """Start everything, and end it."""
    async with an_engine(folder) as engine:
        parts = engine.parts
        console = Console(
            pool=parts.pool,
            commands=engine.commands,
            starter=engine.starter,
            store=parts.store,
            engine=lambda: engine_of(parts.client, parts.task_queue, datetime.now(UTC)),
            stuck=lambda: stuck_workflows(parts.client),
            clock=lambda: TODAY,
            folder=folder,
        )
        app = create_app(console)
        (later,) = (
            one.app for one in app.routes if isinstance(one, Mount) and one.path == "/api/v1"
        )
        assert isinstance(later, ApiLater)
        api = later.load()
        plenty = Pace(burst=1_000_000, per_second=1_000_000)
        api.state.callers = api.state.strangers = api.state.uploads = Buckets(plenty)
        case = await engine.issues(
            a_directive(1, text=SECRET), a_directive(2, assignees=[OTHER]), ref="cua-vpcp"
        )
        await engine.issues(
            a_directive(1, assignees=["G03"]), ref="cua-noi-khac", standing_office=OTHER_OFFICE
        )
        async with served(app, "127.0.0.1", 0) as url, httpx2.AsyncClient(timeout=60) as client:
            yield World(url, engine, app, api, await _tokens(engine), case, client)
        await asyncio.sleep(0)
