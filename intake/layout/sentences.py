"""Sentences and the parts between semicolons, without being misled by "TP.", "v.v." and numbers."""

import re
from typing import Final

_END: Final = re.compile(
    r"[.!?…]+[\"')\]]*[\s*]*(?=\s|$)|(?<=[^\W\d_]{2})\.(?=[^\W\d_]{2})|\n\s*\n"
)
_SHORT: Final = re.compile(
    r"(?:^|[\s(\"])(?:tp|tx|tt|ts|ths|pgs|gs|ts|bs|ks|mr|ms|st|no|q|p|đ|vv|v\.v|tr|cv|kts|tư|t\.ư|hcm|ubnd tp|số)\.$"
)
_BRACKET: Final = re.compile(r"[()“”\[\]]")
_OPEN: Final = {"(": ")", "“": "”", "[": "]"}


def sentences_in(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch; together they are the stretch."""
    cuts = [start]
    for found in _END.finditer(folded, start, end):
        cut = found.end()
        while cut < end and folded[cut].isspace():
            cut += 1
        if cut >= end or _SHORT.search(folded[max(start, found.start() - 8) : found.start() + 1]):
            continue
        nxt = text[cut]
        if not (
            nxt.isupper()
            or nxt in '-–+•“"(*|'
            or (nxt.isdigit() and "\n" in folded[found.start() : cut])
        ):
            continue
        if _depth(text, cuts[-1], found.start()) > 0:
            continue
        cuts.append(cut)
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def parts_in(text: str, folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a sentence between semicolons outside brackets."""
    cuts = [start]
    for found in re.compile(r";\s*").finditer(folded, start, end):
        if found.end() < end and _depth(text, cuts[-1], found.start()) == 0:
            cuts.append(found.end())
    return list(zip(cuts, [*cuts[1:], end], strict=True))


def _depth(text: str, start: int, end: int) -> int:
    """How many brackets and quotes are open at the end of a stretch; the bracket of a label "b)" closes none."""
    depth = dict.fromkeys(_OPEN, 0)
    closing = {right: left for left, right in _OPEN.items()}
    for found in _BRACKET.finditer(text, start, end):
        if found[0] in depth:
            depth[found[0]] += 1
        else:
            left = closing[found[0]]
            depth[left] = max(0, depth[left] - 1)
    return sum(depth.values())
