"""What the screens ask is never answered by reading a whole table: PostgreSQL's own plans say so.

A scan counts as whole when nothing in its index bounds it, and no limit above it stops it early.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from register.sql import SQL
from tests.builders import LEAD, OFFICE
from tests.register.builders import Pool
from tests.register.test_plans import crowded  # noqa: F401 - the fixture

NOW = datetime(2023, 9, 1, tzinfo=UTC)
TODAY = NOW.date()
OWN = f"kl/da-dang/1@{LEAD}"
ALL = (0, "", 100_000_000, 51, *[None] * 11)
LARGE = {
    *("assignment", "conclusion", "directive", "standing", "stream"),
    *(
        "event",
        "command",
        "outbox",
        "delivery",
        "notice_read",
        "session",
        "access_log",
        "list_view",
    ),
}
_FORGETS = {"Sort", "Aggregate", "Hash", "Materialize", "WindowAgg", "Unique"}
"""Steps that want everything from below, whatever limit stands above them."""

HOT: dict[str, tuple[Any, ...]] = {
    "due_days_in_scope": (TODAY, TODAY, TODAY, LEAD, False),
    "stands_alone": (OFFICE,),
    "has_beside": (LEAD,),
    "counted_now": (0, 100_000_000, 100, LEAD, "assigned"),
    "list_in_scope": (*ALL, LEAD, False, None),
    "totals_in_scope": ("agency", TODAY, LEAD, False),
    "seen_of_conclusion": ("da-dang", LEAD, False, OWN),
    "conclusions_page": (51, date.max, ""),
    "conclusions_in_scope": (LEAD, False, 51, date.max, ""),
    "items_by_ids": ([OWN],),
    "items_of": ("da-dang", 1, OWN),
    "extensions_waiting": (OFFICE, 101),
    "reports_waiting": (OFFICE, 101),
    "states_by_ids": ([OWN],),
    "objections_to": ([OWN], OFFICE),
    "owed_by_office": (LEAD, TODAY, 100),
    "lags": (),
    "newest_recorded": (),
    "recorded_since": (NOW,),
    "recorded_of_office": (LEAD,),
    "state_of_assignment": (OWN,),
    "conclusion_by_ref": ("da-dang",),
    "directives_of": ("da-dang", None),
    "packets_of": ("da-dang",),
    "events_about": (OWN, "{}"),
    "inbox_on_screen": (LEAD, None, None, 51, False),
    "unread_in_inbox": (LEAD, 1000),
    "inbox_digests": (LEAD, 1),
    "session_by_hash": ("0" * 64, timedelta(minutes=30)),
    "access_entries": (None, 100),
    "views_for": ("n1", "Z1"),
    "refused_of_late": ("an", "127.0.0.1", timedelta(minutes=30)),
}
"""What each page that people open all day asks, with ordinary parameters."""


@pytest.fixture(scope="module")
async def peopled(crowded: Pool) -> Pool:  # noqa: F811 - the fixture
    """The same with people who signed in, and who read what they were sent."""
    await crowded.execute(
        "INSERT INTO account (login, name, office, role, password_hash, must_change, created_by) "
        "SELECT 'n' || i, 'Người ' || i, 'G22', 'officer', '-', false, 'tests' FROM generate_series(1, 500) AS i"
    )
    await crowded.execute(
        "INSERT INTO session (id_hash, login, ends_at, address, agent) "
        "SELECT md5(i::text) || md5(i::text), 'n' || 1 + i % 500, clock_timestamp() + interval '1 day', '', '' FROM generate_series(1, 5000) AS i"
    )
    await crowded.execute(
        "INSERT INTO notice_read (notice, office, read_at, read_by) "
        "SELECT gen_random_uuid(), 'Z' || i % 40, clock_timestamp(), 'n1' FROM generate_series(1, 5000) AS i"
    )
    await crowded.execute(
        "INSERT INTO list_view (login, name, query, office) "
        "SELECT 'n' || 1 + i % 500, 'Danh sách ' || i, 'nhom=qua-han', CASE WHEN i % 10 = 0 THEN 'Z' || i % 37 END FROM generate_series(1, 5000) AS i"
    )
    await crowded.execute("VACUUM ANALYZE")
    return crowded


@pytest.mark.parametrize("name", HOT)
async def test_a_screen_never_reads_a_whole_table(peopled: Pool, name: str) -> None:
    """Every scan of a large table begins at a place in an index, or ends at a limit."""
    plan = await plan_of(peopled, SQL[name], HOT[name])

    assert list(whole_scans(plan, await partial_indexes(peopled))) == []


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("SELECT count(*) FROM assignment", "assignment"),
        ("SELECT state, count(*) FROM assignment GROUP BY state", "assignment"),
        ("SELECT id FROM assignment ORDER BY days_late DESC LIMIT 1", "assignment"),
        ("SELECT text FROM directive WHERE text LIKE '%a'", "directive"),
    ],
)
async def test_a_whole_scan_would_be_noticed(
    crowded: Pool,  # noqa: F811 - the fixture
    statement: str,
    table: str,
) -> None:
    """The test above fails for statements that count, or sort, or search through everything."""
    plan = await plan_of(crowded, statement, ())

    assert table in "".join(whole_scans(plan, set()))


async def plan_of(pool: Pool, statement: str, given: tuple[Any, ...]) -> dict[str, Any]:
    """The plan PostgreSQL makes when whole scans are dear."""
    async with pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        explained = await db.fetchval("EXPLAIN (FORMAT JSON, COSTS OFF) " + statement, *given)
    plan: dict[str, Any] = json.loads(explained)[0]["Plan"]
    return plan


async def partial_indexes(pool: Pool) -> set[str]:
    """Indexes that hold a part of their table only: what waits, say."""
    rows = await pool.fetch(
        "SELECT indexrelid::regclass::text AS name FROM pg_index WHERE indpred IS NOT NULL"
    )
    return {row["name"] for row in rows}


def whole_scans(
    node: dict[str, Any], partial: set[str], *, ends_early: bool = False
) -> Iterator[str]:
    """Each scan in the plan that reads all of a large table."""
    kind = node["Node Type"]
    if "Scan" in kind and node.get("Relation Name") in LARGE and kind != "Bitmap Heap Scan":
        is_bounded = "Index Cond" in node or node.get("Index Name") in partial or ends_early
        if kind == "Seq Scan" or not is_bounded:
            yield f"{kind} on {node['Relation Name']} {node.get('Index Name', '')}".strip()
    is_bare = kind == "Bitmap Index Scan" and "Index Cond" not in node
    if is_bare and node["Index Name"] not in partial:
        yield f"{kind} on {node['Index Name']}"
    if kind == "Limit":
        ends_early = True
    elif kind in _FORGETS:
        ends_early = False
    for one in node.get("Plans", ()):
        yield from whole_scans(one, partial, ends_early=ends_early)
