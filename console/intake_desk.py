"""What the screens of intake do with a review: open a document, carry out one decision, make the conclusion."""

import asyncio
import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import UploadFile

import intake
from console.acts.uploads import harmless
from console.filters import code_in, day_in
from evidence.store import EvidenceStore
from gateway.reading import conclusion_from
from intake.certificate import Certificate, to_dict
from intake.review import (
    Opening,
    Review,
    accept,
    conclusion_of,
    drop,
    edit,
    mark_no_task,
    merge,
    read_review,
    split,
    start_review,
    write_review,
)
from schemas.conclusion import Conclusion
from schemas.folding import fold_vi
from schemas.refusals import MalformedInput
from schemas.states import Precision

KEPT: Final = "intake"
"""Below the data folder, where the CLI keeps certificates too."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was read: where its file is, and the review to begin with."""

    name: str
    sha256: str
    number: str | None
    review: str


async def taken_in(store: EvidenceStore, file: UploadFile) -> Taken:
    """Store and read one document; raises IntakeRefusal or MalformedInput with a sentence for the person."""
    with tempfile.TemporaryDirectory(prefix="dondoc-") as folder:
        path = Path(folder) / harmless(file.filename or "")
        path.write_bytes(await file.read())
        review = await asyncio.to_thread(_read, path)
        kept = await store.put(path)
    return Taken(path.name, kept.sha256, review.number, write_review(review))


def _read(path: Path) -> Review:
    document = intake.read(path)
    return start_review(document, intake.propose(document))


def opened(text: str) -> Review:
    """The review a draft holds."""
    return read_review(text)


def decided(review: Review, act: str, said: Mapping[str, str], person: str) -> Review:
    """The review after one decision; raises IntakeRefusal when it cannot be carried out."""
    n = int(said["n"]) if said.get("n", "").isdigit() else 0
    match act:
        case "chap-nhan":
            return accept(review, [n], person)
        case "chap-nhan-chac-chan":
            sure = [one.n for one in review.directives if one.sure and one.leads]
            return accept(review, sure, person)
        case "sua":
            return edit(review, n, person, **_changes(said))
        case "tach":
            return split(review, n, _place(review, n, said.get("at", "")), person)
        case "gop":
            return merge(review, [n, n + 1], person)
        case "bo":
            return drop(review, n, person)
        case "khong-co-nhiem-vu":
            return _no_task(review, said, person)
    raise MalformedInput("filter_wrong", field="act")


def _no_task(review: Review, said: Mapping[str, str], person: str) -> Review:
    if said.get("clause"):
        return mark_no_task(review, person, clause=said["clause"])
    if said.get("segment"):
        return mark_no_task(review, person, ids=[said["segment"]])
    return mark_no_task(review, person, rest=True)


def _place(review: Review, n: int, words: str) -> int:
    """Where the second half begins: at the first of the words given, within the directive's own text."""
    for one in review.segments:
        if n in one.directives and words:
            at = review.text.find(words, one.start, one.end)
            if at > one.start:
                return at
    raise MalformedInput("split_not_found", field="at", given=words[:80])


def _changes(said: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a proposal as a form sends them."""
    changes: dict[str, Any] = {}
    if said.get("text"):
        changes["text"] = said["text"]
    for name in ("leads", "coordinating"):
        if name in said:
            changes[name] = tuple(
                code_in(one) or one.strip() for one in said[name].split(",") if one.strip()
            )
    if "due_on" in said:
        changes["due_on"] = day_in(said["due_on"]) if said["due_on"] else None
        if said["due_on"] and changes["due_on"] is None:
            raise MalformedInput("not_a_day", field="due_on", given=said["due_on"])
        changes["precision"] = Precision.DAY if changes["due_on"] else Precision.NONE
    if said.get("product"):
        changes["product"] = said["product"]
    return changes


def ref_of(review: Review) -> str:
    """`tb-467-2024` from "467/TB-VPCP" of 2024; without a number the beginning of the file's hash."""
    year = review.issued_on.year if review.issued_on else ""
    match = re.match(r"\s*(\d+)\s*[/-]\s*([^-/\d]+)", review.number or "")
    if match is None:
        return f"vb-{review.document_sha256[:12]}"
    kind = re.sub(r"[^a-z0-9]+", "-", fold_vi(match[2])).strip("-")
    return f"{kind}-{match[1]}-{year}".strip("-")[:60]


def conclusion_from_review(review: Review, opening: Opening) -> Conclusion:
    """The conclusion as it would be issued; refuses while anything is open."""
    return conclusion_from(
        json.dumps(conclusion_of(review, opening), ensure_ascii=False, default=str)
    )


def keep_certificate(folder: Path, ref: str, review: Review, certificate: Certificate) -> None:
    """The proof that every character of the document is answered for, beside its text."""
    path = folder / KEPT / f"{ref}.certificate.json"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = path.with_suffix(".part")
    said = {"ref": ref, "certificate": to_dict(certificate), "text": review.text}
    half.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    half.replace(path)
