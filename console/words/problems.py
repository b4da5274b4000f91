"""Sentences for what only happens in a browser: what happened and why, then what to do. No blame, no codes first."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from schemas.wording import Both


class Words(NamedTuple):
    """One problem in both languages."""

    what: Both
    remedy: Both


PROBLEMS: Final[Mapping[str, Words]] = {
    "not_signed_in": Words(
        Both("Trang này cần đăng nhập.", "This page needs you to sign in."),
        Both("Đăng nhập để tiếp tục.", "Sign in to go on."),
    ),
    "session_ended": Words(
        Both("Phiên làm việc đã kết thúc.", "Your session has ended."),
        Both(
            "Đăng nhập lại để tiếp tục; chưa có gì được gửi đi.",
            "Sign in again to go on; nothing was sent.",
        ),
    ),
    "not_allowed": Words(
        Both(
            "Vai của bạn không dùng màn hình này.", "Your role does not include this screen."
        ),
        Both(
            "Nếu cần, đề nghị quản trị của cơ quan cấp quyền.",
            "If you need it, ask your administrator.",
        ),
    ),
    "forged_form": Words(
        Both(
            "Biểu mẫu đã cũ hoặc không được mở từ trang này nên chưa có gì được gửi.",
            "The form is too old, or was not opened from this site; nothing was sent.",
        ),
        Both("Mở lại trang rồi gửi lại.", "Open the page again and send it once more."),
    ),
    "too_large": Words(
        Both("Nội dung gửi lên quá lớn.", "What was sent is too large."),
        Both("Mỗi tệp tối đa 20 MB; hãy nén ảnh hoặc tách phụ lục.", "A file may have 20 MB; compress pictures or split it."),
    ),
    "not_found": Words(
        Both("Không tìm thấy trang hoặc mã này.", "There is no such page or id here."),
        Both("Kiểm tra mã, hoặc tìm theo nội dung.", "Check the id, or search for its words."),
    ),
    "bad_request": Words(
        Both("Yêu cầu không đọc được.", "The request could not be read."),
        Both("Quay lại trang trước rồi thử lại.", "Go back and try again."),
    ),
    "service_lost": Words(
        Both(
            "Chưa thực hiện được: hệ thống tạm thời không phản hồi.",
            "Not done yet: the system does not answer for the moment.",
        ),
        Both("Đợi một lát rồi tải lại trang; không lo gửi trùng.", "Wait a little and reload; nothing can be sent twice."),
    ),
    "engine_unreachable": Words(
        Both(
            "Chưa thực hiện được: bộ máy quy trình tạm thời không phản hồi.",
            "Not done yet: the workflow engine does not answer for the moment.",
        ),
        Both("Bấm «Gửi lại»; không lo gửi trùng.", "Send it again; it cannot be carried out twice."),
    ),
    "command_unanswered": Words(
        Both(
            "Đã gửi nhưng chưa có trả lời: việc của bạn có thể vẫn được ghi.",
            "Sent, but not answered: your act may still be recorded.",
        ),
        Both("Xem lại nhiệm vụ, hoặc bấm «Gửi lại»; không lo gửi trùng.", "Look at the assignment, or send it again; it cannot be carried out twice."),
    ),
    "nothing_sent": Words(
        Both(
            "Hệ thống không phản hồi: việc của bạn chưa được gửi đi.",
            "The system does not answer: your act was not sent.",
        ),
        Both("Bấm «Gửi lại» khi hệ thống trở lại.", "Send it again when the system is back."),
    ),
    "start_unanswered": Words(
        Both(
            "Kết luận đã ghi vào sổ; bộ máy quy trình chưa xác nhận đã bắt đầu.",
            "The conclusion is recorded; the workflow engine has not confirmed its start yet.",
        ),
        Both("Không cần ban hành lại: hệ thống tự bắt đầu khi trở lại.", "It need not be issued again: it starts by itself when the system is back."),
    ),
    "changed_meanwhile": Words(
        Both(
            "Có người vừa thay đổi nhiệm vụ này sau khi bạn mở trang. Việc của bạn chưa được ghi.",
            "Somebody changed this assignment after you opened the page. Your act was not recorded.",
        ),
        Both("Trang đã được cập nhật; xem lại rồi quyết định.", "The page is up to date now; look again before you decide."),
    ),
    "unexpected": Words(
        Both(
            "Có lỗi ngoài dự kiến. Dữ liệu chưa thay đổi.",
            "Something unexpected went wrong. Nothing has changed.",
        ),
        Both("Gửi mã bên dưới cho quản trị.", "Send the code below to your administrator."),
    ),
    "wrong_password": Words(
        Both("Tên đăng nhập hoặc mật khẩu chưa đúng.", "Login or password is wrong."),
        Both("Nhập lại; quên mật khẩu thì liên hệ quản trị.", "Try again; if you forgot it, ask your administrator."),
    ),
    "too_often": Words(
        Both(
            "Đã thử sai nhiều lần nên tạm khoá đăng nhập.",
            "Too many wrong attempts, so signing in is paused.",
        ),
        Both("Thử lại sau {minutes} phút.", "Try again in {minutes} minutes."),
    ),
    "password_weak": Words(
        Both("Mật khẩu mới cần ít nhất {shortest} ký tự và khác mật khẩu cũ.", "The new password needs at least {shortest} characters and must differ from the old one."),
        Both("Ghép vài từ dễ nhớ với nhau.", "A few words together are easy to remember."),
    ),
    "password_differs": Words(
        Both("Hai lần nhập mật khẩu mới không giống nhau.", "The two new passwords differ."),
        Both("Nhập lại cả hai.", "Type both again."),
    ),
    "login_taken": Words(
        Both("Tên đăng nhập «{login}» đã có.", "The login '{login}' is taken."),
        Both("Chọn tên khác.", "Choose another."),
    ),
    "account_wrong": Words(
        Both("«{field}» chưa đúng: {problem}", "'{field}' is wrong: {problem}"),
        Both("Sửa rồi gửi lại.", "Correct it and send it again."),
    ),
    "no_document": Words(
        Both("Chưa chọn tệp nào.", "No file was chosen."),
        Both("Chọn tệp PDF, DOCX, HTML hoặc văn bản thuần của thông báo.", "Choose the PDF, DOCX, HTML or plain text of the document."),
    ),
    "draft_saved_by": Words(
        Both("{by} đã lưu bản rà soát này lúc {at}; việc của bạn chưa được ghi.", "{by} saved this review at {at}; yours was not recorded."),
        Both("Trang đã là bản mới; xem lại rồi làm tiếp.", "The page is up to date now; look again and go on."),
    ),
    "draft_gone": Words(
        Both("Bản rà soát này đã được giao hoặc xoá.", "This review was issued or deleted."),
        Both("Về danh sách tiếp nhận.", "Go back to the list."),
    ),
    "repeats_undecided": Words(
        Both("Có {count} chỗ có vẻ trùng với việc đã có và chưa ai quyết định.", "{count} resemblances to what is here already are undecided."),
        Both("Quay lại bản rà soát, chọn «việc khác» hoặc «nhắc lại».", "Go back to the review and decide each."),
    ),
    "deadline_unconfirmed": Words(
        Both("Nhiệm vụ {n} đọc từ ảnh: hạn chưa được đối chiếu với ảnh.", "Proposal {n} was recognised from a picture: its deadline was not compared with it."),
        Both("Xem mảnh ảnh cạnh đề xuất, sửa hạn nếu sai, rồi đánh dấu «đúng như trong ảnh».", "Look at the strip beside it, correct the day if it is wrong, then tick 'as in the picture'."),
    ),
    "not_a_day": Words(
        Both("«{given}» không phải một ngày.", "'{given}' is not a day."),
        Both("Viết như 30/4/2026, hoặc để trống nếu không có hạn.", "Write 2026-04-30, or leave it empty if there is none."),
    ),
    "ref_wrong": Words(
        Both("Mã «{given}» chưa đúng: chỉ chữ thường không dấu, số và gạch nối, tối đa 60 ký tự.", "'{given}' is no ref: lower-case letters, digits and hyphens only, 60 at most."),
        Both("Ví dụ: tb-467-2026.", "For example: tb-467-2026."),
    ),
    "filter_wrong": Words(
        Both("Chưa hiểu «{field}» trong địa chỉ.", "'{field}' in the address is not understood."),
        Both("Quay lại danh sách rồi chọn lại.", "Go back to the list and choose again."),
    ),
    "view_name": Words(
        Both("Đặt tên cho danh sách, nhiều nhất {most} ký tự.", "Name the list, in at most {most} characters."),
        Both("Quay lại danh sách rồi nhập tên.", "Go back to the list and enter a name."),
    ),
    "view_long": Words(
        Both("Bộ lọc dài quá {most} ký tự, chưa lưu.", "The filters are longer than {most} characters; nothing was kept."),
        Both("Rút ngắn từ cần tìm rồi lưu lại.", "Shorten the words that are searched for, then keep it."),
    ),
    "views_full": Words(
        Both("Mỗi tài khoản lưu nhiều nhất {most} danh sách.", "An account keeps at most {most} lists."),
        Both("Xoá một danh sách không dùng nữa rồi lưu lại.", "Delete one that is no longer used, then keep this one."),
    ),
    "own_account": Words(
        Both("Bạn không thể tự khoá hoặc tự đổi vai của mình.", "You cannot disable yourself or change your own role."),
        Both("Nhờ một quản trị khác.", "Ask another administrator."),
    ),
}  # fmt: skip
