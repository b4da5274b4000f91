"""Optimistic commit with adoption: stored once, whoever tries, however often (design §5)."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from policy.decide import decide
from register import reads, writes
from register.errors import KeyTaken, RegisterBehind, UnknownStream
from register.verify import verify
from schemas.case import Case
from schemas.commands import Command
from schemas.commit import Committed
from schemas.events import Event
from tests.builders import ISSUED_ON, LEAD, OFFICE, a_command, a_conclusion, a_directive, at
from tests.register.builders import Book, Pool

ONE = f"kl/vi-du/1@{LEAD}"
NOON = at(ISSUED_ON, 12)


def decided(case: Case, *commands: Command, now: Any = NOON) -> list[Event]:
    return decide(case, list(commands), now).events


def acknowledged(**said: Any) -> Command:
    return a_command("acknowledge", ONE, LEAD, **said)


@pytest.fixture
async def book(pool: Pool) -> Book:
    """A register with one open assignment."""
    book = Book(pool)
    await book.issues(a_conclusion())
    return book


@pytest.fixture
def case(book: Book) -> Case:
    return book.cases["kl/vi-du"]


async def test_a_commit_that_continues_the_stream_is_stored(
    pool: Pool, book: Book, case: Case
) -> None:
    """Log, read model and counters say the same after it."""
    await book.does("acknowledge", ONE, LEAD, now=NOON)

    page = await reads.list_assignments(pool, reads.ListFilters(), ISSUED_ON, 10, None)

    assert [one["state"] for one in page.items] == ["acknowledged"]
    assert await reads.case_of(pool, case.stream) == book.cases[case.stream]
    assert (await verify(pool)).differences == []


async def test_the_same_commit_again_is_stored_already(pool: Pool, case: Case) -> None:
    """A try whose answer was lost is repeated without harm."""
    events = decided(case, acknowledged())
    await writes.commit(pool, case.stream, case.seq, events)

    again = await writes.commit(pool, case.stream, case.seq, events)

    assert again.is_stored
    assert len(await reads.events_of(pool, ONE)) == 2


async def test_the_same_command_decided_at_another_moment_is_adopted(
    pool: Pool, case: Case
) -> None:
    """What is in the log rules: a second decision of the same command takes over the first, time included."""
    stored = decided(case, acknowledged())
    await writes.commit(pool, case.stream, case.seq, stored)

    later = decided(case, acknowledged(), now=NOON + timedelta(minutes=1))
    answer = await writes.commit(pool, case.stream, case.seq, later)

    assert list(answer.missing) == stored


async def test_a_commit_behind_others_gets_what_it_has_to_adopt(pool: Pool, case: Case) -> None:
    """Whoever decided on an older state writes nothing and learns what happened."""
    stored = decided(case, acknowledged())
    await writes.commit(pool, case.stream, case.seq, stored)

    other = decided(case, a_command("remind", ONE, OFFICE, "examiner"))
    answer = await writes.commit(pool, case.stream, case.seq, other)

    assert list(answer.missing) == stored
    assert answer == Committed(missing=answer.missing)
    assert len(await reads.events_of(pool, ONE)) == 2


async def test_a_command_that_the_workflow_forgot_is_answered_as_repeated(
    pool: Pool, case: Case
) -> None:
    """A command id is carried out once, also when the case no longer remembers it."""
    events = decided(case, acknowledged())
    await writes.commit(pool, case.stream, case.seq, events)
    command = a_command("note", ONE, OFFICE, "supervisor")
    noted = decide(decide(case, [acknowledged()], NOON).case, [command], NOON)
    await writes.commit(pool, case.stream, noted.events[0].seq - 1, noted.events)
    forgetful = noted.case.but(processed={})

    again = await writes.commit(pool, case.stream, noted.case.seq, decided(forgetful, command))

    assert again.repeated == (command.command_id,)
    assert again == Committed(repeated=again.repeated)
    assert len(await reads.events_of(pool, ONE)) == 3


async def test_the_same_id_with_other_content_is_a_conflict(pool: Pool, case: Case) -> None:
    """One id never means two things."""
    first = a_command("note", ONE, OFFICE, "supervisor", id="x", text="Một")
    other = a_command("note", ONE, OFFICE, "supervisor", id="x", text="Hai")
    after = decide(case, [first], NOON)
    await writes.commit(pool, case.stream, case.seq, after.events)

    answer = await writes.commit(
        pool, case.stream, after.case.seq, decided(after.case.but(processed={}), other)
    )

    assert answer.conflicts == (first.command_id,)


async def test_an_id_is_unique_in_the_whole_register(pool: Pool, book: Book, case: Case) -> None:
    """An id that another conclusion used is a conflict as well."""
    other = await book.issues(a_conclusion(ref="khac"))
    command = a_command("note", ONE, OFFICE, "supervisor", id="y")
    await writes.commit(pool, case.stream, case.seq, decided(case, command))
    elsewhere = a_command("note", f"kl/khac/1@{LEAD}", OFFICE, "supervisor", id="y")

    answer = await writes.commit(pool, other.stream, other.seq, decided(other, elsewhere))

    assert answer.conflicts == (command.command_id,)
    assert (await verify(pool)).ok


async def test_of_two_commits_racing_on_one_stream_one_is_stored(pool: Pool, case: Case) -> None:
    """Two workers that both believe to be the only one cannot both write."""
    rivals = [
        decided(case, a_command("note", ONE, OFFICE, "supervisor", id=f"rival {number}"))
        for number in range(8)
    ]

    answers = await asyncio.gather(
        *(writes.commit(pool, case.stream, case.seq, events) for events in rivals)
    )

    winner = next(events for events, one in zip(rivals, answers, strict=True) if one.is_stored)
    assert [one.is_stored for one in answers].count(True) == 1
    assert all(list(one.missing) == winner for one in answers if not one.is_stored)
    assert (await verify(pool)).ok


async def test_the_same_commit_racing_with_itself_is_stored_once(pool: Pool, case: Case) -> None:
    """A local activity that timed out and its second try may run at the same time."""
    events = decided(case, acknowledged())

    answers = await asyncio.gather(
        *(writes.commit(pool, case.stream, case.seq, events) for _ in range(6))
    )

    assert all(one.is_stored for one in answers)
    assert len(await reads.events_of(pool, ONE)) == 2


async def test_streams_that_share_counters_never_wait_in_a_circle(pool: Pool) -> None:
    """Commits of many conclusions touch the same counters at once, in one order."""
    book = Book(pool)
    groups = [a_directive(n, assignees=["các địa phương"]) for n in (1, 2)]
    cases = [
        await book.issues(a_conclusion(*groups, ref=f"song-song-{number}")) for number in range(6)
    ]

    async def closes(case: Case, *, backwards: bool) -> None:
        ids = sorted(case.assignments, reverse=backwards)
        for start in range(0, len(ids), 21):
            commands = [
                a_command("withdraw", own, OFFICE, "examiner") for own in ids[start : start + 21]
            ]
            await book.decides(case.stream, commands, NOON)

    await asyncio.gather(*(closes(case, backwards=n % 2 == 0) for n, case in enumerate(cases)))

    total = (await reads.stats(pool, "level", ISSUED_ON))["total"]
    assert total["withdrawn"] == total["total"] == sum(len(case.assignments) for case in cases)
    assert (await verify(pool)).ok


async def test_a_commit_of_nothing_asks_what_is_new(pool: Pool, case: Case) -> None:
    """With nothing to write the answer is what the workflow does not know."""
    assert (await writes.commit(pool, case.stream, case.seq, [])).is_stored
    assert (await writes.commit(pool, case.stream, 1, [])).missing[0].target == ONE


async def test_a_stream_that_was_never_planned_is_named(pool: Pool, case: Case) -> None:
    """A commit to nowhere is an error that repeating does not cure."""
    stray = [event.but(stream="kl/khong-co") for event in decided(case, acknowledged())]

    with pytest.raises(UnknownStream, match="kl/khong-co"):
        await writes.commit(pool, "kl/khong-co", case.seq, stray)


async def test_a_register_older_than_the_workflow_is_named(pool: Pool, case: Case) -> None:
    """A register that was restored from an older copy says so instead of leaving a gap."""
    ahead = case.but(seq=case.seq + 5)

    with pytest.raises(RegisterBehind):
        await writes.commit(pool, case.stream, ahead.seq, decided(ahead, acknowledged()))


async def test_events_out_of_order_are_refused(pool: Pool, case: Case) -> None:
    """Events continue their own stream, one after the other."""
    events = decided(case, acknowledged(), a_command("remind", ONE, OFFICE, "examiner"))

    with pytest.raises(ValueError, match="stands at"):
        await writes.commit(pool, case.stream, case.seq, events[::-1])


async def test_a_cause_acts_once_in_its_stream(pool: Pool, case: Case) -> None:
    """A rung or an opening that is recorded twice is a fault, and never stored."""
    first = decided(case, acknowledged())[0].but(digest=None)
    await writes.commit(pool, case.stream, case.seq, [first])

    with pytest.raises(KeyTaken):
        await writes.commit(pool, case.stream, first.seq, [first.but(seq=first.seq + 1)])


async def test_a_character_that_postgresql_cannot_hold_stops_nobody(pool: Pool, book: Book) -> None:
    """What people wrote is stored whatever it is; only columns that cannot hold zero show a mark instead."""
    changes = {"text": "Nội\u0000dung"}
    decision = {"number": "1\u0000", "date": "2023-08-01", "signer": "TTg"}
    await book.does("note", ONE, OFFICE, role="supervisor", now=NOON, text="a\u0000b")

    await book.does(
        "amend", ONE, OFFICE, role="examiner", now=NOON, changes=changes, decision=decision
    )

    (item,) = (await reads.list_assignments(pool, reads.ListFilters(), ISSUED_ON, 9, None)).items
    assert item["text"] == "Nội\ufffddung"
    assert (await reads.events_of(pool, ONE))[1]["payload"]["text"] == "a\u0000b"
    assert (await verify(pool)).ok
