"""A conclusion file with a mistake starts nothing and leaves no row; the answer names line and field."""

import unicodedata
from typing import Any

import pytest

from tests.cli.program import Program
from tests.cli.written import TODAY, a_conclusion, a_directive, a_ref

DUE = {"raw": "x", "precision": "day"}


def _with(**said: Any) -> dict[str, Any]:
    return a_conclusion(a_directive(1), a_directive(2) | said)


def _without(conclusion: dict[str, Any], field: str) -> dict[str, Any]:
    return {name: value for name, value in conclusion.items() if name != field}


def _without_assignee() -> dict[str, Any]:
    conclusion = _with()
    del conclusion["directives"][1]["assignees"]
    return conclusion


BAD: dict[str, tuple[Any, str | None]] = {
    "unknown agency": (_with(assignees=["G99"]), "directives.1.assignees.0"),
    "unknown standing office": (a_conclusion(standing_office="G99"), "standing_office"),
    "directive without assignee": (_with(assignees=[]), "directives.1.assignees"),
    "directive without the field assignees": (_without_assignee(), "directives.1.assignees"),
    "two leads in one entry": (_with(assignees=["G18 và G12"]), "directives.1.assignees.0"),
    "the same lead twice": (_with(assignees=["G18", "Bộ Y tế"]), "directives.1.assignees.1"),
    "duplicate number": (a_conclusion(a_directive(1), a_directive(1)), "directives.1.n"),
    "due before issue": (_with(deadline=DUE | {"due_on": "2001-01-01"}), "directives.1.deadline.due_on"),
    "a day nothing is counted from": (_with(deadline=DUE | {"due_on": "9999-12-31"}), "directives.1.deadline.due_on"),
    "secrecy mark": (a_conclusion(secrecy="MẬT"), "secrecy"),
    "501 directives": (a_conclusion(*(a_directive(n) for n in range(1, 502))), "directives"),
    "unknown field": (_with(deadlin={"raw": "x"}), "directives.1.deadlin"),
    "no ref": (_without(a_conclusion(), "ref"), "ref"),
    "bad ref": (a_conclusion(ref="Kết luận 6"), "ref"),
    "number as text": (_with(n="hai"), "directives.1.n"),
    "long text": (_with(text="x" * 20_001), "directives.1.text"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", BAD)
def test_mistake_is_named_by_line_and_field_and_starts_nothing(
    dondoc: Program, mistake: str
) -> None:
    """Exit code 2; the ref is still free afterwards."""
    conclusion, field = BAD[mistake]

    answer = dondoc("start", str(dondoc.written(conclusion)), "--json")

    assert (2, "Malformed", field) == (answer.code, answer.error["code"], answer.error.get("field"))
    assert answer.error["line"] >= 1
    assert answer.error["remedy"]
    assert (3, "UnknownTarget") == dondoc.refused("show", f"kl/{conclusion.get('ref', '')}")


def test_line_is_the_one_of_the_field(dondoc: Program) -> None:
    """The reader goes there and corrects it."""
    path = dondoc.written(_with(assignees=["G99"]))
    wrong = next(at for at, line in enumerate(path.read_text().splitlines(), 1) if "G99" in line)

    assert wrong == dondoc("start", str(path), "--json").error["line"]


def test_more_than_five_thousand_assignments_are_refused(dondoc: Program) -> None:
    """About sixty localities each; as many directives as it takes."""
    conclusion = a_conclusion(*(a_directive(n, assignees=["địa phương"]) for n in range(1, 200)))
    for directive in conclusion["directives"]:
        directive["assignees"] = ["các địa phương"]

    answer = dondoc("start", str(dondoc.written(conclusion)), "--json")

    assert (2, "directives") == (answer.code, answer.error["field"])
    assert (3, "UnknownTarget") == dondoc.refused("show", f"kl/{conclusion['ref']}")


@pytest.mark.parametrize(
    "text",
    [
        "ref: [",
        "ref: a\n\tb: c\n",
        "- 1\n- 2\n",
        "",
        "ref: a\nref: b\n",
        "\x00",
        "a: &x [1]\nb: *x\n",
    ],
)
def test_file_that_is_no_conclusion_is_refused_with_its_line(dondoc: Program, text: str) -> None:
    """Broken YAML, a list, nothing, a doubled key, an alias."""
    answer = dondoc("start", str(dondoc.written(text)), "--json")

    assert (2, "Malformed") == (answer.code, answer.error["code"])
    assert answer.error["line"] >= 1


def test_file_of_five_megabytes_is_refused_without_reading_it(dondoc: Program) -> None:
    """The answer names the line that is so long."""
    conclusion = _with(text="x" * 5_000_000)

    answer = dondoc("start", str(dondoc.written(conclusion)), "--json")

    assert (2, "text") == (answer.code, answer.error["field"])
    assert answer.error["line"] > 1


def test_file_that_is_not_there_is_malformed_input(dondoc: Program) -> None:
    """And so is one in another encoding."""
    other = dondoc.folder / "latin.yaml"
    other.write_bytes("title: Đôn đốc".encode("utf-16"))

    assert (2, "Malformed") == dondoc.refused("start", "/khong/co.yaml")
    assert (2, "Malformed") == dondoc.refused("start", str(other))


def test_decomposed_unicode_is_the_same_conclusion(dondoc: Program) -> None:
    """Text is kept as NFC, so the same words in another form are not another conclusion."""
    conclusion = a_conclusion(title="Thông báo kết luận", ref=a_ref("nfd"))
    composed = dondoc.written(conclusion).read_text()
    decomposed = unicodedata.normalize("NFD", composed)

    first = dondoc.ask("start", str(dondoc.written(decomposed)))
    second = dondoc.ask("start", str(dondoc.written(composed)))

    assert decomposed != composed
    assert ("started", "already_started") == (first["outcome"], second["outcome"])
    item = dondoc.ask("list", "--conclusion", f"kl/{conclusion['ref']}")["items"][0]
    assert item["text"] == unicodedata.normalize("NFC", item["text"])


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_mistake_is_told_to_people_in_their_language(dondoc: Program, lang: str) -> None:
    """One line what, with the place; one line what to do."""
    answer = dondoc("start", str(dondoc.written(_with(assignees=["G99"]))), "--lang", lang)

    what, remedy = answer.err.splitlines()
    assert "G99" in what
    assert ("dòng" if lang == "vi" else "line") in what
    assert ("Dùng mã" if lang == "vi" else "Use an agency code") in remedy
    assert TODAY.isoformat() in what
