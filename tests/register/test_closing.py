"""A conclusion is closed if and only if every packet is opened and every assignment closed (design §2)."""

from datetime import timedelta

from policy.issuing import cases_of, content_hash
from register import reads, writes
from register.verify import verify
from tests.builders import DECISION, ISSUED_ON, LEAD, OFFICE, a_command, a_conclusion, at
from tests.register.builders import Book, Pool, a_large_conclusion

NOON = at(ISSUED_ON, 12)
LATER = NOON + timedelta(hours=1)


async def _withdraws(book: Book, stream: str, now: object = NOON) -> None:
    command = a_command("withdraw", "kl/lon", OFFICE, "examiner", id=stream)
    await book.decides(stream, [command], now)  # type: ignore[arg-type]


async def test_the_last_packet_closes_the_conclusion(pool: Pool) -> None:
    """One packet's end ends its workflow; the last one's ends the conclusion, at the moment it happened."""
    book = Book(pool)
    await book.issues(a_large_conclusion())

    await _withdraws(book, "kl/lon")

    assert await reads.open_streams(pool) == ["kl/lon~2"]
    half = await reads.conclusion(pool, "lon")
    assert half is not None
    assert not half.is_closed

    await _withdraws(book, "kl/lon~2", LATER)

    whole = await reads.conclusion(pool, "lon")
    assert whole is not None
    assert whole.closed_at == LATER
    assert await reads.open_streams(pool) == []
    assert (await verify(pool)).ok


async def test_a_packet_that_is_not_opened_keeps_the_conclusion_open(pool: Pool) -> None:
    """What is planned and not yet started is owed all the same."""
    conclusion = a_large_conclusion()
    cases = cases_of(conclusion)
    await writes.plan(pool, conclusion, content_hash(conclusion), cases)
    book = Book(pool, dict.fromkeys([cases[0].stream], cases[0]), {cases[0].stream: cases[0]})
    await book.decides(cases[0].stream, [], NOON)

    await _withdraws(book, cases[0].stream)

    now = await reads.conclusion(pool, "lon")
    assert now is not None
    assert (now.open_assignments, now.closed_at) == (0, None)
    assert (await verify(pool)).ok


async def test_reopening_opens_the_conclusion_again(pool: Pool) -> None:
    """A closed conclusion whose evidence did not hold is owed again, with the sequence going on."""
    book = Book(pool)
    await book.issues(a_conclusion())
    one = f"kl/vi-du/1@{LEAD}"
    await book.does(
        "withdraw", one, OFFICE, role="examiner", now=NOON, reason="Nhầm", decision=DECISION
    )
    closed = await reads.case_of(pool, "kl/vi-du")
    assert closed.is_closed

    await book.does("reopen", one, OFFICE, role="examiner", now=LATER)

    now = await reads.conclusion(pool, "vi-du")
    assert now is not None
    assert (now.open_assignments, now.closed_at) == (1, None)
    assert await reads.open_streams(pool) == ["kl/vi-du"]
    assert (await reads.case_of(pool, "kl/vi-du")).seq == closed.seq + 1
    assert (await verify(pool)).ok


async def test_a_reassigned_assignment_lives_on_in_its_successor(pool: Pool) -> None:
    """The predecessor closes and is not counted; the successor is, and the conclusion stays open."""
    book = Book(pool)
    await book.issues(a_conclusion())
    one = f"kl/vi-du/1@{LEAD}"

    await book.does("reassign", one, OFFICE, role="examiner", now=NOON, to="G05")

    now = await reads.conclusion(pool, "vi-du")
    assert now is not None
    assert (now.assignments, now.open_assignments, now.closed_at) == (2, 1, None)
    stats = await reads.stats(pool, "agency", ISSUED_ON)
    assert [(row["key"], row["total"]) for row in stats["rows"]] == [("G05", 1)]
    assert await reads.stream_of(pool, "kl/vi-du/1@G05") == "kl/vi-du"
