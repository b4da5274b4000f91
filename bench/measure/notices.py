"""How fast notices leave the house: 5,000 to 500 offices, each office by mail and by webhook, through one worker.

Every notice is a message of its own, the worst shape: nothing is saved by putting notices together.
Counted from the moment they can be seen until every id has arrived at both ends.
"""

import asyncio
import sys
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from asyncpg import Pool

from bench.figures import Figure, figure
from bench.lab import a_lab, seconds_since
from bench.sinks import Hooks, Mails, a_mail_server, a_web_server
from bench.stories import a_conclusion
from register.post.addresses import new_secret

OFFICES: Final = 500
EACH: Final = 10
_MORNING: Final = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""9:00 of a Friday in Hanoi: not within quiet hours."""
_APART: Final = timedelta(minutes=2)


async def measure() -> AsyncIterator[Figure]:
    """One repeat: what is measured is long enough."""
    async with a_mail_server() as mails, a_web_server() as hooks:
        async with a_lab(environment={"DONDOC_SMTP_URL": mails.url}) as lab:
            await lab.starter.start(a_conclusion("thong-bao", [("G18",)]))
            target = await lab.pool.fetchval("SELECT min(id) FROM assignment")
            await set_addresses(lab.pool, mails, hooks)
            began = time.perf_counter()
            await tell(lab.pool, target)
            await arrived(mails, hooks, OFFICES * EACH)
            took = seconds_since(began)
        print(
            f"  {OFFICES * EACH} notices, each by mail and webhook, in {took:.1f} s",
            file=sys.stderr,
        )
        yield figure("notices_drain_per_s", [OFFICES * EACH / took])


def office(number: int) -> str:
    """The code of an office that exists in this register only."""
    return f"Z99.{number:03}"


async def set_addresses(pool: "Pool[Any]", mails: Mails, hooks: Hooks) -> None:
    """A mailbox and a webhook for each office."""
    secret = new_secret()
    rows = [
        row
        for number in range(OFFICES)
        for row in (
            (office(number), "email", f"vt{number}@example.vn", None),
            (office(number), "webhook", hooks.url(f"/{number}"), secret),
        )
    ]
    await pool.executemany(
        "INSERT INTO office_address (office, channel, address, may_be_private, secret, set_at, set_by) "
        "VALUES ($1, $2, $3, true, $4, now(), 'bench')",
        rows,
    )


async def tell(pool: "Pool[Any]", target: str) -> None:
    """The notices, in one transaction as a commit writes them."""
    async with pool.acquire() as db, db.transaction():
        await db.execute(
            "INSERT INTO outbox (id, stream, seq, target, kind, channel, office, addressee, said, at) "
            "SELECT gen_random_uuid(), 'kl/thong-bao', o, $1, 'Reminded', 'inbox', 'Z99.' || lpad(o::text, 3, '0'), "
            "       'focal_point', '{}', $2::timestamptz + n * $3::interval "
            "  FROM generate_series(0, $4 - 1) AS o, generate_series(0, $5 - 1) AS n",
            *(target, _MORNING, _APART, OFFICES, EACH),
        )
        await db.execute(
            "INSERT INTO delivery (notice, channel, next_try_at) "
            "SELECT id, channel, clock_timestamp() FROM outbox WHERE office LIKE 'Z99.%'"
        )
        await db.execute("SELECT pg_notify('dondoc_outbox', '')")


async def arrived(mails: Mails, hooks: Hooks, count: int) -> None:
    """Wait until so many messages, repetitions apart, are at both ends."""
    while len(hooks.keys) < count or len(mails.keys) < count:  # noqa: ASYNC110 - two servers are looked at
        await asyncio.sleep(0.05)
