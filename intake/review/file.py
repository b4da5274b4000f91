"""The review as a file for people: written as commented YAML, read back with line and field of every mistake.

The text of the document travels in the file, so that the spans keep their meaning; it is not to be edited.
"""

import json
from typing import Any, Final

import yaml

from intake.proposal import SegmentKind
from intake.review.lined import Lined, load
from intake.review.model import Decision, Review, ReviewedDirective, ReviewedSegment, with_headings
from schemas.states import Precision, Rhythm

_HEAD: Final = """\
# BẢN RÀ SOÁT NHIỆM VỤ — sửa trực tiếp trong tệp này rồi nạp lại.
#  1. Với mỗi nhiệm vụ: đọc "nguồn" (nguyên văn), sửa các mục nếu sai, rồi đổi duyet từ false thành true.
#  2. chu_tri, phoi_hop: mã cơ quan (G12, H38 …) hoặc tên, nhóm như in trong văn bản.
#  3. han.ngay để trống (null) nếu văn bản không có ngày; khi đó nên đặt han.ra_soat.
#  4. Bỏ một nhiệm vụ: xóa nó và trong "doan" đổi loai của các đoạn ấy thành no_task, ghi tên vào nguoi.
#  5. Mọi đoạn trong "doan" phải thuộc một nhiệm vụ, hoặc là đề mục, hoặc no_task có tên người quyết định.
#     Đặt khong_giao_viec.nguoi để xác nhận một lần cho mọi đoạn no_task/undecided còn lại (hoặc muc: "I" cho một mục).
# Không sửa: document, text, và các vị trí start/end.
"""
_FIELDS: Final = {
    "n",
    "muc",
    "nguon",
    "chac_chan",
    "quy_tac",
    "noi_dung",
    "chu_tri",
    "phoi_hop",
    "han",
    "bao_cao",
    "san_pham",
    "nhac_lai",
    "de_nghi",
    "duyet",
    "nguoi",
}


def write_review(review: Review) -> str:
    """The file a person edits."""
    parts = [_HEAD, _block("document", _document(review))]
    parts.append(
        "# Xác nhận một lần các đoạn không giao việc (nguoi: họ tên; muc: để trống = tất cả phần còn lại).\n"
        + _block("khong_giao_viec", {"nguoi": None, "muc": None})
    )
    parts.append("nhiem_vu:\n" if review.directives else "nhiem_vu: []\n")
    parts += [_directive_text(review, one) for one in review.directives]
    parts.append("\n# Các đoạn của văn bản: mỗi ký tự thuộc đúng một đoạn.\ndoan:\n")
    parts += [
        f"- {_flow(_segment(one))}  # {_clip(review.text[one.start : one.end])}\n"
        for one in review.segments
    ]
    parts.append(
        f"\n# Nguyên văn đã đọc (không sửa).\ntext: {json.dumps(review.text, ensure_ascii=False)}\n"
    )
    return "".join(parts)


def read_review(content: str) -> Review:
    """The review as the person left it; a mistake is told with its line and field."""
    root = load(content)
    document = root.child("document")
    text = root.text("text")
    directives = tuple(_directive(one) for one in root.items("nhiem_vu"))
    segments = tuple(
        _read_segment(one, len(text), {one.n for one in directives}) for one in root.items("doan")
    )
    segments = _confirmed(
        segments, root.child("khong_giao_viec") if root.has("khong_giao_viec") else None
    )
    return Review(
        document.text("name"), document.text("sha256"), text, document.optional("number"), document.optional("type"), document.day("issued_on"),
        document.optional("title"), document.optional("issuer"), document.optional("signer"), with_headings(segments), directives,
    )  # fmt: skip


def _document(review: Review) -> dict[str, Any]:
    return {
        "name": review.document_name, "sha256": review.document_sha256, "number": review.number, "type": review.type, "issued_on": review.issued_on,
        "title": review.title, "issuer": review.issuer, "signer": review.signer,
    }  # fmt: skip


def _directive_text(review: Review, one: ReviewedDirective) -> str:
    mark = "chắc chắn" if one.sure else "CẦN XEM KỸ"
    source = " ".join(review.source_of(one.n).split())
    plain: dict[str, Any] = {
        "n": one.n, "muc": one.ref, "nguon": source, "chac_chan": one.sure, "quy_tac": list(one.rules), "noi_dung": one.text,
        "chu_tri": list(one.leads), "phoi_hop": list(one.coordinating),
        "han": {"chu": one.deadline_text, "do_chinh_xac": one.precision.value, "ngay": one.due_on, "ra_soat": one.review_on},
        "bao_cao": {"ky": one.periodic.value, "ngay": one.report_day} if one.periodic else None,
        "san_pham": one.product, "nhac_lai": list(one.renews), "de_nghi": one.is_request, "duyet": one.decision is Decision.ACCEPTED, "nguoi": one.decided_by,
    }  # fmt: skip
    body = yaml.safe_dump(
        [plain], allow_unicode=True, sort_keys=False, width=140, default_flow_style=None
    )
    return f"\n# --- Nhiệm vụ {one.n} ({mark}) ---\n{body}"


