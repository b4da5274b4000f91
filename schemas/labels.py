"""The words for people: every state, schedule, role, obligation and fact in Vietnamese and English.

The only home of user-facing names; `schemas.sentences` has the sentences of refusals.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, Literal

from schemas.events import Fact
from schemas.states import (
    CountUnit,
    Declared,
    Owed,
    ReportPart,
    Role,
    RungKind,
    Schedule,
    State,
    Told,
    Verified,
)

Lang = Literal["vi", "en"]
Words = Mapping[StrEnum, tuple[str, str]]

STATES: Final[Words] = {
    State.ASSIGNED: ("Chờ tiếp nhận", "Awaiting acknowledgement"),
    State.ACKNOWLEDGED: ("Đã tiếp nhận", "Acknowledged"),
    State.IN_PROGRESS: ("Đang thực hiện", "In progress"),
    State.UNDER_REVIEW: ("Chờ thẩm tra", "Under review"),
    State.RETURNED: ("Yêu cầu bổ sung", "Returned"),
    State.COMPLETED: ("Hoàn thành", "Completed"),
    State.SUSPENDED: ("Tạm dừng", "Suspended"),
    State.OBJECTED: ("Đề nghị chuyển cơ quan", "Objected"),
    State.REASSIGNED: ("Đã chuyển cơ quan", "Reassigned"),
    State.WITHDRAWN: ("Thu hồi", "Withdrawn"),
}

SCHEDULES: Final[Words] = {
    Schedule.DONE_ON_TIME: ("Hoàn thành đúng hạn", "Done on time"),
    Schedule.DONE_LATE: ("Hoàn thành quá hạn", "Done late"),
    Schedule.OPEN_IN_TIME: ("Trong hạn", "In time"),
    Schedule.OPEN_OVERDUE: ("Quá hạn", "Overdue"),
    Schedule.NO_DEADLINE: ("Không có hạn", "No deadline"),
    Schedule.SUSPENDED: ("Tạm dừng", "Suspended"),
    Schedule.WITHDRAWN: ("Thu hồi", "Withdrawn"),
}

DECLARED: Final[Words] = {
    Declared.NONE: ("chưa báo cáo", "nothing reported"),
    Declared.IN_PROGRESS: ("đang làm", "in progress"),
    Declared.DONE: ("đã xong", "done"),
}

VERIFIED: Final[Words] = {
    Verified.NONE: ("chưa có minh chứng", "no evidence yet"),
    Verified.UNDER_REVIEW: ("đang thẩm tra", "under review"),
    Verified.RETURNED: ("đã trả lại", "returned"),
    Verified.ACCEPTED: ("đã chấp nhận", "accepted"),
}

ROLES: Final[Words] = {
    Role.OFFICER: ("chuyên viên thường trực", "officer of the standing office"),
    Role.EXAMINER: ("người thẩm tra", "examiner"),
    Role.HEAD_OF_STANDING_OFFICE: ("lãnh đạo cơ quan thường trực", "head of the standing office"),
    Role.FOCAL_POINT: ("đầu mối", "focal point"),
    Role.AGENCY_HEAD: ("lãnh đạo cơ quan", "head of the agency"),
    Role.COORDINATOR: ("cơ quan phối hợp", "coordinator"),
    Role.SUPERVISOR: ("giám sát", "supervisor"),
    Role.AUDITOR: ("kiểm toán", "auditor"),
    Role.OPERATOR: ("vận hành", "operator"),
    Role.ADMIN: ("quản trị", "administrator"),
}

OWED: Final[Words] = {
    Owed.ACKNOWLEDGE: ("tiếp nhận nhiệm vụ", "acknowledgement"),
    Owed.PERIODIC_REPORT: ("báo cáo định kỳ", "periodic report"),
    Owed.CONTRIBUTION: ("ý kiến phối hợp", "contribution"),
    Owed.FINAL_EVIDENCE: ("minh chứng hoàn thành", "final evidence"),
    Owed.REVIEW_REPORT: ("xem xét báo cáo", "review of a report"),
    Owed.REVIEW_EVIDENCE: ("thẩm tra minh chứng", "review of evidence"),
    Owed.DECIDE_EXTENSION: ("trả lời đề nghị gia hạn", "decision on an extension"),
    Owed.DECIDE_OBJECTION: ("trả lời đề nghị chuyển cơ quan", "decision on an objection"),
    Owed.EXPLANATION: ("giải trình", "explanation"),
    Owed.OPINION: ("ý kiến về minh chứng", "opinion on evidence"),
    Owed.INDICATOR: ("đạt chỉ tiêu theo lộ trình", "value of the trajectory"),
    Owed.REVIEW_DATE: ("rà soát nhiệm vụ không có hạn", "review of work without a deadline"),
}

TOLD: Final[Words] = {
    Told.FOCAL_POINT: ("đầu mối cơ quan", "focal point"),
    Told.AGENCY_HEAD: ("lãnh đạo cơ quan", "head of the agency"),
    Told.COORDINATOR: ("cơ quan phối hợp", "coordinating agency"),
    Told.OFFICER: ("chuyên viên thường trực", "officer"),
    Told.HEAD_OF_STANDING_OFFICE: ("lãnh đạo cơ quan thường trực", "head of the standing office"),
    Told.STANDING_OFFICE: ("cơ quan thường trực", "standing office"),
    Told.DEPUTY_PRIME_MINISTER: ("Phó Thủ tướng phụ trách", "Deputy Prime Minister in charge"),
    Told.PRIME_MINISTERS_LIST: ("danh sách trình Thủ tướng", "the Prime Minister's list"),
    Told.SUPERVISOR: ("cơ quan giám sát", "supervisor"),
}

REPORT_PARTS: Final[Words] = {
    ReportPart.FIGURES: ("số liệu", "figures"),
    ReportPart.SHORTCOMINGS: ("tồn tại", "shortcomings"),
    ReportPart.LIMITS: ("hạn chế", "limits"),
    ReportPart.BOTTLENECKS: ("vướng mắc, điểm nghẽn", "bottlenecks"),
    ReportPart.CAUSES: ("nguyên nhân", "causes"),
    ReportPart.PROPOSALS: ("kiến nghị", "proposals"),
}

COUNTS: Final[Words] = {
    CountUnit.DAY: ("ngày", "days"),
    CountUnit.WORKING_DAY: ("ngày làm việc", "working days"),
    CountUnit.WEEK: ("tuần", "weeks"),
    CountUnit.MONTH: ("tháng", "months"),
    CountUnit.YEAR: ("năm", "years"),
}

RUNGS: Final[Words] = {
    RungKind.SENT: ("đã gửi", "sent"),
    RungKind.COLLAPSED: ("gộp vào nấc cao hơn", "collapsed into a higher rung"),
    RungKind.SKIPPED: ("bỏ qua (trước khi giao)", "skipped (before the assignment)"),
}

FACTS: Final[Words] = {
    Fact.CONCLUSION_ISSUED: ("Ban hành kết luận", "Conclusion issued"),
    Fact.ASSIGNMENT_OPENED: ("Giao nhiệm vụ", "Assigned"),
    Fact.ACKNOWLEDGED: ("Tiếp nhận", "Acknowledged"),
    Fact.UNIT_NAMED: ("Phân công đơn vị", "Unit named"),
    Fact.OBJECTED: ("Đề nghị chuyển cơ quan", "Objected"),
    Fact.OBJECTION_UPHELD: ("Chấp nhận đề nghị chuyển cơ quan", "Objection upheld"),
    Fact.OBJECTION_REJECTED: ("Không chấp nhận đề nghị chuyển cơ quan", "Objection rejected"),
    Fact.REASSIGNED: ("Chuyển cơ quan", "Reassigned"),
    Fact.HANDED_OVER: ("Bàn giao cho cơ quan kế tiếp", "Handed over to the successor"),
    Fact.REPORT_SUBMITTED: ("Gửi báo cáo", "Report submitted"),
    Fact.REPORT_ACCEPTED: ("Chấp nhận báo cáo", "Report accepted"),
    Fact.REPORT_RETURNED: ("Trả lại báo cáo", "Report returned"),
    Fact.EVIDENCE_SUBMITTED: ("Gửi minh chứng", "Evidence submitted"),
    Fact.EVIDENCE_ACCEPTED: ("Chấp nhận minh chứng", "Evidence accepted"),
    Fact.EVIDENCE_RETURNED: ("Trả lại minh chứng", "Evidence returned"),
    Fact.EXTENSION_REQUESTED: ("Đề nghị gia hạn", "Extension requested"),
    Fact.EXTENSION_GRANTED: ("Cho gia hạn", "Extension granted"),
    Fact.EXTENSION_REFUSED: ("Không cho gia hạn", "Extension refused"),
    Fact.CONTRIBUTION_REQUESTED: ("Hỏi ý kiến phối hợp", "Contribution requested"),
    Fact.CONTRIBUTED: ("Trả lời phối hợp", "Contributed"),
    Fact.OPINION_REQUESTED: ("Hỏi ý kiến về minh chứng", "Opinion on the evidence requested"),
    Fact.OPINION_GIVEN: ("Cho ý kiến về minh chứng", "Opinion on the evidence given"),
    Fact.REVIEW_DATE_SET: ("Hẹn ngày rà soát", "Review date set"),
    Fact.REMINDED: ("Đôn đốc", "Urged"),
    Fact.AMENDED: ("Sửa đổi", "Amended"),
    Fact.SUSPENDED: ("Tạm dừng", "Suspended"),
    Fact.RESUMED: ("Tiếp tục", "Resumed"),
    Fact.WITHDRAWN: ("Thu hồi", "Withdrawn"),
    Fact.REOPENED: ("Mở lại", "Reopened"),
    Fact.DIRECTIVE_ADDED: ("Bổ sung chỉ đạo", "Directive added"),
    Fact.RULES_CHANGED: ("Đổi quy tắc", "Rules changed"),
    Fact.STANDING_OFFICE_REPLACED: ("Thay cơ quan thường trực", "Standing office replaced"),
    Fact.NOTED: ("Ghi chú", "Noted"),
    Fact.EXPLANATION_DEMANDED: ("Yêu cầu giải trình", "Explanation demanded"),
    Fact.EXPLANATION_SUBMITTED: ("Giải trình", "Explanation submitted"),
    Fact.INSPECTION_OPENED: ("Mở kiểm tra", "Inspection opened"),
    Fact.INSPECTION_RECORDED: ("Kết luận kiểm tra", "Inspection recorded"),
    Fact.RUNG_SENT: ("Gửi nấc", "Rung sent"),
    Fact.RUNG_COLLAPSED: ("Gộp nấc", "Rung collapsed"),
    Fact.RUNG_SKIPPED: ("Bỏ qua nấc", "Rung skipped"),
    Fact.COMMAND_REFUSED: ("Từ chối lệnh gửi đến", "Delivered command refused"),
    Fact.CHECKPOINTED: ("Điểm dừng vận hành", "Checkpoint"),
}


def word(table: Words, value: StrEnum, lang: Lang) -> str:
    """The word for a value of one of the tables above."""
    return table[value][0 if lang == "vi" else 1]


def state_word(state: State, lang: Lang) -> str:
    return word(STATES, state, lang)


def schedule_word(schedule: Schedule, lang: Lang) -> str:
    return word(SCHEDULES, schedule, lang)


def owed_word(owed: Owed, lang: Lang) -> str:
    return word(OWED, owed, lang)


def told_word(told: Told, lang: Lang) -> str:
    return word(TOLD, told, lang)


def count_word(unit: CountUnit, lang: Lang) -> str:
    return word(COUNTS, unit, lang)
