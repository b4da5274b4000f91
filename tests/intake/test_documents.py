"""Whole documents of many kinds against careful readings: what is found, who leads, who helps, until when."""

import json
from pathlib import Path
from typing import Any

import pytest

import intake
from bench.intake_score import Score, misses_of, score_of

FOLDER = Path(__file__).parent / "documents"
NAMES = sorted(path.name.removesuffix(".gold.json") for path in FOLDER.glob("*.gold.json"))


def proposed(name: str) -> list[dict[str, Any]]:
    document = intake.read(FOLDER / f"{name}.txt")
    directives: list[dict[str, Any]] = intake.as_json(document, intake.propose(document))[
        "directives"
    ]
    return directives


def reading(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.gold.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_document_is_read_as_a_careful_reader_does(name: str) -> None:
    """No directive is missed, invented, given to another body or dated otherwise."""
    assert [] == list(misses_of(reading(name), proposed(name)))


def test_all_documents_together_reach_the_goals() -> None:
    """Precision 0.95, recall 0.98, lead 0.97, coordinating 0.95, deadline 0.98; of the sure ones 0.99 right, 70 % sure."""
    total = sum((score_of(reading(name), proposed(name)) for name in NAMES), Score())

    reached = (
        total.precision, total.recall, total.lead_share, total.coordinating_f1,
        total.deadline_share, total.sure_precision, total.sure_share,
    )  # fmt: skip
    goals = (0.95, 0.98, 0.97, 0.95, 0.98, 0.99, 0.70)
    assert [None] * len(goals) == [
        None if value is not None and value >= goal else (value, goal)
        for value, goal in zip(reached, goals, strict=True)
    ]
