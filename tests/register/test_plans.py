"""The statements that screens wait for keep their indexes: PostgreSQL's own plans say so."""

from datetime import date
from typing import Any

import pytest

from register.deriving.counting import GRADUATIONS, graduation
from register.migrations import migrate
from register.pool import open_pool
from register.reads import ListFilters
from register.reads.wanted import rows_wanted
from register.sql import SQL
from tests.builders import ISSUED_ON, LEAD
from tests.register.builders import Book, Pool, a_large_conclusion, a_varied_conclusion
from tests.register.conftest import a_database

TODAY = date(2023, 9, 1)
EXPLAIN = "EXPLAIN (COSTS OFF) "
COPY_OF_LIVE = """
    INSERT INTO assignment ({columns})
    SELECT {columns} FROM (
    SELECT (jsonb_populate_record(a, jsonb_build_object('id', a.id || '-' || i, 'turn', a.turn + i % 400, 'ref', a.ref || '-' || i % 50,
           'holder', CASE WHEN i % 97 = 0 THEN a.holder ELSE 'Z' || i % 40 END, 'directive', a.directive || '-' || i % 300,
           'state', CASE WHEN i % 50 = 0 THEN 'objected' ELSE a.state END, 'session', i % 30, 'level', CASE WHEN i % 90 = 0 THEN 'national' ELSE 'local' END,
           'programmes', CASE WHEN i % 80 = 0 THEN '["hiem"]' ELSE '["a"]' END::jsonb, 'due_on', a.due_on + i % 400))).*
      FROM assignment a, generate_series(1, 40) AS i) AS copied
"""  # many rows of the same shape: what matters is how many, and how rare each value is


@pytest.fixture(scope="module")
async def crowded(server: str) -> Any:
    """A register with enough rows for indexes to pay."""
    url = await a_database(server, like="template1")
    await migrate(url)
    pool = await open_pool(url)
    book = Book(pool)
    await book.issues(a_large_conclusion(programmes=["hiem"]))
    await book.issues(a_varied_conclusion())
    columns = await pool.fetchval(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns "
        "WHERE table_name = 'assignment' AND is_generated = 'NEVER'"
    )
    await pool.execute(COPY_OF_LIVE.format(columns=columns))
    await pool.execute(
        "INSERT INTO directive SELECT (jsonb_populate_record(d, jsonb_build_object('id', d.id || '-' || i, "
        "'text', 'số ' || i, 'search', 'so ' || i, 'grams', to_jsonb(ARRAY[i, i + 1, i + 2])))).* "
        "FROM directive d, generate_series(0, 900) AS i"
    )
    await pool.execute(
        "INSERT INTO conclusion SELECT (jsonb_populate_record(c, jsonb_build_object('ref', c.ref || '-' || i, "
        "'programmes', CASE WHEN i = 7 THEN '[\"hiem\"]' ELSE '[\"a\"]' END::jsonb))).* FROM conclusion c, generate_series(0, 49) AS i"
    )
    await pool.execute("VACUUM ANALYZE")
    yield pool
    await pool.close()


class _Explaining:
    """A connection that answers with the plan of the list it is asked for."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self.plans: list[str] = []

    async def fetchval(self, *_: Any) -> None:
        return None

    async def prepare(self, statement: str) -> Any:
        prepared = await self._db.prepare(EXPLAIN + statement)
        explaining = self

        class Prepared:
            async def fetch(self, *given: Any) -> list[Any]:
                rows = await prepared.fetch(*given)
                explaining.plans.append("\n".join(row[0] for row in rows))
                return []

        return Prepared()


async def plan_of(pool: Pool, filters: ListFilters) -> str:
    async with pool.acquire() as db:
        explaining = _Explaining(db)
        await rows_wanted(explaining, filters, TODAY, 51, None)  # type: ignore[arg-type]
    return explaining.plans[0]


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (ListFilters(), "assignment_turn_idx"),
        (ListFilters(schedule="open_overdue"), "assignment_turn_idx"),
        (ListFilters(agency=LEAD), "assignment_holder_idx"),
        (ListFilters(agency=LEAD, schedule="open_in_time"), "assignment_holder_idx"),
        (ListFilters(conclusion="lon-7"), "assignment_ref_idx"),
        (ListFilters(level="national"), "assignment_level_idx"),
        (ListFilters(session=7), "assignment_session_idx"),
        (ListFilters(state="objected"), "assignment_state_idx"),
        (ListFilters(programme="hiem"), "assignment_programmes_idx"),
        (ListFilters(text="tim mot cum tu hiem"), "directive_grams_idx"),
    ],
    ids=str,
)
async def test_a_list_begins_at_its_index(crowded: Pool, filters: ListFilters, index: str) -> None:
    """Whatever the filter, a page is read from an index and the table is not scanned."""
    plan = await plan_of(crowded, filters)

    assert index in plan
    assert "Seq Scan on assignment" not in plan
    assert "Seq Scan on directive" not in plan


@pytest.mark.parametrize(
    ("name", "given", "index"),
    [
        ("commit_view", ["kl/lon", [f"kl/da-dang/1@{LEAD}"]], "assignment_pkey"),
        ("events_after", ["kl/lon", 100], "event_pkey"),
        ("events_about", [f"kl/da-dang/1@{LEAD}", "{}"], "event_target_idx"),
        ("business_latest", [], "stream_last_at_idx"),
        ("stream_of_assignment", [f"kl/da-dang/1@{LEAD}"], "assignment_pkey"),
        ("command_by_id", ["x"], "command_pkey"),
        ("totals_now", ["agency", ISSUED_ON, *(graduation(ISSUED_ON, d) for d in reversed(GRADUATIONS[1:]))], "lateness_pkey"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)  # fmt: skip
async def test_what_every_command_and_total_asks_is_indexed(
    crowded: Pool, name: str, given: list[Any], index: str
) -> None:
    """The cost of a command or a total does not grow with the register."""
    async with crowded.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        rows = await (await db.prepare(EXPLAIN + SQL[name])).fetch(*given)

    assert index in "\n".join(row[0] for row in rows)
