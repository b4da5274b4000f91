"""What is said of a list of tasks that is read in: problems and notes, each with what to do."""

from collections.abc import Mapping
from typing import Any, Final

from schemas.sentences import sentence_of
from schemas.wording import Both, Lang

FIELDS: Final[Mapping[str, Both]] = {
    "text": Both("nội dung nhiệm vụ", "text"),
    "lead": Both("cơ quan chủ trì", "lead agency"),
    "coordinating": Both("cơ quan phối hợp", "coordinating agencies"),
    "deadline": Both("thời hạn", "deadline"),
    "product": Both("kết quả phải đạt", "product"),
    "clause": Both("mục", "clause"),
}

_NONE: Final = Both("", "")

REASONS: Final[Mapping[str, tuple[Both, Both]]] = {
    "no_table": (
        Both("Không tìm thấy bảng nhiệm vụ: cần một dòng tiêu đề có cột nội dung nhiệm vụ và cột cơ quan chủ trì.", "There is no table of tasks: a head with the columns «nội dung nhiệm vụ» and «cơ quan chủ trì» is needed."),
        Both("Đặt tiêu đề cột, ví dụ: STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời hạn.", "Give the columns heads: STT | Nội dung nhiệm vụ | Cơ quan chủ trì | Phối hợp | Thời hạn."),
    ),
    "column_missing": (
        Both("Thiếu cột {field}.", "The column {field} is missing."),
        Both("Thêm cột hoặc sửa tiêu đề cột.", "Add the column, or correct its head."),
    ),
    "too_many_rows": (
        Both("Có {count} nhiệm vụ; một kết luận có nhiều nhất {most}.", "There are {count} tasks; a conclusion has at most {most}."),
        Both("Tách thành nhiều tệp, mỗi tệp một ref.", "Split the list into several files, each with its own ref."),
    ),
    "text_missing": (Both("Thiếu {field}.", "The {field} is missing."), Both("Điền nội dung, hoặc xoá dòng.", "Fill it in, or delete the row.")),
    "text_too_long": (Both("Nội dung dài quá {most} ký tự.", "The text has more than {most} characters."), Both("Rút gọn.", "Shorten it.")),
    "lead_missing": (Both("Thiếu {field}.", "The {field} is missing."), Both("Mỗi nhiệm vụ phải có cơ quan chịu trách nhiệm.", "Every task has somebody who answers for it.")),
    "office_unknown": (
        Both("«{given}» không phải cơ quan có trong danh mục vào ngày ban hành ({field}).", "'{given}' is no body of the table on the day of issue ({field})."),
        Both("Viết đúng tên hoặc mã (schemas/agencies.csv); nhiều cơ quan thì cách nhau bằng dấu chấm phẩy.", "Write the name or code (schemas/agencies.csv); several are separated by semicolons."),
    ),
    "deadline_number": (
        Both("«{given}» là số, không phải ngày.", "'{given}' is a number and no date."),
        Both("Định dạng ô thành ngày trong Excel, hoặc viết 31/12/2026.", "Format the cell as a date in Excel, or write 31/12/2026."),
    ),
    "deadline_no_day": (Both("«{given}» là ngày không có thật.", "'{given}' is a day that does not exist."), Both("Sửa ngày.", "Correct the day.")),
    "deadline_unclear": (
        Both("Không hiểu thời hạn «{given}».", "The deadline '{given}' is not understood."),
        Both("Viết 31/12/2026, tháng 12/2026, quý IV/2026, năm 2026, hoặc chữ như «thường xuyên».", "Write 31/12/2026, tháng 12/2026, quý IV/2026, năm 2026, or words like «thường xuyên»."),
    ),
    "value_wrong": (Both("Giá trị của {field} chưa đúng: {problem}.", "The value of {field} is wrong: {problem}."), Both("Sửa lại rồi chạy lại lệnh.", "Correct it and run again.")),
    "sheet_no_table": (Both("Không có bảng nhiệm vụ, bỏ qua.", "There is no table of tasks; left out."), _NONE),
    "column_unused": (Both("Cột «{head}» không được nhập.", "The column '{head}' is not imported."), _NONE),
    "row_section": (Both("Dòng tiêu đề «{text}», không phải nhiệm vụ.", "A heading, '{text}', and no task."), _NONE),
}  # fmt: skip


def told(reason: str, field: str | None, said: Mapping[str, Any], lang: Lang) -> tuple[str, str]:
    """What is wrong with a row, and what to do."""
    named = FIELDS.get(field or "")
    all_said = dict(said) | {"field": named.in_(lang) if named else field or ""}
    known = REASONS.get(reason)
    if known is None:
        return sentence_of(reason, all_said, lang)
    return known[0].in_(lang).format(**all_said), known[1].in_(lang).format(**all_said)
