"""What `--help` says: one line for each command and each option, by name."""

from collections.abc import Mapping
from typing import Final

from cli.words import Both

PROGRAM: Final = Both(
    "Đôn đốc: theo dõi việc thực hiện chỉ đạo, từ kết luận đến minh chứng được chấp nhận.",
    "Đôn đốc: follows up directives, from the conclusion to accepted evidence.",
)

HELP: Final = Both("Trợ giúp này.", "This help.")

PANELS: Final[Mapping[str, Both]] = {
    "running": Both("Chạy hệ thống", "Running the system"),
    "reading": Both("Xem", "Reading"),
    "office": Both("Cơ quan thường trực", "Standing office"),
    "agency": Both("Cơ quan chủ trì và phối hợp", "Lead and coordinating agencies"),
    "supervisor": Both("Giám sát", "Supervisors"),
    "operation": Both("Vận hành", "Operation"),
    "wishes": Both("Chung cho mọi lệnh", "For every command"),
    "act": Both("Chung cho mọi lệnh làm việc", "For every act"),
}

COMMANDS: Final[Mapping[str, Both]] = {
    # running
    "up": Both(
        "Chạy hệ thống trên máy này: PostgreSQL, Temporal và worker; Ctrl+C để dừng.",
        "Run the system on this machine: PostgreSQL, Temporal and a worker; Ctrl+C stops it.",
    ),
    "demo": Both(
        "Chạy bản minh hoạ: sáu tháng của một kết luận, trên máy chủ thật, thời gian ảo.",
        "Run the demo: six months of one conclusion, on real servers and virtual time.",
    ),
    "start": Both("Bắt đầu một kết luận từ tệp YAML hoặc JSON.", "Start a conclusion from a file."),
    "issue": Both("Như start.", "The same as start."),
    "rehearse": Both(
        "Diễn tập: ai được nhắc, báo cáo lên ai, ngày nào, nếu không ai làm gì.",
        "Rehearse: who would be told what on which day if nobody did anything.",
    ),
    "intake": Both(
        "Đọc văn bản, đề xuất chỉ đạo: intake TỆP; intake approve; intake verify.",
        "Read a document and propose directives: intake FILE; intake approve; intake verify.",
    ),
    "intake read": Both("Đọc một văn bản.", "Read one document."),
    "intake approve": Both("Duyệt bản rà soát và bắt đầu kết luận.", "Approve a review and start it."),
    "intake verify": Both("Kiểm tra chứng nhận đầy đủ.", "Check a completeness certificate."),
    # reading
    "list": Both("Danh sách nhiệm vụ, có bộ lọc.", "Assignments, with filters."),
    "show": Both("Một nhiệm vụ, chỉ đạo hoặc kết luận.", "One assignment, directive or conclusion."),
    "stats": Both("Số liệu bảy nhóm theo cơ quan, cấp, phiên …", "The seven totals by agency, level, session …"),
    "why": Both("Vì sao một mục có giá trị như hiện nay.", "Why a field is what it is."),
    "check": Both(
        "Kiểm tra quá hạn; mã thoát 10 nếu có.", "Check for overdue work; exit code 10 if there is."
    ),
    "period": Both("Khép một kỳ: việc còn mở, chuyển tiếp, khép việc cũ.", "Close a period: open work, carrying it over."),
    "period close": Both(
        "Việc còn mở cuối kỳ, theo cơ quan, kèm tuổi và nguyên nhân.",
        "What is open at the end of a period, by agency, with age and causes.",
    ),
    "period carry-over": Both(
        "Viết tệp kết luận mới với việc chưa xong của kỳ.", "Write the next conclusion's file with what was not done."
    ),
    "period settle": Both(
        "Khép việc cũ mà một kết luận đã ban hành nhận chuyển tiếp.", "Close the earlier work that an issued conclusion carries over."
    ),
    "watch": Both("Theo dõi sự kiện mới.", "Follow new events."),
    "refused": Both("Các lệnh gửi qua tín hiệu đã bị từ chối.", "Delivered commands that were refused."),
    # the standing office
    "amend": Both("Sửa nội dung hoặc hạn theo văn bản.", "Change fields as a document says."),
    "withdraw": Both("Thu hồi nhiệm vụ.", "Withdraw work that is no longer wanted."),
    "suspend": Both("Tạm dừng mọi thời hạn.", "Stop every clock."),
    "resume": Both("Tiếp tục, với hạn mới.", "Go on, with a new due day."),
    "reassign": Both("Chuyển cơ quan chủ trì.", "Hand over to another lead agency."),
    "decide-objection": Both("Trả lời đề nghị chuyển cơ quan.", "Decide an objection."),
    "decide-extension": Both("Trả lời đề nghị gia hạn.", "Decide on an extension."),
    "review-report": Both("Xem xét báo cáo gần nhất.", "Review the last report."),
    "review-evidence": Both("Thẩm tra minh chứng: chấp nhận hoặc trả lại.", "Accept or return evidence."),
    "set-review-date": Both("Hẹn ngày rà soát việc không có hạn.", "Set a day to look at undated work."),
    "remind": Both("Đôn đốc ngoài bậc thang.", "Urge outside the ladder."),
    "reopen": Both("Mở lại nhiệm vụ đã đóng.", "Reopen closed work."),
    "add-directive": Both("Bổ sung chỉ đạo vào kết luận.", "Add a directive to a conclusion."),
    "change-rules": Both("Đổi quy tắc của kết luận; --preview để xem trước.", "Change rules; --preview shows first."),
    # agencies
    "acknowledge": Both("Tiếp nhận nhiệm vụ.", "Acknowledge."),
    "object": Both("Đề nghị chuyển cơ quan.", "Object: not our task."),
    "submit-report": Both("Gửi báo cáo.", "Submit a report."),
    "request-extension": Both("Đề nghị gia hạn.", "Ask for more time."),
    "submit-evidence": Both("Gửi minh chứng hoàn thành.", "Submit evidence."),
    "request-contribution": Both("Hỏi ý kiến cơ quan phối hợp.", "Ask a coordinating agency."),
    "contribute": Both("Trả lời phối hợp.", "Answer as coordinating agency."),
    "name-unit": Both("Phân công đơn vị thực hiện.", "Name the unit that does the work."),
    "submit-explanation": Both("Gửi giải trình.", "Submit an explanation."),
    # supervisors
    "note": Both("Ghi chú giám sát.", "Leave a note."),
    "demand-explanation": Both("Yêu cầu giải trình.", "Demand an explanation."),
    "open-inspection": Both("Mở kiểm tra.", "Open an inspection."),
    "record-inspection": Both("Ghi kết luận kiểm tra.", "Record an inspection."),
    # operation
    "verify": Both("Kiểm tra sổ: chuỗi băm và bảng đọc.", "Check the register: hash chain and read model."),
    "register": Both("Sổ theo dõi trong PostgreSQL.", "The register in PostgreSQL."),
    "register rebuild": Both("Dựng lại bảng đọc từ nhật ký và so sánh.", "Rebuild the read model from the log and compare."),
    "register reseed": Both("Đưa lại vào Temporal những gói còn mở.", "Start again what Temporal has lost."),
    "doctor": Both("Khám hệ thống, kèm cách sửa.", "Examine the system, with remedies."),
    "settings": Both("Cấu hình.", "Settings."),
    "settings show": Both("Cấu hình đang dùng, che mật khẩu.", "The settings in use, passwords masked."),
    "version": Both("Phiên bản.", "The version."),
    "evidence": Both("Kho minh chứng.", "The evidence store."),
    "evidence put": Both("Lưu tệp, trả về mã băm.", "Store a file and give its hash."),
    "evidence verify": Both("Đọc lại mọi tệp mà sổ nêu tên.", "Read back every file the register names."),
    "hand-over": Both("Bàn giao một nhiệm vụ của cơ quan đã chấm dứt.", "Hand over one assignment of a ceased agency."),
    "agencies": Both("Cơ quan qua thời gian: sáp nhập, kế tiếp.", "Agencies through time: mergers, successors."),
    "agencies handover": Both(
        "Liệt kê nhiệm vụ mở của cơ quan đã chấm dứt, rồi bàn giao cho cơ quan kế tiếp.",
        "List the open assignments of ceased agencies, then hand them to their successors.",
    ),
    "checkpoint": Both("Bắt đầu lượt chạy mới lúc yên.", "Start a new run at a quiet moment."),
}  # fmt: skip

