"""How a clause is cited: "2.a", "III.1, gạch 2", "2, gạch 3, đoạn 2", "Bảng, dòng 1.a"."""

import re
from typing import Final

from intake.layout.clauses import Clause, ClauseKind
from intake.layout.labels import LabelKind

_UNNUMBERED: Final = {LabelKind.DASH: "gạch", LabelKind.PLUS: "cộng"}
_NUMBER: Final = re.compile(r"\d+(?:\.\d+)*|[ivx]+", re.IGNORECASE)


def references_of(clauses: list[Clause]) -> dict[int, str]:
    """The reference of every clause by its identity."""
    found: dict[int, str] = {}
    rows: dict[int, str] = {}
    for clause in clauses:
        if clause.kind is ClauseKind.ROW and clause.row and clause.table:
            found[id(clause)] = _row(clause, rows)
        elif clause.kind is ClauseKind.TEXT:
            found[id(clause)] = _reference(clause, found)
    return found


def _row(clause: Clause, rows: dict[int, str]) -> str:
    """Letters stand under the number before them."""
    if clause.row is None or clause.table is None:
        return ""
    label, key = clause.row.label, id(clause.table)
    if label and re.fullmatch(r"\d+|[ivx]+", label):
        rows[key] = label
    elif label and not re.fullmatch(r"\d+(?:\.\d+)+", label):
        label = f"{rows.get(key, '')}{label}"
    if not label:
        label = f"dòng {clause.table.rows.index(clause.row) + 1}"
    return f"Bảng, {label}"


def _reference(clause: Clause, found: dict[int, str]) -> str:
    above = found.get(id(clause.parent), "") if clause.parent else ""
    if clause.label is None:
        brothers = (
            [one for one in clause.parent.children if one.label is None] if clause.parent else []
        )
        place = f"đoạn {brothers.index(clause) + 1}" if clause in brothers else ""
        return ", ".join(piece for piece in (above, place) if piece)
    kind = clause.label.kind
    if kind in _UNNUMBERED:
        brothers = (
            [one for one in clause.parent.children if one.label and one.label.kind is kind]
            if clause.parent
            else [clause]
        )
        return ", ".join(
            piece for piece in (above, f"{_UNNUMBERED[kind]} {brothers.index(clause) + 1}") if piece
        )
    cited = clause.label.cited
    above = above.partition(", đoạn")[0] if not above.startswith("đoạn") else ""
    if kind in {LabelKind.ARTICLE, LabelKind.PART}:
        cited = cited[:1].upper() + cited[1:]
    if kind is LabelKind.DECIMAL and above and cited.startswith(above.split(".")[-1]):
        return ".".join([*above.split(".")[:-1], cited])
    if not above:
        return cited
    return f"{above}, {cited}" if "gạch" in above else f"{above}.{cited}"
