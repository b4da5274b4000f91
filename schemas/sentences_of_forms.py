"""What is said of an act whose fields are wrong, missing or do not fit together; part of `schemas.sentences`."""

from collections.abc import Mapping
from typing import Final

from schemas.sentence import Sentence

OF_FORMS: Final[Mapping[str, Sentence]] = {
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
}
