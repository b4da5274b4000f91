"""What the tests of documents share: the project's Markdown files, and the commands printed in them."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.docs.regenerate import CHECKOUT

README: Final = CHECKOUT / "README.md"
DOCS: Final = CHECKOUT / "docs"
_SHELL: Final = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_NOT_OURS: Final = {".venv", ".dondoc", ".git", ".pytest_cache", ".mypy_cache", ".ruff_cache"}


def markdown_files() -> list[Path]:
    """Every Markdown file of the project."""
    files = (
        path
        for path in CHECKOUT.rglob("*.md")
        if not _NOT_OURS & set(path.parts[len(CHECKOUT.parts) :])
    )
    return sorted(files)


def text_of(name: str) -> str:
    """A document by its path from the checkout."""
    return (CHECKOUT / name).read_text(encoding="utf-8")


def command_lines(path: Path, program: str) -> Iterator[list[str]]:
    """The words after the program's name, for each line of a shell block that calls it."""
    for block in _SHELL.findall(path.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            words = shlex.split(line, comments=True)
            if words and words[0] == f".venv/bin/{program}":
                yield words[1:]


def rows_of(text: str) -> list[list[str]]:
    """The cells of every table row of a document."""
    lines = (line.strip() for line in text.splitlines())
    return [
        [cell.strip() for cell in line.strip("|").split(" | ")]
        for line in lines
        if line.startswith("|")
    ]
