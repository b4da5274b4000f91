"""What people read from the register: lists, one assignment, totals, reasons, what is overdue, what is new."""

import json
import subprocess
import sys
import time
from datetime import timedelta
from typing import Any

import pytest

from tests.cli.program import CHECKOUT, Program
from tests.cli.written import (
    FAR,
    LEAD,
    OFFICE,
    OTHER,
    TODAY,
    a_conclusion,
    a_directive,
    carried_over,
)

PROVINCE = "H21"
GROUPS = (
    "done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "suspended", "withdrawn",
)  # fmt: skip
VAGUE = {"raw": "sớm", "precision": "none", "review_on": FAR.isoformat()}


@pytest.fixture(scope="module")
def mixed(dondoc: Program) -> str:
    """A conclusion with work in time, without a day, and carried over without a new day: its id."""
    conclusion = a_conclusion(
        a_directive(1, assignees=[LEAD, OTHER], coordinating=["các cơ quan liên quan"], report={"rhythm": "monthly", "day": 25}),
        a_directive(2, deadline=VAGUE, text="Hoàn thiện cơ sở dữ liệu dân cư"),
        carried_over(3, text="Đẩy mạnh chuyển đổi số"),
        session=77,
        programmes=["de-an-kiem-thu"],
        number="123/TB-VPCP",
    )  # fmt: skip
    dondoc.start(conclusion)
    return f"kl/{conclusion['ref']}"


def _ids(page: dict[str, Any], whole: str) -> list[str]:
    return [one["id"].removeprefix(f"{whole}/") for one in page["items"]]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ((), ["3@G18", "1@G12", "1@G18", "2@G18"]),
        (("--agency", OTHER), ["1@G12"]),
        (("--schedule", "open_overdue"), ["3@G18"]),
        (("--overdue",), ["3@G18"]),
        (("--schedule", "no_deadline"), ["2@G18"]),
        (("--state", "completed"), []),
        (("--level", "local"), []),
        (("--session", "77", "--programme", "de-an-kiem-thu", "--level", "ministry"),
         ["3@G18", "1@G12", "1@G18", "2@G18"]),
        (("--due-after", TODAY.isoformat(), "--due-before", f"{FAR:%d/%m/%Y}"), ["1@G12", "1@G18"]),
        (("--text", "co so du lieu"), ["2@G18"]),
        (("--text", "Cơ sở dữ liệu", "--agency", OTHER), []),
    ],
)  # fmt: skip
def test_list_shows_what_is_asked_for_most_pressing_first(
    dondoc: Program, mixed: str, filters: tuple[str, ...], found: list[str]
) -> None:
    """Filters are joined by "and"; text is found with or without marks."""
    page = dondoc.ask("list", "--conclusion", mixed, *filters)

    assert found == _ids(page, mixed)


def test_item_of_a_list_has_every_promised_field(dondoc: Program, mixed: str) -> None:
    """Programs rely on the names (interfaces, "Reads")."""
    page = dondoc.ask("list", "--conclusion", mixed, "--agency", OTHER)

    assert {"as_of", "items", "next"} == page.keys()
    assert {
        "id", "workflow_id", "seq", "holder", "conclusion", "n", "clause", "text", "lead", "level",
        "coordinating", "programmes", "session", "state", "declared", "verified", "schedule",
        "deadline", "days_late", "rung", "indicators",
    } <= page["items"][0].keys()  # fmt: skip


def test_list_goes_on_page_by_page(dondoc: Program, mixed: str) -> None:
    """`next` of one page is `--after` of the following; the last one has none."""
    whole: list[str] = []
    given: tuple[str, ...] = ()
    while True:
        page = dondoc.ask("list", "--conclusion", mixed, "--limit", "3", *given)
        whole += _ids(page, mixed)
        if page["next"] is None:
            break
        given = ("--after", page["next"])

    assert ["3@G18", "1@G12", "1@G18", "2@G18"] == whole
    assert (2, "Malformed") == dondoc.refused("list", "--after", "x")