OPTIONS: Final[Mapping[str, Both]] = {
    "lang": Both("vi hoặc en.", "vi or en."),
    "as_json": Both("Một văn bản JSON trên stdout.", "One JSON document on stdout."),
    "demo": Both("Nói với bản minh hoạ đang chạy.", "Talk to the running demo."),
    # acts
    "target": Both("kl/<ref>, kl/<ref>/<n> hoặc kl/<ref>/<n>@<mã cơ quan>.", "kl/<ref>, kl/<ref>/<n> or kl/<ref>/<n>@<agency code>."),
    "acting": Both("Cơ quan (và vai) đang làm việc này, ví dụ G18:focal_point.", "The office (and role) that acts, e.g. G18:focal_point."),
    "person": Both("Người làm.", "The person."),
    "command_id": Both("Mã lệnh (UUID); gửi lại cùng mã thì không làm hai lần.", "Command id (UUID); the same id again is not done twice."),
    "expected_seq": Both("Số seq đã xem; khác đi là xung đột.", "The seq you saw; another one is a conflict."),
    "note": Both("Ghi chú.", "A note."),
    "unit": Both("Đơn vị.", "The unit."),
    "period": Both("Kỳ báo cáo.", "The period."),
    "results": Both("Kết quả.", "Results."),
    "figures": Both("Số liệu.", "Figures."),
    "shortcomings": Both("Tồn tại.", "Shortcomings."),
    "limits": Both("Hạn chế.", "Limits."),
    "bottlenecks": Both("Vướng mắc.", "Bottlenecks."),
    "causes": Both("Nguyên nhân.", "Causes."),
    "proposals": Both("Kiến nghị.", "Proposals."),
    "progress": Both("Tiến độ, 0–100 %.", "Progress, 0–100 per cent."),
    "indicator": Both("TÊN=GIÁ TRỊ@NGÀY; lặp lại được.", "NAME=VALUE@DATE; may be repeated."),
    "file": Both("Tệp; lặp lại được.", "A file; may be repeated."),
    "document_no": Both("Số văn bản.", "The document's number."),
    "document_date": Both("Ngày văn bản.", "The document's date."),
    "verdict": Both("Kết luận.", "The verdict."),
    "verdict_accept": Both("Chấp nhận.", "Accept."),
    "verdict_return": Both("Trả lại, kèm --reason.", "Return, with --reason."),
    "verdict_grant": Both("Cho gia hạn.", "Grant."),
    "verdict_refuse": Both("Không cho gia hạn.", "Refuse."),
    "verdict_uphold": Both("Chấp nhận đề nghị.", "Uphold."),
    "verdict_reject": Both("Không chấp nhận đề nghị.", "Reject."),
    "reason": Both("Lý do.", "The reason."),
    "proposed_office": Both("Mã cơ quan đề nghị.", "The agency proposed."),
    "reassign_to": Both("Mã cơ quan nhận.", "The agency that takes over."),
    "to": Both("Mã cơ quan.", "The agency's code."),
    "name": Both("Kỳ: 2023, 2023-H1, 2023-Q3 hoặc 2023-07.", "The period: 2023, 2023-H1, 2023-Q3 or 2023-07."),
    "into": Both("Tệp kết luận nhận thêm các chỉ đạo này.", "The conclusion file that gets these directives."),
    "ceased": Both("Mã cơ quan đã chấm dứt; không nêu: mọi cơ quan.", "The ceased agency's code; without it, all."),
    "dry_run": Both("Chỉ liệt kê.", "Only list."),
    "yes": Both("Thực hiện, không hỏi lại.", "Do it without asking."),
    "new_due_on": Both("Hạn mới.", "The new due day."),
    "due_on": Both("Hạn.", "The day it is due."),
    "review_on": Both("Ngày rà soát.", "The review date."),
    "decision_number": Both("Số văn bản quyết định.", "Number of the deciding document."),
    "decision_date": Both("Ngày văn bản quyết định.", "Its date."),
    "decision_signer": Both("Người ký văn bản quyết định.", "Who signed it."),
    "change": Both("TRƯỜNG=GIÁ TRỊ; lặp lại được; nhận JSON.", "FIELD=VALUE; may be repeated; JSON is understood."),
    "directive": Both("Tệp YAML của chỉ đạo.", "A YAML file with the directive."),
    "rules": Both("Tệp YAML của bộ quy tắc.", "A YAML file with the rules."),
    "preview": Both("Chỉ xem trước.", "Only show what would change."),
    "question": Both("Câu hỏi.", "The question."),
    "answer": Both("Trả lời.", "The answer."),
    "text": Both("Nội dung; ở list: tìm không cần dấu.", "The text; in list: search, marks not needed."),
    "subject": Both("Nội dung kiểm tra.", "The subject."),
    "findings": Both("Kết quả kiểm tra.", "Findings."),
    "responsibility": Both("Trách nhiệm.", "Responsibility."),
    "demands": Both("Yêu cầu.", "Demands."),
    # reading
    "agency": Both("Mã cơ quan.", "Agency code."),
    "level": Both("Cấp.", "Level."),
    "state": Both("Trạng thái.", "State."),
    "schedule": Both("Nhóm tiến độ.", "Schedule."),
    "overdue": Both("Chỉ việc quá hạn.", "Overdue only."),
    "conclusion": Both("Mã kết luận.", "Conclusion id."),
    "session": Both("Phiên họp.", "Session."),
    "programme": Both("Chương trình.", "Programme."),
    "due_before": Both("Hạn đến hết ngày này.", "Due on or before this day."),
    "due_after": Both("Hạn từ ngày này.", "Due on or after this day."),
    "as_of": Both("Tính đến ngày; mặc định hôm nay.", "As of this day; today unless given."),
    "limit": Both("Số dòng.", "Number of rows."),
    "after": Both("Trang tiếp theo: giá trị next của trang trước.", "Next page: `next` of the last one."),
    "history": Both("Kèm diễn biến.", "With its history."),
    "by": Both("Cộng theo.", "Total by."),
    "field": Both("due_on, schedule, state, rung hoặc next_wake_at.", "due_on, schedule, state, rung or next_wake_at."),
    "for_s": Both("Dừng sau số giây này.", "Stop after so many seconds."),
    # files and running
    "path": Both("Tệp.", "The file."),
    "output": Both("Ghi vào tệp này.", "Write to this file."),
    "document": Both("Tệp gốc, để so mã băm.", "The original file, to compare its hash."),
    "which": Both("ref của kết luận, hoặc tệp chứng nhận.", "The conclusion's ref, or a certificate."),
    "ref": Both("ref của kết luận (intake: mặc định lấy từ số văn bản).", "The conclusion's ref (intake: by default from the number)."),
    "issued_on": Both("Ngày ban hành, thay cho ngày trong tệp.", "Issue date instead of the file's."),
    "until": Both("Dừng ở ngày này.", "Stop on this day."),
    "exits": Both("Kết thúc khi xong, không phục vụ.", "End when done instead of serving."),
    "everything": Both("Diễn cả bốn phiên 2021–2024, việc chưa xong chuyển tiếp sang phiên sau.", "All four sessions, 2021 to 2024, each carrying over into the next."),
}  # fmt: skip
