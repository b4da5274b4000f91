"""A half-year is closed, and what was not done becomes directives of the next conclusion: the 31 groups of session 6."""

import asyncio
import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml

from bootstrap import CHECKOUT
from gateway.reading import read_conclusion
from policy.carrying import origins_of
from tests.builders import OFFICE, a_directive, at
from tests.process.engine import Case, Engine
from tests.unit.samples.files import sample

FIRST_DUE = date(2023, 6, 30)
PLANNED, DONE = 34, 3
MEETING = date(2023, 7, 12)
WHY = "Chưa thống nhất biểu mẫu"


async def dondoc(engine: Engine, *words: str) -> Any:
    """The real command line on the servers of the tests."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "DONDOC_DATABASE_URL": engine.database_url,
        "TEMPORAL_ADDRESS": engine.client.service_client.config.target_host,
        "DONDOC_TASK_QUEUE": engine.parts.task_queue,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "cli", *words, "--json"),
        cwd=CHECKOUT,
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, complained = await process.communicate()
    assert process.returncode == 0, complained.decode()
    return json.loads(said)


async def a_first_half(engine: Engine) -> Case:
    """34 directives of the plan of 2023, all due on 30/6/2023, three of them done, one report with its cause."""
    plan = [
        a_directive(n, due_on=FIRST_DUE.isoformat(), assignees=["G18"], text=f"Nhóm công việc {n}")
        for n in range(1, PLANNED + 1)
    ]
    case = await engine.issues(
        *plan, issued_on="2023-04-04", standing_office=OFFICE, opened_at=at(date(2023, 4, 4))
    )
    for n in range(1, DONE + 1):
        target = case.id(n)
        await case.lead("acknowledge", target=target)
        await case.lead("submit_evidence", target=target)
        await case.office("review_evidence", target=target)
    late = case.id(DONE + 1)
    await case.lead("acknowledge", target=late)
    await case.lead("submit_report", target=late, causes=WHY)
    await case.skips_to(at(date(2023, 7, 3)))
    return case


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """Session 6 as far as its source names it: two directives, under a ref of this test."""
    known = sample("phien-06-2023")
    known = known.model_copy(
        update={
            "ref": f"phien-06-{uuid4().hex[:8]}",
            "standing_office": OFFICE,
            "directives": tuple(one for one in known.directives if not one.illustrative),
        }
    )
    path = tmp_path / "base.yaml"
    said = known.model_dump(mode="json", exclude_defaults=True)
    path.write_text(yaml.safe_dump(said, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


async def test_the_31_groups_of_session_6_are_produced_by_the_program(
    engine: Engine, tmp_path: Path, base: Path
) -> None:
    """Closed, carried over into the file of the next session, issued, overdue on arrival, closed where they come from."""
    before = await a_first_half(engine)
    own = f"kl/{before.ref}"

    closed = await dondoc(engine, "period", "close", "2023-H1", "--conclusion", own)
    following = tmp_path / "phien-06.yaml"
    written = await dondoc(
        engine,
        *("period", "carry-over", "2023-H1", "--conclusion", own),
        *("--into", str(base), "-o", str(following)),
    )

    assert (closed["as_of"], closed["total"]) == ("2023-06-30", PLANNED - DONE)
    (row,) = closed["rows"]
    assert row["agency"] == "G18"
    assert {one["age_days"] for one in row["items"]} == {(FIRST_DUE - date(2023, 4, 4)).days}
    assert [one["causes"] for one in row["items"] if one["causes"]] == [[WHY]]
    conclusion = read_conclusion(following)
    groups = list(origins_of(conclusion))
    assert written["carried"] == len(groups) == 31
    assert [directive.n for _, directive in groups] == list(range(3, 34))
    assert {ref for ref, _ in groups} == {before.id(n) for n in range(DONE + 1, PLANNED + 1)}

    offset = round((at(MEETING) - datetime.now(at(MEETING).tzinfo)).total_seconds())
    started = await engine.starter.start(conclusion, clock_offset_s=offset)
    assert started.assignments == 33
    page = await dondoc(
        engine,
        "list",
        "--conclusion",
        conclusion.ref,
        "--schedule",
        "open_overdue",
        "--as-of",
        str(MEETING),
    )
    assert len(page["items"]) == 31
    assert {one["carried_over_from"]["due_on"] for one in page["items"]} == {"2023-06-30"}

    settled = await dondoc(engine, "period", "settle", conclusion.ref, "--as", OFFICE)
    again = await dondoc(engine, "period", "settle", conclusion.ref, "--as", OFFICE)
    assert (len(settled["affected"]), settled["skipped"], again["affected"]) == (31, [], [])
    assert {one["state"] for one in settled["affected"]} == {"withdrawn"}


async def test_what_is_carried_over_again_keeps_its_first_day(
    engine: Engine, tmp_path: Path
) -> None:
    """Its age counts for ever: carried from 2023-H1 and still open at the end of 2023-H2."""
    origin = {"period": "2023-H1", "due_on": "2023-06-30"}
    case = await engine.issues(a_directive(due_on="2023-10-31", carried_over_from=origin))
    await case.skips_to(at(date(2024, 1, 2)))
    following = tmp_path / "next.yaml"

    closed = await dondoc(engine, "period", "close", "2023-H2", "--conclusion", case.ref)
    await dondoc(
        engine,
        *("period", "carry-over", "2023-H2", "--conclusion", case.ref),
        *("--ref", f"{case.ref}-sau", "--due-on", "2024-03-31", "-o", str(following)),
    )

    (row,) = closed["rows"]
    assert row["items"][0]["age_days"] == (date(2023, 12, 31) - FIRST_DUE).days
    (directive,) = read_conclusion(following).directives
    assert directive.carried_over_from is not None
    said = directive.carried_over_from.model_dump(mode="json", exclude_none=True)
    assert said == {**origin, "ref": case.id()}
    assert directive.deadline.due_on == date(2024, 3, 31)


async def test_all_that_is_open_goes_over_when_somebody_chooses_it(
    engine: Engine, tmp_path: Path
) -> None:
    """Overdue work only, unless `--all-open`: then what is due later keeps its day, and what has none its review date."""
    given = date(2023, 4, 4)
    vague = {"raw": "thường xuyên", "precision": "none", "review_on": "2023-09-29"}
    case = await engine.issues(
        a_directive(1, due_on="2023-06-30"),
        a_directive(2, due_on="2023-12-31"),
        a_directive(3, deadline=vague),
        a_directive(4, due_on="2023-06-30"),
        a_directive(5, due_on="2023-07-05"),
        issued_on=given.isoformat(),
        opened_at=at(given),
    )
    await case.lead("acknowledge", target=case.id(4))
    await case.lead("submit_evidence", target=case.id(4))
    await case.skips_to(at(date(2023, 7, 3)))
    own = ("period", "carry-over", "2023-H1", "--conclusion", case.ref)
    ref, file = f"{case.ref}-sau", tmp_path / "sau.yaml"
    when = ("--ref", ref, "--issued-on", "2023-07-12", "--due-on", "2023-09-30")

    overdue = await dondoc(engine, *own, *when)
    everything = await dondoc(engine, *own, *when, "--all-open", "-o", str(file))

    assert (overdue["carried"], everything["carried"]) == (1, 4)
    missed, later, without, since = read_conclusion(file).directives
    told = [one.carried_over_from for one in (missed, later, without, since)]
    assert [one and (one.ref, one.due_on, one.given_on) for one in told] == [
        (case.id(1), FIRST_DUE, None),
        (case.id(2), None, given),
        (case.id(3), None, given),
        (case.id(5), date(2023, 7, 5), None),
    ]
    days = [one.deadline.due_on for one in (missed, later, without, since)]
    assert days == [date(2023, 9, 30), date(2023, 12, 31), None, date(2023, 9, 30)]
    assert (without.deadline.raw, without.deadline.review_on) == ("thường xuyên", date(2023, 9, 29))

    offset = round((at(MEETING) - datetime.now(at(MEETING).tzinfo)).total_seconds())
    await engine.starter.start(read_conclusion(file), clock_offset_s=offset)
    page = await dondoc(engine, "list", "--conclusion", ref, "--as-of", str(MEETING))
    assert [one["schedule"] for one in page["items"]].count("open_overdue") == 0
    closed = await dondoc(engine, "period", "close", "2023-H2", "--conclusion", ref)
    ages = {one["id"]: one["age_days"] for row in closed["rows"] for one in row["items"]}
    as_of = date.fromisoformat(closed["as_of"])
    assert ages[f"kl/{ref}/3@G18"] == (as_of - given).days
    (why,) = (
        one
        for one in await dondoc(engine, "why", f"kl/{ref}/2@G18", "due_on")
        if one["rule"] == "carried_over_in_time"
    )
    assert why["source"] == case.id(2)
    settled = await dondoc(engine, "period", "settle", ref, "--as", OFFICE)
    assert {one["id"] for one in settled["affected"]} == {case.id(n) for n in (1, 2, 3, 5)}
