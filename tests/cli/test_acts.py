"""Acts of offices from the command line: carried out once, refused with a code and a sentence."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from typer.main import get_group

from cli.acts import NOT_TYPED, app, role_for
from cli.app import ENTRIES
from schemas.commands import COMMANDS
from schemas.states import Role
from tests.cli.program import Program
from tests.cli.written import FAR, LEAD, OFFICE, OTHER, a_conclusion, a_directive

DECISION = (
    "--decision-number",
    "9/QĐ-TTg",
    "--decision-date",
    "2024-03-01",
    "--decision-signer",
    "TTg",
)


@pytest.fixture
def one(dondoc: Program) -> str:
    """The id of a new assignment of Bộ Y tế."""
    conclusion = a_conclusion()
    dondoc.start(conclusion)
    return f"kl/{conclusion['ref']}/1@{LEAD}"


@pytest.fixture
def document(tmp_path: Path) -> str:
    """A file that can serve as evidence."""
    path = tmp_path / "bao-cao.pdf"
    path.write_bytes(b"%PDF-1.7\nbao cao\n" + tmp_path.name.encode())
    return str(path)


def test_every_command_of_the_domain_is_a_command_of_the_program() -> None:
    """One for each, its name with hyphens; `issue` is the start of a conclusion."""
    acts = {name.replace("-", "_") for name, entry in ENTRIES.items() if entry.module == "cli.acts"}

    assert set(COMMANDS) == acts


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_field_of_a_command_can_be_typed(name: str) -> None:
    """An option of its name for each field; the deciding document, files, changes and indicators have others as well."""
    more = {"files": "--file", "decision": "--decision-number", "changes": "--change"}
    more["indicators"] = "--indicator"
    fields = set(COMMANDS[name].model_fields) - NOT_TYPED

    command = get_group(app).commands[name.replace("_", "-")]

    options = {flag for parameter in command.params for flag in parameter.opts}
    assert options >= {f"--{field.replace('_', '-')}" for field in fields}
    assert options >= {more[field] for field in fields & set(more)}
    assert options >= {"--as", "--person", "--command-id", "--expected-seq"}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("acknowledge", Role.FOCAL_POINT),
        ("submit_explanation", Role.AGENCY_HEAD),
        ("contribute", Role.COORDINATOR),
        ("remind", Role.OFFICER),
        ("add_directive", Role.OFFICER),
        ("review_evidence", Role.EXAMINER),
        ("review_report", Role.EXAMINER),
        ("note", Role.SUPERVISOR),
        ("checkpoint", Role.OPERATOR),
    ],
)
def test_role_is_the_usual_one_unless_it_is_named(name: str, role: Role) -> None:
    """`--as G18` is enough for an ordinary act."""
    assert role == role_for(name)


def test_agency_acknowledges_and_the_answer_shows_all_three_truths(
    dondoc: Program, one: str
) -> None:
    """State, what is declared, what is verified; the schedule apart."""
    answer = dondoc.ask("acknowledge", one, "--as", LEAD, "--note", "Đã nhận")

    assert ("acknowledged", "none", "none", "open_in_time") == tuple(
        answer[name] for name in ("state", "declared", "verified", "schedule")
    )
    assert (one, FAR.isoformat(), False) == (answer["id"], answer["due_on"], answer["repeated"])
    assert {"command_id", "seq", "next_wake_at"} <= answer.keys()


def test_command_with_the_same_id_is_done_once(dondoc: Program, one: str) -> None:
    """Whoever got no answer sends it again without fear; other content under the id is a conflict."""
    command = ("--as", LEAD, "--command-id", str(uuid4()))
    first = dondoc.ask("acknowledge", one, *command)

    again = dondoc.ask("acknowledge", one, *command)

    assert (False, True) == (first["repeated"], again["repeated"])
    assert first["seq"] == again["seq"]
    assert (4, "Conflict") == dondoc.refused("acknowledge", one, *command, "--note", "khác")


def test_agency_cannot_act_for_another(dondoc: Program, one: str) -> None:
    """Exit code 6, and nothing has changed."""
    assert (6, "NoRight") == dondoc.refused("acknowledge", one, "--as", OTHER)
    assert "assigned" == dondoc.ask("show", one)["state"]


def test_nobody_but_the_standing_office_accepts_evidence(dondoc: Program, one: str) -> None:
    """Not even the lead agency itself."""
    assert (6, "NoRight") == dondoc.refused("review-evidence", one, "--as", LEAD, "--accept")


def test_command_that_the_state_does_not_allow_is_refused(dondoc: Program, one: str) -> None:
    """There is no evidence yet to accept: exit code 4, and the sentence says what is possible."""
    refused = dondoc("review-evidence", one, "--as", OFFICE, "--accept", "--json")

    assert (4, "WrongState") == (refused.code, refused.error["code"])
    assert one in refused.error["message"]


@pytest.mark.parametrize("target", ["kl/khong-co/1@G18", "kl/khong-co", "kl/khong-co/7", "gì đó"])
def test_unknown_id_is_not_found(dondoc: Program, target: str) -> None:
    """Exit code 3 for assignments, directives and conclusions, and for what is no id at all."""
    assert (3, "UnknownTarget") == dondoc.refused("acknowledge", target, "--as", LEAD)


@pytest.mark.parametrize(
    "words",
    [
        ("acknowledge", "{one}"),
        ("acknowledge", "{one}", "--as", "G18:minister"),
        ("acknowledge", "{one}", "--as", "y tế"),
        ("acknowledge", "{one}", "--as", "G18", "--command-id", "1"),
        ("acknowledge", "{one}", "--as", "G18", "--expected-seq", "x"),
        ("submit-report", "{one}", "--as", "G18", "--period", "7", "--results", "x", "--progress", "101"),
        ("submit-report", "{one}", "--as", "G18", "--period", "7", "--results", "x", "--progress", "1",
         "--indicator", "tỷ lệ"),
        ("submit-evidence", "{one}", "--as", "G18", "--document-no", "7", "--document-date", "mai",
         "--file", "{here}"),
        ("submit-evidence", "{one}", "--as", "G18", "--document-no", "7", "--document-date", "2024-01-01"),
        ("submit-evidence", "{one}", "--as", "G18", "--document-no", "7", "--document-date", "2024-01-01",
         "--file", "/khong/co"),
        ("review-evidence", "{one}", "--as", "G22"),
        ("review-evidence", "{one}", "--as", "G22", "--accept", "--return"),
        ("review-evidence", "{one}", "--as", "G22", "--verdict", "maybe"),
        ("review-evidence", "{one}", "--as", "G22", "--return"),
        ("withdraw", "{one}", "--as", "G22", "--reason", "x", "--decision-number", "1"),
        ("amend", "{one}", "--as", "G22", "--change", "due_on"),
        ("remind", "{one}", "--as", "G22", "--loud"),
        ("acknowlege", "{one}", "--as", "G18"),
    ],
)  # fmt: skip
def test_malformed_command_is_refused_before_anything_is_sent(
    dondoc: Program, one: str, words: tuple[str, ...]
) -> None:
    """Exit code 2, as JSON too, and the assignment has not moved."""
    given = [word.format(one=one, here=__file__) for word in words]

    assert (2, "Malformed") == dondoc.refused(*given)
    assert 2 == dondoc.ask("show", one)["seq"]


def test_deadline_cannot_be_touched_without_the_deciding_document(
    dondoc: Program, one: str
) -> None:
    """The deadline belongs to the one who set it."""
    words = ("withdraw", one, "--as", OFFICE, "--reason", "Không còn cần")

    assert (4, "MissingDocument") == dondoc.refused(*words)
    assert "withdrawn" == dondoc.ask(*words, *DECISION)["state"]


def test_caller_who_saw_an_older_state_is_told_so(dondoc: Program, one: str) -> None:
    """`--expected-seq` protects from deciding on a page that is out of date."""
    seen = dondoc.ask("show", one)["seq"]
    dondoc.ask("acknowledge", one, "--as", LEAD)

    late = ("remind", one, "--as", OFFICE, "--expected-seq", str(seen))

    assert (4, "Conflict") == dondoc.refused(*late)


def test_a_field_is_taken_as_json_or_as_a_file(dondoc: Program, one: str, tmp_path: Path) -> None:
    """Whatever is more than a word: values, changes, the deciding document, a directive, rules."""
    conclusion, decision = (
        one.rpartition("/")[0],
        '{"number": "1/QĐ", "date": "2025-01-02", "signer": "TTg"}',
    )
    rules = tmp_path / "rules.yaml"
    rules.write_text("before_day: strict\n")
    report = ("--period", "2025-10", "--results", "Đã làm", "--progress", "80")
    values = '[{"name": "Tỷ lệ", "value": 20.5, "on": "2025-10-31"}]'
    dondoc.ask("acknowledge", one, "--as", LEAD)

    dondoc.ask("submit-report", one, "--as", LEAD, *report, "--indicators", values)
    changes = ("--changes", '{"product": "Đề án"}', "--decision", decision)
    dondoc.ask("amend", one, "--as", OFFICE, *changes)
    directive = json.dumps({"n": 9, "text": "Việc thêm", "assignees": [LEAD]})
    added = dondoc.ask(
        "add-directive",
        conclusion,
        "--as",
        OFFICE,
        "--directive",
        directive,
        "--decision",
        decision,
    )
    changed = dondoc.ask("change-rules", conclusion, "--as", OFFICE, "--rules", str(rules))

    events = {event["type"]: event["payload"] for event in dondoc.ask("show", one)["events"]}
    assert events["ReportSubmitted"]["indicators"] == json.loads(values)
    assert events["Amended"]["changes"] == {"product": "Đề án"}
    assert events["Amended"]["decision"] == json.loads(decision)
    assert [each["id"] for each in added["affected"]] == [f"{conclusion}/9@{LEAD}"]
    assert len(changed["affected"]) == 2
    broken = ("--changes", '{"product": ', "--decision", decision)
    assert dondoc.refused("amend", one, "--as", OFFICE, *broken) == (2, "Malformed")
    half = ("--changes", "{}", "--decision", '{"number": "1"}')
    assert dondoc.refused("amend", one, "--as", OFFICE, *half) == (2, "Malformed")


def test_one_person_can_show_the_whole_life_of_an_assignment(
    dondoc: Program, one: str, document: str
) -> None:
    """From one shell, acting for both sides; the operating-system user is recorded and blocks nothing."""
    evidence = ("--file", document, "--document-no", "77/BC-BYT", "--document-date", "22/11/2025")
    dondoc.ask("acknowledge", one, "--as", LEAD)
    report = ("--period", "2025-10", "--results", "Đã làm", "--progress", "80")
    dondoc.ask("submit-report", one, "--as", LEAD, *report, "--indicator", "Tỷ lệ=80@2025-10-31")
    dondoc.ask("submit-evidence", one, "--as", LEAD, *evidence)
    returned = dondoc.ask(
        "review-evidence", one, "--as", OFFICE, "--return", "--reason", "Thiếu phụ lục"
    )
    dondoc.ask("submit-evidence", one, "--as", LEAD, *evidence)

    accepted = dondoc.ask("review-evidence", one, "--as", OFFICE, "--verdict", "accept")

    assert "returned" == returned["state"]
    assert ("completed", "accepted") == (accepted["state"], accepted["verified"])
    assert (4, "WrongState") == dondoc.refused("remind", one, "--as", OFFICE)
    actors = [event["actor"] for event in dondoc.ask("show", one, "--history")["events"]]
    assert all(actor["person"].startswith("os:") for actor in actors if actor)


def test_named_person_cannot_examine_her_own_evidence(
    dondoc: Program, one: str, document: str
) -> None:
    """Four eyes: the name counts, and is recorded beside the operating-system user."""
    evidence = ("--file", document, "--document-no", "77/BC-BYT", "--document-date", "2025-11-22")
    dondoc.ask("acknowledge", one, "--as", LEAD)
    dondoc.ask("submit-evidence", one, "--as", LEAD, "--person", "Nguyễn An", *evidence)

    accept = ("review-evidence", one, "--as", OFFICE, "--accept", "--person")

    assert (6, "NoRight") == dondoc.refused(*accept, "Nguyễn An")
    assert "completed" == dondoc.ask(*accept, "Trần Bình")["state"]


def test_command_to_a_conclusion_reaches_every_open_assignment(dondoc: Program) -> None:
    """The answer names whom it reached and whom it could not."""
    conclusion = a_conclusion(*(a_directive(n) for n in (1, 2, 3)))
    dondoc.start(conclusion)
    whole = f"kl/{conclusion['ref']}"
    dondoc.ask("withdraw", f"{whole}/2", "--as", OFFICE, "--reason", "Bỏ", *DECISION)

    answer = dondoc.ask("remind", whole, "--as", OFFICE, "--note", "Đôn đốc chung")

    assert [f"{whole}/1@{LEAD}", f"{whole}/3@{LEAD}"] == [one["id"] for one in answer["affected"]]
    assert (whole, [], False) == (answer["id"], answer["skipped"], answer["repeated"])


@pytest.mark.parametrize(("lang", "words"), [("vi", "chủ trì"), ("en", "does not lead")])
def test_refusal_is_said_in_the_language_of_the_reader(
    dondoc: Program, one: str, lang: str, words: str
) -> None:
    """What happened on one line, what to do on the next; nothing on standard output."""
    refused = dondoc("acknowledge", one, "--as", OTHER, "--lang", lang)

    what, remedy = refused.err.splitlines()
    assert ("✗", True, "") == (what[0], words in what, refused.out)
    assert remedy.startswith("  ")
