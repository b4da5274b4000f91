"""What people read of the log: the history of one thing, the whole dossier, escalations, refusals, news."""

import asyncio
import json
from datetime import date, timedelta
from random import Random

import pytest

from policy.decide import decide
from register import reads, writes
from schemas.refusals import MalformedInput
from tests.builders import DECISION, FILE, ISSUED_ON, LEAD, OFFICE, a_command, a_conclusion, at
from tests.register.builders import Book, Pool, a_large_conclusion, a_varied_conclusion

ONE = f"kl/vi-du/1@{LEAD}"
SHOWN = [
    *("stream", "seq", "type", "target", "key", "ordinal", "at", "recorded_at"),
    *("actor", "payload", "digest", "prev_hash", "hash"),
]


async def test_the_history_of_a_conclusion_merges_its_packets_by_time(pool: Pool) -> None:
    """Streams are numbered apart and read together; what is known already is left out."""
    book = Book(pool)
    await book.issues(a_large_conclusion())
    for minute, stream in enumerate(["kl/lon~2", "kl/lon"]):
        command = a_command("remind", "kl/lon", OFFICE, "examiner", id=stream)
        await book.decides(stream, [command], at(ISSUED_ON, 12, minute))

    events = await reads.events_of(pool, "kl/lon")
    seen = {stream: case.seq - 1 for stream, case in book.cases.items()}
    fresh = await reads.events_of(pool, "kl/lon", since=seen)

    assert [one["at"] for one in events] == sorted(one["at"] for one in events)
    assert len(events) == sum(case.seq for case in book.cases.values())
    assert [one["stream"] for one in fresh] == ["kl/lon~2", "kl/lon"]
    assert all(list(one) == SHOWN for one in events)
    assert all(one["at"].endswith("+00:00") for one in events)


async def test_a_directive_and_an_assignment_have_their_own_history(pool: Pool) -> None:
    """Asked for less, one reads less."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())

    directive = await reads.events_of(pool, "kl/da-dang/6")
    assignment = await reads.events_of(pool, "kl/da-dang/6@H02")

    assert {one["target"] for one in directive} == {
        f"kl/da-dang/6@H{n}" for n in ("01", "02", "05", "10")
    }
    assert [one["type"] for one in assignment] == ["AssignmentOpened"]
    assert await reads.events_of(pool, "kl/da-dang/99") == []
    assert await reads.events_of(pool, "nonsense") == []


async def test_the_dossier_joins_each_review_to_what_it_reviewed(pool: Pool) -> None:
    """Reports and evidence stand with the office's finding; decisions with their documents."""
    book = Book(pool)
    await book.issues(a_conclusion())
    now = at(date(2023, 8, 1))

    async def does(name: str, office: str, role: str, **said: object) -> None:
        await book.does(name, ONE, office, role=role, now=now, **said)

    await does("acknowledge", LEAD, "focal_point")
    await does("submit_report", LEAD, "focal_point")
    await does("submit_evidence", LEAD, "focal_point", id="first")
    await does("review_evidence", OFFICE, "examiner", verdict="return", reason="Thiếu", id="r")
    await does("submit_evidence", LEAD, "focal_point", id="second")
    await does("review_evidence", OFFICE, "examiner", id="a")

    shown = await reads.show(pool, ONE)

    assert shown is not None
    assert shown["kind"] == "assignment"
    assert (shown["state"], shown["schedule"]) == ("completed", "done_on_time")
    assert [one["review"]["verdict"] for one in shown["evidence"]] == ["return", "accept"]
    assert shown["evidence"][0]["files"] == [FILE | {"signature": None}]
    assert [one["period"] for one in shown["reports"]] == ["2023-07"]
    assert shown["closed_at"] is not None
    assert shown["obligations"] == []
    assert json.dumps(shown)


async def test_a_decision_is_shown_with_its_document(pool: Pool) -> None:
    """Whoever changed a deadline is named by document, date and signer."""
    book = Book(pool)
    await book.issues(a_conclusion())

    await book.does("amend", ONE, OFFICE, role="examiner", now=at(date(2023, 8, 1)))

    shown = await reads.show(pool, ONE)
    assert shown is not None
    assert [one["decision"] for one in shown["decisions"]] == [DECISION]
    assert shown["deadline"]["due_on"] == "2023-12-20"
    assert shown["deadline"]["first_due_on"] == "2023-10-31"
    assert shown["deadline"]["set_by"] == DECISION["number"]


async def test_a_conclusion_is_shown_with_its_directives_and_totals(pool: Pool) -> None:
    """One page holds a conclusion: its facts, its directives, who answers for each, how far they are."""
    await Book(pool).issues(a_varied_conclusion())

    shown = await reads.show(pool, "kl/da-dang", date(2023, 7, 12))

    assert shown is not None
    assert shown["packets"] == ["kl/da-dang"]
    assert [one["n"] for one in shown["directives"]] == [1, 2, 3, 4, 5, 6]
    assert [len(one["assignments"]) for one in shown["directives"]] == [1, 1, 2, 1, 1, 4]
    assert shown["directives"][2]["coordinating"] == ["các bộ, ngành liên quan", "G12"]
    assert shown["totals"]["total"] == 10
    assert shown["totals"]["open_overdue"] == 1
    assert await reads.show(pool, "kl/khong-co") is None
    assert await reads.show(pool, "kl/da-dang/77") is None
    assert await reads.show(pool, f"kl/da-dang/77@{LEAD}") is None
    assert await reads.show(pool, "nonsense") is None


