"""The schema of the register: numbered files, applied in order, each once and for ever (forward only)."""

import hashlib
from importlib.resources import files

import asyncpg

from register.errors import ChangedMigration
from register.pool import Db, connection, open_pool
from register.sql import SQL

__all__ = ["migrate"]


async def migrate(pool_or_url: Db | str) -> list[str]:
    """Bring the schema up to date and name the files applied now; safe when several processes start at once."""
    if isinstance(pool_or_url, str):
        pool = await open_pool(pool_or_url, at_most=1)
        try:
            return await migrate(pool)
        finally:
            await pool.close()
    async with connection(pool_or_url) as db:
        await db.execute(SQL["migration_lock"])
        try:
            return await _apply_missing(db)
        finally:
            await db.execute(SQL["migration_unlock"])


def written() -> dict[str, str]:
    """The migrations of this version, in order."""
    folder = files("register") / "migrations"
    found = sorted((one.name, one) for one in folder.iterdir() if one.name.endswith(".sql"))
    return {name.removesuffix(".sql"): one.read_text(encoding="utf-8") for name, one in found}


async def _apply_missing(db: "asyncpg.Connection[asyncpg.Record]") -> list[str]:
    await db.execute(SQL["migration_table"])
    known = {row["name"]: row["sha256"] for row in await db.fetch(SQL["migrations_applied"])}
    here = written()
    for name, sha256 in known.items():
        if name not in here or _sha256(here[name]) != sha256:
            raise ChangedMigration(name)
    missing = [name for name in here if name not in known]
    for name in missing:
        async with db.transaction():
            await db.execute(here[name])
            await db.execute(SQL["migration_done"], name, _sha256(here[name]))
    return missing


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
