"""What went wrong before policy was asked: mistyped commands, files, servers. Refusals have theirs in `schemas.sentences`."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from cli.words import Both


class Said(NamedTuple):
    """What happened, and what to do."""

    what: Both
    remedy: Both


_SEE_HELP: Final = Both("Xem: {command} --help.", "See: {command} --help.")
_SEE_DOCTOR: Final = Both("Kiểm tra: dondoc doctor.", "Check: dondoc doctor.")

PROBLEMS: Final[Mapping[str, Said]] = {
    # the command line itself
    "usage": Said(Both("Câu lệnh chưa đúng: {problem}", "The command line is wrong: {problem}"), _SEE_HELP),
    "no_such_command": Said(
        Both("Không có lệnh «{given}».", "There is no command '{given}'."),
        Both("Gần giống: {near}. Tất cả: {command} --help.", "Similar: {near}. All: {command} --help."),
    ),
    "no_command": Said(Both("Thiếu tên lệnh.", "The command is missing."), _SEE_HELP),
    "no_such_option": Said(
        Both("Lệnh này không có tuỳ chọn {given}.", "This command has no option {given}."),
        Both("Gần giống: {near}. Xem: {command} --help.", "Similar: {near}. See: {command} --help."),
    ),
    "missing": Said(Both("Thiếu {field}.", "{field} is missing."), _SEE_HELP),
    "bad_value": Said(
        Both("Giá trị của {field} chưa đúng: {problem}", "The value of {field} is wrong: {problem}"),
        _SEE_HELP,
    ),
    # fields
    "login_of_another": Said(
        Both("Tài khoản «{login}» thuộc {office}, vai {role}.", "The account '{login}' is of {office}, role {role}."),
        Both("Bỏ --as để dùng tài khoản ấy, hoặc chọn tên khác.", "Leave out --as to use it, or choose another login."),
    ),
    "no_such_account": Said(
        Both("Chưa có tài khoản «{login}».", "There is no account '{login}'."),
        Both("Thêm --as CƠ_QUAN:VAI để tạo tài khoản cho hệ thống này.", "Add --as OFFICE:ROLE to make one for this system."),
    ),
    "no_such_token": Said(
        Both("Không có mã truy cập {id}, hoặc đã thu hồi.", "There is no token {id}, or it was revoked before."),
        Both("Xem: dondoc tokens list.", "See: dondoc tokens list."),
    ),
    "office_wrong": Said(
        Both("«{given}» không phải cơ quan và vai.", "'{given}' is no office and role."),
        Both(
            "Viết --as MÃ hoặc --as MÃ:VAI, ví dụ G18:focal_point. Các vai: {known}.",
            "Write --as CODE or --as CODE:ROLE, e.g. G18:focal_point. Roles: {known}.",
        ),
    ),
    "not_a_day": Said(
        Both("«{given}» không phải ngày.", "'{given}' is not a date."),
        Both("Viết 2026-04-30 hoặc 30/4/2026.", "Write 2026-04-30 or 30/4/2026."),
    ),
    "not_a_pair": Said(
        Both("«{given}» chưa đúng dạng {form}.", "'{given}' is not of the form {form}."),
        Both("Sửa lại rồi chạy lại lệnh.", "Correct it and run the command again."),
    ),
    "not_a_command_id": Said(
        Both("«{given}» không phải UUID.", "'{given}' is not a UUID."),
        Both("Bỏ --command-id để tự sinh, hoặc cho một UUID.", "Leave --command-id out, or give a UUID."),
    ),
    "verdict_missing": Said(
        Both("Thiếu kết luận: {known}.", "The verdict is missing: {known}."),
        Both("Thêm một trong các tuỳ chọn đó.", "Add one of these options."),
    ),
    "verdict_twice": Said(
        Both("Chỉ chọn một kết luận: {known}.", "Choose one verdict: {known}."),
        Both("Bỏ bớt một tuỳ chọn.", "Remove one of the options."),
    ),
    "reason_missing": Said(
        Both("Trả lại thì phải nêu lý do.", "A return needs a reason."),
        Both("Thêm --reason \"…\" hoặc --template MÃ (xem: dondoc evidence reasons).", "Add --reason \"…\" or --template CODE (see: dondoc evidence reasons)."),
    ),
    "decision_incomplete": Said(
        Both("Văn bản quyết định phải đủ số, ngày, người ký.", "The deciding document needs number, date and signer."),
        Both("Thêm {missing}.", "Add {missing}."),
    ),
    "files_missing": Said(
        Both("Chưa có tệp minh chứng.", "There is no evidence file."),
        Both("Thêm --file TỆP.", "Add --file FILE."),
    ),
    "filter_unknown": Said(
        Both("«{given}» không phải giá trị của {field}.", "'{given}' is no value of {field}."),
        Both("Chọn một trong: {known}.", "Choose one of: {known}."),
    ),
    "bad_cursor": Said(
        Both("«{given}» không phải chỗ tiếp theo của một trang.", "'{given}' is not where a page ended."),
        Both("Dùng giá trị next của trang trước.", "Use `next` of the page before."),
    ),
    "setting_wrong": Said(
        Both("Biến môi trường {field} chưa đúng: {problem}.", "The environment name {field} is wrong: {problem}."),
        Both("Sửa rồi chạy lại; xem docs/runbook.md.", "Correct it and run again; see docs/runbook.md."),
    ),
    # intake
    "draft_changed": Said(
        Both(
            "Bản nháp đã được {by} lưu lúc {at} (phiên bản {version}; tệp này là phiên bản {seen}).",
            "{by} saved the draft at {at} (version {version}; this file is version {seen}).",
        ),
        Both(
            "Tệp của bạn còn nguyên. Lấy bản mới: dondoc intake open {id} -o TỆP_KHÁC, rồi đưa các chỗ sửa của bạn vào.",
            "Your file is as it was. Fetch the newer one: dondoc intake open {id} -o OTHER_FILE, and bring your changes in.",
        ),
    ),
    "draft_ended": Said(
        Both("Bản nháp {id} đã được duyệt hoặc huỷ.", "The draft {id} was approved or discarded."),
        Both("Xem: dondoc intake drafts. Làm lại từ văn bản: dondoc intake TỆP -o review.yaml.", "See: dondoc intake drafts. Begin again from the document: dondoc intake FILE -o review.yaml."),
    ),
    "draft_unknown": Said(
        Both("Không có bản nháp {id}.", "There is no draft {id}."),
        Both("Xem: dondoc intake drafts.", "See: dondoc intake drafts."),
    ),
    "certificate_unknown": Said(
        Both("Không có chứng nhận của {id}.", "There is no certificate of {id}."),
        Both("Kết luận này không bắt đầu từ intake approve, hoặc ref chưa đúng.", "It was not started by intake approve, or the ref is wrong."),
    ),
    "repeats_open": Said(
        Both(
            "Có {count} chỗ giống việc đã có mà chưa ai quyết định: {first}.",
            "{count} resemblances to what is here already are not decided: {first}.",
        ),
        Both(
            "Chạy dondoc intake save {path}, ghi quyet_dinh và nguoi trong mục trung_lap, rồi duyệt lại.",
            "Run dondoc intake save {path}, fill in quyet_dinh and nguoi under trung_lap, then approve again.",
        ),
    ),
    # papers
    "no_such_agency": Said(
        Both("Không có cơ quan mã «{given}».", "There is no agency '{given}'."),
        Both("Xem mã trong schemas/agencies.csv, ví dụ G18.", "See the codes in schemas/agencies.csv, e.g. G18."),
    ),
    "no_extension_asked": Said(
        Both("{id} chưa có đề nghị gia hạn.", "Nobody has asked for more time on {id}."),
        Both("Chờ cơ quan gửi request-extension, hoặc xem: dondoc show {id} --history.", "Wait for request-extension, or look: dondoc show {id} --history."),
    ),
    "value_wrong": Said(
        Both("Giá trị của {field} chưa đúng: {problem}.", "The value of {field} is wrong: {problem}."),
        Both("Sửa tuỳ chọn rồi chạy lại lệnh.", "Correct the option and run again."),
    ),
    "file_too_large": Said(
        Both("{field} lớn hơn {most} MB.", "{field} is larger than {most} MB."),
        Both("Tách danh sách thành nhiều tệp.", "Split the list into several files."),
    ),
    # leaving and coming
    "export_folder_used": Said(
        Both("Thư mục {folder} không trống.", "{folder} is not empty."),
        Both("Chọn thư mục mới hoặc trống.", "Choose a new or an empty folder."),
    ),
    "export_unreadable": Said(
        Both("Không đọc được {field}: {problem}", "{field} cannot be read: {problem}"),
        Both("Kiểm tra thư mục là bản xuất đầy đủ của dondoc export.", "See that the folder is a whole export of dondoc export."),
    ),
    "export_other_version": Said(
        Both("Bản xuất có dạng {given}, chương trình này đọc dạng {known}.", "The export is of the form {given}; this program reads {known}."),
        Both("Dùng phiên bản chương trình đã xuất, hoặc xuất lại.", "Use the version that wrote it, or export again."),
    ),
    "export_changed": Said(
        Both("{field} không còn như lúc xuất (mã băm khác).", "{field} is not as it was exported (its hash differs)."),
        Both("Chép lại bản xuất gốc; chưa có gì được nhập.", "Copy the original export again; nothing was imported."),
    ),
    "export_broken": Said(
        Both("Nhật ký trong bản xuất không toàn vẹn tại {field} ({count} chỗ).", "The exported log is not whole at {field} ({count} places)."),
        Both("Xuất lại từ sổ gốc sau khi chạy dondoc verify; chưa có gì được nhập.", "Run dondoc verify there and export again; nothing was imported."),
    ),
    "register_not_empty": Said(
        Both("Sổ này không trống; chỉ nhập được vào sổ trống.", "This register is not empty; an import needs an empty one."),
        Both("Dùng DONDOC_DATA_DIR mới, hoặc cơ sở dữ liệu mới.", "Use a new DONDOC_DATA_DIR, or a new database."),
    ),
    # services
    "already_running": Said(
        Both("Thư mục {folder} đang được dùng (tiến trình {pid}).", "{folder} is in use (process {pid})."),
        Both(
            "Dừng tiến trình đó, hoặc đặt DONDOC_DATA_DIR khác.",
            "Stop that process, or choose another DONDOC_DATA_DIR.",
        ),
    ),
    "cannot_start": Said(
        Both("Không khởi động được: {problem}", "Could not start: {problem}"),
        Both("Xem tệp nhật ký nêu trên, sửa rồi chạy lại.", "Look at the log named above, then run again."),
    ),
    "server_ended": Said(
        Both("{server} đã dừng bất ngờ.", "{server} has ended unexpectedly."),
        Both("Xem nhật ký trong {folder} rồi chạy lại; dữ liệu đã ghi vẫn còn.", "Look at the logs in {folder} and start again; what was recorded is kept."),
    ),
    "server_named": Said(
        Both("Môi trường đã nêu máy chủ ({names}); bản minh hoạ không đụng vào máy chủ thật.", "The environment names a server ({names}); the demo never touches one."),
        Both("Bỏ các biến đó rồi chạy lại.", "Unset these names and run again."),
    ),
    "database_lost": Said(Both("Mất kết nối cơ sở dữ liệu: {problem}", "The database connection was lost: {problem}"), _SEE_DOCTOR),
    "engine_lost": Said(Both("Bộ máy quy trình (Temporal) không phản hồi: {problem}", "The workflow engine (Temporal) does not answer: {problem}"), _SEE_DOCTOR),
    "unexpected": Said(
        Both("Có lỗi ngoài dự kiến: {problem}", "An unexpected error: {problem}"),
        Both("Gửi nội dung này cho quản trị vận hành.", "Send this to the operator."),
    ),
}  # fmt: skip
