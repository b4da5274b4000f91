"""What a refusal or a problem says to a person: what happened, why, and what to do, in both languages.

One row per reason: the Vietnamese sentence and remedy, then the English ones. Words in braces come
from the refusal; `state` and `command` are translated on the way.
"""

from collections.abc import Mapping
from typing import Any, Final

from schemas.labels import REPORT_PARTS, Lang, state_word, word
from schemas.refusals import Refusal
from schemas.sentence import Sentence
from schemas.sentences_of_documents import OF_DOCUMENTS
from schemas.states import ReportPart, State

SENTENCES: Final[Mapping[str, Sentence]] = {
    **OF_DOCUMENTS,
    # who
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
    # state
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
    "no_such_template": Sentence(
        "Không có lý do mẫu «{given}».",
        "Dùng một trong: {known}. Xem nội dung: dondoc evidence reasons.",
        "There is no ready reason '{given}'.",
        "Use one of: {known}. See their texts: dondoc evidence reasons.",
    ),
    "asks_the_lead": Sentence(
        "{office} là cơ quan gửi minh chứng này.",
        "Hỏi một cơ quan khác ở trường to.",
        "{office} is the agency that sent this evidence.",
        "Ask another office in 'to'.",
    ),
    "asks_the_standing_office": Sentence(
        "{office} là cơ quan thường trực của kết luận này, đang thẩm tra minh chứng.",
        "Hỏi một cơ quan khác.",
        "{office} is the standing office of this conclusion and examines the evidence itself.",
        "Ask another office.",
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
    # target
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
    # form
    "unknown_command": Sentence(
        "Không có lệnh «{command}».",
        "Các lệnh: {known}.",
        "There is no command '{command}'.",
        "Commands: {known}.",
    ),
    "unknown_field": Sentence(
        "Không có mục «{field}».",
        "Chọn một trong: {known}.",
        "There is no field '{field}'.",
        "Choose one of: {known}.",
    ),
    "field_wrong": Sentence(
        "Trường «{field}» chưa đúng: {problem}.",
        "Sửa trường này rồi gửi lại.",
        "Field '{field}' is wrong: {problem}.",
        "Correct it and send again.",
    ),
    "too_large": Sentence(
        "Nội dung quá lớn: {bytes} byte, nhiều nhất {most}.",
        "Rút gọn «{field}» và gửi phần dài bằng tệp.",
        "Too large: {bytes} bytes, at most {most}.",
        "Shorten '{field}' and send the long part as a file.",
    ),
    "not_json": Sentence(
        "Nội dung gửi đến không phải JSON.",
        "Gửi một đối tượng JSON dạng chuỗi.",
        "What was delivered is not JSON.",
        "Deliver one JSON object as a string.",
    ),
    "not_an_object": Sentence(
        "Nội dung gửi đến không phải một đối tượng JSON.",
        "Gửi một đối tượng JSON dạng chuỗi.",
        "What was delivered is not a JSON object.",
        "Deliver one JSON object as a string.",
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
    "day_not_later": Sentence(
        "Ngày «{field}» phải sau {than}.",
        "Chọn một ngày muộn hơn.",
        "The day '{field}' must be later than {than}.",
        "Choose a later day.",
    ),
    "no_date": Sentence(
        "«{given}» không phải ngày.",
        "Viết dạng 2026-04-30.",
        "'{given}' is not a date.",
        "Write it as 2026-04-30.",
    ),
    "due_day_missing": Sentence(
        "Thiếu hạn mới khi tiếp tục nhiệm vụ.",
        "Thêm new_due_on theo văn bản quyết định.",
        "Resuming needs a new due day.",
        "Give new_due_on as the deciding document has it.",
    ),
    "reassign_to_missing": Sentence(
        "Chấp nhận đề nghị chuyển thì phải nêu cơ quan nhận.",
        "Thêm reassign_to.",
        "Upholding an objection needs the agency that answers instead.",
        "Give reassign_to.",
    ),
    "same_office": Sentence(
        "{office} đang chủ trì nhiệm vụ này.",
        "Chọn cơ quan khác.",
        "{office} leads this assignment already.",
        "Choose another agency.",
    ),
    "report_incomplete": Sentence(
        "Báo cáo thiếu: {missing_parts}. Kết luận yêu cầu mỗi báo cáo phải có đủ các phần này.",
        "Bổ sung rồi gửi lại; phần nào không có thì ghi rõ là không có.",
        "The report lacks: {missing_parts}. The conclusion asks for these parts in every report.",
        "Add them and send it again; say so where there is nothing to report.",
    ),
    "indicator_unknown": Sentence(
        "Chỉ đạo này không có chỉ tiêu «{given}».",
        "Dùng đúng tên chỉ tiêu: {known}.",
        "This directive has no indicator '{given}'.",
        "Use one of its names: {known}.",
    ),
    "not_its_office": Sentence(
        "Cơ quan thường trực của {id} là {standing_office}, không phải {ceased}.",
        "Xem: dondoc show {id}.",
        "The standing office of {id} is {standing_office}, not {ceased}.",
        "See: dondoc show {id}.",
    ),
    "not_held_by": Sentence(
        "{id} do {holder} giữ; {ceased} không giữ và không phối hợp.",
        "Xem ai đang giữ, ai phối hợp: dondoc show {id}.",
        "{id} is held by {holder}; {ceased} neither holds nor coordinates it.",
        "See who holds and who coordinates it: dondoc show {id}.",
    ),
    "asks_itself": Sentence(
        "Cơ quan chủ trì không tự hỏi mình.",
        "Nêu một cơ quan khác ở trường to.",
        "The lead agency cannot ask itself.",
        "Name another agency in 'to'.",
    ),
    "deadline_twice": Sentence(
        "Chỉ được nêu một trong: {fields}.",
        "Giữ lại một trường.",
        "Only one of these can be given: {fields}.",
        "Leave one of them.",
    ),
    "group_not_expanded": Sentence(
        "«{given}» không phải mã cơ quan; lệnh gửi thẳng tới quy trình chỉ nhận mã.",
        "Gửi qua dondoc add-directive, hoặc ghi từng mã cơ quan ở assignees.",
        "'{given}' is no agency code; a command sent straight to the workflow takes codes only.",
        "Send it with 'dondoc add-directive', or list the agency codes under assignees.",
    ),
    "lead_twice": Sentence(
        "{office} được giao hai lần trong chỉ đạo này.",
        "Xoá một trong hai.",
        "{office} is assigned twice in this directive.",
        "Remove one of the two.",
    ),
    "calendar_not_given": Sentence(
        "Quy trình không đọc tệp lịch, nên «today» phải được thay bằng lịch đầy đủ.",
        "Gửi qua dondoc change-rules, hoặc ghi đầy đủ rules.calendar.",
        "A workflow reads no calendar file, so 'today' must be replaced by the whole calendar.",
        "Send it with 'dondoc change-rules', or give rules.calendar in full.",
    ),
    "not_amendable": Sentence(
        "Không sửa được trường «{field}».",
        "Các trường sửa được: {known}.",
        "Field '{field}' cannot be amended.",
        "Fields that can: {known}.",
    ),
    "decision_missing": Sentence(
        "Lệnh «{command}» phải nêu văn bản quyết định (số, ngày, người ký).",
        "Thêm decision: number, date, signer.",
        "'{command}' must name the deciding document (number, date, signer).",
        "Add decision: number, date, signer.",
    ),
    "fault": Sentence(
        "Có lỗi ngoài dự kiến khi xử lý lệnh; dữ liệu chưa thay đổi.",
        "Báo quản trị vận hành: {error}",
        "An unexpected fault while deciding; nothing has changed.",
        "Tell the operator: {error}",
    ),
    # services
    "engine_unreachable": Sentence(
        "Chưa thực hiện được: bộ máy quy trình (Temporal) không phản hồi.",
        "Thử lại với cùng mã lệnh {command_id}, không lo gửi trùng. Kiểm tra: dondoc doctor.",
        "Not done yet: the workflow engine (Temporal) does not answer.",
        "Try again with the same command id {command_id}; it cannot be carried out twice. Check: dondoc doctor.",
    ),
    "command_unanswered": Sentence(
        "Đã gửi nhưng sau {seconds} giây chưa có trả lời: lệnh có thể vẫn được thực hiện.",
        "Xem lại nhiệm vụ sau ít phút, hoặc gửi lại với cùng mã lệnh {command_id}: không bị thực hiện hai lần. Kiểm tra: dondoc doctor.",
        "Sent, but not answered within {seconds} seconds: the command may still be carried out.",
        "Look at the assignment in a few minutes, or send it again with the same command id {command_id}: it is not carried out twice. Check: dondoc doctor.",
    ),
    "nothing_sent": Sentence(
        "Sau {seconds} giây sổ theo dõi (PostgreSQL) vẫn không phản hồi: chưa gửi gì đi, lệnh sẽ không được thực hiện.",
        "Gửi lại với cùng mã lệnh {command_id} khi hệ thống trở lại. Kiểm tra: dondoc doctor.",
        "The register (PostgreSQL) did not answer within {seconds} seconds: nothing was sent, and nothing will be carried out.",
        "Send it again with the same command id {command_id} when the system is back. Check: dondoc doctor.",
    ),
    "start_unanswered": Sentence(
        "Kết luận {command_id} đã ghi vào sổ, nhưng sau {seconds} giây bộ máy quy trình chưa xác nhận đã bắt đầu.",
        "Không cần ban hành lại: worker sẽ tự bắt đầu khi bộ máy trở lại; làm lại cũng không thành hai. Kiểm tra: dondoc doctor.",
        "The conclusion {command_id} is in the register, but the workflow engine has not confirmed its start within {seconds} seconds.",
        "It need not be issued again: a worker starts it when the engine is back; doing it again makes no second one. Check: dondoc doctor.",
    ),
    "nobody_works": Sentence(
        "Chưa đối chiếu được: không có tiến trình làm việc (worker) nào ở hàng đợi «{queue}».",
        "Chạy worker («python worker.py» hoặc «make up») rồi làm lại.",
        "Nothing compared: no worker polls the queue '{queue}'.",
        "Run a worker ('python worker.py' or 'make up') and try again.",
    ),
    "setting_unusable": Sentence(
        "Thiết lập {field} không dùng được: {problem}.",
        "Sửa giá trị hoặc tệp mà nó nêu; danh sách: dondoc settings show.",
        "The setting {field} cannot be used: {problem}.",
        "Correct the value or the file it names; the list: dondoc settings show.",
    ),
    "payload_keys_wrong": Sentence(
        "Khoá mã hoá dữ liệu gửi Temporal không đọc được: {problem}.",
        "Sửa DONDOC_PAYLOAD_KEYS, hoặc tệp nêu ở DONDOC_PAYLOAD_KEYS_FILE: mỗi khoá viết «mã=base64 của 32 byte».",
        "The keys that seal payloads cannot be read: {problem}.",
        "Correct DONDOC_PAYLOAD_KEYS, or the file named in DONDOC_PAYLOAD_KEYS_FILE: each key is 'id=base64 of 32 bytes'.",
    ),
    "payload_key_missing": Sentence(
        "Dữ liệu trong Temporal được mã hoá bằng khoá «{key}» mà tiến trình này không có; không làm gì cả.",
        "Đặt DONDOC_PAYLOAD_KEYS hoặc DONDOC_PAYLOAD_KEYS_FILE như các tiến trình khác, giữ cả khoá cũ.",
        "What Temporal holds is sealed with the key '{key}', which this process does not have; nothing was done.",
        "Set DONDOC_PAYLOAD_KEYS or DONDOC_PAYLOAD_KEYS_FILE as the other processes do, old keys included.",
    ),
    "payload_not_opened": Sentence(
        "Khoá «{key}» không mở được dữ liệu: khoá khác cùng mã, hoặc dữ liệu đã bị sửa.",
        "So khoá này với các tiến trình khác; nếu giống nhau, đối chiếu với bản sao lưu.",
        "The key '{key}' does not open the data: another key under the same id, or the data was changed.",
        "Compare this key with those of the other processes; if they agree, compare with a backup.",
    ),
    "no_worker": Sentence(
        "{id} đã được ghi vào sổ nhưng chưa có tiến trình làm việc (worker) nào mở nhiệm vụ.",
        "Chạy worker («python worker.py» hoặc «make up»); kết luận sẽ tự được mở, không cần gửi lại.",
        "{id} is planned in the register, but no worker has opened its assignments yet.",
        "Run a worker ('python worker.py' or 'make up'); the conclusion then opens by itself.",
    ),
    "packet_lost": Sentence(
        "Temporal không còn quy trình {id} dù sổ còn nhiệm vụ mở.",
        "Khôi phục từ sổ: dondoc register reseed.",
        "Temporal no longer has workflow {id} although the register has open assignments.",
        "Re-seed it from the register: dondoc register reseed.",
    ),
    "database_unreachable": Sentence(
        "Không kết nối được cơ sở dữ liệu.",
        "Kiểm tra PostgreSQL và DONDOC_DATABASE_URL: dondoc doctor.",
        "The database cannot be reached.",
        "Check PostgreSQL and DONDOC_DATABASE_URL: dondoc doctor.",
    ),
    "nothing_running": Sentence(
        "Không thấy hệ thống đang chạy.",
        "Chạy «make up» (hoặc «make demo» và thêm --demo), hoặc đặt DONDOC_DATABASE_URL và TEMPORAL_ADDRESS.",
        "No running system was found.",
        "Run 'make up' (or 'make demo' and add --demo), or set DONDOC_DATABASE_URL and TEMPORAL_ADDRESS.",
    ),
}


def sentence_of(reason: str, said: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """The sentence and the remedy for a reason; a reason without a row says so itself."""
    row = SENTENCES.get(reason)
    if row is None:
        return reason, ""
    words = _Said(_translated(said, lang))
    if lang == "vi":
        return row.vi.format_map(words), row.vi_remedy.format_map(words)
    return row.en.format_map(words), row.en_remedy.format_map(words)


def refusal_text(refusal: Refusal, lang: Lang) -> str:
    """The sentence of a refusal, for one line of log or for `ApplicationError.message`."""
    return sentence_of(refusal.reason, refusal.said, lang)[0]


class _Said(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _translated(said: Mapping[str, Any], lang: Lang) -> dict[str, Any]:
    words = dict(said)
    if "state" in words:
        words["state"] = state_word(State(words["state"]), lang)
    if "missing_parts" in words:
        parts = (ReportPart(one) for one in words["missing_parts"])
        words["missing_parts"] = [word(REPORT_PARTS, one, lang) for one in parts]
    for name, value in words.items():
        if isinstance(value, list | tuple):
            words[name] = ", ".join(str(one) for one in value) or "–"
    return words
