"""What a problem of a conclusion, a directive or an evidence file says to a person; part of `schemas.sentences`."""

from collections.abc import Mapping
from typing import Final

from schemas.sentence import Sentence

OF_DOCUMENTS: Final[Mapping[str, Sentence]] = {
    "unknown_agency": Sentence(
        "Không có cơ quan hoặc nhóm cơ quan «{given}» vào ngày {on}.",
        "Dùng mã cơ quan (ví dụ G14), tên đầy đủ, hoặc nhóm như «các bộ, ngành, địa phương».",
        "There is no agency or group '{given}' on {on}.",
        "Use an agency code such as G14, the full name, or a group such as 'các bộ, ngành, địa phương'.",
    ),
    "period_wrong": Sentence(
        "«{given}» không phải tên một kỳ.",
        "Viết như 2023, 2023-H1, 2023-Q3 hoặc 2023-07.",
        "'{given}' is no name of a period.",
        "Write it as 2023, 2023-H1, 2023-Q3 or 2023-07.",
    ),
    "nothing_to_carry": Sentence(
        "Không có nhiệm vụ nào của kỳ {period} phải chuyển tiếp.",
        "Xem việc còn mở: dondoc period close {period}.",
        "Nothing of {period} has to be carried over.",
        "See what is open: dondoc period close {period}.",
    ),
    "period_not_over": Sentence(
        "Kỳ {period} đến {last} mới hết, kết luận ngày {issued_on} chưa thể chuyển tiếp việc của kỳ này.",
        "Chọn kỳ đã hết, hoặc ngày ban hành sau {last}.",
        "{period} ends on {last}; a conclusion of {issued_on} cannot carry its work over.",
        "Choose a period that is over, or an issue date after {last}.",
    ),
    "agency_not_ceased": Sentence(
        "Cơ quan «{given}» vẫn còn vào ngày {on}, hoặc không có cơ quan kế tiếp.",
        "Chuyển từng nhiệm vụ bằng reassign, hoặc chọn ngày sau khi cơ quan chấm dứt (--as-of).",
        "The body '{given}' still exists on {on}, or has no successor.",
        "Move single assignments with reassign, or choose a day after its end (--as-of).",
    ),
    "agency_ceased": Sentence(
        "Cơ quan «{given}» không còn vào ngày {on}.",
        "Dùng mã của cơ quan kế tiếp: {successors}.",
        "The body '{given}' no longer exists on {on}.",
        "Use the code of its successor: {successors}.",
    ),
    "two_leads": Sentence(
        "«{given}» nêu hai cơ quan chủ trì cho một nhiệm vụ; mỗi nhiệm vụ có đúng một cơ quan chủ trì.",
        "Tách thành hai dòng trong assignees (mỗi cơ quan một nhiệm vụ), hoặc chuyển một cơ quan sang coordinating.",
        "'{given}' names two leads for one assignment; each assignment has exactly one.",
        "Write two entries under assignees (one assignment each), or move one to coordinating.",
    ),
    "assigned_twice": Sentence(
        "{code} được giao hai lần trong một chỉ đạo (đã có ở «{by}»).",
        "Xoá một trong hai.",
        "{code} is assigned twice in one directive (already by '{by}').",
        "Remove one of the two.",
    ),
    "duplicate_number": Sentence(
        "Chỉ đạo số {n} xuất hiện hai lần.",
        "Đánh số lại để mỗi chỉ đạo có một số riêng.",
        "Directive number {n} appears twice.",
        "Renumber so that each directive has its own.",
    ),
    "due_before_issue": Sentence(
        "Hạn {due_on} trước ngày ban hành {issued_on}.",
        "Nếu là việc chuyển từ kỳ trước, ghi kỳ và hạn gốc ở carried_over_from; nếu không, sửa hạn.",
        "The due day {due_on} is before the issue date {issued_on}.",
        "For carried-over work give the period and first due day in carried_over_from; otherwise correct the day.",
    ),
    "review_before_issue": Sentence(
        "Ngày rà soát {review_on} trước ngày ban hành {issued_on}.",
        "Sửa review_on.",
        "The review date {review_on} is before the issue date {issued_on}.",
        "Correct review_on.",
    ),
    "origin_not_before_issue": Sentence(
        "Hạn gốc {due_on} của việc chuyển tiếp phải trước ngày ban hành {issued_on}.",
        "Sửa carried_over_from.due_on.",
        "The first due day {due_on} of carried-over work must be before the issue date {issued_on}.",
        "Correct carried_over_from.due_on.",
    ),
    "day_without_precision": Sentence(
        "Có due_on nhưng precision là «{precision}».",
        "Ghi precision: day, month, quarter, year hoặc period; hoặc bỏ due_on.",
        "There is a due_on but precision is '{precision}'.",
        "Give precision day, month, quarter, year or period; or remove due_on.",
    ),
    "precision_without_day": Sentence(
        "precision là «{precision}» nhưng thiếu due_on.",
        "Ghi due_on là ngày cuối cùng còn đúng hạn; với precision: period có thể ghi count; hoặc precision: none.",
        "precision is '{precision}' but due_on is missing.",
        "Give due_on, the last day in time; with precision: period a count will do; or precision: none.",
    ),
    "day_beside_precision": Sentence(
        "Hạn {due_on} không phải ngày cuối của kỳ ghi ở precision «{precision}».",
        "Sửa thành {expected}; nếu văn bản in đúng ngày {due_on} thì ghi precision: day.",
        "The due day {due_on} does not end the {precision} that precision names.",
        "Correct it to {expected}; if the document prints {due_on} itself, give precision: day.",
    ),
    "day_beside_count": Sentence(
        "Hạn {due_on} không khớp với thời hạn ghi ở count, tính ra {expected}.",
        "Bỏ due_on để hệ thống tự tính; nếu văn bản in đúng ngày {due_on} thì ghi precision: day và bỏ count.",
        "The due day {due_on} is not what the count gives, {expected}.",
        "Leave due_on out; if the document prints {due_on} itself, give precision: day without a count.",
    ),
    "count_without_period": Sentence(
        "Có count nhưng precision là «{precision}».",
        "Ghi precision: period (đếm từ một ngày) hoặc event (đếm từ một sự kiện); hoặc bỏ count.",
        "There is a count but precision is '{precision}'.",
        "Give precision period (from a day) or event (from an event); or remove the count.",
    ),
    "event_has_come": Sentence(
        "precision là «event» (chờ sự kiện) nhưng count.from_on đã có ngày.",
        "Nếu sự kiện đã xảy ra, ghi precision: period; nếu chưa, bỏ count.from_on.",
        "precision is 'event', yet count.from_on names its day.",
        "If the event has come give precision: period; if not, leave count.from_on out.",
    ),
    "rung_wrong": Sentence(
        "«{given}» không phải một nấc của bậc thang.",
        "Viết như «-7d focal_point» hoặc «+3wd standing_office»; nơi nhận: {known}.",
        "'{given}' is no rung of a ladder.",
        "Write it as '-7d focal_point' or '+3wd standing_office'; offices: {known}.",
    ),
    "ladder_wrong": Sentence(
        "Bậc thang chưa hợp lệ: {problem}.",
        "Xếp các nấc từ sớm đến muộn, cùng một loại ngày (d hoặc wd), không lặp.",
        "The ladder does not hold together: {problem}.",
        "Order the rungs from early to late, in one kind of days (d or wd), each once.",
    ),
    "secret": Sentence(
        "Văn bản có dấu «{mark}»: tài liệu mật không được đưa vào hệ thống. Không giữ lại gì.",
        "Theo dõi văn bản này ngoài hệ thống, theo quy định về bảo vệ bí mật nhà nước.",
        "The document is marked '{mark}': secret documents must not enter the system. Nothing was kept.",
        "Follow it outside the system, as the law on state secrets requires.",
    ),
    "too_many_assignments": Sentence(
        "Kết luận có {count} nhiệm vụ, vượt mức {most}.",
        "Tách thành nhiều kết luận.",
        "The conclusion has {count} assignments, more than {most}.",
        "Split it into several conclusions.",
    ),
    "too_many_directives": Sentence(
        "Kết luận có nhiều hơn {most} chỉ đạo.",
        "Tách thành nhiều kết luận.",
        "The conclusion has more than {most} directives.",
        "Split it into several conclusions.",
    ),
    "no_assignee": Sentence(
        "Chỉ đạo chưa có cơ quan chủ trì (assignees trống).",
        "Thêm ít nhất một mã cơ quan hoặc nhóm vào assignees.",
        "The directive has no lead agency (assignees is empty).",
        "Add at least one agency code or group to assignees.",
    ),
    "text_too_long": Sentence(
        "Nội dung dài hơn {most} ký tự.",
        "Rút gọn, hoặc đưa phần chi tiết vào phụ lục làm minh chứng.",
        "The text has more than {most} characters.",
        "Shorten it, or put the detail into an annex.",
    ),
    "file_too_large": Sentence(
        "Tệp {size} byte vượt mức {most} byte.",
        "Tách thành nhiều kết luận hoặc rút gọn nội dung.",
        "The file has {size} bytes, more than {most}.",
        "Split it or shorten its texts.",
    ),
    "not_yaml": Sentence(
        "Tệp không đọc được dưới dạng YAML hoặc JSON: {problem}.",
        "Sửa dòng này; thụt lề bằng dấu cách, chuỗi có dấu hai chấm đặt trong nháy.",
        "The file is not readable YAML or JSON: {problem}.",
        "Correct this line; indent with blanks, quote strings that contain a colon.",
    ),
    "not_a_mapping": Sentence(
        "Tệp phải là một kết luận với các trường ref, title, directives …",
        "Xem mẫu trong thư mục samples/.",
        "The file must be one conclusion with the fields ref, title, directives …",
        "See the examples in samples/.",
    ),
    "no_file": Sentence(
        "Không đọc được tệp {path}: {problem}.",
        "Kiểm tra đường dẫn và quyền đọc.",
        "Cannot read {path}: {problem}.",
        "Check the path and its permissions.",
    ),
    "other_content": Sentence(
        "Kết luận {id} đã được bắt đầu với nội dung khác.",
        "Dùng ref mới cho kết luận khác; muốn sửa kết luận đang chạy, dùng lệnh amend hoặc add-directive.",
        "Conclusion {id} was started with other content.",
        "Use another ref for another conclusion; to change a running one use amend or add-directive.",
    ),
    "offset_refused": Sentence(
        "Sổ này chạy theo thời gian thật, không nhận đồng hồ ảo.",
        "Bỏ tham số lệch giờ; chỉ bản minh hoạ dùng thời gian ảo.",
        "This register runs on real time and takes no virtual clock.",
        "Leave the offset out; only the demo uses virtual time.",
    ),
    "evidence_unreadable": Sentence(
        "Không lưu được tệp «{name}»: {problem}.",
        "Kiểm tra tệp rồi gửi lại; chưa có gì được ghi nhận.",
        "The file '{name}' could not be stored: {problem}.",
        "Check it and send again; nothing has been recorded.",
    ),
    "evidence_size": Sentence(
        "Tệp «{name}» có {size} byte; cần từ 1 đến {most} byte.",
        "Nén ảnh hoặc tách phụ lục rồi gửi lại.",
        "The file '{name}' has {size} bytes; 1 to {most} are accepted.",
        "Compress images or split annexes and send again.",
    ),
    "evidence_not_stored": Sentence(
        "Kho minh chứng không có tệp với mã băm này, hoặc tệp đọc lại không khớp.",
        "Gửi tệp bằng «dondoc submit-evidence --file …», hoặc lưu trước: dondoc evidence put TỆP.",
        "The evidence store has no file with this hash, or it does not read back the same.",
        "Send the file with 'dondoc submit-evidence --file …', or store it first: dondoc evidence put FILE.",
    ),
    "address_wrong": Sentence(
        "«{given}» không phải địa chỉ dùng được: {problem}.",
        "Ghi địa chỉ thư dạng ten@co-quan.gov.vn, hoặc URL dạng https://…",
        "'{given}' is no usable address: {problem}.",
        "Give an e-mail address such as name@agency.gov.vn, or a URL such as https://…",
    ),
    "no_webhook": Sentence(
        "{office} chưa có webhook.",
        "Đặt trước: dondoc notices address {office} --webhook URL.",
        "{office} has no webhook.",
        "Set one first: dondoc notices address {office} --webhook URL.",
    ),
    "resend_what": Sentence(
        "Chưa nói gửi lại thư nào.",
        "Ghi mã thư (dondoc notices list --state dead), --agency MÃ, hoặc --all.",
        "Nothing was named to be sent again.",
        "Give a message id (dondoc notices list --state dead), --agency CODE, or --all.",
    ),
    "demo_running": Sentence(
        "Một bản minh hoạ khác đang chạy trên {path}.",
        "Dừng bản đó (Ctrl+C) rồi chạy lại.",
        "Another demo is running on {path}.",
        "Stop it (Ctrl+C) and try again.",
    ),
}
