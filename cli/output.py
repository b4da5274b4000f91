"""How answers look: tables and sentences for people, one JSON document for programs.

Data go to standard output, notes and mistakes to standard error. Colour only on a terminal.
"""

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import UUID

from cli.wishes import Wishes
from cli.words import Both

if TYPE_CHECKING:
    from cli.errors import Problem


class Cell(NamedTuple):
    """A piece of text with the style it has on a terminal."""

    text: str
    style: str = ""


class Column(NamedTuple):
    """The head of a column; numbers stand on the right."""

    head: str
    is_number: bool = False
    folds: bool = False
    """Whether long text goes on below instead of being cut; at most one column of a table."""


Row = Sequence[Cell | str]


class Output:
    """The two streams of one call."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes

    def say(self, text: Both) -> str:
        """A text in the reader's language."""
        return text.in_(self._wishes.lang)

    def document(self, value: Any) -> None:
        """The one JSON document of a call with `--json`."""
        self._write(json.dumps(plain(value), ensure_ascii=False, indent=2))

    def json_line(self, value: Any) -> None:
        """One of many JSON documents, a line each."""
        self._write(json.dumps(plain(value), ensure_ascii=False))

    def line(self, *cells: Cell | str) -> None:
        """One line of an answer for people."""
        if not sys.stdout.isatty():
            self._write("".join(_text(cell) for cell in cells).rstrip())
            return
        from rich.console import Console
        from rich.text import Text

        Console(highlight=False).print(Text.assemble(*(_styled(cell) for cell in cells)))

    def table(self, columns: Sequence[Column], rows: Iterable[Row]) -> None:
        """A table: aligned columns, and on a terminal colour and no wider than it."""
        if not sys.stdout.isatty():
            for words in _aligned(columns, list(rows)):
                self._write(words)
            return
        from rich import box
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
        for column in columns:
            table.add_column(
                column.head,
                justify="right" if column.is_number else "left",
                no_wrap=not column.folds,
                overflow="fold" if column.folds else "ellipsis",
            )
        for row in rows:
            table.add_row(*(Text(*_styled(cell)) for cell in row))
        Console(highlight=False).print(table)

    def flush(self) -> None:
        """Hand on what was written, while more may come."""
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """Something beside the answer, for people only."""
        if not self._wishes.as_json:
            print(text, file=sys.stderr, flush=True)  # noqa: T201 - the edge

    @contextmanager
    def progress(self, title: str) -> Iterator[Any]:
        """A bar on standard error while something long is done: yields `progress(done, total)`.

        Silent where nobody watches.
        """
        if self._wishes.as_json or not sys.stderr.isatty():
            yield lambda done, total=None: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        with Progress(*shown, console=Console(stderr=True), transient=True) as bars:
            bar = bars.add_task(title, total=None)
            yield lambda done, total=None: bars.update(bar, completed=done, total=total)

    def problem(self, problem: "Problem") -> None:
        """What went wrong and what to do, on standard error."""
        if self._wishes.as_json:
            print(json.dumps(plain(problem.as_json()), ensure_ascii=False), file=sys.stderr)  # noqa: T201 - the edge
            return
        where = [self.say(_LINE).format(problem.line)] if problem.line else []
        if problem.field and problem.field not in problem.message:
            where.append(problem.field)
        lines = [f"✗ {problem.message}" + (f" ({', '.join(where)})" if where else "")]
        lines += [
            f"  {one['path']}: {one['running']!r} → {one['given']!r}"
            for one in problem.differences[:_MOST_SHOWN]
        ]
        if problem.remedy:
            lines.append(f"  {problem.remedy}")
        print("\n".join(lines), file=sys.stderr)  # noqa: T201 - the edge

    def prepare_help(self) -> None:
        """The headings of `--help` in the reader's language."""
        from typer import rich_utils

        for name, text in _HEADINGS.items():
            setattr(rich_utils, name, self.say(text))

    def _write(self, text: str) -> None:
        sys.stdout.write(f"{text}\n")


def plain(value: Any) -> Any:
    """A value as JSON has it: models and dataclasses as objects, days and instants as ISO 8601."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, Path | UUID) else value


def _text(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _styled(cell: Cell | str) -> tuple[str, str]:
    return (cell, "") if isinstance(cell, str) else (cell.text, cell.style)


def _aligned(columns: Sequence[Column], rows: list[Row]) -> Iterator[str]:
    lines = [[column.head for column in columns], *([_text(cell) for cell in row] for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(columns))]
    for line in lines:
        words = (
            word.rjust(width) if column.is_number else word.ljust(width)
            for word, width, column in zip(line, widths, columns, strict=True)
        )
        yield "  ".join(words).rstrip()


_MOST_SHOWN = 20
_LINE = Both("dòng {}", "line {}")
_HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": Both("Tham số", "Arguments"),
    "OPTIONS_PANEL_TITLE": Both("Tuỳ chọn", "Options"),
    "COMMANDS_PANEL_TITLE": Both("Lệnh", "Commands"),
    "REQUIRED_LONG_STRING": Both("[bắt buộc]", "[required]"),
    "DEFAULT_STRING": Both("[mặc định: {}]", "[default: {}]"),
}
