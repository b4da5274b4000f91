"""Text that no person wrote: reading it stays quick, whatever it repeats."""

import time

import pytest

import intake
from tests.unit.intake.documents import directives, document

REPEATED = [
    "1. Bộ Y tế " + "; ".join(["rà soát kho thuốc"] * 3000),
    "1. Bộ Y tế phối hợp với " + ", ".join(["Bộ Y tế"] * 3000),
    "1. " + ", ".join(["Bộ Y tế"] * 3000),
    "1. Bộ Y tế " + ", ".join(["báo cáo trước ngày 20/8/2026"] * 1000),
    "(" * 20_000,
    "và " * 20_000,
    " " * 100_000 + "x",
]


@pytest.mark.parametrize("body", REPEATED, ids=range(len(REPEATED)))
def test_repetition_is_read_within_seconds(body: str) -> None:
    """No rule takes time that grows with the square of a sentence."""
    start = time.process_time()
    intake.propose(document(body))

    assert time.process_time() - start < 8


def test_a_document_of_one_word_a_line_is_read() -> None:
    """Three thousand short lines without a mark are titles of nothing; they do not nest for ever."""
    assert [] == directives("\n".join(["Một"] * 3000))
