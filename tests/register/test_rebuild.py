"""The read model is a pure fold of the log: made anew it is the same, row for row (design §5)."""

import asyncio
from random import Random

import pytest

from register import reads
from register.rebuild import rebuild
from register.verify import verify
from tests.builders import DECISION, ISSUED_ON, LEAD, OFFICE, a_command, at
from tests.register.builders import Book, Pool, a_large_conclusion, a_varied_conclusion

DERIVED = "command, directive, assignment, standing, counter, lateness, outbox"
# All of a table in one value; a ruler's mark that has come down to zero says as much as none.
CONTENT = (
    "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t "
    "WHERE to_jsonb(t) ->> 'n' IS DISTINCT FROM '0'"
)


async def _contents(pool: Pool) -> dict[str, str | None]:
    tables = [*DERIVED.split(", "), "stream", "conclusion", "delivery"]
    return {table: await pool.fetchval(CONTENT.format(table)) for table in tables}


@pytest.mark.parametrize("seed", range(6))
async def test_rebuilt_equals_live_after_any_story(pool: Pool, seed: int) -> None:
    """Whatever happens, the register says what its log says, and what a workflow would carry on from."""
    book = Book(pool)
    for number in range(3):
        await book.issues(a_varied_conclusion(f"kl-{number}", session=number or None))
    await book.lives(Random(seed), days=200, acts=200)

    report = await verify(pool)

    assert report.differences == []
    assert report.ok
    assert report.checked == sum(case.seq for case in book.cases.values())
    for stream, case in book.cases.items():
        assert await reads.case_of(pool, stream) == case


async def test_everything_derived_can_be_dropped_and_comes_back(pool: Pool) -> None:
    """Plans and log are enough: read model, history, counters, notices return as they were; deliveries never left."""
    book = Book(pool)
    await book.issues(a_large_conclusion())
    await book.issues(a_varied_conclusion())
    await book.lives(Random(3), days=90, acts=60)
    await pool.execute(
        "UPDATE delivery SET state = 'sent', done_at = now() WHERE notice IN (SELECT id FROM outbox WHERE seq < 9)"
    )
    before = await _contents(pool)
    await pool.execute(f"TRUNCATE {DERIVED}")
    await pool.execute(
        "UPDATE conclusion SET packets_opened = 0, assignments = 0, open_assignments = 0, closed_at = NULL"
    )

    report = await rebuild(pool)

    assert not report.ok
    assert await _contents(pool) == before
    assert (await rebuild(pool)).ok
    assert (await verify(pool)).ok


async def test_another_standing_office_comes_back_with_its_packets(pool: Pool) -> None:
    """Whom the log names now, and not whom the document named; while one packet has not heard yet, nothing differs."""
    book = Book(pool)
    await book.issues(a_large_conclusion())
    for stream in ("kl/lon", "kl/lon~2"):
        said = {"ceased": OFFICE, "to": "G06", "decision": DECISION}
        command = a_command(
            "replace_standing_office", "kl/lon", OFFICE, "operator", id=stream, **said
        )
        await book.decides(stream, [command], at(ISSUED_ON, 12))
        assert (await verify(pool)).ok
    await pool.execute("UPDATE conclusion SET standing_office = $1", OFFICE)

    report = await rebuild(pool)

    assert [one["field"] for one in report.differences] == ["standing_office"]
    assert await pool.fetchval("SELECT standing_office FROM conclusion") == "G06"


async def test_a_register_in_order_is_left_as_it_is(pool: Pool) -> None:
    """Nothing differs, nothing is written."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())
    seen: list[tuple[int, int]] = []

    report = await rebuild(pool, progress=lambda done, of: seen.append((done, of)))

    assert (report.ok, report.checked, report.differences) == (
        True,
        book.cases["kl/da-dang"].seq,
        [],
    )
    assert seen == [(1, 1)]


@pytest.mark.parametrize(
    ("fault", "own", "field", "register", "expected"),
    [
        ("UPDATE assignment SET state = 'completed' WHERE n = 1", f"kl/da-dang/1@{LEAD}", "state", "completed", "assigned"),
        ("UPDATE assignment SET due_on = '2024-01-01' WHERE n = 1", f"kl/da-dang/1@{LEAD}", "due_on", "2024-01-01", "2023-10-31"),
        ("DELETE FROM assignment WHERE n = 1", f"kl/da-dang/1@{LEAD}", "row", None, "present"),
        ("UPDATE standing SET grp = 'withdrawn' WHERE assignment LIKE '%/1@%'", f"kl/da-dang/1@{LEAD} 2023-07-12", "grp", "withdrawn", "open_in_time"),
        ("UPDATE counter SET open_in_time = 5 WHERE dimension = 'level' AND key = 'local'", "level local", "open_in_time", 5, 4),
        ("UPDATE lateness SET n = 7 WHERE dimension = 'session' AND days = 1 AND from_day = '2023-08-16'", "session 6 2023-08-16 1", "n", 7, 1),
        ("UPDATE directive SET text = 'khác' WHERE n = 2", "kl/da-dang/2", "text", "khác", "Hoàn thành nhiệm vụ số 2"),
        ("UPDATE conclusion SET closed_at = now(), open_assignments = 0", "kl/da-dang", "open_assignments", 0, 10),
        ("UPDATE conclusion SET standing_office = 'G14'", "kl/da-dang", "standing_office", "G14", OFFICE),
        ("UPDATE standing SET holder = 'G01' WHERE assignment LIKE '%/1@%'", f"kl/da-dang/1@{LEAD} 2023-07-12", "holder", "G01", LEAD),
        ("UPDATE stream SET open_assignments = 1", "kl/da-dang", "open_assignments", 1, 10),
    ],
)  # fmt: skip
async def test_every_fault_is_named_and_repaired(
    pool: Pool, fault: str, own: str, field: str, register: object, expected: object
) -> None:
    """A difference names id, field, what the register says and what the log says; the rebuild puts it right."""
    await Book(pool).issues(a_varied_conclusion())
    await pool.execute(fault)

    report = await rebuild(pool)

    named = {"id": own, "field": field, "register": register, "expected": expected}
    assert named in report.differences
    assert (await verify(pool)).ok


async def test_a_lost_notice_and_its_delivery_come_back(pool: Pool) -> None:
    """A notice that vanished with its delivery is sent after all."""
    await Book(pool).issues(a_varied_conclusion())
    await pool.execute("DELETE FROM delivery")
    await pool.execute("DELETE FROM outbox WHERE seq = 2")

    report = await rebuild(pool)

    assert {"row", "delivery"} & {one["field"] for one in report.differences}
    assert (await verify(pool)).ok
    assert await pool.fetchval("SELECT count(*) FROM delivery WHERE state = 'pending'") == 11


async def test_commits_go_on_while_the_register_is_verified(pool: Pool) -> None:
    """Verifying looks at one snapshot; what is committed meanwhile is no difference."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())

    report, _ = await asyncio.gather(verify(pool), book.lives(Random(1), days=20, acts=10))

    assert report.ok
    assert (await reads.list_assignments(pool, reads.ListFilters(), ISSUED_ON, 5, None)).items


async def test_a_state_that_another_release_wrote_otherwise_is_the_same_state(pool: Pool) -> None:
    """Fields at their default may be written or left out; what a state says counts, not how it is spelled."""
    await Book(pool).issues(a_varied_conclusion())
    await pool.execute(
        'UPDATE assignment SET state_json = replace(state_json, \'{"id"\', \'{"urgent": false, "id"\') WHERE n < 5'
    )

    report = await verify(pool)

    assert report.differences == []
    assert report.ok
