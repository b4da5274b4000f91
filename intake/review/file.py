"""The review as a file for people: written as commented YAML, read back with line and field of every mistake.

The text of the document travels in the file, so that the spans keep their meaning; it is not to be edited.
"""

import json
from typing import Any, Final

import yaml

from intake.proposal import SegmentKind
from intake.review.acts import apply_acts
from intake.review.extras import draft_line, plain_repeats, read_acts, read_draft, read_repeats
from intake.review.lined import Lined, load
from intake.review.model import Decision, Review, ReviewedDirective, ReviewedSegment, with_headings
from intake.review.repeats import remembering
from schemas.states import Precision, Rhythm

_HEAD: Final = """\
# BẢN RÀ SOÁT NHIỆM VỤ — sửa trực tiếp trong tệp này.
#
# DUYỆT   Với mỗi nhiệm vụ: đọc "nguon" (nguyên văn), rồi đổi duyet từ false thành true.
# SỬA     Sửa thẳng các mục: noi_dung, chu_tri, phoi_hop, han, bao_cao, san_pham.
#         chu_tri, phoi_hop: mã cơ quan (G12, H38 …) hoặc tên, nhóm như in trong văn bản.
#         han.ngay để trống (null) nếu văn bản không có ngày; khi đó nên đặt han.ra_soat.
# TÁCH, GỘP, BỎ, KHÔNG GIAO VIỆC: ghi vào "viec", mỗi dòng một việc có tên người; số là số trong tệp này:
#           - {viec: tach, n: 3, truoc: "đồng thời tổng hợp", nguoi: Nguyễn Văn A}   tách nhiệm vụ 3 trước các chữ ấy
#           - {viec: gop, n: [4, 5], nguoi: Nguyễn Văn A}                           gộp 5 vào 4
#           - {viec: bo, n: 6, nguoi: Nguyễn Văn A}                                 đoạn ấy không giao việc
#           - {viec: khong_giao_viec, muc: "I", nguoi: Nguyễn Văn A}                 cả mục I trong một lần
#           - {viec: khong_giao_viec, doan: [s4, s7], nguoi: Nguyễn Văn A}           từng đoạn
#         Sau đó chạy "dondoc intake save" với tệp này: việc được làm, số được đánh lại, rồi duyệt tiếp.
# CÒN LẠI Đặt khong_giao_viec.nguoi để xác nhận một lần mọi đoạn còn lại không giao việc (muc: "I" nếu chỉ một mục).
#         Mọi ký tự của văn bản phải thuộc một nhiệm vụ, một đề mục của nhiệm vụ, hoặc có tên người xác nhận.
# TRÙNG   Mỗi dòng trong "trung_lap" phải có quyet_dinh và nguoi: khac (việc khác), nhac_lai (giao lại, giữ và
#         ghi nhớ việc cũ), bo (bỏ nhiệm vụ này).
# LƯU     dondoc intake save TỆP --person "Họ tên"      lưu bản nháp vào sổ; người khác lưu trước thì báo ai, lúc nào.
# DUYỆT   dondoc intake approve TỆP --as MÃ_CƠ_QUAN     bắt đầu kết luận và giữ chứng nhận đầy đủ.
# Không sửa: document, ban_nhap, text, và các vị trí start/end.
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
    parts = [_HEAD, _block("document", _document(review)), draft_line(review.draft)]
    parts.append("# Tách, gộp, bỏ, không giao việc: xem đầu tệp.\nviec: []\n")
    parts.append(_repeats(review))
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
    repeats, drops = read_repeats(root)
    review = Review(
        document.text("name"), document.text("sha256"), text, document.optional("number"), document.optional("type"), document.day("issued_on"),
        document.optional("title"), document.optional("issuer"), document.optional("signer"), with_headings(segments), directives,
        repeats, read_draft(root),
    )  # fmt: skip
    acts = [*drops, *read_acts(root), *_confirmation(root)]
    return remembering(apply_acts(review, acts))


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


def _confirmation(root: Lined) -> list[dict[str, Any]]:
    """One line confirms every stretch without a task, or those of one section."""
    said = root.child("khong_giao_viec") if root.has("khong_giao_viec") else None
    person = said.optional("nguoi") if said else None
    if said is None or not person:
        return []
    section = said.optional("muc")
    return [
        {"act": "no_task", "person": person, "clause": section, "rest": True, "line": said.line}
    ]


def _repeats(review: Review) -> str:
    """What is here already, each with the two fields a person fills in."""
    head = "# Việc giống việc đã có: quyet_dinh (khac, nhac_lai, bo) và nguoi.\n"
    if not review.repeats:
        return f"{head}trung_lap: []\n"
    return f"{head}trung_lap:\n" + "".join(f"- {_flow(one)}\n" for one in plain_repeats(review))


def _block(name: str, plain: dict[str, Any]) -> str:
    return yaml.safe_dump({name: plain}, allow_unicode=True, sort_keys=False, width=140)


def _flow(plain: dict[str, Any]) -> str:
    return yaml.safe_dump(
        plain, allow_unicode=True, sort_keys=False, default_flow_style=True, width=100_000
    ).strip()


def _clip(words: str) -> str:
    line = " ".join(words.split())
    return line[:80] + ("…" if len(line) > 80 else "")
