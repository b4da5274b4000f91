"""Why a file is not taken in: what happened, why, and what to do, in Vietnamese and English.

A refusal keeps nothing of the file. The sentences stand here because intake is pure and its reader is
an officer at a desk or a terminal.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class IntakeCode(StrEnum):
    """The stable names of the reasons."""

    EMPTY = "Empty"
    TOO_LARGE = "TooLarge"
    UNKNOWN_FORMAT = "UnknownFormat"
    WRONG_EXTENSION = "WrongExtension"
    OLD_WORD = "OldWord"
    IMAGE = "Image"
    ENCRYPTED = "Encrypted"
    MACROS = "Macros"
    ARCHIVE_BOMB = "ArchiveBomb"
    ENTITY_BOMB = "EntityBomb"
    DAMAGED = "Damaged"
    ENCODING = "Encoding"
    NO_TEXT = "NoText"
    NO_OCR = "NoOcr"
    TOO_LONG = "TooLong"
    CLASSIFIED = "Secret"
    CANCELLED = "Cancelled"
    BAD_REVIEW = "BadReview"
    UNFINISHED = "Unfinished"
    CERTIFICATE = "Certificate"


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, why, and what to do."""

    what: str
    why: str
    remedy: str


_VI: Final = {
    IntakeCode.EMPTY: Sentence("Tệp rỗng.", "Tệp không có nội dung nào.", "Kiểm tra lại tệp và gửi bản đầy đủ."),
    IntakeCode.TOO_LARGE: Sentence("Tệp quá lớn.", "Tệp {size} vượt giới hạn {limit}.", "Gửi bản nhẹ hơn hoặc tách phụ lục thành tệp riêng."),
    IntakeCode.UNKNOWN_FORMAT: Sentence("Không nhận ra loại tệp.", "Nội dung tệp không phải DOCX, PDF, HTML hay văn bản thuần.", "Chuyển văn bản sang DOCX hoặc PDF rồi thử lại."),
    IntakeCode.WRONG_EXTENSION: Sentence("Đuôi tệp không đúng với nội dung.", "Tệp mang đuôi {extension} nhưng nội dung là {found}.", "Đổi đúng đuôi tệp hoặc lấy lại tệp gốc."),
    IntakeCode.OLD_WORD: Sentence("Tệp Word đời cũ (.doc) không đọc được.", "Định dạng .doc không giữ được cấu trúc điều, khoản.", "Mở bằng Word hoặc LibreOffice và lưu thành DOCX hoặc PDF."),
    IntakeCode.IMAGE: Sentence("Tệp là ảnh.", "Nội dung là ảnh {found}, không phải văn bản.", "Gửi bản PDF (kể cả bản quét) hoặc DOCX."),
    IntakeCode.ENCRYPTED: Sentence("Tệp bị khóa bằng mật khẩu.", "Không thể đọc tệp đã mã hóa.", "Gỡ mật khẩu rồi gửi lại."),
    IntakeCode.MACROS: Sentence("Tệp có chứa macro.", "Tệp có mã chạy kèm ({found}), không được nhận vì lý do an toàn.", "Lưu lại thành DOCX không có macro."),
    IntakeCode.ARCHIVE_BOMB: Sentence("Tệp nén bất thường.", "Khi giải nén tệp phình lên quá mức cho phép ({found}).", "Không mở tệp này; lấy lại văn bản từ nơi phát hành."),
    IntakeCode.ENTITY_BOMB: Sentence("Tệp chứa khai báo XML nguy hiểm.", "Phần {found} khai báo DTD hoặc thực thể, văn bản thật không có.", "Không mở tệp này; lấy lại văn bản từ nơi phát hành."),
    IntakeCode.DAMAGED: Sentence("Tệp bị hỏng hoặc bị cắt cụt.", "Không đọc được cấu trúc tệp: {found}.", "Tải lại tệp từ nguồn và kiểm tra dung lượng."),
    IntakeCode.ENCODING: Sentence("Bảng mã của văn bản không đọc được.", "Tệp không phải Unicode (UTF-8 hoặc UTF-16).", "Lưu lại tệp với bảng mã UTF-8."),
    IntakeCode.NO_TEXT: Sentence("Văn bản không có chữ.", "Không tìm thấy chữ nào trong tệp.", "Kiểm tra lại tệp hoặc gửi bản có chữ."),
    IntakeCode.NO_OCR: Sentence("Văn bản là bản quét mà máy chưa có bộ nhận dạng chữ.", "Trang {found} là ảnh; chưa cài tesseract với tiếng Việt (vie).", "Cài tesseract-ocr và tesseract-ocr-vie, hoặc gửi bản DOCX/PDF có chữ."),
    IntakeCode.TOO_LONG: Sentence("Văn bản quá dài.", "Văn bản có {found}, vượt giới hạn {limit}.", "Tách văn bản và phụ lục thành các tệp riêng."),
    IntakeCode.CLASSIFIED: Sentence("Văn bản mật không được đưa vào hệ thống.", "Văn bản có dấu {found}.", "Xử lý theo quy định bảo vệ bí mật nhà nước; hệ thống không giữ lại gì."),
    IntakeCode.CANCELLED: Sentence("Đã dừng đọc văn bản.", "Người dùng yêu cầu dừng.", "Đọc lại khi cần; chưa có gì được ghi."),
    IntakeCode.BAD_REVIEW: Sentence("Tệp rà soát có chỗ không đúng.", "Dòng {line}, mục {field}: {found}.", "Sửa tại dòng đó rồi chạy lại."),
    IntakeCode.UNFINISHED: Sentence("Bản rà soát chưa xong.", "{found}.", "Duyệt, sửa hoặc bỏ chỗ đó rồi chạy lại; cách làm ghi ở đầu tệp rà soát."),
    IntakeCode.CERTIFICATE: Sentence("Chứng nhận đầy đủ không đúng.", "{found}", "Lập lại chứng nhận từ bản rà soát và tệp gốc."),
}  # fmt: skip
_EN: Final = {
    IntakeCode.EMPTY: Sentence("The file is empty.", "It holds no content.", "Check the file and send the whole of it."),
    IntakeCode.TOO_LARGE: Sentence("The file is too large.", "It has {size}, the limit is {limit}.", "Send a lighter copy or the annexes as files of their own."),
    IntakeCode.UNKNOWN_FORMAT: Sentence("The kind of file is unknown.", "Its content is neither DOCX, PDF, HTML nor plain text.", "Convert it to DOCX or PDF and try again."),
    IntakeCode.WRONG_EXTENSION: Sentence("The extension does not match the content.", "The file ends in {extension} but its content is {found}.", "Correct the extension or fetch the original file."),
    IntakeCode.OLD_WORD: Sentence("Old Word files (.doc) cannot be read.", "That format loses the structure of clauses.", "Save it as DOCX or PDF with Word or LibreOffice."),
    IntakeCode.IMAGE: Sentence("The file is a picture.", "Its content is an image ({found}), not a document.", "Send a PDF (a scan will do) or DOCX."),
    IntakeCode.ENCRYPTED: Sentence("The file is protected by a password.", "An encrypted file cannot be read.", "Remove the password and send it again."),
    IntakeCode.MACROS: Sentence("The file contains macros.", "It carries code ({found}), which is not accepted.", "Save it as DOCX without macros."),
    IntakeCode.ARCHIVE_BOMB: Sentence("The archive is abnormal.", "Unpacked it would grow beyond what is allowed ({found}).", "Do not open it; fetch the document from its issuer."),
    IntakeCode.ENTITY_BOMB: Sentence("The file holds a dangerous XML declaration.", "Part {found} declares a DTD or entities, real documents do not.", "Do not open it; fetch the document from its issuer."),
    IntakeCode.DAMAGED: Sentence("The file is damaged or cut short.", "Its structure cannot be read: {found}.", "Download it again and compare the size."),
    IntakeCode.ENCODING: Sentence("The encoding of the text cannot be read.", "It is not Unicode (UTF-8 or UTF-16).", "Save the file as UTF-8."),
    IntakeCode.NO_TEXT: Sentence("The document has no text.", "No letters were found in it.", "Check the file or send one with text."),
    IntakeCode.NO_OCR: Sentence("The document is a scan and text recognition is not installed.", "Page {found} is a picture; tesseract with Vietnamese (vie) is missing.", "Install tesseract-ocr and tesseract-ocr-vie, or send a DOCX or a PDF with text."),
    IntakeCode.TOO_LONG: Sentence("The document is too long.", "It has {found}, the limit is {limit}.", "Split it and its annexes into files of their own."),
    IntakeCode.CLASSIFIED: Sentence("Secret documents are not taken in.", "The document is marked {found}.", "Handle it by the rules on state secrets; nothing was kept."),
    IntakeCode.CANCELLED: Sentence("Reading was stopped.", "The user asked for it.", "Read it again when needed; nothing was written."),
    IntakeCode.BAD_REVIEW: Sentence("The review file has a mistake.", "Line {line}, field {field}: {found}.", "Correct that line and run it again."),
    IntakeCode.UNFINISHED: Sentence("The review is not finished.", "{found}.", "Accept, edit or drop it and run again; the head of the review file says how."),
    IntakeCode.CERTIFICATE: Sentence("The completeness certificate is wrong.", "{found}", "Make it again from the review and the original file."),
}  # fmt: skip


class IntakeRefusal(Exception):
    """A document or review that is not taken in; nothing of it was kept."""

    def __init__(self, code: IntakeCode, **said: object) -> None:
        super().__init__(code, said)
        self.code = code
        self.said = said

    def sentence(self, language: str = "vi") -> Sentence:
        """What, why and remedy in one language."""
        told = (_VI if language == "vi" else _EN)[self.code]
        values = _Said(self.said)
        return Sentence(told.what, told.why.format_map(values), told.remedy.format_map(values))

    def __str__(self) -> str:
        told = self.sentence()
        return f"{told.what} {told.why} {told.remedy}"


class _Said(dict[str, object]):
    """A fact that was not given prints as nothing instead of failing."""

    def __missing__(self, key: str) -> str:
        return "?"
