"""What a refused act says to a person: whose it is, the state it meets, what it is about; part of `schemas.sentences`."""

from collections.abc import Mapping
from typing import Final

from schemas.sentence import Sentence

OF_ACTS: Final[Mapping[str, Sentence]] = {
    "not_lead": Sentence(
        "{office} ({role}) không phải cơ quan chủ trì của nhiệm vụ này; chủ trì là {holder}.",
        "Dùng tài khoản đầu mối hoặc lãnh đạo của {holder}.",
        "{office} ({role}) does not lead this assignment; {holder} does.",
        "Act as the focal point or head of {holder}.",
    ),
    "not_standing_office": Sentence(
        "{office} ({role}) không phải cơ quan thường trực của kết luận này; chỉ {standing_office} được làm việc này.",
        "Chuyển việc cho chuyên viên hoặc người thẩm tra của {standing_office}.",
        "{office} ({role}) is not the standing office of this conclusion; only {standing_office} may do this.",
        "Leave it to an officer or examiner of {standing_office}.",
    ),
    "not_coordinator": Sentence(
        "{office} chưa được hỏi ý kiến phối hợp về nhiệm vụ này.",
        "Chờ cơ quan chủ trì {holder} gửi câu hỏi.",
        "{office} has not been asked for a contribution here.",
        "Wait until the lead agency {holder} asks.",
    ),
    "not_consulted": Sentence(
        "{office} chưa được hỏi ý kiến về minh chứng của nhiệm vụ này.",
        "Chờ cơ quan thường trực {standing_office} hỏi.",
        "{office} has not been asked for an opinion on this evidence.",
        "Wait until the standing office {standing_office} asks.",
    ),
    "not_supervisor": Sentence(
        "{office} ({role}) không có vai giám sát.",
        "Dùng vai «supervisor».",
        "{office} ({role}) is not a supervisor.",
        "Act in the role 'supervisor'.",
    ),
    "not_operator": Sentence(
        "{office} ({role}) không có vai vận hành.",
        "Dùng vai «operator».",
        "{office} ({role}) is not an operator.",
        "Act in the role 'operator'.",
    ),
    "four_eyes": Sentence(
        "{person} đã gửi minh chứng này nên không được tự thẩm tra.",
        "Nhờ một người thẩm tra khác.",
        "{person} submitted this evidence and cannot examine it.",
        "Ask another examiner.",
    ),
    "report_needs_whole": Sentence(
        "Báo cáo kỳ lập trên toàn bộ sổ; {office} chỉ xem được một phần.",
        "Nhờ người xem được toàn bộ sổ (giám sát, kiểm toán) lập báo cáo; bảng theo dõi từng kết luận vẫn lập được.",
        "A periodic report covers the whole register; {office} sees a part of it.",
        "Ask somebody who sees the whole (a supervisor, an auditor); follow-up tables of your conclusions can be made.",
    ),
    "export_needs_whole": Sentence(
        "Xuất toàn bộ sổ chỉ dành cho người xem được toàn bộ; {office} xem được một phần.",
        "Nhờ kiểm toán, hoặc quản trị chạy dondoc export; từng danh sách vẫn kết xuất được.",
        "Only who sees the whole register can leave with it; {office} sees a part.",
        "Ask an auditor, or the administrator for dondoc export; each list has its own export.",
    ),
    "closed": Sentence(
        "{id} đã đóng («{state}»), không nhận lệnh nào nữa.",
        "Nếu cần làm lại, cơ quan thường trực dùng lệnh reopen.",
        "{id} is closed ('{state}') and takes no command.",
        "The standing office can reopen it.",
    ),
    "all_closed": Sentence(
        "Mọi nhiệm vụ của {id} đã đóng.",
        "Xem: dondoc show {id}.",
        "Every assignment of {id} is closed.",
        "See: dondoc show {id}.",
    ),
    "not_in_this_state": Sentence(
        "{id} đang ở «{state}» nên chưa làm được «{command}».",
        "Lúc này có thể: {possible}.",
        "{id} is '{state}', so '{command}' is not possible now.",
        "Possible now: {possible}.",
    ),
    "no_deadline": Sentence(
        "{id} không có hạn nên không có gì để gia hạn.",
        "Nếu cần một mốc, cơ quan thường trực dùng set_review_date.",
        "{id} has no deadline to extend.",
        "The standing office can set a review date.",
    ),
    "has_deadline": Sentence(
        "Nhiệm vụ đã có hạn {due_on}; ngày rà soát chỉ dành cho việc không có hạn.",
        "Muốn đổi hạn, dùng amend hoặc decide_extension với văn bản quyết định.",
        "The assignment is due on {due_on}; review dates are for work without a deadline.",
        "To move the deadline use amend or decide_extension with the deciding document.",
    ),
    "extension_open": Sentence(
        "Đã có đề nghị gia hạn đến {asked} đang chờ quyết định.",
        "Chờ cơ quan thường trực trả lời.",
        "A request for an extension to {asked} is already open.",
        "Wait for the standing office's decision.",
    ),
    "no_extension_open": Sentence(
        "{id} không có đề nghị gia hạn nào đang chờ.",
        "Xem: dondoc show {id} --history.",
        "{id} has no open request for an extension.",
        "See: dondoc show {id} --history.",
    ),
    "contribution_open": Sentence(
        "{office} đã được hỏi và chưa trả lời.",
        "Chờ trả lời; quá hạn thì tính là đồng ý.",
        "{office} has been asked already and has not answered.",
        "Wait; silence counts as agreement once the day has passed.",
    ),
    "opinion_open": Sentence(
        "{office} đã được hỏi ý kiến và chưa trả lời.",
        "Chờ trả lời, hoặc quyết định luôn; hỏi ý kiến không dừng hạn thẩm tra.",
        "{office} has been asked for its opinion already and has not answered.",
        "Wait, or decide; asking does not stop the clock of the review.",
    ),
    "opinion_not_awaited": Sentence(
        "Ý kiến của {office} về minh chứng của {id} không còn được chờ: đã trả lời, hoặc thẩm tra đã xong.",
        "Xem: dondoc show {id} --history.",
        "The opinion of {office} on the evidence of {id} is not awaited: it was given, or the review is over.",
        "See: dondoc show {id} --history.",
    ),
    "no_explanation_owed": Sentence(
        "{id} không có yêu cầu giải trình nào đang chờ.",
        "Xem: dondoc show {id} --history.",
        "No explanation is owed on {id}.",
        "See: dondoc show {id} --history.",
    ),
    "contribution_lapsed": Sentence(
        "{office} không trả lời trong thời hạn nên đã được tính là đồng ý.",
        "Muốn nêu ý kiến khác, liên hệ cơ quan chủ trì để được hỏi lại.",
        "{office} did not answer in time, which counted as agreement.",
        "To say otherwise, have the lead agency ask again.",
    ),
    "contribution_given": Sentence(
        "{office} đã trả lời và không còn câu hỏi nào đang chờ.",
        "Chờ cơ quan chủ trì hỏi lại, nếu cần.",
        "{office} has answered and no question is open.",
        "Wait until the lead agency asks again, if it needs to.",
    ),
    "inspection_open": Sentence(
        "{id} đang có một cuộc kiểm tra chưa có kết luận.",
        "Ghi kết luận trước: record-inspection.",
        "An inspection of {id} is open and has no findings yet.",
        "Record its findings first: record-inspection.",
    ),
    "no_inspection_open": Sentence(
        "{id} không có cuộc kiểm tra nào đang mở.",
        "Mở kiểm tra trước: open-inspection.",
        "No inspection of {id} is open.",
        "Open one first: open-inspection.",
    ),
    "no_event_awaited": Sentence(
        "Hạn của {id} không chờ sự kiện nào.",
        "Muốn đổi hạn, dùng due_on hoặc deadline.",
        "The deadline of {id} does not wait for an event.",
        "To move the deadline use due_on or deadline.",
    ),
    "number_used": Sentence(
        "Kết luận này đã có chỉ đạo số {n}.",
        "Chọn số chưa dùng; muốn sửa chỉ đạo đang có, dùng amend.",
        "This conclusion already has a directive number {n}.",
        "Choose a number that is not used; to change a directive use amend.",
    ),
    "no_room": Sentence(
        "Chỉ đạo có {count} nhiệm vụ; gói này chỉ nhận thêm {room} (mỗi gói {most}).",
        "Chạy lại lệnh để chương trình mở gói mới; nếu một chỉ đạo vượt {most}, tách thành nhiều số.",
        "The directive has {count} assignments; this packet takes {room} more ({most} each).",
        "Send the command again, which opens a new packet; split a directive of more than {most}.",
    ),
    "calendar_version_used": Sentence(
        "Phiên bản lịch {version} đã có với nội dung khác; một phiên bản không bao giờ bị sửa.",
        "Đặt tên phiên bản mới cho lịch mới.",
        "Calendar version {version} exists with other days; a version is never changed.",
        "Give the new calendar a version of its own.",
    ),
    "explanation_open": Sentence(
        "{id} đã có yêu cầu giải trình đang chờ trả lời.",
        "Chờ cơ quan giải trình.",
        "An explanation is already owed on {id}.",
        "Wait for the agency's explanation.",
    ),
    "no_report_waits": Sentence(
        "{id} không có báo cáo nào chờ xem xét.",
        "Xem: dondoc show {id} --history.",
        "No report of {id} waits for review.",
        "See: dondoc show {id} --history.",
    ),
    "changed_meanwhile": Sentence(
        "Nhiệm vụ đã thay đổi sau lần bạn xem (lần xem: {expected}, hiện nay: {seq}).",
        "Xem lại rồi quyết định: dondoc show.",
        "The assignment has changed since you looked (seen: {expected}, now: {seq}).",
        "Look again before you decide: dondoc show.",
    ),
    "id_used": Sentence(
        "Mã lệnh {command_id} đã dùng cho một lệnh có nội dung khác.",
        "Gửi lại với mã lệnh mới.",
        "Command id {command_id} was used for a command with other content.",
        "Send it again under a new id.",
    ),
    "already_has_it": Sentence(
        "{office} đã có nhiệm vụ này trong cùng chỉ đạo.",
        "Chọn cơ quan khác.",
        "{office} already has an assignment of this directive.",
        "Choose another agency.",
    ),
    "unknown_target": Sentence(
        "Không tìm thấy {id}.",
        "Kiểm tra mã, hoặc tìm: dondoc list.",
        "{id} was not found.",
        "Check the id, or search: dondoc list.",
    ),
    "other_packet": Sentence(
        "{id} nằm trong gói {packet} của kết luận này.",
        "Gửi lệnh tới quy trình {packet}.",
        "{id} is held by packet {packet} of this conclusion.",
        "Send the command to workflow {packet}.",
    ),
    "conclusion_expected": Sentence(
        "Lệnh này dành cho cả kết luận, không cho {id}.",
        "Dùng mã kl/<ref>.",
        "This command is for a whole conclusion, not for {id}.",
        "Use the id kl/<ref>.",
    ),
}
