"""The schema: applied once, in order, by whoever comes first, and never in another form."""

import asyncio
from typing import Any

import pytest

from register import migrations
from register.errors import ChangedMigration
from register.migrations import migrate
from register.pool import open_pool
from tests.register.builders import Pool
from tests.register.conftest import a_database


async def test_a_new_database_gets_every_file_once(server: str) -> None:
    """The first start applies all, the second nothing."""
    url = await a_database(server, like="template1")

    assert await migrate(url) == list(migrations.written())
    assert await migrate(url) == []


async def test_several_processes_start_at_once(server: str) -> None:
    """One applies, the others wait and find nothing to do."""
    url = await a_database(server, like="template1")

    applied = await asyncio.gather(*(migrate(url) for _ in range(4)))

    assert sorted(applied, key=len)[-1] == list(migrations.written())
    assert [one for one in applied if one] == [list(migrations.written())]


async def test_a_file_that_changed_after_it_was_applied_is_refused(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Migrations only go forward: what is applied is never edited."""
    edited = {name: f"{text}\n-- edited" for name, text in migrations.written().items()}
    monkeypatch.setattr(migrations, "written", lambda: edited)

    with pytest.raises(ChangedMigration, match="0001"):
        await migrate(pool)


async def test_a_failing_file_leaves_nothing_behind(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One file is one transaction."""
    broken = migrations.written() | {"9999_broken": "CREATE TABLE half (id integer); SELECT 1/0;"}
    monkeypatch.setattr(migrations, "written", lambda: broken)

    with pytest.raises(Exception, match="division by zero"):
        await migrate(pool)

    assert await pool.fetchval("SELECT to_regclass('half')") is None
    monkeypatch.undo()
    assert await migrate(pool) == []


async def test_tables_and_hard_columns_are_explained_in_the_database(pool: Pool) -> None:
    """Whoever reads the schema finds what each table is for."""
    silent = await pool.fetch(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND obj_description(oid) IS NULL AND relname <> 'migration'"
    )

    assert silent == []


async def test_text_compares_alike_on_every_server(pool: Pool) -> None:
    """Every text column has the collation C."""
    others = await pool.fetch(
        "SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid "
        "JOIN pg_collation l ON l.oid = a.attcollation WHERE c.relnamespace = 'public'::regnamespace "
        "AND c.relkind = 'r' AND a.attnum > 0 AND l.collname <> 'C'"
    )

    assert others == []


async def test_a_connection_is_handed_on_without_a_round_trip(url: str) -> None:
    """The usual reset at release costs a round trip per command; there is nothing to reset."""
    other = await open_pool(url, at_most=1)
    async with other.acquire() as db:
        assert db.get_reset_query() == ""
        assert await db.fetchval("SHOW timezone") == "UTC"
        assert await db.fetchval("SHOW application_name") == "dondoc"
    await other.close()


@pytest.mark.parametrize("value", [None, {"a": [1, 2.5, "đ\u0301", None, True]}, [], "x", 7])
async def test_jsonb_is_read_as_it_was_written(pool: Pool, value: Any) -> None:
    """Python values go in and out."""
    assert await pool.fetchval("SELECT $1::jsonb", value) == value
