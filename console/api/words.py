"""What the API says in its own voice, in both languages: about tokens, addresses, headers and fields.

Refusals of policy have their sentences in `schemas.sentences`.
"""

from collections.abc import Mapping
from typing import Final

from console.words.problems import Words
from schemas.wording import Both

WORDS: Final[Mapping[str, Words]] = {
    "no_token": Words(
        Both("Yêu cầu này cần mã truy cập.", "This request needs a token."),
        Both("Gửi tiêu đề Authorization: Bearer <mã>; mã do vận hành cấp: dondoc tokens make.", "Send the header Authorization: Bearer <token>; operators make one: dondoc tokens make."),
    ),
    "token_unknown": Words(
        Both("Mã truy cập không đúng.", "The token is not one of ours."),
        Both("Kiểm tra mã, hoặc xin cấp mã mới.", "Check it, or ask for a new one."),
    ),
    "token_ended": Words(
        Both("Mã truy cập đã hết hạn.", "The token has ended."),
        Both("Xin cấp mã mới: dondoc tokens make.", "Ask for a new one: dondoc tokens make."),
    ),
    "token_revoked": Words(
        Both("Mã truy cập đã bị thu hồi.", "The token was revoked."),
        Both("Liên hệ vận hành.", "Ask your operator."),
    ),
    "scope_missing": Words(
        Both("Mã truy cập không có phạm vi «{scope}».", "The token does not carry the scope '{scope}'."),
        Both("Xin cấp mã có phạm vi ấy: dondoc tokens make --scope {scope}.", "Ask for one that does: dondoc tokens make --scope {scope}."),
    ),
    "role_not_enough": Words(
        Both("Vai «{role}» không dùng được chức năng này.", "The role '{role}' does not reach this far."),
        Both("Dùng mã của tài khoản có vai: {known}.", "Use a token of an account in one of the roles: {known}."),
    ),
    "not_own_office": Words(
        Both("{office} không phải cơ quan thường trực {standing_office} của kết luận này.", "{office} is not {standing_office}, the standing office of this conclusion."),
        Both("Để {standing_office} ban hành.", "Leave it to {standing_office}."),
    ),
    "calls_too_often": Words(
        Both("Gọi quá nhanh.", "Too many calls."),
        Both("Đợi {seconds} giây rồi gọi lại.", "Call again in {seconds} seconds."),
    ),
    "no_such_address": Words(
        Both("Không có địa chỉ này.", "There is no such address."),
        Both("Xem /api/v1/openapi.json.", "See /api/v1/openapi.json."),
    ),
    "no_such_method": Words(
        Both("Địa chỉ này không nhận phương thức {method}.", "This address does not take {method}."),
        Both("Xem /api/v1/openapi.json.", "See /api/v1/openapi.json."),
    ),
    "body_too_large": Words(
        Both("Nội dung gửi lên quá lớn.", "What was sent is too large."),
        Both("Tối đa 8 MB; mỗi tệp minh chứng 20 MB.", "At most 8 MB; a file of evidence 20 MB."),
    ),
    "body_unreadable": Words(
        Both("Nội dung gửi lên không đọc được.", "The body cannot be read."),
        Both("Gửi một đối tượng JSON (UTF-8) với Content-Type: application/json; tệp thì gửi multipart/form-data, trường «file».", "Send one JSON object (UTF-8) with Content-Type: application/json; a file as multipart/form-data, field 'file'."),
    ),
    "fields_wrong": Words(
        Both("Có {count} chỗ chưa đúng.", "{count} fields are wrong."),
        Both("Sửa các trường nêu trong errors rồi gửi lại.", "Correct the fields named in errors and send it again."),
    ),
    "query_unknown": Words(
        Both("Không có tham số «{field}».", "There is no parameter '{field}'."),
        Both("Các tham số: {known}.", "Parameters: {known}."),
    ),
    "header_wrong": Words(
        Both("Tiêu đề {field} chưa đúng: {given}.", "The header {field} is wrong: {given}."),
        Both("Cần {wanted}.", "Expected {wanted}."),
    ),
    "bad_cursor": Words(
        Both("«{given}» không phải giá trị next của trang trước.", "'{given}' is not `next` of an earlier page."),
        Both("Lấy nguyên giá trị next, hoặc bỏ tham số này để đọc từ đầu.", "Take `next` as it is, or leave it out to begin anew."),
    ),
    "not_possible_dates": Words(
        Both("Có ngày quá xa để tính được thời hạn.", "A day is too far away to count deadlines from."),
        Both("Kiểm tra các ngày trong nội dung gửi.", "Check the days in what was sent."),
    ),
    "service_lost": Words(
        Both("Chưa thực hiện được: hệ thống tạm thời không phản hồi.", "Not done yet: the system does not answer for the moment."),
        Both("Đợi một lát rồi gửi lại cùng Idempotency-Key; không lo gửi trùng.", "Send it again with the same Idempotency-Key; nothing is done twice."),
    ),
    "unexpected": Words(
        Both("Có lỗi ngoài dự kiến.", "Something unexpected went wrong."),
        Both("Gửi trace_id cho quản trị.", "Tell your administrator the trace_id."),
    ),
}  # fmt: skip

