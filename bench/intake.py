"""Scores intake on a folder of documents with careful readings: `python -m bench.intake FOLDER [--misses] [--json]`.

Every `NAME.txt` (or .docx, .pdf, .html) beside a `NAME.gold.json` is read and proposed, and the proposal
is compared with the reading. Prints one line for each document and one for all; writes nothing.
"""

import argparse
import json
import resource
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import intake
from bench.intake_score import Reading, Score, misses_of, score_of

_SUFFIXES = (".txt", ".docx", ".pdf", ".html")


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document: its score, how long it took, and how the sure ones did."""

    name: str
    score: Score
    seconds: float
    characters: int


def outcomes_of(folder: Path, *, misses: bool) -> list[Outcome]:
    """Reads, proposes and scores every document of a folder that has a reading."""
    found = []
    for reading in sorted(folder.glob("*.gold.json")):
        stem = reading.name.removesuffix(".gold.json")
        source = next(
            (path for suffix in _SUFFIXES if (path := folder / f"{stem}{suffix}").exists()), None
        )
        if source is None:
            print(f"{stem}: không có văn bản đi kèm", file=sys.stderr)
            continue
        gold: list[Reading] = json.loads(reading.read_text(encoding="utf-8"))
        start = time.perf_counter()
        document = intake.read(source)
        answer = intake.as_json(document, intake.propose(document))
        seconds = time.perf_counter() - start
        proposed: list[dict[str, Any]] = answer["directives"]
        found.append(Outcome(stem, score_of(gold, proposed), seconds, len(document.text)))
        if misses:
            print(*(f"  {stem} {line}" for line in misses_of(gold, proposed)), sep="\n")
    return found


def line_of(name: str, score: Score, seconds: float) -> str:
    """One line of the table."""
    shares = (
        score.precision,
        score.recall,
        score.lead_share,
        score.coordinating_f1,
        score.deadline_share,
        score.rhythm_share,
        score.sure_share,
        score.sure_precision,
    )
    cells = "".join(f"{share:8.3f}" if share is not None else "       –" for share in shares)
    return f"{name[:32]:32}{score.readings:5}{score.proposed:5}{cells}{seconds:8.3f}"


def main(argv: list[str]) -> int:
    """Prints the table; 0 when something was scored, 3 when the folder holds nothing to score."""
    parser = argparse.ArgumentParser(prog="bench.intake", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--misses", action="store_true", help="show what differs")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    options = parser.parse_args(argv)
    outcomes = outcomes_of(options.folder, misses=options.misses and not options.json)
    if not outcomes:
        print(f"{options.folder}: không có cặp văn bản và *.gold.json nào", file=sys.stderr)
        return 3
    total = sum((one.score for one in outcomes), Score())
    seconds = sum(one.seconds for one in outcomes)
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if options.json:
        rows = [
            {"name": one.name, **asdict(one.score), "seconds": round(one.seconds, 4)}
            for one in outcomes
        ]
        print(
            json.dumps(
                {
                    "documents": rows,
                    "total": {
                        **asdict(total),
                        **total.figures(),
                        "seconds": round(seconds, 3),
                        "memory_mb": round(memory_mb, 1),
                    },
                },
                ensure_ascii=False,
                indent=1,
            )
        )
        return 0
    heads = ("P", "R", "lead", "coordF1", "due", "rhythm", "sure", "sure ok")
    print(f"{'document':32}{'read':>5}{'prop':>5}{''.join(f'{head:>8}' for head in heads)}{'s':>8}")
    for one in outcomes:
        print(line_of(one.name, one.score, one.seconds))
    print(line_of("all", total, seconds))
    print(
        f"{sum(one.characters for one in outcomes) / max(seconds, 1e-9) / 1000:.0f} nghìn ký tự mỗi giây, bộ nhớ {memory_mb:.0f} MB"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
