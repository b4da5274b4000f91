"""What is told reaches the office once in effect: one message for each moment, whatever fails on the way."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from standardwebhooks.webhooks import Webhook

from notices.channel import Channel
from notices.dispatcher import Dispatcher, Pace
from notices.ending import ended
from notices.mail import Mail, Relay
from notices.webhooks import Webhooks
from register.post.addresses import (
    Address,
    addresses,
    drop_address,
    new_secret,
    rotate_secret,
    set_address,
)
from register.post.inbox import inbox
from register.post.sending import dispatches, notices_waiting, send_again
from register.rebuild import rebuild
from register.sql import SQL
from tests.builders import LEAD, OFFICE, OTHER, a_conclusion, a_directive, at
from tests.notices.sinks import Hooks, Mails
from tests.register.builders import Book, Pool, a_large_conclusion

HURRY = Pace(
    settle=timedelta(milliseconds=100),
    hold=timedelta(seconds=30),
    look_every=timedelta(seconds=1),
    first_pause_s=0.1,
    longest_pause_s=0.4,
)
WEDNESDAY_NINE = at(date(2023, 7, 12))


@asynccontextmanager
async def a_dispatcher(pool: Pool, *channels: Channel, pace: Pace = HURRY) -> AsyncIterator[None]:
    async with Dispatcher(pool, channels, pace).running():
        yield


def by_mail(mails: Mails) -> Mail:
    return Mail(Relay.at(mails.url), "vi", link="https://don-doc.example")


async def until(happens: Callable[[], Any]) -> None:
    """Wait for something that other tasks do; a test that waits in vain is ended by the runner."""
    while True:
        found = happens()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return
        await asyncio.sleep(0.02)


async def outgoing(pool: Pool, state: str) -> list[dict[str, Any]]:
    return await dispatches(pool, state=state)


async def is_quiet(pool: Pool) -> bool:
    return not await notices_waiting(pool) and not await outgoing(pool, "pending")


async def gets_mail(pool: Pool, office: str = LEAD, address: str = "byt@example.vn") -> None:
    await set_address(pool, Address(office, "email", address), by="test")


async def gets_hook(pool: Pool, url: str, office: str = LEAD) -> str:
    one = Address(office, "webhook", url, new_secret(), may_be_private=True)
    return str((await set_address(pool, one, by="test"))["secret"])


async def test_an_agency_with_31_assignments_gets_one_mail(pool: Pool, mails: Mails) -> None:
    """One message for each agency and moment, not for each assignment; every notice is named in it."""
    await gets_mail(pool)
    conclusion = a_conclusion(*(a_directive(n) for n in range(1, 32)))
    await Book(pool).issues(conclusion)

    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: mails.raw)
        await until(lambda: is_quiet(pool))

    (mail,) = mails.read()
    ids = await pool.fetch("SELECT id::text FROM outbox WHERE office = $1", LEAD)
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert len(ids) == 31
    assert [row["id"] for row in ids if f"id {row['id']}" not in plain] == []


async def test_packets_of_one_conclusion_make_one_message(pool: Pool, mails: Mails) -> None:
    """Grouped by recipient and moment across packets."""
    await gets_mail(pool)
    book = Book(pool)
    case = await book.issues(a_large_conclusion())
    packets = await pool.fetchval(
        "SELECT count(DISTINCT stream) FROM outbox WHERE office = $1", LEAD
    )

    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: mails.raw)
        await until(lambda: is_quiet(pool))

    assert case.packet == 1
    assert packets == 2
    assert len(mails.raw) == 1


async def test_a_mail_is_vietnamese_plain_and_html_with_list_headers(
    pool: Pool, mails: Mails
) -> None:
    """Read by the standard library: encoded subject, both forms, List headers, one link, and why it came."""
    await gets_mail(pool)
    await Book(pool).issues(
        a_conclusion(a_directive(1, text="Rà soát <script>x</script> thuỷ lợi"))
    )

    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: mails.raw)

    (mail,) = mails.read()
    (_, raw) = mails.raw[0]
    plain = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    html = mail.get_body(("html",)).get_content()  # type: ignore[union-attr]
    assert mail["Subject"] == "[Đôn đốc] Giao nhiệm vụ: kl/vi-du/1@G18"
    assert b"Subject: =?utf-8?" in raw
    assert raw.isascii()
    assert {"List-Id", "List-Owner", "List-Unsubscribe", "List-Archive"} <= set(mail.keys())
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "Bộ Y tế nhận thư này vì" in plain
    assert "hạn 31/10/2023" in plain
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert html.count("<a ") == 1


async def test_a_webhook_is_a_signed_cloud_event(pool: Pool, webhooks: Hooks) -> None:
    """CloudEvents 1.0 in the body, a Standard Webhooks signature that the reference library accepts."""
    secret = await gets_hook(pool, webhooks.url())
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, Webhooks("vi")):
        await until(lambda: webhooks.received)

    (_, headers, body) = webhooks.received[0]
    event = Webhook(secret).verify(body, headers)
    assert (event["specversion"], event["id"]) == ("1.0", headers["webhook-id"])
    assert headers["idempotency-key"] == event["id"]
    assert headers["content-type"].startswith("application/cloudevents+json")
    assert {"source", "type", "time", "subject", "datacontenttype", "data"} <= set(event)
    assert event["data"]["items"][0]["assignment"] == "kl/vi-du/1@G18"


async def test_while_a_secret_changes_both_sign(pool: Pool, webhooks: Hooks) -> None:
    """A receiver changes over when it likes within the day; a wrong secret never verifies."""
    old = await gets_hook(pool, webhooks.url())
    new = new_secret()
    await rotate_secret(pool, LEAD, new)
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, Webhooks("vi")):
        await until(lambda: webhooks.received)

    (_, headers, body) = webhooks.received[0]
    Webhook(old).verify(body, headers)
    Webhook(new).verify(body, headers)
    with pytest.raises(Exception, match="No matching signature"):
        Webhook(new_secret()).verify(body, headers)


async def test_a_target_that_fails_gets_the_same_id_again(pool: Pool, webhooks: Hooks) -> None:
    """Errors, redirects and resets are tried again under the same idempotency key until one is taken."""
    await gets_hook(pool, webhooks.url())
    webhooks.answers["/hook"] = ["500 Oops", "302 Found|Location: /elsewhere", "204 No Content"]
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, Webhooks("vi")):
        await until(lambda: webhooks.received)
        await until(lambda: is_quiet(pool))

    (sent,) = await outgoing(pool, "sent")
    assert webhooks.tried == ["/hook"] * 3
    assert sent["attempts"] == 3
    assert webhooks.received[0][1]["webhook-id"] == str(sent["message"])


async def test_a_silent_target_delays_nobody_else(pool: Pool, webhooks: Hooks) -> None:
    """One office's system hangs; the other's has its message long before that one is given up."""
    await gets_hook(pool, webhooks.url("/silent"), LEAD)
    await gets_hook(pool, webhooks.url("/other"), OTHER)
    webhooks.answers["/silent"] = ["silence"]
    book = Book(pool)
    await book.issues(a_conclusion(a_directive(1), a_directive(2, assignees=[OTHER])))

    async with a_dispatcher(pool, Webhooks("vi", timeout_s=60)):
        await until(lambda: outgoing(pool, "sent"))

    assert [path for path, _, _ in webhooks.received] == ["/other"]
    assert [one["office"] for one in await outgoing(pool, "pending")] == [LEAD]


async def test_what_is_given_up_is_listed_and_can_be_sent_again(
    pool: Pool, webhooks: Hooks
) -> None:
    """A target that stays away too long ends in the dead letters; sent again, it arrives under its id."""
    await gets_hook(pool, webhooks.url())
    webhooks.answers["/hook"] = ["503 Busy|Retry-After: 0"]
    await Book(pool).issues(a_conclusion())
    impatient = Pace(
        settle=HURRY.settle,
        look_every=HURRY.look_every,
        first_pause_s=0.1,
        longest_pause_s=0.1,
        give_up_after=timedelta(milliseconds=300),
    )

    async with a_dispatcher(pool, Webhooks("vi"), pace=impatient):
        await until(lambda: outgoing(pool, "dead"))
        (dead,) = await outgoing(pool, "dead")
        webhooks.answers["/hook"] = ["200 OK"]
        again = await send_again(pool, message=dead["message"])
        await until(lambda: webhooks.received)
        await until(lambda: outgoing(pool, "sent"))

    assert dead["last_error"] == "HTTP 503"
    assert [one["message"] for one in again] == [dead["message"]]
    assert webhooks.received[0][1]["webhook-id"] == str(dead["message"])


@pytest.mark.parametrize(
    "reply", ["410 Gone", pytest.param("550 no such mailbox", id="no such mailbox")]
)
async def test_what_can_never_arrive_is_not_tried_again(
    pool: Pool, mails: Mails, webhooks: Hooks, reply: str
) -> None:
    """A receiver that is gone and a mailbox that does not exist are dead at the first try."""
    await gets_mail(pool)
    await gets_hook(pool, webhooks.url())
    channel: Channel = Webhooks("vi") if reply.startswith("410") else by_mail(mails)
    webhooks.answers["/hook"] = [reply]
    mails.refuse["byt@example.vn"] = reply
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, channel):
        await until(lambda: outgoing(pool, "dead"))

    (dead,) = await outgoing(pool, "dead")
    assert dead["attempts"] == 1
    assert reply[:3] in dead["last_error"]


@pytest.mark.parametrize(
    "door",
    [
        "https://127.0.0.1/hook",
        "https://localhost:8443/hook",
        "https://[::1]/hook",
        "https://[::ffff:10.0.0.1]/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://10.1.2.3/hook",
        "https://0.0.0.0/hook",
        "http://203.0.113.5/hook",
        "https://user:password@203.0.113.5/hook",
        "ftp://203.0.113.5/hook",
    ],
)
async def test_a_private_door_is_never_opened(pool: Pool, door: str) -> None:
    """Addresses inside the network, unsafe schemes and credentials are refused after resolution, unless allowed."""
    one = Address(LEAD, "webhook", door, new_secret())
    await set_address(pool, one, by="test")
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, Webhooks("vi")):
        await until(lambda: outgoing(pool, "dead"))

    (dead,) = await outgoing(pool, "dead")
    assert dead["attempts"] == 1


async def test_a_database_without_dispatcher_keeps_everything(pool: Pool, mails: Mails) -> None:
    """What is told while nothing dispatches is dispatched later; a rebuild in between drops no delivery."""
    await gets_mail(pool)
    await Book(pool).issues(a_conclusion())
    await rebuild(pool)

    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: is_quiet(pool))
    await pool.execute("DELETE FROM outbox")
    await rebuild(pool)
    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: is_quiet(pool))
        await asyncio.sleep(0.3)

    assert len(mails.raw) == 1


async def test_a_dispatcher_that_is_woken_while_it_ends_ends(pool: Pool) -> None:
    """What is told in the very moment in which a worker is told to stop does not keep it running."""
    for moment in range(5):
        dispatcher = Dispatcher(pool, [Webhooks("vi")], HURRY)
        async with asyncio.timeout(20), dispatcher.running():
            await asyncio.sleep(0.03 * moment)
            dispatcher.wake()


async def test_what_swallows_its_end_once_is_ended_again() -> None:
    """Libraries answer a cancellation with the result of the same moment; the second one reaches the task."""
    swallowed: list[bool] = []

    async def deaf() -> None:
        while True:
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                if swallowed:
                    raise
                swallowed.append(True)

    task = asyncio.create_task(deaf())
    await asyncio.sleep(0)
    await ended([task])

    assert task.cancelled()


async def test_two_dispatchers_share_the_work(pool: Pool, mails: Mails) -> None:
    """Held by one at a time: nobody gets a message twice."""
    offices = ["G18", "G12", "G05", "G09", "G14", "G01"]
    for office in offices:
        await gets_mail(pool, office, f"{office.lower()}@example.vn")
    await Book(pool).issues(a_conclusion(*(a_directive(n, assignees=offices) for n in (1, 2, 3))))

    async with a_dispatcher(pool, by_mail(mails)), a_dispatcher(pool, by_mail(mails)):
        await until(lambda: len(mails.raw) >= len(offices))
        await until(lambda: is_quiet(pool))

    assert sorted(to for to, _ in mails.raw) == sorted(
        f"{one.lower()}@example.vn" for one in offices
    )


async def test_the_inbox_has_everything_an_office_was_told(pool: Pool) -> None:
    """Readable without any channel, newest first, page by page, with what each notice is about."""
    book = Book(pool)
    await book.issues(a_conclusion(*(a_directive(n) for n in (1, 2, 3))))
    await book.does("remind", "kl/vi-du/2@G18", OFFICE, role="examiner", now=at(date(2023, 7, 13)))

    first = await inbox(pool, LEAD, limit=2)
    rest = await inbox(pool, LEAD, limit=9, before=(first[-1]["at"], first[-1]["id"]))

    assert [one["kind"] for one in first] == ["Reminded", "AssignmentOpened"]
    assert len(first) + len(rest) == 4
    assert rest[0]["text"].startswith("Hoàn thành nhiệm vụ số")


async def test_a_forgotten_address_leaves_dead_letters(pool: Pool, webhooks: Hooks) -> None:
    """What waited for it is shown, not lost."""
    await gets_hook(pool, webhooks.url())
    webhooks.answers["/hook"] = ["500 Oops"]
    await Book(pool).issues(a_conclusion())

    async with a_dispatcher(pool, Webhooks("vi")):
        await until(lambda: webhooks.tried)
        await drop_address(pool, LEAD, "webhook")
        await until(lambda: outgoing(pool, "dead"))

    assert await addresses(pool, LEAD) == []


async def test_nothing_leaves_at_night_but_what_is_urgent(pool: Pool, mails: Mails) -> None:
    """Told at 22:00: an ordinary notice waits for the morning, a withdrawal does not."""
    night = at(date(2023, 7, 13), hour=22)
    await gets_mail(pool)
    book = Book(pool)
    await book.issues(a_conclusion(a_directive(1), a_directive(2)))
    async with a_dispatcher(pool, by_mail(mails)):
        await until(lambda: outgoing(pool, "sent"))
        await book.does("remind", "kl/vi-du/1@G18", OFFICE, role="examiner", now=night)
        await until(lambda: outgoing(pool, "pending"))
        later = night + timedelta(minutes=5)
        await book.does("withdraw", "kl/vi-du/2@G18", OFFICE, role="examiner", now=later)
        await until(lambda: pool.fetchval("SELECT count(*) = 2 FROM dispatch WHERE state = 'sent'"))

    (waiting,) = await outgoing(pool, "pending")
    hours = (waiting["next_try_at"] - datetime.now(UTC)) / timedelta(hours=1)
    assert "Thu hồi" in str(mails.read()[1]["Subject"])
    assert 9.9 < hours <= 10


async def test_what_came_while_another_worker_collated_is_not_left_for_long(
    pool: Pool, mails: Mails
) -> None:
    """Whoever finds somebody else at it looks again soon, and not only when it would look unasked."""
    await gets_mail(pool)
    book = Book(pool)
    seldom = replace(HURRY, look_every=timedelta(hours=1))
    async with a_dispatcher(pool, by_mail(mails), pace=seldom):
        async with pool.acquire() as other, other.transaction():
            assert await other.fetchval(SQL["one_collator"])
            await book.issues(a_conclusion(a_directive(1)))
            await asyncio.sleep(5 * HURRY.settle.total_seconds())
            assert await notices_waiting(pool)
        await until(lambda: outgoing(pool, "sent"))