FIELD_WORDS: Final[Mapping[str, Both]] = {
    "missing": Both("Thiếu trường này.", "This field is missing."),
    "extra_forbidden": Both("Không có trường này.", "There is no such field."),
    "string_type": Both("Cần một chuỗi.", "Expected text."),
    "string_too_short": Both("Ngắn hơn {min_length} ký tự.", "Shorter than {min_length} characters."),
    "string_too_long": Both("Dài hơn {max_length} ký tự.", "Longer than {max_length} characters."),
    "string_pattern_mismatch": Both("Không đúng dạng {pattern}.", "Does not match {pattern}."),
    "int_type": Both("Cần một số nguyên.", "Expected a whole number."),
    "int_parsing": Both("Cần một số nguyên.", "Expected a whole number."),
    "int_from_float": Both("Cần một số nguyên.", "Expected a whole number."),
    "float_type": Both("Cần một số.", "Expected a number."),
    "float_parsing": Both("Cần một số.", "Expected a number."),
    "finite_number": Both("Cần một số hữu hạn.", "Expected a finite number."),
    "bool_type": Both("Cần true hoặc false.", "Expected true or false."),
    "bool_parsing": Both("Cần true hoặc false.", "Expected true or false."),
    "greater_than_equal": Both("Phải từ {ge} trở lên.", "Must be at least {ge}."),
    "less_than_equal": Both("Phải từ {le} trở xuống.", "Must be at most {le}."),
    "date_type": Both("Cần một ngày, dạng 2026-04-30.", "Expected a day, as 2026-04-30."),
    "date_parsing": Both("Cần một ngày, dạng 2026-04-30.", "Expected a day, as 2026-04-30."),
    "date_from_datetime_parsing": Both("Cần một ngày, dạng 2026-04-30.", "Expected a day, as 2026-04-30."),
    "date_from_datetime_inexact": Both("Cần một ngày, không kèm giờ.", "Expected a day without a time."),
    "enum": Both("Chọn một trong: {expected}.", "Choose one of: {expected}."),
    "literal_error": Both("Chọn một trong: {expected}.", "Choose one of: {expected}."),
    "dict_type": Both("Cần một đối tượng JSON.", "Expected a JSON object."),
    "model_type": Both("Cần một đối tượng JSON.", "Expected a JSON object."),
    "model_attributes_type": Both("Cần một đối tượng JSON.", "Expected a JSON object."),
    "tuple_type": Both("Cần một danh sách.", "Expected a list."),
    "list_type": Both("Cần một danh sách.", "Expected a list."),
    "too_short": Both("Cần ít nhất {min_length} mục.", "Needs at least {min_length}."),
    "too_long": Both("Nhiều nhất {max_length} mục.", "At most {max_length}."),
}  # fmt: skip
"""pydantic's kinds of errors that callers meet; of others its own sentence is given."""
OTHER: Final = Both("Chưa đúng: {msg}.", "Wrong: {msg}.")
