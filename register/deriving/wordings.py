"""The wording of directives as rows: as issued, as added later, and as amendments changed it for some assignments.

An amended wording is named by its content, so two packets that receive the same amendment write
the same row, in whatever order, and the rebuild finds it again.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from struct import unpack_from
from typing import Any, Final

from asyncpg import Record

from register.deriving.standings import storable
from register.log.chain import canonical
from register.log.stored import as_rows
from schemas.folding import fold_vi, nfc

__all__ = [
    "GRAM",
    "Wording",
    "amended",
    "as_issued",
    "directive_id",
    "grams_of",
    "wording_in",
    "wording_row",
    "wording_rows",
    "wordings_of",
]

GRAM: Final = 3
"""Characters per piece of the search column; shorter searches look through all rows."""

_STEP: Final = 1_009
_WORDED: Final = ("text", "product", "clause")


@dataclass(frozen=True, slots=True)
class Wording:
    """One row of `directive`, in the order of its columns."""

    id: str
    ref: str
    n: int
    as_issued: bool
    clause: str | None
    text: str
    product: str | None
    assignees: tuple[str, ...]
    coordinating: tuple[str, ...]
    deadline_raw: str | None
    report: dict[str, Any] | None
    indicators: list[Any]
    carried_over: dict[str, Any] | None
    illustrative: bool
    search: str = field(default="", compare=False)
    grams: tuple[int, ...] = field(default=(), compare=False)


def directive_id(ref: str, n: int) -> str:
    """The id of a directive, and of its wording as issued."""
    return f"kl/{ref}/{n}"


def wordings_of(document: Mapping[str, Any]) -> list[Wording]:
    """The directives of a conclusion as issued, from its document: whatever release wrote it, the same rows."""
    ref, number = document["ref"], document.get("number")
    return [as_issued(ref, number, directive) for directive in document["directives"]]


def as_issued(ref: str, number: str | None, directive: Mapping[str, Any]) -> Wording:
    """A directive as the conclusion, or the document that added it, words it."""
    return _searchable(
        Wording(
            id=directive_id(ref, directive["n"]),
            ref=ref,
            n=directive["n"],
            as_issued=True,
            clause=storable(directive.get("clause")),
            text=storable(directive["text"]) or "",
            product=storable(directive.get("product")),
            assignees=_storable(directive["assignees"]),
            coordinating=_storable(directive.get("coordinating") or ()),
            deadline_raw=storable((directive.get("deadline") or {}).get("raw")),
            report=directive.get("report"),
            indicators=directive.get("indicators") or [],
            carried_over=directive.get("carried_over_from"),
            illustrative=bool(directive.get("illustrative")),
        ),
        number,
    )


def amended(before: Wording, changes: Mapping[str, Any], number: str | None) -> Wording:
    """The wording after an amendment; the same one when it changes no words."""
    said: dict[str, Any] = {
        name: None if changes[name] is None else _text(changes[name])
        for name in _WORDED
        if name in changes
    }
    if "coordinating" in changes:
        said["coordinating"] = _storable(changes["coordinating"] or ())
    if "report" in changes:
        said["report"] = changes["report"]
    if (deadline := changes.get("deadline")) is not None:
        raw = deadline.get("raw")
        said["deadline_raw"] = None if raw is None else _text(raw)
    after = replace(before, **said)
    if after == before:
        return before
    content = asdict(replace(after, id="", as_issued=False, search="", grams=()))
    name = hashlib.sha256(canonical(content).encode()).hexdigest()[:12]
    own = f"{directive_id(before.ref, before.n)}#{name}"
    return _searchable(replace(after, id=own, as_issued=False), number)


def wording_row(one: Wording) -> dict[str, Any]:
    """A wording as its row."""
    return {column.name: getattr(one, column.name) for column in fields(one)}


def wording_rows(wordings: Iterable[Wording]) -> str:
    """Wordings as the statement `add_wordings` reads them."""
    # The zero character, which JSON writes as an escape, is refused by PostgreSQL.
    return as_rows(map(wording_row, wordings)).replace("\\u0000", "\ufffd")


def wording_in(row: Record, number: str | None) -> Wording:
    """A wording from its row, with what is searched for made anew."""
    said = dict(row) | {name: tuple(row[name]) for name in ("assignees", "coordinating")}
    return _searchable(Wording(**said), number)


def grams_of(folded: str) -> tuple[int, ...]:
    """Every three characters of a folded text as one number, each once, where it comes first."""
    numbers = _lanes(folded) if folded.isascii() else _numbers(folded)
    return tuple(dict.fromkeys(numbers))


def _numbers(folded: str) -> Iterable[int]:
    codes = [ord(char) for char in folded]
    return [
        (one * _STEP * _STEP + two * _STEP + three) & 0x7FFFFFFF
        for one, two, three in zip(codes, codes[1:], codes[2:], strict=False)
    ]


def _lanes(folded: str) -> Iterable[int]:
    """The same for ASCII, all at once: the text as one number of 32 bits a character, none of which overflows.

    Most of what is searched is ASCII once it is folded, and two hundred directives have forty thousand pieces.
    """
    if len(folded) < GRAM:
        return ()
    whole = int.from_bytes(folded.encode("utf-32-le"), "little")
    summed = whole * _STEP * _STEP + (whole >> 32) * _STEP + (whole >> 64)
    lanes = summed.to_bytes(4 * len(folded), "little")
    return unpack_from(f"<{len(folded) - GRAM + 1}I", lanes)


def _searchable(wording: Wording, number: str | None) -> Wording:
    parts = (wording.text, wording.product, number, directive_id(wording.ref, wording.n))
    search = "\n".join(fold_vi(part) for part in parts if part)
    return replace(wording, search=search, grams=grams_of(search))


def _text(value: Any) -> str | None:
    return storable(nfc(str(value)).strip())


def _storable(texts: Any) -> tuple[str, ...]:
    listed = [texts] if isinstance(texts, str) else texts
    return tuple(_text(one) or "" for one in listed)
