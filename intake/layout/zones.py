"""Head, body and tail of a document: what stands before the first sentence and after "Nơi nhận"."""

import re
from enum import StrEnum
from typing import Final

from intake.layout.labels import LabelKind, label_at
from intake.words import phrase


class Zone(StrEnum):
    HEAD = "head"
    BODY = "body"
    TAIL = "tail"


_HEAD: Final = phrase(
    r"\s*\|?\s*(?:cộng hòa xã hội|độc lập|số ?:|số \d|v/v|kính gửi|thủ tướng chính phủ$|chính phủ$|bộ trưởng\b[^.:]*$|(?:thông báo|chỉ thị|công điện|quyết định|kế hoạch|công văn|nghị quyết|chương trình|đề án|phụ lục)\s*:?\s*$"
    r"|[\w .]{2,30}, ?ngày \d{1,2} ?tháng|\(kèm theo|\(ban hành kèm|căn cứ |hỏa tốc|khẩn|mật|thượng khẩn|về việc [^.:]*$|về [^.:]*$|theo đề nghị của [^.:]*[.;]?$|xét đề nghị của [^.:]{0,200}[.;]$)"
)
_ADDRESS: Final = phrase(
    r"\s*\|?\s*(?:kính gửi|[\w ]{0,60}(?:điện|gửi) ?:\s*$|(?:[\w, -]{3,80} )?điện ?: ?(?=(?:các )?(?:đồng chí )?(?:bộ trưởng|thủ trưởng|chủ tịch|giám đốc|viện trưởng|cục trưởng|tổng giám đốc|bộ|sở|ủy ban|ubnd|ban)\b))"
)
_TAIL: Final = phrase(
    r"\s*\|?\s*(?:nơi nhận\b|(?:kt|tm|tl|tuq|q)\. ?(?:bộ trưởng|thủ tướng|chủ tịch|ủy ban|ubnd|giám đốc|chính phủ|ban))"
)
_ANNEX: Final = phrase(
    r"\s*\|?\s*(?:phụ lục|kế hoạch|danh mục|bảng|chương trình|quy chế|đề án|biểu|nhiệm vụ|phân công)\b"
)
_RULE: Final = re.compile(r"[\s|:*_-]+")


class ZoneFinder:
    """Tells the zone of each paragraph, asked in document order."""

    def __init__(self, text: str, folded: str) -> None:
        self._text, self._folded = text, folded
        self._zone = Zone.HEAD
        self._in_address = False
        self.address: list[tuple[int, int]] = []

    def enter_annex(self) -> None:
        """A task table stands here, so the body goes on."""
        self._zone = Zone.BODY

    def of(self, start: int, end: int) -> Zone:
        words = self._folded[start:end].strip()
        if _TAIL.match(words):
            self._zone = Zone.TAIL
        elif self._zone is Zone.TAIL and self._is_annex(start, end, words):
            self._zone = Zone.HEAD
        if self._zone is Zone.HEAD and not self._is_head(start, end, words):
            self._zone = Zone.BODY
        if self._zone is Zone.BODY and (
            _RULE.fullmatch(words) or self._is_caps_line(start, end, words)
        ):
            return Zone.HEAD
        return self._zone

    def _is_head(self, start: int, end: int, words: str) -> bool:
        if _ADDRESS.match(words):
            self._in_address = True
            self.address.append((start, end))
            return True
        label = label_at(self._text, self._folded, start)
        if label and label.kind not in {LabelKind.DASH, LabelKind.PLUS} and not self._in_address:
            return False
        if self._in_address and (
            (label and label.kind is LabelKind.DASH) or (words.endswith(";") and len(words) < 160)
        ):
            self.address.append((start, end))
            return True
        if (
            (_HEAD.match(words) and not words.endswith(":"))
            or words.startswith("|")
            or self._is_caps(start, end)
        ):
            return True
        if label and label.kind is not LabelKind.DASH:
            return False
        if re.search(r"[.:;/]\**$", words.rstrip("* ")) and len(words) >= 40:
            return False
        return not (label and label.kind is LabelKind.DASH and not self._in_address)

    def _is_annex(self, start: int, end: int, words: str) -> bool:
        return bool(_ANNEX.match(words)) and (
            self._is_caps(start, end) or words.startswith("phụ lục")
        )

    def _is_caps(self, start: int, end: int) -> bool:
        letters = [char for char in self._text[start:end] if char.isalpha()]
        return len(letters) >= 4 and sum(char.isupper() for char in letters) >= 0.8 * len(letters)

    def _is_caps_line(self, start: int, end: int, words: str) -> bool:
        """Capitals without a label in the body: a title or a signature, but not a section like "TỔ CHỨC THỰC HIỆN"."""
        if label_at(self._text, self._folded, start) or not self._is_caps(start, end):
            return False
        return not phrase(
            r"(?:tổ chức thực hiện|nhiệm vụ|giải pháp|nội dung|phân công|mục đích|mục tiêu|yêu cầu|đánh giá|sở|ubnd|ủy ban|công an|các sở|đề nghị)\b"
        ).match(words)
