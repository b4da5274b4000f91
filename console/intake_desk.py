"""What the screens of intake do with a review: open a document, carry out one decision, issue the conclusion."""

import asyncio
import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any, Final

from starlette.datastructures import UploadFile

import intake
from console.acts.uploads import harmless
from console.auth import Viewer
from console.desk import Console
from console.filters import code_in, day_in
from console.intake_jobs import SHORT_S, Jobs
from gateway.reading import conclusion_from
from intake import IntakeCode, IntakeRefusal
from intake.certificate import Certificate, to_dict
from intake.review import (
    Opening,
    Review,
    ReviewedDirective,
    apply_act,
    conclusion_of,
    review_from,
    review_to_plain,
)
from register import accounts, documents, drafts
from register.documents import Job
from register.drafts import Draft, DraftChanged, DraftToSave, KeptCertificate
from schemas.conclusion import Conclusion
from schemas.folding import fold_vi
from schemas.refusals import Code, MalformedInput, Refusal
from schemas.states import Precision
from schemas.wording import Lang, moment_text

_ACTS: Final = {
    "chap-nhan": "accept",
    "sua": "edit",
    "tach": "split",
    "gop": "merge",
    "bo": "drop",
    "khong-co-nhiem-vu": "no_task",
    "trung-lap": "repeat",
}
"""The acts of a review as addresses name them."""


async def taken_in(console: Console, jobs: Jobs, viewer: Viewer, file: UploadFile) -> Draft | Job:
    """The draft of one document; or the job that reads it, where that takes longer than people wait.

    A document that is open already is gone on with. Raises IntakeRefusal or MalformedInput with a
    sentence for the person; then nothing of the file was kept.
    """
    content, name = await file.read(), harmless(file.filename or "")
    sha256 = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
    found = await drafts.draft_of_document(console.pool, sha256)
    if found is not None:
        return found
    first = await asyncio.to_thread(intake.first_page, content, name)
    who = (viewer.office, viewer.login)
    own = await jobs.open(console, (sha256, name, content), who, first)
    await jobs.settled(own, SHORT_S)
    return await read_by(console, own)


async def read_by(console: Console, own: str) -> Draft | Job:
    """What has become of a job: its draft when it is done; raises the refusal when it failed at once."""
    job = await documents.job(console.pool, own)
    if job is None:
        raise Refusal(Code.UNKNOWN_TARGET, "unknown_target", id=own[:60])
    if job.state != "done":
        return job
    draft = await drafts.draft_of_document(console.pool, job.sha256)
    if draft is None:
        raise Refusal(Code.CONFLICT, "draft_gone")
    return draft


def why_failed(job: Job) -> IntakeRefusal | None:
    """The refusal a job ended with; None where it was our fault."""
    said = job.failure or {}
    return IntakeRefusal(IntakeCode(said["code"]), **said["said"]) if said.get("code") else None


async def save(console: Console, login: str, review: Review, *, seen: int | None) -> Draft:
    """The review as the newest version of its draft; raises DraftChanged."""
    wanted = DraftToSave(
        document_sha256=review.document_sha256,
        name=review.document_name,
        number=review.number,
        title=review.title,
        review=review_to_plain(review),
        by=login,
    )
    return await drafts.save(console.pool, wanted, seen=seen)


async def is_theirs(console: Console, viewer: Viewer, draft: Draft) -> bool:
    """Whether the draft was opened by the viewer's office; one opened at a terminal belongs to all standing offices."""
    opener = await accounts.account(console.pool, draft.opened_by)
    return opener is None or opener.office == viewer.office


def opened(draft: Draft) -> Review:
    """The review a draft holds."""
    return review_from(draft.review or {})


def faster(changed: DraftChanged, lang: Lang) -> Refusal:
    """Who saved the draft meanwhile, and when."""
    if changed.now is None:
        return Refusal(Code.CONFLICT, "draft_gone")
    at = moment_text(changed.now.saved_at, lang)
    return Refusal(Code.CONFLICT, "draft_saved_by", by=changed.now.saved_by, at=at)


def decided(
    review: Review, act: str, said: Mapping[str, str], person: str, scanned: frozenset[int] = frozenset()
) -> Review:  # fmt: skip
    """The review after one decision; raises IntakeRefusal when it cannot be carried out.

    A deadline that was recognised from a picture (*scanned* proposals) is confirmed singly, beside the picture.
    """
    if act == "chap-nhan-chac-chan":
        sure = [
            one.n for one in review.directives if one.sure and one.leads and one.n not in scanned
        ]
        return apply_act(review, {"act": "accept", "n": sure, "person": person}) if sure else review
    if act not in _ACTS:
        raise MalformedInput("filter_wrong", field="act")
    if act in {"chap-nhan", "sua"} and not said.get("seen") and _is_dated(review, said, scanned):
        raise MalformedInput("deadline_unconfirmed", field=f"seen-{said['n']}", n=said["n"])
    return apply_act(review, {"act": _ACTS[act], "person": person, **_fields(act, said)})


def _is_dated(review: Review, said: Mapping[str, str], scanned: frozenset[int]) -> bool:
    n = int(said["n"]) if said.get("n", "").isdigit() else 0
    return n in scanned and is_dated(review.directive(n))


def is_dated(one: ReviewedDirective) -> bool:
    """Whether a proposal says anything of time."""
    return bool(one.due_on or one.deadline_text or one.periodic)


def _fields(act: str, said: Mapping[str, str]) -> dict[str, Any]:
    n = int(said["n"]) if said.get("n", "").isdigit() else None
    match act:
        case "chap-nhan" | "bo":
            return {"n": [n]}
        case "sua":
            return {"n": n, "changes": _changes(said)}
        case "tach":
            return {"n": n, "before": said.get("at", "")}
        case "gop":
            return {"n": [n, (n or 0) + 1]}
        case "trung-lap":
            return {"n": n, "of": said.get("of", ""), "verdict": said.get("verdict", "")}
    if said.get("clause"):
        return {"clause": said["clause"]}
    return {"ids": [said["segment"]]} if said.get("segment") else {"rest": True}


def _changes(said: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a proposal as a form sends them."""
    changes: dict[str, Any] = {}
    if said.get("text"):
        changes["text"] = said["text"]
    for name in ("leads", "coordinating"):
        if name in said:
            bodies = [one.strip() for one in said[name].split(",") if one.strip()]
            changes[name] = tuple(code_in(one) or one for one in bodies)
    if "due_on" in said:
        due_on = day_in(said["due_on"]) if said["due_on"] else None
        if said["due_on"] and due_on is None:
            raise MalformedInput("not_a_day", field="due_on", given=said["due_on"])
        changes |= {"due_on": due_on, "precision": Precision.DAY if due_on else Precision.NONE}
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
    said = json.dumps(conclusion_of(review, opening), ensure_ascii=False, default=str)
    return conclusion_from(said)


async def concluded(
    console: Console, draft: Draft, conclusion: Conclusion, certificate: Certificate, text: str
) -> None:
    """The certificate is kept in the register with its conclusion, and the draft ends, both or neither."""
    kept = KeptCertificate(
        ref=conclusion.ref,
        document_sha256=draft.document_sha256,
        certificate=to_dict(certificate),
        text=text,
        office=conclusion.standing_office,
        approved_by=certificate.approved_by,
        approved_at=draft.saved_at,
    )
    await drafts.conclude(console.pool, kept, seen=draft.version)