def test_list_for_people_is_a_table_with_its_sums(dondoc: Program, mixed: str) -> None:
    """Off a terminal without colour; words and signs say what colour would."""
    shown = dondoc("list", "--conclusion", mixed).out

    heads, *lines = shown.splitlines()
    assert heads.split()[0] == "MÃ"
    assert ("▲ Quá hạn 12 ngày", True) == ("▲ Quá hạn 12 ngày", "▲ Quá hạn 12 ngày" in lines[0])
    assert "4 nhiệm vụ" in lines[-1]
    assert "1 quá hạn" in lines[-1]
    assert "\x1b" not in shown


def test_everything_is_read_as_of_a_day(dondoc: Program, mixed: str) -> None:
    """Work becomes late by the calendar, without anybody writing it."""
    day = FAR.replace(year=FAR.year + 1).isoformat()

    page = dondoc.ask("list", "--conclusion", mixed, "--as-of", day, "--overdue")

    assert (day, ["3@G18", "1@G12", "1@G18"]) == (page["as_of"], _ids(page, mixed))


def test_show_tells_the_whole_story_of_an_assignment(dondoc: Program, mixed: str) -> None:
    """Its fields as in a list, and its events with the chain that others can check."""
    one = dondoc.ask("show", f"{mixed}/1@{LEAD}", "--history")

    assert (f"{mixed}/1@{LEAD}", "assigned") == (one["id"], one["state"])
    first = one["events"][0]
    assert {
        "stream", "seq", "type", "at", "recorded_at", "actor", "payload", "prev_hash", "hash",
    } <= first.keys()  # fmt: skip
    assert "AssignmentOpened" == first["type"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ["123/TB-VPCP", "Bộ Y tế", "Giao nhiệm vụ", "Việc tiếp theo", "theo văn bản"]),
        ("en", ["123/TB-VPCP", "Bộ Y tế", "Assigned", "Next: ", "as printed"]),
    ],
)
def test_show_is_readable(dondoc: Program, mixed: str, lang: str, words: list[str]) -> None:
    """Source, lead, deadline in the words of the document, history, what comes next."""
    shown = dondoc("show", f"{mixed}/1@{LEAD}", "--history", "--lang", lang).out

    assert [] == [word for word in words if word not in shown]


@pytest.mark.parametrize("part", ["", "/1"])
def test_conclusion_and_directive_can_be_shown(dondoc: Program, mixed: str, part: str) -> None:
    """With their assignments, as JSON and for people."""
    found, shown = dondoc.ask("show", mixed + part), dondoc("show", mixed + part).out

    assert mixed + part == found["id"]
    assert found["events"]
    assert f"{mixed}/1@{OTHER}" in shown


def test_totals_add_up_in_every_row(dondoc: Program, mixed: str) -> None:
    """Seven groups; by agency, level, session and conclusion alike."""
    for by in ("agency", "level", "session", "conclusion", "programme"):
        totals = dondoc.ask("stats", "--by", by)

        assert {"as_of", "formula", "rows", "total"} == totals.keys()
        for row in (*totals["rows"], totals["total"]):
            assert row["total"] == sum(row[group] for group in GROUPS)
        if by != "programme":
            assert totals["total"]["total"] == sum(row["total"] for row in totals["rows"])
    own = next(
        row for row in dondoc.ask("stats", "--by", "conclusion")["rows"] if row["key"] == mixed
    )
    assert (4, 2, 1, 1) == tuple(own[name] for name in ("total", "open_in_time", "open_overdue", "no_deadline"))  # fmt: skip


def test_totals_for_people_name_the_agencies(dondoc: Program, mixed: str) -> None:
    """A code alone says nothing."""
    assert mixed
    assert "Bộ Y tế" in dondoc("stats").out
    assert "Bộ, ngành" in dondoc("stats", "--by", "level").out


