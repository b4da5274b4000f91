"""The completeness certificate: every character of a document is answered for, by a directive or by a person.

Pure. Built when a review is finished, kept with the conclusion, checked later against the file and its
text. Dropping, doubling, moving or renaming one segment, or changing one letter of the text, breaks it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, Final

from intake.refusals import IntakeCode, IntakeRefusal

VERSION: Final = 1


class Held(StrEnum):
    """What answers for a segment."""

    DIRECTIVE = "directive"
    HEADING = "heading"
    NO_TASK = "no_task"


@dataclass(frozen=True, slots=True)
class CertifiedSegment:
    """One stretch of the text and what answers for it.

    `directives` are the numbers of the directives it belongs to (one, or for a heading those under it);
    `person` is who decided that it holds no task, `act` the act by which, one for a whole section.
    """

    id: str
    start: int
    end: int
    held: Held
    directives: tuple[int, ...] = ()
    person: str | None = None
    act: str | None = None


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was read, how each part of it is answered for, and a seal over all of it."""

    document_sha256: str
    text_sha256: str
    length: int
    segments: tuple[CertifiedSegment, ...]
    directives: tuple[int, ...]
    approved_by: str
    seal: str
    version: int = VERSION


def build(
    document_sha256: str,
    text: str,
    segments: Iterable[CertifiedSegment],
    directives: Sequence[int],
    approved_by: str,
) -> Certificate:
    """The certificate of a finished review; refuses when anything is not answered for."""
    ordered = tuple(sorted(segments, key=lambda one: one.start))
    bare = Certificate(
        document_sha256, sha256_of(text), len(text), ordered, tuple(directives), approved_by, ""
    )
    problems = _gaps(bare)
    if problems:
        raise IntakeRefusal(IntakeCode.CERTIFICATE, found=problems[0])
    return Certificate(**{**_fields(bare), "seal": _seal(bare)})


def problems_of(
    certificate: Certificate, text: str, document_sha256: str | None = None
) -> list[str]:
    """Everything that is wrong with a certificate, seen against the text and the file; empty when it holds."""
    found = _gaps(certificate)
    if certificate.seal != _seal(certificate):
        found.append("dấu niêm không khớp: chứng nhận đã bị sửa")
    if certificate.text_sha256 != sha256_of(text) or certificate.length != len(text):
        found.append("văn bản không phải là văn bản đã được chứng nhận")
    if document_sha256 is not None and document_sha256 != certificate.document_sha256:
        found.append("tệp gốc không phải là tệp đã được chứng nhận")
    return found


def verify(certificate: Certificate, text: str, document_sha256: str | None = None) -> bool:
    """Whether every character is answered for exactly once and nothing was changed since."""
    return not problems_of(certificate, text, document_sha256)


def to_dict(certificate: Certificate) -> dict[str, Any]:
    """The certificate as plain JSON values."""
    plain: dict[str, Any] = json.loads(json.dumps(asdict(certificate)))
    return plain


def from_dict(plain: Mapping[str, Any]) -> Certificate:
    """The certificate from plain JSON values; refuses what is none."""
    try:
        segments = tuple(
            CertifiedSegment(
                str(one["id"]),
                int(one["start"]),
                int(one["end"]),
                Held(one["held"]),
                tuple(int(n) for n in one["directives"]),
                one.get("person"),
                one.get("act"),
            )
            for one in plain["segments"]
        )
        return Certificate(
            str(plain["document_sha256"]), str(plain["text_sha256"]), int(plain["length"]), segments,
            tuple(int(n) for n in plain["directives"]), str(plain["approved_by"]), str(plain["seal"]), int(plain["version"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise IntakeRefusal(IntakeCode.CERTIFICATE, found=f"thiếu hoặc sai mục {error}") from error


def sha256_of(text: str) -> str:
    """The hash of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _gaps(certificate: Certificate) -> list[str]:
    """Characters covered never or twice, and segments nobody answers for."""
    found: list[str] = []
    at = 0
    for segment in certificate.segments:
        if segment.start != at:
            found.append(
                f"ký tự {min(at, segment.start)}–{max(at, segment.start)} {'bị bỏ sót' if segment.start > at else 'bị tính hai lần'}"
            )
        if segment.end <= segment.start:
            found.append(f"đoạn {segment.id} rỗng")
        at = max(at, segment.end)
        found += _unanswered(segment, set(certificate.directives))
    if at != certificate.length:
        found.append(f"ký tự {at}–{certificate.length} bị bỏ sót")
    if len({one.id for one in certificate.segments}) != len(certificate.segments):
        found.append("hai đoạn trùng tên")
    held = {n for one in certificate.segments if one.held is Held.DIRECTIVE for n in one.directives}
    found += [f"nhiệm vụ {n} không có đoạn nào" for n in certificate.directives if n not in held]
    if not certificate.approved_by.strip():
        found.append("không có người duyệt")
    return found


def _unanswered(segment: CertifiedSegment, directives: set[int]) -> list[str]:
    if segment.held is Held.NO_TASK:
        is_answered = bool(segment.person and segment.person.strip() and segment.act)
    else:
        is_answered = bool(segment.directives) and set(segment.directives) <= directives
    return (
        []
        if is_answered
        else [
            f"đoạn {segment.id} ({segment.start}–{segment.end}) chưa có người hoặc nhiệm vụ nào chịu trách nhiệm"
        ]
    )


def _seal(certificate: Certificate) -> str:
    plain = {**to_dict(certificate), "seal": ""}
    return hashlib.sha256(
        json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    ).hexdigest()


def _fields(certificate: Certificate) -> dict[str, Any]:
    return {name: getattr(certificate, name) for name in Certificate.__dataclass_fields__}
