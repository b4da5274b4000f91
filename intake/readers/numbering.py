"""The automatic numbering of a DOCX, counted the way Word prints it: "1.", "1.1.", "a)", "-".

mammoth keeps that a paragraph is numbered but not with what; the labels are taken from the numbering
part and put before the words, in the order of the numbered paragraphs.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from intake.readers.archive import part_of

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLETS: Final = {"bullet", "none"}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


_Numbered = tuple[str, int]


def labels_of(data: bytes) -> list[str]:
    """The printed label of every numbered paragraph in document order."""
    body = part_of(data, "word/document.xml")
    levels = _levels(part_of(data, "word/numbering.xml"))
    styles = _styles(part_of(data, "word/styles.xml"))
    if body is None:
        return []
    counters: defaultdict[str, dict[int, int]] = defaultdict(dict)
    labels: list[str] = []
    for paragraph in fromstring(body, forbid_dtd=True).iter(f"{_W}p"):
        numbered = _numbered(paragraph, styles)
        if numbered is not None and numbered[0] != "0":
            labels.append(_label(numbered, levels.get(numbered[0], {}), counters[numbered[0]]))
    return labels


def _numbered(paragraph: Element, styles: dict[str, _Numbered]) -> _Numbered | None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    own = _number_properties(properties)
    style = properties.find(f"{_W}pStyle")
    inherited = styles.get(style.get(f"{_W}val", "")) if style is not None else None
    if own and own[0]:
        return own
    return (inherited[0], own[1]) if own and inherited else inherited


def _number_properties(properties: Element) -> _Numbered | None:
    numbering = properties.find(f"{_W}numPr")
    if numbering is None:
        return None
    ident, level = numbering.find(f"{_W}numId"), numbering.find(f"{_W}ilvl")
    return (
        ident.get(f"{_W}val", "") if ident is not None else "",
        int(level.get(f"{_W}val", "0")) if level is not None else 0,
    )


def _styles(part: bytes | None) -> dict[str, _Numbered]:
    found: dict[str, _Numbered] = {}
    for style in fromstring(part, forbid_dtd=True).iter(f"{_W}style") if part else ():
        properties = style.find(f"{_W}pPr")
        numbered = _number_properties(properties) if properties is not None else None
        if numbered and numbered[0]:
            found[style.get(f"{_W}styleId", "")] = numbered
    return found


def _levels(part: bytes | None) -> dict[str, dict[int, _Level]]:
    """For each numbering its levels."""
    if part is None:
        return {}
    root = fromstring(part, forbid_dtd=True)
    abstract = {
        one.get(f"{_W}abstractNumId", ""): _levels_in(one) for one in root.iter(f"{_W}abstractNum")
    }
    found: dict[str, dict[int, _Level]] = {}
    for number in root.iter(f"{_W}num"):
        of = number.find(f"{_W}abstractNumId")
        levels = dict(abstract.get(of.get(f"{_W}val", "") if of is not None else "", {}))
        for override in number.iter(f"{_W}lvlOverride"):
            start = override.find(f"{_W}startOverride")
            at = int(override.get(f"{_W}ilvl", "0"))
            if start is not None and at in levels:
                levels[at] = _Level(
                    levels[at].form, levels[at].text, int(start.get(f"{_W}val", "1"))
                )
        found[number.get(f"{_W}numId", "")] = levels
    return found


def _levels_in(element: Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in element.iter(f"{_W}lvl"):
        values = {
            name: child.get(f"{_W}val", "")
            for name in ("numFmt", "lvlText", "start")
            if (child := level.find(f"{_W}{name}")) is not None
        }
        start = values.get("start", "1")
        levels[int(level.get(f"{_W}ilvl", "0"))] = _Level(
            values.get("numFmt", "decimal"),
            values.get("lvlText", "%1."),
            int(start) if start.isdigit() else 1,
        )
    return levels


def _label(numbered: _Numbered, levels: dict[int, _Level], counter: dict[int, int]) -> str:
    at = numbered[1]
    level = levels.get(at, _Level("decimal", f"%{at + 1}.", 1))
    if level.form in _BULLETS:
        return (
            "-" if level.form == "bullet" and "+" not in level.text else level.text.strip() or "-"
        )
    counter[at] = counter.get(at, level.start - 1) + 1
    for deeper in [one for one in counter if one > at]:
        del counter[deeper]
    printed = level.text
    for one in range(9):
        form = levels.get(one, level).form
        printed = printed.replace(
            f"%{one + 1}",
            _number(
                counter.get(one, levels.get(one, level).start),
                form if one == at or form != "bullet" else "decimal",
            ),
        )
    return printed.strip()


def _number(value: int, form: str) -> str:
    match form:
        case "lowerLetter":
            return _letter(value)
        case "upperLetter":
            return _letter(value).upper()
        case "lowerRoman":
            return _roman(value).lower()
        case "upperRoman":
            return _roman(value)
        case _:
            return str(value)


def _letter(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    printed = ""
    for amount, sign in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while value >= amount:
            printed, value = printed + sign, value - amount
    return printed