@pytest.mark.parametrize("field", ["due_on", "schedule", "state", "rung", "next_wake_at"])
def test_every_derived_field_can_be_explained(dondoc: Program, mixed: str, field: str) -> None:
    """Rule, source, event, and a sentence in both languages."""
    reasons = dondoc.ask("why", f"{mixed}/3@{LEAD}", field)

    assert reasons
    for reason in reasons:
        assert {"rule", "source", "event_seq", "text_vi", "text_en"} == reason.keys()


def test_overdue_work_explains_itself(dondoc: Program, mixed: str) -> None:
    """Carried over without a new day: the first one counts."""
    answer = dondoc("why", f"{mixed}/3@{LEAD}", "schedule")

    assert "Quá hạn" in answer.out
    assert (3, "UnknownTarget") == dondoc.refused("why", f"{mixed}/9@{LEAD}", "schedule")
    assert (2, "Malformed") == dondoc.refused("why", f"{mixed}/3@{LEAD}", "weather")


def test_check_ends_with_ten_when_something_is_overdue(dondoc: Program, mixed: str) -> None:
    """For cron; an agency that is in time gets 0."""
    late, in_time = dondoc("check", "--json"), dondoc("check", "--agency", OTHER, "--json")

    assert (10, 0) == (late.code, in_time.code)
    assert late.json["overdue"] == len(late.json["items"]) >= 1
    assert f"{mixed}/3@{LEAD}" in [one["id"] for one in late.json["items"]]
    assert (0, []) == (in_time.json["overdue"], in_time.json["items"])
    assert 10 == dondoc("check", "--agency", LEAD).code


def test_watch_shows_what_happens_from_now_on(dondoc: Program, mixed: str) -> None:
    """One JSON document a line; only of what was asked for."""
    watching = subprocess.Popen(
        [sys.executable, "-m", "cli", "watch", f"{mixed}/2", "--json", "--for", "20"],
        cwd=CHECKOUT, env=dondoc.environment(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    time.sleep(4)  # it sees what is recorded after it began to look
    dondoc.ask("remind", f"{mixed}/1@{LEAD}", "--as", OFFICE)
    dondoc.ask("remind", f"{mixed}/2@{LEAD}", "--as", OFFICE, "--note", "Khẩn")

    assert watching.stdout is not None
    event = json.loads(watching.stdout.readline())

    watching.terminate()
    watching.communicate(timeout=10)
    assert ("Reminded", f"{mixed}/2@{LEAD}", {"note": "Khẩn"}) == (
        event["type"], event["target"], event["payload"],
    )  # fmt: skip


def test_watch_of_nothing_is_not_found(dondoc: Program) -> None:
    assert (3, "UnknownTarget") == dondoc.refused("watch", "kl/khong-co", "--for", "1")


def test_delivered_commands_that_were_refused_are_listed(dondoc: Program) -> None:
    """An empty list is an answer too."""
    assert [] == dondoc.ask("refused")
    assert "Không có" in dondoc("refused").out


def test_what_is_behind_its_trajectory_is_listed_alone_and_says_why(dondoc: Program) -> None:
    """`list --behind`, and `why ID indicators` with what the document asks by when."""
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    rate = {"name": "Tỷ lệ", "unit": "%", "baseline": 0, "target": 80, "by": FAR.isoformat()}
    late, early = (
        rate | {"trajectory": [{"on": day, "value": 30}]} for day in (yesterday, FAR.isoformat())
    )
    conclusion = a_conclusion(
        a_directive(1, indicators=[late]), a_directive(2, indicators=[early]), a_directive(3)
    )
    dondoc.start(conclusion)
    own = f"kl/{conclusion['ref']}"

    listed = dondoc.ask("list", "--behind", "--conclusion", own)["items"]
    (why,) = dondoc.ask("why", f"{own}/1@{LEAD}", "indicators")
    (none,) = dondoc.ask("why", f"{own}/3@{LEAD}", "indicators")

    assert [one["id"] for one in listed] == [f"{own}/1@{LEAD}"]
    assert (why["rule"], none["rule"]) == ("indicator_behind", "no_indicators")
    assert yesterday in why["text_en"]
