"""Every statement is named, explained, prepared by the real server, and used; SQL lives nowhere else."""

import re
from pathlib import Path

import pytest

import register
from register.sql import SQL, statements
from tests.register.builders import Pool

FOLDER = Path(register.__file__).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in sorted(FOLDER.rglob("*.py"))}


async def test_every_statement_is_understood_by_the_server(pool: Pool) -> None:
    """Every table, column and type that a statement names is there."""
    async with pool.acquire() as db, db.transaction():
        await db.execute(SQL["fresh_tables"])
        for name, text in SQL.items():
            if ";" not in re.sub(r"--.*|'[^']*'", "", text):
                await db.prepare(text)
            else:
                assert name == "fresh_tables"


@pytest.mark.parametrize("name", SQL)
def test_every_statement_is_used(name: str) -> None:
    """A statement that nobody runs is removed."""
    assert any(f'"{name}"' in text for text in SOURCES.values())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_no_sql_outside_the_file_of_statements(path: Path) -> None:
    """No statement is written in Python, and none is put together from pieces."""
    said = re.findall(r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM)\b", SOURCES[path])

    assert said == []


def test_a_name_stands_once() -> None:
    """Two statements of one name are a mistake that shows at once."""
    with pytest.raises(ValueError, match="one name"):
        statements("-- name: a\nSELECT 1\n-- name: a\nSELECT 2\n")


def test_no_statement_asks_for_whatever_columns_there_are() -> None:
    """A column that is added changes no answer."""
    assert not [name for name, text in SQL.items() if re.search(r"SELECT\s+\*", text)]
