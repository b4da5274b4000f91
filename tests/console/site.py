"""The console of a running `dondoc up`, as browsers and programs meet it: people sign in through the form."""

import asyncio
import json
import re
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import asyncpg
import httpx2

from console import passwords
from console.auth import COOKIE, form_token
from register import accounts
from register.accounts import Account
from register.pool import open_pool
from schemas.states import Role
from tests.cli.program import Program
from tests.cli.written import LEAD, OFFICE, OTHER

Result = TypeVar("Result")

PASSWORD = "mật khẩu để thử"
PEOPLE: dict[str, tuple[Role, str]] = {
    "officer": (Role.OFFICER, OFFICE),
    "examiner": (Role.EXAMINER, OFFICE),
    "head": (Role.HEAD_OF_STANDING_OFFICE, OFFICE),
    "focal": (Role.FOCAL_POINT, LEAD),
    "chief": (Role.AGENCY_HEAD, LEAD),
    "coordinator": (Role.COORDINATOR, LEAD),
    "other": (Role.FOCAL_POINT, OTHER),
    "otheroffice": (Role.OFFICER, OTHER),
    "supervisor": (Role.SUPERVISOR, OFFICE),
    "auditor": (Role.AUDITOR, OFFICE),
    "operator": (Role.OPERATOR, OFFICE),
    "admin2": (Role.ADMIN, OFFICE),
}


class Browser(httpx2.Client):
    """One person's browser without scripts: cookies, and forms with the token of the session."""

    def send_form(self, path: str, **fields: Any) -> httpx2.Response:
        """Send a form as a page of ours would; `files` are uploads."""
        files = fields.pop("files", None)
        key = self.cookies.get(COOKIE) or ""
        fields.setdefault("_token", form_token(key))
        return self.post(path, data=fields, files=files or [("-", ("", b""))])


def _apart(work: Coroutine[Any, Any, Result]) -> Result:
    """On a loop in a thread of its own: the driver of a real browser keeps one running in this thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


_open: list[Browser] = []


def close_browsers() -> None:
    """After each test: no connection is left to the collector."""
    while _open:
        _open.pop().close()


class Site:
    """A served console and the people who may sign in to it."""

    def __init__(self, program: Program, *, people: bool = True) -> None:
        self.program = program
        run = json.loads((program.folder / "run.json").read_text())
        self.url: str = run["console_url"]
        self.database: str = run["database_url"]
        if people:
            _apart(self._add_people())

    def browser(self, login: str | None = None, *, kept: bool = False) -> Browser:
        """A new browser; signed in when a login is given. Closed after the test unless it is kept."""
        browser = Browser(base_url=self.url, follow_redirects=True, timeout=30)
        if not kept:
            _open.append(browser)
        if login is not None:
            answer = self.sign_in(browser, login, PASSWORD)
            assert answer.status_code == 200, answer.text
            assert COOKIE in browser.cookies
        return browser

    def sign_in(self, browser: Browser, login: str, password: str) -> httpx2.Response:
        """Through the form, as people do."""
        page = browser.get("/login")
        token = re.search(r'name="_token" value="([^"]+)"', page.text)
        assert token
        return browser.post(
            "/login", data={"login": login, "password": password, "_token": token[1]}
        )

    def sql(self, statement: str, *given: Any) -> Any:
        """What only a test does to the database: end a session early, say."""

        async def run() -> Any:
            db = await asyncpg.connect(self.database)
            try:
                return await db.fetchval(statement, *given)
            finally:
                await db.close()

        return _apart(run())

    def first_password(self) -> tuple[str, str]:
        """Login and password of the first administrator, as `up` printed them."""
        printed = (self.program.folder / "up.log").read_text()
        found = re.search(
            r"(?:đầu tiên|administrator): (\S+) +(?:mật khẩu|password): (\S+)", printed
        )
        assert found, printed
        return found[1], found[2]

    async def _add_people(self) -> None:
        pool = await open_pool(self.database)
        kept = await passwords.hashed(PASSWORD)
        for login, (role, office) in PEOPLE.items():
            one = Account(login, f"Người thử {login}", office, role.value)
            await accounts.add_account(pool, one, kept, must_change=False, by="tests")
        await pool.close()


def path_of(own: str) -> str:
    """The page of an assignment."""
    return f"/nhiem-vu/{own.removeprefix('kl/').replace('@', '/')}"


def an_act(browser: Browser, own: str, act: str, **fields: Any) -> httpx2.Response:
    """Send one act's form for what the page shows now."""
    fields.setdefault("command_id", str(uuid4()))
    return browser.send_form(f"{path_of(own)}/{act}", **fields)


def a_pdf(folder: Path, name: str = "bao-cao.pdf") -> tuple[str, bytes, str]:
    """A small file as a browser uploads it."""
    return (
        name,
        b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n" + folder.name.encode(),
        "application/pdf",
    )
