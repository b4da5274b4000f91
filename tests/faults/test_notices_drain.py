"""Worker and database are killed while thousands of notices leave the house: every one arrives, under one key."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from bench.measure.notices import EACH, OFFICES, set_addresses, tell
from bench.sinks import Hooks, Mails, a_mail_server, a_web_server
from tests.builders import a_conclusion
from tests.faults.lab import Lab, Part, a_lab

pytestmark = pytest.mark.long
"""Thousands of notices keep both cores busy."""

COUNT = OFFICES * EACH
STRIKES_AT = (400, 1_500, 3_000)
"""Deliveries at one end after which the next blow falls."""


async def test_every_notice_arrives_whatever_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """kill -9 of the worker, of PostgreSQL, of both: every id is at both ends, a second copy only under the same key."""
    async with a_mail_server() as mails, a_web_server() as hooks:
        monkeypatch.setenv("DONDOC_SMTP_URL", mails.url)
        async with a_lab(tmp_path) as lab:
            await lab.starter.start(a_conclusion(ref="thong-bao"))
            await set_addresses(lab.pool, mails, hooks)
            await tell(lab.pool, "kl/thong-bao/1@G18")
            for count, parts in zip(
                STRIKES_AT,
                ([Part.WORKER], [Part.POSTGRES], [Part.WORKER, Part.POSTGRES]),
                strict=True,
            ):
                await arrived(hooks, mails, count)
                await strike(lab, parts)
            await arrived(hooks, mails, COUNT)
            told = await ids_told(lab)

    by_hook, by_mail = ids_at(hooks), ids_in(mails)
    print(
        f"{COUNT} notices, 3 blows; second copies: {len(hooks.received) - COUNT} by webhook, "
        f"{len(mails.raw) - COUNT} by mail"
    )
    assert told == set(by_hook)
    assert told == set(by_mail)
    # One key for each notice, however often it came.
    assert {1} == {len(keys) for keys in (*by_hook.values(), *by_mail.values())}


async def arrived(hooks: Hooks, mails: Mails, count: int) -> None:
    while min(len(hooks.keys), len(mails.keys)) < count:  # noqa: ASYNC110 - two servers are looked at
        await asyncio.sleep(0.02)


async def strike(lab: Lab, parts: list[Part]) -> None:
    """Both at the same instant; then everything comes back."""
    for part in parts:
        lab.kill(part)
    for part in reversed(parts):
        await lab.revive(part)
    await lab.is_whole()


async def ids_told(lab: Lab) -> set[str]:
    looking = await lab.looks()
    try:
        rows = await looking.fetch("SELECT id::text FROM outbox WHERE kind = 'Reminded'")
    finally:
        await looking.close()
    return {row["id"] for row in rows}


def ids_at(hooks: Hooks) -> dict[str, Counter[str]]:
    """Which keys each notice came under."""
    found: dict[str, Counter[str]] = {}
    for _, headers, body in hooks.received:
        for item in json.loads(body)["data"]["items"]:
            found.setdefault(item["id"], Counter())[headers["idempotency-key"]] += 1
    return found


def ids_in(mails: Mails) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for mail in mails.read():
        plain = mail.get_body(("plain",))
        assert plain is not None
        for line in plain.get_content().splitlines():
            if line.startswith("id "):
                found.setdefault(line.removeprefix("id "), Counter())[
                    str(mail["Idempotency-Key"])
                ] += 1
    return found
