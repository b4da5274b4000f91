"""docs/glossary.md is the one authority for names: every name of the code stands in it, with its word."""

from collections.abc import Iterator, Mapping
from enum import StrEnum

import pytest

from policy.transitions import MOVES
from schemas.commands import COMMANDS
from schemas.labels import (
    DECLARED,
    FACTS,
    OWED,
    ROLES,
    RUNGS,
    SCHEDULES,
    STATES,
    TOLD,
    VERIFIED,
)
from schemas.refusals import Code
from tests.docs.reading import rows_of, text_of

TEXT = text_of("docs/glossary.md")
ROWS = rows_of(TEXT)
IN_TABLES = (STATES, SCHEDULES, DECLARED, VERIFIED, ROLES, TOLD, OWED, FACTS)
TERMS = (
    *("kết luận", "chỉ đạo", "nhiệm vụ", "gói", "cơ quan thường trực", "cơ quan chủ trì"),
    *("cơ quan phối hợp", "giám sát", "báo cáo", "minh chứng", "thời hạn", "văn bản quyết định"),
    *("việc phải làm", "bậc thang", "nấc", "ngày làm việc", "bộ quy tắc", "giờ nghiệp vụ"),
    *("sự kiện", "lệnh", "từ chối", "sổ theo dõi", "nhật ký", "nhận lại", "diễn tập"),
)


def labelled() -> Iterator[tuple[str, str]]:
    tables: tuple[Mapping[StrEnum, tuple[str, str]], ...] = IN_TABLES
    for table in tables:
        for value, (vietnamese, _) in table.items():
            yield value.value, vietnamese


@pytest.mark.parametrize(("name", "word"), sorted(set(labelled())))
def test_every_name_of_the_code_stands_beside_its_word(name: str, word: str) -> None:
    """The word on the screen and the name in JSON are in one row, as schemas.labels has them."""
    rows = [row for row in ROWS if f"`{name}`" in row[-1] and word in row[0].split("; ")]

    assert rows, f"docs/glossary.md has no row with «{word}» and `{name}`"


def test_every_end_of_a_rung_is_named() -> None:
    """Sent, collapsed, skipped: the three things that can become of a rung."""
    for kind, (word, _) in RUNGS.items():
        assert f"{word} `{kind}`" in TEXT


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_listed_with_its_fields(name: str) -> None:
    """Each field a command takes beside the common ones stands in its row."""
    common = {"command_id", "target", "actor", "expected_seq"}
    (row,) = (row for row in ROWS if len(row) == 5 and row[-1] == f"`{name}`")

    assert [] == [
        field
        for field in COMMANDS[name].model_fields
        if field not in common and field not in row[2]
    ]


def test_every_verdict_is_listed() -> None:
    """Where a command decides, its row says between what."""
    verdicts = [act.partition(":") for act in MOVES if ":" in act]
    rows = {row[-1]: row[2] for row in ROWS if len(row) == 5}

    assert [] == [act for act, _, verdict in verdicts if verdict not in rows[f"`{act}`"]]


@pytest.mark.parametrize("code", Code)
def test_every_refusal_code_is_explained(code: Code) -> None:
    """Programs read the code; people look it up here."""
    assert any(row[-1] == f"`{code}`" for row in ROWS)


@pytest.mark.parametrize("term", TERMS)
def test_every_term_of_the_field_has_a_row(term: str) -> None:
    """The words that the documents use without explaining them."""
    assert any(term == row[0] for row in ROWS)
