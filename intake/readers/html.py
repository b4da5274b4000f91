"""HTML to lines: one line for each paragraph or list item, one line between bars for each table row."""

from html.parser import HTMLParser
from typing import Final

from intake.readers.grid import Grid

_BLOCKS: Final = {
    "p",
    "div",
    "section",
    "article",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "blockquote",
    "pre",
    "ul",
    "ol",
    "table",
    "body",
    "header",
    "footer",
    "figure",
    "center",
    "dd",
    "dt",
}
_SILENT: Final = {
    "script",
    "style",
    "head",
    "nav",
    "noscript",
    "svg",
    "iframe",
    "button",
    "form",
    "template",
}
_VOID: Final = {"br", "hr", "img", "input", "meta", "link", "col", "source", "wbr"}


class _Lines(HTMLParser):
    def __init__(self, labels: list[str] | None) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._words: list[str] = []
        self._silent = 0
        self._lists: list[list[str | int]] = []
        self._rows: list[list[str]] = []
        self._grids: list[Grid] = []
        self._labels = labels
        self._items = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif self._silent:
            return
        elif tag in {"ol", "ul"}:
            self._open_list(tag, dict(attrs))
        elif tag == "li":
            self._flush()
            self._words.append(self._label())
        elif tag in {"tr", "td", "th"}:
            self._open_cell(tag, dict(attrs))
        elif tag in _BLOCKS or tag == "br":
            if tag == "table":
                self._grids.append(Grid())
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif self._silent:
            return
        elif tag in {"ol", "ul"}:
            self._flush()
            self._lists = self._lists[:-1]
        elif tag in {"tr", "td", "th"}:
            self._close_cell(tag)
        elif tag in _BLOCKS:
            if tag == "table":
                self._grids = self._grids[:-1]
            self._break()

    def _open_list(self, tag: str, given: dict[str, str | None]) -> None:
        self._flush()
        start = given.get("start") or "1"
        self._lists.append(
            [tag, given.get("type") or "1", (int(start) if start.isdigit() else 1) - 1]
        )

    def _open_cell(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "tr":
            self._flush()
            self._rows.append([])
        elif self._rows and self._grids:
            self._grids[-1].open_cell(self._rows[-1], given)
        self._words = []

    def _close_cell(self, tag: str) -> None:
        """A cell joins its row; a row becomes one line between bars."""
        if not self._rows:
            return
        if tag == "tr":
            cells = self._rows.pop()
            if self._grids:
                self._grids[-1].close_row(cells)
            if any(cells):
                self.lines.append(f"| {' | '.join(cells)} |")
        else:
            self._rows[-1].append(" ".join("".join(self._words).replace("|", "/").split()))
            if self._grids:
                self._grids[-1].close_cell(self._rows[-1])
            self._words = []

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def _break(self) -> None:
        """A line break outside tables; inside a cell a blank, so that the row stays one line."""
        if self._rows:
            self._words.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._words.append(" ")
            return
        line = " ".join("".join(self._words).split())
        self._words = []
        if line:
            self.lines.append(line)

    def _label(self) -> str:
        """The label of a list item: as Word prints it when known, else by position and depth."""
        self._items += 1
        if self._labels is not None:
            return f"{self._labels[self._items - 1]} " if self._items <= len(self._labels) else ""
        if not self._lists:
            return "- "
        kind, form, count = self._lists[-1]
        self._lists[-1][2] = int(count) + 1
        if kind == "ul":
            return "- " if len(self._lists) < 2 else "+ "
        number = int(count) + 1
        return (
            f"{chr(96 + (number - 1) % 26 + 1)}) "
            if form == "a" or (len(self._lists) == 2 and form == "1")
            else f"{number}. "
        )

    def close(self) -> None:
        super().close()
        self._rows = []
        self._flush()


def lines_of_html(markup: str, labels: list[str] | None = None) -> list[str]:
    """The lines of a page; `labels` are those of its list items when another source knows them."""
    parser = _Lines(labels)
    parser.feed(markup)
    parser.close()
    return parser.lines


def count_items(markup: str) -> int:
    """How many list items a page has."""
    return markup.count("<li>") + markup.count("<li ")
