"""Two consoles behind the balancer of deploy/: neither keeps anything, so one may die between a form and its sending."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest
import pytest_asyncio

from bench.cluster import programs
from bench.cluster.hosts import NET
from bench.cluster.house import answers
from bench.cluster.programs import LEASH, Program, ran
from bootstrap import CHECKOUT
from console import passwords
from console.api import tokens
from console.auth import COOKIE
from register import accounts
from register.accounts import Account
from schemas.permits import Permit
from schemas.states import Role
from tests.builders import OFFICE, a_conclusion, a_directive
from tests.cluster.lab import Cluster, a_cluster, until

PEOPLE = {"giamsat": (Role.SUPERVISOR, OFFICE), "tiepnhan": (Role.FOCAL_POINT, "G01")}
PASSWORD = "mật khẩu để thử"
HOST = "dondoc.example.internal"
PAGE = "/nhiem-vu/hai-man-hinh/1/G01"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def doubled(
    tmp_path_factory: pytest.TempPathFactory,
    has_names: bool,  # noqa: FBT001 - a fixture
) -> AsyncIterator[tuple[Cluster, list[Program], httpx2.AsyncClient]]:
    """A cluster, two consoles, haproxy with the configuration of deploy/, a browser that trusts its certificate."""
    if programs.haproxy() is None or not has_names:
        pytest.skip("NOT TESTED: haproxy is missing, or this kernel lets us give no names")
    folder = tmp_path_factory.mktemp("consoles")
    async with a_cluster(folder, has_names=has_names, workers=1) as cluster:
        consoles = [
            cluster.console(f"console-{n}", 70 + n, DONDOC_PROXIES=NET.address(61)) for n in (1, 2)
        ]
        cluster.workers += consoles
        await cluster.start_workers(*consoles)
        balancer = await asyncio.to_thread(balanced, folder)
        cluster.workers.append(balancer)
        await add_people(cluster)
        await cluster.starter.start(
            a_conclusion(a_directive(1, assignees=["G01"]), ref="hai-man-hinh")
        )
        async with trusting(folder) as browser:
            yield cluster, consoles, browser


def balanced(folder: Path) -> Program:
    """haproxy with the file of deploy/, its addresses and folders replaced by ours. Blocks."""
    tls = folder / "tls"
    ran(
        ["/bin/sh", CHECKOUT / "deploy" / "cluster" / "certificates.sh", tls],
        {"CONSOLE_NAME": HOST},
    )
    (tls / "console.pem").write_bytes(
        (tls / "console.crt").read_bytes() + (tls / "console.key").read_bytes()
    )
    text = (CHECKOUT / "deploy" / "cluster" / "haproxy.cfg").read_text()
    ours = {
        "/etc/haproxy/tls": str(tls),
        "bind :": f"bind {NET.address(61)}:",
        "10.20.0.11:8080": f"{NET.address(71)}:8080",
        "10.20.0.12:8080": f"{NET.address(72)}:8080",
        "10.20.0.11:7233": f"{NET.address(31)}:7233",
        "10.20.0.12:7233": f"{NET.address(32)}:7233",
        "log /dev/log local0": "log stdout format raw local0",
    }
    for old, new in ours.items():
        assert old in text
        text = text.replace(old, new)
    # Where it connects from: on this machine every address is its own.
    text = text.replace(
        "    mode http\n    balance", f"    mode http\n    source {NET.address(61)}\n    balance"
    )
    (folder / "haproxy.cfg").write_text(text)
    balancer = Program(
        "haproxy",
        [str(programs.haproxy()), "-db", "-f", folder / "haproxy.cfg"],
        folder,
        is_ready=lambda _: programs.listens(NET.address(61), 443),
        tied=LEASH,
    )
    balancer.start()
    balancer.wait()
    return balancer


async def add_people(cluster: Cluster) -> None:
    kept = await passwords.hashed(PASSWORD)
    for login, (role, office) in PEOPLE.items():
        one = Account(login, f"Người thử {login}", office, role.value)
        await accounts.add_account(cluster.pool, one, kept, must_change=False, by="tests")


def trusting(folder: Path) -> httpx2.AsyncClient:
    """One person's browser without scripts, which trusts the office's own authority."""
    context = ssl.create_default_context(cafile=str(folder / "tls" / "ca.crt"))
    return httpx2.AsyncClient(
        base_url=f"https://{HOST}", verify=context, follow_redirects=True, timeout=90
    )


async def signs_in(browser: httpx2.AsyncClient, login: str) -> None:
    page = await browser.get("/login")
    token = re.search(r'name="_token" value="([^"]+)"', page.text)
    assert token
    said = {"login": login, "password": PASSWORD, "_token": token[1]}
    answer = await browser.post("/login", data=said)
    assert 200 == answer.status_code
    assert COOKIE in browser.cookies


def form_of(page: str, act: str) -> dict[str, str]:
    """The hidden fields of one act's form, as the page was given out."""
    found = re.search(rf'<form[^>]*action="{PAGE}/{act}".*?</form>', page, re.DOTALL)
    assert found, page[:2000]
    return dict(re.findall(r'name="([^"]+)" value="([^"]*)"', found[0]))