async def test_a_new_directive_has_its_words_in_the_register(pool: Pool) -> None:
    """A directive that a later document added is read like the others."""
    book = Book(pool)
    await book.issues(a_conclusion())
    directive = {"n": 9, "text": "Bổ sung: rà soát thuỷ lợi", "assignees": ["G05"]}
    command = a_command("add_directive", "kl/vi-du", OFFICE, "examiner", directive=directive, decision=DECISION)  # fmt: skip

    await book.decides("kl/vi-du", [command], at(date(2023, 8, 1)))

    shown = await reads.show(pool, "kl/vi-du/9")
    assert shown is not None
    assert shown["text"] == directive["text"]


async def test_escalations_are_the_rungs_above_the_due_day(pool: Pool) -> None:
    """Who was told that something is late: sent or collapsed, of every obligation, never a reminder before it."""
    book = Book(pool)
    await book.issues(a_varied_conclusion())
    await book.issues(a_conclusion())
    await book.lives(Random(2), days=120, acts=4)

    every = await reads.escalations(pool)
    own = await reads.escalations(pool, "vi-du")

    assert {one["rung"][0] for one in every} == {"+"}
    assert {"final_evidence", "acknowledge"} <= {one["obligation"] for one in every}
    assert own == [one for one in every if one["assignment"] == ONE]
    assert [one["at"] for one in every] == sorted(one["at"] for one in every)
    assert every[0]["carried_over"] == "2023-H1"
    told = [e for e in book.events["kl/vi-du"] if e.type in {"RungSent", "RungCollapsed"}]
    assert len(own) == sum(e.payload["rung"].startswith("+") for e in told)


async def test_a_delivered_command_that_was_refused_is_kept(pool: Pool) -> None:
    """What a system delivered and nobody could answer waits for the standing office."""
    book = Book(pool)
    case = await book.issues(a_conclusion())
    letter = {"code": "Malformed", "reason": "no_json", "said": {}, "letter": "{{{"}
    refused = decide(case, [], at(ISSUED_ON, 12), letters=[letter])

    await writes.commit(pool, case.stream, case.seq, refused.events)

    (one,) = await reads.refused(pool)
    assert one["conclusion"] == "kl/vi-du"
    assert one["letter"] == "{{{"
    assert one["code"] == "Malformed"


async def test_facts_and_files_are_counted(pool: Pool) -> None:
    """How often what happened, and which files the facts name."""
    book = Book(pool)
    await book.issues(a_conclusion())
    now = at(ISSUED_ON, 12)
    await book.does("acknowledge", ONE, LEAD, now=now)
    await book.does("submit_evidence", ONE, LEAD, now=now)

    assert (await reads.fact_counts(pool))["EvidenceSubmitted"] == 1
    assert await reads.evidence_named(pool) == [(ONE, FILE)]
    assert await reads.business_latest(pool) == now
    (row,) = await reads.comparable(pool, ISSUED_ON)
    assert (row["id"], row["state"], row["schedule"]) == (ONE, "under_review", "open_in_time")
    seen = await reads.command_seen(pool, book.events["kl/vi-du"][-1].key)
    assert seen is not None
    assert (seen.stream, seen.target) == ("kl/vi-du", ONE)
    assert await reads.command_seen(pool, "x") is None


async def test_a_watcher_sees_every_event_once(pool: Pool) -> None:
    """However commits overlap, nothing is missed and nothing is told twice."""
    book = Book(pool)
    cases = [await book.issues(a_varied_conclusion(f"kl-{n}")) for n in range(3)]
    nothing, cursor = await reads.events_since(pool, None)
    assert nothing == []
    told: list[tuple[str, int]] = []
    busy = True

    async def watches() -> None:
        nonlocal cursor
        while busy:
            events, cursor = await reads.events_since(pool, cursor)
            told.extend((one["stream"], one["seq"]) for one in events)
            await asyncio.sleep(0)

    async def acts(stream: str) -> None:
        for number in range(15):
            command = a_command("remind", stream, OFFICE, "examiner", id=f"{stream}{number}")
            await book.decides(stream, [command], at(ISSUED_ON, 12) + timedelta(seconds=number))

    watching = asyncio.create_task(watches())
    await asyncio.gather(*(acts(case.stream) for case in cases))
    busy = False
    await watching
    events, _ = await reads.events_since(pool, cursor)
    told += [(one["stream"], one["seq"]) for one in events]

    new = {
        (case.stream, seq)
        for case in cases
        for seq in range(case.seq + 1, book.cases[case.stream].seq + 1)
    }
    assert len(told) == len(set(told))
    assert set(told) == new


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "2023-01-01T00:00:00+00:00",
        "2023-01-01T00:00:00 1:2:",
        "2023-01-01T00:00:00+00:00 1;2",
    ],
)
async def test_a_watcher_with_a_made_up_cursor_is_told(pool: Pool, cursor: str) -> None:
    """Only what an earlier call gave leads on."""
    with pytest.raises(MalformedInput):
        await reads.events_since(pool, cursor)
