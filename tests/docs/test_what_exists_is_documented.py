"""What exists is documented: environment names, exit codes, events, requirements, decisions, links."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import cli.errors as exits
from bootstrap import Settings
from schemas.events import Fact
from tests.docs.reading import DOCS, markdown_files, rows_of, text_of
from tests.docs.regenerate import CHECKOUT

RUNBOOK = text_of("docs/runbook.md")
ADRS = sorted((DOCS / "adr").glob("[0-9]*.md"))
FILES = markdown_files()
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.*)$", re.MULTILINE)
_CODE_BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"`((?:[a-z_.-]+/)+[\w.-]*|[a-z]+\.py)`")
_NUMBER = re.compile(r"^- \*\*(R\d+)\*\*", re.MULTILINE)
PARTS_OF_AN_ADR = (
    "**Status**",
    "**Context.**",
    "**Decision.**",
    "**Consequences.**",
    "**Alternatives.**",
)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_environment_name_is_in_the_runbook(field: str) -> None:
    """Nobody has to read the code to find a setting."""
    names = [row[0] for row in rows_of(RUNBOOK)]

    assert any(f"`DONDOC_{field.upper()}`" in name for name in names)


def test_every_exit_code_is_in_the_runbook() -> None:
    """Scripts depend on the codes; each stands in the table once."""
    known = {0, exits.FOUND_OVERDUE, *exits.EXIT_OF_CODE.values()}
    listed = [int(row[0]) for row in rows_of(RUNBOOK) if row[0].isdigit()]

    assert sorted(known) == listed


@pytest.mark.parametrize("code", sorted(set(exits.EXIT_OF_CODE) - {"Unreachable"}))
def test_every_refusal_has_the_exit_code_the_glossary_gives(code: str) -> None:
    """The table of codes in the glossary is that of the command line."""
    (row,) = (row for row in rows_of(text_of("docs/glossary.md")) if row[-1] == f"`{code}`")

    assert str(exits.EXIT_OF_CODE[code]) == row[1]


def test_every_event_type_is_in_the_description_of_the_log() -> None:
    """Whoever reads the log elsewhere finds what each line means."""
    page = DOCS / "event-log.md"
    if not page.exists():
        pytest.skip("docs/event-log.md is not written yet: NOT CHECKED")
    text = page.read_text(encoding="utf-8")

    assert [] == [fact.value for fact in Fact if f"`{fact}`" not in text]


def test_every_requirement_is_answered_in_its_order() -> None:
    """Requirements and technical description are a pair."""
    asked = _NUMBER.findall(text_of("docs/requirements.md"))

    assert [f"R{n}" for n in range(1, len(asked) + 1)] == asked
    assert asked == _NUMBER.findall(text_of("docs/technical-description.md"))


@pytest.mark.parametrize("name", ["README.md", "DEVELOPERS.md", "docs/technical-description.md"])
def test_every_named_part_of_the_code_exists(name: str) -> None:
    """A path in a document is a path in the checkout."""
    text = _CODE_BLOCK.sub("", text_of(name))
    named = {
        path for path in _PATH.findall(text) if not path.startswith((".dondoc", ".venv", "kl/"))
    }

    assert [] == sorted(path for path in named if not (CHECKOUT / path).exists())


def test_every_decision_is_in_the_index_and_numbered_without_gaps() -> None:
    """The index lists each page once, in order."""
    index = re.findall(r"\((\d{4}-[a-z0-9-]+\.md)\)", text_of("docs/adr/README.md"))

    assert [path.name for path in ADRS] == index
    assert [f"{n:04}" for n in range(1, len(ADRS) + 1)] == [path.name[:4] for path in ADRS]


@pytest.mark.parametrize("path", ADRS, ids=[path.name[:4] for path in ADRS])
def test_a_decision_says_why_and_what_else_was_possible(path: Path) -> None:
    """Status, context, decision, consequences, alternatives, on half a page."""
    text = path.read_text(encoding="utf-8")

    assert [] == [part for part in PARTS_OF_AN_ADR if part not in text]
    assert text.startswith(f"# {path.name[:4]}. ")
    assert len(text.split()) < 400


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(CHECKOUT)) for path in FILES])
def test_every_link_leads_somewhere(path: Path) -> None:
    """Relative links name files that exist, and headings that stand in them."""
    text = _CODE_BLOCK.sub("", path.read_text(encoding="utf-8"))
    links = [unquote(link) for link in _LINK.findall(text) if "://" not in link]

    assert [] == [link for link in links if not leads_somewhere(path, link)]


def leads_somewhere(path: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = (path.parent / name).resolve() if name else path
    if not target.exists():
        return False
    return not anchor or anchor in {anchor_of(one) for one in headings_of(target)}


def headings_of(path: Path) -> list[str]:
    return _HEADING.findall(_CODE_BLOCK.sub("", path.read_text(encoding="utf-8")))


def anchor_of(heading: str) -> str:
    """As code forges make it: lower case, blanks as hyphens, punctuation dropped."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_every_test_that_a_document_names_exists() -> None:
    """A person test whose proof was renamed or removed is noticed."""
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", text_of("docs/person-tests.md"))

    assert len(named) >= 12
    for path, name in named:
        assert f"def {name}(" in (CHECKOUT / path).read_text(encoding="utf-8"), (path, name)