async def test_a_console_dies_between_the_form_and_its_sending(
    doubled: tuple[Cluster, list[Program], httpx2.AsyncClient],
) -> None:
    """Session, token of the form and id of the command are known to the other console: the act is done, once."""
    cluster, consoles, browser = doubled
    await signs_in(browser, "tiepnhan")
    page = await browser.get(PAGE)
    form = form_of(page.text, "acknowledge")

    # Both, one after the other: whichever gave out the form is dead when it is sent.
    consoles[0].kill()
    first = await browser.post(f"{PAGE}/acknowledge", data=form)
    consoles[0].start()
    await until(lambda: consoles[0].is_ready)
    consoles[1].kill()
    again = await browser.post(f"{PAGE}/acknowledge", data=form)
    seen = await browser.get(PAGE)
    consoles[1].start()
    await until(lambda: consoles[1].is_ready)

    facts = await cluster.pool.fetch(
        "SELECT c.id FROM command c JOIN event e USING (stream, seq) WHERE e.type = 'Acknowledged'"
    )
    assert (200, 200, 200) == (first.status_code, again.status_code, seen.status_code)
    assert [form["command_id"]] == [row["id"] for row in facts]


async def test_the_api_answers_a_repetition_from_the_other_console(
    doubled: tuple[Cluster, list[Program], httpx2.AsyncClient],
) -> None:
    """The same Idempotency-Key at both consoles is one act, and the second answer says so."""
    cluster, consoles, _ = doubled
    holder = tokens.Holder("giamsat", OFFICE, Role.SUPERVISOR)
    wanted = tokens.Wanted("kiểm thử", frozenset(Permit), 1)
    made = await tokens.make(cluster.pool, holder, wanted, by="tests")
    path = "/api/v1/conclusions/hai-man-hinh/directives/1/assignments/G01/note"
    told = {"text": "Đã gọi điện"}
    headers = {"authorization": f"Bearer {made.text}", "idempotency-key": str(uuid4())}
    answers_ = []
    for last in (71, 72):
        async with httpx2.AsyncClient(
            base_url=f"http://{NET.address(last)}:8080", timeout=60
        ) as caller:
            answers_.append(await caller.post(path, json=told, headers=headers))

    assert [200, 200] == [one.status_code for one in answers_], answers_[0].text
    notes = await cluster.pool.fetchval("SELECT count(*) FROM event WHERE type = 'Noted'")
    assert 1 == notes
    assert all(answers(f"http://{NET.address(last)}:8080") for last in (71, 72))
    assert len(consoles) == 2


async def test_callers_are_told_apart_and_cookies_stay_on_tls(
    doubled: tuple[Cluster, list[Program], httpx2.AsyncClient],
) -> None:
    """The balancer is believed about TLS and about who calls, because the consoles name it; nobody else is."""
    cluster, _, _ = doubled
    async with trusting(cluster.folder) as somebody:
        answer = await somebody.get("/login")
        token = re.search(r'name="_token" value="([^"]+)"', answer.text)
        assert token
        wrong = {"login": "ai-do", "password": "sai", "_token": token[1]}
        await somebody.post("/login", data=wrong)
    address = await cluster.pool.fetchval("SELECT address FROM access_log WHERE login = 'ai-do'")
    async with httpx2.AsyncClient(base_url=f"http://{NET.address(71)}:8080") as liar:
        claimed = await liar.get("/login", headers={"x-forwarded-proto": "https"})

    assert "127.0.0.1" == address, "the caller's, not the balancer's"
    assert "max-age" in answer.headers["strict-transport-security"]
    assert "secure" in answer.headers["set-cookie"].lower()
    assert "secure" not in claimed.headers["set-cookie"].lower()