def _directive(item: Lined) -> ReviewedDirective:
    item.only(_FIELDS)
    deadline = item.child("han")
    report = item.child("bao_cao") if item.value("bao_cao") is not None else None
    is_accepted = item.flag("duyet")
    person = item.optional("nguoi")
    leads = item.texts("chu_tri")
    if is_accepted and not leads:
        item.refuse("chu_tri", "nhiệm vụ đã duyệt phải có cơ quan chủ trì")
    return ReviewedDirective(
        n=item.number("n"), ref=item.optional("muc") or "", text=item.text("noi_dung"), leads=leads, coordinating=item.texts("phoi_hop"),
        deadline_text=deadline.optional("chu"), precision=Precision(deadline.one_of("do_chinh_xac", [one.value for one in Precision])), due_on=deadline.day("ngay"), review_on=deadline.day("ra_soat"),
        periodic=Rhythm(report.one_of("ky", [one.value for one in Rhythm])) if report else None, report_day=report.whole("ngay") if report else None,
        product=item.optional("san_pham"), renews=item.texts("nhac_lai"), is_request=item.flag("de_nghi"), sure=item.flag("chac_chan"),
        decision=Decision.ACCEPTED if is_accepted else Decision.OPEN, decided_by=person, rules=item.texts("quy_tac"),
    )  # fmt: skip


def _segment(one: ReviewedSegment) -> dict[str, Any]:
    plain = {
        "id": one.id,
        "start": one.start,
        "end": one.end,
        "loai": one.kind.value,
        "nhiem_vu": list(one.directives),
        "muc": one.clause,
        "quy_tac": one.rule,
        "nguoi": one.person,
        "hanh_vi": one.act,
    }
    return {
        name: value for name, value in plain.items() if value not in (None, "", []) or name == "id"
    }


def _read_segment(item: Lined, length: int, known: set[int]) -> ReviewedSegment:
    start, end = item.number("start"), item.number("end")
    if not 0 <= start < end <= length:
        item.refuse("end", f"vị trí {start}–{end} nằm ngoài văn bản")
    kind = SegmentKind(item.one_of("loai", [one.value for one in SegmentKind]))
    numbers = tuple(item.whole_numbers("nhiem_vu"))
    for n in numbers:
        if n not in known and kind is SegmentKind.DIRECTIVE:
            item.refuse("nhiem_vu", f"không có nhiệm vụ {n}")
    person = item.optional("nguoi")
    act = item.optional("hanh_vi") or (f"đoạn {item.text('id')}" if person else None)
    return ReviewedSegment(
        item.text("id"),
        start,
        end,
        kind,
        item.optional("quy_tac") or "",
        item.optional("muc") or "",
        numbers if kind is not SegmentKind.NO_TASK else (),
        person,
        act,
    )


def _confirmed(
    segments: tuple[ReviewedSegment, ...], said: Lined | None
) -> tuple[ReviewedSegment, ...]:
    """One line confirms every stretch without a task, or those of one section."""
    person = said.optional("nguoi") if said else None
    if said is None or not person:
        return segments
    section = said.optional("muc")
    act = f"mục {section}" if section else "toàn bộ phần còn lại"
    found = []
    for one in segments:
        is_meant = (
            section is None
            or one.clause == section
            or one.clause.startswith((f"{section}.", f"{section},"))
        )
        is_free = one.kind in {SegmentKind.NO_TASK, SegmentKind.UNDECIDED} and one.person is None
        found.append(
            ReviewedSegment(
                one.id,
                one.start,
                one.end,
                SegmentKind.NO_TASK,
                one.rule,
                one.clause,
                (),
                person,
                act,
            )
            if is_meant and is_free
            else one
        )
    return tuple(found)


def _block(name: str, plain: dict[str, Any]) -> str:
    return yaml.safe_dump({name: plain}, allow_unicode=True, sort_keys=False, width=140)


def _flow(plain: dict[str, Any]) -> str:
    return yaml.safe_dump(
        plain, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000
    ).strip()


def _clip(words: str) -> str:
    line = " ".join(words.split())
    return line[:80] + ("…" if len(line) > 80 else "")
