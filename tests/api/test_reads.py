"""Reads over HTTP: the same as on screens and command line, page by page, with a history that can be checked."""

import hashlib
import json
from typing import Any

import pytest

from register import reads
from tests.api.world import TODAY, World
from tests.builders import OTHER, a_directive

EVERYBODY = "các bộ, ngành, địa phương"


async def _walk(world: World, path: str, by: str, **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    for _ in range(500):
        page = (
            await world.get(path, by, params=params | ({"after": after} if after else {}))
        ).json()
        found += page["items"]
        after = page["next"]
        if after is None:
            return found
    raise AssertionError("pages without end")


@pytest.mark.parametrize("by", ["officer", "supervisor"])
async def test_pages_hold_everything_once(world: World, by: str) -> None:
    """Walked with small pages: every assignment, none twice, in the order of one large page."""
    case = await world.issues(a_directive(assignees=[EVERYBODY]), a_directive(2, due_on=None))

    found = [
        one["id"] for one in await _walk(world, "/assignments", by, conclusion=case.ref, limit=7)
    ]

    whole = (
        await world.get("/assignments", by, params={"conclusion": case.ref, "limit": 500})
    ).json()
    assert len(found) == case.started.assignments > 60
    assert len(set(found)) == len(found)
    assert [one["id"] for one in whole["items"]] == found


async def test_pages_of_conclusions_and_events_hold_everything_once(world: World) -> None:
    """Cursors everywhere work the same way."""
    for _ in range(3):
        await world.issues()
    case = await world.issues(a_directive(assignees=[EVERYBODY]))
    path = f"/conclusions/{case.ref}/events"

    conclusions = [one["ref"] for one in await _walk(world, "/conclusions", "supervisor", limit=2)]
    events = [(one["stream"], one["seq"]) for one in await _walk(world, path, "officer", limit=9)]

    known = await reads.conclusions(world.engine.pool)
    assert [one.ref for one in known] == conclusions
    assert [(one["stream"], one["seq"]) for one in await case.events()] == events


@pytest.mark.parametrize(
    "after",
    [
        "x",
        "!!!",
        "W10",
        "eyJhIjogIngifQ",
        "bnVsbA",
        "W1tdLCBbXV0",
        "eyJcdTAwMDAiOiAxfQ",
        "WzEsICJcdTAwMDAiXQ",
        "a" * 1999,
    ],
)
@pytest.mark.parametrize("path", ["/assignments", "/conclusions", "/conclusions/cua-vpcp/events"])
async def test_a_cursor_of_somebody_else_is_refused(world: World, path: str, after: str) -> None:
    """Never an empty page that looks like the end, unless the place is one that could be."""
    answer = await world.get(path, "supervisor", params={"after": after})

    assert answer.status_code in {422, 200}
    if answer.status_code == 200:
        assert after in {"W10", "WzEsICJcdTAwMDAiXQ"}


async def test_a_mistyped_filter_is_refused(world: World) -> None:
    """It would otherwise give everything."""
    answer = await world.get("/assignments", params={"agncy": "G18"})

    assert (422, "query_unknown") == (answer.status_code, answer.json()["reason"])
    assert "agency" in answer.json()["remedy"]


@pytest.mark.parametrize(
    ("params", "ids"),
    [
        ({"agency": "G12"}, {2}),
        ({"level": "ministry"}, {1, 2}),
        ({"level": "local"}, set()),
        ({"state": "acknowledged"}, {1}),
        ({"schedule": "no_deadline"}, {2}),
        ({"schedule": "open_overdue", "as_of": "2024-01-31"}, {1}),
        ({"programme": "de-an-06"}, {1, 2}),
        ({"programme": "khac"}, set()),
        ({"session": 6}, {1, 2}),
        ({"session": 7}, set()),
        ({"due_before": "2023-10-31"}, {1}),
        ({"due_after": "2023-11-01"}, set()),
        ({"text": "quy hoach dien"}, {2}),
        ({"text": "Quy hoạch"}, {2}),
    ],
)
async def test_every_filter_narrows(world: World, params: dict[str, Any], ids: set[int]) -> None:
    """As `dondoc list` does; searching needs no marks."""
    ref = "cac-bo-loc"
    if (await world.get(f"/conclusions/{ref}")).status_code != 200:
        case = await world.issues(
            a_directive(1),
            a_directive(2, assignees=[OTHER], due_on=None, text="Rà soát quy hoạch điện"),
            ref=ref,
            session=6,
            programmes=["de-an-06"],
        )
        await case.lead("acknowledge")

    answer = await world.get("/assignments", params=params | {"conclusion": f"kl/{ref}"})

    assert ids == {one["n"] for one in answer.json()["items"]}, answer.text


@pytest.mark.parametrize("by", ["agency", "level", "session", "conclusion", "programme"])
@pytest.mark.parametrize("system", ["supervisor", "lead"])
async def test_totals_add_up(world: World, by: str, system: str) -> None:
    """The seven groups add up to the total in every row, for the whole and for a part."""
    totals = (await world.get("/stats", system, params={"by": by})).json()
    groups = totals["formula"].partition("=")[2].split("+")

    assert totals["rows"]
    for row in [*totals["rows"], totals["total"]]:
        assert row["total"] == sum(row[group.strip()] for group in groups)


async def test_check_names_what_is_overdue(world: World) -> None:
    """As of a day, of one agency or all."""
    case = await world.issues()
    early = (await world.get("/check", "lead", params={"as_of": "2023-07-13"})).json()
    late = (
        await world.get("/check", "lead", params={"as_of": "2024-02-01", "agency": "G18"})
    ).json()
    none = (
        await world.get("/check", "lead", params={"as_of": "2024-02-01", "agency": "G12"})
    ).json()

    assert case.id() not in {one["id"] for one in early["items"]}
    assert case.id() in {one["id"] for one in late["items"]}
    assert late["overdue"] == len(late["items"])
    assert 0 == none["overdue"]


async def test_history_can_be_checked_by_anybody(world: World) -> None:
    """The chain of a whole conclusion, recomputed from what the API answers."""
    case = await world.issues(a_directive(assignees=[EVERYBODY]))
    await case.lead("acknowledge")
    shown = (await world.get(f"/conclusions/{case.ref}")).json()
    events = await _walk(world, f"/conclusions/{case.ref}/events", "officer", limit=50)

    previous = hashlib.sha256(f"{shown['content_hash']}:1".encode()).hexdigest()
    for event in sorted(events, key=lambda one: one["seq"]):
        said = {name: value for name, value in event.items() if name != "hash"}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        assert previous == said["prev_hash"]
        assert hashlib.sha256(text.encode()).hexdigest() == event["hash"]
        previous = event["hash"]


async def test_an_agency_reads_its_own_part_of_the_story(world: World) -> None:
    """Of a conclusion only the events of its own assignments."""
    events = await _walk(world, f"/conclusions/{world.case.ref}/events", "other")

    assert {world.case.id(2, OTHER)} == {one["target"] for one in events}


@pytest.mark.parametrize("field", ["due_on", "schedule", "state", "rung", "next_wake_at"])
async def test_every_field_says_why(world: World, field: str) -> None:
    """Rule, source, event, and the sentence in both languages."""
    answer = await world.get(f"{world.path(world.case)}/why/{field}", "lead")

    assert 200 == answer.status_code
    assert answer.json()
    assert {"rule", "source", "event_seq", "text_vi", "text_en"} == set(answer.json()[0])
    assert 422 == (await world.get(f"{world.path(world.case)}/why/colour", "lead")).status_code


async def test_an_assignment_is_shown_as_the_register_has_it(world: World) -> None:
    """The same document as `dondoc show --json`, without its events."""
    answer = await world.get(world.path(world.case), "lead")

    known = await reads.show(world.engine.pool, world.case.id(), TODAY.date())
    assert json.loads(json.dumps(known)) == answer.json()


async def test_delivered_commands_that_were_refused_are_for_auditors(world: World) -> None:
    """With the code and the letter."""
    await world.engine.commands.deliver(world.case.streams[0], "không phải JSON")
    items: list[dict[str, Any]] = []
    for _ in range(200):
        items = (await world.get("/refused", "auditor")).json()["items"]
        if items:
            break

    assert ("Malformed", "không phải JSON") == (items[0]["code"], items[0]["letter"])
