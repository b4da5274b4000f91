"""A conclusion is planned once and for ever: its ref decides whether it was started (design §2)."""

import asyncio

from policy.issuing import cases_of, content_hash
from register import reads, writes
from tests.builders import a_conclusion, a_directive
from tests.register.builders import Book, Pool, a_large_conclusion


async def test_a_new_conclusion_is_planned_with_all_its_packets(pool: Pool) -> None:
    """The conclusion, its texts and the plan of packets are one transaction."""
    conclusion = a_large_conclusion()
    cases = cases_of(conclusion)

    outcome = await writes.plan(pool, conclusion, content_hash(conclusion), cases)

    assert outcome.created
    assert await reads.unopened(pool) == list(cases)
    assert await reads.packets_of(pool, "lon") == ["kl/lon", "kl/lon~2"]
    assert await reads.opened_count(pool, "lon") == 0


async def test_the_same_ref_again_changes_nothing_and_tells_what_runs(pool: Pool) -> None:
    """Whoever starts a ref again learns what runs under it, and can compare."""
    first, other = a_conclusion(), a_conclusion(a_directive(text="Nội dung khác"))
    await writes.plan(pool, first, content_hash(first), cases_of(first))

    outcome = await writes.plan(pool, other, content_hash(other), cases_of(other))

    assert not outcome.created
    assert outcome.content_hash_running == content_hash(first)
    assert outcome.document_running == first.model_dump(mode="json")
    assert not outcome.closed


async def test_of_several_callers_at_once_one_plans(pool: Pool) -> None:
    """However many callers start the same conclusion at once, it is planned once."""
    conclusion = a_conclusion()
    hashed, cases = content_hash(conclusion), cases_of(conclusion)

    outcomes = await asyncio.gather(
        *(writes.plan(pool, conclusion, hashed, cases) for _ in range(6))
    )

    assert [one.created for one in outcomes].count(True) == 1
    assert {one.content_hash_running for one in outcomes} == {hashed}


async def test_a_planned_assignment_is_found_before_its_first_event(pool: Pool) -> None:
    """Between plan and first commit the plan says which workflow holds what."""
    conclusion = a_large_conclusion()
    cases = cases_of(conclusion)
    await writes.plan(pool, conclusion, content_hash(conclusion), cases)
    last = cases[-1].planned[-1].id

    assert await reads.stream_of(pool, last) == "kl/lon~2"
    assert await reads.streams_for(pool, "kl/lon/1") == ["kl/lon"]
    assert await reads.streams_for(pool, "kl/lon") == ["kl/lon", "kl/lon~2"]
    assert await reads.streams_for(pool, "kl/lon/9") == []


async def test_an_opened_conclusion_is_no_longer_waiting(pool: Pool) -> None:
    """Reconcile starts only what has no event yet."""
    book = Book(pool)

    await book.issues(a_large_conclusion())

    assert await reads.unopened(pool) == []
    assert await reads.open_streams(pool) == ["kl/lon", "kl/lon~2"]
    assert await reads.opened_count(pool, "lon") == 2
    assert await reads.streams_for(pool, "kl/lon/1") == ["kl/lon"]


async def test_a_register_is_real_until_it_is_made_virtual(pool: Pool) -> None:
    """Only the demo and tests run on a clock of their own."""
    assert not await reads.virtual_clock(pool)

    await reads.set_virtual_clock(pool)
    await reads.set_virtual_clock(pool)

    assert await reads.virtual_clock(pool)
