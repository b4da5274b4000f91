"""Whoever changes the past is found: the log is hash-chained, and others can check it (docs/event-log.md)."""

import hashlib
import json
import re
from pathlib import Path
from random import Random

import pytest

from register import reads
from register.verify import verify
from schemas.events import Fact
from tests.builders import ISSUED_ON, LEAD, at
from tests.register.builders import Book, Pool, a_varied_conclusion

STREAM = "kl/da-dang"


@pytest.fixture
async def book(pool: Pool) -> Book:
    """A register with a story in it."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())
    await book.lives(Random(7), days=60, acts=40)
    return book


async def test_others_can_check_the_chain_from_what_is_printed(pool: Pool, book: Book) -> None:
    """Each event without its hash, as canonical JSON, hashed; the first one follows the seed."""
    printed = json.loads(json.dumps(await reads.events_of(pool, STREAM), ensure_ascii=False))
    conclusion = await reads.conclusion(pool, "da-dang")
    assert conclusion is not None

    previous = hashlib.sha256(f"{conclusion.content_hash}:1".encode()).hexdigest()
    for event in sorted(printed, key=lambda one: one["seq"]):
        claimed = event.pop("hash")
        text = json.dumps(event, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert event["prev_hash"] == previous
        assert hashlib.sha256(text.encode()).hexdigest() == claimed
        previous = claimed


@pytest.mark.parametrize(
    ("tampering", "found"),
    [
        ("UPDATE event SET payload = '{\"packet\":2}' WHERE seq = 1", "hash"),
        ("UPDATE event SET at = at + interval '1 day' WHERE seq = 3", "hash"),
        ("UPDATE event SET actor = NULL WHERE seq = (SELECT max(seq) FROM event WHERE actor IS NOT NULL)", "hash"),
        ("UPDATE event SET recorded_at = now() WHERE seq = 4", "hash"),
        ("UPDATE event SET type = 'Invented' WHERE seq = 5", "event"),
        ("DELETE FROM event WHERE seq = 6", "prev_hash"),
        ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "head_hash"),
        ("UPDATE stream SET head_hash = repeat('0', 64)", "head_hash"),
    ],
)  # fmt: skip
async def test_tampering_with_the_log_is_found(
    pool: Pool, book: Book, tampering: str, found: str
) -> None:
    """No event can be changed, removed or moved without the chain telling."""
    assert (await verify(pool)).ok

    await pool.execute(tampering)

    report = await verify(pool)
    assert not report.ok
    assert found in {one["field"] for one in report.differences}


async def test_a_forged_payload_that_cannot_be_followed_hides_no_other_stream(
    pool: Pool, book: Book
) -> None:
    """The report goes on after a stream whose log makes no sense any more."""
    await book.issues(a_varied_conclusion("khac"), at(ISSUED_ON))
    await pool.execute("UPDATE event SET payload = '{}' WHERE stream = $1 AND seq = 2", STREAM)
    await pool.execute("UPDATE assignment SET rung = '+30d' WHERE id = $1", f"kl/khac/1@{LEAD}")

    report = await verify(pool)

    assert {"fold", "hash"} <= {one["field"] for one in report.differences}
    assert {
        "id": f"kl/khac/1@{LEAD}",
        "field": "rung",
        "register": "+30d",
        "expected": None,
    } in report.differences


def _documented() -> dict[str, set[str]]:
    """What docs/event-log.md says of each type: the names in the last column of its table."""
    text = (Path(__file__).parents[2] / "docs" / "event-log.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    return {
        fact: set(re.findall(r"`(\w+)`", payload))
        for facts, _, payload in rows
        for fact in re.findall(r"`(\w+)`", facts)
        if fact != "type"
    }


def test_every_type_of_event_is_documented() -> None:
    """Others who read the log find every type in the table."""
    assert _documented().keys() == {fact.value for fact in Fact}


async def test_the_table_names_every_field_that_is_written(pool: Pool) -> None:
    """No payload holds what the table does not tell."""
    book = Book(pool)
    for number in range(2):
        await book.issues(a_varied_conclusion(f"kl-{number}"))
    await book.lives(Random(4), days=200, acts=250)

    documented = _documented()
    written = [event for events in book.events.values() for event in events]
    untold = {(e.type.value, name) for e in written for name in e.payload} - {
        (fact, name) for fact, names in documented.items() for name in names
    }
    assert len({event.type for event in written}) > 20
    assert untold == set()
