"""What each act and each field is called on a form, and what helps to fill it in."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.wording import Both


class Words(NamedTuple):
    """The name of an act, what it does, its icon."""

    name: Both
    what: Both
    icon: str


class Label(NamedTuple):
    """The name of a field and what helps."""

    name: Both
    hint: Both | None = None


ACTS: Final[Mapping[str, Words]] = {
    "acknowledge": Words(Both("Tiếp nhận", "Acknowledge"), Both("Cơ quan xác nhận đã nhận và đúng là việc của mình.", "We have it, and it is ours."), "mail-opened"),
    "submit_report": Words(Both("Gửi báo cáo", "Submit a report"), Both("Theo mẫu Thủ tướng yêu cầu: kết quả, số liệu, tồn tại, hạn chế, vướng mắc, nguyên nhân, kiến nghị.", "In the form the Prime Minister asks for."), "file-report"),
    "submit_evidence": Words(Both("Gửi minh chứng hoàn thành", "Submit evidence"), Both("Văn bản cho thấy việc đã xong. Chỉ khi được chấp nhận nhiệm vụ mới khép lại.", "Documents that show the work is done. Only accepted evidence closes it."), "upload"),
    "request_extension": Words(Both("Đề nghị gia hạn", "Ask for more time"), Both("Hạn chỉ đổi khi có văn bản quyết định.", "The day only moves by a deciding document."), "calendar"),
    "object": Words(Both("Đề nghị chuyển cơ quan", "Object: not our task"), Both("Nêu lý do và cơ quan phù hợp.", "Say why, and which agency it belongs to."), "hand-stop"),
    "name_unit": Words(Both("Phân công đơn vị", "Name the unit"), Both("Đơn vị trực tiếp làm.", "The unit that does the work."), "building"),
    "request_contribution": Words(Both("Hỏi ý kiến phối hợp", "Ask a coordinating agency"), Both("Không trả lời trong thời hạn được tính là đồng ý.", "Silence counts as agreement."), "message"),
    "contribute": Words(Both("Trả lời phối hợp", "Contribute"), Both("Gửi ý kiến cho cơ quan chủ trì.", "Answer the lead agency."), "send"),
    "submit_explanation": Words(Both("Gửi giải trình", "Submit the explanation"), Both("Lãnh đạo cơ quan giải trình bằng văn bản.", "The head of the agency explains in writing."), "send"),
    "review_evidence": Words(Both("Thẩm tra minh chứng", "Examine the evidence"), Both("Chấp nhận để khép nhiệm vụ, hoặc trả lại kèm lý do.", "Accept it, which closes the work, or return it with a reason."), "clipboard-check"),
    "request_opinion": Words(Both("Hỏi cơ quan khác về minh chứng", "Ask another office"), Both("Mặc định trả lời trong 3 ngày làm việc; hạn thẩm tra không dừng.", "Due in 3 working days unless you say otherwise; the clock of the review runs on."), "message"),
    "give_opinion": Words(Both("Cho ý kiến về minh chứng", "Give your opinion"), Both("Cơ quan thường trực thấy ý kiến cạnh minh chứng, rồi tự quyết định.", "The standing office sees it beside the evidence, and decides."), "send"),
    "review_report": Words(Both("Xem xét báo cáo", "Review the report"), Both("Chấp nhận, hoặc trả lại kèm lý do.", "Accept it, or return it with a reason."), "file-report"),
    "decide_extension": Words(Both("Trả lời đề nghị gia hạn", "Decide on more time"), Both("Cho gia hạn phải nêu văn bản quyết định.", "Granting names the deciding document."), "calendar"),
    "decide_objection": Words(Both("Trả lời đề nghị chuyển cơ quan", "Decide the objection"), Both("Chấp nhận thì nhiệm vụ chuyển sang cơ quan khác, giữ nguyên hạn.", "If upheld, the work goes to another agency with its deadline."), "hand-stop"),
    "remind": Words(Both("Đôn đốc", "Urge"), Both("Gửi lời nhắc ngoài bậc thang tới cơ quan chủ trì.", "A reminder outside the ladder to the lead agency."), "speakerphone"),
    "reassign": Words(Both("Chuyển cơ quan chủ trì", "Reassign"), Both("Nhiệm vụ kế tiếp giữ nguyên hạn và mọi lần đổi hạn.", "The successor keeps the deadline and all its versions."), "arrow-right"),
    "amend": Words(Both("Sửa theo văn bản", "Amend"), Both("Chỉ những mục được điền mới thay đổi.", "Only what is filled in changes."), "edit"),
    "suspend": Words(Both("Tạm dừng", "Suspend"), Both("Mọi thời hạn dừng lại.", "Every clock stops."), "player-pause"),
    "resume": Words(Both("Tiếp tục", "Resume"), Both("Với hạn mới.", "With a new due day."), "player-play"),
    "withdraw": Words(Both("Thu hồi", "Withdraw"), Both("Nhiệm vụ không còn cần nữa.", "The task is no longer wanted."), "x"),
    "set_review_date": Words(Both("Hẹn ngày rà soát", "Set a review date"), Both("Cho việc không có hạn.", "For work without a deadline."), "calendar"),
    "reopen": Words(Both("Mở lại", "Reopen"), Both("Nhiệm vụ đã đóng được theo dõi tiếp.", "Closed work is owed again."), "refresh"),
    "note": Words(Both("Ghi chú giám sát", "Leave a note"), Both("Không làm thay đổi gì.", "Changes nothing."), "message"),
    "demand_explanation": Words(Both("Yêu cầu giải trình", "Demand an explanation"), Both("Lãnh đạo cơ quan trả lời bằng văn bản, mặc định 5 ngày làm việc.", "The head answers in writing, within 5 working days unless you say otherwise."), "message"),
    "open_inspection": Words(Both("Mở kiểm tra", "Open an inspection"), Both("Kiểm tra việc thực hiện.", "An inspection of how the work is done."), "search"),
    "record_inspection": Words(Both("Ghi kết luận kiểm tra", "Record the inspection"), Both("Tính chất, mức độ, nguyên nhân, trách nhiệm, yêu cầu.", "Findings, causes, responsibility, demands."), "clipboard-check"),
}  # fmt: skip

_AGENCY_HINT: Final = Both("Mã hoặc tên: BYT, bo y te, G18", "Code or name: BYT, bo y te, G18")

FIELDS: Final[Mapping[str, Label]] = {
    "note": Label(Both("Ghi chú", "Note")),
    "unit": Label(Both("Đơn vị", "Unit")),
    "period": Label(Both("Kỳ báo cáo", "Period"), Both("Ví dụ 2026-10 hoặc 2026-Q4", "For example 2026-10 or 2026-Q4")),
    "results": Label(Both("Kết quả", "Results"), Both("Việc đã làm được, kèm số liệu.", "What was done, with figures.")),
    "figures": Label(Both("Số liệu", "Figures")),
    "shortcomings": Label(Both("Tồn tại", "Shortcomings")),
    "limits": Label(Both("Hạn chế", "Limits")),
    "bottlenecks": Label(Both("Điểm nghẽn, vướng mắc", "Bottlenecks")),
    "causes": Label(Both("Nguyên nhân", "Causes")),
    "proposals": Label(Both("Kiến nghị", "Proposals")),
    "progress": Label(Both("Tiến độ (%)", "Progress (%)"), Both("Cơ quan tự đánh giá, 0–100.", "Your own judgement, 0–100.")),
    "indicators": Label(Both("Chỉ số", "Indicators"), Both("Mỗi dòng: tên = giá trị @ ngày", "One a line: name = value @ day")),
    "files": Label(Both("Tệp", "Files"), Both("PDF có chữ ký số, DOCX, XLSX, JPG, PNG; tối đa 20 MB mỗi tệp.", "Signed PDF, DOCX, XLSX, JPG, PNG; 20 MB a file at most.")),
    "document_no": Label(Both("Số văn bản", "Document number")),
    "document_date": Label(Both("Ngày văn bản", "Document date")),
    "verdict": Label(Both("Quyết định", "Decision")),
    "reason": Label(Both("Lý do", "Reason")),
    "template": Label(Both("Lý do mẫu khi trả lại", "Ready reason for a return"), Both("Chọn sẵn, hoặc nêu lý do riêng bên dưới; nêu cả hai thì ghi cả hai.", "Choose one, or say it below in your own words; both are kept.")),
    "proposed_office": Label(Both("Cơ quan đề nghị nhận", "Agency proposed"), _AGENCY_HINT),
    "reassign_to": Label(Both("Chuyển cho", "Goes to"), _AGENCY_HINT),
    "to": Label(Both("Cơ quan", "Agency"), _AGENCY_HINT),
    "new_due_on": Label(Both("Hạn mới", "New due day")),
    "due_on": Label(Both("Hạn trả lời", "Due on")),
    "review_on": Label(Both("Ngày rà soát", "Review date")),
    "decision": Label(Both("Văn bản quyết định", "Deciding document")),
    "decision_number": Label(Both("Số văn bản", "Number")),
    "decision_date": Label(Both("Ngày văn bản", "Date")),
    "decision_signer": Label(Both("Người ký", "Signed by")),
    "question": Label(Both("Câu hỏi, yêu cầu", "Question")),
    "answer": Label(Both("Ý kiến", "Answer")),
    "text": Label(Both("Nội dung", "Text")),
    "subject": Label(Both("Nội dung kiểm tra", "Subject")),
    "findings": Label(Both("Kết quả kiểm tra: tính chất, mức độ", "Findings")),
    "responsibility": Label(Both("Trách nhiệm", "Responsibility")),
    "demands": Label(Both("Yêu cầu", "Demands")),
    "change_due_on": Label(Both("Hạn mới", "New due day")),
    "change_text": Label(Both("Nội dung mới", "New wording")),
    "change_product": Label(Both("Kết quả, sản phẩm", "Product")),
    "change_coordinating": Label(Both("Cơ quan phối hợp", "Coordinating agencies"), Both("Cách nhau bằng dấu phẩy.", "Separated by commas.")),
}  # fmt: skip

VERDICTS: Final[Mapping[str, tuple[tuple[str, Both], ...]]] = {
    "review_evidence": (("accept", Both("Chấp nhận", "Accept")), ("return", Both("Trả lại", "Return"))),
    "review_report": (("accept", Both("Chấp nhận", "Accept")), ("return", Both("Trả lại", "Return"))),
    "decide_extension": (("grant", Both("Cho gia hạn", "Grant")), ("refuse", Both("Không cho", "Refuse"))),
    "decide_objection": (("uphold", Both("Chấp nhận đề nghị", "Uphold")), ("reject", Both("Không chấp nhận", "Reject"))),
}  # fmt: skip
"""What can be decided; nothing is preset."""
